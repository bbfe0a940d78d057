"""What must hold across the seed files: every id is known, no form names two actors."""

# Each file alone is checked as it is read (seeds/tables.py); here stands what needs several.

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from detente.graph.actors import Actor, Membership
from detente.graph.ids import fold
from detente.graph.pacts import Party, Treaty
from detente.graph.roster import Roster

__all__ = ["loose_ties", "problems"]


def problems(roster: Roster) -> list[str]:
    """Every broken rule of a roster, one line each; an empty list means that it is sound.

    >>> problems(Roster(actors=[], names=[], persons=[], offices=[]))
    []
    >>> from detente.graph.roster import Name
    >>> stray = Name(actor_id="XYZ", lang="en", kind="name", forms=("Xyz",))
    >>> problems(Roster(actors=[], names=[stray], persons=[], offices=[]))
    ["names: no actor 'XYZ' (Xyz)"]
    """
    return [*_repeated(roster), *_strangers(roster), *_shared(roster), *_vacant(roster)]


def _repeated(roster: Roster) -> Iterator[str]:
    seen: set[str] = set()
    ids = [actor.actor_id for actor in roster.actors]
    for actor_id in (*ids, *(person.person_id for person in roster.persons)):
        if actor_id in seen:
            yield f"actors and persons: {actor_id!r} is listed twice"
        seen.add(actor_id)


def _strangers(roster: Roster) -> Iterator[str]:
    for name in roster.names:
        if roster.actor(name.actor_id) is None:
            yield f"names: no actor {name.actor_id!r} ({name.forms[0]})"
    for form, actor_ids in roster.ambiguous.items():
        for actor_id in actor_ids:
            if roster.actor(actor_id) is None:
                yield f"ambiguous: no actor {actor_id!r} ({form})"


def _shared(roster: Roster) -> Iterator[str]:
    owners: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    unclear = {fold(form) for form in roster.ambiguous}
    for name in roster.names:
        for form in name.forms:
            owners[name.lang, name.kind, fold(form)].add(name.actor_id)
    for (lang, kind, form), actor_ids in owners.items():
        if len(actor_ids) > 1:
            yield f"names: {lang} {kind} {form!r} names {' and '.join(sorted(actor_ids))}"
        if form in unclear:
            yield f"names: {lang} {kind} {form!r} is ambiguous and names {min(actor_ids)}"


def _vacant(roster: Roster) -> Iterator[str]:
    for person in roster.persons:
        for office in roster.offices(person.person_id):
            label = _label(roster.actor(office.actor_id))
            if label is None:
                yield f"offices: no actor {office.actor_id!r} ({person.person_id})"
            elif label == "Person":
                yield f"offices: {office.actor_id!r} is a person ({person.person_id})"


def _label(actor: Actor | None) -> str | None:
    return None if actor is None else actor.label


def loose_ties(
    roster: Roster,
    *,
    memberships: Iterable[Membership],
    treaties: Iterable[Treaty],
    parties: Iterable[Party],
) -> list[str]:
    """Every membership or treaty party that names no known state, body or treaty.

    >>> nato = Membership(actor_id="BLX", bloc="NATO", since="1999", source="x")
    >>> roster = Roster(actors=[], names=[], persons=[], offices=[])
    >>> loose_ties(roster, memberships=[nato], treaties=[], parties=[])
    ["memberships: no actor 'BLX' (NATO)", "memberships: 'NATO' is no bloc (BLX)"]
    """
    known = Counter(treaty.treaty_id for treaty in treaties)
    listed = [f"treaties: {one!r} is listed twice" for one, times in known.items() if times > 1]
    for membership in memberships:
        if roster.actor(membership.actor_id) is None:
            listed.append(f"memberships: no actor {membership.actor_id!r} ({membership.bloc})")
        if _label(roster.actor(membership.bloc)) != "Bloc":
            listed.append(f"memberships: {membership.bloc!r} is no bloc ({membership.actor_id})")
    for party in parties:
        if roster.actor(party.actor_id) is None:
            listed.append(f"parties: no actor {party.actor_id!r} ({party.treaty_id})")
        if party.treaty_id not in known:
            listed.append(f"parties: no treaty {party.treaty_id!r} ({party.actor_id})")
    return listed
