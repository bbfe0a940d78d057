"""Q6 and Q7: who moved closer to a power, and who did so without leaving another."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import Field

from detente.graph.errors import GraphError
from detente.queries.analyses.ground import LIMIT, Ground, before_after, ground_of
from detente.queries.analysis import Finding, combined
from detente.queries.answers import read_day
from detente.queries.closer import Closer, Move, Side
from detente.queries.closer import closer as moves_of
from detente.queries.scope import Scope
from detente.queries.turns import BesideTurns
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many, rounded

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph

__all__ = ["CloserAnswer", "MoveFinding", "closer"]

#: A move less likely than this is counted and not listed.
_SHOWN = 0.05
_NAMED = 4
#: Without a first day the comparison begins in the middle of what is known, and no sooner than
#: half a year before the last day.
_HALF_YEAR = timedelta(days=182)


class MoveFinding(Finding, frozen=True):
    """An actor that may have moved; see `detente.queries.closer.Move`.

    `change` is that of its closeness to the pole, 1 being as much as dyads usually differ; `before`
    and `after` are the closeness on both sides. `other_before` and `other_after` are those to the
    pole that is not to be left. The drivers are acts since the first day.
    """

    actor: str
    probability: float
    change: float
    low: float
    high: float
    before: float
    after: float
    other_before: float | None
    other_after: float | None
    n_before: int
    n_after: int
    effective_n: float
    hedging: float | None
    lacks: tuple[str, ...]
    verdict: Verdict


class CloserAnswer(BesideTurns, frozen=True):
    """Who moved closer, the surest first; `told` is what articles say of turns to and from them."""

    to: str = ""
    without_leaving: str | None = None
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = MoveFinding

    def table(self) -> list[dict[str, Any]]:
        """A line an actor: how its closeness changed, and how likely that is a move."""
        return [self._line(one) for one in self.found if isinstance(one, MoveFinding)]

    def _line(self, one: MoveFinding) -> dict[str, Any]:
        line: dict[str, Any] = {
            "who": self.named.get(one.actor, one.actor),
            "closeness": _from_to(one.before, one.after),
        }
        if one.other_before is not None and one.other_after is not None:
            line["to the other"] = _from_to(one.other_before, one.other_after)
        return {
            **line,
            "change": f"{_signed(one.low)} to {_signed(one.high)}",
            "probability": f"{one.probability:.2f}",
            "acts": f"{one.n_before:,} → {one.n_after:,}",
            "verdict": one.verdict,
        }


def _from_to(before: float, after: float) -> str:
    return f"{_signed(before)} → {_signed(after)}"


def _signed(value: float) -> str:
    return rounded(value, 1, signed=True)


def closer(
    graph: Graph,
    *,
    to: str,
    without_leaving: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    scope: Scope | None = None,
) -> CloserAnswer:
    """Who moved closer to `to` between two days, and did not leave `without_leaving`.

    >>> closer(graph, to="CHN", without_leaving="USA").verdict  # doctest: +SKIP
    'weak'

    What happened up to `since` is compared with what happened after it up to `until`.
    """
    named = [to] if without_leaving is None else [to, without_leaving]
    ground = ground_of(graph, scope, until=until, option="until", ends=named)
    pole, other = ground.ends[0], ground.ends[1] if len(ground.ends) > 1 else None
    if pole == other:
        raise GraphError(f"{ground.names(pole)} is named twice: name two different actors")
    question = f"who moved closer to {ground.name(pole)}"
    if other is not None:
        question += f" without leaving {ground.name(other)}"
    nothing = ground.nothing()
    if ground.day is None or ground.first is None or nothing is not None:
        return CloserAnswer(
            question=question,
            to=pole,
            without_leaving=other,
            told=ground.turns(touching=ground.ends),
            **ground.refusal(nothing or ""),
        )
    begin = read_day(since, option="since") or _usual(ground.first, ground.day)
    before_after(begin, ground.day)
    found = moves_of(
        ground.friendliness(begin),
        ground.friendliness(ground.day, since=begin),
        to=pole,
        without_leaving=other,
    )
    shown = [_finding(one) for one in found.found if one.probability >= _SHOWN]
    shown.sort(key=lambda one: _RANKS.index(one.verdict))
    best = shown[0] if len(shown) > 0 else None
    return CloserAnswer(
        question=f"{question}, {begin} to {ground.day}",
        verdict="not enough evidence" if best is None else best.verdict,
        summary=_summary(found, shown, ground),
        value=None if best is None else best.probability,
        effective_n=round(sum(map(_effective, found.found)), 3),
        found=tuple(shown),
        to=pole,
        without_leaving=other,
        named={one.actor: ground.names(one.actor) for one in shown},
        told=ground.turns(touching=ground.ends, since=begin),
        **ground.fields(
            {**found.parameters, "to": pole, "without_leaving": other, "since": begin},
            note=_note(found, len(shown)),
            acts=_with(ground.acts, ground.ends),
        ),
    )


def _usual(first: date, last: date) -> date:
    return max(first + (last - first) / 2, last - _HALF_YEAR)


def _with(acts: polars.DataFrame, poles: tuple[str, ...]) -> polars.DataFrame:
    import polars as pl

    return acts.filter(pl.col("source").is_in(poles) | pl.col("target").is_in(poles))


_RANKS: tuple[Verdict, ...] = ("supported", "weak", "not enough evidence")


def _finding(one: Move) -> MoveFinding:
    sides = [side for side in (one.to, one.staying) if side is not None]
    # Of whom one side tells nothing, the habits of the two alone would speak.
    return MoveFinding(
        actor=one.actor,
        probability=one.probability,
        change=one.value,
        low=one.low,
        high=one.high,
        before=one.to.before,
        after=one.to.after,
        other_before=None if one.staying is None else one.staying.before,
        other_after=None if one.staying is None else one.staying.after,
        n_before=one.to.n[0],
        n_after=one.to.n[1],
        effective_n=round(_effective(one), 3),
        hedging=one.hedging,
        lacks=one.lacks,
        verdict=one.verdict if min(one.to.n) > 0 else "not enough evidence",
        drivers=combined((_weight(side), side.drivers_after) for side in sides),
    )


def _effective(one: Move) -> float:
    sides = [side for side in (one.to, one.staying) if side is not None]
    return sum(sum(side.effective_n) for side in sides)


def _weight(side: Side) -> float:
    return side.effective_n[1]


def _summary(found: Closer, shown: list[MoveFinding], ground: Ground) -> str:
    pole = ground.name(found.to)
    if ground.first is not None and found.since < ground.first:
        return f"no acts are known up to {found.since}: the first is of {ground.first}"
    if len(found.found) == 0:
        return f"no acts of others with {pole} are known"
    but = "" if found.without_leaving is None else " and did not leave "
    but += "" if found.without_leaving is None else ground.name(found.without_leaving)
    sure = [one for one in shown if one.verdict == "supported"]
    weak = [one for one in shown if one.verdict == "weak"]
    if len(sure) + len(weak) == 0:
        return f"of {many(len(found.found), 'actor')} none is known to have moved closer to {pole}"
    groups = [(how, some) for how, some in (("supported", sure), ("weak", weak)) if len(some) > 0]
    # The verdict of one group is that of the answer.
    parts = [
        listed([one.actor for one in some], ground.name, most=_NAMED)
        + (f" ({how})" if len(groups) > 1 else "")
        for how, some in groups
    ]
    return f"{'; '.join(parts)} moved closer to {pole}{but}"


def _note(found: Closer, shown: int) -> str:
    parts = []
    lacking = sum(len(one.lacks) > 0 for one in found.found)
    if lacking > 0:
        parts.append(f"of {many(lacking, 'actor')} too little is told on one side at least")
    hidden = len(found.found) - shown
    if hidden > 0:
        parts.append(f"{many(hidden, 'actor')} less likely than one in twenty are left out")
    return "; ".join((*parts, LIMIT))
