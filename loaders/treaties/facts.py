"""What a treaty table says, as facts with dates: pacts and statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from detente.graph.errors import LoadError
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.loaders.events.rows import Reject
from detente.loaders.treaties.atop import read_dyad_years
from detente.loaders.treaties.cow import read_alliances
from detente.loaders.treaties.layouts import Layout, layout_of, layouts
from detente.loaders.treaties.memberships import read_members
from detente.loaders.treaties.pacts import Pact
from detente.loaders.treaties.tables import Table, open_table

__all__ = ["read_pacts", "read_treaty_table", "treaty_layout"]

_PACTS = {"atop": read_dyad_years, "cow": read_alliances}
#: The line of the header.
_HEADER = 1


def read_pacts(
    path: Path, roster: Roster, *, layout: Layout | str | None = None
) -> Iterator[Pact | Reject]:
    """What binds which states: every obligation of a table of alliances, with rejected rows.

    `pact.treaty()` and `pact.parties()` are what `Graph.add_treaties` stores. Without `layout` the
    header tells which it is: atop or cow; one that `treaty_layout` found is not looked for again.
    Of a table that is known and not read the header is the one line rejected.

    Raises `LoadError` for a file that is no such table.
    """
    with open_table(path) as table:
        found = _layout(table, layout)
        if found.unread is not None:
            yield Reject(table.name, _HEADER, found.unread)
            return
        if found.layout not in _PACTS:
            raise LoadError(path.name, "is a table of memberships, not of alliances")
        yield from _PACTS[found.layout](table, found, roster)


def read_treaty_table(
    path: Path, roster: Roster, *, layout: Layout | str | None = None
) -> Iterator[Statement | Reject]:
    """What a table of alliances or memberships states, with rejected rows.

    Pacts of defence and offence state that two are allied; the obligation is the `trigger`. Other
    obligations state nothing: they are treaties only, and `read_pacts` has them.

    Raises `LoadError` for a file that is no such table.
    """
    with open_table(path) as table:
        found = _layout(table, layout)
        if found.unread is not None:
            yield Reject(table.name, _HEADER, found.unread)
        elif found.layout in _PACTS:
            for one in _PACTS[found.layout](table, found, roster):
                said = one if isinstance(one, Reject) else one.statement()
                if said is not None:
                    yield said
        else:
            yield from read_members(table, found, roster)


def treaty_layout(path: Path, name: str | None = None) -> Layout:
    """The layout of a file: the one asked for, once its columns are there, or the one it has.

    Raises `LoadError` for a file that is no such table.
    """
    with open_table(path) as table:
        return _layout(table, name)


def _layout(table: Table, asked: Layout | str | None) -> Layout:
    if isinstance(asked, Layout):
        return asked
    if asked is None:
        found = layout_of(table.header)
        if found is None:
            known = ", ".join(layouts())
            raise LoadError(table.name, f"has the header of no treaty table ({known})")
        return found
    if asked not in layouts():
        raise LoadError(
            table.name, f"{asked!r} is no layout of a treaty table: {', '.join(layouts())}"
        )
    missing = layouts()[asked].missing(table.header)
    if len(missing) > 0:
        other = layout_of(table.header)
        if other is not None and other.unread is not None:
            raise LoadError(table.name, other.unread)
        raise LoadError(table.name, f"has no column {', '.join(missing)}: is it a {asked} table?")
    return layouts()[asked]
