"""Q13: where formal ties and conduct disagree: strained alliances, alignment without a treaty."""

# A treaty is one ground and conduct another: the first list takes its pairs from treaties alone,
# the second from acts alone, and what is somebody's word has no part in either.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from detente.graph.actors import state_of
from detente.graph.registry import CONFLICT
from detente.graph.treaties import SharedTreaty
from detente.queries.acts import first_day
from detente.queries.analysis import Analysis, Driver, Finding
from detente.queries.answers import read_day
from detente.queries.backing import Backing, Pair, backings, day_asked, heard
from detente.queries.bonds import bonds, pairs_bound
from detente.queries.captions import the
from detente.queries.ends import end_of, names_of
from detente.queries.friendliness import SURE, Dyad, Friendliness, friendliness
from detente.queries.scope import Scope, acts_in, sources_of
from detente.queries.weighing import OBLIGATIONS, Verdict
from detente.queries.wording import many

if TYPE_CHECKING:
    import polars

    from detente.graph.graph import Graph
    from detente.queries.captions import Named

__all__ = ["StrainedAnswer", "StrainedFinding", "strained"]

#: Obligations of allies: who promises only peace has no alliance that conduct could strain.
_HELPING = frozenset(OBLIGATIONS[:3])
#: From here on a pair is named, with weak grounds.
_LIKELY = 0.7
#: Cooperation is sustained when there is some in so many of the last spans of so many days.
_SPANS, _SPAN_DAYS = 3, 60
_ORDER: Mapping[Verdict, int] = {"supported": 0, "weak": 1, "not enough evidence": 2}


class StrainedFinding(Finding, frozen=True):
    """Two actors whose conduct disagrees with their treaties, or with their having none.

    `probability` is that of the conduct: colder than expected for allies, warmer for others.
    `treaties` are those in force that oblige to help or consult, the strongest first.
    """

    kind: Literal["strained alliance", "alignment without treaty"]
    a: str
    b: str
    names: str
    verdict: Verdict
    because: str
    treaties: tuple[str, ...] = ()
    treaty_ids: tuple[str, ...] = ()
    probability: float
    conflict: float
    low: float
    high: float
    expected: float
    weight: float
    n: int
    days: int
    effective_n: float
    last_day: date


class StrainedAnswer(Analysis, frozen=True):
    """Strained alliances, then alignments without a treaty, each the weightiest first.

    `silent` are allies by treaty of whom too little is told to say how they get on.
    """

    allied: int = 0
    silent: tuple[tuple[str, str], ...] = ()

    finding: ClassVar[type[Finding]] = StrainedFinding

    def table(self) -> list[dict[str, Any]]:
        """A line a pair: who, what binds them, how they get on; the two lists take turns."""
        lists = [
            [one for one in self.found if isinstance(one, StrainedFinding) and one.kind == kind]
            for kind in ("strained alliance", "alignment without treaty")
        ]
        # A page has room for so many of each.
        head = lists[0][: max(_PAGE, 2 * _PAGE - len(lists[1]))]
        shown = [*head, *lists[1][: 2 * _PAGE - len(head)]]
        return [
            {
                "what": one.kind,
                "who": one.names,
                "treaty": one.treaties[0] if len(one.treaties) > 0 else "none",
                "conflict": f"{one.conflict:.2f}, {one.expected:.2f} expected",
                "verdict": one.verdict,
            }
            for one in shown
        ]


_PAGE = 10


