"""Which words of a sentence call up which frames.

A frame with a theme beats one without, a multi-word entry beats a single word. A noun that serves
as theme of a matched frame calls up no event of its own, only a state ("close ties").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from detente.graph.registry import REGISTRY
from detente.loaders.reading.arguments import ABOVE, arguments, is_verb
from detente.loaders.reading.distant import late_phrases
from detente.loaders.reading.frames import Frame, Frames
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["Trigger", "on_field", "triggers"]

_PREDICATES = frozenset({"VERB", "AUX", "ADJ"})
_NOUNS = frozenset({"NOUN", "PROPN", "ADV", "X"})
# What a required modifier and a theme add to the words of an entry.
_MODIFIER = 2
_THEME = 3
_REACH = 12
_OF = frozenset({"of", "de", ""})


class Trigger(NamedTuple):
    """Word `word` calls up `frame`, whose theme stands at word `theme`."""

    frame: Frame
    word: int
    theme: int | None
    weight: int


def triggers(parse: Parse, lexicon: Frames, words: Words) -> list[Trigger]:
    """All frames called up, in text order; several for one word, heaviest first."""
    if on_field(parse, words):
        return []
    finder = _Finder(parse, lexicon, words)
    found = [trigger for word in parse.words for trigger in finder.at(word.index)]
    themes = {trigger.theme for trigger in found if trigger.theme is not None}
    return [
        trigger
        for trigger in found
        if trigger.word not in themes
        or parse.words[trigger.word].pos == "VERB"
        or REGISTRY[trigger.frame.relation].kind == "state"
    ]


def on_field(parse: Parse, words: Words) -> bool:
    """Whether a sentence tells of sports: "Serbia attacked from the first whistle"."""
    return any({word.lemma, word.form} & words.on_field for word in parse.words)


class _Finder:
    def __init__(self, parse: Parse, lexicon: Frames, words: Words) -> None:
        self._parse = parse
        self._lexicon = lexicon
        self._words = words

    def at(self, index: int) -> list[Trigger]:
        """The frames that one word calls up."""
        word = self._parse.words[index]
        if word.pos in _PREDICATES:
            matched = list(self._verbs(index))
            if word.features.get("VerbForm") == "Ger" or word.pos == "ADJ":
                matched += self._nouns(index)
        elif word.pos in _NOUNS:
            matched = list(self._nouns(index))
            if len(matched) == 0 and _is_verbal(self._parse, index):
                matched = list(self._verbs(index))
        else:
            return []
        return sorted(matched, key=lambda trigger: -trigger.weight)

    def _verbs(self, index: int) -> Iterator[Trigger]:
        word = self._parse.words[index]
        if word.lemma in self._words.report and self._is_tail(index):
            return
        if word.lemma in self._words.leading and self._has_infinitive(index):
            # "is going to send" is no journey.
            return
        if word.pos == "ADJ" and word.label == "amod" and word.head > index:
            # "warm relations" are, they do not warm.
            return
        default = ("obj",) if word.pos == "VERB" else ("obj", "of", "owner")
        for frame in self._lexicon.by_verb.get(word.lemma, ()):
            entries = [entry for entry in frame.verbs if word.lemma in entry.split()]
            weight = max((_weight(self._parse, index, entry) for entry in entries), default=0)
            if weight > 0:
                yield from self._themed(Trigger(frame, index, None, weight), default)

    def _is_tail(self, index: int) -> bool:
        # „…, susține Peskov” says who says so; nobody supports anybody.
        label = self._parse.words[index].label
        bare = label == "advcl" and len(self._parse.under(index, "mark")) == 0
        finite = self._parse.words[index].features.get("VerbForm") == "Fin"
        if label not in {"conj", "parataxis", "root", "ccomp"} and not (bare and finite):
            return False
        subjects = self._parse.under(index, "nsubj")
        told = [child for child in self._parse.under(index, "ccomp") if child < index]
        if len(subjects) > 0 and subjects[0] < index and (label == "parataxis" or told):
            index = min(self._parse.subtree(subjects[0]))
        while index > 0 and self._parse.words[index - 1].label in {"aux", "expl", "iobj"}:
            index -= 1
        return index > 0 and self._parse.words[index - 1].form in {",", "”", "»", '"', "“"}

    def _nouns(self, index: int) -> Iterator[Trigger]:
        word = self._parse.words[index]
        if word.lemma in self._words.roles or (
            word.label == "compound" and self._parse.words[word.head].pos == "NOUN"
        ):
            # "the opposition" is somebody; in "ceasefire negotiations" the noun above happens.
            return
        keys = {word.lemma, word.form}
        for frame in _listed(self._lexicon.by_noun, keys):
            weights = [_noun_weight(self._parse, index, entry, keys) for entry in frame.nouns]
            if max(weights, default=0) > 0:
                yield from self._themed(Trigger(frame, index, None, max(weights)), ("of", "owner"))

    def _themed(self, trigger: Trigger, default: tuple[str, ...]) -> Iterator[Trigger]:
        """The trigger with modifier and theme, where its frame asks for them and they are there."""
        frame = trigger.frame
        if frame.infinitive and not self._has_infinitive(trigger.word):
            return
        if len(frame.with_modifier) > 0:
            if not _modified(self._parse, trigger.word, wanted=frozenset(frame.with_modifier)):
                return
            trigger = trigger._replace(weight=trigger.weight + _MODIFIER)
        if len(frame.theme) == 0:
            yield trigger
            return
        theme = self._theme(trigger.word, frame, frame.theme_at or default)
        if theme is not None:
            # "political prisoner" says more than "prisoner".
            length = _longest(self._parse, theme, self._entries(frame))
            yield trigger._replace(theme=theme, weight=trigger.weight + _THEME + length)

    def _has_infinitive(self, index: int) -> bool:
        # "told Armenia to change …", „i-a zis să …”
        signs = self._words.wishing | {"to"}
        return any(
            self._parse.has(child, "mark", signs)
            for child in self._parse.under(index, "xcomp", "ccomp", "advcl", "acl", "obj")
        )

    def _entries(self, frame: Frame) -> frozenset[str]:
        return frozenset().union(*(self._lexicon.classes[name] for name in frame.theme))

    def _theme(self, index: int, frame: Frame, wanted: tuple[str, ...]) -> int | None:
        parse = self._parse
        entries = self._entries(frame)
        near = arguments(parse, index, None, self._words)
        for argument in (*near, *late_phrases(parse, index, self._words)):
            if argument.slot.removesuffix(ABOVE) in wanted:
                for word in _heads(parse, argument.word):
                    if _is_a(parse, word, entries):
                        return word
        if is_verb(parse, index):
            return _linear(parse, index, entries) if "obj" in wanted else None
        # "in talks on reopening …": a verbal noun whose object follows without a preposition.
        objects = parse.under(index, "obj")
        return next((child for child in objects if _is_a(parse, child, entries)), None)


def _is_verbal(parse: Parse, index: int) -> bool:
    word = parse.words[index]
    # "the easing of sanctions": a verbal noun whose lemma is its verb's.
    return (word.form.endswith("ing") and word.lemma != word.form) or _headline_verb(parse, index)


def _headline_verb(parse: Parse, index: int) -> bool:
    # Taggers take headline verbs ("strikes") for nouns; a subject or a name before gives them away.
    word = parse.words[index]
    if len(parse.under(index, "nsubj")) > 0:
        return True
    named = any(parse.words[child].pos == "PROPN" for child in parse.under(index, "compound"))
    return word.label == "root" and named and word.form != word.lemma


def _weight(parse: Parse, index: int, entry: str) -> int:
    # 0: the entry does not fit; otherwise how many of its words are there.
    first, *rest = entry.split()
    if first == "se":
        fits = any(
            parse.words[child].form.strip("-") in {"se", "s", "isi", "ne", "va", "ma", "te", "si"}
            and parse.words[child].pos == "PRON"
            for child in parse.children[index]
        )
        return 2 if fits and rest[0] == parse.words[index].lemma else 0
    if first != parse.words[index].lemma:
        return 0
    below = {parse.words[child].form for child in parse.children[index]}
    below |= {
        parse.words[grandchild].form
        for child in parse.children[index]
        for grandchild in parse.children[child]
        if parse.words[grandchild].label in {"case", "fixed", "compound"}
    }
    after = parse.words[index + 1].form if index + 1 < len(parse.words) else ""
    return 1 + len(rest) if all(word in below or word == after for word in rest) else 0


def _listed(index: Mapping[str, tuple[Frame, ...]], keys: set[str]) -> list[Frame]:
    return list(dict.fromkeys(frame for key in sorted(keys) for frame in index.get(key, ())))


def _noun_weight(parse: Parse, index: int, entry: str, keys: set[str]) -> int:
    rest = [word for word in entry.split() if word not in keys]
    if len(rest) == len(entry.split()):
        return 0
    below = {parse.words[child].lemma for child in parse.children[index]}
    return 1 + len(rest) if all(word in below for word in rest) else 0


def _modified(parse: Parse, index: int, *, wanted: frozenset[str]) -> bool:
    return any(
        parse.words[child].lemma in wanted or parse.words[child].form in wanted
        for child in parse.children[index]
        if parse.words[child].label in {"amod", "acl", "compound", "nmod", "advmod"}
        # "closer ties" are not yet close ones.
        and parse.words[child].features.get("Degree") != "Cmp"
    )


def _linear(parse: Parse, verb: int, entries: frozenset[str]) -> int | None:
    """The theme that the parser lost: the next noun of the class after a verb, before a passive."""
    if any(parse.words[child].subtype == "pass" for child in parse.children[verb]):
        span = range(verb - 1, max(-1, verb - _REACH), -1)
    else:
        span = range(verb + 1, min(len(parse.words), verb + _REACH))
    for index in span:
        word = parse.words[index]
        finite = word.pos == "VERB" and word.features.get("VerbForm") == "Fin"
        if finite or word.label == "mark":
            return None
        if _is_a(parse, index, entries) and parse.case(index) == "":
            return index
    return None


def _heads(parse: Parse, index: int) -> Iterator[int]:
    """A noun, what it holds ("a large group of prisoners") and what it is joined to."""
    yield index
    for child in parse.under(index, "nmod", "conj"):
        word = parse.words[child]
        if word.label == "conj" or parse.case(child) in _OF:
            yield child
            yield from (
                grandchild
                for grandchild in parse.under(child, "nmod")
                if parse.case(grandchild) in _OF
            )


def _is_a(parse: Parse, index: int, entries: frozenset[str]) -> bool:
    return _longest(parse, index, entries) > 0


def _longest(parse: Parse, index: int, entries: frozenset[str]) -> int:
    """How many words the longest entry has that a noun and its modifiers fit; 0 for none."""
    word = parse.words[index]
    there = {word.lemma, *(parse.words[child].lemma for child in parse.children[index])}
    joined = [entry.split() for entry in entries if " " in entry]
    fitting = [len(parts) for parts in joined if word.lemma in parts and there >= set(parts)]
    single = word.lemma in entries or word.form in entries
    return max([*fitting, int(single)])
