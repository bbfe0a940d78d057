"""The parties of an exchange that its sentence leaves out."""

from __future__ import annotations

from detente.graph.actors import state_of
from detente.loaders.reading.draft import Draft, own_side
from detente.loaders.reading.roles import Party

__all__ = ["complete"]


def complete(given: Draft, returned: Draft, other: str | None) -> None:
    """Give the legs of an exchange the parties that they leave out.

    Each leg is done by one party for the other: whoever acts in one is served by the other.
    `other` is who else may be meant: the subject of the sentence, or the article's other state.
    """
    for leg, partner in ((given, returned), (returned, given)):
        if len(leg.source) == 0:
            busy = {state_of(party.actor) for party in (*partner.source, *leg.target)}
            offered = [*(party.actor for party in partner.target), *([other] if other else [])]
            free = [actor for actor in offered if state_of(actor) not in busy]
            leg.source = [_dealer(actor) for actor in free[:1]]
    for leg, partner in ((given, returned), (returned, given)):
        if len(leg.target) > 0 or len(leg.source) == 0:
            continue
        own = state_of(leg.source[0].actor)
        leg.target = own_side(leg)
        if len(leg.target) == 0 and leg.frame.deal_target:
            others = [party.actor for party in partner.source if state_of(party.actor) != own]
            leg.target = [_dealer(actor) for actor in others[:1]]


def _dealer(actor: str) -> Party:
    return Party(actor, None, None, 0.75, "other party of the deal")
