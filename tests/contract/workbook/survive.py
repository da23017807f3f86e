"""Reads many bad files and prints what became of them; nothing here is a test of its own.

`python -m tests.contract.workbook.survive hostile`           each harmful file through the child
`python -m tests.contract.workbook.survive ugly [200]`        so many ugly workbooks, seed by seed
`python -m tests.contract.workbook.survive mutations [20000]` small workbooks with spoilt bytes
"""

import io
import random
import resource
import subprocess
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from pathlib import Path

import openpyxl

from connectors.workbook.book import read_book
from connectors.workbook.frames import Request
from connectors.workbook.reading import read_file
from hub.child import ChildLimits, limit_this_process
from hub.refused_files import FileRefused
from tests.contract.workbook import ugly
from tests.contract.workbook.hostile import Case, calc, cases, full, line, packed, parts
from tests.contract.workbook.odd import odd_files

TODAY = date(2026, 3, 11)
BATCH = 500  # files that one process reads before the next one takes over
INSIDE = 0.8  # share of archives in which a part is spoilt and not the archive
SLOW_S = 5.0
SHOWN = 4  # complaints about one workbook


def say(text: str | None) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def hostile() -> None:
    """Read each harmful file as an upload is read; print its answer, its time, our own growth.

    The files are made in another process, since making some of them takes a lot of memory.
    """
    slowest, wrong = 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        with ProcessPoolExecutor(1) as pool:
            codes = pool.submit(written, folder).result()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for name, code in codes:
            started = time.perf_counter()
            answer = answer_to(Case(name, (Path(folder) / name).read_bytes(), code))
            taken = time.perf_counter() - started
            slowest = max(slowest, taken)
            wrong += not answer.startswith(code or "read")
            say(f"{taken:6.2f} s  {name:24} {answer}")
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    count = sum(bool(code) for _, code in codes)
    say(f"{count} refused files, {wrong} otherwise than expected, slowest {slowest:.2f} s")
    say(f"this process has grown by {grown >> 10} MB over {len(codes)} files")


def written(folder: str) -> list[tuple[str, str]]:
    """Write all harmful files; return their names and the codes of their refusals."""
    found = []
    for case in cases():
        (Path(folder) / case.name).write_bytes(case.content)
        found.append((case.name, case.code))
    return found


def answer_to(case: Case) -> str:
    """Read one file through the child; return the code and the sentence."""
    try:
        read_book(case.content, Request(name=case.name, received_on=TODAY)).close()
    except FileRefused as refused:
        return f"{refused.code}: {refused}"
    return "read"


def ugly_ones(count: int) -> None:
    """Read ugly workbooks; print what was right, and every value that was not."""
    total = ugly.Outcome()
    for seed in range(count):
        case = ugly.made(seed)
        outcome = ugly.judged(case)
        total = total + outcome
        for complaint in outcome.complaints[:SHOWN]:
            say(f"seed {seed} {' '.join(sorted(case.marks))}: {complaint}")
    say(f"{count} workbooks: {total.crashes} crashes, {total.lost} rows lost")
    for name, right, of in (
        ("columns", total.columns_right, total.columns),
        ("values", total.values_right, total.values),
        ("workbooks", total.whole, count),
    ):
        say(f"{name:10} right {right:>6}/{of:<6} = {right / of:.4f}")


