"""The side of an event that the grammar does not give, where only one actor is left for it."""

from __future__ import annotations

from detente.graph.actors import state_of
from detente.graph.registry import CONFLICT
from detente.loaders.reading.arguments import is_passive, is_verb
from detente.loaders.reading.context import Context
from detente.loaders.reading.draft import Draft, several
from detente.loaders.reading.mentions import Mention, MentionIndex
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Party
from detente.loaders.reading.words import Words

__all__ = ["infer"]

_CONFIDENCE = 0.6
_FROM_ARTICLE = 0.5
_VERBAL_CONFLICT = 3
_MATERIAL_CONFLICT = 4
_OFFERS = frozenset({"AGREE"})
_ADDRESSED = frozenset({"THREATEN"})
_FIRMS = ":BUS"


def infer(parse: Parse, draft: Draft, index: MentionIndex, words: Words, context: Context) -> bool:
    """Give an event the only other actor of its sentence, where the order makes that likely.

    An act of conflict without target is aimed at the one named after it; an act that lacks its
    agent belongs to the one named before it, unless he only speaks. It is a guess, and
    the confidence says so. Says whether it gave one.
    """
    if draft.frame.explicit or several(draft) or len(draft.source) + len(draft.target) != 1:
        return False
    lone = (*draft.source, *draft.target)[0]
    if lone.actor.endswith(_FIRMS):
        # "A German bank agreed to buy …": its business, not its state's.
        return False
    known = state_of(lone.actor)
    meant = _in_content(parse, draft, index, known, words)
    if meant is not None:
        draft.target = [meant]
        return True
    others = [
        one
        for one in index.others(known)
        if not _stands_apart(parse, one, words)
        or (_meets(parse, draft) and _leads(parse, one, draft.word))
    ]
    named = {state_of(mention.actor or "") for mention in others} or context.others(known)
    if len(named) != 1:
        return False
    sure = _CONFIDENCE if len(others) > 0 else _FROM_ARTICLE
    party = Party(min(named), None, None, sure, "only other actor")
    if len(draft.target) == 0:
        likely = _is_aimed(parse, draft, others, words)
        draft.target = [party] if likely else []
        return likely
    likely = _is_done(parse, draft, others)
    draft.source = [party] if likely else []
    return likely


def _is_aimed(parse: Parse, draft: Draft, others: list[Mention], words: Words) -> bool:
    """Whether an act without target is aimed at the only other actor."""
    if draft.kind.kind == "state" or any(
        parse.words[mention.head].label == "compound" for mention in others
    ):
        return False
    threat = draft.kind.plover == "THREATEN"
    if threat and any(_acts_below(parse, one, draft, words) for one in others):
        return False
    return draft.kind.quad in CONFLICT or draft.kind.plover in _OFFERS


def _in_content(
    parse: Parse, draft: Draft, index: MentionIndex, known: str, words: Words
) -> Party | None:
    """Whom a threat or demand means: the only other actor of its content.

    "Trump threatens that nothing will remain of Iran"
    """
    if not draft.frame.absorbs or len(draft.target) > 0 or not is_verb(parse, draft.word):
        return None
    if draft.kind.plover not in _ADDRESSED:
        return None
    content = parse.under(draft.word, "ccomp", "xcomp", "parataxis")
    below = {word for clause in content for word in parse.subtree(clause)}
    inside = index.within(below, known)
    if any(_acts_below(parse, one, draft, words) for one in inside):
        return None
    others = {state_of(one.actor or "") for one in inside}
    return (
        Party(min(others), None, None, _CONFIDENCE, "only other actor")
        if len(others) == 1
        else None
    )


def _acts_below(parse: Parse, mention: Mention, draft: Draft, words: Words) -> bool:
    # "Kyiv warns that Moscow prepares an attack": of Moscow, it does not threaten Moscow.
    word = parse.words[mention.head]
    clauses = parse.under(draft.word, "ccomp", "parataxis")
    conditional = parse.has(word.head, "mark", words.conditional)
    told = word.head in clauses or mention.head > draft.word
    return word.label == "nsubj" and told and not conditional


def _is_done(parse: Parse, draft: Draft, others: list[Mention]) -> bool:
    """Whether an act without agent is the act of the only other actor, named before it."""
    if is_passive(parse, draft.word):
        return False
    if _meets(parse, draft) and all(_leads(parse, one, draft.word) for one in others):
        # "After talks with Xi, Putin flew home": who acts after the talks took part in them.
        return True
    if any(mention.head > draft.word for mention in others):
        return False
    if draft.kind.kind == "state":
        # "Tehran says that the war will go on": at war are two.
        return draft.kind.quad == _MATERIAL_CONFLICT
    # An accusation or a demand without its author may be anyone's.
    verb = is_verb(parse, draft.word)
    return draft.kind.quad in CONFLICT if verb else draft.kind.quad != _VERBAL_CONFLICT


def _meets(parse: Parse, draft: Draft) -> bool:
    """Whether an event is a meeting told by a noun that names the other side itself."""
    own = parse.subtree(draft.word)
    named = [party for party in draft.target if party.words is not None and party.words[0] in own]
    return draft.kind.plover == "CONSULT" and not is_verb(parse, draft.word) and len(named) > 0


def _leads(parse: Parse, mention: Mention, word: int) -> bool:
    """Whether an actor is the subject of the clause that a fronted noun belongs to."""
    head = parse.words[mention.head]
    above = list(parse.ancestors(word))
    return head.label == "nsubj" and head.head in above and word < mention.head


def _stands_apart(parse: Parse, mention: Mention, words: Words) -> bool:
    # Who only speaks, and whom a circumstance names ("ahead of his arrival"), is no side.
    word = parse.words[mention.head]
    if word.label == "nsubj" and parse.words[word.head].lemma in words.report:
        return True
    above = (mention.head, *parse.ancestors(mention.head))
    return any(parse.case(index) in words.apart for index in above)
