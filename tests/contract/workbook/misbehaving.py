"""A child that does what a broken parser does."""

import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from python_calamine import CalamineWorkbook

from hub.child import answer, limit_this_process, told_to


def produce(folder: Path, request: bytes) -> Iterator[bytes]:
    """Misbehave as asked."""
    if request == b"unguarded":
        book = CalamineWorkbook.from_path(str(next(folder.glob("*.xlsx"))))
        yield str(len(book.get_sheet_by_index(0).to_python())).encode()
        return
    if request == b"environment":
        yield json.dumps(sorted(os.environ)).encode()
        return
    if request == b"memory set":
        yield str(resource.getrlimit(resource.RLIMIT_AS)[0]).encode()
        return
    yield b"first"
    yield MISDEEDS[request]()


def cut() -> bytes:
    """Break off inside a frame."""
    sys.stdout.buffer.write(b"\0\0\1\0only a part")
    sys.stdout.buffer.flush()
    os._exit(0)


def compute() -> bytes:
    """Never come to an end."""
    while True:
        pass


def sleep() -> bytes:
    """Wait for nothing."""
    time.sleep(60)
    return b""


MISDEEDS: dict[bytes, Callable[[], bytes]] = {
    b"memory": lambda: bytes(4 << 30),
    b"abort": os.abort,
    b"leave": lambda: os._exit(3),
    b"cut": cut,
    b"compute": compute,
    b"sleep": sleep,
    b"flood": lambda: b"x" * 5000,
}


if __name__ == "__main__":
    limit_this_process(replace(told_to(sys.argv), cpu_s=1))
    sys.exit(answer(produce))
