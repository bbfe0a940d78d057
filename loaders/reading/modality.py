"""How real an event is, from the words around its trigger; each verdict names its reason.

Type and modality are two things: "lifted", "will lift", "may lift" and "has not lifted" share one.
"""

from __future__ import annotations

from detente.graph.registry import RelationType
from detente.graph.statements import Modality
from detente.loaders.reading.arguments import is_passive, is_relative, is_verb, supports
from detente.loaders.reading.attitudes import (
    Verdict,
    attitude_of,
    attitudes_above,
    kept_from,
    supposed_by,
)
from detente.loaders.reading.parse import Parse, Word
from detente.loaders.reading.phases import phase_of
from detente.loaders.reading.prospects import (
    as_subject,
    is_definite,
    is_due,
    is_inverted,
    is_known_deed,
    is_standing,
)
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
    unnamed: bool = False,
) -> Verdict:
    """Decide the modality of an event called up at word `trigger`.

    `unnamed`: no word names the act. A verbal act is then told by what is said ("they must not
    cross our border"), and the words around are no sign of how real it is.
    """
    if unnamed and kind.plover == "THREATEN":
        return Verdict(Modality.THREATENED, "a threat")
    if unnamed and kind.plover in _UTTERED:
        return Verdict(Modality.ACTUAL, "said by these words")
    clause = clause_of(parse, trigger, words)
    standing = is_standing(parse, trigger, kind) or is_known_deed(parse, trigger, clause, kind)
    supposed = None if standing else supposed_by(parse, clause, words)
    if supposed is not None and kind.plover != "THREATEN":
        return Verdict(Modality.HYPOTHETICAL, supposed)
    negated = _negated(parse, trigger, clause, words)
    if negated is not None:
        return Verdict(Modality.DENIED, negated)
    if kind.plover == "THREATEN":
        return Verdict(Modality.THREATENED, "a threat")
    own = _own_signs(parse, trigger, clause, words) or as_subject(parse, trigger, kind, words)
    above = None if standing else _attitude(parse, clause, kind, words)
    outweighed = own is not None and own.modality is Modality.PLANNED
    if outweighed or (above is not None and above.modality is Modality.DENIED):
        # "hopes that talks will help", "denies that it would attack": above the tense.
        own = above or own
    return (
        own
        or above
        or _looming(parse, trigger, kind, words)
        or _as_object(parse, trigger, kind, words)
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
    if is_due(parse, clause, words):
        return Verdict(Modality.PLANNED, "be to")
    if is_inverted(parse, clause):
        return Verdict(Modality.HYPOTHETICAL, "inverted")
    future = words.future | (words.reported_future if _told(parse, clause, words) else frozenset())
    for child in parse.under(clause, "aux", "advmod", "mark"):
        word = parse.words[child]
        forms = {word.form, word.lemma}
        for is_sign, found in (
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
    for child in parse.under(noun, "acl"):
        # "talks set to resume", „vizita programată în mai”
        word = parse.words[child]
        if word.lemma in words.scheduled and not is_relative(parse, child):
            return Verdict(Modality.PLANNED, word.text)
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
    # "rejects their demands", "turned down an offer": they were made.
    uttered = parse.words[clause].lemma in words.spoken and not is_verb(parse, clause)
    for below, above in attitudes_above(parse, clause, words):
        word, label = parse.words[above], parse.words[below].label
        if _is_fact(parse, below, above, words):
            return None
        if word.lemma in words.report and label == "xcomp":
            # "hopes, officials said, to free …": what is told in the infinitive is still wished.
            return Verdict(Modality.HOPED, word.text)
        if label == "advcl":
            kept = kept_from(parse, below, above, words)
            denied = Verdict(Modality.DENIED, word.text)
            return denied if kept else _purpose(parse, below, above, kind, words)
        verdict = _from_above(parse, below, above, words)
        if verdict is not None and not (uttered and verdict.modality is Modality.DENIED):
            return verdict
    return None


def _is_fact(parse: Parse, below: int, above: int, words: Words) -> bool:
    """Whether a clause tells a fact, whatever stands further up."""
    word, label = parse.words[above], parse.words[below].label
    if label == "conj":
        return _is_told_anew(parse, below, above)
    if word.lemma in words.report and label in {"ccomp", "parataxis"}:
        return True
    if label not in {"acl", "xcomp"}:
        return False
    # "claims to have sunk a ship"
    claimed = word.lemma in words.report and _is_perfect(parse, below)
    return claimed or _is_latest(parse, below, above, words)


def _from_above(parse: Parse, below: int, above: int, words: Words) -> Verdict | None:
    word, label = parse.words[above], parse.words[below].label
    # A Romanian „să” clause is told like an infinitive, whatever its label.
    finite = label == "ccomp" and not parse.has(below, "mark", words.wishing)
    if label == "conj":
        # "must meet and agree": joined verbs share their auxiliaries.
        own = len(parse.under(below, "nsubj")) > 0 and is_verb(parse, below)
        return None if own else _own_signs(parse, above, above, words)
    leading = words.aspects | words.occur if label == "xcomp" else words.aspects
    if label in {"xcomp", "ccomp"} and not finite and word.lemma in leading:
        return _own_signs(parse, above, above, words)
    return attitude_of(parse, above, words, finite=finite, label=label)


def _is_perfect(parse: Parse, clause: int) -> bool:
    infinitive = parse.has(clause, "mark", frozenset({"to"}))
    return infinitive and any(parse.words[c].lemma == "have" for c in parse.under(clause, "aux"))


def _is_told_anew(parse: Parse, below: int, above: int) -> bool:
    # "urged the embassy to wait and spoke with X": no infinitive goes on in the past tense.
    forms = [parse.words[index].features for index in (below, above)]
    return forms[0].get("Tense") == "Past" and forms[1].get("VerbForm") == "Inf"


def _purpose(
    parse: Parse, below: int, above: int, kind: RelationType, words: Words
) -> Verdict | None:
    word = parse.words[above]
    if word.lemma in words.hoping:
        return Verdict(Modality.HOPED, word.text)
    # "came out to reject the claims": it is said by doing so.
    done = kind.plover in _UTTERED or _is_latest(parse, below, above, words)
    # "gathered in Cairo to discuss trade": who has gathered talks.
    met = kind.plover == "CONSULT" and word.lemma in words.gathering and _is_past(parse, above)
    return None if done or met else Verdict(Modality.PLANNED, word.text)


def _is_past(parse: Parse, verb: int) -> bool:
    features = parse.words[verb].features
    future = {"Inf", "Ger"} & {features.get("VerbForm", "")}
    return len(future) == 0 and features.get("Tense") != "Pres"


def _is_latest(parse: Parse, clause: int, above: int, words: Words) -> bool:
    # "became the latest nation to recognise it": it has done so.
    nouns = (above, *parse.under(above, "xcomp", "obj"))
    return any(
        parse.words[child].form in words.ordinal and child < clause
        for noun in nouns
        for child in (noun, *parse.under(noun, "amod", "det"))
    )


def _as_object(parse: Parse, trigger: int, kind: RelationType, words: Words) -> Verdict | None:
    # "will likely apply pressure", "could face sanctions"
    word = parse.words[trigger]
    known = word.features.get("Definite") == "Def" or is_definite(parse, trigger)
    if word.label != "obj" or kind.kind == "state" or known or is_verb(parse, trigger):
        return None
    return _own_signs(parse, word.head, word.head, words)


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
