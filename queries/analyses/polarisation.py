"""Q11: how far the system falls into two blocs, on a day or month by month."""

from __future__ import annotations

import calendar
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from detente.graph.errors import GraphError
from detente.queries.analyses.ground import LIMIT, Ground, before_after, ground_of
from detente.queries.analysis import Analysis, Finding, Parts, combined
from detente.queries.answers import read_day
from detente.queries.camps import CAMP_HALF_LIFE
from detente.queries.polarisation import TIME_LIMIT, Polarisation
from detente.queries.polarisation import polarisation as polarisation_on
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["By", "PolarisationAnswer", "PolarisationFinding", "polarisation"]

#: The step of a series.
By = Literal["month", "quarter"]
_MONTHS = {"month": 1, "quarter": 3}
_MOST_DAYS = 120
_NAMED = 4


class PolarisationFinding(Finding, frozen=True):
    """How polarised the system was on a day; see `detente.queries.polarisation.Polarisation`.

    `value` is 1 where two blocs explain every sure relation. The drivers are statements of the
    relations that are out of line with the two blocs.
    """

    as_of: date
    value: float | None
    low: float | None
    high: float | None
    frustrated: float | None
    bound: float | None
    exact: bool
    hostile: float
    balanced: float | None
    n: int
    effective_n: float
    verdict: Verdict