def seeds() -> list[tuple[str, bytes]]:
    """Give small files of every form, harmless ones."""
    found = [("a.xlsx", packed(parts())), ("a.ods", calc(line(full(2)) + line(full(1), 3)))]
    found += [
        (odd.name, odd.content) for odd in odd_files() if odd.name.endswith((".xlsx", ".csv"))
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "b.xlsx"
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (
            ["任务", "状态", "计划完成"],
            ["接口", "进行中", TODAY],
            ["导入", "未开始", TODAY],
        ):
            book.active.append(row)
        book.save(path)
        found.append(("b.xlsx", path.read_bytes()))
    return found


def mutated(content: bytes, chance: random.Random) -> bytes:
    """Spoil a file: mostly a part of it before it is packed again, else its own bytes."""
    if content.startswith(b"PK") and chance.random() < INSIDE:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            found: dict[str, str | bytes] = {e: archive.read(e) for e in archive.namelist()}
        part = chance.choice(sorted(found))
        found[part] = bytes(spoilt(bytearray(found[part]), chance))  # type: ignore[arg-type]
        return packed(found)
    return bytes(spoilt(bytearray(content), chance))


def spoilt(body: bytearray, chance: random.Random) -> bytearray:
    """Change some bytes, or some run of bytes."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(max(1, len(body)))
        how = chance.random()
        if how < 0.5 and body:
            body[at % len(body)] = chance.randrange(256)
        elif how < 0.65:
            del body[at : at + chance.randint(1, 40)]
        elif how < 0.8:
            body[at:at] = body[at : at + chance.randint(1, 60)]
        elif how < 0.9:
            body[at:at] = chance.choice(PIECES)
        else:
            body[at : at + 4] = chance.randbytes(4)
    return body


PIECES = (
    b"<!DOCTYPE a>",
    b'r="XFD1048576"',
    b"\0\0",
    b"\xff\xff\xff\xff",
    b"<c>",
    b"</row>",
    b'"',
    b",",
    b"\n",
    b't="e"',
    b"9" * 30,
    "合计".encode(),
    b"PK\x05\x06",
    b"<f>A1</f>",
)


def mutations(count: int) -> None:
    """Read spoilt files in limited processes; a process that dies is named by its seeds."""
    results: Counter[str] = Counter()
    for first in range(0, count, BATCH):
        stop = min(count, first + BATCH)
        command = [sys.executable, "-m", __spec__.name, "batch", str(first), str(stop)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        for told in done.stdout.splitlines():
            word = told.partition(" ")[0]
            results[word] += 1
            if word in ("CRASH", "SLOW"):
                say(told)
        if done.returncode:
            results["DIED"] += 1
            at = first + len(done.stdout.splitlines())
            say(f"DIED seed {at}, exit {done.returncode}: {done.stderr[-300:]}")
    read = sum(results.values()) - results["DIED"] - results["SLOW"]
    say(f"{read} spoilt files read, {results['DIED']} processes died: {dict(results)}")


def batch(first: int, stop: int) -> Iterator[str]:
    """Read the spoilt files of some seeds in this process; yield what became of each."""
    usual = seeds()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, stop):
            chance = random.Random(seed)
            name, content = chance.choice(usual)
            path = Path(folder) / f"original-{seed}"
            path.write_bytes(mutated(content, chance))
            started = time.perf_counter()
            yield outcome_of(path, name, seed)
            if time.perf_counter() - started > SLOW_S:
                yield f"SLOW seed {seed} {name}"
            for left in Path(folder).iterdir():
                left.unlink()


def outcome_of(path: Path, name: str, seed: int) -> str:
    """Read one file here; return its code, `read`, or the crash."""
    try:
        list(read_file(path, Request(name=name, received_on=TODAY)))
    except FileRefused as refused:
        return refused.code
    except Exception as error:  # noqa: BLE001 - that is what is looked for
        return f"CRASH seed {seed} {name}: {type(error).__name__} {error}"
    return "read"


def main(words: list[str]) -> None:
    """Do what the first word says."""
    warnings.simplefilter("ignore")
    match words:
        case ["hostile"]:
            hostile()
        case ["ugly", *rest]:
            ugly_ones(int(rest[0]) if rest else 200)
        case ["mutations", *rest]:
            mutations(int(rest[0]) if rest else 20_000)
        case ["batch", first, stop]:
            limit_this_process(ChildLimits(cpu_s=600))
            for told in batch(int(first), int(stop)):
                say(told)
        case _:
            say(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
