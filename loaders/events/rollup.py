"""Who an actor of a coded row acts for on that day: a state, one of its sides, a body, nobody."""

# The office counts, not the passport. An answer depends on the party and the day alone, and what a
# party can mean is worked out once: a row then costs a look-up for each of its ends.

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from detente.graph.actors import SIDES, Office, state_of
from detente.graph.dates import PartialDate
from detente.graph.errors import ResolutionError
from detente.graph.roster import Roster
from detente.loaders.events.known_names import KnownName, known_names, spelling_key
from detente.loaders.events.rows import Party
from detente.loaders.events.sectors import sectors

__all__ = ["Placed", "RollUp"]

#: Parties worked out and kept; a load that meets more starts afresh.
_KEPT = 500_000
#: The longest name of a state, in words, that is sought at the head of a longer name.
_LONGEST = 6
#: Why a name of this kind stands for its actor.
_RULES = {"capital": "capital", "seat": "capital", "media": "media"}

#: ACLED: "Police Forces of Kenya (2022-) Border Guards".
_YEARS = re.compile(r"\s*\(\d{4}-(?:\d{4})?\).*")
_IN_BRACKETS = re.compile(r"(.+?)\s*\(((?:[^()]|\([^()]*\))+)\)\s*")
_LINKED = re.compile(r"(.+?) (?:of|in|to|for) (?:the )?(.+)")
_PATRONYMIC = re.compile(r"\w(?:ovich|evich|ich|ovna|evna)")


class Placed(NamedTuple):
    """Who a party acts for, the person if one was recognised, and the rule that decided.

    >>> Placed("UNO", "ANTONIO_GUTERRES", "office").actor_id
    'UNO'

    `actor_id` is None for a party that could not be placed; `rule` then says why.
    """

    actor_id: str | None
    person: str | None = None
    rule: str = ""


class _Term(NamedTuple):
    since: date
    until: date
    placed: Placed


class _Answer(NamedTuple):
    """What a party means: on the days of the first term that holds, and on all other days."""

    terms: tuple[_Term, ...]
    default: Placed


class _Hints(NamedTuple):
    """What the row says about a party beside its name."""

    state: str | None
    role: str | None
    # CAMEO: without a role, the code names the state, whatever word the text used.
    coded: bool


_NO_HINTS = _Hints(None, None, coded=False)


