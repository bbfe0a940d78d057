"""Q5: what changed between two days: who gets on better or worse, and who is silent."""

# What happened up to the first day is compared with what happened since, for every dyad of which
# both tell enough: the share of conflict, in the spread that dyads with the same expectation have.
# False discoveries are controlled over all dyads compared. Where the habits of the two moved as
# much as the dyad did, the dyad is not what changed: that is weak at best.

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from detente.queries.analyses.ground import LIMIT, Ground, before_after, ground_of
from detente.queries.analysis import Driver, Finding
from detente.queries.answers import read_day
from detente.queries.closer import DELTA, ENOUGH_ACTS
from detente.queries.friendliness import ENOUGH_DAYS, SURE, Friendliness
from detente.queries.scope import Scope
from detente.queries.turns import BesideTurns
from detente.queries.weighing import Verdict
from detente.queries.wording import listed, many

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph

__all__ = ["ChangeFinding", "ChangedAnswer", "changed"]

Floats = NDArray[np.float64]
#: A change less likely than this is counted and not listed.
_SHOWN = 0.05
#: The share of false discoveries among the changes called supported, and among the weak ones.
_SUPPORTED, _WEAK = 0.05, 0.2
_LIKELY, _NAMED, _TOP = 0.7, 4, 5


class ChangeFinding(Finding, frozen=True):
    """Two actors that may get on better or worse than before.

    `before` and `after` are the shares of conflict up to the first day and since, beside those that
    their habits let one expect; `change` is the fall of the share with its 90 % interval, in units
    of the usual spread. `probability` is that of a change in this direction by more than a quarter
    of that spread, `adjusted` the share of false discoveries among the dyads that changed as
    surely. The drivers are acts since the first day that speak for it.
    """

    a: str
    b: str
    direction: Literal["warmer", "colder"]
    probability: float
    adjusted: float
    change: float
    low: float
    high: float
    before: float
    after: float
    expected_before: float
    expected_after: float
    n_before: int
    n_after: int
    effective_n: float
    verdict: Verdict


