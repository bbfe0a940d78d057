"""Q3: how two actors are getting on."""

# The level is the share of conflict in what happened between the two, beside what their ways with
# everybody else let one expect: great powers quarrel more than small states do, with friends too.

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from detente.graph.errors import GraphError
from detente.queries.acts import first_day
from detente.queries.analyses.level_parts import (
    LevelFinding,
    months_of,
    parts_of,
    share_of,
    table_of,
)
from detente.queries.analysis import Finding
from detente.queries.answers import in_order, kinds, read_day
from detente.queries.backing import (
    Backing,
    backings,
    day_asked,
    heard,
    named_actors,
    one_source_says,
)
from detente.queries.balance import PRIOR_WEIGHT
from detente.queries.captions import the
from detente.queries.ends import end_of, names_of
from detente.queries.friendliness import SURE, Friendliness, friendliness
from detente.queries.scope import Scope, acts_in, sources_of
from detente.queries.standing import in_force
from detente.queries.turns import BesideTurns, told_in_words, turns_told
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph

__all__ = ["LevelAnswer", "LevelFinding", "level"]

#: From here on a leaning is told, as likely.
_LIKELY = 0.7
#: Of less than this nothing is left to speak of: all that is told is old.
_FADED = 1.0


class LevelAnswer(BesideTurns, frozen=True):
    """How two actors are getting on: the level, the prior beside it, and how it went by month.

    `value` is the share of conflict with its 90 % interval, `expected` what the habits of the two
    let one expect, with the interval before anything of the two is known; `colder` is the
    probability that the share is above it. `rank_left` is the place of the dyad among those of the
    left actor, the least conflict first, as "12 of 60". `claims` counts what is somebody's word: it
    has no part in the level, unless there is nothing else. `told` is what articles tell of a turn
    of the two.
    """

    left: str
    right: str
    expected: float
    prior_low: float
    prior_high: float
    colder: float | None = None
    rank_left: tuple[int, int] | None = None
    rank_right: tuple[int, int] | None = None
    last_contact: date | None = None
    claims: int = 0
    backing: Backing = Backing()
    months: tuple[LevelFinding, ...] = ()

    finding: ClassVar[type[Finding]] = LevelFinding

    def rows(self) -> list[dict[str, Any]]:
        """Both together, each direction, what is claimed, then the months."""
        told = (one.model_dump() for one in (*self.found, *self.months))
        return [{name: one[name] for name in self.columns()} for one in told]

    def columns(self) -> dict[str, Any]:
        """The fields of a finding, its drivers last."""
        found = dict(kinds(LevelFinding))
        drivers = found.pop("drivers")
        return {**found, "drivers": drivers}

    def table(self) -> list[dict[str, Any]]:
        """A line a measure: how often, and by month."""
        parts = [one for one in self.found if isinstance(one, LevelFinding)]
        return table_of(parts, self.months)


def level(
    graph: Graph,
    left: str,
    right: str,
    *,
    since: date | str | None = None,
    as_of: date | str | None = None,
    scope: Scope | None = None,
) -> LevelAnswer:
    """How two actors are getting on, on a day: today's share of conflict and how it came to it.

    >>> level(graph, "RUS", "TUR", as_of="2018-10-31").summary  # doctest: +SKIP
    'share of conflict 0.10 (90 %: 0.07 to 0.15), expected of the two 0.30: …'

    The share is Beta(k p + C, k (1 - p) + N - C), see `detente.queries.friendliness`. `as_of` is
    the last day that anything is told of if not given; `since` leaves out what is older.
    """
    who = scope or Scope()
    begin, day = read_day(since, option="since"), read_day(as_of, option="as_of")
    in_order(begin, day)
    a, b = _pair(graph, left, right, on=day_asked(day, who.known_on))
    acts = acts_in(graph, who, until=day, actors=named_actors(graph.roster, a, b))
    on = day_asked(day, who.known_on, acts)
    # What is dated after the day on which it was known is no contact yet.
    acts = acts.filter(acts["day"] <= on) if begin is None else _within(acts, begin, on)
    statements = graph.columns().statements
    own, claimed = heard(acts, statements)
    mine, said = _of(own, a, b), _of(claimed, a, b)
    counted, all_acts = (mine, own) if mine.height > 0 else (said, acts)
    found = friendliness(all_acts, as_of=on)
    names = names_of(graph.roster)
    backing = backings(counted, statements).get(_ordered(a, b), Backing())
    answer = LevelAnswer(
        as_of=on,
        known_on=who.known_on,
        question=f"how {the(names(a))} and {the(names(b))} are getting on",
        verdict="not enough evidence",
        summary="",
        left=a,
        right=b,
        **_levels(found, a, b),
        claims=said.height,
        backing=backing,
        n=counted.height,
        since=begin or first_day(counted),
        until=on,
        half_life=found.parameters["half_life"],
        sources=sources_of(counted),
        parameters={**found.parameters, **who.parameters(), "since": begin},
        told=turns_told(graph, who, names=names, between=(a, b), since=begin, until=day),
    )
    if counted.height > 0:
        parts = parts_of(
            (a, b),
            found,
            counted,
            expected=answer.expected,
            claims=said if mine.height > 0 else None,
        )
        months = months_of((a, b), counted, begin, on)
        answer = answer.model_copy(update={"found": parts, "months": months})
    verdict = _verdict(answer, claims_only=mine.height == 0)
    single = None
    if backing.single:
        (row, *_) = statements.filter(
            statements["statement_id"] == counted["statement_id"][0]
        ).to_dicts()
        single = one_source_says(row, names)
    summary = _summary(answer, verdict, single, names(a), names(b))
    note = _note(answer, who, claims_only=mine.height == 0 and said.height > 0)
    note = "; ".join(filter(None, (*in_force(graph, a, b, on=on, scope=who), note))) or None
    return answer.model_copy(update={"verdict": verdict, "summary": summary, "note": note})


