"""What the answers computed from acts share: value, interval, evidence, verdict, parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, ClassVar

from pydantic import BaseModel, Field, SerializeAsAny

from detente.queries.answers import Answer, kinds
from detente.queries.weighing import Verdict

__all__ = ["Analysis", "Driver", "Finding"]


class Driver(BaseModel, frozen=True):
    """A statement that carries a finding, and its share of the evidence."""

    statement_id: str
    share: float


class Finding(BaseModel, frozen=True):
    """The base of the lines of an analysis: its fields are the columns."""

    drivers: tuple[Driver, ...] = ()


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
        days = [
            f"{word} {day}"
            for word, day in (("as of", self.as_of), ("known on", self.known_on))
            if day is not None
        ]
        return ", ".join((self.question, *days))

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

    def lines(self) -> Iterable[str]:
        """The summary, and a line a finding."""
        yield f"{self.verdict}: {self.summary}"
        for told in self.table():
            yield ", ".join(f"{name} {value}" for name, value in told.items())


def _said(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.2f}"
    return " ".join(value) if isinstance(value, tuple | list) else str(value)
