"""Names as event data sets write them, and for whom they stand from one date to another."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.names import name_key
from detente.seeds.tables import Row, forms, optional, read_table

__all__ = ["KnownName", "known_names", "read_known_names", "spelling_key"]

_FILES = ("known_names.csv", "phoenix_names.csv")
_COLUMNS = ("names", "actor_id", "rule", "since", "until", "source")
_PLAIN = str.maketrans({"-": " ", "–": " ", ".": None, ",": None, '"': None})


class KnownName(BaseModel, frozen=True):
    """A name that stands for an actor, always or for a time.

    "John J. Sullivan acts for the United States, in office from 2017-05-24 to 2022-09-04."

    `actor_id` None says that the name belongs to no single actor. `rule` is a short word for what
    the name is: office, party, organ, media, firm, … `until` is the first day without it.
    """

    names: tuple[str, ...]
    actor_id: str | None
    rule: str
    since: PartialDate | None = None
    until: PartialDate | None = None
    source: str = ""


def spelling_key(text: str) -> str:
    """What two data sets' spellings of one name have in common.

    >>> spelling_key("KIM JONG UN") == spelling_key("Kim Jong-Un")
    True
    """
    return name_key(text.translate(_PLAIN))


def read_known_names(path: Path) -> tuple[KnownName, ...]:
    """The names of a CSV file with the columns names, actor_id, rule, since, until and source.

    Raises `LoadError` naming file, line and value for what is no `KnownName`.
    """
    return read_table(path, _COLUMNS, _known)


@cache
def known_names() -> tuple[KnownName, ...]:
    """The names that come with detente: office-holders, parties, organs of states, firms.

    >>> [known.actor_id for known in known_names() if "Likud" in known.names]
    ['ISR:GOV']
    """
    folder = Path(__file__).parent
    return tuple(known for file in _FILES for known in read_known_names(folder / file))


def _known(row: Row) -> KnownName:
    return KnownName.model_validate(
        {
            "names": forms(row["names"]),
            "actor_id": None if row["actor_id"] == "" else row.id_at("actor_id"),
            "rule": row["rule"],
            "since": optional(row["since"]),
            "until": optional(row["until"]),
            "source": row["source"],
        }
    )
