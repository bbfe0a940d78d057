"""Whom a question is about: names resolved, a person replaced by the state that he acts for."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel

from detente.graph.errors import GraphError
from detente.graph.judgements import Verdicts
from detente.graph.roster import Roster
from detente.queries.captions import Named, the

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["End", "end_of", "names_of"]


class End(BaseModel, frozen=True):
    """One side of a question: the actor, its name, and whom the user named instead.

    `acts_for` says why a question about a person is answered about a state.
    """

    actor_id: str
    name: str
    acts_for: str | None = None


def end_of(graph: Graph, text: str, *, on: date) -> End:
    """The actor that `text` names; for a person, the state or body that he acts for on a day.

    An actor that was merged into another is that other one. Raises `ResolutionError` for a name
    that fits none or several, `GraphError` for a person without an office on that day.
    """
    roster, names = graph.roster, names_of(graph.roster)
    if text.strip() == "":
        raise GraphError("no actor is named: give a code or a name, such as BLR or Belarus")
    actor_id = Verdicts(graph.judgements()).actor(roster.resolve(text))
    actor = roster.actor(actor_id)
    if actor is None or actor.label != "Person":
        return End(actor_id=actor_id, name=names(actor_id))
    held = roster.offices(actor_id, on)
    if len(held) == 0:
        raise GraphError(f"{actor.name} holds no office on {on}: name a state or a body instead")
    office = held[0]
    because = f"{actor.name} acts for {the(names(office.actor_id))} ({_words(office.office)})"
    return End(actor_id=office.actor_id, name=names(office.actor_id), acts_for=because)


def names_of(roster: Roster) -> Named:
    """A function from ids to names; an unknown id is its own name."""

    def name(actor_id: str) -> str:
        actor = roster.actor(actor_id)
        return actor_id if actor is None else actor.name

    return name


def _words(office: str) -> str:
    return office.replace("_", " ")
