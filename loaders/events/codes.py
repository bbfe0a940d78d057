"""Codes of event data: made uniform as they are read, and the relation type that each leads to."""

# There is one mapping of CAMEO and PLOVER to relation types, that of the registry; ACLED, whose
# types the registry does not know, has a table here.

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from detente.graph.errors import ConfigError
from detente.graph.registry import REGISTRY, RelationType, by_cameo, by_plover

__all__ = [
    "Ends",
    "Relating",
    "Scheme",
    "code_of",
    "ends_of",
    "has_lost_zeros",
    "relating",
    "relation_of",
    "scheme_of",
    "score_of",
]

#: The scheme of a code; "any" for tables in which each code tells its own.
Scheme: TypeAlias = Literal["cameo", "plover", "acled", "any"]

_HERE = Path(__file__).parent
# "10" to "20" are root codes, and also 010 to 020 without their zero.
_AMBIGUOUS = range(10, 21)


class Relating(NamedTuple):
    """What a code leads to: a type of the registry, and its PLOVER event with its mode.

    >>> relating("cameo", "085")
    Relating(relation='EASED_SANCTIONS_ON', plover='RETREAT')
    """

    relation: str
    plover: str | None


class Ends(NamedTuple):
    """The kind of actor ("inter" code) that an ACLED type names as doing it or suffering it."""

    source: str | None
    target: str | None


class _Type(NamedTuple):
    relation: str
    ends: Ends


def relating(scheme: Scheme, code: str) -> Relating:
    """The relation type of a code, and what it is in PLOVER.

    >>> relating("plover", "COERCE-seize")
    Relating(relation='SEIZED_PROPERTY_OF', plover='COERCE/seize')
    >>> relating("acled", "Air/drone strike").relation
    'BOMBED'

    A PLOVER mode that the manual does not have leads where its event leads. Raises `KeyError` for
    a code that its scheme does not have.
    """
    kind = _type(scheme_of(code) if scheme == "any" else scheme, code)
    mode = kind.plover_mode
    return Relating(kind.type, kind.plover if mode is None else f"{kind.plover}/{mode}")


def relation_of(scheme: Scheme, code: str) -> str:
    """The name of the relation type that a code leads to.

    >>> relation_of("cameo", "0871"), relation_of("any", "CONSULT-visit")
    ('CEASED_FIRE_WITH', 'VISITED')

    Raises `KeyError` for a code that its scheme does not have.
    """
    return relating(scheme, code).relation


def scheme_of(code: str) -> Scheme:
    """The scheme that a code is of, by its look.

    >>> scheme_of("0871"), scheme_of("COERCE-seize"), scheme_of("Armed clash")
    ('cameo', 'plover', 'acled')
    """
    if code.isdigit():
        return "cameo"
    return "plover" if code.partition("-")[0].isupper() else "acled"


def _type(scheme: Scheme, code: str) -> RelationType:
    if scheme == "cameo":
        return by_cameo(code)
    if scheme == "acled":
        return REGISTRY[_acled()[code.casefold()].relation]
    event, _, mode = code.partition("-")
    try:
        return by_plover(event, mode or None)
    except KeyError:
        return by_plover(event)


def code_of(scheme: Scheme, written: str, *, lost_zeros: bool = False) -> str:
    """A code as its scheme writes it, from what stands in a table.

    >>> code_of("cameo", "40"), code_of("cameo", "Make statement"), code_of("any", "coerce/seize")
    ('040', '010', 'COERCE-seize')

    CAMEO codes may lack the leading zero, or end in the ".0" of a number. "10" to "20" are the root
    codes that they look like, unless the table has `lost_zeros`. In upper case a word is a PLOVER
    event, otherwise a CAMEO name first ("Consult" is 040, "CONSULT" an event without its mode).
    Raises `ValueError` saying what would be right.
    """
    text = " ".join(written.split())
    if scheme == "acled":
        return _acled_code(text)
    if scheme == "plover":
        return _plover_code(text)
    number = text.removesuffix(".0").removesuffix(".")
    if number.isascii() and number.isdigit():
        return _cameo_code(number, lost_zeros=lost_zeros)
    if scheme == "any" and text.partition("-")[0].partition("/")[0].isupper():
        return _plover_code(text)
    name = _names().get(text.casefold())
    if name is not None:
        return name[0]
    if scheme == "any":
        return _plover_code(text, "no CAMEO code or name and no PLOVER event")
    raise ValueError(f"code '{written}' is no CAMEO code or name: codes are like 040 and 0871")