class ChangedAnswer(BesideTurns, frozen=True):
    """What changed, the surest first.

    `new` are dyads of which something is told for the first time since the first day, `silent`
    those of which as much was told before and nothing since, the most told of first; `compared`
    counts the dyads of which both sides tell enough.
    """

    compared: int = 0
    new: tuple[tuple[str, str], ...] = ()
    silent: tuple[tuple[str, str], ...] = ()
    named: dict[str, str] = Field(default_factory=dict, exclude=True, repr=False)

    finding: ClassVar[type[Finding]] = ChangeFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a dyad: how the share of conflict went, and how sure the change is."""
        return [
            {
                "who": f"{self._name(one.a)} – {self._name(one.b)}",
                "grew": one.direction,
                "conflict": f"{one.before:.0%} → {one.after:.0%}",
                "probability": f"{one.probability:.2f}",
                "acts": f"{one.n_before:,} → {one.n_after:,}",
                "verdict": one.verdict,
            }
            for one in self.found
            if isinstance(one, ChangeFinding)
        ]

    def _name(self, actor_id: str) -> str:
        return self.named.get(actor_id, actor_id)


def changed(
    graph: Graph,
    *,
    since: date | str,
    until: date | str | None = None,
    scope: Scope | None = None,
) -> ChangedAnswer:
    """Who gets on better or worse since a day than before it, and of whom nothing is told any more.

    >>> changed(graph, since="2018-06-01").found[0].direction  # doctest: +SKIP
    'warmer'

    A dyad is silent where as long a time before the first day told enough of it.
    """
    ground = ground_of(graph, scope, until=until, option="until")
    begin = read_day(since, option="since")
    nothing = ground.nothing()
    if ground.day is None or begin is None or nothing is not None:
        told = ground.turns(since=begin)
        return ChangedAnswer(question="what changed", told=told, **ground.refusal(nothing or ""))
    before_after(begin, ground.day)
    before = ground.friendliness(begin)
    after = ground.friendliness(ground.day, since=begin)
    compared = _comparison(before, after)
    found = sorted(_findings(compared, before, after), key=_surest)
    shown = tuple(one for one in found if one.probability >= _SHOWN)
    new, silent = _came_and_went(ground.acts, begin, ground.day)
    met = {end for one in shown for end in (one.a, one.b)}
    return ChangedAnswer(
        question=f"what changed from {begin} to {ground.day}",
        verdict=shown[0].verdict if len(shown) > 0 else "not enough evidence",
        summary=_summary(shown, len(found), begin, ground),
        value=shown[0].probability if len(shown) > 0 else None,
        effective_n=round(float(before.effective_n.sum() + after.effective_n.sum()), 3),
        found=shown,
        compared=len(found),
        new=new,
        silent=silent,
        named={one: ground.names(one) for one in sorted(met)},
        told=ground.turns(since=begin),
        **ground.fields(
            {**after.parameters, "since": begin, "delta": DELTA, "enough": ENOUGH_ACTS},
            note=_note(new, silent, len(found) - len(shown), ground),
        ),
    )


class _Comparison(NamedTuple):
    """Places of the same dyads on both sides, and the chances that they grew warmer or colder.

    These are of more than DELTA of the `spread`, `adjusted` is for any change at all.
    """

    then: NDArray[np.int64]
    now: NDArray[np.int64]
    spread: Floats
    warmer: Floats
    colder: Floats
    adjusted: Floats


def _comparison(before: Friendliness, after: Friendliness) -> _Comparison:
    places = [
        (then, now)
        for then, now in _both(before, after)
        if min(before.effective_n[then], after.effective_n[now]) >= ENOUGH_ACTS
    ]
    then, now = np.array(places, dtype=np.int64).reshape(-1, 2).T
    spread = _spread(before, then, after, now)
    bars = 0.0 * spread, DELTA * spread
    rose, warmer = _risen(before, then, after, now, bars)
    fell, colder = _risen(after, now, before, then, bars)
    return _Comparison(
        then=then,
        now=now,
        spread=spread,
        warmer=warmer,
        colder=colder,
        adjusted=_adjusted(np.minimum(2.0 * np.minimum(rose, fell), 1.0)),
    )


def _both(before: Friendliness, after: Friendliness) -> Iterator[tuple[int, int]]:
    """The places of the dyads that both sides know."""
    ends = zip(after.left.tolist(), after.right.tolist(), strict=True)
    for now, (left, right) in enumerate(ends):
        then = before.index(after.actors[left], after.actors[right])
        if then is not None:
            yield then, now


def _risen(
    one: Friendliness,
    at: NDArray[np.int64],
    other: Friendliness,
    there: NDArray[np.int64],
    bars: Iterable[Floats],
) -> Iterator[Floats]:
    """The probability that the share of conflict in `other` is lower than in `one`, by each bar.

    The share in `one` is cut into parts of known probability, and the distribution in `other` is
    taken at each: exact in the tails, where false discoveries are decided.
    """
    from scipy.special import betainc, betaincinv, ndtr

    edges = np.linspace(-_REACH, _REACH, _PARTS + 1)
    part = np.diff(ndtr(edges))
    middle = ndtr((edges[1:] + edges[:-1]) / 2.0)
    share = betaincinv(one.alpha[at, None], one.beta[at, None], middle)
    for by in bars:
        most = np.clip(share - by[:, None], 0.0, 1.0)
        below = betainc(other.alpha[there, None], other.beta[there, None], most)
        yield np.asarray((below * part).sum(axis=1) / part.sum())


_REACH, _PARTS = 6.0, 96


def _spread(
    before: Friendliness,
    then: NDArray[np.int64],
    after: Friendliness,
    now: NDArray[np.int64],
) -> Floats:
    """How much dyads differ whose habits let one expect what is expected of these."""
    expected = (before.expected[then] + after.expected[now]) / 2.0
    prior = float(after.parameters["prior"])
    return np.asarray(np.sqrt(expected * (1.0 - expected) / (prior + 1.0)))


def _adjusted(chances: Floats) -> Floats:
    """The false discovery rate at which each would be called a discovery (Benjamini, Hochberg)."""
    size = len(chances)
    order = np.argsort(chances, kind="stable")
    rates = chances[order] * size / np.arange(1, size + 1)
    least = np.minimum.accumulate(rates[::-1])[::-1]
    adjusted = np.empty(size)
    adjusted[order] = np.minimum(least, 1.0)
    return adjusted


def _findings(
    compared: _Comparison, before: Friendliness, after: Friendliness
) -> Iterator[ChangeFinding]:
    error = np.sqrt(_variance(before, compared.then) + _variance(after, compared.now))
    for number, (then, now) in enumerate(
        zip(compared.then.tolist(), compared.now.tolist(), strict=True)
    ):
        warmer, colder = float(compared.warmer[number]), float(compared.colder[number])
        likely, sign = max(warmer, colder), 1.0 if warmer >= colder else -1.0
        adjusted, spread = float(compared.adjusted[number]), float(compared.spread[number])
        was, is_ = float(before.conflict[then]), float(after.conflict[now])
        expected = float(before.expected[then]), float(after.expected[now])
        change, width = (was - is_) / spread, 1.645 * float(error[number]) / spread
        beyond = (expected[1] - is_) - (expected[0] - was)
        days = min(int(before.days[then]), int(after.days[now]))
        yield ChangeFinding(
            a=after.actors[after.left[now]],
            b=after.actors[after.right[now]],
            direction="warmer" if sign > 0 else "colder",
            probability=round(likely, 4),
            adjusted=round(adjusted, 6),
            change=round(change, 4),
            low=round(change - width, 4),
            high=round(change + width, 4),
            before=round(was, 4),
            after=round(is_, 4),
            expected_before=round(expected[0], 4),
            expected_after=round(expected[1], 4),
            n_before=int(before.n[then]),
            n_after=int(after.n[now]),
            effective_n=round(float(before.effective_n[then] + after.effective_n[now]), 3),
            verdict=_verdict(likely, adjusted, certain=sign * beyond > 0 and days >= ENOUGH_DAYS),
            drivers=_drivers(after, now, warmer=sign > 0) if likely >= _LIKELY else (),
        )


def _drivers(after: Friendliness, at: int, *, warmer: bool) -> tuple[Driver, ...]:
    """The latest acts since that speak for the change, each with its share of all of them."""
    acts = after.acts
    mine = acts.of(at)
    speaking = mine[acts.hostile[mine] != warmer]
    whole = float(acts.weight[mine].sum())
    sign = 1.0 if warmer else -1.0
    heaviest = speaking[np.argsort(-acts.weight[speaking], kind="stable")][:_TOP]
    return tuple(
        Driver(
            statement_id=acts.statement_ids[int(one)],
            share=round(sign * float(acts.weight[one]) / whole, 4),
        )
        for one in heaviest
    )


def _variance(seen: Friendliness, at: NDArray[np.int64]) -> Floats:
    alpha, beta = seen.alpha[at], seen.beta[at]
    whole = alpha + beta
    return np.asarray(alpha * beta / (whole**2 * (whole + 1.0)))


def _verdict(probability: float, adjusted: float, *, certain: bool) -> Verdict:
    if probability < _LIKELY or adjusted > _WEAK:
        return "not enough evidence"
    sure = probability > SURE and adjusted <= _SUPPORTED
    return "supported" if sure and certain else "weak"


_RANKS: tuple[Verdict, ...] = ("supported", "weak", "not enough evidence")


def _surest(one: ChangeFinding) -> tuple[Any, ...]:
    return _RANKS.index(one.verdict), one.adjusted, -one.probability, one.a, one.b


def _came_and_went(
    acts: polars.DataFrame, begin: date, last: date
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Dyads told of often on one side and never on the other.

    New is who was never told of before. Silent is of whom enough was told in as long a time before
    the first day as has passed since.
    """
    import polars as pl

    lower, higher = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    since = pl.col("day") > begin
    lately = ~since & (pl.col("day") > begin - (last - begin))
    counts = (
        acts.group_by(lower.alias("a"), higher.alias("b"))
        .agg(
            since.sum().alias("since"),
            lately.sum().alias("lately"),
            (~since).sum().alias("before"),
            pl.col("day").filter(since).n_unique().alias("days_since"),
            pl.col("day").filter(lately).n_unique().alias("days_lately"),
        )
        .with_columns(pl.max_horizontal("since", "lately").alias("most"))
        .sort(["most", "a", "b"], descending=[True, False, False])
    )
    enough = pl.col("most") >= ENOUGH_ACTS
    # Where nothing at all is known of the time before, nobody is new.
    new = (
        enough
        & pl.lit((acts["day"] <= begin).any())
        & (pl.col("before") == 0)
        & (pl.col("days_since") >= ENOUGH_DAYS)
    )
    silent = enough & (pl.col("since") == 0) & (pl.col("days_lately") >= ENOUGH_DAYS)
    came, went = (tuple(counts.filter(one).select("a", "b").iter_rows()) for one in (new, silent))
    return came, went


