"""Whether an event is over or goes on, where nothing makes it less than a fact."""

from __future__ import annotations

from detente.graph.registry import RelationType
from detente.graph.statements import Modality
from detente.loaders.reading.arguments import is_passive
from detente.loaders.reading.attitudes import Verdict
from detente.loaders.reading.parse import Parse
from detente.loaders.reading.prospects import is_standing
from detente.loaders.reading.words import Words

__all__ = ["is_begun", "is_present", "phase_of"]

# What lasts while it is told in the present tense: "Chile negotiates with Bolivia".
_PROCESSES = frozenset(
    {"HELD_TALKS_WITH", "NEGOTIATED_WITH", "MEDIATED_FOR", "DISCUSSED_REOPENING_EMBASSY_WITH"}
)
# What is uttered is over: "is urging them to leave".
_SPEECH = frozenset({"ACCUSE", "REJECT", "REQUEST"})
_CLAUSES = frozenset({"advcl", "ccomp", "acl", "parataxis"})
# The quad class of a truce: material cooperation.
_DEEDS = 2


def phase_of(parse: Parse, clause: int, trigger: int, kind: RelationType, words: Words) -> Verdict:
    """Whether what is told as fact happened or goes on."""
    word = parse.words[clause]
    beside = (*parse.children[clause], *parse.children[trigger])
    lemmas = {parse.words[child].lemma for child in beside if not _is_clause(parse, child)}
    if kind.kind == "state":
        return _of_state(parse, trigger, kind, lemmas | {word.lemma}, words)
    if kind.plover == "AGREE" and word.lemma in words.scheduled:
        # "A meeting has been scheduled": what is scheduled is still to come.
        return Verdict(Modality.PLANNED, word.text)
    if bool(lemmas & words.phase) or _goes_on(parse, clause, trigger, words):
        return Verdict(Modality.ONGOING, "goes on")
    being = any(parse.words[child].form == "being" for child in parse.under(clause, "aux"))
    progressive = word.features.get("VerbForm") == "Ger" or (
        word.features.get("VerbForm") == "Part" and word.features.get("Tense") == "Pres"
    )
    if (kind.plover not in _SPEECH or kind.type == "INVESTIGATED") and (
        being or (progressive and "be" in lemmas)
    ):
        return Verdict(Modality.ONGOING, "progressive")
    if is_present(parse, clause) and kind.type in _PROCESSES:
        return Verdict(Modality.ONGOING, "present tense")
    return Verdict(Modality.ACTUAL, "stated as fact")


def is_present(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in the present tense."""
    features = parse.words[verb].features
    return features.get("Tense") == "Pres" and features.get("VerbForm") == "Fin"


def is_begun(parse: Parse, noun: int, words: Words) -> bool:
    """Whether what is named sets in: "announced new tariffs", "reached a truce"."""
    above = parse.words[parse.words[noun].head]
    return parse.words[noun].label == "obj" and above.lemma in words.begins


def _is_clause(parse: Parse, index: int) -> bool:
    # "accused of continuing to arm rebels": it is the arming that goes on.
    return parse.words[index].label in _CLAUSES


def _of_state(
    parse: Parse, trigger: int, kind: RelationType, lemmas: set[str], words: Words
) -> Verdict:
    if len(lemmas & words.formerly) > 0:
        return Verdict(Modality.PAST_BACKGROUND, "once")
    above = parse.words[parse.words[trigger].head]
    begun = parse.words[trigger].label == "obj" and above.lemma in words.begins
    new = not is_standing(parse, trigger, kind) and kind.quad == _DEEDS
    if new and (begun or len(lemmas & words.begins) > 0):
        return Verdict(Modality.ACTUAL, "begins")
    return Verdict(Modality.ONGOING, "a state")


def _goes_on(parse: Parse, clause: int, trigger: int, words: Words) -> bool:
    # "talks drag on", "is under way", „este în vigoare”
    if parse.words[clause].lemma in words.phase:
        return True
    word = parse.words[trigger]
    head = parse.words[word.head]
    below = [parse.words[child] for child in parse.children[head.index]]
    if word.label == "nsubj" and (
        (head.lemma in words.phase and not is_passive(parse, head.index))
        or any(f"{head.lemma} {one.form}" in words.phase for one in below)
        or (head.pos == "ADP" and any(one.lemma in words.phase for one in below))
    ):
        return True
    if word.label != "nsubj" or head.index == trigger:
        return False
    phrases = (head.index, *parse.under(head.index, "obl", "xcomp"))
    return any(f"{parse.case(one)} {parse.words[one].form}" in words.phase for one in phrases)
