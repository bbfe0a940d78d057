"""Q4 and Q5: when two actors turned towards or away from each other, and who did in a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar, Literal

from pydantic import Field

from detente.queries.acts import among
from detente.queries.analysis import Driver, Finding
from detente.queries.answers import in_order, read_day
from detente.queries.captions import Named, the
from detente.queries.ends import names_of
from detente.queries.kept import kept
from detente.queries.scope import Asked, Scope, acts_in, sources_of
from detente.queries.shifts import Events, Shift, Shifts, events_of
from detente.queries.shifts import shifts as turns_of
from detente.queries.turns import BesideTurns, ToldTurn, told_in_words, turns_told
from detente.queries.weighing import Verdict
from detente.queries.wording import many

__all__ = ["ShiftFinding", "ShiftsAnswer", "shifts"]

_NAMED = 5


class ShiftFinding(Finding, frozen=True):
    """One day on which two actors may have turned; see `detente.queries.shifts.Shift`."""

    a: str
    b: str
    date: dt.date
    date_low: dt.date
    date_high: dt.date
    direction: Literal["warmer", "colder"]
    probability: float
    size: float
    n_before: int
    n_after: int
    verdict: Verdict

    def is_same(self, other: Finding) -> bool:
        """Whether another answer's turn may be this one: the same way, and the days overlap."""
        near = isinstance(other, ShiftFinding) and (
            self.date_low <= other.date_high and other.date_low <= self.date_high
        )
        return near and super().is_same(other)

    def label(self) -> str:
        """Who turned, which way and when."""
        return f"{super().label()} {self.date}"