def strained(
    graph: Graph,
    *,
    actor: str | None = None,
    as_of: date | str | None = None,
    scope: Scope | None = None,
) -> StrainedAnswer:
    """Which allies get on worse than expected, and who works together without a treaty.

    >>> strained(graph, actor="TUR").found[0].kind  # doctest: +SKIP
    'strained alliance'

    Strained are two bound by a treaty of defence, offence or consultation on the day, whose share
    of conflict lies above what is expected of them with a probability of more than 0.9 (weak from
    0.7 on). Aligned without a treaty are two who are not, whose share lies below it, with
    cooperation in each of the last three spans of 60 days. `as_of` is the last day that anything is
    told of if not given; `actor` keeps the pairs of one.
    """
    who = scope or Scope()
    day = read_day(as_of, option="as_of")
    own = None if actor is None else end_of(graph, actor, on=day_asked(day, who.known_on)).actor_id
    acts = acts_in(graph, who, until=day)
    on = day_asked(day, who.known_on, acts)
    statements = graph.columns().statements
    asserted, _ = heard(acts.filter(acts["day"] <= on), statements)
    # Who asks for one speaker asks for his word.
    counted = asserted if who.said_by is None else acts.filter(acts["day"] <= on)
    found = friendliness(counted, as_of=on)
    told = backings(counted, statements)
    helping = {
        pair: kept
        for pair, treaties in pairs_bound(bonds(graph), on).items()
        if own is None or own in pair
        for kept in [tuple(one for one in treaties if one.obligation in _HELPING)]
        if len(kept) > 0
    }
    names = names_of(graph.roster)
    states = frozenset(one.actor_id for one in graph.roster.actors if one.label == "Country")
    lines = [
        *_strained(found, helping, told, names),
        *_aligned(found, helping, told, names, own=own, steady=_steady(counted, on, states)),
    ]
    lines.sort(key=_rank)
    silent = tuple(
        pair for pair in helping if not told.get(pair, Backing()).enough or _is_faded(found, pair)
    )
    verdicts: list[Verdict] = [one.verdict for one in lines]
    verdict = min(verdicts, key=_ORDER.__getitem__, default="not enough evidence")
    return StrainedAnswer(
        as_of=on,
        known_on=who.known_on,
        question="where treaties and conduct disagree"
        + ("" if own is None else f", for {the(names(own))}"),
        verdict=verdict,
        summary=_summary(lines, len(helping), len(silent)),
        n=counted.height,
        since=first_day(counted),
        until=on,
        half_life=found.parameters["half_life"],
        sources=sources_of(counted),
        parameters={**found.parameters, **who.parameters(), "surer_than": SURE, "actor": own},
        found=tuple(lines),
        allied=len(helping),
        silent=silent,
        note=_note(silent),
    )


def _strained(
    found: Friendliness,
    helping: Mapping[Pair, tuple[SharedTreaty, ...]],
    told: Mapping[Pair, Backing],
    names: Named,
) -> Iterator[StrainedFinding]:
    for pair, treaties in helping.items():
        at = found.index(*pair)
        if at is None or found.hostile[at] <= 0.0:
            continue
        # What one source tells is shown, however little it weighs, and supports nothing.
        if 1.0 - float(found.friendlier[at]) < _LIKELY and not told[pair].single:
            continue
        dyad = found.dyad_at(at)
        # Two who hardly quarrel are not strained, however little was expected of them.
        usual = dyad.conflict <= found.usual
        conduct = _Conduct(
            dyad,
            told[pair],
            1.0 - float(found.friendlier[at]),
            "colder than expected",
            ", yet less conflict than is usual among all" if usual else "",
        )
        yield conduct.finding("strained alliance", names, treaties)


def _aligned(
    found: Friendliness,
    helping: Mapping[Pair, tuple[SharedTreaty, ...]],
    told: Mapping[Pair, Backing],
    names: Named,
    *,
    own: str | None,
    steady: frozenset[Pair],
) -> Iterator[StrainedFinding]:
    for at in (found.friendlier >= _LIKELY).nonzero()[0].tolist():
        pair = found.actors[found.left[at]], found.actors[found.right[at]]
        if own is not None and own not in pair:
            continue
        if pair in helping or pair not in steady or state_of(pair[0]) == state_of(pair[1]):
            continue
        probability = float(found.friendlier[at])
        conduct = _Conduct(found.dyad_at(at), told[pair], probability, "warmer than expected")
        yield conduct.finding("alignment without treaty", names)


