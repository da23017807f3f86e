"""What a spreadsheet program makes of a file: LibreOffice opens it, and saves it again."""

import subprocess
from pathlib import Path
from xml.etree import ElementTree

SECONDS = 180
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def saved_as(soffice: str, folder: Path, form: str, files: dict[str, bytes]) -> dict[str, bytes]:
    """Give the files, by name without its ending, as LibreOffice saves them in another form."""
    came, made = folder / "came", folder / f"as-{form}"
    came.mkdir(parents=True, exist_ok=True)
    for name, body in files.items():
        (came / name).write_bytes(body)
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        *("--headless", "--convert-to", form, "--outdir", str(made)),
        *(str(came / name) for name in files),
    ]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    found = {path.stem: path.read_bytes() for path in made.glob(f"*.{form}")}
    assert len(found) == len(files), done.stderr
    return found


class Opened:
    """A file as LibreOffice has opened it: which formulas live in it, which texts it shows."""

    def __init__(self, flat: bytes) -> None:
        cells = list(ElementTree.fromstring(flat).iter(f"{TABLE}table-cell"))
        told = (cell.get(f"{TABLE}formula") for cell in cells)
        self.formulas = [formula for formula in told if formula is not None]
        self.texts = {
            "\n".join("".join(line.itertext()) for line in cell.findall(f"{TEXT}p"))
            for cell in cells
        }


def opened(soffice: str, folder: Path, files: dict[str, bytes]) -> dict[str, Opened]:
    """Let LibreOffice open the files, all at one start of it."""
    flat = saved_as(soffice, folder, "fods", files)
    return {name: Opened(body) for name, body in flat.items()}
