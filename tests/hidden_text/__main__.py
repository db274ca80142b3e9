"""`python -m tests.hidden_text`: one line a technique, and the share of hidden words that are caught."""

import sys

from rich.console import Console
from rich.table import Table

from tests.hidden_text.measure import measure


def main() -> int:
    """Print the table; 1 if fewer than 99 of 100 hidden words are caught, or an honest word is lost."""
    results = measure()
    table = Table("technique", "hidden words", "scored", "not told", "honest words lost")
    for one in results:
        untold = str(one.untold) if one.is_listed else "-"
        table.add_row(one.technique, str(one.words), str(one.leaked), untold, str(one.lost))
    words, leaked = sum(one.words for one in results), sum(one.leaked for one in results)
    lost = sum(one.lost for one in results)
    table.add_row(
        f"{len(results)} techniques", str(words), f"{leaked} ({1 - leaked / words:.2%} caught)", "", str(lost)
    )
    Console(width=110).print(table)
    return int(leaked > words / 100 or lost > 0)


if __name__ == "__main__":
    sys.exit(main())
