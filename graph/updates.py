"""Units of work: what changes in the evidence, and in the relations because of it."""

# Every function here runs inside one write transaction and leaves the edges equal to what `derive`
# gives for all evidence, though it only looks at the pairs that were touched.

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from detente.graph.contradictions import read_contradictions, replace_contradictions
from detente.graph.corrections import read_judgements, read_reader_links
from detente.graph.edges import EdgeChange, read_edges, read_edges_of_pairs, replace_edges
from detente.graph.evidence import read_statements, retire_statements, write_statements
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.projection import Contradiction, derive
from detente.graph.relations import Relation
from detente.graph.statements import Statement, ends_of_pair, pair_of
from detente.graph.transaction import Run

__all__ = [
    "Scope",
    "Update",
    "compare",
    "project_everything",
    "read_scope",
    "settle",
    "write_update",
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
    def pairs(self) -> set[str]:
        """The pairs of actors that it touches, before or after."""
        touched = (*self.new, *self.changed, *self.retired, *self.replaced)
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
        if (known := stored.get(key)) is not None and _content(known) != _content(one)
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


def _content(statement: Statement) -> Statement:
    return statement.model_copy(update={"recorded_at": None})


def write_update(run: Run, update: Update) -> None:
    """Store new and changed statements and retire others; their actors are there already."""
    write_statements(run, new=update.new, changed=update.changed)
    moments = {one.retracted_at for one in update.retired}
    for moment in moments:
        if moment is not None:
            ids = [one.statement_id for one in update.retired if one.retracted_at == moment]
            retire_statements(run, ids, retracted_at=moment)


class Scope(NamedTuple):
    """The part of the graph that a change may touch, as it stood before."""

    pairs: frozenset[str]
    statements: Mapping[str, Statement]
    relations: Sequence[Relation]
    contradictions: Sequence[Contradiction]


def read_scope(run: Run, pairs: Iterable[str], *verdicts: Verdicts) -> Scope:
    """All about some pairs of actors, and about the pairs that merges make the same.

    With the verdicts before and after a judgement it covers the edges that were and will be.
    """
    wide = {alias for pair in pairs for heard in verdicts for alias in _aliases(pair, heard)}
    told = read_statements(run, wide, by="pairs")
    # Edges come from statements alone: a pair without any has none to look for.
    named = {one.pair for one in told if one.pair is not None}
    edged = {_canonical(pair, heard) for pair in named for heard in verdicts} - {None}
    return Scope(
        pairs=frozenset(wide),
        statements={one.statement_id: one for one in told},
        relations=read_edges_of_pairs(run, {pair for pair in edged if pair is not None}),
        contradictions=read_contradictions(run, named) if len(named) > 0 else [],
    )


def _aliases(pair: str, verdicts: Verdicts) -> set[str]:
    left, right = ends_of_pair(pair)
    named = {
        pair_of(one, other) for one in verdicts.aliases(left) for other in verdicts.aliases(right)
    }
    return {alias for alias in named if alias is not None}


def _canonical(pair: str, verdicts: Verdicts) -> str | None:
    left, right = ends_of_pair(pair)
    return pair_of(verdicts.actor(left), verdicts.actor(right))


def settle(
    run: Run, scope: Scope, judgements: Iterable[Judgement], *, written: Iterable[Statement] = ()
) -> EdgeChange:
    """Bring the edges of a scope in line with its statements, those just `written` included.

    `judgements` are those of people, and the links of the reader that were just written.
    """
    told = {**scope.statements, **{one.statement_id: one for one in written}}
    links = read_reader_links(run, scope.statements) if len(scope.statements) > 0 else []
    after = derive(told.values(), [*judgements, *links])
    replace_contradictions(run, scope.contradictions, after.contradictions)
    return replace_edges(run, scope.relations, after.relations)


def project_everything(run: Run) -> EdgeChange:
    """Derive every edge anew from all evidence: what every other write amounts to."""
    after = derive(read_statements(run), [*read_judgements(run), *read_reader_links(run)])
    replace_contradictions(run, read_contradictions(run), after.contradictions)
    return replace_edges(run, read_edges(run), after.relations)
