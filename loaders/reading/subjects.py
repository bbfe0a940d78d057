"""Who acts where the grammar leaves the subject out: shared, controlled, headed or dropped."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from detente.graph.registry import CONFLICT
from detente.loaders.reading.arguments import (
    Argument,
    is_passive,
    is_relative,
    is_verb,
)
from detente.loaders.reading.context import Context
from detente.loaders.reading.distant import inherited_subjects
from detente.loaders.reading.draft import Draft
from detente.loaders.reading.modality import clause_of
from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.roles import Cast, Party
from detente.loaders.reading.words import Words

__all__ = ["Subjects"]

_INHERITED = 0.85
_LEFT_OUT = 0.75
_HEADED = 0.8
# Before a noun that is its own act: "of", not "after", „sub”.
_OWN = frozenset({"", "of", "de"})


class Subjects:
    """Finds the subjects that a sentence leaves out."""

    def __init__(self, parse: Parse, cast: Cast, words: Words, context: Context) -> None:
        self._parse = parse
        self._cast = cast
        self._words = words
        self._context = context

    def give(self, draft: Draft, slots: list[Argument]) -> None:
        """Give a draft the subject that the grammar leaves out, if there is one."""
        parse, word = self._parse, draft.word
        explicit = any(argument.slot == "subj" for argument in slots) or self._has_own(draft)
        relative = is_verb(parse, word) and is_relative(parse, word)
        if explicit and not relative and not self._is_wish(word):
            return
        if not is_verb(parse, word) and not self._is_shared(draft):
            self._give_heading(draft)
            return
        if is_passive(parse, word):
            # "said that X was poisoned": a passive without agent names none.
            return
        above = list(inherited_subjects(parse, word, self._words))
        for subject in above:
            named = [party._replace(how="inherited") for party in self._cast.parties(subject)]
            if len(named) > 0:
                draft.source = named
                draft.confidence *= _INHERITED
                return
        if len(above) == 0 and not explicit and self._words.drops_subjects:
            draft.source = self._left_out(word)

    def _left_out(self, word: int) -> list[Party]:
        """Whom a Romanian verb without subject means: who was spoken of, or „noi” the speaker."""
        for person, known in (("3", self._context.subject()), ("1", self._context.speaker())):
            actor, name = known
            if actor is not None and self._is_finite(word, person):
                return [Party(actor, name, None, _LEFT_OUT, "left out")]
        return []

    def _has_own(self, draft: Draft) -> bool:
        # "the missile hit Japan": the theme is the subject, whoever fired it.
        theme = None if draft.theme is None else self._parse.words[draft.theme]
        return theme is not None and theme.label == "nsubj" and theme.head == draft.word

    def _is_shared(self, draft: Draft) -> bool:
        return self._takes_part(draft) or self._is_borne(draft.word) or self._is_intended(draft)

    def _takes_part(self, draft: Draft) -> bool:
        # "hopes for talks with Iran": who hopes takes part; who condemns strikes does not.
        if draft.kind.quad not in {1, 2}:
            return False
        words = self._words
        if self._parse.case(draft.word) in words.apart:
            # "imposed tariffs because of the imports": a circumstance, not what is wished or told.
            return False
        attitudes = words.hoping | words.planning | words.considering | words.report
        return any(
            self._parse.words[above].lemma in attitudes
            for above in self._parse.ancestors(draft.word)
            if is_verb(self._parse, above) or self._parse.words[above].pos == "NOUN"
        )

    def _is_borne(self, word: int) -> bool:
        # "plans to launch strikes": who plans acts, as the verb only lends its subject.
        verb = clause_of(self._parse, word, self._words)
        return verb != word and not is_passive(self._parse, verb)

    def _is_intended(self, draft: Draft) -> bool:
        # "prepares sanctions", "considers a strike": the object of a plan is the planner's act.
        if draft.kind.kind == "state":
            return False
        word = self._parse.words[draft.word]
        while word.label == "nmod" and self._parse.case(word.index) in _OWN:
            word = self._parse.words[word.head]
        verb = self._parse.words[word.head]
        if not is_verb(self._parse, verb.index) or verb.lemma not in self._words.intending:
            return False
        case = self._parse.case(word.index)
        return word.label == "obj" or (word.label == "obl" and case in {"for", "of"})

    def _is_wish(self, word: int) -> bool:
        # "X hopes that talks will pull Y away": where no actor is the subject, who hopes acts.
        head = self._parse.words[self._parse.words[word].head]
        return self._parse.words[word].label == "ccomp" and head.lemma in self._words.hoping

    def _is_finite(self, word: int, person: str) -> bool:
        verb = clause_of(self._parse, word, self._words)
        if not is_verb(self._parse, verb):
            return False
        group = [verb, *self._parse.under(verb, "aux")]
        return any(self._parse.words[index].features.get("Person") == person for index in group)

    def _give_heading(self, draft: Draft) -> None:
        """Case: "Xi Jinping, a new warning to Taiwan": a headline sets a name before a noun."""
        for name in self._headings(draft):
            named = self._cast.parties(name)
            if len(named) > 0:
                draft.source = [party._replace(how="inherited") for party in named]
                draft.confidence *= _HEADED
                return

    def _headings(self, draft: Draft) -> Iterator[int]:
        parse = self._parse
        path = [draft.word, *parse.ancestors(draft.word)]
        if any(parse.words[index].pos in {"VERB", "AUX"} for index in path[1:]):
            return
        hostile = draft.kind.quad in CONFLICT
        for below, above in pairwise(path):
            if parse.case(below) not in _OWN or (hostile and below != draft.word):
                return
            comma = any(other.form in {",", ":"} for other in parse.words[above:below])
            named = parse.words[above].pos in NOUNS and parse.case(above) == ""
            if named and above < below and comma:
                yield above
