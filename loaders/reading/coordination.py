"""Names joined by "and" or commas, put together where small parsers tear them apart."""

from __future__ import annotations

from detente.loaders.reading.parse import NOUNS, Parse

__all__ = ["join_names"]

_BETWEEN = frozenset({"between", "intre", "dintre"})
_AFTER = frozenset({"after", "before", "since"})


def join_names(parse: Parse) -> None:
    """Apply every rule, in order."""
    _comma_pairs(parse)
    _between(parse)
    _joined_names(parse)
    _torn_lists(parse)
    _time_nouns(parse)


def _comma_pairs(parse: Parse) -> None:
    """Case: "India, Russia expand trade": a headline joins its subjects by a comma."""
    for word in parse.words[2:]:
        first, comma, verb = parse.words[word.index - 2], parse.words[word.index - 1], None
        if word.index + 1 < len(parse.words):
            verb = parse.words[word.index + 1]
        named = word.pos == first.pos == "PROPN" and comma.form == ","
        if verb is None or not named or verb.pos != "VERB" or verb.form != verb.lemma:
            continue
        if word.head == first.index and word.label == "appos" and first.head == verb.index:
            parse.move(word.index, first.index, "conj")


def _between(parse: Parse) -> None:
    """Case: „conflictul dintre Armenia și Azerbaidjan”: the names join each other."""
    for word in parse.words:
        if word.label not in {"nmod", "obl"} or parse.case(word.index) not in _BETWEEN:
            continue
        for other in parse.under(word.head, "conj"):
            joined = parse.words[other]
            if other > word.index and joined.pos in NOUNS and parse.case(other) == "":
                parse.move(other, word.index, "conj")


def _joined_names(parse: Parse) -> None:
    """Case: "Trump and Prime Minister Takaichi": the first name is no part of the second."""
    for word in parse.words:
        if word.label not in {"compound", "nmod"} or word.pos != "PROPN" or word.head < word.index:
            continue
        if word.subtype == "poss" or parse.words[word.head].pos != "PROPN":
            continue
        between = parse.words[word.index + 1 : word.head]
        if parse.case(word.index) == "" and any(other.label == "cc" for other in between):
            second = parse.words[word.head]
            if second.head != second.index:
                parse.move(word.index, second.head, second.label, second.subtype)
                parse.move(second.index, word.index, "conj")


def _torn_lists(parse: Parse) -> None:
    """Case: "X, Y, and Z signed …": a verb joined to X whose subject Z follows "and"."""
    for first in parse.words:
        if first.pos not in NOUNS or first.label not in {"root", "ccomp", "parataxis"}:
            continue
        for index in parse.under(first.index, "conj"):
            verb = parse.words[index]
            subjects = parse.under(index, "nsubj") if verb.pos == "VERB" else []
            before = parse.words[subjects[0] - 1] if len(subjects) == 1 else first
            if before.label != "cc" or subjects[0] < first.index:
                continue
            parse.put_in_place(index, first.index)
            parse.move(first.index, index, "nsubj")
            parse.move(subjects[0], first.index, "conj")
            break


def _time_nouns(parse: Parse) -> None:
    """Case: "Days after Britain and France threatened …": not the days threatened."""
    for word in parse.words:
        verb = parse.words[word.head]
        if word.label != "nsubj" or verb.pos != "VERB" or verb.index < word.index:
            continue
        if word.index + 1 < len(parse.words) and parse.words[word.index + 1].form in _AFTER:
            for child in parse.under(word.index, "nmod"):
                if word.index < child < verb.index and parse.case(child) in _AFTER:
                    parse.move(child, verb.index, "nsubj")
                    parse.move(word.index, verb.index, "obl")
                    for mark in parse.under(child, "case"):
                        parse.move(mark, verb.index, "mark")
                    break
