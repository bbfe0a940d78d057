"""Who does what to whom, told by the endings of names, where a language has cases.

A small parser sees „Украине” too seldom to know its case; the ending says it. Names get the case of
their ending and the role of that case, and what hung on them for want of a better place goes to the
verb.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.loaders.reading.arguments import is_passive
from detente.loaders.reading.gazetteer import Hit
from detente.loaders.reading.lemmas import Lemmas
from detente.loaders.reading.parse import NOUNS, Parse, Word
from detente.loaders.reading.words import Words

__all__ = ["settle_cases"]

_ROLES = {"Nom": "nsubj", "Acc": "obj", "Gen": "obj", "Dat": "iobj", "Ins": "obl"}
_LOOSE = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "flat", "appos", "dep", "advmod"})
_VERBAL = frozenset({"VERB", "AUX"})
_ATTRIBUTES = frozenset({"adjective", "media"})
_BEFORE_VERB = frozenset({"ADV", "PART", "AUX"})
_ATTACHED = frozenset({"nmod", "acl", "amod", "conj", "appos", "dep"})
_MISTAGGED = frozenset({"NUM", "X", "ADV", "INTJ", "SYM", "PUNCT", "VERB", "PART"})
_SEATLESS = frozenset({"punct", "advcl", "dep", "parataxis", "discourse", "advmod", "vocative"})
_ACTING = frozenset({"nsubj", "obj", "iobj", "obl"})
_BESIDE = frozenset({"appos", "flat", "advmod", "amod"})
_ANY = ("Nom", "Gen", "Dat", "Acc", "Ins", "Loc")
# Of several cases without a preposition: the likelier one beside a verb, beside a noun.
_BESIDE_VERB = ("Nom", "Acc", "Dat", "Ins", "Gen")
_BESIDE_NOUN = ("Gen", "Dat", "Ins", "Nom", "Acc")


def settle_cases(parse: Parse, hits: Iterable[Hit], words: Words, lemmas: Lemmas) -> None:
    """Give each name the case of its ending, and its role; verbs of the lexicon their tense."""
    if len(words.name_cases) == 0:
        return
    for word in parse.words:
        _settle_form(parse, word, words, lemmas)
        if word.label == "nsubj" and word.features.get("Case") == "Acc" and word.pos in NOUNS:
            word.label, word.subtype = "obj", ""
    _open_clause(parse)
    # Names whose ending leaves no choice first: they show what the others can be.
    for possible, head in sorted(_names(parse, hits, words), key=lambda one: len(one[0])):
        _settle(parse, parse.words[head], possible, words)
    for word in parse.words:
        if word.pos == "VERB":
            _find_subject(parse, word)
            _lower_subject(parse, word, words)
        if word.lemma in words.support:
            _hand_down(parse, word)


def _names(
    parse: Parse, hits: Iterable[Hit], words: Words
) -> Iterator[tuple[tuple[str, ...], int]]:
    for hit in hits:
        span = [word.index for word in parse.words if word.start < hit.end and word.end > hit.start]
        if len(span) == 0 or hit.entries[0].kind in _ATTRIBUTES:
            continue
        head = next((i for i in span if parse.words[i].head not in span), span[0])
        fixed = hit.entries[0].kind == "acronym"
        yield _ANY if fixed else _cases(parse.words[span[0]].form, words), head


def _cases(form: str, words: Words) -> tuple[str, ...]:
    """The cases that a name may stand in; every one for what does not change its form."""
    return next((cases for end, cases in words.name_cases.items() if form.endswith(end)), _ANY)


def _settle_form(parse: Parse, word: Word, words: Words, lemmas: Lemmas) -> None:
    """Case: „высланы” taken for a noun; „снимет”, the present of a perfective verb."""
    known = lemmas.verb(lemmas.of(word.form, word.form, noun=False))
    if known is not None and known.endswith(words.reflexive):
        for child in parse.under(word.index, "nsubj"):
            # „извинился” is no passive: the lexicon has the reflexive as a verb of its own.
            parse.words[child].subtype = ""
    if word.pos not in _VERBAL and known is not None and lemmas.noun(word.form) is None:
        if word.text[:1].isupper() and word.index > 0:
            return
        word.pos, word.lemma = "VERB", known
        passive = word.form.endswith(words.passives)
        word.features = {**word.features, "VerbForm": "Part" if passive else "Fin"}
        word.features["Voice"] = "Pass" if passive else "Act"
        word.features.setdefault("Tense", "Past")
        if passive and word.label in _ATTACHED:
            _predicate(parse, word)
    elif known is None and word.pos in _MISTAGGED and lemmas.noun(word.form) is not None:
        word.pos, word.lemma = "NOUN", lemmas.of(word.form, word.form, noun=True)
        word.features = {name: one for name, one in word.features.items() if name != "VerbForm"}
        _seat(parse, word)
    if word.label == "case" and word.pos == "NUM":
        word.label = "nummod"
    finite = word.features.get("VerbForm") == "Fin" and word.form.endswith(words.presents)
    if finite and word.lemma in words.perfective:
        word.features = {**word.features, "Tense": "Fut"}


def _seat(parse: Parse, noun: Word) -> None:
    """Case: „Министр … обсудил”, taken for a verb: a noun before a verb without a subject."""
    verb = parse.words[noun.head]
    free = len(parse.under(verb.index, "nsubj")) == 0 and parse.case(noun.index) == ""
    if noun.label in _SEATLESS and verb.pos == "VERB" and noun.index < verb.index and free:
        noun.label, noun.subtype = "nsubj", ""


def _predicate(parse: Parse, word: Word) -> None:
    """Case: „Двое дипломатов высланы”: the root is what the participle says something of."""
    noun = parse.words[word.head]
    if noun.label == "root" and noun.index < word.index:
        parse.put_in_place(word.index, noun.index)
        parse.move(noun.index, word.index, "nsubj", "pass")


def _open_clause(parse: Parse) -> None:
    """Case: „По словам Зеленского, Россия атаковала …”: the phrase before the clause is no root."""
    for word in parse.words:
        if word.label != "root" or word.pos not in NOUNS or parse.case(word.index) == "":
            continue
        comma = next((one.index for one in parse.words[word.index :] if one.form == ","), None)
        after = () if comma is None else parse.words[comma:]
        verb = next((one for one in after if one.pos == "VERB" and "Tense" in one.features), None)
        if comma is None or verb is None:
            return
        for other in parse.words[comma : verb.index]:
            if other.head == word.index and other.features.get("Case") == "Nom":
                parse.move(other.index, word.index, "nsubj")
        parse.put_in_place(verb.index, word.index)
        parse.move(word.index, verb.index, "obl")
        for child in parse.under(word.index, "nsubj"):
            parse.move(child, verb.index, "nsubj")
        return


def _settle(parse: Parse, name: Word, possible: tuple[str, ...], words: Words) -> None:
    name.pos = "PROPN"
    if name.label == "nmod" and len(parse.under(name.index, "cc")) > 0:
        name.label, name.subtype = "conj", ""
    if parse.case(name.index) != "":
        _settle_phrase(name, possible)
    else:
        if "Gen" in possible:
            _own_title(parse, name, words)
        if "Nom" in possible:
            _join_verb(parse, name)
        _settle_bare(parse, name, possible, words)
    governor = parse.words[name.head]
    if governor.pos in _VERBAL and governor.index != name.index:
        _hand_over(parse, name, governor)


def _settle_phrase(name: Word, possible: tuple[str, ...]) -> None:
    """The case of a name behind a preposition: never the nominative, none where nothing tells."""
    left = [case for case in possible if case != "Nom"]
    if len(left) == 1 or name.features.get("Case") not in left or possible == _ANY:
        # An abbreviation hides its case, and a tagger only guesses at it.
        name.features = {**name.features, "Case": left[0] if len(left) == 1 else ""}


def _settle_bare(parse: Parse, name: Word, possible: tuple[str, ...], words: Words) -> None:
    """The case of a name without preposition, and the role that this case has."""
    governor = parse.words[name.head]
    verb = governor.pos in _VERBAL and governor.index != name.index
    possible = tuple(case for case in possible if case != "Loc") or possible
    told = _told(parse, name, possible, verb=verb)
    act = governor.pos == "NOUN" and governor.index < name.index
    if act and governor.lemma not in words.roles and name.label != "conj" and "Gen" in possible:
        # „Визит Моди в Париж”: beside the noun of an act a name owns it, and the place is its own.
        told = "Dat" if told == "Dat" else "Gen"
        for child in parse.under(name.index, "nmod"):
            if parse.case(child) != "":
                parse.move(child, governor.index, "nmod")
    name.features = {**name.features, "Case": told}
    role = _ROLES.get(told, name.label)
    if verb and name.label in _LOOSE and name.label != role:
        name.label, name.subtype = role, ""
    elif not verb and told in {"Gen", "Dat"} and name.label in _BESIDE:
        name.label, name.subtype = "nmod", ""


def _own_title(parse: Parse, name: Word, words: Words) -> None:
    """Case: „Премьер-министр Японии прибудет”: behind a title stands whose it is."""
    title = parse.words[max(name.index - 1, 0)]
    if title.lemma not in words.roles or title.pos != "NOUN" or name.label not in _ACTING:
        return
    if title.head == name.index:
        parse.put_in_place(title.index, name.index)
    elif title.head != name.head:
        return
    parse.move(name.index, title.index, "nmod")
    _seat(parse, title)


def _told(parse: Parse, name: Word, possible: tuple[str, ...], *, verb: bool) -> str:
    """The case of a name without preposition: as tagged where the ending allows it, else likely."""
    told = name.features.get("Case", "")
    if verb and "Nom" in possible and name.index < name.head:
        others = [
            child
            for child in parse.under(name.head, "nsubj")
            if child != name.index and (child < name.head or parse.words[child].pos == "PROPN")
        ]
        if len(others) == 0:
            return "Nom"
    if verb and possible == _ANY[:-1] and name.label in {"obj", "iobj"}:
        things = [child for child in parse.under(name.head, "obj") if child > name.index]
        # „предоставил ООН доступ”: what does not change its form is given the other object.
        return "Dat" if len(things) > 0 else "Acc"
    if {"Nom", "Acc"} <= set(possible) and verb:
        return "Nom" if name.label == "nsubj" else "Acc" if name.label == "obj" else told
    if verb and {"Dat", "Ins"} <= set(possible) and told in {"Dat", "Ins"}:
        return "Ins" if is_passive(parse, name.head) else "Dat"
    if told not in possible or (verb and told == "Gen" and "Dat" in possible):
        # „угрожает России”: a bare name beside a verb is rather its dative than its genitive.
        order = _BESIDE_VERB if verb else _BESIDE_NOUN
        return next((case for case in order if case in possible), told)
    return told


def _join_verb(parse: Parse, name: Word) -> None:
    """Case: „Пять дней назад США смягчили …”: a name just before a verb without a subject."""
    at = name.index + 1
    while at < len(parse.words) and parse.words[at].pos in _BEFORE_VERB:
        at += 1
    if at >= len(parse.words) or name.head == at:
        return
    verb, above = parse.words[at], parse.words[name.head]
    finite = verb.pos == "VERB" and verb.features.get("VerbForm") == "Fin"
    owned = above.index < name.index and above.pos in NOUNS and name.label == "nmod"
    if finite and not owned and len(parse.under(at, "nsubj")) == 0:
        if parse.words[at].head == name.index:
            parse.put_in_place(at, name.index)
        parse.move(name.index, at, "nsubj")


def _hand_over(parse: Parse, name: Word, verb: Word) -> None:
    """Case: „поставила Украине танки”: a name beside a verb has no tanks of its own."""
    for child in parse.under(name.index, "nmod"):
        if child > name.index and parse.case(child) != "":
            parse.move(child, verb.index, "obl")
    for child in parse.under(name.index, "nmod", "flat", "appos", "punct"):
        thing = parse.words[child]
        case = thing.features.get("Case")
        bare = parse.case(child) == "" and thing.pos in NOUNS and child > name.index
        if bare and case in {"Nom", "Acc", "Ins"} and not thing.text[:1].isupper():
            parse.move(child, verb.index, "obl" if case == "Ins" else "obj")


def _lower_subject(parse: Parse, verb: Word, words: Words) -> None:
    """Case: „Санкции могут быть отменены”: the subject of "can" is what is lifted."""
    above = parse.words[verb.head]
    if verb.label != "xcomp" or above.lemma not in words.possible:
        return
    if verb.features.get("Voice") == "Pass" and len(parse.under(verb.index, "nsubj")) == 0:
        for child in parse.under(above.index, "nsubj"):
            parse.move(child, verb.index, "nsubj", "pass")


def _hand_down(parse: Parse, verb: Word) -> None:
    """Case: „нанёс удары по объектам”: what is struck belongs to the strikes."""
    objects = parse.under(verb.index, "obj")
    for child in parse.under(verb.index, "obl") if len(objects) > 0 else ():
        if child > objects[0] > verb.index and parse.case(child) == "at":
            parse.move(child, objects[0], "nmod")


def _find_subject(parse: Parse, verb: Word) -> None:
    """Case: „Польшу атаковали беспилотники”: of two objects the nominative is the subject."""
    objects = parse.under(verb.index, "obj")
    if len(objects) < len(("subject", "object")) or len(parse.under(verb.index, "nsubj")) > 0:
        return
    for child in objects:
        if parse.words[child].features.get("Case") == "Nom":
            parse.words[child].label = "nsubj"
            return
