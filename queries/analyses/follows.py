"""Q13: who follows an actor against third parties, some weeks later."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from detente.queries.analyses.ground import LIMIT, Ground, ground_of
from detente.queries.analysis import Analysis, Finding, combined
from detente.queries.follows import NO_FADING, Follow, Follows
from detente.queries.follows import follows as follows_of
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many, rounded

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph

__all__ = ["FollowFinding", "FollowsAnswer", "follows"]

_NAMED, _IN_TABLE = 3, 2


class FollowFinding(Finding, frozen=True):
    """An actor whose quarrels come after the leader's; see `detente.queries.follows.Follow`.

    `value` is the mean correlation over the third parties in `targets`, strongest first, `lag` the
    weeks between, `adjusted` the chance of as much by accident, after false discovery control.
    """

    follower: str
    lag: int
    value: float
    low: float
    high: float
    p: float
    adjusted: float
    targets: tuple[str, ...]
    weeks: int
    n: int
    verdict: Verdict


class FollowsAnswer(Analysis, frozen=True):
    """Who follows the leader, the least likely by chance first."""

    leader: str = ""
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = FollowFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a follower: how much later, how alike, and against whom."""
        return [
            {
                "who": self._name(one.follower),
                "weeks": one.lag,
                "alike": _signed(one.value),
                "at 90 %": f"{_signed(one.low)} to {_signed(one.high)}",
                "by chance": f"{one.adjusted:.2f}",
                "towards": listed(one.targets, self._name, most=_IN_TABLE),
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, FollowFinding)
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def _signed(value: float) -> str:
    return rounded(value, 2, signed=True)


def follows(
    graph: Graph,
    actor: str,
    *,
    as_of: date | str | None = None,
    scope: Scope | None = None,
) -> FollowsAnswer:
    """Whose quarrels with third parties come after those of `actor`, in the two years up to a day.

    >>> follows(graph, "Rusia").leader  # doctest: +SKIP
    'RUS'

    A statement about time and not about cause.
    """
    ground = ground_of(graph, scope, until=as_of, ends=[actor])
    leader = ground.ends[0]
    question = f"who follows {ground.name(leader)} against third parties"
    nothing = ground.nothing()
    if ground.day is None or nothing is not None:
        return FollowsAnswer(
            question=question, as_of=ground.day, leader=leader, **ground.refusal(nothing or "")
        )
    found = follows_of(ground.told(), leader=leader, as_of=ground.day)
    begin = ground.day - timedelta(weeks=int(found.parameters["weeks"]))
    lines = tuple(map(_finding, found.found))
    met = {end for one in lines for end in (one.follower, *one.targets)}
    best = lines[0] if len(lines) > 0 else None
    return FollowsAnswer(
        question=question,
        as_of=ground.day,
        verdict=found.verdict,
        summary=_summary(found, ground),
        value=None if best is None else best.value,
        low=None if best is None else best.low,
        high=None if best is None else best.high,
        effective_n=ground.left(NO_FADING, since=begin),
        found=lines,
        leader=leader,
        named={one: ground.names(one) for one in sorted(met)},
        **ground.fields(
            {**found.parameters, "leader": leader},
            note=f"that one comes after the other in time does not say why; {LIMIT}",
            acts=_after(ground.acts, begin),
        ),
    )


def _after(acts: polars.DataFrame, day: date) -> polars.DataFrame:
    import polars as pl

    return acts.filter(pl.col("day") > day)


def _finding(one: Follow) -> FollowFinding:
    return FollowFinding(
        follower=one.follower,
        lag=one.lag,
        value=one.value,
        low=one.low,
        high=one.high,
        p=one.p,
        adjusted=one.adjusted,
        targets=tuple(target for target, _ in one.targets),
        weeks=one.weeks,
        n=one.n,
        verdict=one.verdict,
        drivers=combined([(1.0, one.drivers)]),
    )


def _summary(found: Follows, ground: Ground) -> str:
    leader = ground.name(found.leader)
    claimed = [one for one in found.found if one.verdict != "not enough evidence"]
    if len(found.found) == 0:
        met = {*ground.acts["source"].unique(), *ground.acts["target"].unique()}
        if found.leader not in met:
            return f"no acts of {leader} are known"
        if found.note is not None and found.note.startswith("only"):
            return found.note
        return f"nobody shares third parties with {leader} in enough weeks to be compared"
    if len(claimed) == 0:
        return (
            f"of {many(len(found.found), 'actor')} compared over {found.weeks} weeks none follows "
            f"{leader} more than chance would have it"
        )
    one = claimed[0]
    who = listed([two.follower for two in claimed], ground.name, most=_NAMED)
    surest = "" if len(claimed) == 1 else f"; the surest is {ground.name(one.follower)}"
    return (
        f"{who} may follow {leader}{surest}: {many(one.lag, 'week')} later, correlation "
        f"{one.value:.2f} over {many(len(one.targets), 'target')}"
    )
