"""Reads one file in a limited process: `python -m connectors.workbook.child <private folder>`."""

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

from hub.child import answer, limit_this_process


def produce(folder: Path, request: bytes) -> Iterator[bytes]:
    """Yield the encoded frames of the one file in *folder*; a refusal is a frame too."""
    # Parsers are imported only now: the limits have to be older than they.
    from connectors.workbook.frames import REQUESTS, Refusal, encoder  # noqa: PLC0415
    from connectors.workbook.reading import read_file  # noqa: PLC0415
    from hub.refused_files import FileRefused  # noqa: PLC0415

    [path] = [found for found in folder.iterdir() if found.name.startswith("original")]
    try:
        asked = REQUESTS.decode(request)
        for frame in read_file(path, asked, asked.limits):
            yield encoder.encode(frame)
    except FileRefused as refused:
        values = {name: str(value) for name, value in refused.values.items()}
        yield encoder.encode(Refusal(refused.code, values))


if __name__ == "__main__":
    limit_this_process()
    gc.disable()  # one file, many values without cycles, and the end of the process frees them all
    sys.exit(answer(produce))
