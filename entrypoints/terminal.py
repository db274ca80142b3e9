"""What the commands have in common: exit codes, and how things are said in one line."""


class UsageError(Exception):
    """What was asked for makes no sense; the message is one line."""


def os_words(error: OSError) -> str:
    """Say what the operating system refused, and of which file where that is known."""
    words = error.strerror or "an error of the operating system"
    return f"{error.filename}: {words}" if error.filename else words
