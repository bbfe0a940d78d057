"""Q14: which alliances were made, joined, left, ended or broken in a period."""

# One line for each obligation of each party, on one ground. Where sources differ on a day, every
# source keeps its line, and each names the day of the other.

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.errors import GraphError
from detente.graph.registry import CONFLICT, REGISTRY
from detente.queries.analysis import Analysis, Driver, Finding
from detente.queries.answers import read_day
from detente.queries.bonds import Bond, bonds, pairs_bound
from detente.queries.captions import caption, the
from detente.queries.ends import end_of, names_of
from detente.queries.weighing import OBLIGATIONS, Verdict
from detente.queries.wording import is_fact

if TYPE_CHECKING:
    from detente.graph.graph import Graph
    from detente.graph.statements import Statement
    from detente.queries.captions import Named

__all__ = ["TreatiesAnswer", "TreatyChange", "treaties"]

Change = Literal["made", "joined", "left", "ended", "broken"]

_YEAR = re.compile(r"\d{4}", re.ASCII)
#: Sources that differ by no more speak of the same treaty, signed one year and in force the next.
_SAME_TREATY = 5 * 366
#: States that break what two have promised each other.
_WAR = frozenset(
    name for name, kind in REGISTRY.items() if kind.kind == "state" and kind.quad in CONFLICT
)
_ALLIANCE = "ALLIED_WITH"
#: Names that a line shows.
_NAMED = 4


class TreatyChange(Finding, frozen=True):
    """One obligation of one party that began or ended: "Finland joined the North Atlantic Treaty".

    `when` is as precise as its source has it, `day` its first day. `partners` are the others bound
    at that time. `other_dates` are those that other sources have for the same; `also` are sources
    that agree. A treaty is its own ground and has no statement; what is told has `drivers`.
    """

    when: str
    day: date
    change: Change
    actor_id: str
    name: str
    obligation: str | None
    treaty: str
    partners: tuple[str, ...]
    ground: Literal["treaty", "act", "claim", "own claim"]
    source: str
    verdict: Verdict
    also: tuple[str, ...] = ()
    other_dates: tuple[str, ...] = ()
    treaty_ids: tuple[str, ...] = ()


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
    own = None if actor is None else end_of(graph, actor, on=min(end, today)).actor_id
    names = names_of(graph.roster)
    known = bonds(graph)
    period = _Period(begin, end)
    changes = [*_formal(known, names, period), *_told(graph, known, names)]
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


# ------------------------------------------------------------ treaties


def _formal(known: Sequence[Bond], names: Named, period: _Period) -> Iterator[TreatyChange]:
    by_treaty: defaultdict[str, list[Bond]] = defaultdict(list)
    own: defaultdict[str, list[Bond]] = defaultdict(list)
    for bond in known:
        by_treaty[bond.treaty_id].append(bond)
        if bond.table is None:
            own[bond.actor_id].append(bond)
    tables, named = _Lines(names), _Lines(names)
    for bound in by_treaty.values():
        for bond in bound:
            for change, day in _changes(bond):
                if not period.is_near(day):
                    continue
                if bond.table is None:
                    named.add(bond, change, day, bound)
                elif change != "made" or not _is_joined(bond, bound, own):
                    tables.add(bond, change, day, bound)
    yield from _compared(named.found(), tables.found())


class _Period(NamedTuple):
    """The days asked about; sources that differ may have a date near by."""

    begin: date | None
    end: date

    def has(self, day: PartialDate) -> bool:
        """Whether some of it lies in the period."""
        return (self.begin is None or day.end > self.begin) and day.start <= self.end

    def is_near(self, day: PartialDate) -> bool:
        """Whether it may be another date of what lies in the period."""
        early = self.begin is not None and (self.begin - day.end).days > _SAME_TREATY
        return not early and (day.start - self.end).days <= _SAME_TREATY


def _strength(bond: Bond) -> int:
    return OBLIGATIONS.index(bond.obligation)


