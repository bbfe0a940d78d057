"""Units of work: what changes in the evidence, and in the relations because of it."""

# Every change leaves the edges equal to what `derive` gives for all evidence, though it only looks
# at the pairs that were touched. What stood before follows from the evidence too: it is derived,
# not read.

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from detente.graph.contradictions import read_contradictions, replace_contradictions
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import EdgeChange, EdgeWrite, read_edges
from detente.graph.evidence import read_statements
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.projection import Contradiction, derive
from detente.graph.statements import Statement, ends_of_pair, pair_of
from detente.graph.transaction import Run

__all__ = [
    "Change",
    "Scope",
    "Update",
    "compare",
    "project_everything",
    "read_scope",
]


class Update(NamedTuple):
    """How the statements given differ from those stored."""

    new: Sequence[Statement] = ()
    changed: Sequence[Statement] = ()
    retired: Sequence[Statement] = ()
    replaced: Sequence[Statement] = ()

    @property
    def empty(self) -> bool:
        """Whether everything is as it was."""
        return len(self.new) + len(self.changed) + len(self.retired) == 0

    @property
    def written(self) -> list[Statement]:
        """The statements as they will stand."""
        return [*self.new, *self.changed, *self.retired]

    @property
    def pairs(self) -> set[str]:
        """The pairs of actors that it touches, before or after."""
        touched = (*self.written, *self.replaced)
        return {one.pair for one in touched if one.pair is not None}


def compare(
    given: Mapping[str, Statement],
    stored: Mapping[str, Statement],
    *,
    retired_at: datetime,
    retires: Callable[[Statement], bool],
) -> Update:
    """What must be written so that `given` stands.

    A changed statement keeps the moment when it was first recorded. Of those stored but not given,
    the ones that `retires` picks are retired.
    """
    changed = [
        (known, one.model_copy(update={"recorded_at": known.recorded_at}))
        for key, one in given.items()
        if (known := stored.get(key)) is not None and not _same(known, one)
    ]
    missing = (one for key, one in stored.items() if key not in given)
    return Update(
        new=[one for key, one in given.items() if key not in stored],
        changed=[one for _, one in changed],
        retired=[
            one.model_copy(update={"retracted_at": retired_at})
            for one in missing
            if one.retracted_at is None and retires(one)
        ],
        replaced=[known for known, _ in changed],
    )


def _same(known: Statement, given: Statement) -> bool:
    """Whether they say the same, whenever it was recorded."""
    # As dictionaries: copies of the models would cost ten times as much.
    return {**known.__dict__, "recorded_at": None} == {**given.__dict__, "recorded_at": None}


class Scope(NamedTuple):
    """The part of the evidence that bears on a change, as it stood before."""

    pairs: frozenset[str]
    statements: Mapping[str, Statement]
    links: Sequence[Judgement]


def read_scope(run: Run, pairs: Iterable[str], *verdicts: Verdicts) -> Scope:
    """All evidence about some pairs of actors, and about the pairs that merges make the same.

    With the verdicts before and after a judgement it covers what was and what will be one pair.
    """
    wide = frozenset(alias for heard in verdicts for alias in _widened(pairs, heard))
    told = {one.statement_id: one for one in read_statements(run, wide, by="pairs")}
    return Scope(wide, told, read_reader_links(run, told) if len(told) > 0 else [])


def _widened(pairs: Iterable[str], verdicts: Verdicts) -> set[str]:
    aliases = cache(verdicts.aliases)
    ends = map(ends_of_pair, pairs)
    named = {
        pair_of(one, other)
        for left, right in ends
        for one in aliases(left)
        for other in aliases(right)
    }
    return {pair for pair in named if pair is not None}


class Change(NamedTuple):
    """What follows from some evidence when it changes, ready to be sent."""

    edges: EdgeWrite
    before: Sequence[Contradiction]
    after: Sequence[Contradiction]

    @classmethod
    def of(
        cls,
        scope: Scope,
        *,
        before: Iterable[Judgement],
        after: Iterable[Judgement],
        written: Iterable[Statement] = (),
    ) -> Change:
        """Derive the edges of a scope twice: as it stood, and with the statements `written`.

        `before` and `after` are the judgements of people, then and now; links that the reader is
        about to make stand in `after` as well.
        """
        told = {**scope.statements, **{one.statement_id: one for one in written}}
        stood = derive(scope.statements.values(), [*before, *scope.links])
        stands = derive(told.values(), [*after, *scope.links])
        return cls(
            EdgeWrite.of(stood.relations, stands.relations),
            stood.contradictions,
            stands.contradictions,
        )

    def write(self, run: Run) -> EdgeChange:
        """Bring the stored edges in line."""
        replace_contradictions(run, self.before, self.after)
        return self.edges.write(run)


def project_everything(run: Run) -> EdgeChange:
    """Derive every edge anew from all evidence: what every other write amounts to."""
    after = derive(read_statements(run), [*read_judgements(run), *read_reader_links(run)])
    replace_contradictions(run, read_contradictions(run), after.contradictions)
    return EdgeWrite.of(read_edges(run), after.relations).write(run)
