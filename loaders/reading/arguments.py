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
    "BY",
    "Argument",
    "arguments",
    "is_oblique",
    "is_passive",
    "is_relative",
    "is_verb",
    "subjects_of",
    "supports",
]

#: Prepositions of an agent.
BY = frozenset({"by", "de catre"})
_CLAUSES = frozenset({"xcomp", "ccomp", "csubj"})
# What a noun without a preposition may be, where its case says its role.
_BARE = frozenset({"obl", "iobj", "nmod", "obj"})


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
        predicate = word.label == "xcomp" and parse.words[word.head].pos == "VERB"
        return predicate or len(parse.under(index, "cop", "nsubj")) > 0
    # A verb taken for a noun still has its subject and its object.
    labels = {parse.words[child].label for child in parse.children[index]}
    return "nsubj" in labels and "cop" not in labels and bool(labels & {"obj", "ccomp", "aux"})


def is_passive(parse: Parse, index: int) -> bool:
    """Whether a verb is passive: a passive auxiliary or subject, or a participle on a noun.

    Romanian "se" passives are not told from reflexives by their label, so they do not count.
    """
    word = parse.words[index]
    if len(parse.cases) > 0:
        return _is_marked_passive(parse, index)
    if _is_perfect(parse, index):
        return False
    now = word.features.get("Tense") == "Pres" and word.features.get("Voice") != "Pass"
    participle = word.features.get("VerbForm") == "Part" or word.features.get("Tense") == "Past"
    # "…, killing dozens": an English present participle is active.
    participle = participle and not now
    for child in parse.children[index]:
        other = parse.words[child]
        if other.label == "aux" and other.subtype == "pass":
            return True
        agent = (
            (participle or word.label == "acl")
            and other.label == "obl"
            and other.subtype == "agent"
        )
        if agent or (other.label == "nsubj" and other.subtype == "pass"):
            return not any(parse.words[c].label == "expl" for c in parse.children[index])
    return (
        participle
        and word.label in {"acl", "amod"}
        and word.subtype != "relcl"
        and not (_has_subject(parse, index))
    )


def _is_marked_passive(parse: Parse, index: int) -> bool:
    # Where participles and reflexives say their voice: "снят", "снимаются", not "снявший".
    if parse.words[index].features.get("Voice") == "Pass":
        return True
    return any(parse.words[child].subtype == "pass" for child in parse.children[index])


def _is_perfect(parse: Parse, index: int) -> bool:
    # „ar fi livrat” is active, „ar fi fost livrat” passive; parsers take one for the other.
    forms = {parse.words[child].form for child in parse.children[index] if child < index}
    agent = any(
        parse.words[child].subtype == "agent" or parse.case(child) in {"de", "de catre"}
        for child in parse.under(index, "obl")
    )
    return "fi" in forms and "fost" not in forms and "ar" in forms and not agent


def _has_subject(parse: Parse, index: int) -> bool:
    return any(parse.words[child].label == "nsubj" for child in parse.children[index])


def arguments(parse: Parse, trigger: int, theme: int | None, words: Words) -> list[Argument]:
    """All slot fillers of a trigger and its theme, nearest first within a slot."""
    if is_verb(parse, trigger):
        found = list(_of_verb(parse, trigger))
    else:
        found = list(_of_noun(parse, trigger, words))
    if theme is not None:
        clause = parse.words[theme].label in _CLAUSES
        for slot, word in _of_noun(parse, theme, words, inside=trigger):
            if clause and slot == "subj":
                # "said that Y violated …": who does what a clause tells did not say it.
                continue
            found.append(Argument(f"theme.{slot}" if slot in {"owner", "of"} else slot, word))
    found = [Argument(words.aliases.get(slot, slot), word) for slot, word in found]
    distance = {argument: abs(argument.word - trigger) for argument in found}
    ordered = sorted(dict.fromkeys(found), key=lambda one: (one.slot, distance[one], one.word))
    return [one for one in ordered if one.word not in {trigger, theme}]


def subjects_of(parse: Parse, verb: int) -> Iterator[int]:
    """The grammatical subjects of a verb, active or passive."""
    wanted = "obj" if is_passive(parse, verb) else "subj"
    yield from (word for slot, word in _of_verb(parse, verb) if slot == wanted)


