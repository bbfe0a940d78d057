"""Who leads and who led: persons.csv and offices.csv."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from detente.graph.actors import Office
from detente.graph.errors import LoadError
from detente.graph.roster import PersonName
from detente.seeds.tables import Row, forms, in_order, optional, read_table

__all__ = ["OFFICES", "read_offices", "read_persons"]

#: The offices that a row of offices.csv may name.
OFFICES = frozenset(
    {
        "head_of_state",
        "head_of_government",
        "foreign_minister",
        "defence_minister",
        "head_of_body",
        "spokesperson",
        "opposition_leader",
        "leader_of_movement",
    }
)

_PERSONS = ("person_id", "name", "forms_en", "forms_ro", "wikidata", "notes")
_FORMS = ("person_id", "forms")
_OFFICES = ("person_id", "actor_id", "office", "since", "until", "source")


def read_persons(
    path: Path, *, further: Mapping[str, Path] | None = None
) -> tuple[PersonName, ...]:
    """The persons of persons.csv with their names in English and Romanian.

    `further` holds files with their names in other languages: persons_ru.csv.

    Raises `LoadError` naming file, line and value for a row that is no `PersonName`, and for a
    name of nobody.
    """
    named = {lang: dict(read_table(file, _FORMS, _forms)) for lang, file in (further or {}).items()}
    found = read_table(path, _PERSONS, _person)
    known = {person.person_id for person in found}
    for lang, table in named.items():
        for stray in sorted(table.keys() - known):
            raise LoadError((further or {})[lang].name, f"{stray} is nobody of {path.name}")
    return tuple(_named_too(person, named) for person in found)


def _named_too(
    person: PersonName, named: Mapping[str, Mapping[str, tuple[str, ...]]]
) -> PersonName:
    further = {
        lang: table[person.person_id] for lang, table in named.items() if person.person_id in table
    }
    if len(further) == 0:
        return person
    return person.model_copy(update={"forms": {**person.forms, **further}})


def _forms(row: Row) -> tuple[str, tuple[str, ...]]:
    return row.id_at("person_id"), _whole(row, row["forms"])


def _whole(row: Row, cell: str) -> tuple[str, ...]:
    listed = forms(cell)
    for form in listed:
        if form != form.strip() or form == "":
            raise row.error(f"forms: empty or padded: {form!r}")
    return listed


def _person(row: Row) -> PersonName:
    named = {"en": _whole(row, row["forms_en"]), "ro": _whole(row, row["forms_ro"])}
    return PersonName(
        person_id=row.id_at("person_id"),
        name=row["name"],
        forms=named,
        wikidata=optional(row["wikidata"]),
    )


def read_offices(path: Path) -> tuple[Office, ...]:
    """The dated offices of offices.csv; `until` is the first day without the office.

    Raises `LoadError` naming file, line and value for an unknown office, an impossible date, or a
    term that ends before it begins.
    """
    return read_table(path, _OFFICES, _office)


def _office(row: Row) -> Office:
    if row["office"] not in OFFICES:
        raise row.error(f"office: one of {', '.join(sorted(OFFICES))}: not {row['office']!r}")
    held = Office.model_validate(
        {
            "person": row.id_at("person_id"),
            "actor_id": row.id_at("actor_id"),
            "office": row["office"],
            "since": row["since"],
            "until": optional(row["until"]),
            "source": row["source"],
        }
    )
    return in_order(row, held)