def _is_joined(bond: Bond, bound: Sequence[Bond], own: Mapping[str, Sequence[Bond]]) -> bool:
    """Whether a row of two tells that the other joined a treaty that bound this one long before.

    The row of a pair does not say which of the two is new; who joined has a line of his own.
    """
    (partner, *_) = [one.actor_id for one in bound if one is not bond] or [bond.actor_id]
    theirs = {one.treaty_id: one for one in own.get(partner, ())}
    for mine in own.get(bond.actor_id, ()):
        other = theirs.get(mine.treaty_id)
        if other is None or _strength(mine) > _strength(bond):
            continue
        joined = other.first.start
        near = abs((joined - bond.first.start).days) <= _SAME_TREATY
        if near and (joined - mine.first.start).days > _SAME_TREATY:
            return True
    return False


def _changes(bond: Bond) -> Iterator[tuple[Change, PartialDate]]:
    """When a party came to be bound, and when it ceased to be."""
    first, last = bond.first, bond.last
    if not bond.open_start:
        yield ("made" if first.start <= bond.begun.end else "joined"), first
    if last is not None and not bond.open_end:
        whole = bond.over is not None and last.over >= bond.over.over
        yield ("ended" if whole else "left"), last


class _Lines:
    """Changes in the making: rows of a table that tell of one party and day are one line."""

    def __init__(self, names: Named) -> None:
        self._names = names
        self._bonds: defaultdict[tuple[str, Change, str, str, str], list[Bond]] = defaultdict(list)
        self._with: defaultdict[tuple[str, Change, str, str, str], set[str]] = defaultdict(set)

    def add(self, bond: Bond, change: Change, day: PartialDate, bound: Sequence[Bond]) -> None:
        """One party of a treaty, among all of its parties."""
        of = bond.table or bond.treaty_id
        key = bond.actor_id, change, str(day), bond.obligation, of
        self._bonds[key].append(bond)
        self._with[key] |= {
            one.actor_id for one in bound if one.actor_id != bond.actor_id and _together(one, day)
        }

    def found(self) -> list[TreatyChange]:
        """The lines, in order."""
        return [self._line(*key) for key in sorted(self._bonds)]

    def _line(
        self, actor_id: str, change: Change, day: str, obligation: str, of: str
    ) -> TreatyChange:
        key = actor_id, change, day, obligation, of
        first, *_ = self._bonds[key]
        return TreatyChange(
            when=day,
            day=PartialDate(day).start,
            change=change,
            actor_id=actor_id,
            name=self._names(actor_id),
            obligation=obligation,
            treaty=first.name,
            partners=tuple(sorted(self._names(one) for one in self._with[key])),
            ground="treaty",
            # The rows of a table differ in their years, which stand in the line.
            source=first.source if first.table is None else f"{first.table} table",
            verdict="supported",
            treaty_ids=tuple(sorted(one.treaty_id for one in self._bonds[key])),
        )


def _together(other: Bond, day: PartialDate) -> bool:
    """Whether another party was bound when one began or ceased to be."""
    last = other.last
    return other.first.start < day.end and (last is None or last.over >= day.start)


def _compared(named: list[TreatyChange], tables: list[TreatyChange]) -> Iterator[TreatyChange]:
    """Lines of several sources: those that agree are one, those that differ name each other."""
    alike: defaultdict[tuple[str, str | None, bool], list[TreatyChange]] = defaultdict(list)
    for line in (*named, *tables):
        alike[_about(line)].append(line)
    for line in tables:
        same = [
            one
            for one in alike[_about(line)]
            if one.treaty_ids[0] != line.treaty_ids[0] and _share_partners(one, line)
        ]
        if not any(_is_named(one) and _agree(one, line) for one in same):
            yield _with_others(line, same)
    for line in named:
        same = [
            one for one in alike[_about(line)] if not _is_named(one) and _share_partners(one, line)
        ]
        agreeing = sorted({one.source for one in same if _agree(one, line)})
        others = [one for one in same if not _agree(one, line)] if len(agreeing) == 0 else []
        yield _with_others(line, others).model_copy(update={"also": tuple(agreeing)})


def _about(line: TreatyChange) -> tuple[str, str | None, bool]:
    return line.actor_id, line.obligation, line.change in ("made", "joined")


def _is_named(line: TreatyChange) -> bool:
    return ":" not in line.treaty_ids[0]


def _share_partners(one: TreatyChange, other: TreatyChange) -> bool:
    return not set(one.partners).isdisjoint(other.partners)


