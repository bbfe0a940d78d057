"""Which statements are of one event, when all that were told to be are known."""

# Links of the reader come from two statements at a time. They never chain: each two statements of
# an event can be of the same days, and half of those that a link would join are linked themselves.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from itertools import permutations, product

from detente.graph.gaps import gap
from detente.graph.judgements import Verdicts
from detente.graph.statements import Modality, Statement

__all__ = ["components"]


def components(statements: Sequence[Statement], verdicts: Verdicts) -> list[list[Statement]]:
    """The statements of each event, whoever joined them: the reader, a person, or one text.

    Statements keep their order; those that share an event id are one from the start.
    """
    by_id = {one.statement_id: one for one in statements}
    if len({one.event_id for one in statements}) == len(by_id) and not any(
        verdicts.told_with(key) for key in by_id
    ):
        return [[one] for one in statements]
    parts = _Parts(list(by_id), verdicts.distinct_event())
    told: defaultdict[str, list[str]] = defaultdict(list)
    for statement in statements:
        for earlier in told[statement.event_id]:
            if parts.join(earlier, statement.statement_id):
                break
        told[statement.event_id].append(statement.statement_id)
    links = sorted(
        (key, other)
        for key in by_id
        for other in verdicts.told_with(key)
        if key < other and other in by_id
    )
    for one, other in links:
        if not verdicts.only_read(one, other):
            parts.join(one, other)
    read = [(by_id[one], by_id[other]) for one, other in links if verdicts.only_read(one, other)]
    linked = {(one.event_id, other.event_id) for link in read for one, other in permutations(link)}
    for left, right in sorted(read, key=_closeness):
        both = [parts.members(end.statement_id) for end in (left, right)]
        if both[0] is not both[1] and _fit([[by_id[key] for key in part] for part in both], linked):
            parts.join(left.statement_id, right.statement_id)
    groups: defaultdict[int, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[parts.part_of(statement.statement_id)].append(statement)
    return list(groups.values())


def _closeness(link: tuple[Statement, Statement]) -> tuple[int, str, str]:
    between = gap(*link)
    days = 0 if between is None else between.days
    return days, link[0].statement_id, link[1].statement_id


def _fit(parts: Sequence[Sequence[Statement]], linked: Collection[tuple[str, str]]) -> bool:
    """Whether two parts may be one event: by the days of each two, and the links between them."""
    for one, other in product(*parts):
        between = gap(one, other)
        if between is not None and not between.bridged:
            return False
    left, right = map(_tellers, parts)
    links = sum((one.event_id, other.event_id) in linked for one, other in product(left, right))
    return 2 * links >= len(left) * len(right)


def _tellers(part: Sequence[Statement]) -> Sequence[Statement]:
    """Those whose links count: one denial of two things does not make them one."""
    claims = [one for one in part if one.modality is not Modality.DENIED]
    return claims if len(claims) > 0 else part


class _Parts:
    """A partition of ids that grows by joining, but never joins two that are told apart."""

    def __init__(self, ids: Sequence[str], apart: frozenset[tuple[str, str]]) -> None:
        self._number = {one: number for number, one in enumerate(ids)}
        self._members = {number: [one] for one, number in self._number.items()}
        self._apart = apart

    def part_of(self, one: str) -> int:
        return self._number[one]

    def members(self, one: str) -> list[str]:
        return self._members[self._number[one]]

    def join(self, left: str, right: str) -> bool:
        into, gone = self._number.get(left), self._number.get(right)
        if into is None or gone is None:
            return False
        if into == gone:
            return True
        if self._must_differ(into, gone):
            return False
        for moved in self._members.pop(gone):
            self._number[moved] = into
            self._members[into].append(moved)
        return True

    def _must_differ(self, left: int, right: int) -> bool:
        if len(self._apart) == 0:
            return False
        return any(
            (min(one, other), max(one, other)) in self._apart
            for one in self._members[left]
            for other in self._members[right]
        )
