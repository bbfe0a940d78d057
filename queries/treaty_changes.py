"""Who came to be bound by a treaty and who ceased to be, by each source that dates it."""

# One line for each obligation of each party. Where sources differ on a day, every source keeps its
# line, and each names the day of the other.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

from detente.graph.dates import PartialDate
from detente.queries.analysis import Finding
from detente.queries.bonds import Bond
from detente.queries.weighing import OBLIGATIONS, Verdict

if TYPE_CHECKING:
    from detente.queries.captions import Named

__all__ = ["Change", "Period", "TreatyChange", "formal_changes"]

Change = Literal["made", "joined", "left", "ended", "broken"]

#: Sources that differ by no more speak of the same treaty, signed one year and in force the next.
_SAME_TREATY = 5 * 366


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


class Period(NamedTuple):
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


def formal_changes(known: Sequence[Bond], names: Named, period: Period) -> Iterator[TreatyChange]:
    """What began and ended for the parties in a period, and near it, in no order.

    The row of a table that agrees with a named treaty stands with it.
    """
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
