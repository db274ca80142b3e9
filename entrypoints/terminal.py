"""What the commands have in common: exit codes, and how a line is read and written.

What is shown may come from a resume or the name of a file: it is shown and never obeyed.
"""

import argparse
import json
import re
import sys

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
"""Wrong usage, setting or job: starting it again does not help."""
EXIT_INTERRUPTED = 130

# Controls (ECMA-48), what changes the direction of writing (UAX #9), line separators, lone surrogates.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_BLANKS = re.compile(r"[\t\n\v\f\r]+")


class UsageError(Exception):
    """What was asked for makes no sense; the message is one line."""


def printable(text: str) -> str:
    """One line in which nothing is obeyed: no control character, no change of writing direction."""
    return _UNPRINTABLE.sub("\ufffd", _BLANKS.sub(" ", text))


def complain(line: str) -> None:
    """Write one line to standard error, under the name of the program."""
    if sys.stderr is not None:  # closed by whoever started us
        sys.stderr.write(f"screener: {printable(' '.join(line.split()))}\n")


def say(*lines: str) -> None:
    """Write lines to standard output."""
    write("".join(f"{printable(line)}\n" for line in lines))


def say_json(value: object) -> None:
    """Write JSON to standard output."""
    write(json.dumps(value, indent=2) + "\n")


def write(text: str) -> None:
    """Write a text to standard output as it is.

    Raises:
        UsageError: it is closed.
    """
    if sys.stdout is None:
        raise UsageError("standard output is closed")
    sys.stdout.buffer.write(encoded(text))
    sys.stdout.flush()


def encoded(text: str) -> bytes:
    """UTF-8, whatever the locale; a file name may hold bytes that are no text in any encoding."""
    return text.encode("utf-8", errors="backslashreplace")


def whole_number(text: str, *, least: int, most: int) -> int:
    """Read a number of the command line.

    Raises:
        argparse.ArgumentTypeError: it is none from `least` to `most`.
    """
    # Python refuses to read thousands of digits, in words of its own.
    digits = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not digits or not least <= int(text) <= most:
        raise argparse.ArgumentTypeError(f"{printable(text)!r} is no number from {least} to {most}")
    return int(text)


def os_words(error: OSError) -> str:
    """Say what the operating system refused, and of which file where that is known."""
    words = error.strerror or "an error of the operating system"
    return f"{error.filename}: {words}" if error.filename else words
