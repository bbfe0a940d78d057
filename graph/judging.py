"""Judging as one unit of work: a person's decision, or taking it back, and what follows."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from detente.graph import revision
from detente.graph.actor_nodes import ensure_actors, read_actors
from detente.graph.article_nodes import read_articles
from detente.graph.corrections import (
    latest_judgement,
    read_judgements,
    revoke_judgement,
    write_judgement,
)
from detente.graph.errors import GraphError
from detente.graph.evidence import read_statements
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.graph.transaction import Run
from detente.graph.updates import Change, Scope, read_scope

__all__ = ["judge", "touched_by", "undo"]


def judge(run: Run, judgement: Judgement, roster: Roster) -> Judgement:
    """Store a judgement and project again the pairs that it touches.

    Raises `GraphError` naming a statement, article or actor that does not exist, an article that is
    already retracted, or actors that are already one.
    """
    number = revision.raise_revision(run)
    before = read_judgements(run)
    _check(run, judgement, Verdicts(before), roster)
    after = [*before, judgement]
    scope = touched_by(run, [judgement], before, after)
    write_judgement(run, judgement, revision=number)
    Change.of(scope, before=before, after=after).write(run)
    return judgement


def undo(run: Run, *, revoked_at: datetime) -> Judgement:
    """Revoke the last judgement of a person that still stands.

    Raises `GraphError` when there is none.
    """
    revision.raise_revision(run)
    judgement = latest_judgement(run)
    if judgement is None:
        raise GraphError("nothing to undo: no judgement stands")
    before = read_judgements(run)
    after = [one for one in before if one.judgement_id != judgement.judgement_id]
    scope = touched_by(run, [judgement], before, after)
    revoke_judgement(run, judgement, revoked_at=revoked_at)
    Change.of(scope, before=before, after=after).write(run)
    return judgement.model_copy(update={"revoked_at": revoked_at})


def touched_by(
    run: Run,
    judgements: Iterable[Judgement],
    before: Iterable[Judgement],
    after: Iterable[Judgement],
) -> Scope:
    """The evidence that some judgements bear on, when all go from `before` to `after`."""
    old, new = Verdicts(before), Verdicts(after)
    told = (one for judgement in judgements for one in _touched(run, judgement, old, new))
    return read_scope(run, {one.pair for one in told if one.pair is not None}, old, new)


def _touched(run: Run, judgement: Judgement, *verdicts: Verdicts) -> list[Statement]:
    named = _named(judgement)
    match judgement.kind:
        case "retract":
            return read_statements(run, named, by="articles")
        case "merge":
            one = {alias for heard in verdicts for name in named for alias in heard.aliases(name)}
            return read_statements(run, one, by="mentions")
        case _:
            return read_statements(run, named)


def _named(judgement: Judgement) -> list[str]:
    return [one for one in (judgement.target, judgement.other) if one is not None]


def _check(run: Run, judgement: Judgement, verdicts: Verdicts, roster: Roster) -> None:
    match judgement.kind:
        case "retract":
            if len(read_articles(run, [judgement.target])) == 0:
                raise GraphError(f"no such article: {judgement.target}")
            if verdicts.retracts(judgement.target):
                raise GraphError(f"article {judgement.target} is already retracted")
        case "merge":
            for name in _named(judgement):
                _ensure_actor(run, name, roster)
            if len({verdicts.actor(name) for name in _named(judgement)}) == 1:
                raise GraphError(f"{judgement.target} and {judgement.other} are already one actor")
            _check_kinds(_named(judgement), roster)
        case "accept" | "reject" if verdicts.verdict(judgement.target) == judgement.kind:
            raise GraphError(f"statement {judgement.target} is already {judgement.kind}ed")
        case _:
            known = {one.statement_id for one in read_statements(run, _named(judgement))}
            for missing in sorted(set(_named(judgement)) - known):
                raise GraphError(f"no such statement: {missing}")


def _check_kinds(names: list[str], roster: Roster) -> None:
    # A person is no state, and two states are never one: a slip of the hand, not a correction.
    labels = [actor.label for name in names if (actor := roster.actor(name)) is not None]
    if len(labels) == len(names) and (
        labels.count("Country") > 1 or 0 < labels.count("Person") < len(labels)
    ):
        described = " and ".join(f"{n} ({k})" for n, k in zip(names, labels, strict=True))
        raise GraphError(f"{described} cannot be one actor")


def _ensure_actor(run: Run, actor_id: str, roster: Roster) -> None:
    if roster.actor(actor_id) is None and len(read_actors(run, [actor_id])) == 0:
        raise GraphError(f"no such actor: {actor_id} (try 'detente actors find {actor_id}')")
    ensure_actors(run, [actor_id], roster)
