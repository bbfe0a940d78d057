"""The gazetteer in memory: who is who, under which names, and who held which office when."""

# A roster is built from rows handed in and never changes; it opens no files and knows no clock.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import cached_property

from pydantic import BaseModel

from detente.graph.actors import SIDES, Actor, Office
from detente.graph.errors import ResolutionError
from detente.graph.names import Name, NameKind, PersonName, name_key

__all__ = ["Found", "Name", "NameKind", "PersonName", "Roster"]

# What a bare word means when several readings are open: the first rank that has any wins.
_PERSON, _CODE = 2, 4
_RANKS: dict[NameKind, int] = {
    "name": 0,
    "media": 0,
    "acronym": 0,
    "capital": 1,
    "seat": 1,
    "adjective": 3,
    "demonym": 3,
}
_DAY = timedelta(days=1)


class Found(BaseModel, frozen=True):
    """One hit of a search: the actor, the name that matched and the offices of a person."""

    actor: Actor
    matched: str
    offices: tuple[Office, ...] = ()


class Roster:
    """Every known actor, person and office, looked up by code or by name.

    >>> belarus = Actor(actor_id="BLR", label="Country", name="Belarus")
    >>> minsk = Name(actor_id="BLR", lang="ro", kind="capital", forms=("Minsk", "Minskului"))
    >>> roster = Roster(actors=[belarus], names=[minsk], persons=[], offices=[])
    >>> roster.resolve("belarus"), roster.resolve("minskului"), roster.resolve("BLR:OPP")
    ('BLR', 'BLR', 'BLR:OPP')

    `codes` maps further codes (ISO alpha-2, COW abbreviations) to actor ids; `ambiguous` maps words
    that name no single actor ("Korea") to those that they may mean.
    """

    def __init__(
        self,
        *,
        actors: Iterable[Actor],
        names: Iterable[Name],
        persons: Iterable[PersonName],
        offices: Iterable[Office],
        codes: Mapping[str, str] | None = None,
        ambiguous: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.actors = tuple(actors)
        self.names = tuple(names)
        self.persons = tuple(persons)
        self.ambiguous: Mapping[str, tuple[str, ...]] = dict(ambiguous or {})
        self._codes = dict(codes or {})
        self._actors = {actor.actor_id: actor for actor in self.actors}
        self._persons = {person.person_id: person for person in self.persons}
        held: defaultdict[str, list[Office]] = defaultdict(list)
        for office in offices:
            held[office.person].append(office)
        self._offices = {
            person: tuple(sorted(rows, key=lambda office: office.since.start))
            for person, rows in held.items()
        }

    def extended(self, *, actors: Iterable[Actor], names: Iterable[Name]) -> Roster:
        """The same with more actors and names.

        >>> mali = Actor(actor_id="MLI", label="Country", name="Mali")
        >>> roster = Roster(actors=[], names=[], persons=[], offices=[])
        >>> roster.extended(actors=[mali], names=[]).resolve("Mali")
        'MLI'
        """
        return Roster(
            actors=(*self.actors, *actors),
            names=(*self.names, *names),
            persons=self.persons,
            offices=(office for held in self._offices.values() for office in held),
            codes=self._codes,
            ambiguous=self.ambiguous,
        )

    def actor(self, actor_id: str) -> Actor | None:
        """The actor with this id, or None; sides and persons are made on the fly.

        >>> belarus = Actor(actor_id="BLR", label="Country", name="Belarus", name_ro="Belarus")
        >>> roster = Roster(actors=[belarus], names=[], persons=[], offices=[])
        >>> roster.actor("BLR:OPP").name, roster.actor("BLR:OPP").label
        ('Belarus: opposition', 'Organization')
        >>> roster.actor("NARNIA") is None
        True
        """
        known = self._actors.get(actor_id)
        if known is not None:
            return known
        person = self._persons.get(actor_id)
        if person is not None:
            return _person_actor(person)
        state_id, _, side = actor_id.partition(":")
        state = self._actors.get(state_id)
        if state is None or side not in SIDES:
            return None
        return Actor(actor_id=actor_id, label="Organization", name=f"{state.name}: {SIDES[side]}")

    def resolve(self, text: str) -> str:
        """The id of the one actor that `text` names: a code, or a name in any language.

        >>> usa = Actor(actor_id="USA", label="Country", name="United States")
        >>> roster = Roster(actors=[usa], names=[], persons=[], offices=[], codes={"US": "USA"})
        >>> roster.resolve("united states"), roster.resolve("us"), roster.resolve("US:LEG")
        ('USA', 'USA', 'USA:LEG')

        Own codes come first, then names and acronyms, capitals and seats of government, persons,
        adjectives, and last ISO alpha-2 and COW codes. Of several persons of one name the only one
        who is in office wins. A side may be given as `Belarus:OPP`.

        Raises `ResolutionError` with the candidates when no actor, or no single one, fits.
        """
        code = text.strip().upper()
        if self.actor(code) is not None:
            return code
        stem, colon, side = text.rpartition(":")
        if colon == ":" and stem.strip() != "":
            return self._side(text.strip(), f"{self.resolve(stem)}:{side.strip().upper()}")
        candidates = self._candidates(name_key(text))
        if len(candidates) != 1:
            raise ResolutionError(text.strip(), candidates)
        return candidates[0]

    def _side(self, text: str, actor_id: str) -> str:
        if self.actor(actor_id) is None:
            raise ResolutionError(text, ())
        return actor_id

    def _candidates(self, key: str) -> tuple[str, ...]:
        unclear = self._unclear.get(key)
        if unclear is not None:
            return unclear
        readings = self._index.get(key, ())
        best = min((rank for rank, _ in readings), default=0)
        fitting = tuple(sorted({actor_id for rank, actor_id in readings if rank == best}))
        if len(fitting) > 1 and best == _PERSON:
            serving = tuple(person for person in fitting if self._serves(person))
            return serving if len(serving) == 1 else fitting
        return fitting

    def _serves(self, person_id: str) -> bool:
        return any(office.until is None for office in self._offices.get(person_id, ()))

    def find(self, text: str) -> list[Found]:
        """Actors and persons with a name that contains `text`, best first.

        >>> mali = Actor(actor_id="MLI", label="Country", name="Mali")
        >>> somalia = Actor(actor_id="SOM", label="Country", name="Somalia")
        >>> roster = Roster(actors=[somalia, mali], names=[], persons=[], offices=[])
        >>> [hit.matched for hit in roster.find("mali")]
        ['Mali', 'Somalia']

        Whole names come before beginnings, beginnings before words, words before middles; then
        short names before long ones. An actor is listed once, with the name that fits best.
        """
        sought = name_key(text)
        best: dict[str, tuple[int, int, str]] = {}
        for form, actor_id in self._forms():
            fit = _fit(sought, name_key(form))
            if fit is not None:
                entry = (fit, len(form), form)
                best[actor_id] = min(entry, best.get(actor_id, entry))
        ordered = sorted(best.items(), key=lambda item: (item[1], item[0]))
        hits = ((self.actor(actor_id), entry[2]) for actor_id, entry in ordered)
        return [
            Found(actor=actor, matched=form, offices=self.offices(actor.actor_id))
            for actor, form in hits
            if actor is not None
        ]

    def offices(self, person_id: str, on: date | None = None) -> tuple[Office, ...]:
        """The offices of a person, oldest first; only those that may be held on day `on`, if given.

        >>> Roster(actors=[], names=[], persons=[], offices=[]).offices("JOHN_DOE")
        ()

        `until` is the first day without the office; a bare month or year stands for its last day.
        """
        held = self._offices.get(person_id, ())
        if on is None:
            return held
        return tuple(office for office in held if _holds(office, on))

    def _forms(self) -> Iterator[tuple[str, str]]:
        for actor in self.actors:
            yield actor.actor_id, actor.actor_id
            yield from ((name, actor.actor_id) for name in _own_names(actor))
        for name in self.names:
            yield from ((form, name.actor_id) for form in name.forms)
        for person in self.persons:
            yield person.name, person.person_id
            for forms in person.forms.values():
                yield from ((form, person.person_id) for form in forms)

    # Built at the first question: reading a roster for its rows alone costs no folding.
    @cached_property
    def _index(self) -> dict[str, set[tuple[int, str]]]:
        index: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
        for actor in self.actors:
            for own in _own_names(actor):
                index[name_key(own)].add((_RANKS["name"], actor.actor_id))
        for name in self.names:
            for form in name.forms:
                index[name_key(form)].add((_RANKS[name.kind], name.actor_id))
        for person in self.persons:
            for form in {person.name}.union(*person.forms.values()):
                index[name_key(form)].add((_PERSON, person.person_id))
        for code, actor_id in self._codes.items():
            index[name_key(code)].add((_CODE, actor_id))
        return dict(index)

    @cached_property
    def _unclear(self) -> dict[str, tuple[str, ...]]:
        return {name_key(form): actor_ids for form, actor_ids in self.ambiguous.items()}


def _own_names(actor: Actor) -> tuple[str, ...]:
    return (actor.name,) if actor.name_ro is None else (actor.name, actor.name_ro)


def _person_actor(person: PersonName) -> Actor:
    romanian = person.forms.get("ro", ())
    return Actor(
        actor_id=person.person_id,
        label="Person",
        name=person.name,
        name_ro=romanian[0] if len(romanian) > 0 else None,
        wikidata=person.wikidata,
    )


def _fit(sought: str, form: str) -> int | None:
    at = form.find(sought)
    if at < 0:
        return None
    if form == sought:
        return 0
    if at == 0:
        return 1
    return 2 if f" {sought}" in form else 3


def _holds(office: Office, day: date) -> bool:
    return office.since.start <= day and (office.until is None or day < office.until.end - _DAY)
