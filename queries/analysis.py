"""What the answers computed from acts share: value, interval, evidence, verdict, parameters."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, Field, SerializeAsAny

from detente.queries.answers import Answer, kinds
from detente.queries.notebook import Sheet
from detente.queries.weighing import Verdict

__all__ = ["Analysis", "Driver", "Finding", "Parts", "combined", "equal_drivers"]

#: Pieces of evidence: the weight of each, and its statements with their shares of it.
Parts = Iterable[tuple[float, Iterable[tuple[str, float]]]]
#: Statements that are named of many.
_MOST = 5


class Driver(BaseModel, frozen=True):
    """A statement that carries a finding, and its share of the evidence."""

    statement_id: str
    share: float


def equal_drivers(statement_ids: Collection[str]) -> tuple[Driver, ...]:
    """Statements of which none carries more than another.

    >>> [one.share for one in equal_drivers(["s1", "s2"])]
    [0.5, 0.5]
    """
    share = round(1.0 / max(len(statement_ids), 1), 4)
    return tuple(Driver(statement_id=one, share=share) for one in statement_ids)


def combined(parts: Parts) -> tuple[Driver, ...]:
    """The statements that carry several pieces of evidence, each piece with its own weight.

    >>> [one.share for one in combined([(3.0, [("s1", 0.5)]), (1.0, [("s2", -1.0)])])]
    [0.375, -0.25]
    """
    given = [(abs(weight), list(drivers)) for weight, drivers in parts]
    whole = sum(weight for weight, _ in given)
    if whole == 0.0:
        return ()
    shares: dict[str, float] = {}
    for weight, drivers in given:
        for name, share in drivers:
            shares[name] = shares.get(name, 0.0) + weight / whole * share
    order = sorted(shares.items(), key=lambda one: (-abs(one[1]), one[0]))
    return tuple(Driver(statement_id=name, share=round(share, 4)) for name, share in order[:_MOST])


class Finding(BaseModel, frozen=True):
    """The base of the lines of an analysis: its fields are the columns."""

    drivers: tuple[Driver, ...] = ()

    def about(self) -> tuple[str, ...]:
        """Whom or what it is about: "RUS", "TUR", "colder"."""
        return tuple(str(getattr(self, one)) for one in _NAMES if hasattr(self, one))

    def actors_named(self) -> frozenset[str]:
        """The actors of a camp or triad, of which it is one finding more."""
        return frozenset(one for name in _SETS for one in getattr(self, name, ()))

    def is_same(self, other: Finding) -> bool:
        """Whether another answer's finding is about the same; of a camp, more than half of it."""
        mine, theirs = self.actors_named(), other.actors_named()
        alike = mine == theirs or 2 * len(mine & theirs) > len(mine | theirs)
        return self.about() == other.about() and alike

    def label(self) -> str:
        """What it is about in a few words: "RUS TUR colder", "BLR CUB IRN and 2 more"."""
        actors = sorted(self.actors_named())
        more = (f"and {len(actors) - _FEW} more",) if len(actors) > _FEW else ()
        return " ".join((*self.about(), *actors[:_FEW], *more))


#: The fields that say which finding it is: words, and sets of actors.
_NAMES = (
    *("kind", "actor_id", "actor", "follower", "a", "b", "part", "source", "target", "ground"),
    *("direction", "stand", "relation", "as_of"),
)
_SETS = ("members", "actors")
#: Actors, or sources, that are named of many.
_FEW = 5


class Analysis(Answer, frozen=True):
    """An answer computed from many acts.

    `question` says what was asked, `summary` what was found, in a sentence or two. `value` with its
    90 % interval is the one number of the answer, where it has one. `n` acts were counted in the
    window, `effective_n` of them are left once those of one event count once and old ones fade by
    `half_life` (days). `sources` are the data sets and publishers, `parameters` all that is needed
    to ask again.
    """

    question: str
    verdict: Verdict
    summary: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    n: int = 0
    effective_n: float | None = None
    since: date | None = None
    until: date | None = None
    half_life: Mapping[str, float | None] = Field(default_factory=dict)
    sources: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = Field(default_factory=dict)
    found: tuple[SerializeAsAny[Finding], ...] = ()

    #: What a finding of this analysis is, and those of its fields that a table shows.
    finding: ClassVar[type[Finding]] = Finding
    shown: ClassVar[tuple[str, ...]] = ()

    def title(self) -> str:
        """The question, with its days."""
        return ", ".join((self.question, *self.days()))

    def rows(self) -> list[dict[str, Any]]:
        """One row a finding, strongest first; drivers are listed with their shares."""
        return [{name: told[name] for name in self.columns()} for told in self._told()]

    def _told(self) -> Iterator[dict[str, Any]]:
        return (one.model_dump() for one in self.found)

    def columns(self) -> Mapping[str, Any]:
        """The fields of a finding, its drivers last."""
        found = dict(kinds(self.finding))
        drivers = found.pop("drivers")
        return {**found, "drivers": drivers}

    def table(self) -> list[dict[str, Any]]:
        """The findings as people read them: few columns, numbers rounded."""
        return [{name: _said(told[name]) for name in self.shown} for told in self._told()]

    def apart(self) -> Sheet:
        """What is shown beside the findings and never mixed with them; most answers have none."""
        return Sheet("", ())

    def said(self) -> Iterable[str]:
        """The verdict with the summary, and how much was counted."""
        yield f"{self.verdict}: {self.summary}"
        if self.n > 0:
            yield self.counted()

    def counted(self) -> str:
        """How many acts of which days it rests on, and who tells of them."""
        told = f"{self.n:,} acts"
        if self.since is not None and self.until is not None:
            told += f", {self.since} to {self.until}"
        if self.effective_n is not None:
            told += f", {self.effective_n:,.1f} once repeats and old ones fade"
        return f"{told}; told by {', '.join(self.sources[:_FEW])}" if self.sources else told

    def sheets(self) -> Iterable[Sheet]:
        """The findings, and what is shown beside them."""
        yield Sheet("findings", self.table())
        yield self.apart()

    def lines(self) -> Iterable[str]:
        """The summary, a line a finding, and what is shown beside them."""
        yield f"{self.verdict}: {self.summary}"
        beside = self.apart()
        for told in self.table():
            yield _line(told)
        for row in beside.rows:
            yield f"{beside.caption}: {_line(row)}"


def _line(told: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in told.items())


def _said(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(value) if isinstance(value, tuple | list) else str(value)
