"""A child that does what a broken parser does."""

import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from hub.child import ChildLimits, answer, limit_this_process


def produce(_: Path, request: bytes) -> Iterator[bytes]:
    """Misbehave as asked."""
    how = request.decode()
    if how == "environment":
        yield json.dumps(sorted(os.environ)).encode()
        return
    yield b"first"
    if how == "memory":
        yield bytes(4 << 30)
    elif how == "abort":
        os.abort()
    elif how == "leave":
        os._exit(3)
    elif how == "cut":
        sys.stdout.buffer.write(b"\0\0\1\0only a part")
        sys.stdout.buffer.flush()
        os._exit(0)
    elif how == "sleep":
        time.sleep(60)
    elif how == "compute":
        while True:
            pass
    elif how == "flood":
        yield b"x" * 5000


if __name__ == "__main__":
    limit_this_process(ChildLimits(cpu_s=1))
    sys.exit(answer(produce))
