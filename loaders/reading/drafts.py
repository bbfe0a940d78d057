"""From one parsed sentence to events with roles: the place where all stages meet.

Inner events are filled before outer ones, so that "threatened to sanction Iran" can take its
target from its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from detente.graph.actors import state_of
from detente.graph.registry import REGISTRY, RelationType
from detente.loaders.reading.arguments import Argument, arguments, inherited_subjects, is_passive, is_relative, is_verb, late_phrases
from detente.loaders.reading.context import Context
from detente.loaders.reading.frames import Frame, Frames
from detente.loaders.reading.modality import clause_of
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.roles import Cast, Party
from detente.loaders.reading.triggers import Trigger, triggers
from detente.loaders.reading.words import Words

__all__ = ["Draft", "complete", "drafts", "pairs"]

_NOUN = 0.9
_INHERITED = 0.85
_LEFT_OUT = 0.75
_LATE = 0.9
_BETWEEN = frozenset({"between", "intre"})
# An actor as object that a frame cannot place costs more than one more word of an entry gains.
_UNEXPLAINED = 2


@dataclass(slots=True)
class Draft:
    """An event of one sentence with the parties found for each role."""

    frame: Frame
    word: int
    theme: int | None
    source: list[Party]
    target: list[Party]
    place: str | None = None
    confidence: float = 1.0
    unexplained: int = 0

    @property
    def kind(self) -> RelationType:
        """The relation type of the frame."""
        return REGISTRY[self.frame.relation]


def drafts(
    parse: Parse, cast: Cast, lexicon: Frames, words: Words, context: Context
) -> list[Draft]:
    """All events of a sentence, in text order; those that content clauses absorb are left out."""
    cast.note_things(lexicon)
    by_word: dict[int, list[Trigger]] = {}
    for trigger in triggers(parse, lexicon, words):
        by_word.setdefault(trigger.word, []).append(trigger)
    found: dict[int, list[Draft]] = {}
    depth = {word: sum(1 for _ in parse.ancestors(word)) for word in by_word}
    for word in sorted(by_word, key=lambda word: (-depth[word], word)):
        found[word] = _best(
            parse, by_word[word], cast, words, context, found, frozenset(by_word)
        )
    absorbed = {
        inner
        for word, best in found.items()
        for draft in best
        if draft.frame.absorbs
        for inner in _content(parse, word, found)
    }
    return [draft for word in sorted(found) if word not in absorbed for draft in found[word]]


def _best(
    parse: Parse,
    candidates: list[Trigger],
    cast: Cast,
    words: Words,
    context: Context,
    found: dict[int, list[Draft]],
    others: frozenset[int],
) -> list[Draft]:
    """The heaviest frame whose roles are filled best, and those that say they go beside it."""
    filled = [
        (trigger.weight, _fill(parse, trigger, cast, words, context, found, others))
        for trigger in candidates
    ]
    usable = [
        (weight, draft)
        for weight, draft in filled
        if not _one_sided(draft) and not (draft.frame.target_required and len(draft.target) == 0 and not _several(draft))
    ]
    if len(usable) == 0:
        return []
    main = [one for one in usable if not one[1].frame.together] or usable
    best = max(main, key=lambda one: (one[0] - one[1].unexplained, _completeness(one[1])))[1]
    beside = [
        draft
        for _, draft in usable
        if draft.frame.together and draft is not best and _completeness(draft) == 2
    ]
    return [best, *beside]


def _one_sided(draft: Draft) -> bool:
    # A visit or a deal with nobody is none; a lone attack or release is still evidence.
    lone = min(len(draft.source), len(draft.target)) == 0
    return lone and draft.kind.quad == 1 and not (_several(draft) or draft.frame.absorbs)


def _several(draft: Draft) -> bool:
    return draft.kind.symmetric and max(len(draft.source), len(draft.target)) > 1


def _completeness(draft: Draft) -> int:
    if _several(draft):
        return 2
    return (len(draft.source) > 0) + (len(draft.target) > 0)


def _content(parse: Parse, word: int, found: dict[int, list[Draft]]) -> Iterator[int]:
    """The events inside the complement of a verbal act."""
    below = parse.under(word, "ccomp", "xcomp", "csubj", "acl", "obj", "advcl", "nmod", "obl")
    for child in below:
        if parse.words[child].label == "advcl" and not is_verb(parse, word):
            continue
        for inner in sorted(parse.subtree(child)):
            if inner in found and inner != word:
                yield inner


def _fill(
    parse: Parse,
    trigger: Trigger,
    cast: Cast,
    words: Words,
    context: Context,
    found: dict[int, list[Draft]],
    others: frozenset[int],
) -> Draft:
    frame, word = trigger.frame, trigger.word
    slots = arguments(parse, word, trigger.theme, words)
    inner = [draft for index in _content(parse, word, found) for draft in found[index]]
    draft = Draft(frame, word, trigger.theme, [], [])
    if not is_verb(parse, word):
        draft.confidence = _NOUN
    draft.source = _parties(frame.source, slots, inner, cast, [])
    if len(draft.source) == 0 and "subj" in frame.source:
        late = [*late_phrases(parse, word, words, others)]
        draft.source = _parties(("subj",), late, [], cast, [])
    if len(draft.source) == 0 and "subj" in frame.source:
        _inherit(parse, draft, slots, cast, words, context)
    draft.target = _parties(frame.target, slots, inner, cast, draft.source)
    if len(draft.target) == 0:
        late = [*late_phrases(
            parse, word if trigger.theme is None else trigger.theme, words, others
        )]
        draft.target = _parties(frame.target, late, [], cast, draft.source)
        if len(draft.target) > 0:
            draft.confidence *= _LATE
    if len(draft.source) == 0 and len(draft.target) > 1 and _between(frame, slots):
        # "the rift between X and Y" names both sides in one phrase.
        draft.source, draft.target = draft.target[:1], draft.target[1:]
    elif len(draft.target) == 0 and len(draft.source) > 1 and _between(frame, slots):
        draft.source, draft.target = draft.source[:1], draft.source[1:]
    if len(draft.source) + len(draft.target) == 0 and trigger.theme is not None:
        draft.source, draft.target = cast.known_thing(trigger.theme, frame)
    if len(draft.target) == 0 and frame.own_side is not None and len(draft.source) > 0:
        own = draft.source[0]
        draft.target = [Party(f"{state_of(own.actor)}:{frame.own_side}", None, None, 0.8, "own side")]
    draft.place = _place(frame, slots, cast)
    draft.unexplained = _UNEXPLAINED * _left_over(frame, slots, cast)
    return draft


def _between(frame: Frame, slots: list[Argument]) -> bool:
    both = _BETWEEN & set(frame.source) & set(frame.target)
    return any(argument.slot in both for argument in slots)


def _left_over(frame: Frame, slots: list[Argument], cast: Cast) -> int:
    """How many actors stand as objects that the frame has no place for."""
    placed = {*frame.source, *frame.target}
    return sum(
        argument.slot in {"obj", "iobj"}
        and argument.slot not in placed
        and len(cast.parties(argument.word)) > 0
        for argument in slots
    )


def _parties(
    wanted: tuple[str, ...],
    slots: list[Argument],
    inner: list[Draft],
    cast: Cast,
    taken: list[Party],
) -> list[Party]:
    """Who fills the first of the wanted slots that names anyone not taken yet."""
    used = {party.actor for party in taken}
    for slot in _with_datives(wanted):
        if slot == "comp.source":
            named = [party for draft in inner for party in draft.source]
        elif slot == "comp.target":
            named = [party for draft in inner for party in draft.target]
        else:
            named = [
                party
                for argument in slots
                if argument.slot == slot
                for party in cast.parties(argument.word)
            ]
        free = [party for party in named if party.actor not in used]
        if len(free) > 0:
            return list({party.actor: party for party in reversed(free)}.values())[::-1]
    return []


def _with_datives(wanted: tuple[str, ...]) -> Iterator[str]:
    # "asked Germany to", „a ajutat-o pe”: parsers take direct and indirect objects for each other.
    for slot in wanted:
        yield slot
        if slot == "obj" and "iobj" not in wanted:
            yield "iobj"


def _inherit(
    parse: Parse,
    draft: Draft,
    slots: list[Argument],
    cast: Cast,
    words: Words,
    context: Context,
) -> None:
    """Find the subject that the grammar leaves out."""
    word = draft.word
    subjects = [argument.word for argument in slots if argument.slot == "subj"]
    relative = is_verb(parse, word) and is_relative(parse, word)
    if len(subjects) > 0 and not relative and not _wished(parse, word, words):
        return
    if not is_verb(parse, word) and not _takes_part(parse, draft, words):
        return
    unknown = False
    for above in inherited_subjects(parse, word):
        unknown = True
        draft.source = [party._replace(how="inherited") for party in cast.parties(above)]
        if len(draft.source) > 0:
            draft.confidence *= _INHERITED
            return
    if unknown or len(subjects) > 0 or is_passive(parse, word):
        return
    if words.drops_subjects and _finite(parse, clause_of(parse, word, words)):
        actor, person = context.subject()
        if actor is not None:
            draft.source = [Party(actor, person, None, _LEFT_OUT, "left out")]


def _takes_part(parse: Parse, draft: Draft, words: Words) -> bool:
    # "hopes for talks with Iran": who hopes takes part. "Iran condemned strikes": who condemns does not.
    if draft.kind.quad not in {1, 2}:
        return False
    attitudes = words.hoping | words.planning | words.considering | words.support | words.report
    return any(
        parse.words[above].lemma in attitudes
        for above in parse.ancestors(draft.word)
        if is_verb(parse, above) or parse.words[above].pos == "NOUN"
    )


def _wished(parse: Parse, word: int, words: Words) -> bool:
    # "X hopes that talks will pull Y away": where no actor is the subject, who hopes acts.
    head = parse.words[parse.words[word].head]
    return parse.words[word].label == "ccomp" and head.lemma in words.hoping


def _finite(parse: Parse, verb: int) -> bool:
    if not is_verb(parse, verb):
        return False
    group = [verb, *parse.under(verb, "aux")]
    return any(parse.words[index].features.get("Person") == "3" for index in group)


def _place(frame: Frame, slots: list[Argument], cast: Cast) -> str | None:
    for slot in (*frame.place, "in", "at", "la", "theme.in"):
        for argument in slots:
            if argument.slot == slot:
                for party in cast.parties(argument.word):
                    if party.how in {"name", "acronym", "capital"}:
                        return state_of(party.actor)
    return None


def pairs(draft: Draft) -> list[tuple[Party | None, Party | None]]:
    """The dyads of an event; symmetric ones lower actor first, nobody with himself."""
    if draft.kind.symmetric:
        everyone = {party.actor: party for party in (*draft.source, *draft.target)}
        if len(draft.target) > 0 and len(draft.source) > 0:
            couples = [(s, t) for s in draft.source for t in draft.target]
        else:
            couples = list(combinations(everyone.values(), 2))
        ordered = [
            (one, other) if one.actor < other.actor else (other, one) for one, other in couples
        ]
        return [pair for pair in ordered if pair[0].actor != pair[1].actor]
    sources: list[Party | None] = [*draft.source] or [None]
    targets: list[Party | None] = [*draft.target] or [None]
    return [
        (source, target)
        for source in sources
        for target in targets
        if source is None or target is None or source.actor != target.actor
    ]


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
        if leg.frame.own_side is not None:
            leg.target = [Party(f"{own}:{leg.frame.own_side}", None, None, 0.8, "own side")]
        elif leg.frame.deal_target:
            others = [party.actor for party in partner.source if state_of(party.actor) != own]
            leg.target = [_dealer(actor) for actor in others[:1]]


def _dealer(actor: str) -> Party:
    return Party(actor, None, None, 0.75, "other party of the deal")
