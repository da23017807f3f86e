"""One writer at a time for one SQLite file, over all processes of this machine."""

from pathlib import Path
from threading import Lock
from types import TracebackType

from filelock import FileLock, Timeout

from hub.store.refusals import LogAway

WAIT_S = 15


class WriteLock:
    """Held around every write transaction and every checkpoint; readers never take it.

    SQLite before 3.51.3 can damage its log when several connections write and checkpoint at the
    same moment; under this lock they cannot.
    """

    def __init__(self, database: Path, wait_s: float = WAIT_S) -> None:
        self._wait_s = wait_s
        self._path = f"{database}.lock"
        self._threads = Lock()  # a file lock alone would let two threads of one process in
        self._file = FileLock(self._path, thread_local=False)

    def acquire(self) -> None:
        """Wait for the lock; say so when another process keeps it too long."""
        if not self._threads.acquire(timeout=self._wait_s):
            raise LogAway(f"another thread has held {self._path} for {self._wait_s} s")
        try:
            self._file.acquire(timeout=self._wait_s, poll_interval=0.005)
        except Timeout as error:
            self._threads.release()
            raise LogAway(f"another process has held {self._path} for {self._wait_s} s") from error
        except BaseException:
            self._threads.release()
            raise

    def release(self) -> None:
        """Let the next writer in."""
        self._file.release()
        self._threads.release()

    def __enter__(self) -> "WriteLock":
        """Acquire."""
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Release."""
        self.release()