def _pair(graph: Graph, left: str, right: str, *, on: date) -> tuple[str, str]:
    a, b = (end_of(graph, text, on=on).actor_id for text in (left, right))
    if a == b:
        raise GraphError(f"'{left}' and '{right}' are both {a}: name two actors")
    return a, b


def _ordered(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a < b else (b, a)


def _within(acts: polars.DataFrame, begin: date, on: date) -> polars.DataFrame:
    return acts.filter((acts["day"] >= begin) & (acts["day"] <= on))


def _of(acts: polars.DataFrame, a: str, b: str) -> polars.DataFrame:
    import polars as pl

    ends = pl.col("source"), pl.col("target")
    there, back = (ends[0] == a) & (ends[1] == b), (ends[0] == b) & (ends[1] == a)
    return acts.filter(there | back)


def _levels(found: Friendliness, a: str, b: str) -> dict[str, Any]:
    """Value, prior and ranks; without any act of the two the prior alone."""
    at = found.index(a, b)
    p = found.usual if at is None else float(found.expected[at])
    _, low, high = share_of(PRIOR_WEIGHT * p, PRIOR_WEIGHT * (1.0 - p))
    prior = {"expected": round(p, 4), "prior_low": low, "prior_high": high}
    if at is None:
        return prior
    dyad = found.dyad_at(at, top=0)
    return {
        **prior,
        "value": dyad.conflict,
        "low": dyad.low,
        "high": dyad.high,
        "colder": round(1.0 - float(found.friendlier[at]), 4),
        "effective_n": dyad.effective_n,
        "last_contact": dyad.last_day,
        "rank_left": _rank(found, a, at),
        "rank_right": _rank(found, b, at),
    }


def _rank(found: Friendliness, actor: str, at: int) -> tuple[int, int]:
    """The place of a dyad among those of one of its actors, the least conflict first."""
    code = found.actors.index(actor)
    mine = (found.left == code) | (found.right == code)
    shares = found.conflict[mine]
    return int((shares < found.conflict[at]).sum()) + 1, len(shares)


def _verdict(answer: LevelAnswer, *, claims_only: bool) -> Verdict:
    if answer.n == 0 or answer.backing.single or (answer.effective_n or 0.0) < _FADED:
        return "not enough evidence"
    return "supported" if answer.backing.enough and not claims_only else "weak"


def _summary(answer: LevelAnswer, verdict: Verdict, single: str | None, a: str, b: str) -> str:
    prior = (
        f"{answer.expected:.2f} is expected of the two "
        f"({answer.prior_low:.2f} to {answer.prior_high:.2f} before anything is known of them)"
    )
    if answer.n == 0 or answer.value is None or answer.low is None or answer.high is None:
        nothing = f"nothing is told of {the(a)} and {the(b)} in this time"
        if len(answer.told) > 0:
            nothing = f"{told_in_words(answer.told)}; that is no level, and no act of them is told"
        return f"{nothing}; a share of conflict of {prior}"
    share = (
        f"share of conflict {answer.value:.2f} (90 %: {answer.low:.2f} to {answer.high:.2f}); "
        f"{prior}"
    )
    if single is not None:
        return f"{single}; that is no level: {share}"
    last = f"last contact {answer.last_contact}"
    if verdict == "not enough evidence":
        return f"what is told is too old to say how things stand: {last}; {share}"
    ranks = "; ".join(
        f"number {rank[0]} of the {rank[1]} that {the(name)} deals with, the least conflict first"
        for name, rank in ((a, answer.rank_left), (b, answer.rank_right))
        if rank is not None
    )
    return f"{_leaning(answer.colder or 0.0)}: {share}; {ranks}; {last}"


def _leaning(colder: float) -> str:
    sure = max(colder, 1.0 - colder)
    way = "colder" if colder > 1.0 - colder else "warmer"
    if sure < _LIKELY:
        return f"about as expected (probability {sure:.2f} of {way})"
    likely = "" if sure > SURE else "perhaps "
    return f"{likely}{way} than expected, probability {sure:.2f}"


def _note(answer: LevelAnswer, who: Scope, *, claims_only: bool) -> str | None:
    if answer.n == 0:
        return _nothing(answer, who)
    if claims_only:
        return "all of it is somebody's word: the level is that of what is claimed"
    if answer.claims > 0:
        return f"{answer.claims} claims are left out of the level: they are somebody's word"
    return None


def _nothing(answer: LevelAnswer, who: Scope) -> str:
    """What may help where no act of the two is told."""
    if len(answer.told) > 0:
        return "that somebody tells of a turn is no act"
    if answer.known_on is not None:
        return (
            f"the graph had learnt of no act of theirs by {answer.known_on}: --known-on is the day "
            "of loading, --as-of that of what happened"
        )
    if who != Scope():
        return "others are not heard: ask again without --said-by or the --without options"
    return "load articles or a table of events that names both"