class RollUp:
    """The actors of coded rows, rolled up to whom they acted for on that day.

    >>> from detente.seeds import roster
    >>> rollup = RollUp(roster())
    >>> rollup.place(Party("Foreign Affairs (Iran)"), date(2018, 5, 1)).actor_id
    'IRN'
    >>> rollup.place(Party("Citizen (India)"), date(2018, 5, 1)).actor_id
    'IND:CIV'
    >>> rollup.place(Party("Emmanuel Macron"), date(2018, 5, 1))
    Placed(actor_id='FRA', person='EMMANUEL_MACRON', rule='office')
    >>> rollup.place(Party("Emmanuel Macron"), date(2012, 5, 1))
    Placed(actor_id='FRA:CIV', person='EMMANUEL_MACRON', rule='no office')

    `own` holds names of the user; they come before those of detente.
    """

    def __init__(self, roster: Roster, own: Iterable[KnownName] = ()) -> None:
        self._roster = roster
        self._sectors = sectors()
        self.own_names = tuple(own)
        self._own = _by_name(self.own_names)
        self._known = _by_name(known_names())
        self._actors: dict[str, tuple[str, str]] = {}
        self._lands: dict[str, str] = {}
        self._persons: defaultdict[str, list[str]] = defaultdict(list)
        self._nobody = {spelling_key(name) for name in (*sectors().nobody, *roster.ambiguous)}
        self._name_actors()
        self._name_persons()
        self._answers: dict[Party, _Answer] = {}

    def place(self, party: Party, day: date) -> Placed:
        """For whom the party acted on that day.

        Names of the user and of detente come first, then actors and persons of the roster; then
        "Title (State)", the row's own country and sectors, and names with a state in them.
        """
        if len(self._own) > 0:
            own = self.own(party.name, day)
            if own is not None:
                return own
        answer = self._answers.get(party)
        if answer is None:
            answer = self._answer(party.name, self._hints(party), party.sectors)
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            self._answers[party] = answer
        for since, until, placed in answer.terms:
            if since <= day < until:
                return placed
        return answer.default

    def _name_actors(self) -> None:
        for actor in self._roster.actors:
            self._name_actor(actor.actor_id, "name", (actor.name,))
        for name in self._roster.names:
            if name.lang == "en":
                self._name_actor(name.actor_id, name.kind, name.forms)
        for actor_id, spellings in self._sectors.states.items():
            for key in map(spelling_key, spellings):
                self._actors[key] = (actor_id, "state")
                self._lands[key] = actor_id
                self._nobody.discard(key)

    def _name_actor(self, actor_id: str, kind: str, spellings: Iterable[str]) -> None:
        country = self._is_country(actor_id)
        for key in map(spelling_key, spellings):
            if kind == "demonym":
                self._actors.setdefault(key, (f"{actor_id}:CIV", "people"))
            elif kind != "adjective":
                self._actors[key] = (actor_id, _RULES.get(kind, "state" if country else "body"))
            if actor_id in self._sectors.bodies or (country and kind not in _RULES):
                self._lands.setdefault(key, actor_id)

    def _name_persons(self) -> None:
        for person in self._roster.persons:
            spellings = (person.name, *person.forms.get("en", ()))
            for key in sorted({spelling_key(form) for form in spellings}):
                self._persons[key].append(person.person_id)

    def _hints(self, party: Party) -> _Hints:
        country = party.country or ""
        shouted = party.name == "" or party.name.isupper()
        return _Hints(
            self._state(country),
            self._sectors.of_sectors(party.sectors),
            coded=country.isupper() and shouted,
        )

    def _state(self, country: str) -> str | None:
        """The state that a country column names, by name or by code."""
        if country == "":
            return None
        code = self._sectors.codes.get(country, country)
        if self._is_country(code):
            return code
        found = self._actors.get(spelling_key(country))
        if found is not None:
            return found[0] if self._is_country(found[0]) else None
        try:
            actor_id = self._roster.resolve(code)
        except ResolutionError:
            return None
        return actor_id if self._is_country(actor_id) else None

    def owns(self, name: str) -> bool:
        """Whether it is one of the names of the user."""
        return spelling_key(name) in self._own

    def own(self, name: str, day: date) -> Placed | None:
        """For whom a name of the user stands on that day; None where the user named nobody."""
        for row in self._own.get(spelling_key(name), ()):
            begun = row.since is None or row.since.start <= day
            if begun and (row.until is None or day < row.until.over):
                return Placed(row.actor_id, None, row.rule)
        return None

    def _is_country(self, actor_id: str) -> bool:
        known = self._roster.actor(actor_id)
        return known is not None and known.label == "Country"

    def _answer(self, text: str, hints: _Hints, words: tuple[str, ...] = ()) -> _Answer:
        name = _YEARS.sub("", text).strip()
        key = spelling_key(name)
        return (
            self._by_name(key, hints)
            or self._by_group(words)
            or self._by_brackets(name, hints)
            or self._by_hints(key, hints)
            or self._by_parts(key, hints)
        )

    def _by_name(self, key: str, hints: _Hints) -> _Answer | None:
        persons = self._persons_named(key, hints.state)
        rows = self._known.get(key)
        # A name of many actors is one of them once the row says of which state it is and what.
        unclear = key in self._nobody or (rows is not None and rows[0].actor_id is None)
        if unclear and hints.state is not None and hints.role is not None:
            return None
        if rows is not None:
            return self._known_name(rows, persons, hints)
        if key in self._actors and not self._sectors.is_title(key):
            return self._actor(*self._actors[key], hints)
        if len(persons) > 0:
            return self._person(persons, hints)
        return _always(None, "ambiguous") if key in self._nobody else None

    def _known_name(
        self, rows: list[KnownName], persons: tuple[str, ...], hints: _Hints
    ) -> _Answer:
        person = persons[0] if len(persons) == 1 else None
        terms = tuple(
            _term(row.since, row.until, self._of_known(row, person))
            for row in rows
            if row.since is not None or row.until is not None
        )
        further = self._person(persons, hints) if len(persons) > 0 else None
        if further is not None:
            terms += further.terms
        lasting = [row for row in rows if row.since is None and row.until is None]
        if len(lasting) > 0:
            return _Answer(terms, self._of_known(lasting[0], person))
        if further is not None and further.default.actor_id is not None:
            return _Answer(terms, further.default)
        served = [row.actor_id for row in rows if row.actor_id is not None]
        return _Answer(terms, self._without_office(person, served, hints))

    def _of_known(self, row: KnownName, person: str | None) -> Placed:
        acts_for = None if row.actor_id is None else self._sectors.acting(row.actor_id)
        return Placed(acts_for, person, row.rule)

    def _actor(self, actor_id: str, rule: str, hints: _Hints) -> _Answer:
        state = state_of(actor_id)
        if rule == "people" and hints.role is None:
            return _always(state, "state") if hints.coded else _always(actor_id, rule)
        if rule == "capital" and hints.state is not None:
            state = hints.state
        elif rule != "people" and not self._is_country(actor_id):
            return _always(self._sectors.acting(actor_id), "organ" if ":" in actor_id else rule)
        if hints.role is not None and hints.role != "STATE":
            return self._in_role(state, hints.role, "sector")
        return _always(state, "state" if rule == "people" else rule)

    def _persons_named(self, key: str, state: str | None) -> tuple[str, ...]:
        found = self._persons.get(key)
        if found is None:
            first, *middle = key.split() or [""]
            plain = [word for word in middle[:-1] if _PATRONYMIC.search(word) is None]
            found = self._persons.get(" ".join([first, *plain, *middle[-1:]]), [])
        # A lone surname is a person's only if nothing speaks against it.
        if state is not None and " " not in key:
            return tuple(person for person in found if state in map(state_of, self._served(person)))
        return tuple(found)

    def _served(self, person: str) -> list[str]:
        return [office.actor_id for office in self._roster.offices(person)]

    def _person(self, persons: tuple[str, ...], hints: _Hints) -> _Answer:
        held = [
            (self._weight(office, hints.state), person, office)
            for person in persons
            for office in self._roster.offices(person)
        ]
        terms = tuple(
            _term(
                office.since,
                office.until,
                Placed(self._sectors.acting(office.actor_id), person, "office"),
            )
            for _, person, office in sorted(held, key=lambda entry: entry[:2])
        )
        if len(persons) > 1:
            return _Answer(terms, Placed(None, None, "ambiguous"))
        return _Answer(terms, self._without_office(persons[0], self._served(persons[0]), hints))

    def _weight(self, office: Office, state: str | None) -> tuple[bool, bool, date]:
        """Of two offices held at once: that in the country named, in a state, the older one."""
        body = not self._is_country(state_of(office.actor_id))
        return (office.actor_id != state, body, office.since.start)

    def _without_office(self, person: str | None, served: list[str], hints: _Hints) -> Placed:
        if hints.state is not None and hints.role is not None:
            return Placed(self._sectors.with_role(hints.state, hints.role), person, "sector")
        homes = [hints.state, *(state_of(actor_id) for actor_id in served)]
        home = next((home for home in homes if home is not None and self._is_country(home)), None)
        return Placed(None if home is None else f"{home}:CIV", person, "no office")

    def _by_group(self, words: tuple[str, ...]) -> _Answer | None:
        group = self._sectors.group(words)
        return None if group is None else _always(group, "group")

    def _by_brackets(self, name: str, hints: _Hints) -> _Answer | None:
        """Place "Title (State)": the title says the role, unless it names an actor of its own."""
        parts = _IN_BRACKETS.fullmatch(name)
        if parts is None:
            return None
        title, within = spelling_key(parts[1]), spelling_key(parts[2])
        named = self._actors.get(title)
        if named is not None and named[1] == "body" and not self._sectors.is_title(title):
            return _always(self._sectors.acting(named[0]), named[1])
        role = self._sectors.of_title(title)
        state = self._lands.get(within) or self._actors.get(within, ("", ""))[0]
        if self._is_country(state):
            role = role or hints.role
            rule = "unknown role" if role is None else "role"
            return self._in_role(state, role or "CIV", rule)
        inner = self._by_name(within, _NO_HINTS)
        if inner is None or inner.default.rule == "ambiguous":
            return None
        people = inner.default.actor_id if inner.default.rule == "people" else None
        # The rebels of a people are no civilians; its ministry is not one of the state, though.
        if people is not None and role is not None and role in SIDES:
            return self._in_role(state_of(people), role, "role")
        return inner

    def _by_hints(self, key: str, hints: _Hints) -> _Answer | None:
        if hints.state is None:
            return None
        if hints.role is not None:
            return self._in_role(hints.state, hints.role, "sector")
        titled = self._sectors.of_title(key)
        if titled is not None:
            return self._in_role(hints.state, titled, "role")
        if hints.coded:
            return _always(hints.state, "state")
        return self._in_role(hints.state, "CIV", "unknown role")

    def _by_parts(self, key: str, hints: _Hints) -> _Answer:
        """Place "Egyptian Navy", "Ministry of Defence of Mali", "UN mission in Mali"."""
        for land, rest in self._parted(key):
            if not self._is_country(land):
                return _always(land, "body")
            role = self._sectors.of_title(rest)
            if role is not None:
                return self._in_role(land, role, "role")
        if hints.role == "NGO" and self._roster.actor("NGO") is not None:
            return _always("NGO", "sector")
        return _always(None, "unknown name" if self._sectors.of_title(key) is None else "no state")

    def _parted(self, key: str) -> Iterator[tuple[str, str]]:
        """States and bodies at the head of a name or after "of", with the rest of the name."""
        words = key.removeprefix("the ").split()
        for count in range(min(_LONGEST, len(words) - 1), 0, -1):
            land = self._lands.get(" ".join(words[:count]))
            if land is not None:
                yield land, " ".join(words[count:])
                break
        linked = _LINKED.fullmatch(key)
        while linked is not None:
            land = self._lands.get(linked[2])
            if land is not None:
                yield land, linked[1]
            linked = _LINKED.fullmatch(linked[2])

    def _in_role(self, state: str, role: str, rule: str) -> _Answer:
        return _always(self._sectors.with_role(state, role), rule)


def _by_name(known: Iterable[KnownName]) -> dict[str, list[KnownName]]:
    # Where the day of a change is not known, the newer office counts: newest first.
    newest_first = sorted(
        known,
        key=lambda row: date.min if row.since is None else row.since.start,
        reverse=True,
    )
    table: defaultdict[str, list[KnownName]] = defaultdict(list)
    for row in newest_first:
        for key in sorted({spelling_key(name) for name in row.names}):
            table[key].append(row)
    return dict(table)


def _term(since: PartialDate | None, until: PartialDate | None, placed: Placed) -> _Term:
    return _Term(
        date.min if since is None else since.start,
        date.max if until is None else until.over,
        placed,
    )


def _always(actor_id: str | None, rule: str) -> _Answer:
    return _Answer((), Placed(actor_id, None, rule))