def has_lost_zeros(codes: Iterable[str]) -> bool:
    """Whether a column of CAMEO codes was saved as numbers.

    >>> has_lost_zeros(["42", "10"]), has_lost_zeros(["042", "20"]), has_lost_zeros(["4", "10"])
    (True, False, False)

    No code of two digits is above 20, so one that is has lost its zero; a single digit is a root
    code, and so are its neighbours.
    """
    numbers = {code.strip().removesuffix(".0") for code in codes}
    if any(number.startswith("0") for number in numbers):
        return False
    return any(
        len(number) == 2 and number.isdigit() and int(number) not in _AMBIGUOUS  # noqa: PLR2004
        for number in numbers
    )


def score_of(name: str) -> float | None:
    """The Goldstein score that ICEWS gives to every event of a CAMEO name; None for other words.

    >>> score_of("Praise or endorse")
    3.4
    """
    found = _names().get(" ".join(name.split()).casefold())
    return None if found is None else found[1]


def ends_of(code: str) -> Ends:
    """Which kind of actor an ACLED type has as its source or target.

    >>> ends_of("Excessive force against protesters")
    Ends(source=None, target='6')
    """
    return _acled()[code.casefold()].ends


def _cameo_code(number: str, *, lost_zeros: bool) -> str:
    padded = f"0{number}"
    tried = (number, padded)
    if lost_zeros and len(number) == 2 and int(number) in _AMBIGUOUS:  # noqa: PLR2004
        tried = (padded, number)
    for code in tried:
        try:
            by_cameo(code)
        except KeyError:
            continue
        return code
    raise ValueError(f"code '{number}' is not in the CAMEO table: codes are like 040 and 0871")


def _plover_code(text: str, problem: str = "no PLOVER event") -> str:
    event, _, mode = text.replace("/", "-").replace(" ", "-").partition("-")
    event = event.upper()
    try:
        by_plover(event)
    except KeyError:
        message = f"code '{text}' is {problem}: events are like CONSULT and COERCE-seize"
        raise ValueError(message) from None
    return event if mode == "" else f"{event}-{mode.lower().replace('_', '-')}"


def _acled_code(text: str) -> str:
    if text.casefold() not in _acled():
        raise ValueError(f"'{text}' is no event type of ACLED: types are like 'Armed clash'")
    return text


@cache
def _names() -> Mapping[str, tuple[str, float]]:
    """CAMEO code and score of every name, by the name in lower case."""
    names: dict[str, tuple[str, float]] = {}
    for where, row in _table(_HERE / "cameo_names.csv"):
        name = row["name"].casefold()
        try:
            by_cameo(row["cameo"])
        except KeyError as error:
            raise ConfigError(f"{where}: {row['cameo']} is no CAMEO code") from error
        if name in names:
            raise ConfigError(f"{where}: {row['name']} stands there twice")
        names[name] = (row["cameo"], float(row["goldstein"]))
    return MappingProxyType(names)


@cache
def _acled() -> Mapping[str, _Type]:
    """Relation and ends of every sub-event type, and of every event type without one."""
    types: dict[str, _Type] = {}
    for where, row in _table(_HERE / "acled_types.csv"):
        name = row["sub_event_type"] or row["event_type"]
        if row["relation"] not in REGISTRY:
            raise ConfigError(f"{where}: {row['relation']} is no relation type")
        kind = _Type(row["relation"], Ends(row["source_is"] or None, row["target_is"] or None))
        if types.setdefault(name.casefold(), kind) != kind:
            raise ConfigError(f"{where}: {name} leads to two types")
    return MappingProxyType(types)


def _table(path: Path) -> Iterable[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf8", newline="") as stream:
        lines = [line for line in stream if not line.startswith("#")]
    start = sum(1 for line in path.read_text(encoding="utf8").splitlines() if line[:1] == "#")
    for number, row in enumerate(csv.DictReader(lines), start=start + 2):
        yield f"{path.name}: line {number}", row