def _summary(shown: tuple[ChangeFinding, ...], compared: int, begin: date, ground: Ground) -> str:
    if ground.first is not None and begin < ground.first:
        return f"no acts are known up to {begin}: the first is of {ground.first}"
    if compared == 0:
        return "of no two actors is enough told both before and since to compare"
    sure = [one for one in shown if one.verdict == "supported"]
    weak = sum(one.verdict == "weak" for one in shown)
    if len(sure) == 0:
        said = f"of {many(compared, 'pair')} compared none surely gets on better or worse"
        return said if weak == 0 else f"{said}; {weak} may"
    parts = []
    for direction in ("warmer", "colder"):
        pairs = [ground.pair(one.a, one.b) for one in sure if one.direction == direction]
        if len(pairs) > 0:
            parts.append(f"{len(pairs)} {direction} ({listed(pairs, str, most=_NAMED)})")
    return f"of {many(compared, 'pair')} compared {' and '.join(parts)} are supported; {weak} weak"


def _note(
    new: tuple[tuple[str, str], ...],
    silent: tuple[tuple[str, str], ...],
    hidden: int,
    ground: Ground,
) -> str:
    parts = []
    for what, some in (
        ("told of for the first time", new),
        ("silent, which is not neutral", silent),
    ):
        if len(some) > 0:
            pairs = listed([ground.pair(*one) for one in some], str, most=_NAMED)
            parts.append(f"{what}: {pairs}")
    if hidden > 0:
        parts.append(f"{many(hidden, 'pair')} hardly changed and are left out")
    return "; ".join((*parts, LIMIT))
