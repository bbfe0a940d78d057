"""What is wished, planned, considered or threatened: the attitudes above an event."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.graph.statements import Modality
from detente.loaders.reading.arguments import is_passive, is_relative, is_verb
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["Verdict", "attitude_of", "attitudes_above", "kept_from", "supposed_by"]

# From a word to the attitude above it: its complement, its object, what it is about.
_CONTENT = frozenset(
    {
        "xcomp",
        "ccomp",
        "csubj",
        "acl",
        "obj",
        "obl",
        "nmod",
        "conj",
        "advcl",
        "parataxis",
        "compound",
    }
)
_COMPLETING = frozenset({"xcomp", "ccomp", "obj"})
_CLAUSE = frozenset({"xcomp", "ccomp", "csubj"})
_THREATS = frozenset({"xcomp", "acl", "nmod", "ccomp"})
_ATTITUDE_DEPTH = 5


class Verdict(NamedTuple):
    """A modality and the words that decided it."""

    modality: Modality
    because: str


def attitudes_above(parse: Parse, index: int, words: Words) -> Iterator[tuple[int, int]]:
    """Pairs of a word and the one above it, as far up as an attitude reaches an event."""
    for depth, above in enumerate(parse.ancestors(index)):
        word = parse.words[index]
        if word.label not in _CONTENT or depth == _ATTITUDE_DEPTH:
            return
        if word.label == "acl" and is_verb(parse, index) and _describes(parse, index):
            return
        kept = kept_from(parse, index, above, words)
        if word.label == "advcl" and not (kept or _purpose(parse, index)):
            return
        if _is_circumstance(parse, index, above, words):
            return
        yield index, above
        index = above


def _describes(parse: Parse, index: int) -> bool:
    # "talks, mediated by Turkey, …", "the deal that X broke" happened, whatever the talks are.
    return is_relative(parse, index) or is_passive(parse, index)


def _is_circumstance(parse: Parse, index: int, above: int, words: Words) -> bool:
    # "wants a deal after the attacks": the attacks are not what is wished.
    case = parse.case(index)
    if parse.words[index].label not in {"obl", "nmod"} or case not in words.apart | words.beside:
        return False
    threat = case in words.beside and parse.words[above].lemma in words.threatening
    return not threat and f"{case} {parse.words[index].form}" not in words.exchange


def supposed_by(parse: Parse, clause: int, words: Words) -> str | None:
    """The sign that a clause, or one that it completes, is a condition: "if X fails to sign"."""
    for index in (clause, *parse.ancestors(clause)):
        for child in parse.under(index, "mark"):
            if parse.words[child].form in words.conditional:
                return parse.words[child].text
        word = parse.words[index]
        above = parse.words[word.head]
        if word.label in {"acl", "nmod"} and above.lemma in words.conditional_nouns:
            # "in the event of an attack", „în cazul în care SUA se retrag”
            return above.text
        if word.label not in _COMPLETING:
            return None
    return None


def kept_from(parse: Parse, clause: int, above: int, words: Words) -> bool:
    """Whether a clause is what somebody did not do: "refrained from criticising"."""
    marks = {parse.words[child].form for child in parse.under(clause, "mark", "case")}
    return "from" in marks and parse.words[above].lemma in words.negative_verbs


def _purpose(parse: Parse, clause: int) -> bool:
    word = parse.words[clause]
    marks = {parse.words[child].form for child in parse.under(clause, "mark", "case")}
    if "at" in marks:
        # "talks aimed at ending the war"
        return word.features.get("VerbForm") in {"Ger", "Part"}
    return word.features.get("VerbForm") == "Inf" and bool(marks & {"to", "pentru", "a", "spre"})


def attitude_of(
    parse: Parse, above: int, words: Words, *, finite: bool, label: str
) -> Verdict | None:
    """What the word above says about an event that hangs on it with this label."""
    word = parse.words[above]
    for is_sign, labels, found in (
        (_unrefused(parse, above, words), _CLAUSE | {"obj"}, Modality.HYPOTHETICAL),
        (_refused(parse, above, words), _CLAUSE, Modality.DENIED),
        (_none_of(parse, above, words), _CLAUSE | {"acl", "nmod"}, Modality.DENIED),
        (word.lemma in words.threatening and not finite, _THREATS, Modality.THREATENED),
        (word.lemma in words.negative_verbs, _CLAUSE | {"obj"}, Modality.DENIED),
        (word.lemma in words.hoping and _refused(parse, above, words), {"obj"}, Modality.DENIED),
        (word.lemma in words.hoping, _CONTENT, Modality.HOPED),
        (_considers(parse, above, words), _CONTENT - {"csubj"}, Modality.HYPOTHETICAL),
        (word.lemma in words.planning and not finite, _CONTENT, Modality.PLANNED),
        (word.lemma in words.intents and word.pos == "NOUN", {"acl"}, Modality.PLANNED),
        (word.lemma in words.possible, _CLAUSE, Modality.HYPOTHETICAL),
    ):
        if is_sign and label in labels:
            return Verdict(found, word.text)
    return None


def _unrefused(parse: Parse, above: int, words: Words) -> bool:
    # "does not rule out sending troops"
    return parse.words[above].lemma in words.negative_verbs and _refused(parse, above, words)


def _none_of(parse: Parse, above: int, words: Words) -> bool:
    # "no intention of closing", „nu are planuri să …”
    word = parse.words[above]
    if word.pos != "NOUN" or word.lemma not in words.planning | words.hoping | words.intents:
        return False
    return _refused(parse, above, words) or (
        word.label == "obj" and _refused(parse, word.head, words)
    )


def _considers(parse: Parse, above: int, words: Words) -> bool:
    # „ia în calcul”: verb, preposition and noun together.
    word = parse.words[above]
    phrases = (
        f"{word.lemma} {parse.case(child)} {parse.words[child].form}"
        for child in parse.children[above]
    )
    return word.lemma in words.considering or any(one in words.considering for one in phrases)


def _refused(parse: Parse, above: int, words: Words) -> bool:
    if parse.words[above].lemma in words.report:
        return False
    signs = parse.under(above, "advmod", "det")
    return any(parse.words[child].form in words.negation for child in signs)
