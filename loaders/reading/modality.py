"""How real an event is, from the words around its trigger; each verdict names its reason.

Type and modality are two things: "lifted", "will lift", "may lift" and "has not lifted" share one.
"""

from __future__ import annotations

from detente.graph.registry import RelationType
from detente.graph.statements import Modality
from detente.loaders.reading.arguments import is_passive, is_verb, supports
from detente.loaders.reading.attitudes import Verdict, attitude_of, attitudes_above, kept_from
from detente.loaders.reading.parse import Parse, Word
from detente.loaders.reading.phases import phase_of
from detente.loaders.reading.prospects import as_subject, is_due, is_inverted, is_standing
from detente.loaders.reading.words import Words

__all__ = ["clause_of", "modality"]

# What lies ahead where it stands after "before": whatever else stands there is told of the past.
_MEETINGS = frozenset({"CONSULT", "AGREE"})
_UTTERED = frozenset({"ACCUSE", "REJECT", "REQUEST"})


def modality(
    parse: Parse,
    trigger: int,
    theme: int | None,
    kind: RelationType,
    words: Words,
    *,
    ranked: bool = False,
) -> Verdict:
    """Decide the modality of an event called up at word `trigger`; `ranked` by the ranker alone."""
    clause = clause_of(parse, trigger, words)
    negated = _negated(parse, trigger, clause, words)
    if negated is not None:
        if ranked and kind.plover == "REJECT":
            # "would not permit": it is the negation that refuses.
            return Verdict(Modality.ACTUAL, negated)
        return Verdict(Modality.DENIED, negated)
    if kind.plover == "THREATEN":
        return Verdict(Modality.THREATENED, "a threat")
    own = _own_signs(parse, trigger, clause, words) or as_subject(parse, trigger, kind, words)
    above = None if is_standing(parse, trigger, kind) else _attitude(parse, clause, kind, words)
    outweighed = own is not None and own.modality is Modality.PLANNED
    if outweighed or (above is not None and above.modality is Modality.DENIED):
        # "hopes that talks will help", "denies that it would attack": above the tense.
        own = above or own
    return (
        own
        or above
        or _looming(parse, trigger, kind, words)
        or (None if theme is None or is_verb(parse, trigger) else _modified(parse, theme, words))
        or phase_of(parse, clause, trigger, kind, words)
    )


def clause_of(parse: Parse, trigger: int, words: Words) -> int:
    """The verb whose tense and negation count for a trigger: itself, or a noun's support verb."""
    if is_verb(parse, trigger):
        return trigger
    word = parse.words[trigger]
    if word.head == trigger or not is_verb(parse, word.head):
        return trigger
    verb = parse.words[word.head]
    if word.label == "obj" or (word.label == "nsubj" and is_passive(parse, verb.index)):
        return verb.index if supports(parse, verb.index, words) else trigger
    if (
        word.label == "obl"
        and verb.lemma in words.partaking
        and parse.case(trigger) in {"in", "la"}
    ):
        return verb.index
    if word.label == "nsubj" and len(parse.under(verb.index, "obl", "xcomp", "ccomp")) == 0:
        return verb.index if verb.lemma in words.occur else trigger
    return trigger


def _negated(parse: Parse, trigger: int, clause: int, words: Words) -> str | None:
    head = parse.words[trigger].head
    if parse.words[trigger].label == "obl" and parse.words[head].lemma in {"be", "fi"}:
        # „nu este în război cu …”
        clause = head
    if is_verb(parse, clause):
        # "No jets have been supplied"
        for child in parse.under(clause, "nsubj", "obj"):
            for below in parse.under(child, "det"):
                if parse.words[below].form in words.negation:
                    return parse.words[below].text
        above = parse.words[clause].head
        pending = [
            parse.words[child].text
            for child in parse.under(above, "advmod")
            if parse.words[child].form in words.unfulfilled
        ]
        if len(pending) > 0 and parse.words[clause].features.get("VerbForm") == "Inf":
            # "has yet to sign"
            return pending[0]
    for index in dict.fromkeys((clause, trigger)):
        for child in parse.children[index]:
            word = parse.words[child]
            if word.form in words.negation and word.label in {
                "advmod",
                "det",
                "case",
                "mark",
                "cc",
            }:
                return word.text
    return None