class ShiftsAnswer(BesideTurns, frozen=True):
    """When relations turned, the likeliest turns first.

    `silent` are dyads known from earlier of which the window tells nothing, `sparse` those of which
    it tells too little to look for a turn. `told` is, of the two that were asked about, what
    articles themselves say of a turn: it is no candidate and has no part in any.
    """

    found: tuple[ShiftFinding, ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    sparse: tuple[tuple[str, str], ...] = ()
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = ShiftFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a turn: who, which way, when, how sure."""
        return [
            {
                "who": f"{self._name(one.a)} – {self._name(one.b)}",
                "turned": one.direction,
                "about": one.date,
                "at 90 %": f"{one.date_low:%m-%d} to {one.date_high:%m-%d}",
                "probability": f"{one.probability:.2f}",
                "acts": f"{one.n_before:,} → {one.n_after:,}",
                "verdict": one.verdict,
            }
            for one in self.found
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def shifts(
    graph: Asked,
    *,
    between: tuple[str, str] | None = None,
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    scope: Scope | None = None,
) -> ShiftsAnswer:
    """When two actors turned, which way, how sure, and what drove it; of all where none are named.

    >>> shifts(graph, between=("RUS", "GBR")).found[0].direction  # doctest: +SKIP
    'colder'

    Every candidate with a probability of 0.05 or more is there. False discoveries are controlled
    over all dyads and days and set the verdict; they hide nothing.
    """
    heard = scope or Scope()
    begin, end = read_day(since, option="since"), read_day(until, option="until")
    in_order(begin, end)
    ends = None if between is None else _ends(graph, between)
    acts = acts_in(graph, heard, until=end)
    # What passes rests on all dyads, but they need not be scanned each time that two are named.
    events = events_of(acts, until=end)
    passed = None if ends is None else _passed(graph, events, heard, end, ends)
    turns = turns_of(events, since=begin, until=end, between=ends, passed=passed)
    found = tuple(_finding(one) for one in turns.shifts)
    supported = [one for one in found if one.verdict == "supported"]
    verdict: Verdict = "not enough evidence"
    if len(found) > 0:
        verdict = "supported" if len(supported) > 0 else found[0].verdict
    names = names_of(graph.roster)
    told = (
        ()
        if ends is None
        else turns_told(graph, heard, names=names, between=ends, since=begin, until=end)
    )
    counted = acts if ends is None else among(acts, ends)
    # What came earlier is what a turn is measured against.
    counted = counted.filter(counted["day"] >= turns.since)
    met = {actor for one in found for actor in (one.a, one.b)}
    met |= {actor for pair in turns.silent[:_NAMED] for actor in pair}
    return ShiftsAnswer(
        known_on=heard.known_on,
        question=_question(names, ends),
        verdict=verdict,
        summary=_summary(found, turns, told, names=names, named=ends is not None)
        if acts.height > 0 or len(told) > 0
        else _nothing_up_to(end),
        value=found[0].probability if len(found) > 0 else None,
        n=counted.height,
        since=turns.since,
        until=turns.until,
        sources=sources_of(counted),
        parameters={**turns.parameters, "passed": turns.passed, **heard.parameters()},
        found=found,
        silent=turns.silent,
        sparse=turns.sparse,
        told=told,
        named={one: names(one) for one in sorted(met)},
        note=_note(turns.silent, turns.sparse, names),
    )


def _passed(
    graph: Asked, events: Events, heard: Scope, until: dt.date | None, ends: tuple[str, str]
) -> float:
    """The chance value up to which candidates pass, among all dyads."""

    def scan() -> float:
        return turns_of(events, until=until, between=ends).passed

    return kept(graph.columns(), "passed", (heard, until), scan)


def _ends(graph: Asked, between: tuple[str, str]) -> tuple[str, str]:
    low, high = sorted(graph.roster.resolve(one) for one in between)
    return low, high


def _finding(shift: Shift) -> ShiftFinding:
    fields = {name: getattr(shift, name) for name in ShiftFinding.model_fields if name != "drivers"}
    drivers = tuple(Driver(statement_id=one, share=share) for one, share in shift.drivers)
    return ShiftFinding(**fields, drivers=drivers)


def _question(names: Named, ends: tuple[str, str] | None) -> str:
    if ends is None:
        return "when relations turned"
    return f"when {the(names(ends[0]))} and {the(names(ends[1]))} turned"


def _nothing_up_to(end: dt.date | None) -> str:
    if end is not None:
        return f"no acts are known up to {end}"
    return "no acts between states or bodies are known: load articles or event data first"


def _summary(
    found: tuple[ShiftFinding, ...],
    turns: Shifts,
    told: tuple[ToldTurn, ...],
    *,
    names: Named,
    named: bool,
) -> str:
    if len(found) == 0:
        if len(told) > 0:
            return f"{told_in_words(told)}; that is no shift, and what they did shows none"
        if turns.since > turns.until:
            return f"nothing is told since {turns.since}: the last day is {turns.until}"
        if named and len(turns.silent) > 0:
            return "nothing is told of them in this time"
        if named and len(turns.sparse) > 0:
            return "too little is told of them to look for a turn"
        return "no turn is likelier than one in twenty"
    best = found[0]
    pair = f"{the(names(best.a))} and {the(names(best.b))}"
    supported = sum(one.verdict == "supported" for one in found)
    return (
        f"{pair} turned {best.direction} about {best.date} (between {best.date_low} and "
        f"{best.date_high}), probability {best.probability:.2f}; {supported:,} of "
        f"{many(len(found), 'candidate')} {'is' if supported == 1 else 'are'} supported"
    )


def _note(
    silent: tuple[tuple[str, str], ...], sparse: tuple[tuple[str, str], ...], names: Named
) -> str | None:
    parts = []
    if len(silent) > 0:
        some = ", ".join(" – ".join(map(names, one)) for one in silent[:_NAMED])
        more = " …" if len(silent) > _NAMED else ""
        parts.append(f"silent in this time, which is not neutral: {_dyads(silent)} ({some}{more})")
    if len(sparse) > 0:
        parts.append(f"too little is told of {_dyads(sparse)}")
    return "; ".join(parts) or None


def _dyads(some: Sequence[tuple[str, str]]) -> str:
    return "1 dyad" if len(some) == 1 else f"{len(some):,} dyads"
