"""The side of an event that the grammar does not give, where only one actor is left for it."""

from __future__ import annotations

from detente.graph.actors import state_of
from detente.loaders.reading.arguments import is_passive, is_verb
from detente.loaders.reading.draft import Draft, several
from detente.loaders.reading.mentions import Mention, MentionIndex
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.words import Words

__all__ = ["infer"]

_CONFIDENCE = 0.6
_VERBAL_CONFLICT = 3


def infer(parse: Parse, draft: Draft, index: MentionIndex, words: Words) -> bool:
    """Give an event the only other actor of its sentence, where the order makes that likely.

    An act of conflict without target is aimed at the one named after it; an act that lacks its
    agent belongs to the one named before it, unless he only speaks. On annotated news this is
    right in seven of ten. Says whether it gave one.
    """
    if several(draft) or len(draft.source) + len(draft.target) != 1 or draft.kind.kind == "state":
        return False
    known = state_of((*draft.source, *draft.target)[0].actor)
    others = [one for one in index.others(known) if not _stands_apart(parse, one, words)]
    if len({state_of(mention.actor or "") for mention in others}) != 1:
        return False
    party = Party(state_of(others[0].actor or ""), None, None, _CONFIDENCE, "only other actor")
    hostile, verb = draft.kind.quad in {3, 4}, is_verb(parse, draft.word)
    if len(draft.target) == 0:
        likely = hostile and all(mention.head > draft.word for mention in others)
        draft.target = [party] if likely else []
        return likely
    # An accusation or a demand without its author may be anyone's.
    likely = hostile if verb else draft.kind.quad != _VERBAL_CONFLICT
    likely = likely and all(mention.head < draft.word for mention in others)
    likely = likely and not is_passive(parse, draft.word)
    draft.source = [party] if likely else []
    return likely


def _stands_apart(parse: Parse, mention: Mention, words: Words) -> bool:
    # Who only speaks, and whom a circumstance names ("ahead of his arrival"), is no side.
    word = parse.words[mention.head]
    if word.label == "nsubj" and parse.words[word.head].lemma in words.report:
        return True
    above = (mention.head, *parse.ancestors(mention.head))
    return any(parse.case(index) in words.apart for index in above)
