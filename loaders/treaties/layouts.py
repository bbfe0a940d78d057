"""The layouts of treaty tables: layouts.yaml, and which of them a header has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

__all__ = ["Layout", "layout_of", "layouts"]


class Layout(BaseModel):
    """How a project lays its table out: "COW alliances have `ccode1`, `ccode2`, `dyad_st_year`".

    `columns` has the names of each field's column in use, folded; `first_year` and `last_year` are
    what the table covers where it does not say so itself. `unread` is why a table is known and not
    read, and what to load instead.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    layout: str
    source: str = ""
    first_year: int | None = None
    last_year: int | None = None
    unread: str | None = None
    columns: Mapping[str, tuple[str, ...]]

    def places(self, header: Sequence[str]) -> dict[str, int]:
        """The place of each field's column; a field that may be missing and is has none.

        >>> layouts()["memberships"].places(["Member", "Body", "Since", "Until"])
        {'member': 0, 'body': 1, 'since': 2, 'until': 3}
        """
        at = {name.strip().casefold(): place for place, name in enumerate(header)}
        found = {
            field: next((at[name] for name in names if name in at), None)
            for field, names in self.columns.items()
        }
        return {field: place for field, place in found.items() if place is not None}

    def missing(self, header: Sequence[str]) -> list[str]:
        """The columns that the header lacks, by the name that they have most often.

        >>> layouts()["memberships"].missing(["member", "body", "until"])
        ['since']
        """
        there = self.places(header)
        return [
            names[0]
            for field, names in self.columns.items()
            if field not in there and "" not in names
        ]


def layouts() -> Mapping[str, Layout]:
    """Every layout that is read, by its name.

    >>> sorted(layouts())
    ['atop', 'cow', 'memberships']
    """
    return {one.layout: one for one in _listed() if one.unread is None}


def layout_of(header: Sequence[str]) -> Layout | None:
    """The layout that a header has, be it read or not, or None.

    >>> layout_of(["stateA", "stateB", "year", "defense", "offense", "neutral", "nonagg"]) is None
    True
    >>> layout_of(["member", "body", "since", "until"]).layout
    'memberships'
    """
    return next((one for one in _listed() if len(one.missing(header)) == 0), None)


@cache
def _listed() -> tuple[Layout, ...]:
    text = Path(__file__).with_name("layouts.yaml").read_text(encoding="utf8")
    return TypeAdapter(tuple[Layout, ...]).validate_python(yaml.safe_load(text))
