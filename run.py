"""Set the hub up and run it, with the standard library alone.

`python3 run.py demo`   install what is locked, play the demonstration, serve its pages
`python3 run.py test`   the same for the tests; further words go to pytest
`python3 run.py check`  format, lint, types, arrows and documentation
`python3 run.py bench`  speed and memory, each beside the raw operation of the same run
any other word          goes to the command line of the hub, such as `python3 run.py sync`
"""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
TESTING = {"test", "check", "bench"}
# Most tests wait for a disk or a child process, so four take turns on two cores; those of one file
# stay together and share what is costly to set up.
TEST = ["pytest", "--numprocesses", "4", "--dist", "loadfile"]


def main(words: list[str]) -> int:
    """Set up what the first word needs, then run it."""
    if sys.version_info < (3, 11):
        print("The hub needs Python 3.11 or newer; this is " + sys.version.split()[0] + ".")
        return 64
    if not words or words[0] in {"-h", "--help"}:
        print(__doc__)
        return 0 if words else 64
    word, rest = words[0], words[1:]
    installed = set_up("requirements-test.lock" if word in TESTING else "requirements.lock")
    if installed != 0:
        return installed
    if word == "check":
        return check()
    module = {"test": TEST, "bench": ["tests.benchmarks"]}.get(word, ["hub.cli", word])
    return run("-m", *module, *rest)


def set_up(lock: str) -> int:
    """Make `.venv` hold exactly what *lock* names; do nothing when its stamp still fits."""
    wanted = fingerprint(lock)
    stamp = VENV / "installed"
    held = stamp.read_text().split() if stamp.exists() else []
    # The test lock contains everything of the other one.
    if wanted in held or fingerprint("requirements-test.lock") in held:
        return 0
    if not PYTHON.exists():
        print("Making .venv (once) …", file=sys.stderr, flush=True)
        if subprocess.call([sys.executable, "-m", "venv", str(VENV)]):
            print("The module venv is missing. On Debian or Ubuntu: apt install python3-venv")
            return 1
    print(f"Installing what {lock} names, by its hashes …", file=sys.stderr, flush=True)
    pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    locked = ["--require-hashes", "--only-binary", ":all:", "-r", lock]
    # pip takes no editable install in hash mode, so the hub itself comes in a second call.
    for options in (locked, ["--no-deps", "--no-build-isolation", "-e", "."]):
        code = run(*pip, *options)
        if code:
            print("Installing failed; the lines above say why. Nothing outside .venv was changed.")
            return code
    stamp.write_text(wanted + "\n")
    return 0


def fingerprint(lock: str) -> str:
    """Name the state that *lock* and `pyproject.toml` ask for."""
    content = b"".join((HERE / name).read_bytes() for name in (lock, "pyproject.toml"))
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def check() -> int:
    """Run every check, even after one has failed; return how many failed."""
    checks = (
        ("-m", "ruff", "format", "--check", "."),
        ("-m", "ruff", "check", "."),
        ("-m", "mypy"),
        ("-m", "pytest", "-q", "tests/architecture"),  # arrows, sizes, locks, documentation
    )
    return sum(run(*words) != 0 for words in checks)


def run(*words: str) -> int:
    """Run the Python of `.venv` here and give its exit code."""
    try:
        return subprocess.call([str(PYTHON), *words], cwd=HERE)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
