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
    []
    >>> states.reason(345, date(1955, 1, 1), date(1956, 1, 1))
    'COW number 345: Yugoslavia until 1992 has several successors'
    """

    def __init__(self, roster: Roster) -> None:
        self._entries: defaultdict[int, list[_Entry]] = defaultdict(list)
        for entry in _listed():
            self._entries[entry.number].append(entry)
        for actor in roster.actors:
            if actor.cow is not None and actor.cow not in self._entries:
                self._entries[actor.cow].append(_Entry(number=actor.cow, actor=actor.actor_id))

    def terms(self, number: int, since: date, until: date) -> list[Term]:
        """Whom a number stands for on some day from `since` to before `until`."""
        return [
            Term(entry.actor, entry.since, entry.until)
            for entry in self._entries.get(number, ())
            if entry.actor is not None and entry.touches(since, until)
        ]

    def reason(self, number: int, since: date, until: date) -> str:
        """Why a number stands for nobody then."""
        reasons = (
            entry.reason
            for entry in self._entries.get(number, ())
            if entry.reason is not None and entry.touches(since, until)
        )
        why = next(reasons, "no state of the gazetteer has it")
        return f"COW number {number}: {why}"


@cache
def _listed() -> tuple[_Entry, ...]:
    text = Path(__file__).with_name("states.yaml").read_text(encoding="utf8")
    return TypeAdapter(tuple[_Entry, ...]).validate_python(yaml.safe_load(text))
