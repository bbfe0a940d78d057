"""From one parsed sentence to events with roles: the place where all stages meet.

Inner events are filled before outer ones, so that "threatened to sanction Iran" can take its
target from its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.graph.actors import state_of
from detente.graph.registry import CONFLICT, REGISTRY
from detente.loaders.reading.arguments import (
    Argument,
    arguments,
    is_passive,
    is_relative,
    is_verb,
)
from detente.loaders.reading.context import Context
from detente.loaders.reading.distant import inherited_subjects, late_phrases
from detente.loaders.reading.draft import COMPLETE, Draft, completeness, own_side, several
from detente.loaders.reading.frames import Frame, Frames
from detente.loaders.reading.inference import infer
from detente.loaders.reading.modality import clause_of
from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.roles import Cast, Party, distinct
from detente.loaders.reading.subjects import Subjects
from detente.loaders.reading.things import known_thing, note_things
from detente.loaders.reading.triggers import Trigger
from detente.loaders.reading.words import Words

if TYPE_CHECKING:
    from detente.loaders.reading.explanation import Trace

__all__ = ["drafts"]

_NOUN = 0.9
_LATE = 0.9
_COMPLEMENTS = ("ccomp", "xcomp", "csubj", "acl", "obj", "advcl", "nmod", "obl")
_PLACES = frozenset({"in", "at", "la", "din", "theme.in"})
_WITH = frozenset({"with", "cu"})
# Slots of a victim or a place left, which may be named by where they lie: "five hills in Lebanon".
_SCENES = frozenset({"obj", "from", "out of", "din", "de pe"})
_BETWEEN = frozenset({"between", "intre"})
# The quad class of material cooperation.
_DEEDS = frozenset({2, 4})
# Acts of people whose state need not be said: "thousands protested outside the French embassy".
_CROWDS = frozenset({"PROTEST"})
# How a party is named that is or may be a person, not a thing of a state.
_THINGS = "owner"
_PEOPLE = frozenset({"demonym", "person", "leader", "role", "private", "titled", "pronoun"})
# An actor as object that a frame cannot place costs more than one more word of an entry gains.
_UNEXPLAINED = 2


def drafts(
    parse: Parse,
    cast: Cast,
    lexicon: Frames,
    words: Words,
    context: Context,
    *,
    called: list[Trigger],
    trace: Trace | None = None,
) -> list[Draft]:
    """All events of a sentence, in text order; those that content clauses absorb are left out.

    `trace` is told of those that are left out.
    """
    note_things(parse, cast.index, lexicon, context)
    return _Drafter(parse, cast, words, context, trace).drafts(called)


class _Drafter:
    def __init__(
        self, parse: Parse, cast: Cast, words: Words, context: Context, trace: Trace | None
    ) -> None:
        self._trace = trace
        self._parse = parse
        self._cast = cast
        self._words = words
        self._context = context
        self._subjects = Subjects(parse, cast, words, context)
        self._found: dict[int, list[Draft]] = {}
        self._events: frozenset[int] = frozenset()
        self._hostile: frozenset[int] = frozenset()

    def drafts(self, called: list[Trigger]) -> list[Draft]:
        by_word: dict[int, list[Trigger]] = {}
        for trigger in called:
            by_word.setdefault(trigger.word, []).append(trigger)
        self._events = frozenset(by_word)
        self._hostile = frozenset(
            word
            for word, same in by_word.items()
            if all(REGISTRY[trigger.frame.relation].quad in CONFLICT for trigger in same)
        )
        depth = {word: sum(1 for _ in self._parse.ancestors(word)) for word in by_word}
        for word in sorted(by_word, key=lambda word: (-depth[word], word)):
            self._found[word] = self._best(by_word[word])
        absorbed = {
            inner: word
            for word, best in self._found.items()
            if any(draft.frame.absorbs for draft in best)
            for inner in self._content(word)
        }
        kept = [word for word in sorted(self._found) if word not in absorbed]
        if self._trace is not None:
            for inner, word in absorbed.items():
                for draft in self._found[inner]:
                    self._trace.drop(draft, f"part of “{self._parse.words[word].text}”")
        return [draft for word in kept for draft in self._found[word]]

    def _best(self, candidates: list[Trigger]) -> list[Draft]:
        """The heaviest frame whose roles are filled best, and those that say they go beside it."""
        filled = [(trigger.weight, self._fill(trigger)) for trigger in candidates]
        usable = [(weight, draft) for weight, draft in filled if self._is_usable(draft)]
        main = [one for one in usable if not one[1].frame.together] or [
            one
            for one in filled
            if not one[1].frame.together and self._infer(one[1]) and self._is_usable(one[1])
        ]
        if len(main) == 0:
            self._note(filled, [])
            return []
        best = max(main, key=lambda one: (one[0] - one[1].unexplained, completeness(one[1])))[1]
        self._infer(best)
        beside = [
            draft
            for _, draft in usable
            if draft.frame.together and draft is not best and completeness(draft) == COMPLETE
        ]
        self._note(filled, [best, *beside])
        return [best, *beside]

    def _note(self, filled: list[tuple[int, Draft]], taken: list[Draft]) -> None:
        if self._trace is None:
            return
        for _, draft in filled:
            if any(draft is one for one in taken):
                continue
            if len(taken) > 0:
                self._trace.drop(draft, taken[0])
            elif completeness(draft) == 0:
                self._trace.drop(draft, "no actor in its roles")
            else:
                self._trace.drop(draft, "only one side is named")

    def _is_usable(self, draft: Draft) -> bool:
        """Whether a draft says enough to be kept: most acts need both sides.

        A lone victim is evidence where the grammar leaves out the agent ("was attacked"), a lone
        agent where the act is material or a refusal; the legs of a deal may still be completed.
        """
        if several(draft) or completeness(draft) == COMPLETE:
            return True
        if draft.frame.target_required and len(draft.target) == 0:
            return False
        if len(draft.source) == 0 and len(draft.target) > 0:
            if draft.kind.plover in _CROWDS:
                return True
            material = draft.kind.quad in _DEEDS
            verb = is_verb(self._parse, draft.word)
            return material and verb and is_passive(self._parse, draft.word)
        if draft.kind.plover == "THREATEN":
            return False
        return draft.kind.quad != 1 or draft.frame.absorbs

    def _content(self, word: int) -> Iterator[int]:
        """The events inside the complement of a verbal act, not those of relative clauses."""
        parse = self._parse
        for child in parse.under(word, *_COMPLEMENTS):
            if parse.words[child].label == "advcl" and not is_verb(parse, word):
                continue
            for inner in sorted(parse.subtree(child)):
                if inner in self._found and inner != word and not self._is_aside(inner, word):
                    yield inner

    def _is_aside(self, inner: int, word: int) -> bool:
        path = [inner, *self._parse.ancestors(inner)]
        return any(
            self._parse.words[index].label == "acl" and is_relative(self._parse, index)
            for index in path[: path.index(word)]
        )

    def _fill(self, trigger: Trigger) -> Draft:
        frame, word = trigger.frame, trigger.word
        slots = arguments(self._parse, word, trigger.theme, self._words)
        draft = Draft(frame, word, trigger.theme, [], [])
        if not is_verb(self._parse, word):
            draft.confidence = _NOUN
        self._find_source(draft, slots)
        if len(draft.source) > 0 and all(map(self._is_private, draft.source)):
            # "A Danish cook and a Peruvian painter …" act for themselves.
            draft.source = []
        wanted = frame.target
        if several(draft):
            # "X and Y met in Z": where both sides are named, a place is no third.
            wanted = tuple(slot for slot in wanted if slot not in _PLACES)
            slots = [one for one in slots if not self._is_apart(one)]
        draft.target = self._parties(_with_datives(wanted), slots, word, draft.source)
        if len(draft.target) == 0 and "obj" in wanted:
            draft.target = self._controlled(word, draft.source)
        for start in (word,) if trigger.theme is None else (trigger.theme, word):
            if len(draft.target) == 0:
                late = self._late(start)
                if several(draft):
                    late = [one for one in late if not self._is_apart(one)]
                draft.target = self._parties(_with_datives(wanted), late, word, draft.source)
                draft.confidence *= _LATE if len(draft.target) > 0 else 1
        _keep_people(draft)
        if _names_both(frame, slots):
            _part(draft)
        if len(draft.source) + len(draft.target) == 0 and trigger.theme is not None:
            noun = self._parse.words[trigger.theme].lemma
            draft.source, draft.target = known_thing(noun, frame, self._context)
        if len(draft.target) == 0:
            draft.target = own_side(draft)
        if len(draft.target) == 0 and len(draft.source) > 1 and self._is_mutual(word):
            draft.target = list(draft.source)
        draft.place = self._place(frame, slots)
        draft.unexplained = _UNEXPLAINED * self._left_over(frame, slots)
        return draft

    def _controlled(self, word: int, taken: list[Party]) -> list[Party]:
        """Whom a passive infinitive is about: "X expects to be supported by Y"."""
        if self._parse.words[word].label != "xcomp" or not is_passive(self._parse, word):
            return []
        used = {party.actor for party in taken}
        for subject in inherited_subjects(self._parse, word, self._words):
            free = [party for party in self._cast.parties(subject) if party.actor not in used]
            if len(free) > 0:
                return [party._replace(how="inherited") for party in free]
        return []

    def _is_private(self, party: Party) -> bool:
        """Whether somebody acts for himself: a cook, or a citizen ("a Dane killed a Pole")."""
        if party.how not in {"demonym", "adjective"} or party.words is None:
            return party.how == "private"
        index = party.words[1]
        return self._parse.words[index].pos in NOUNS and any(
            self._parse.words[child].features.get("Definite") == "Ind"
            or self._parse.words[child].features.get("PronType") == "Ind"
            for child in self._parse.under(index, "det")
        )

    def _find_source(self, draft: Draft, slots: list[Argument]) -> None:
        """Who acts: the subject, the one left out, then whoever owns the noun or the theme.

        An active verb has its subject, said or not; only then may an owner stand in.
        """
        word, wanted = draft.word, draft.frame.source
        active = is_verb(self._parse, word) and not is_passive(self._parse, word)
        if "subj" not in wanted:
            draft.source = self._parties(wanted, slots, word, [])
            return
        first = wanted[: wanted.index("subj") + 1] if active else wanted
        draft.source = self._parties(first, slots, word, [])
        if len(draft.source) == 0:
            draft.source = self._parties(("subj",), self._late(word), word, [])
        if len(draft.source) == 0:
            self._subjects.give(draft, slots)
        if len(draft.source) == 0 and active:
            draft.source = self._parties(wanted, slots, word, [])

    def _infer(self, draft: Draft) -> bool:
        return infer(self._parse, draft, self._cast.index, self._words, self._context)

    def _late(self, index: int) -> list[Argument]:
        return list(late_phrases(self._parse, index, self._words, self._events))

    def _left_over(self, frame: Frame, slots: list[Argument]) -> int:
        """How many actors stand as objects that the frame has no place for."""
        placed = {*frame.source, *frame.target}
        return sum(
            argument.slot in {"obj", "iobj"}
            and argument.slot not in placed
            and len(self._cast.parties(argument.word)) > 0
            for argument in slots
        )

    def _parties(
        self, wanted: tuple[str, ...], slots: list[Argument], word: int, taken: list[Party]
    ) -> list[Party]:
        """Who fills the first of the wanted slots that names anyone not taken yet."""
        used = {party.actor for party in taken}
        for slot in wanted:
            free = [party for party in self._named(slot, slots, word) if party.actor not in used]
            if len(free) > 0:
                return distinct(free)
        return []

    def _named(self, slot: str, slots: list[Argument], word: int) -> list[Party]:
        if slot in {"comp.source", "comp.target"}:
            inner = [draft for index in self._content(word) for draft in self._found[index]]
            ends = [draft.source if slot == "comp.source" else draft.target for draft in inner]
            found = [party for end in ends for party in end]
            return found if len(found) > 0 or slot == "comp.target" else self._acting(word)
        fillers = [argument.word for argument in slots if argument.slot == slot]
        found = [party for filler in fillers for party in self._filler(filler)]
        if len(found) == 0 and slot in _SCENES:
            found = [party for filler in fillers for party in self._cast.scene(filler)]
        return found

    def _acting(self, word: int) -> list[Party]:
        # "alleges that X trained the gang": who acts in a clause whose event nobody knows.
        return [
            party
            for clause in self._parse.under(word, "ccomp", "xcomp")
            for subject in self._parse.under(clause, "nsubj")
            if not is_passive(self._parse, clause)
            for party in self._cast.parties(subject)
        ]

    def _filler(self, word: int) -> list[Party]:
        if word in self._hostile and self._parse.words[word].pos == "NOUN":
            # "condemned the killing of X by Y" is about Y: an event stands for who did it.
            return [party for draft in self._found.get(word, ()) for party in draft.source]
        return self._cast.parties(word)

    def _is_apart(self, argument: Argument) -> bool:
        # "X and Y swapped prisoners, with Z as go-between": set off by a comma, Z is no third.
        if argument.slot not in _WITH:
            return False
        first = min(self._parse.subtree(argument.word))
        words = self._parse.words
        return first > 0 and "," in {words[first].form, words[first - 1].form}

    def _is_mutual(self, word: int) -> bool:
        """Whether each does it to the other: "accuse each other", "exchanged strikes"."""
        verb = clause_of(self._parse, word, self._words)
        head = self._parse.words[self._parse.words[word].head]
        if self._parse.words[word].label == "obj" and head.lemma in self._words.exchanging:
            return True
        forms = {self._parse.words[child].form for child in self._parse.children[verb]}
        pairs = {
            f"{self._parse.words[below].form} {self._parse.words[child].form}"
            for child in self._parse.children[verb]
            for below in self._parse.children[child]
        }
        return len((forms | pairs) & self._words.reciprocal) > 0

    def _place(self, frame: Frame, slots: list[Argument]) -> str | None:
        for slot in (*frame.place, "in", "at", "la", "theme.in"):
            for argument in slots:
                if argument.slot == slot:
                    for party in self._cast.parties(argument.word):
                        if party.how in {"name", "acronym", "capital"}:
                            return state_of(party.actor)
        return None


def _keep_people(draft: Draft) -> None:
    if draft.frame.people:
        draft.target = [party for party in draft.target if party.how in _PEOPLE]
    if draft.frame.guests:
        draft.source = [party for party in draft.source if party.how != _THINGS]


def _names_both(frame: Frame, slots: list[Argument]) -> bool:
    both = _BETWEEN & set(frame.source) & set(frame.target)
    return any(argument.slot in both for argument in slots)


def _part(draft: Draft) -> None:
    # "the rift between X and Y" names both sides in one phrase.
    if len(draft.source) == 0 and len(draft.target) > 1:
        draft.source, draft.target = draft.target[:1], draft.target[1:]
    elif len(draft.target) == 0 and len(draft.source) > 1:
        draft.source, draft.target = draft.source[:1], draft.source[1:]


def _with_datives(wanted: tuple[str, ...]) -> tuple[str, ...]:
    # "asked Germany to", „a ajutat-o pe”: parsers take direct and indirect objects for each other;
    # a Romanian dative looks like the genitive of the noun before it.
    slots: list[str] = []
    for slot in wanted:
        slots.append(slot)
        if slot in {"obj", "of", "pentru"} and "iobj" not in (*wanted, *slots):
            slots.append("iobj")
    return tuple(slots)
