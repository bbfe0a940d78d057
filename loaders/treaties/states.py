"""Which actor a number of the Correlates of War state system stands for, and when."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

from detente.graph.roster import Roster
from detente.loaders.treaties.left_out import OutsideError

__all__ = ["States", "Term"]


class Term(NamedTuple):
    """An actor for a time, half-open; no bound means in all years before or after."""

    actor_id: str
    since: date | None = None
    until: date | None = None


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    actor: str | None = None
    since: date | None = None
    until: date | None = None
    reason: str | None = None

    def touches(self, since: date, until: date) -> bool:
        return (self.since is None or self.since < until) and (
            self.until is None or since < self.until
        )


class States:
    """The states of a roster by COW number, and those of states.yaml.

    >>> from detente.graph.actors import Actor
    >>> russia = Actor(actor_id="RUS", label="Country", name="Russia", cow=365)
    >>> states = States(Roster(actors=[russia], names=[], persons=[], offices=[]))
    >>> states.terms(365, date(1955, 1, 1), date(1956, 1, 1))
    [Term(actor_id='RUS', since=None, until=None)]
    >>> states.terms(345, date(1955, 1, 1), date(1956, 1, 1))
    Traceback (most recent call last):
    detente.loaders.treaties.left_out.OutsideError: COW number 345: Yugoslavia until 1992 has ...
    """

    def __init__(self, roster: Roster) -> None:
        self._entries: defaultdict[int, list[_Entry]] = defaultdict(list)
        for entry in _listed():
            self._entries[entry.number].append(entry)
        for actor in roster.actors:
            if actor.cow is not None and actor.cow not in self._entries:
                self._entries[actor.cow].append(_Entry(number=actor.cow, actor=actor.actor_id))

    def terms(self, number: int, since: date, until: date) -> list[Term]:
        """Whom a number stands for on some day from `since` to before `until`, one at least.

        Raises `OutsideError` for a number that then is of a state that is no longer, `ValueError`
        for one that no state has.
        """
        then = [entry for entry in self._entries.get(number, ()) if entry.touches(since, until)]
        terms = [
            Term(entry.actor, entry.since, entry.until) for entry in then if entry.actor is not None
        ]
        if len(then) == 0:
            raise ValueError(f"COW number {number}: no state of the gazetteer has it")
        if len(terms) == 0:
            raise OutsideError(f"COW number {number}: {then[0].reason}")
        return terms


@cache
def _listed() -> tuple[_Entry, ...]:
    text = Path(__file__).with_name("states.yaml").read_text(encoding="utf8")
    return TypeAdapter(tuple[_Entry, ...]).validate_python(yaml.safe_load(text))
