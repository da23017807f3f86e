"""What starts the hub on a server: the compose file, the timers, the proxy."""

import configparser
import json
import re
import shutil
import subprocess
from importlib import import_module
from pathlib import Path

import pytest
import typer

from tests.architecture.tree import ROOT
from tests.conftest import absent

COMPOSE = ROOT / "docker-compose.yml"
UNITS = ROOT / "deploy" / "systemd"
PROXY = ROOT / "deploy" / "nginx" / "hub.conf"


def commands() -> set[str]:
    """Give the commands of `hub`."""
    return set(typer.main.get_command(import_module("hub.cli").app).commands)  # type: ignore[attr-defined]


def services() -> dict[str, str]:
    """Give the text of each service of the compose file by its name."""
    text = COMPOSE.read_text().partition("\nservices:\n")[2]
    block = re.split(r"\n(?=\S)", text, maxsplit=1)[0]
    parts = re.split(r"^  (\w+):\n", block, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def started() -> list[tuple[str, list[str]]]:
    """Give what each service starts, where it starts a command of its own."""
    found = [
        (name, re.search(r"^    command: (\[.*\])$", text, re.MULTILINE))
        for name, text in services().items()
    ]
    return [(name, json.loads(match[1])) for name, match in found if match]


def timers() -> list[Path]:
    """Give the timers of systemd."""
    return sorted(UNITS.glob("*.timer"))


def test_each_service_of_ours_starts_a_command_that_exists():
    wanted = {words[1] for _, words in started() if words[0] == "hub"}

    assert {name for name, _ in started()} == set(services()) - {"db", "proxy"}
    assert wanted <= commands()


def test_only_the_proxy_can_be_reached_from_outside():
    published = [name for name, text in services().items() if re.search(r"^    ports:", text, re.M)]

    assert published == ["proxy"]


def test_the_compose_file_holds_no_secret():
    held = re.findall(r"(?:PASSWORD|TOKEN|SECRET|KEY)\w*:\s*(.+)", COMPOSE.read_text())

    assert [value for value in held if "/run/secrets/" not in value] == []


def composer() -> list[str]:
    """Give the program that reads compose files, or nothing where none is installed."""
    if found := shutil.which("docker-compose"):
        return [found]
    docker = shutil.which("docker")
    asked = [docker or "docker", "compose", "version"]
    if docker and subprocess.run(asked, check=False, capture_output=True).returncode == 0:
        return asked[:2]
    return []


def test_the_compose_file_is_accepted():
    if not (program := composer()):
        absent("Neither docker-compose nor docker compose is installed.")
    asked = [*program, "-f", str(COMPOSE), "config", "--quiet"]

    checked = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("timer", timers(), ids=lambda path: path.stem)
def test_each_timer_starts_a_command_that_exists(timer: Path):
    unit = configparser.ConfigParser(strict=True)
    unit.read(timer)

    started = re.fullmatch(r"hub@(\w+)\.service", unit["Timer"]["Unit"])

    assert started
    assert started[1] in commands()
    assert (UNITS / "hub@.service").exists()


def test_the_timers_of_both_kinds_agree():
    timed = {words[1] for name, words in started() if "entrypoint:" in services()[name]}

    assert timed == {path.stem.removeprefix("hub-") for path in timers()}


@pytest.mark.parametrize(
    "limit",
    [
        *("client_header_timeout 10s;", "client_body_timeout   30s;", "client_max_body_size  25m;"),
        *("limit_conn            people", "proxy_set_header X-Forwarded-For $remote_addr;"),
    ],
)
def test_the_proxy_limits_what_the_application_server_does_not(limit: str):
    assert limit in PROXY.read_text()


@pytest.mark.skipif(not shutil.which("nginx"), reason="nginx is not installed")
def test_the_proxy_accepts_its_configuration(tmp_path: Path):
    ours = PROXY.read_text().replace("api:8000", "127.0.0.1:8000")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{ours}\n}}\n")

    checked = subprocess.run(
        ["nginx", "-t", "-e", "stderr", "-c", str(whole)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr


def test_a_time_of_the_timer_script_leads_to_a_start(tmp_path: Path):
    """Replace the two programs that wait and tell the time, and let one period pass."""
    clock = tmp_path / "date"
    clock.write_text('#!/bin/sh\n[ "$#" = 1 ] && echo 1000 || echo 4600\n')
    sleep = tmp_path / "sleep"
    sleep.write_text(f'#!/bin/sh\necho "$1" >> {tmp_path}/slept\n')
    for program in (clock, sleep):
        program.chmod(0o755)
    once = f'kill -TERM "$PPID"; echo ran > {tmp_path}/ran'

    for when in ("15m", "01:30"):
        subprocess.run(
            [ROOT / "deploy" / "timer.sh", when, "sh", "-c", once],
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
            check=True,
            timeout=20,
        )

    assert (tmp_path / "slept").read_text().split() == ["800", "3600"]
    assert (tmp_path / "ran").exists()
