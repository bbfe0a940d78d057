"""Who leads and who led: persons.csv and offices.csv."""

from __future__ import annotations

from pathlib import Path

from detente.graph.actors import Office
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
_OFFICES = ("person_id", "actor_id", "office", "since", "until", "source")


def read_persons(path: Path) -> tuple[PersonName, ...]:
    """The persons of persons.csv with their names in English and Romanian.

    Raises `LoadError` naming file, line and value for a row that is no `PersonName`.
    """
    return read_table(path, _PERSONS, _person)


def _person(row: Row) -> PersonName:
    named = {"en": forms(row["forms_en"]), "ro": forms(row["forms_ro"])}
    for listed in named.values():
        for form in listed:
            if form != form.strip() or form == "":
                raise row.error(f"forms: empty or padded: {form!r}")
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