def _agree(one: TreatyChange, other: TreatyChange) -> bool:
    """Whether two dates may be the same day. An end in a year may be its last day, or the next."""
    left, right = PartialDate(one.when), PartialDate(other.when)
    if one.change in ("left", "ended"):
        return left.start <= right.over and right.start <= left.over
    return left.start < right.end and right.start < left.end


def _with_others(line: TreatyChange, others: Iterable[TreatyChange]) -> TreatyChange:
    apart = sorted(
        {
            f"{one.source}: {one.when}"
            for one in others
            if one.source != line.source
            and not _agree(one, line)
            and abs((one.day - line.day).days) <= _SAME_TREATY
        }
    )
    return line.model_copy(update={"other_dates": tuple(apart)})


# ------------------------------------------------------------ what is told


def _told(graph: Graph, known: Sequence[Bond], names: Named) -> Iterator[TreatyChange]:
    """Alliances that sources tell of, and wars between two who are bound."""
    import polars as pl

    edges = graph.columns().relations.filter(pl.col("relation").is_in([_ALLIANCE, *sorted(_WAR)]))
    ids = sorted({one for told in edges["statement_ids"].to_list() for one in told})
    if len(ids) == 0:
        return
    statements = {one.statement_id: one for one in graph.statements(ids=ids)}
    for edge in edges.iter_rows(named=True):
        told = [statements[one] for one in edge["statement_ids"] if one in statements]
        # A table of alliances is heard as treaties.
        told = [one for one in told if one.dataset is None or one.relation != _ALLIANCE]
        if len(told) == 0 or not is_fact(edge["relation"], told[0].modality):
            continue
        yield from _edge(edge, told, known, names)


def _edge(
    edge: Mapping[str, Any], told: Sequence[Statement], known: Sequence[Bond], names: Named
) -> Iterator[TreatyChange]:
    begun = edge["event_date"]
    if edge["relation"] not in _WAR:
        if begun is not None:
            yield from _Told("made", begun, "an alliance").lines(edge, told, names)
        if edge["valid_to"] is not None:
            yield from _Told("ended", str(edge["valid_to"]), "an alliance").lines(edge, told, names)
        return
    # A war that is told of without its beginning dates no breach: reported is not begun.
    if begun is None:
        return
    low, high = sorted((edge["source"], edge["target"]))
    mine = [one for one in known if one.actor_id in (low, high)]
    war = caption(edge["relation"], edge["source"], edge["target"], names)
    for treaty in pairs_bound(mine, PartialDate(begun).start).get((low, high), ()):
        broken = _Told("broken", begun, f"{treaty.name}: {war}", treaty.obligation)
        yield from broken.lines(edge, told, names)


class _Told(NamedTuple):
    """A change that sources tell of."""

    change: Change
    when: str
    words: str
    obligation: str | None = None

    def lines(
        self, edge: Mapping[str, Any], told: Sequence[Statement], names: Named
    ) -> Iterator[TreatyChange]:
        """A line for each of the two, on the ground of who says so."""
        single = len({one.article_id for one in told}) == 1 and told[0].dataset is None
        sources = sorted({one.publisher or one.dataset or one.article_id for one in told})
        share = round(1.0 / len(told), 4)
        for actor_id, partner in (
            (edge["source"], edge["target"]),
            (edge["target"], edge["source"]),
        ):
            ground: Literal["act", "claim", "own claim"] = "act"
            if all(len(one.said_by) > 0 for one in told):
                own = all(one.said_by[0] == actor_id for one in told)
                ground = "own claim" if own else "claim"
            verdict: Verdict = "supported" if ground == "act" else "weak"
            yield TreatyChange(
                when=self.when,
                day=PartialDate(self.when).start,
                change=self.change,
                actor_id=actor_id,
                name=names(actor_id),
                obligation=self.obligation,
                treaty=self.words,
                partners=(names(partner),),
                ground=ground,
                source=f"one source says: {sources[0]}" if single else ", ".join(sources),
                verdict="not enough evidence" if single else verdict,
                drivers=tuple(Driver(statement_id=one.statement_id, share=share) for one in told),
            )


# ------------------------------------------------------------ in words


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
        return (
            "not enough evidence: the treaties of a new graph are those of today; load an ATOP or "
            "COW table for more"
        )
    return None
