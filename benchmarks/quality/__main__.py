"""Quality in one run: `make quality`, with `DATA=folder` also on labelled data from elsewhere.

Ends with exit code 1 where a figure of ours falls short of what is wanted.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from dependency_injector import providers
from rich.console import Console

from benchmarks.quality.labelled import print_labelled
from benchmarks.quality.own import measure_own, progress
from benchmarks.quality.peers import peer_scorers
from benchmarks.quality.scorers import MiniLmScorer, OurScorer, TfIdfScorer
from benchmarks.quality.table import print_own, short_figures
from benchmarks.ranking import AT_ONCE
from entrypoints.container import Container
from entrypoints.settings import load_settings

_WIDTH = 150


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables and return 1 where a figure falls short, else 0."""
    parser = argparse.ArgumentParser(prog="benchmarks.quality", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", help="labelled data from elsewhere")
    folder: Path | None = parser.parse_args(arguments).folder
    if folder is not None and not folder.is_dir():
        parser.error(f"{folder} is no folder")
    embedder = Container(settings=load_settings(), at_once=providers.Object(AT_ONCE)).model()
    own = measure_own(OurScorer(embedder), (TfIdfScorer(), MiniLmScorer(), *peer_scorers()), say=progress)
    print_own(own, Console(width=_WIDTH))
    short = bool(list(short_figures(own)))
    if folder is not None:
        short |= print_labelled(folder)
    return int(short)


if __name__ == "__main__":
    sys.exit(main())
