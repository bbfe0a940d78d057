"""Names that a user adds: for whom they stand, always or for a time, and actors that are new."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from detente.graph.actors import Actor, ActorLabel
from detente.graph.dates import PartialDate
from detente.graph.errors import LoadError, ResolutionError
from detente.graph.names import Name
from detente.graph.roster import Roster
from detente.graph.settings import OWN_NAMES
from detente.loaders.events.known_names import KnownName
from detente.seeds.tables import Row

__all__ = [
    "OwnName",
    "OwnNames",
    "keep_own_names",
    "kept_own_names",
    "read_own_names",
    "with_own_names",
]

T = TypeVar("T")
_NEEDED = ("name", "actor")
_COLUMNS = (*_NEEDED, "label", "since", "until", "note")


class OwnName(BaseModel, frozen=True):
    """A name as data sets write it, and the actor that it stands for from one day to another.

    >>> own = OwnName(name="Wagner Group", actor="WAGNER", label="Organization")
    >>> own.known().names, own.known().actor_id
    (('Wagner Group',), 'WAGNER')

    `until` is the first day without it. `label` is given where the actor is new.
    """

    name: str
    actor: str
    label: ActorLabel | None = None
    since: PartialDate | None = None
    until: PartialDate | None = None
    note: str = ""

    def known(self) -> KnownName:
        """The name as the roll-up takes it."""
        return KnownName(
            names=(self.name,), actor_id=self.actor, rule="own", since=self.since, until=self.until
        )


class OwnNames(NamedTuple):
    """The names of a file, and what is wrong with its other rows: file, line and value."""

    names: tuple[OwnName, ...]
    problems: tuple[LoadError, ...]


def read_own_names(path: Path, roster: Roster) -> OwnNames:
    """The names of a CSV file with the columns name and actor, and label, since, until, note.

    An actor is given by its id or by any name that the roster knows; one that it does not know
    needs, in one of its rows, a label (Country, Person, Bloc, Organization) and an id in capitals.

    Raises `LoadError` for a file that cannot be read, or whose header is another.
    """
    names: dict[int, OwnName] = {}
    problems: dict[int, LoadError] = {}
    # Those that make an actor come first, wherever they stand: the others may name it.
    for row in sorted(_rows(path), key=lambda row: row.values.get("label", "") == ""):
        new = {one.actor for one in names.values() if one.label is not None}
        try:
            names[row.line] = _own(row, roster, new)
        except LoadError as problem:
            problems[row.line] = problem
    return OwnNames(_in_order(names), _in_order(problems))


def _in_order(told: Mapping[int, T]) -> tuple[T, ...]:
    return tuple(told[line] for line in sorted(told))


def _rows(path: Path) -> Iterator[Row]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.DictReader(text)
            _check_header(path, rows.fieldnames or ())
            for row in rows:
                yield Row(path.name, rows.line_num, _filled(row))
    except OSError as error:
        raise LoadError(str(path), error.strerror or "cannot be opened") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise LoadError(str(path), "is no CSV file in UTF-8") from error


def _check_header(path: Path, header: Iterable[str]) -> None:
    named = tuple(header)
    strange = [name for name in named if name not in _COLUMNS]
    missing = [name for name in _NEEDED if name not in named]
    if len(strange) + len(missing) > 0:
        wanted = f"name,actor and, if wanted, {','.join(_COLUMNS[2:])}"
        raise LoadError(path.name, f"line 1: header is {','.join(named)!r}: columns are {wanted}")


def _filled(row: Mapping[str, str | None]) -> dict[str, str]:
    return {key: (value or "").strip() for key, value in row.items() if key in _COLUMNS}


def _own(row: Row, roster: Roster, new: Collection[str]) -> OwnName:
    """The name of a row; `new` are the actors that other rows of the file make."""
    if row["name"] == "":
        raise row.error("name: is empty")
    label = row.values.get("label") or None
    try:
        actor = roster.resolve(row["actor"])
    except ResolutionError as error:
        if label is None and row["actor"] not in new:
            labels = ", ".join(get_args(ActorLabel))
            problem = f"actor: {error}; a new one needs a label ({labels})"
            raise row.error(problem) from error
        actor = row.id_at("actor")
    else:
        label = None
    try:
        return OwnName(
            name=row["name"],
            actor=actor,
            label=label,
            **{key: row.values.get(key) or None for key in ("since", "until")},
            note=row.values.get("note", ""),
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise row.error(f"{first['loc'][0]}: {first['msg']}: {first['input']!r}") from error


def kept_own_names(home: Path, roster: Roster) -> tuple[OwnName, ...]:
    """The names that were added in this home; none where nothing was.

    >>> from detente.seeds import roster
    >>> kept_own_names(Path("no/such/home"), roster())
    ()

    Raises `LoadError` for the first row that makes no sense: the file was changed by hand.
    """
    path = home / OWN_NAMES
    if not path.exists():
        return ()
    found = read_own_names(path, roster)
    if len(found.problems) > 0:
        raise found.problems[0]
    return found.names


def keep_own_names(home: Path, kept: Iterable[OwnName], added: Iterable[OwnName]) -> None:
    """Write the names of a home: those kept, and those added in place of the same ones before."""
    names = {(one.name, one.since): one for one in (*kept, *added)}
    home.mkdir(parents=True, exist_ok=True)
    partial = home / f"{OWN_NAMES}.part"
    with partial.open("w", encoding="utf8", newline="") as text:
        rows = csv.DictWriter(text, fieldnames=_COLUMNS, lineterminator="\n")
        rows.writeheader()
        for one in sorted(names.values(), key=lambda one: (one.name, str(one.since or ""))):
            rows.writerow({key: value or "" for key, value in one.model_dump(mode="json").items()})
    partial.replace(home / OWN_NAMES)


def with_own_names(roster: Roster, own: Iterable[OwnName]) -> Roster:
    """The roster with the new actors among some names, and with the names of these."""
    given = tuple(own)
    new: dict[str, Actor] = {}
    for one in given:
        if one.label is not None and roster.actor(one.actor) is None:
            new.setdefault(one.actor, Actor(actor_id=one.actor, label=one.label, name=one.name))
    names = [
        Name(actor_id=one.actor, lang="en", kind="name", forms=(one.name,))
        for one in given
        if one.actor in new
    ]
    return roster if len(new) == 0 else roster.extended(actors=new.values(), names=names)
