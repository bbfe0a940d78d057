"""What actors and persons are called: surface forms by language and kind."""

# Names are compared folded: case, diacritics, apostrophes and runs of spaces do not count.

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel

from detente.graph.ids import fold

__all__ = ["Name", "NameKind", "PersonName", "name_key"]

#: A word names an actor itself, as `media` one that reports and is no party, or through something
#: that stands for it: its adjective, its people, its capital, the seat of its government.
NameKind = Literal["name", "media", "acronym", "adjective", "demonym", "capital", "seat"]


class Name(BaseModel, frozen=True):
    """The surface forms of one kind that name one actor in one language.

    >>> Name(actor_id="BLR", lang="ro", kind="name", forms=("Belarus", "Belarusului")).forms[0]
    'Belarus'

    `forms` lists every inflected form; the first one is the dictionary form.
    """

    actor_id: str
    lang: str
    kind: NameKind
    forms: tuple[str, ...]


class PersonName(BaseModel, frozen=True):
    """A person and the forms of the name by language: "Lukashenko", ro "Lukașenko".

    >>> PersonName(person_id="X_Y", name="X Y", forms={"en": ("X Y", "Y")}).forms["en"][1]
    'Y'
    """

    person_id: str
    name: str
    forms: Mapping[str, tuple[str, ...]]
    wikidata: str | None = None


def name_key(text: str) -> str:
    """What two spellings of a name have in common.

    >>> name_key("  Côte  d’Ivoire ") == name_key("COTE D'IVOIRE")
    True
    """
    plain = text.casefold() if text.isascii() else fold(text.replace("’", "'"))
    return " ".join(plain.split())
