"""Q9: who changed camps between two days."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, Field

from detente.queries.analyses.ground import LIMIT, Ground, before_after, ground_of
from detente.queries.analysis import Finding, combined
from detente.queries.answers import read_day
from detente.queries.scope import Scope
from detente.queries.switches import Switch, Switches, switches
from detente.queries.turns import BesideTurns
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["Moved", "SwitchFinding", "SwitchedAnswer", "switched"]

_NAMED, _IN_TABLE = 3, 2


class Moved(BaseModel, frozen=True):
    """A dyad that carried a switch: its weight on both days, above 0 where friendly."""

    other: str
    before: float
    after: float


class SwitchFinding(Finding, frozen=True):
    """An actor that may have changed camps; see `detente.queries.switches.Switch`.

    `probability` is that of the switch, `left` and `joined` are the anchors of the two camps. The
    drivers are acts of the later day.
    """

    actor: str
    left: tuple[str, ...]
    joined: tuple[str, ...]
    probability: float
    low: float
    high: float
    before: float
    after: float
    n: int
    effective_n: float
    verdict: Verdict
    moved: tuple[Moved, ...] = ()


class SwitchedAnswer(BesideTurns, frozen=True):
    """Who changed camps, the surest first; `camps` are those found on both days."""

    camps: tuple[tuple[str, ...], ...] = ()
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = SwitchFinding

    def table(self) -> list[dict[str, Any]]:
        """A line an actor: from which camp to which, and how likely that is."""
        return [
            {
                "who": self._name(one.actor),
                "stood with": listed(one.left, self._name, most=_IN_TABLE),
                "stands with": listed(one.joined, self._name, most=_IN_TABLE),
                "probability": f"{one.probability:.2f}",
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, SwitchFinding)
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def switched(
    graph: Graph,
    *,
    since: date | str,
    until: date | str | None = None,
    scope: Scope | None = None,
) -> SwitchedAnswer:
    """Who stood with one camp on the first day and with another on the last.

    >>> switched(graph, since="2018-04-01", until="2018-10-31").verdict  # doctest: +SKIP
    'weak'

    Nothing is claimed of actors that stand less than seven runs in ten with either camp.
    """
    ground = ground_of(graph, scope, until=until, option="until")
    begin = read_day(since, option="since")
    nothing = ground.nothing()
    if ground.day is None or begin is None or nothing is not None:
        told = ground.turns(since=begin)
        return SwitchedAnswer(
            question="who changed camps", told=told, **ground.refusal(nothing or "")
        )
    before_after(begin, ground.day)
    found = switches(ground.camps(begin), ground.camps(ground.day))
    best = found.found[0] if len(found.found) > 0 else None
    met = {one for camp in found.anchors for one in camp} | {one.actor for one in found.found}
    return SwitchedAnswer(
        question=f"who changed camps from {begin} to {ground.day}",
        verdict=found.verdict,
        summary=_summary(found, ground),
        value=None if best is None else best.value,
        low=None if best is None else best.low,
        high=None if best is None else best.high,
        effective_n=ground.left(found.parameters["half_life"]),
        found=tuple(_finding(one) for one in found.found),
        camps=found.anchors,
        named={one: ground.names(one) for one in sorted(met)},
        told=ground.turns(since=begin),
        **ground.fields({**found.parameters, "since": begin}, note=_note(found, ground)),
    )


def _finding(one: Switch) -> SwitchFinding:
    return SwitchFinding(
        actor=one.actor,
        left=one.left,
        joined=one.joined,
        probability=one.value,
        low=one.low,
        high=one.high,
        before=one.before,
        after=one.after,
        n=one.n,
        effective_n=one.effective_n,
        verdict=one.verdict,
        moved=tuple(
            Moved(other=drift.other, before=drift.before, after=drift.after)
            for drift in one.drivers
        ),
        drivers=combined((drift.after - drift.before, drift.drivers) for drift in one.drivers),
    )


def _summary(found: Switches, ground: Ground) -> str:
    if ground.first is not None and found.since < ground.first:
        return f"no acts are known up to {found.since}: the first is of {ground.first}"
    if len(found.anchors) < _TWO:
        camps = many(len(found.anchors), "camp")
        return f"{camps} can be told on both days, and a switch needs two"
    claimed = [one for one in found.found if one.verdict != "not enough evidence"]
    if len(claimed) == 0:
        return (
            f"nobody is known to have changed between the {len(found.anchors)} camps found on "
            "both days"
        )
    one = claimed[0]
    said = (
        f"{ground.name(one.actor)} stood with {listed(one.left, ground.name, most=_NAMED)} and "
        f"stands with {listed(one.joined, ground.name, most=_NAMED)}, probability {one.value:.2f}"
    )
    return (
        said
        if len(claimed) == 1
        else f"{said}. In all {len(claimed)} actors may have changed camps"
    )


_TWO = 2


def _note(found: Switches, ground: Ground) -> str:
    unsure = [one.actor for one in found.found if one.verdict == "not enough evidence"]
    # One actor may be between several camps.
    names = listed(list(dict.fromkeys(unsure)), ground.names, most=_NAMED)
    return f"too unsure to be claimed: {names}; {LIMIT}" if len(unsure) > 0 else LIMIT
