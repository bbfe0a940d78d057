"""From words to actors: who the filler of a slot is.

A name stands for itself; "the Belarusian leader" for Belarus; "the Belarusian opposition" for the
side; "Russian missiles" act for Russia; a pronoun for whom the context offers. A place never acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from detente.graph.actors import state_of
from detente.loaders.reading.context import Context
from detente.loaders.reading.mentions import Mention, MentionIndex
from detente.loaders.reading.parse import NOUNS, Parse
from detente.loaders.reading.words import Words

__all__ = ["Cast", "Party", "distinct"]

_MEDIA = "MED"
_WHERE = frozenset({"in", "din", "la", "de la"})
_SCENE = 0.7
_POSSESSED = 0.75
_DASHES = frozenset({"-", "–", "—", "/"})
_NAMING = frozenset({"flat", "appos", "nmod", "compound", "list", "nsubj"})


class Party(NamedTuple):
    """An actor as found: `words` are the first and last word that name it, None when inferred."""

    actor: str
    person: str | None
    words: tuple[int, int] | None
    confidence: float
    how: str


def distinct(parties: Sequence[Party]) -> list[Party]:
    """Each actor once, as it was found first.

    >>> named = Party("BLR", None, None, 0.9, "name")
    >>> [party.how for party in distinct([named, named._replace(how="pronoun")])]
    ['name']
    """
    return list({party.actor: party for party in reversed(parties)}.values())[::-1]


class Cast:
    """The actors of one parsed sentence, looked up by word."""

    def __init__(self, parse: Parse, found: list[Mention], words: Words, context: Context) -> None:
        self._parse = parse
        self._words = words
        self._context = context
        self.index = MentionIndex(parse, found)

    def parties(self, index: int) -> list[Party]:
        """Everyone that a slot filler names: itself and what it is joined to by "and"."""
        own = [*self._one(index), *self._dashed(index)]
        joined = [
            party
            for child in self._parse.under(index, "conj")
            if self._parse.words[child].pos not in {"VERB", "AUX"}
            for party in self.parties(child)
        ]
        return distinct([*own, *joined])

    def scene(self, index: int) -> list[Party]:
        """The state in which a thing lies that nobody is said to own: "a market in Khost"."""
        word = self._parse.words[index]
        named = self.index.at(index) is not None
        if word.pos not in NOUNS or named or word.lemma in self._words.inert:
            return []
        for child in self._parse.under(index, "nmod"):
            mention = self.index.at_head(child)
            where = self._parse.case(child) in _WHERE and mention is not None
            if where and mention is not None and mention.actor is not None:
                return [self._party(mention, "", _SCENE)._replace(how="place")]
        return []

    def owns_nothing(self, index: int) -> bool:
        """Whether a name only qualifies what never acts for its state: "the Mexican peso"."""
        words = self._parse.words
        return words[words[index].head].lemma in self._words.inert

    def _dashed(self, index: int) -> list[Party]:
        # "US-China talks": a name before a dash belongs with the one behind it.
        mention = self.index.at(index)
        if mention is None:
            return []
        words = self._parse.words
        found = []
        for dash, other in (
            (mention.first - 1, mention.first - 2),
            (mention.last + 1, mention.last + 2),
        ):
            if 0 <= other < len(words) and words[dash].form in _DASHES:
                partner = self.index.at(other)
                speaks = partner is not None and words[partner.head].subtype == "speaker"
                if partner is not None and partner.actor is not None and not speaks:
                    found.append(self._party(partner, "", 0.9))
        return found

    def _one(self, index: int) -> list[Party]:
        mention = self.index.at(index)
        word = self._parse.words[index]
        if mention is not None and mention.actor is not None:
            return [self._party(mention, "", 0.95 if mention.kind != "demonym" else 0.85)]
        if word.pos == "PRON" or (word.pos == "DET" and word.form in self._words.third_person):
            return self._pronoun(index)
        if mention is not None:
            return self._titled(index)
        if self._both(index):
            return [Party(actor, None, (index, index), 0.75, "both") for actor in self._two(index)]
        if word.lemma in self._words.roles:
            return self._role(index, self._words.roles[word.lemma])
        return (word.pos == "PROPN" and self._titled(index)) or self._owned(index)

    def _party(self, mention: Mention, side: str, confidence: float) -> Party:
        actor = mention.actor or ""
        if side != "" and ":" not in actor and mention.kind != "media":
            actor = f"{actor}:{side}"
        return Party(actor, mention.person, (mention.first, mention.last), confidence, mention.kind)

    def _role(self, index: int, side: str) -> list[Party]:
        # A name beside the title is the person; what the title belongs to is the state.
        if side == _MEDIA and self._is_office(index):
            side = ""
        for mention in self.index.persons(index):
            if mention.actor is not None:
                return [self._party(mention, "", 0.95)]
        for mention in self.index.near(index):
            if mention.actor is not None:
                self._remember_title(index, mention.actor)
                return self._owners(index, mention, side)
        word = self._parse.words[index]
        possessor = self._possessor(index)
        if possessor is not None:
            # "…, its foreign minister said": of the state that the sentence is about.
            owner = possessor.actor if side == "" else f"{state_of(possessor.actor)}:{side}"
            return [Party(owner, None, (index, index), _POSSESSED, "role")]
        if word.lemma in self._words.leaders and word.label == "nsubj":
            # "The president also announced …": whoever was spoken of.
            actor, person = self._context.person()
            if actor is not None:
                return [Party(actor, person, (index, index), 0.7, "leader")]
        return []

    def _is_office(self, index: int) -> bool:
        if self._parse.words[index].lemma not in self._words.offices:
            return False
        beside = self._parse.under(index, "compound", "amod", "nmod")
        return len(beside) > 0 and not any(
            self._parse.words[child].lemma in self._words.news
            or self._parse.words[child].pos == "PROPN"
            for child in beside
            if self.index.at(child) is None
        )

    def _possessor(self, index: int) -> Party | None:
        """Whose a role is that is "its" or „său”: the subject before, else the state before."""
        group = self._parse.under(index, "nmod", "det")
        forms = {
            self._parse.words[child].form
            for child in (*group, *(below for one in group for below in self._parse.children[one]))
        }
        if len(forms & self._words.whose) > 0:
            # "Kenya, whose police are deployed …"
            nearest = self.index.state_before(index)
            return None if nearest is None else self._party(nearest, "", _POSSESSED)
        if len(forms & self._words.impersonal) == 0:
            return None
        for before in reversed(self._parse.words[:index]):
            mention = self.index.at(before.index)
            if before.label == "nsubj" and mention is not None and mention.actor is not None:
                return self._party(mention, "", _POSSESSED)
        nearest = self.index.state_before(index)
        return None if nearest is None else self._party(nearest, "", _POSSESSED)

    def _two(self, index: int) -> list[str]:
        """The two states named before in the sentence, else the article's, else the sentence's."""
        for pair in (
            self.index.states(before=index)[:2],
            self._context.pair(),
            self.index.states(before=len(self._parse.words)),
        ):
            if len(pair) == len(("one", "other")):
                return sorted(pair)
        return []

    def _owners(self, index: int, mention: Mention, side: str) -> list[Party]:
        """Whom a title belongs to: "the leaders of Japan and India" are two."""
        joined = [self.index.at_head(child) for child in self._parse.under(mention.head, "conj")]
        found = []
        for owner in (mention, *joined):
            if owner is not None and owner.actor is not None:
                place = (min(index, owner.first), max(index, owner.last))
                leads = self._parse.words[index].lemma in self._words.leaders
                how = "media" if owner.kind == "media" else "leader" if leads else "role"
                found.append(
                    self._party(owner, side, 0.9)._replace(words=place, how=how, person=None)
                )
        return found

    def _titled(self, index: int) -> list[Party]:
        # A person without an office in the tables: a title in the text gives one for this article.
        parse, word = self._parse, self._parse.words[index]
        titles = [word.head, *parse.under(index, "compound", "nmod", "appos", "flat", "amod")]
        for title in titles:
            role = self._words.roles.get(parse.words[title].lemma)
            if role is None or title == index:
                continue
            for mention in (*self.index.near(title), *self.index.near(index)):
                if mention.actor is not None and mention.kind != "person":
                    party = self._party(mention, role, 0.85)
                    self._give_title(index, party.actor)
                    return [party._replace(words=(index, index), person=word.text, how="titled")]
        known = self._context.titled(word.form)
        return [] if known is None else [Party(known, word.text, (index, index), 0.8, "titled")]

    def _remember_title(self, index: int, actor: str) -> None:
        for child in self._parse.under(index, *_NAMING):
            if self._parse.words[child].pos == "PROPN" and self.index.at(child) is None:
                self._give_title(child, actor)

    def _give_title(self, index: int, actor: str) -> None:
        for word in (index, *self._parse.under(index, "flat")):
            if self._parse.words[word].pos == "PROPN":
                self._context.give_title(self._parse.words[word].form, actor)

    def _owned(self, index: int) -> list[Party]:
        # "Russian missiles", "Iran's nuclear sites": the owner stands in for the thing.
        word = self._parse.words[index]
        if word.pos not in {"NOUN", "PROPN", "VERB"}:
            return []
        if word.lemma in self._words.inert:
            return []
        known = word.lemma in self._words.instruments or word.lemma in self._words.assets
        how = "private" if word.lemma in self._words.private else "owner"
        for mention in self.index.near(index, owners_only=True):
            if mention.actor is not None:
                party = self._party(mention, "", 0.8 if known else 0.6)
                return [party._replace(how=how)]
        return []

    def _both(self, index: int) -> bool:
        word = self._parse.words[index]
        if word.lemma not in self._words.both and word.form not in self._words.both:
            return False
        if word.features.get("Number") != "Plur":
            return False
        return next(self.index.near(index), None) is None

    def _pronoun(self, index: int) -> list[Party]:
        word = self._parse.words[index]
        if word.form in self._words.first_person or word.features.get("Person") == "1":
            actor, person = self._context.speaker()
        elif word.form in self._words.third_person or word.lemma in self._words.third_person:
            before = self._subject_before(index)
            if before is not None:
                return [before._replace(words=(index, index), confidence=0.75, how="pronoun")]
            plural = word.features.get("Number") == "Plur"
            if plural and word.form in self._words.both:
                return [
                    Party(actor, None, (index, index), 0.65, "they")
                    for actor in self._context.pair()
                ]
            actor, person = self._context.person()
        else:
            return []
        if actor is None:
            return []
        return [Party(actor, person, (index, index), 0.7, "pronoun")]

    def _subject_before(self, index: int) -> Party | None:
        """The subject earlier in the sentence that a pronoun means: a person for "he"."""
        word = self._parse.words[index]
        impersonal = word.form in self._words.impersonal
        if impersonal and word.label != "nsubj":
            nearest = self.index.state_before(index)
            return None if nearest is None else self._party(nearest, "", 0.75)
        for before in reversed(self._parse.words[:index]):
            if before.label != "nsubj" or before.head in {word.head, index}:
                continue
            if before.pos == "PRON" or before.index == index:
                continue
            plural = before.features.get("Number") == "Plur"
            if not impersonal and plural and word.features.get("Number") != "Plur":
                continue
            for party in self._one(before.index):
                if impersonal or party.person is not None or party.how == "leader":
                    return party
        return None
