"""What a new graph starts from: states and bodies with their names, offices, treaties, articles."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from detente.graph.actors import Actor, Membership, Office
from detente.graph.pacts import Party, Treaty
from detente.graph.roster import Name, PersonName, Roster
from detente.seeds.actors import read_actors, read_ambiguous, read_codes, read_names
from detente.seeds.persons import read_offices, read_persons
from detente.seeds.treaties import read_memberships, read_parties, read_treaties

__all__ = [
    "actors",
    "articles_folder",
    "memberships",
    "names",
    "offices",
    "parties",
    "persons",
    "roster",
    "treaties",
]

_FOLDER = Path(__file__).parent


@cache
def actors() -> tuple[Actor, ...]:
    """States, bodies and movements.

    >>> [actor.name for actor in actors() if actor.actor_id == "BLR"]
    ['Belarus']
    """
    return read_actors(_FOLDER / "actors.csv")


@cache
def names() -> tuple[Name, ...]:
    """The names of the actors in every language that has a file of them, English first.

    >>> [name.forms[:2] for name in names() if (name.actor_id, name.kind) == ("BLR", "capital")]
    [('Minsk',), ('Minsk', 'Minskul'), ('Минск', 'Минска')]
    """
    files = {path.stem.removeprefix("names_"): path for path in _FOLDER.glob("names_*.csv")}
    ordered = sorted(files, key=lambda lang: (lang != "en", lang))
    return tuple(name for lang in ordered for name in read_names(files[lang], lang=lang))


@cache
def persons() -> tuple[PersonName, ...]:
    """Heads of state and government, ministers, heads of bodies, with their names.

    >>> [person.name for person in persons() if person.person_id == "ALEKSANDR_LUKASHENKO"]
    ['Aleksandr Lukashenko']
    """
    files = {path.stem.removeprefix("persons_"): path for path in _FOLDER.glob("persons_*.csv")}
    return read_persons(_FOLDER / "persons.csv", further=files)


@cache
def offices() -> tuple[Office, ...]:
    """The dated offices of the persons."""
    return read_offices(_FOLDER / "offices.csv")


@cache
def memberships() -> tuple[Membership, ...]:
    """Which state belongs to which body."""
    return read_memberships(_FOLDER / "memberships.csv")


@cache
def treaties() -> tuple[Treaty, ...]:
    """Treaties with their obligation."""
    return read_treaties(_FOLDER / "treaties.csv")


@cache
def parties() -> tuple[Party, ...]:
    """Which state is party to which treaty."""
    return read_parties(_FOLDER / "parties.csv")


@cache
def roster() -> Roster:
    """The gazetteer of all seeds, built once.

    >>> roster().resolve("Statele Unite")
    'USA'
    """
    return Roster(
        actors=actors(),
        names=names(),
        persons=persons(),
        offices=offices(),
        codes=read_codes(_FOLDER / "codes.csv"),
        ambiguous=read_ambiguous(_FOLDER / "ambiguous.csv"),
    )


def articles_folder() -> Path:
    """The folder of the sample articles.

    >>> articles_folder().name
    'articles'
    """
    return _FOLDER / "articles"
