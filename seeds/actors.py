"""Who is in the gazetteer, and under which names: actors.csv, names_*.csv, codes and homonyms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.graph.actors import Actor
from detente.graph.roster import Name
from detente.seeds.tables import Row, forms, optional, read_rows, read_table

__all__ = ["read_actors", "read_ambiguous", "read_codes", "read_names"]

_ACTORS = ("actor_id", "label", "name", "name_ro", "wikidata", "cow", "notes")
_NAMES = ("actor_id", "kind", "forms", "notes")
_CODES = ("code", "scheme", "actor_id")
_AMBIGUOUS = ("forms", "actor_ids", "notes")


def read_actors(path: Path) -> tuple[Actor, ...]:
    """The states, bodies, movements and named sides of actors.csv.

    Raises `LoadError` naming file, line and value for a row that is no `Actor`.
    """
    return read_table(path, _ACTORS, _actor)


def _actor(row: Row) -> Actor:
    return Actor.model_validate(
        {
            "actor_id": row.id_at("actor_id"),
            "label": row["label"],
            "name": row["name"],
            "name_ro": optional(row["name_ro"]),
            "wikidata": optional(row["wikidata"]),
            "cow": optional(row["cow"]),
        }
    )


def read_names(path: Path, *, lang: str) -> tuple[Name, ...]:
    """The names of one language, one row an actor and kind, with every inflected form.

    Raises `LoadError` naming file, line and value for an unknown kind or an empty or repeated form.
    """

    def build(row: Row) -> Name:
        listed = forms(row["forms"])
        once = len(set(listed)) == len(listed)
        for form in listed:
            if form != form.strip() or form == "" or not (once or listed.count(form) == 1):
                raise row.error(f"forms: empty, padded or repeated: {form!r}")
        if len(listed) == 0:
            raise row.error("forms: none given")
        actor_id = row.id_at("actor_id")
        return Name.model_validate(
            {"actor_id": actor_id, "lang": lang, "kind": row["kind"], "forms": listed}
        )

    return read_table(path, _NAMES, build)


def read_codes(path: Path) -> dict[str, str]:
    """Codes of other schemes (ISO alpha-2, COW abbreviations) and the actor that each means.

    A code that two schemes give to different states is left out: it would be a coin toss.
    """
    meanings: dict[str, set[str]] = {}
    for row in read_rows(path, _CODES):
        meanings.setdefault(row["code"], set()).add(row["actor_id"])
    return {code: actor_ids.pop() for code, actor_ids in meanings.items() if len(actor_ids) == 1}


def read_ambiguous(path: Path) -> dict[str, tuple[str, ...]]:
    """Words that name no single actor, each with the actors that it may mean."""
    return dict(_homonyms(path))


def _homonyms(path: Path) -> Iterator[tuple[str, tuple[str, ...]]]:
    for row in read_rows(path, _AMBIGUOUS):
        for form in forms(row["forms"]):
            yield form, forms(row["actor_ids"])
