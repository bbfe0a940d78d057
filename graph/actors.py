"""Who acts: states, their sides, bodies, movements and persons."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from detente.graph.dates import PartialDate

__all__ = ["SIDES", "Actor", "ActorLabel", "Membership", "Office", "state_of"]

ActorLabel = Literal["Country", "Person", "Bloc", "Organization"]

#: Sides of a state that are not the state, with the words that captions use.
SIDES: dict[str, str] = {
    "OPP": "opposition",
    "REB": "rebels",
    "MIL": "armed forces",
    "GOV": "government branch",
    "LEG": "parliament",
    "JUD": "courts",
    "MED": "media",
    "BUS": "business",
    "CIV": "civilians",
    "CRM": "criminals",
    "NGO": "civil society",
}


class Actor(BaseModel, frozen=True):
    """One actor of world politics: "Belarus", "the Belarusian opposition", "NATO", "Lukashenko".

    `actor_id` is ISO 3166 alpha-3 for states (and XKX PSE TWN HKG), the usual short code for
    bodies and movements, `STATE:SIDE` for a side of a state and an upper-case slug for persons.

    >>> Actor(actor_id="BLR", label="Country", name="Belarus").name
    'Belarus'
    """

    actor_id: str
    label: ActorLabel
    name: str
    name_ro: str | None = None
    wikidata: str | None = None
    cow: int | None = None


class Office(BaseModel, frozen=True):
    """A person acts for a state or body while in office: "Lukashenko is president of Belarus"."""

    person: str
    actor_id: str
    office: str
    since: PartialDate
    until: PartialDate | None = None
    source: str


class Membership(BaseModel, frozen=True):
    """A state belongs to a body: "Belarus is a member of the CSTO since 1993"."""

    actor_id: str
    bloc: str
    since: PartialDate
    until: PartialDate | None = None
    obligation: str | None = None
    source: str


def state_of(actor_id: str) -> str:
    """The state, or body, that a side belongs to.

    >>> state_of("BLR:OPP"), state_of("NATO")
    ('BLR', 'NATO')
    """
    return actor_id.split(":", 1)[0]
