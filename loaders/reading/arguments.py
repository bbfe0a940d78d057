"""Who stands in which slot beside a trigger: grammar only, no meaning.

Slots are language-independent: `subj` acts, `obj` suffers (passive turned round), `iobj` receives,
`owner` and `of` belong to a noun, anything else is a preposition, folded. Word order never decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = [
    "ABOVE",
    "Argument",
    "arguments",
    "inherited_subjects",
    "is_passive",
    "is_relative",
    "is_verb",
    "late_phrases",
    "supports",
]

_BY = frozenset({"by", "de catre"})
_CONTROLLED = frozenset({"xcomp", "ccomp"})
_NONE: frozenset[int] = frozenset()
_CLAUSES = frozenset({"xcomp", "ccomp", "csubj"})


#: Marks a slot that the noun above the apparent filler may fill instead.
ABOVE = ".above"


class Argument(NamedTuple):
    """Word `word` fills `slot`."""

    slot: str
    word: int


def is_verb(parse: Parse, index: int) -> bool:
    """Whether a word heads a clause: a verb, or a predicate adjective ("is close to")."""
    word = parse.words[index]
    if word.pos in {"VERB", "AUX"}:
        return True
    if word.pos == "ADJ":
        return len(parse.under(index, "cop", "nsubj")) > 0
    # A verb taken for a noun still has its subject and its object.
    labels = {parse.words[child].label for child in parse.children[index]}
    return "nsubj" in labels and "cop" not in labels and bool(labels & {"obj", "ccomp", "aux"})


def is_passive(parse: Parse, index: int) -> bool:
    """Whether a verb is passive: a passive auxiliary or subject, or a participle on a noun.

    Romanian "se" passives are not told from reflexives by their label, so they do not count.
    """
    word = parse.words[index]
    for child in parse.children[index]:
        other = parse.words[child]
        if other.label == "aux" and other.subtype == "pass":
            return True
        if other.label == "nsubj" and other.subtype == "pass":
            return not any(parse.words[c].label == "expl" for c in parse.children[index])
    participle = word.features.get("VerbForm") == "Part" or word.features.get("Tense") == "Past"
    return (
        participle
        and word.label in {"acl", "amod"}
        and word.subtype != "relcl"
        and not (_has_subject(parse, index))
    )


def _has_subject(parse: Parse, index: int) -> bool:
    return any(parse.words[child].label == "nsubj" for child in parse.children[index])


def arguments(parse: Parse, trigger: int, theme: int | None, words: Words) -> list[Argument]:
    """All slot fillers of a trigger and its theme, nearest first within a slot."""
    if is_verb(parse, trigger):
        found = list(_of_verb(parse, trigger))
    else:
        found = list(_of_noun(parse, trigger, words))
    if theme is not None:
        for slot, word in _of_noun(parse, theme, words, inside=trigger):
            found.append(Argument(f"theme.{slot}" if slot in {"owner", "of"} else slot, word))
    found = [Argument(words.aliases.get(slot, slot), word) for slot, word in found]
    distance = {argument: abs(argument.word - trigger) for argument in found}
    ordered = sorted(dict.fromkeys(found), key=lambda one: (one.slot, distance[one], one.word))
    return [one for one in ordered if one.word not in {trigger, theme}]


def _of_verb(parse: Parse, verb: int) -> Iterator[Argument]:
    passive = is_passive(parse, verb)
    word = parse.words[verb]
    if passive and word.label in {"acl", "amod"} and not _has_subject(parse, verb):
        yield Argument("obj", word.head)
    elif word.label == "acl" and is_relative(parse, verb):
        yield from _relativised(parse, verb, passive=passive)
    elif word.label == "acl" and word.features.get("VerbForm") in {"Ger", "Part"}:
        yield Argument("subj", word.head)
    elif word.label == "amod" and word.head > verb and _has_subject(parse, verb):
        # "Colombia severed relations" taken for a noun phrase.
        yield Argument("obj", word.head)
    for child in parse.children[verb]:
        yield from _dependent(parse, child, passive=passive)
        if parse.words[child].label in {"advmod", "compound"}:
            # "pull him away from Putin": the phrase hangs on the particle.
            for grandchild in parse.under(child, "obl", "nmod"):
                yield from _dependent(parse, grandchild, passive=passive)


def is_relative(parse: Parse, verb: int) -> bool:
    """Whether a clause is a relative clause: "the embassy, which was closed"."""
    return parse.words[verb].subtype == "relcl" or any(
        parse.words[child].features.get("PronType") in {"Rel", "Int,Rel"}
        or parse.words[child].lemma in {"care", "which", "who", "that"}
        for child in parse.children[verb]
    )


def _relativised(parse: Parse, verb: int, *, passive: bool) -> Iterator[Argument]:
    # "the embassy, which was closed": the noun fills the place of its relative pronoun.
    noun = parse.words[verb].head
    for child in parse.children[verb]:
        word = parse.words[child]
        if word.pos == "PRON" and word.lemma in {"care", "which", "who", "that", "whom", "ce"}:
            for slot, _ in _dependent(parse, child, passive=passive):
                yield Argument(slot, noun)
                if parse.case(noun) != "" and parse.words[noun].head != noun:
                    # "the embassy in Minsk, which was closed": it may be the noun above.
                    yield Argument(f"{slot}{ABOVE}", parse.words[noun].head)
            return
    if not _has_subject(parse, verb):
        yield Argument("obj" if passive else "subj", noun)


def _dependent(parse: Parse, child: int, *, passive: bool) -> Iterator[Argument]:
    word = parse.words[child]
    preposition = parse.case(child)
    if word.label == "nsubj":
        yield Argument("obj" if passive else "subj", child)
    elif word.label in {"obl", "nmod", "advmod"} and preposition != "":
        agent = preposition in _BY or (passive and preposition == "de")
        # Romanian marks a person or name as object with "pe".
        named = preposition == "pe" and word.pos == "PROPN"
        yield Argument("subj" if agent else "obj" if named else preposition, child)
        yield from _after_relay(parse, child, preposition)
    elif word.label == "obj":
        yield Argument("obj", child)
    elif word.label == "iobj" or (word.label in {"obl", "nmod"} and _oblique(parse, child)):
        yield Argument("iobj", child)
    elif word.label == "xcomp" and word.pos == "PROPN":
        yield Argument("obj", child)
    elif word.label in _CLAUSES:
        yield Argument("comp", child)


def _after_relay(parse: Parse, child: int, preposition: str) -> Iterator[Argument]:
    # "on the territory of X", „din partea Rusiei”: preposition and noun together are a preposition.
    for grandchild in parse.under(child, "nmod"):
        inner = parse.case(grandchild)
        if inner in {"", "of"}:
            yield Argument(f"{preposition} {parse.words[child].form}", grandchild)


def _of_noun(
    parse: Parse, noun: int, words: Words, inside: int | None = None
) -> Iterator[Argument]:
    for child in parse.children[noun]:
        if child == inside:
            continue
        word = parse.words[child]
        preposition = parse.case(child)
        if word.label in {"nmod", "obl"} and preposition in _BY:
            yield Argument("subj", child)
        elif word.label in {"nmod", "obl"} and preposition == "of":
            yield Argument("of", child)
        elif word.label == "nmod" and word.subtype == "poss":
            yield Argument("owner", child)
        elif word.label in {"nmod", "obl"} and preposition not in {"", "'s", "’s"}:
            yield Argument(preposition, child)
            yield from _after_relay(parse, child, preposition)
        elif word.label == "nmod" and (_oblique(parse, child) or _genitive_article(parse, child)):
            yield Argument("of", child)
        elif word.label == "det" and word.features.get("Poss") != "Yes":
            continue
        elif (
            word.label in {"compound", "amod", "nmod", "det"}
            and word.pos != "VERB"
            and not (word.pos == "ADJ" and len(parse.under(child, "obl", "iobj")) > 0)
        ):
            yield Argument("owner" if word.label != "nmod" or word.pos != "PROPN" else "of", child)
        elif word.label in {"acl", "amod"} and word.pos in {"VERB", "ADJ"}:
            yield from _through_clause(parse, child, noun, words)
    for child in parse.under(noun, "nsubj"):
        # A predicate noun: "Belarus is an ally of Russia".
        yield Argument("subj", child)
    yield from _through_support(parse, noun, words, inside)


def _oblique(parse: Parse, child: int) -> bool:
    # Romanian genitive and dative are one case; on many nouns only the article shows it.
    group = [child, *parse.under(child, "det")]
    return any(parse.words[index].features.get("Case") == "Dat,Gen" for index in group)


def _genitive_article(parse: Parse, child: int) -> bool:
    return any(
        parse.words[c].label == "det" and parse.words[c].form in {"al", "a", "ai", "ale", "lui"}
        for c in parse.children[child]
    )


def _through_clause(parse: Parse, clause: int, noun: int, words: Words) -> Iterator[Argument]:
    # "the ties that it has with Russia", "sanctions imposed by the US on Syria"
    participle = is_passive(parse, clause) or parse.words[clause].pos == "ADJ"
    if not participle and parse.words[clause].lemma not in words.support:
        return
    for argument in _of_verb(parse, clause):
        if argument.word != noun and argument.slot not in {"obj", "comp"}:
            yield argument


def _through_support(
    parse: Parse, noun: int, words: Words, inside: int | None
) -> Iterator[Argument]:
    # "held talks with", "launched an attack on": the verb's subject and phrases are the noun's.
    word = parse.words[noun]
    verb = word.head
    if verb in {noun, inside} or not is_verb(parse, verb):
        return
    if word.label == "obj" or (word.label == "nsubj" and is_passive(parse, verb)):
        if not supports(parse, verb, words):
            return
    elif word.label == "nsubj":
        if parse.words[verb].lemma not in words.occur:
            return
    else:
        return
    for argument in _of_verb(parse, verb):
        if argument.word != noun and argument.slot not in {"obj", "comp"}:
            yield argument


def supports(parse: Parse, verb: int, words: Words) -> bool:
    """Whether a verb only lends its subject to a noun: "hold talks", "carry out strikes".

    A particle changes a verb's meaning: "give up ties" is no "give".
    """
    lemma = parse.words[verb].lemma
    for child in parse.children[verb]:
        if parse.words[child].subtype == "prt":
            return f"{lemma} {parse.words[child].form}" in words.support
    return lemma in words.support


def late_phrases(
    parse: Parse, index: int, words: Words, others: frozenset[int] = _NONE
) -> Iterator[Argument]:
    """Phrases after a word that the parser hung lower or higher than they belong.

    "an agreement to restore relations with X": X is the other party of both. Only up to the verb
    of the clause, not inside a finite clause, and only what follows the word. An agent is not
    looked for past another event (`others`).
    """
    for below in sorted(parse.subtree(index)):
        preposition = parse.case(below)
        if below > index and preposition != "" and parse.words[below].label in {"nmod", "obl"}:
            phrase = _phrase(preposition, below, words)
            if not _inside_clause(parse, below, index, others if phrase.slot == "subj" else _NONE):
                yield phrase
    below = index
    for above in parse.ancestors(index):
        for child in parse.under(above, "nmod", "obl"):
            preposition = parse.case(child)
            if child > index and child != below and preposition != "":
                yield _phrase(preposition, child, words)
        if is_verb(parse, above) and parse.words[above].features.get("VerbForm") == "Fin":
            return
        below = above


def _phrase(preposition: str, word: int, words: Words) -> Argument:
    slot = words.aliases.get(preposition, preposition)
    return Argument("subj" if slot in _BY else slot, word)


def _inside_clause(parse: Parse, index: int, top: int, others: frozenset[int]) -> bool:
    for above in parse.ancestors(index):
        if above == top:
            return False
        if above in others:
            return True
        if is_verb(parse, above) and parse.words[above].features.get("VerbForm") != "Inf":
            return True
    return False


def _owners_of(parse: Parse, noun: int) -> Iterator[int]:
    if parse.words[noun].pos == "PROPN" and parse.case(noun) == "":
        # "says US to deploy …": the name before an infinitive acts.
        yield noun
    for child in parse.under(noun, "nmod", "amod", "compound", "det"):
        word = parse.words[child]
        owned = word.label != "nmod" or word.subtype == "poss" or _oblique(parse, child)
        if owned and word.pos in {"PROPN", "NOUN", "ADJ"}:
            yield child


def inherited_subjects(parse: Parse, index: int, words: Words) -> Iterator[int]:
    """Grammatical subjects that a clause or noun without one may take from the clauses above it.

    "Lukashenko said he hopes to restore ties": restore < hopes, whose subject it shares.
    """
    path, below = {index}, index
    for above in parse.ancestors(index):
        if parse.words[below].label == "acl" and not is_relative(parse, below):
            # "Indonesia's plan to send troops": whose plan it is acts.
            yield from _owners_of(parse, above)
        if is_verb(parse, above):
            if (
                parse.words[below].label in _CONTROLLED
                and parse.words[above].lemma not in words.promising
            ):
                # "asked Germany to send": the object of the verb above acts below.
                yield from (child for child in parse.under(above, "obj", "iobj") if child < below)
            passive = is_passive(parse, above)
            for slot, word in _of_verb(parse, above):
                if slot == ("obj" if passive else "subj") and word not in path:
                    yield word
        path.add(above)
        below = above
