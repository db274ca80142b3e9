"""The table of known skills: the one that is shipped, overlaid by the user's own."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from domain.skill_lexicon import SkillLexicon

SHIPPED_TABLE = Path(__file__).with_name("skills.toml")
SHIPPED_TRANSLATIONS = Path(__file__).with_name("skills_translations.toml")
_TECHNOLOGY = "technology"
_LANGUAGES = "languages"
_IMPLIES = "implies"
_AMBIGUOUS = "ambiguous"
_UNLIKE = "unlike"
_TRANSLATIONS = "translations"


def load_skill_lexicon(paths: Sequence[Path] = ()) -> SkillLexicon:
    """Read the shipped table and the user's files over it, in order.

    A file holds one table per field, such as `[business]`, and in it `"Canonical name" = ["alias", ...]`.
    What lies under `[technology.*]` and `[languages]` is matched to the letter; the rest may be inflected.
    Further:
    `[implies]` ("PostgreSQL" = ["SQL"]), `[unlike]` ("Go" = ["go to market"]), `[ambiguous]`
    (`spellings = ["Go", ...]`) and `[translations]` ("Sales" = { fr = ["vente"] }). A user's entry adds to
    what is there: spellings are joined, none is removed.

    Raises:
        ValueError: a file cannot be read as such a table, or a spelling belongs to two skills; the message
            names the file and the entry.
        OSError: a file cannot be opened.
    """
    aliases: dict[str, tuple[str, ...]] = {}
    products: set[str] = set()
    literal: set[str] = set()
    implies: dict[str, tuple[str, ...]] = {}
    ambiguous: list[str] = []
    unlike: dict[str, tuple[str, ...]] = {}
    translations: dict[str, dict[str, tuple[str, ...]]] = {}
    lexicon = None
    for path in (SHIPPED_TABLE, SHIPPED_TRANSLATIONS, *paths):
        table = _parsed(path)
        _join(implies, _string_lists(table.pop(_IMPLIES, {}), path, _IMPLIES))
        _join(unlike, _string_lists(table.pop(_UNLIKE, {}), path, _UNLIKE))
        for spellings in _string_lists(table.pop(_AMBIGUOUS, {}), path, _AMBIGUOUS).values():
            ambiguous.extend(spellings)
        for language, names in _translations(table.pop(_TRANSLATIONS, {}), path).items():
            _join(translations.setdefault(language, {}), names)
        for name, entries in table.items():
            for title, skills in _fields(name, entries):
                listed = _string_lists(skills, path, title)
                _join(aliases, listed)
                if name == _TECHNOLOGY:
                    products.update(listed)
                if name == _LANGUAGES:
                    literal.update(listed)
        try:
            lexicon = SkillLexicon(
                aliases=dict(aliases),
                products=frozenset(products),
                literal=frozenset(literal),
                implies=dict(implies),
                ambiguous=frozenset(ambiguous),
                unlike=dict(unlike),
                translations={language: dict(names) for language, names in translations.items()},
            )
        except ValueError as error:
            raise ValueError(f"{path}: {error}") from error
    assert lexicon is not None  # noqa: S101 - the shipped table is always among the files
    return lexicon


def _parsed(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not a TOML file: {error}") from error


def _fields(name: str, entries: object) -> list[tuple[str, object]]:
    if isinstance(entries, Mapping) and any(isinstance(value, Mapping) for value in entries.values()):
        return [(f"{name}.{field}", skills) for field, skills in entries.items()]
    return [(name, entries)]


def _string_lists(entries: object, path: Path, title: str) -> dict[str, tuple[str, ...]]:
    if not isinstance(entries, Mapping):
        raise ValueError(f"{path}: [{title}] must be a table, not {type(entries).__name__}")  # noqa: TRY004 - one kind of error for a bad file
    lists = {}
    for name, spellings in entries.items():
        if not isinstance(spellings, list) or not all(isinstance(spelling, str) for spelling in spellings):
            raise ValueError(f"{path}: [{title}] {name!r} must be a list of strings")
        lists[name] = tuple(spellings)
    return lists


def _translations(entries: object, path: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    if not isinstance(entries, Mapping):
        raise ValueError(f"{path}: [{_TRANSLATIONS}] must be a table, not {type(entries).__name__}")  # noqa: TRY004 - one kind of error for a bad file
    by_language: dict[str, dict[str, tuple[str, ...]]] = {}
    for name, names in entries.items():
        for language, spellings in _string_lists(names, path, f"{_TRANSLATIONS}.{name}").items():
            by_language.setdefault(language, {})[name] = spellings
    return by_language


def _join(table: dict[str, tuple[str, ...]], further: Mapping[str, tuple[str, ...]]) -> None:
    for name, spellings in further.items():
        table[name] = (*table.get(name, ()), *spellings)
