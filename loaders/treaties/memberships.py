"""Tables of memberships: which state belongs to which body, since when and until when."""

from __future__ import annotations

from collections.abc import Iterator

from detente.graph.dates import PartialDate
from detente.graph.errors import ResolutionError
from detente.graph.ids import make_id
from detente.graph.registry import REGISTRY
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.loaders.events.rows import Reject
from detente.loaders.treaties.cells import as_date, as_number
from detente.loaders.treaties.layouts import Layout
from detente.loaders.treaties.states import States
from detente.loaders.treaties.tables import Table

__all__ = ["read_members"]

_MEMBERS, _BODIES = REGISTRY["MEMBER_OF"].subjects, REGISTRY["MEMBER_OF"].objects


def read_members(table: Table, layout: Layout, roster: Roster) -> Iterator[Statement | Reject]:
    """Memberships as statements, and rejected rows, in the order of the table.

    Members and bodies are codes, names or, for states, COW numbers. An empty `until` means a member
    still. The dates are as precise as they are written: `1999`, `1999-03`, `1999-03-12`.
    A membership told again in another way is rejected.
    """
    places, states = layout.places(table.header), States(roster)
    told: dict[str, tuple[int, Statement]] = {}
    for line, cells in table:
        try:
            table.check(cells)
            row = {field: cells[place].strip() for field, place in places.items()}
            said = _membership(row, layout, roster, states)
        except (ValueError, ResolutionError) as error:
            yield Reject(table.name, line, str(error))
        else:
            above, known = told.setdefault(said.statement_id, (line, said))
            if known is said:
                yield said
            elif known != said:
                yield Reject(table.name, line, f"tells the membership of line {above} otherwise")


def _membership(row: dict[str, str], layout: Layout, roster: Roster, states: States) -> Statement:
    since, until = (as_date(bound, row[bound].split("-")) for bound in ("since", "until"))
    if since is None:
        raise ValueError("since is empty")
    if until is not None and until.end <= since.start:
        raise ValueError(f"until: {until} is before {since}")
    member, body = _member(row["member"], since, roster, states), roster.resolve(row["body"])
    for field, one, labels in (("member", member, _MEMBERS), ("body", body, _BODIES)):
        actor = roster.actor(one)
        if actor is None or actor.label not in labels:
            raise ValueError(f"{field}: {row[field]!r} is {one}, which cannot be a {field}")
    key = f"{member}/{body}/{since}"
    return Statement(
        statement_id=make_id("s", layout.layout, key),
        event_id=make_id("e", layout.layout, key),
        article_id=f"{layout.layout}:members",
        subject=member,
        relation="MEMBER_OF",
        object=body,
        event_date=since,
        event_end=until,
        rule=f"treaties/{layout.layout}",
        trigger="member",
        publisher=row.get("source") or None,
        dataset=layout.layout,
        record_id=key,
    )


def _member(written: str, since: PartialDate, roster: Roster, states: States) -> str:
    if not written.isdecimal():
        return roster.resolve(written)
    number = as_number("member", written)
    return states.terms(number, since.start, since.end)[0].actor_id
