"""Treaties and who is bound by them, as facts with dates."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from detente.graph.dates import PartialDate

__all__ = ["Obligation", "Party", "Treaty"]

Obligation = Literal["defence", "offence", "neutrality", "non-aggression", "consultation"]


class Treaty(BaseModel, frozen=True):
    """A treaty with its strongest obligation: "the North Atlantic Treaty, a defence pact of 1949".

    >>> Treaty(treaty_id="T1", name="Pact", obligation="defence", since="1949", source="x").until
    """

    treaty_id: str
    name: str
    obligation: Obligation
    since: PartialDate
    until: PartialDate | None = None
    source: str


class Party(BaseModel, frozen=True):
    """A state is bound by a treaty for a time: "France is party to the North Atlantic Treaty"."""

    treaty_id: str
    actor_id: str
    since: PartialDate
    until: PartialDate | None = None