class _Conduct(NamedTuple):
    """How two get on, how sure that is, and what speaks against saying so."""

    dyad: Dyad
    backing: Backing
    probability: float
    words: str
    but: str = ""

    def finding(
        self,
        kind: Literal["strained alliance", "alignment without treaty"],
        names: Named,
        treaties: tuple[SharedTreaty, ...] = (),
    ) -> StrainedFinding:
        """The line about the two."""
        dyad = self.dyad
        source = "one source says: " if self.backing.single else ""
        return StrainedFinding(
            kind=kind,
            a=dyad.a,
            b=dyad.b,
            names=f"{names(dyad.a)}, {names(dyad.b)}",
            verdict=self._verdict(),
            because=f"{source}{self.words}: {self.probability:.2f}{self.but}; {self.backing}",
            treaties=tuple(f"{one.name} ({one.obligation})" for one in treaties),
            treaty_ids=tuple(one.treaty_id for one in treaties),
            probability=round(self.probability, 4),
            conflict=dyad.conflict,
            low=dyad.low,
            high=dyad.high,
            expected=dyad.expected,
            weight=dyad.weight,
            n=self.backing.statements,
            days=dyad.days,
            effective_n=dyad.effective_n,
            last_day=dyad.last_day,
            drivers=tuple(Driver(**one._asdict()) for one in dyad.drivers),
        )

    def _verdict(self) -> Verdict:
        if self.backing.single:
            return "not enough evidence"
        sure = self.probability > SURE and self.backing.enough and self.but == ""
        return "supported" if sure else "weak"


def _steady(acts: polars.DataFrame, on: date, states: frozenset[str]) -> frozenset[Pair]:
    """The states with cooperation in each of the last spans of days; bodies sign no alliance."""
    import polars as pl

    low, high = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    begin = on - timedelta(days=_SPANS * _SPAN_DAYS - 1)
    span = ((pl.lit(on) - pl.col("day")).dt.total_days() // _SPAN_DAYS).alias("span")
    counted = (
        acts.filter((pl.col("day") >= begin) & ~pl.col("quad").is_in(sorted(CONFLICT)))
        .select(low.alias("low"), high.alias("high"), span)
        .group_by("low", "high")
        .agg(pl.col("span").n_unique().alias("spans"))
        .filter(pl.col("spans") == _SPANS)
    )
    pairs = ((low, high) for low, high, _ in counted.iter_rows())
    return frozenset(pair for pair in pairs if states.issuperset(pair))


def _is_faded(found: Friendliness, pair: Pair) -> bool:
    at = found.index(*pair)
    return at is None or float(found.effective_n[at]) < 1.0


def _rank(one: StrainedFinding) -> tuple[bool, int, float, str, str]:
    strained_first = one.kind != "strained alliance"
    return strained_first, _ORDER[one.verdict], -abs(one.weight), one.a, one.b


def _summary(lines: list[StrainedFinding], allied: int, silent: int) -> str:
    if len(lines) == 0 and silent == allied:
        return "too little is told of any two allies, or of any two others, to say how they get on"
    counts = [
        f"{sum(one.kind == kind and one.verdict == 'supported' for one in lines)} {words}"
        for kind, words in (
            (
                "strained alliance",
                f"of {allied - silent} alliances that much is told of are strained",
            ),
            ("alignment without treaty", "pairs work together without a treaty"),
        )
    ]
    weak = sum(one.verdict == "weak" for one in lines)
    return f"{'; '.join(counts)}; {weak} more on weak grounds"


def _note(silent: tuple[Pair, ...]) -> str | None:
    if len(silent) > 0:
        return f"of {many(len(silent), 'alliance')} too little is told: silent is not strained"
    return None
