"""Runs the parser of an untrusted file in a limited child process and reads its frames."""

import contextlib
import os
import resource
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hub.refused_files import FileRefused

ROOT = Path(__file__).resolve().parent.parent
LENGTH = 4  # bytes of the big-endian length before each frame
END = b"\0\0\0\0"  # an empty frame: the child has said everything
OUT_OF_MEMORY = 77  # exit code of a child whose interpreter could catch the lack of memory
KEPT_COMPLAINT = 2000  # characters of the child's last words that are kept for the log


@dataclass(frozen=True, slots=True)
class ChildLimits:
    """What one file may cost: bytes, and seconds."""

    address_space: int = 1 << 30
    cpu_s: int = 30
    wall_s: float = 60.0
    written_file: int = 64 << 20
    frame: int = 16 << 20

    @property
    def told(self) -> str:
        """Give what a child sets for itself, as an argument of its own."""
        return f"{self.address_space}:{self.cpu_s}:{self.written_file}"


class ChildEnded(FileRefused):
    """The child ended before it had said everything: `too_slow`, `too_much_memory`, `damaged`.

    *complaint* is the end of its error stream, for the log and never for a page.
    """

    complaint = ""


def frames(
    module: str, original: Path, name: str, request: bytes, limits: ChildLimits | None = None
) -> Generator[bytes, None, None]:
    """Run `python -m module` on *original*, shown to it as *name*, and yield its frames.

    The child gets *request* on its standard input, a private folder as its only argument, and no
    environment but the locale. Close the frames when not all are wanted. Raise `ChildEnded` when
    it dies, breaks a frame or takes too long.
    """
    limits = limits or usual()
    with tempfile.TemporaryDirectory(prefix="hub-child-") as folder:
        show(original, Path(folder) / name)
        with (Path(folder) / "complaint").open("w+b") as complaint:
            child = start(module, folder, complaint, limits)
            try:
                yield from conversation(child, request, limits)
            except ChildEnded as ended:
                complaint.seek(0)
                ended.complaint = complaint.read()[-KEPT_COMPLAINT:].decode("utf-8", "replace")
                raise
            finally:
                stop(child)


def show(original: Path, shown: Path) -> None:
    """Let the child see *original* under its true extension, without a copy where possible."""
    try:
        os.link(original, shown)
    except OSError:  # another device, or a file system without links
        shutil.copyfile(original, shown)


def usual() -> ChildLimits:
    """Give the limits of this installation. A child has no settings, and is told them."""
    from hub.settings import limits_of_files  # noqa: PLC0415 - no child is to load settings

    told = limits_of_files()
    memory, work = told.file_memory_mb << 20, told.file_cpu_s
    return ChildLimits(address_space=memory, cpu_s=work, wall_s=2.0 * work)


def start(
    module: str, folder: str, complaint: IO[bytes], limits: ChildLimits
) -> "subprocess.Popen[bytes]":
    """Start the child in a session of its own, so that its end takes everything with it."""
    environment = {name: os.environ[name] for name in ("LANG", "LC_ALL") if name in os.environ}
    return subprocess.Popen(  # noqa: S603  our own interpreter and our own module
        [sys.executable, "-s", "-B", "-X", "utf8", "-m", module, folder, limits.told],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=complaint,
        start_new_session=True,
    )


def stop(child: "subprocess.Popen[bytes]") -> None:
    """End the child, whatever it is doing, and collect it."""
    if child.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    for pipe in (child.stdin, child.stdout):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()
    child.wait()


def conversation(
    child: "subprocess.Popen[bytes]", request: bytes, limits: ChildLimits
) -> Iterator[bytes]:
    """Give the child its request and yield its frames up to the closing one."""
    deadline = time.monotonic() + limits.wall_s
    if child.stdin is None or child.stdout is None:
        raise ChildEnded("damaged")
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(request)
        child.stdin.close()
    pipe = Pipe(child.stdout.fileno(), deadline)
    while True:
        head = pipe.exactly(LENGTH)
        if len(head) < LENGTH:
            raise ChildEnded(reason_of(child, deadline))
        if head == END:
            return
        size = int.from_bytes(head, "big")
        if size > limits.frame:
            raise ChildEnded("too_much_memory")
        frame = pipe.exactly(size)
        if len(frame) < size:
            raise ChildEnded(reason_of(child, deadline))
        paused = time.monotonic()
        yield frame
        pipe.deadline += time.monotonic() - paused  # the reader's own time is not the child's


class Pipe:
    """Reads exact numbers of bytes from a child, up to a deadline."""

    def __init__(self, descriptor: int, deadline: float) -> None:
        self.descriptor = descriptor
        self.deadline = deadline
        self.ready = selectors.DefaultSelector()
        self.ready.register(descriptor, selectors.EVENT_READ)

    def exactly(self, size: int) -> bytes:
        """Return *size* bytes, or fewer when the child closed its end."""
        parts = bytearray()
        while len(parts) < size:
            left = self.deadline - time.monotonic()
            if left <= 0 or not self.ready.select(left):
                raise ChildEnded("too_slow")
            piece = os.read(self.descriptor, size - len(parts))
            if not piece:
                break
            parts += piece
        return bytes(parts)


def reason_of(child: "subprocess.Popen[bytes]", deadline: float) -> str:
    """Say why the child ended, from its exit code or signal."""
    try:
        code = child.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return "too_slow"
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return "too_slow"
    # A parser written in Rust or C answers a refused allocation with an abort.
    if code in (OUT_OF_MEMORY, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
        return "too_much_memory"
    return "damaged"


def told_to(arguments: Sequence[str]) -> ChildLimits:
    """Read the limits that a parent has told its child; the usual ones where it told none."""
    if len(arguments) < 3:
        return ChildLimits()
    address_space, cpu_s, written_file = map(int, arguments[2].split(":"))
    return ChildLimits(address_space=address_space, cpu_s=cpu_s, written_file=written_file)


def limit_this_process(limits: ChildLimits | None = None) -> None:
    """Set the limits of the calling child, else those it was told, before a parser is imported."""
    limits = limits or told_to(sys.argv)
    for kind, size in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.written_file),
        (resource.RLIMIT_CPU, limits.cpu_s),
        (resource.RLIMIT_AS, limits.address_space),
    ):
        with contextlib.suppress(ValueError, OSError):  # some platforms lack one of them
            resource.setrlimit(kind, (size, size))


def address_space_can_be_limited() -> bool:
    """Tell whether this platform honours an address-space limit (Linux does, macOS does not)."""
    return sys.platform.startswith("linux")


def answer(produce: Callable[[Path, bytes], Iterable[bytes]]) -> int:
    """Be the child: read the request, write each frame of *produce*, return the exit code."""
    folder = Path(sys.argv[1])
    request = sys.stdin.buffer.read()
    out = sys.stdout.buffer
    try:
        for frame in produce(folder, request):
            out.write(len(frame).to_bytes(LENGTH, "big"))
            out.write(frame)
        out.write(END)
        out.flush()
    except MemoryError:
        return OUT_OF_MEMORY
    except BrokenPipeError:  # the parent has seen enough
        return 0
    return 0