class PolarisationAnswer(Analysis, frozen=True):
    """How polarised the system is, a finding for each day; `blocs` are those of the last."""

    blocs: tuple[tuple[str, ...], ...] = ()
    out_of_line: tuple[tuple[str, str], ...] = ()

    finding: ClassVar[type[Finding]] = PolarisationFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a day: the value with its band, and how much of the weight is hostile."""
        return [
            {
                "day": one.as_of,
                "two blocs explain": _percent(one.value),
                "at 90 %": _band(one.low, one.high),
                "hostile": _percent(one.hostile if one.value is not None else None),
                "balanced triads": _percent(one.balanced),
                "acts": f"{one.n:,}",
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, PolarisationFinding)
        ]


def _percent(share: float | None) -> str:
    return "-" if share is None else f"{share:.1%}"


def _band(low: float | None, high: float | None) -> str:
    return "-" if low is None else f"{_percent(low)} to {_percent(high)}"


def polarisation(
    graph: Graph,
    *,
    as_of: date | str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    by: By | None = None,
    scope: Scope | None = None,
) -> PolarisationAnswer:
    """How far two blocs explain who is friend and who is foe: on a day, or as a series.

    >>> polarisation(graph, since="2018-03-01", by="quarter").found[-1].value  # doctest: +SKIP
    0.97

    A series has the last days of the months (without `by`) or quarters from `since` to `until`;
    `by` alone asks for all of them. Its days are not proved by the exact solver.
    """
    if by not in (None, *_MONTHS):
        raise GraphError(f"by: '{by}' is neither month nor quarter")
    series = since is not None or until is not None or by is not None
    if as_of is not None and series:
        raise GraphError("as_of asks about one day, since, until and by about a series: give one")
    step: By = by or "month"
    last = until if series else as_of
    ground = ground_of(graph, scope, until=last, option="until" if series else "as_of")
    question = "how far two blocs explain who is friend and who is foe"
    nothing = ground.nothing()
    if ground.day is None or ground.first is None or nothing is not None:
        day = None if series else ground.day
        return PolarisationAnswer(question=question, as_of=day, **ground.refusal(nothing or ""))
    begin = read_day(since, option="since") or ground.first
    days: list[date] = [ground.day]
    if series:
        before_after(begin, ground.day)
        question += f", by {step}, {begin} to {ground.day}"
        days = _ends(begin, ground.day, _MONTHS[step])
    limit = TIME_LIMIT if len(days) == 1 else 0.0
    found = [
        polarisation_on(ground.friendliness(day, half_life=CAMP_HALF_LIFE), time_limit=limit)
        for day in days
    ]
    now = found[-1]
    asked = {"by": step, "since": begin} if series else {}
    return PolarisationAnswer(
        question=question,
        as_of=None if series else ground.day,
        verdict=now.verdict,
        summary=_summary(found, ground),
        value=now.value,
        low=now.low,
        high=now.high,
        effective_n=now.effective_n,
        found=tuple(map(_finding, found)),
        blocs=tuple(side for side in now.sides if len(side) > 0),
        out_of_line=tuple((dyad.a, dyad.b) for dyad in now.out_of_line),
        **ground.fields({**now.parameters, **asked}, note=_note(now, ground), n=now.n),
    )


def _ends(begin: date, last: date, step: int) -> list[date]:
    """The last day of each month or quarter from `begin` on, and the last day of all."""
    days: list[date] = []
    month = begin.year * 12 + begin.month - 1
    month += (step - 1 - month % step) % step
    while True:
        year, number = month // 12, month % 12 + 1
        day = date(year, number, calendar.monthrange(year, number)[1])
        if day >= last:
            return [*days, last]
        days.append(day)
        if len(days) > _MOST_DAYS:
            raise GraphError(f"more than {_MOST_DAYS} days: ask by quarter, or for less time")
        month += step


def _finding(one: Polarisation) -> PolarisationFinding:
    return PolarisationFinding(
        as_of=one.as_of,
        value=one.value,
        low=one.low,
        high=one.high,
        frustrated=one.frustrated,
        bound=one.bound,
        exact=one.exact,
        hostile=one.hostile,
        balanced=one.balanced,
        n=one.n,
        effective_n=one.effective_n,
        verdict=one.verdict,
        drivers=combined(_against(one)),
    )


def _against(one: Polarisation) -> Parts:
    return [(dyad.weight, dyad.drivers) for dyad in one.out_of_line]


def _summary(found: list[Polarisation], ground: Ground) -> str:
    now = found[-1]
    if now.value is None or now.low is None or now.high is None:
        return f"too few relations are sure on {now.as_of} to look for two blocs"
    said = (
        f"two blocs explain {now.value:.1%} of the weight of sure relations on {now.as_of} (at "
        f"90 % {now.low:.1%} to {now.high:.1%}); {now.hostile:.0%} of it is hostile"
    )
    told = _acts_of_each(ground)
    sides = [
        listed(sorted(side, key=lambda one: (-told.get(one, 0), one)), ground.name, most=_NAMED)
        for side in now.sides
        if len(side) > 0
    ]
    if len(sides) > 1:
        said += f". On one side are {sides[0]}; on the other {sides[1]}"
    known = [one for one in found if one.value is not None]
    if len(known) > 1:
        first = known[0]
        low, high = first.low or 0.0, first.high or 1.0
        moved = "more" if now.low > high else "less" if now.high < low else None
        how = f"{moved} than" if moved is not None else "not surely other than"
        said += f". That is {how} on {first.as_of} ({first.value:.1%})"
    return said


def _acts_of_each(ground: Ground) -> dict[str, int]:
    """How many acts each actor takes part in: whom all know is named first."""
    import polars as pl

    ends = pl.concat([ground.acts["source"], ground.acts["target"]])
    return dict(ends.value_counts().iter_rows())


def _note(now: Polarisation, ground: Ground) -> str:
    parts = []
    if now.value is not None and not now.exact:
        parts.append(f"the split may not be the best: at most {1.0 - (now.bound or 0.0):.1%}")
    if len(now.out_of_line) > 0:
        pairs = [ground.pair(dyad.a, dyad.b) for dyad in now.out_of_line]
        parts.append(f"out of line: {listed(pairs, str, most=3)}")
    if now.value is None:
        parts.append(f"{many(now.n, 'act')} are of sure relations")
    return "; ".join((*parts, "without foes there are no blocs, whatever the value", LIMIT))
