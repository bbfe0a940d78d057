"""Headlines with a colon or a dash: "Macron: Russia has attacked Poland" is said by Macron."""

from __future__ import annotations

from itertools import pairwise

from detente.loaders.reading.parse import NOMINAL, Parse

__all__ = ["after_dash", "before_colon", "part_speaker"]

_REACH = 10
_DASHES = frozenset({"–", "—"})
_SUBJECTS = frozenset({"appos", "conj", "nmod", "flat", "list"})


def before_colon(parse: Parse) -> int | None:
    """The head of the noun phrase that stands before the first colon, if nothing else does."""
    colon = next((word.index for word in parse.words[:_REACH] if word.form == ":"), None)
    if colon is None or colon == 0:
        return None
    phrase = parse.words[:colon]
    if any(word.pos in {"VERB", "AUX"} for word in phrase):
        return None
    heads = [word for word in phrase if word.head >= colon or word.head == word.index]
    named = [word for word in heads if word.pos in NOMINAL]
    if len(named) != 1 or parse.case(named[0].index) != "":
        return None
    return named[0].index


def after_dash(parse: Parse) -> int | None:
    """The head of the noun phrase behind a last dash: "Iran smuggles arms – Israeli army"."""
    dashes = [
        word.index
        for before, word in pairwise(parse.words)
        if word.form in _DASHES and word.start > before.end
    ]
    if len(dashes) == 0 or len(parse.words) - dashes[-1] > _REACH:
        return None
    if all(word.pos not in {"VERB", "AUX"} for word in parse.words[: dashes[-1]]):
        return None
    phrase = [word for word in parse.words[dashes[-1] + 1 :] if word.pos != "PUNCT"]
    if len(phrase) == 0 or any(word.pos in {"VERB", "AUX"} for word in phrase):
        return None
    heads = [word for word in phrase if word.head <= dashes[-1] or word.head == word.index]
    if len(heads) != 1 or parse.case(heads[0].index) != "":
        return None
    return heads[0].index if heads[0].pos in NOMINAL else None


def part_speaker(parse: Parse) -> None:
    """Take who stands before a colon out of the clause behind it, where that has its subject."""
    closing = after_dash(parse)
    if closing is not None and parse.words[closing].head < closing:
        parse.move(closing, parse.words[closing].head, "dep", "speaker")
    speaker = before_colon(parse)
    if speaker is None or parse.words[speaker].label != "nsubj":
        return
    verb = parse.words[speaker].head
    subjects = [child for child in parse.under(verb, "nsubj") if child > speaker]
    if len(subjects) == 0:
        after = [
            child
            for child in parse.under(speaker, *_SUBJECTS)
            if child < verb and any(word.form == ":" for word in parse.words[speaker:child])
        ]
        if len(after) == 0:
            return
        parse.move(after[0], verb, "nsubj")
    parse.move(speaker, verb, "dep", "speaker")