def _own_signs(parse: Parse, trigger: int, clause: int, words: Words) -> Verdict | None:
    case = parse.words[parse.words[clause].head]
    if parse.words[clause].label in {"acl", "nmod"} and case.lemma in words.conditional_nouns:
        # "in the event of an attack", „în cazul în care SUA se retrag”
        return Verdict(Modality.HYPOTHETICAL, case.text)
    if is_due(parse, clause, words):
        return Verdict(Modality.PLANNED, "be to")
    if is_inverted(parse, clause):
        return Verdict(Modality.HYPOTHETICAL, "inverted")
    future = words.future | (words.reported_future if _told(parse, clause, words) else frozenset())
    for child in parse.under(clause, "aux", "advmod", "mark"):
        word = parse.words[child]
        forms = {word.form, word.lemma}
        for is_sign, found in (
            (word.label == "mark" and word.form in words.conditional, Modality.HYPOTHETICAL),
            (word.form in future, Modality.PLANNED),
            (word.form == "ar" and _reported(parse, clause), Modality.ACTUAL),
            (len(forms & words.possible) > 0, Modality.HYPOTHETICAL),
            (word.label == "aux" and word.lemma in words.hoping, Modality.HOPED),
        ):
            if is_sign:
                return Verdict(found, word.text)
    if parse.words[clause].label == "root" and parse.has(clause, "mark", words.wishing):
        return Verdict(Modality.HOPED, "a wish")
    noun = trigger != clause or not is_verb(parse, trigger)
    modified = _modified(parse, trigger, words) if noun else None
    return modified or _future_form(parse.words[clause], words)


def _future_form(verb: Word, words: Words) -> Verdict | None:
    # A future told by the ending alone: "снимет".
    future = len(words.cases) > 0 and verb.features.get("Tense") == "Fut"
    return Verdict(Modality.PLANNED, verb.text) if future else None


def _told(parse: Parse, clause: int, words: Words) -> bool:
    # "announced that he would cut aid": the future as seen from the announcement.
    word = parse.words[clause]
    return word.label == "ccomp" and parse.words[word.head].lemma in words.report


def _reported(parse: Parse, clause: int) -> bool:
    # The Romanian reportative: "ar fi" with a participle says what others say.
    return any(parse.words[child].form == "fi" for child in parse.children[clause])


def _modified(parse: Parse, noun: int, words: Words) -> Verdict | None:
    for child in parse.under(noun, "amod", "compound", "advmod", "det"):
        word = parse.words[child]
        if word.lemma in words.possible or word.form in words.possible:
            return Verdict(Modality.HYPOTHETICAL, word.text)
        if word.label == "amod" and (
            word.lemma in words.prospective or word.form in words.prospective
        ):
            return Verdict(Modality.PLANNED, word.text)
    return None


def _attitude(parse: Parse, clause: int, kind: RelationType, words: Words) -> Verdict | None:
    for below, above in attitudes_above(parse, clause, words):
        word, lower = parse.words[above], parse.words[below]
        label = lower.label
        if word.lemma in words.report and label in {"ccomp", "parataxis"}:
            return None
        if word.lemma in words.report and label == "xcomp":
            # "hopes, officials said, to free …": what is told in the infinitive is still wished.
            return Verdict(Modality.HOPED, word.text)
        # A Romanian „să” clause is told like an infinitive, whatever its label.
        finite = label == "ccomp" and not parse.has(below, "mark", words.wishing)
        if label == "conj":
            # "must meet and agree": joined verbs share their auxiliaries.
            own = len(parse.under(below, "nsubj")) > 0 and is_verb(parse, below)
            verdict = None if own else _own_signs(parse, above, above, words)
        elif label == "xcomp" and (word.lemma in words.aspects or word.lemma in words.occur):
            verdict = _own_signs(parse, above, above, words)
        elif label == "advcl":
            verdict = None
            if kept_from(parse, below, above, words):
                return Verdict(Modality.DENIED, word.text)
        else:
            verdict = attitude_of(parse, above, words, finite=finite, label=label)
        if verdict is not None:
            return verdict
        if label == "advcl":
            return _purpose(word, kind, words)
    return None


def _purpose(above: Word, kind: RelationType, words: Words) -> Verdict | None:
    if above.lemma in words.hoping:
        return Verdict(Modality.HOPED, above.text)
    # "came out to reject the claims": it is said by doing so.
    return None if kind.plover in _UTTERED else Verdict(Modality.PLANNED, above.text)


def _looming(parse: Parse, trigger: int, kind: RelationType, words: Words) -> Verdict | None:
    # "An agreement is near", „este aproape de o înțelegere”; not "the war is nearing its end".
    word = parse.words[trigger]
    head = parse.words[word.head]
    if kind.kind == "state" and is_verb(parse, head.index):
        return None
    if word.label == "nsubj" and (head.lemma in words.looming or head.form in words.looming):
        return Verdict(Modality.PLANNED, head.text)
    if parse.case(trigger) in words.ahead and kind.plover in _MEETINGS:
        return Verdict(Modality.PLANNED, parse.case(trigger))
    for child in parse.under(trigger, "advmod"):
        if parse.words[child].lemma in words.looming and not is_verb(parse, trigger):
            return Verdict(Modality.PLANNED, parse.words[child].text)
    return None