def _of_verb(parse: Parse, verb: int) -> Iterator[Argument]:
    passive = is_passive(parse, verb)
    word = parse.words[verb]
    if passive and word.label in {"acl", "amod"} and not _has_subject(parse, verb):
        yield Argument("obj", word.head)
        before = parse.words[max(verb - 1, 0)]
        if before.index != word.head and before.pos == "PROPN" and before.head == word.head:
            # "towns in Ukraine invaded by Russia"
            yield Argument("obj", before.index)
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
        # „ar fi livrat drone”: what follows an active verb is its object, whatever the label says.
        behind = word.subtype == "pass" and child > word.head and _is_perfect(parse, word.head)
        yield Argument("obj" if passive or behind else "subj", child)
    elif preposition == "" and word.label in _BARE and parse.bare_slot(child) is not None:
        yield Argument(_slot_of_case(parse, child, passive=passive), child)
    elif word.label in {"obl", "nmod", "advmod"} and preposition != "":
        agent = preposition in BY or (passive and preposition == "de")
        # Romanian marks a person or name as object with "pe".
        named = preposition == "pe" and word.pos == "PROPN"
        yield Argument("subj" if agent else "obj" if named else preposition, child)
        yield from _after_relay(parse, child, preposition)
    elif word.label == "obj":
        if preposition not in {"", "pe"}:
            # „depinde încă de Rusia” comes out as an object.
            yield Argument(preposition, child)
        yield Argument("obj", child)
    elif word.label == "iobj" or (word.label in {"obl", "nmod"} and is_oblique(parse, child)):
        yield Argument("iobj", child)
    elif word.label == "xcomp" and word.pos == "PROPN":
        yield Argument("obj", child)
    elif word.label in _CLAUSES:
        yield Argument("comp", child)


def _slot_of_case(parse: Parse, child: int, *, passive: bool) -> str:
    # Beside a verb a genitive is an object ("не снял санкций"), an instrumental agent or means.
    slot = parse.bare_slot(child) or "obj"
    if slot == "of":
        return "obj"
    return "subj" if slot == "means" and passive else slot


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
        case = parse.bare_slot(child) if word.label in _BARE and word.pos != "ADJ" else None
        if case is not None and preposition == "":
            # „захват Россией Крыма”: beside a noun an instrumental can only act.
            yield Argument("subj" if case == "means" else case, child)
        elif word.label in {"nmod", "obl"} and preposition in BY:
            yield Argument("subj", child)
        elif word.label in {"nmod", "obl"} and preposition == "of":
            yield Argument("of", child)
        elif word.label == "nmod" and word.subtype == "poss":
            yield Argument("owner", child)
        elif word.label in {"nmod", "obl"} and preposition not in {"", "'s", "’s"}:
            yield Argument(preposition, child)
            yield from _after_relay(parse, child, preposition)
        elif word.label == "nmod" and (is_oblique(parse, child) or _genitive_article(parse, child)):
            yield Argument("iobj" if _is_dative(parse, noun, child) else "of", child)
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
    yield from _of_apposition(parse, noun)
    yield from _of_epithet(parse, noun)
    # A predicate noun: "Belarus is an ally of Russia".
    yield from (Argument("subj", child) for child in parse.under(noun, "nsubj"))
    yield from _through_support(parse, noun, words, inside)


def _of_apposition(parse: Parse, noun: int) -> Iterator[Argument]:
    # Belarus in "Belarus, an ally of Russia, …", but nobody in a title before a colon.
    named = parse.words[parse.words[noun].head]
    apart = any(word.form == ":" for word in parse.words[named.index : noun])
    apposed = parse.words[noun].label == "appos" and named.index < noun and not apart
    if apposed and named.pos == "PROPN":
        yield Argument("subj", named.index)


def _of_epithet(parse: Parse, word: int) -> Iterator[Argument]:
    # "Eritrea, allied with Egypt, …": an adjective behind a name, whose phrase hangs on the name.
    named = parse.words[parse.words[word].head]
    epithet = parse.words[word].label == "amod" and parse.words[word].pos in {"ADJ", "VERB"}
    apart = word > 0 and parse.words[word - 1].form == ","
    if not (epithet and apart) or named.pos != "PROPN" or named.index > word:
        return
    yield Argument("subj", named.index)
    for child in parse.under(named.index, "nmod"):
        if child > word and parse.case(child) != "":
            yield Argument(parse.case(child), child)


def is_oblique(parse: Parse, child: int) -> bool:
    """Whether a noun stands in the Romanian genitive or dative."""
    # Romanian genitive and dative are one case; on many nouns only the article shows it.
    group = [child, *parse.under(child, "det")]
    return any(parse.words[index].features.get("Case") == "Dat,Gen" for index in group)


def _is_dative(parse: Parse, noun: int, child: int) -> bool:
    # „promite sprijin Iranului”: a Romanian genitive follows a noun with its article, or al/lui.
    word = parse.words[noun]
    bare = word.features.get("Definite") == "Ind" and word.label == "obj"
    return bare and not _genitive_article(parse, child) and child > noun


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
        if not supports(parse, verb, words) and parse.words[verb].lemma not in words.phase:
            return
    elif word.label in {"nsubj", "xcomp"}:
        # "remains a close partner of": the predicate's subject.
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
