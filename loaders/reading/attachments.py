"""Phrases that hang on the wrong word: of days, owners, agents and Romanian objects."""

from __future__ import annotations

from detente.loaders.reading.arguments import is_passive
from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.words import Words

__all__ = ["attach_objects", "attach_phrases"]

_OWNING = frozenset({"al", "ale", "ai"})
_AGENT = frozenset({"de", "de catre"})


def attach_phrases(parse: Parse, words: Words) -> None:
    """Put right what hangs on days, on owned nouns and on the names beside participles."""
    _weekdays(parse, words)
    if words.drops_subjects:
        _genitives(parse)
        _agents(parse)


def attach_objects(parse: Parse, words: Words) -> None:
    """Put right the Romanian objects with "pe", datives and torn adjectives."""
    if words.drops_subjects:
        _named_objects(parse, words)
        _datives(parse, words)
        _torn_adjectives(parse, words)


def _weekdays(parse: Parse, words: Words) -> None:
    """Case: „au purtat vineri discuții”, „expulzați luni din Rusia”: a day has no object."""
    for word in parse.words:
        if word.form not in words.weekdays or word.head == word.index:
            continue
        verb = parse.words[word.head]
        if verb.pos != "VERB":
            continue
        if word.pos == "VERB":
            word.pos = "NOUN"
        for child in parse.under(word.index, "nmod", "obj", "obl", "amod"):
            other = parse.words[child]
            if child > word.index and other.pos in NOUNS:
                bare = parse.case(child) == "" and len(parse.under(verb.index, "obj")) == 0
                parse.move(child, verb.index, "obj" if bare else "obl")
        if word.label == "obj":
            word.label, word.subtype = "obl", "tmod"


def _named_objects(parse: Parse, words: Words) -> None:
    """Case: „îl critică deschis pe X”: the object hangs on the manner of the verb."""
    for word in parse.words:
        if parse.case(word.index) != "pe" or word.label not in {"obl", "nmod", "obj"}:
            continue
        verb = parse.words[word.head]
        while verb.label in {"xcomp", "advmod", "obl"} and verb.head != verb.index:
            if parse.has(verb.index, "mark", words.wishing) or verb.index > word.index:
                break
            verb = parse.words[verb.head]
        clitic = any(
            parse.words[child].pos == "PRON" and parse.words[child].label in {"expl", "obj", "iobj"}
            for child in parse.children[verb.index]
            if child < verb.index
        )
        if clitic and verb.pos == "VERB" and verb.index < word.index:
            parse.move(word.index, verb.index, "obj")


def _datives(parse: Parse, words: Words) -> None:
    """Case: „oferă 120 de milioane de euro Moldovei”: the dative belongs to the verb."""
    for word in parse.words:
        if word.label != "nmod" or word.features.get("Case") != "Dat,Gen":
            continue
        sum_ = parse.words[word.head]
        if sum_.lemma not in words.measures or parse.case(word.index) != "":
            continue
        verb = next(
            (up for up in parse.ancestors(sum_.index) if parse.words[up].pos == "VERB"), None
        )
        if verb is not None and word.pos == "PROPN":
            parse.move(word.index, verb, "iobj")


def _genitives(parse: Parse) -> None:
    """Case: „livrările de arme ale Iranului”: the owner belongs to the noun that agrees."""
    for word in parse.words:
        inner = parse.words[word.head]
        if word.label != "nmod" or parse.case(inner.index) != "de" or inner.label != "nmod":
            continue
        if inner.features.get("Definite") == "Def":
            continue
        if any(parse.words[child].form in _OWNING for child in parse.under(word.index, "det")):
            parse.move(word.index, inner.head, "nmod")


def _agents(parse: Parse) -> None:
    """Case: „impuse Iranului de UE”, „făcute de Canada SUA”: agent and dative of a participle."""
    for word in parse.words:
        name = parse.words[word.head]
        if (
            word.pos != "PROPN"
            or name.pos != "PROPN"
            or word.label != "nmod"
            or word.head > word.index
        ):
            continue
        verb = parse.words[name.head]
        if verb.pos != "VERB" or verb.index > name.index or not is_passive(parse, verb.index):
            continue
        agent = name.subtype == "agent" or parse.case(name.index) in _AGENT
        owned = any(parse.words[child].form in _OWNING for child in parse.under(word.index, "det"))
        dative = word.features.get("Case") == "Dat,Gen" and not owned
        if parse.case(word.index) in _AGENT and not agent:
            parse.move(word.index, verb.index, "obl", "agent")
        elif agent and dative and parse.case(word.index) == "":
            parse.move(word.index, verb.index, "iobj")


def _torn_adjectives(parse: Parse, words: Words) -> None:
    """Case: „a spus ministrul peruan de externe”: the adjective belongs to the title before it."""
    for word in parse.words:
        if word.label != "xcomp" or word.index == 0 or word.pos not in {"ADJ", "NOUN"}:
            continue
        title = parse.words[word.index - 1]
        if title.head == word.head and title.lemma in words.roles and parse.case(word.index) == "":
            parse.move(word.index, title.index, "amod")
