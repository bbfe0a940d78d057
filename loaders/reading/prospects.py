"""What is still to come or only thought of, as the verb beside an event tells."""

from __future__ import annotations

from detente.graph.registry import RelationType
from detente.graph.statements import Modality
from detente.loaders.reading.arguments import is_passive, is_verb, supports
from detente.loaders.reading.attitudes import Verdict
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["as_subject", "is_definite", "is_due", "is_inverted", "is_known_deed", "is_standing"]

# The quad class of material conflict.
_HOSTILE = 4
# "The violation was expected" is not due any more.
_PAST = frozenset({"was", "were", "fost"})


def is_due(parse: Parse, clause: int, words: Words) -> bool:
    """Case: "Thailand is to release …", "is due to meet", "Zelensky to visit Spain"."""
    word = parse.words[clause]
    marks = [parse.words[child] for child in parse.under(clause, "mark")]
    if any(mark.lemma in words.scheduled for mark in marks):
        return True
    if "to" not in {mark.form for mark in marks}:
        return False
    head = parse.words[word.head]
    if word.label == "xcomp" and head.lemma in words.leading:
        return "be" in {parse.words[child].lemma for child in parse.under(head.index, "aux")}
    be = [parse.words[child].lemma for child in parse.under(clause, "cop", "aux")]
    if word.features.get("VerbForm") == "Inf" and "be" in be:
        return True
    main = word.label in {"root", "parataxis", "ccomp"} or word.head == clause
    subjects = [child for child in parse.under(clause, "nsubj") if child < marks[0].index]
    return main and len(be) == 0 and len(subjects) > 0


def is_inverted(parse: Parse, clause: int) -> bool:
    """Case: "Should Azerbaijan attack Armenia, …", "Were Iran to attack, …"."""
    subjects = parse.under(clause, "nsubj")
    return (
        parse.words[clause].label == "advcl"
        and len(subjects) > 0
        and any(
            child < subjects[0] and parse.words[child].form in {"should", "had", "were"}
            for child in parse.under(clause, "aux")
        )
    )


def as_subject(parse: Parse, trigger: int, kind: RelationType, words: Words) -> Verdict | None:
    """What the verb above says of a noun that is its subject.

    "An invasion would cost …", "the withdrawal is due to be completed", "remains possible".
    """
    word = parse.words[trigger]
    if word.label != "nsubj" or is_verb(parse, trigger):
        return None
    head = parse.words[word.head]
    for index in (head.index, *parse.under(head.index, "xcomp")):
        if parse.words[index].lemma in words.possible - {"can", "would", "putea", "ar"}:
            return Verdict(Modality.HYPOTHETICAL, parse.words[index].text)
    return _scheduled(parse, trigger, kind, words) or _by_tense(parse, trigger, kind, words)


def _scheduled(parse: Parse, trigger: int, kind: RelationType, words: Words) -> Verdict | None:
    head = parse.words[parse.words[trigger].head]
    past = any(parse.words[child].form in _PAST for child in parse.under(head.index, "aux"))
    led = len(parse.under(head.index, "ccomp", "xcomp")) > 0
    due = led or head.pos == "ADJ" or (is_passive(parse, head.index) and not past)
    standing = kind.kind == "state" and is_definite(parse, trigger)
    if head.lemma in words.scheduled and due and not standing:
        return Verdict(Modality.PLANNED, head.text)
    marks = {parse.words[child].lemma for child in parse.under(head.index, "mark", "xcomp")}
    return Verdict(Modality.PLANNED, "be to") if len(marks & words.scheduled) > 0 else None


def _by_tense(parse: Parse, trigger: int, kind: RelationType, words: Words) -> Verdict | None:
    head = parse.words[parse.words[trigger].head]
    forms = {parse.words[child].form for child in parse.under(head.index, "aux")}
    held = is_passive(parse, head.index) and supports(parse, head.index, words)
    occurs = held or _occurs(parse, head.index, words)
    able = head.lemma == "putea"
    if len(forms & words.possible) > 0 or able:
        known = kind.kind == "state" or is_definite(parse, trigger)
        if occurs or able or not known:
            return Verdict(Modality.HYPOTHETICAL, " ".join(sorted(forms & words.possible)))
    # "the withdrawal will be gradual"
    described = head.pos in {"NOUN", "ADJ"} and len(parse.under(head.index, "cop")) > 0
    if (occurs or described) and kind.kind == "event" and len(forms & words.future) > 0:
        return Verdict(Modality.PLANNED, " ".join(sorted(forms & words.future)))
    return None


def _occurs(parse: Parse, verb: int, words: Words) -> bool:
    lemma = parse.words[verb].lemma
    if lemma in words.occur - {"be", "fi", "avea"}:
        return True
    below = [parse.words[child].form for child in parse.children[verb]]
    return any(f"{lemma} {form}" in words.occur for form in below)


def is_definite(parse: Parse, noun: int) -> bool:
    """Whether a noun is named as known: "the siege", "their talks"."""
    # Romanian nouns with a genitive have their article whether they are known or not.
    if parse.words[noun].features.get("Definite") == "Def":
        return len(parse.under(noun, "nmod")) == 0
    forms = {parse.words[child].form for child in parse.under(noun, "det")}
    owned = any(parse.words[child].subtype == "poss" for child in parse.under(noun, "nmod"))
    # "the Israel-Hamas war": the article may belong to a name.
    named = (parse.words[child].form for child in parse.under(noun, "compound", "obj"))
    return owned or "the" in forms or any(form.startswith("the ") for form in named)


def is_known_deed(parse: Parse, trigger: int, clause: int, kind: RelationType) -> bool:
    """Whether a hostile deed is named as known: "struggles to survive the siege"."""
    if kind.quad != _HOSTILE or clause != trigger or is_verb(parse, trigger):
        return False
    return is_definite(parse, trigger)


def is_standing(parse: Parse, trigger: int, kind: RelationType) -> bool:
    """Whether a state is named as known ("to end the war"): no attitude makes it less real."""
    if kind.kind != "state" or is_verb(parse, trigger):
        return False
    definite = parse.words[trigger].features.get("Definite") == "Def"
    return definite or is_definite(parse, trigger)
