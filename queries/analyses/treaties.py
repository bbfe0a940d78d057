"""Q14: which alliances were made, joined, left, ended or broken in a period."""

# What treaties say and what sources tell are apart: each line stands on one ground.

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from detente.graph.dates import PartialDate
from detente.graph.errors import GraphError
from detente.queries.analysis import Analysis, Finding
from detente.queries.answers import in_order, read_day
from detente.queries.bonds import bonds
from detente.queries.captions import the
from detente.queries.ends import end_of, names_of
from detente.queries.told_changes import told_changes
from detente.queries.treaty_changes import Period, TreatyChange, formal_changes
from detente.queries.weighing import OBLIGATIONS, Verdict

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["TreatiesAnswer", "TreatyChange", "treaties"]

_YEAR = re.compile(r"\d{4}", re.ASCII)
#: Names that a line shows.
_NAMED = 4


class TreatiesAnswer(Analysis, frozen=True):
    """What changed among alliances in a period, in order of the days."""

    finding: ClassVar[type[Finding]] = TreatyChange

    def table(self) -> list[dict[str, Any]]:
        """A line a change, the latest first."""
        return [
            {
                "when": one.when,
                "who": one.name,
                "what": f"{one.change} {one.treaty}"
                + ("" if one.obligation is None else f" ({one.obligation})"),
                "with": _some(one.partners),
                "source": "; ".join((one.source, *one.also, *map(_differs, one.other_dates))),
            }
            for one in reversed(self.found)
            if isinstance(one, TreatyChange)
        ]


def treaties(
    graph: Graph,
    *,
    changed_since: date | str | None = None,
    until: date | str | None = None,
    actor: str | None = None,
) -> TreatiesAnswer:
    """Which alliances were made, joined, left, ended or broken in a period.

    >>> treaties(graph, changed_since="2023", actor="Finland").found[0].change  # doctest: +SKIP
    'joined'

    `changed_since` and `until` are days or years, `until` is today if not given; `actor` keeps the
    lines of one party. A date that is only a year counts in each period that has a day of it. The
    row of a table that agrees with a named treaty stands with it, and what a table has of the older
    parties of a treaty stands with who joined. The end of a table is the end of no treaty. A treaty
    is broken by a state of war between two whom it binds.
    """
    begin = _bound(changed_since, option="changed_since", last=False)
    today = datetime.now(UTC).date()
    end = _bound(until, option="until", last=True) or today
    in_order(begin, end)
    own = None if actor is None else end_of(graph, actor, on=min(end, today)).actor_id
    names = names_of(graph.roster)
    known = bonds(graph)
    period = Period(begin, end)
    changes = [*formal_changes(known, names, period), *told_changes(graph, known, names)]
    found = sorted(
        (
            one
            for one in changes
            if period.has(PartialDate(one.when)) and own in (None, one.actor_id)
        ),
        key=_rank,
    )
    verdict: Verdict = "supported"
    if not any(one.verdict == "supported" for one in found):
        verdict = "weak" if any(one.verdict == "weak" for one in found) else "not enough evidence"
    return TreatiesAnswer(
        question="which alliances changed" + ("" if own is None else f", for {the(names(own))}"),
        verdict=verdict,
        summary=_summary(found, begin, end),
        n=sum(len(one.drivers) for one in found),
        since=begin,
        until=end,
        sources=tuple(sorted({one.source for one in found if one.ground != "treaty"})),
        parameters={"changed_since": begin, "until": end, "actor": own},
        found=tuple(found),
        note=_note(found),
    )


def _bound(value: date | str | None, *, option: str, last: bool) -> date | None:
    """A day, or the first or last of a year."""
    if isinstance(value, str) and _YEAR.fullmatch(value) is not None:
        if int(value) == 0:
            raise GraphError(f"{option}: '{value}' is no year")
        return date(int(value), 12, 31) if last else date(int(value), 1, 1)
    try:
        return read_day(value, option=option)
    except GraphError:
        raise GraphError(f"{option}: '{value}' is no day and no year: write YYYY-MM-DD") from None


def _rank(one: TreatyChange) -> tuple[date, int, str, int, str, str]:
    by = OBLIGATIONS.index(one.obligation) if one.obligation is not None else len(OBLIGATIONS)
    return one.day, -by, one.treaty, -len(one.partners), one.actor_id, one.change


def _differs(other: str) -> str:
    return f"otherwise {other}"


def _some(partners: Sequence[str]) -> str:
    more = len(partners) - _NAMED
    named = ", ".join(partners[:_NAMED])
    return f"{named} and {more} more" if more > 0 else named


def _summary(found: Sequence[TreatyChange], begin: date | None, end: date) -> str:
    when = f"until {end}" if begin is None else f"from {begin} to {end}"
    if len(found) == 0:
        return f"no treaty that is known of was made, joined, left or ended {when}"
    counts = [
        f"{sum(one.change == change for one in found)} {change}"
        for change in ("made", "joined", "left", "ended", "broken")
        if any(one.change == change for one in found)
    ]
    differ = sum(len(one.other_dates) > 0 for one in found)
    apart = f"; on {differ} dates sources differ" if differ > 0 else ""
    return f"{len(found)} obligations of parties {when}: {', '.join(counts)}{apart}"


def _note(found: Sequence[TreatyChange]) -> str | None:
    if len(found) == 0:
        return "the treaties of a new graph are those of today; load an ATOP or COW table for more"
    return None
