"""Loads one after the other: while one is being written, the next is planned."""

# Invariant: a plan is only written if nothing that it rests on has changed since it was made. The
# revision tells, as every writer raises it by one, and our own last load touched other pairs of
# actors. In any other case the plan is made again, inside the transaction that writes it.

from __future__ import annotations

from collections.abc import Generator, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple, Protocol, TypeVar

from detente.graph import revision
from detente.graph.plans import Added, Plan
from detente.graph.roster import Roster
from detente.graph.store import Store
from detente.graph.transaction import Run, inside

__all__ = ["Load", "load_all", "load_one"]


class Load(Protocol):
    """What is written in one transaction."""

    def plan(self, run: Run, roster: Roster) -> Plan | None:
        """What has to be written, or None when all is there already."""

    def write(self, run: Run, plan: Plan, *, number: int) -> Added:
        """Write what was planned, in the revision `number`."""


L = TypeVar("L", bound=Load)


class _Written(NamedTuple):
    """What a load changed, and the plan by which it did."""

    added: Added
    plan: Plan


def load_one(store: Store, roster: Roster, load: Load) -> Added:
    """Write one load, unless all of it is there already."""
    seen = revision.revision(store.read)
    plan = load.plan(store.read, roster)
    if plan is None:
        return Added(revision=seen)
    return _write(store, roster, load, plan, number=seen + 1).added


def load_all(
    store: Store, roster: Roster, loads: Iterable[L]
) -> Generator[tuple[L, Added], None, None]:
    """Write loads in their order; give each with what it has changed.

    When it is closed, after Ctrl-C too, it waits for the transaction that is under way.
    """
    writing: tuple[L, Future[_Written]] | None = None
    with ThreadPoolExecutor(1) as writer:
        for load in loads:
            seen = revision.revision(store.read)
            plan = load.plan(store.read, roster)
            number = seen + 1
            if writing is not None:
                last, written = writing[0], writing[1].result()
                writing = None
                yield last, written.added
                if written.added.revision == number and not written.plan.bears_on(plan or Plan()):
                    number += 1
            if plan is None:
                yield load, Added(revision=seen)
            else:
                writing = load, writer.submit(_write, store, roster, load, plan, number=number)
        if writing is not None:
            yield writing[0], writing[1].result().added


def _write(store: Store, roster: Roster, load: Load, plan: Plan, *, number: int) -> _Written:
    """Write a plan that was made for revision `number`, or what it has to be by now."""

    def work(run: Run) -> _Written:
        now = revision.raise_revision(run)
        current = plan if now == number else load.plan(run, roster) or Plan()
        return _Written(load.write(run, current, number=now), current)

    return store.write(lambda transaction: work(inside(transaction)))
