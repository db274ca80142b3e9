"""All specimens, and the command that writes them into a folder: `python -m tests.hostile.corpus FOLDER`.

Beside the files it writes `EXPECTED.tsv`: name, size, SHA-256, the right outcome, and what the file is.
Nothing of it is harmful by being kept; open none of it with a program that you need.
"""

import argparse
import hashlib
from collections.abc import Sequence
from pathlib import Path

from tests.hostile import docx_archives, docx_markup, pdf_bombs, pdf_circles, pdf_forgeries, texts
from tests.hostile.specimens import SPECIMENS

MODULES = (pdf_bombs, pdf_circles, pdf_forgeries, docx_archives, docx_markup, texts)


def write(folder: Path) -> int:
    """Write every specimen and the list of them; return how many they are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["name\tbytes\tsha256\texpected\twhat"]
    for specimen in SPECIMENS.values():
        data = specimen.make()
        (folder / specimen.name).write_bytes(data)
        digest = hashlib.sha256(data).hexdigest()
        lines.append(f"{specimen.name}\t{len(data)}\t{digest}\t{specimen.expected}\t{specimen.what}")
    (folder / "EXPECTED.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(SPECIMENS)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.hostile.corpus", description=(__doc__ or "").split(":")[0]
    )
    parser.add_argument(
        "folder", type=Path, help="made if it is missing; files of the same names are replaced"
    )
    folder = parser.parse_args(arguments).folder
    print(f"{write(folder)} files in {folder}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
