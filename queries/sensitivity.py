"""Whether an answer hangs on one source: the question asked again without each of them."""

# One source is left out at a time. Sources that print the same story cover for each other: an
# answer that hangs on none of them may still hang on one story.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from inspect import signature
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from pydantic import SerializeAsAny

from detente.graph.errors import GraphError
from detente.queries.analysis import Analysis, Finding
from detente.queries.notebook import Sheet
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    from detente.graph.graph import Graph

__all__ = ["SensitivityAnswer", "WithoutSource", "sensitivity"]

Kind = Literal["data set", "publisher"]

#: Sources that are left out, one at a time, if nothing else is asked for.
_SOURCES = 10
#: Sources, or findings, that a sentence or a cell names.
_NAMED = 3


class WithoutSource(Finding, frozen=True):
    """What the answer is without one source.

    `acts` says how many fewer are counted, `decides` that the verdict is another one, `moves` that
    the value is outside the interval that it has with all sources. `goes`, `comes` and `reweighed`
    are findings: no longer found, found only now, found with another verdict. What there is not
    enough evidence for is not found.
    """

    kind: Kind
    source: str
    acts: int
    verdict: Verdict
    decides: bool
    value: float | None = None
    low: float | None = None
    high: float | None = None
    moves: bool = False
    goes: tuple[str, ...] = ()
    comes: tuple[str, ...] = ()
    reweighed: tuple[str, ...] = ()
    summary: str

    def called(self) -> str:
        """The source with what it is, where that is no publisher."""
        return self.source if self.kind == "publisher" else f"the data set {self.source}"


class SensitivityAnswer(Analysis, frozen=True):
    """An answer, and what becomes of it without each of its sources; those that matter first.

    `asked` is the answer with all sources: verdict, value and counts are its own. `untried` counts
    sources that were not left out, as they give fewest acts.
    """

    asked: SerializeAsAny[Analysis]
    untried: int = 0
    found: tuple[WithoutSource, ...] = ()

    finding: ClassVar[type[Finding]] = WithoutSource

    def table(self) -> list[dict[str, Any]]:
        """A line a source: what the answer is without it."""
        return [
            {
                "without": one.called(),
                "acts fewer": f"{one.acts:,}",
                "verdict": f"{one.verdict} (was {self.verdict})" if one.decides else one.verdict,
                "value": _value(one),
                "at 90 %": _interval(one),
                "findings": _findings(one),
            }
            for one in self.found
        ]

    def said(self) -> Iterable[str]:
        """What the answer itself says, then what it hangs on."""
        yield from self.asked.said()
        yield self.summary

    def sheets(self) -> Iterable[Sheet]:
        """What becomes of the answer, below the answer itself."""
        yield from self.asked.sheets()
        yield Sheet("without one source at a time", self.table())


def sensitivity(
    ask: Callable[..., Analysis],
    graph: Graph,
    *asked: Any,
    scope: Scope | None = None,
    most: int = _SOURCES,
    **options: Any,
) -> SensitivityAnswer:
    """Ask again without each publisher and data set that stands behind an answer.

    >>> sensitivity(level, graph, "RUS", "TUR").summary  # doctest: +SKIP
    '“supported” hangs on Daily: without it “weak”'

    `ask` is the function that answers, such as `detente.level`; what else it takes is given as it
    takes it. The same days are asked about each time, also where the answer chose them by what is
    known. The `most` sources that give most acts are left out, one at a time. Raises `GraphError`
    for a function that does not take a `scope`: its answers do not rest on acts.
    """
    takes = signature(ask).parameters
    if "scope" not in takes:
        name = getattr(ask, "__name__", "this")
        raise GraphError(f"{name}: does not rest on acts, so no source can be left out")
    if most < 1:
        raise GraphError(f"most: {most} is no number of sources")
    who = scope or Scope()
    answer = ask(graph, *asked, scope=who, **options)
    again = partial(ask, graph, *asked, **{**options, **_days(answer, options, takes)})
    sources = list(_sources(graph, answer))
    found = [
        _without(kind, name, answer, again(scope=_less(who, kind, name)))
        for kind, name in sources[:most]
    ]
    found.sort(key=lambda one: (not one.decides, not one.moves, -one.acts, one.source, one.kind))
    return SensitivityAnswer(
        **{name: getattr(answer, name) for name in _KEPT},
        question=f"{answer.question}: whether that hangs on one source",
        summary=_summary(answer, found),
        asked=answer,
        untried=len(sources) - len(found),
        found=tuple(found),
        note=_note(len(sources) - len(found)),
    )


#: What the answer has from that with all sources.
_KEPT = tuple(sorted({*Analysis.model_fields} - {"question", "summary", "found", "note"}))


def _days(answer: Analysis, options: dict[str, Any], takes: Iterable[str]) -> dict[str, Any]:
    """The days that the answer chose for itself: without a source it would choose others."""
    chosen = {
        "as_of": answer.as_of,
        "until": answer.until if answer.as_of is None else None,
        "since": answer.parameters.get("since"),
    }
    return {
        name: day
        for name, day in chosen.items()
        if day is not None and name in takes and options.get(name) is None
    }


def _sources(graph: Graph, answer: Analysis) -> Iterator[tuple[Kind, str]]:
    """The sources of an answer, those of most acts first; one name may be both kinds."""
    statements = graph.columns().statements
    kinds: tuple[tuple[Kind, frozenset[str]], ...] = (
        ("data set", frozenset(statements["dataset"].drop_nulls().unique())),
        ("publisher", frozenset(statements["publisher"].drop_nulls().unique())),
    )
    for name in answer.sources:
        yield from ((kind, name) for kind, known in kinds if name in known)


def _less(scope: Scope, kind: Kind, name: str) -> Scope:
    field = "without_dataset" if kind == "data set" else "without_publisher"
    return scope.model_copy(update={field: (*getattr(scope, field), name)})


def _without(kind: Kind, name: str, answer: Analysis, other: Analysis) -> WithoutSource:
    goes, comes, reweighed = _compared(answer.found, other.found)
    return WithoutSource(
        kind=kind,
        source=name,
        acts=max(answer.n - other.n, 0),
        verdict=other.verdict,
        decides=other.verdict != answer.verdict,
        value=other.value,
        low=other.low,
        high=other.high,
        moves=_moves(answer, other.value),
        goes=goes,
        comes=comes,
        reweighed=reweighed,
        summary=other.summary,
    )


def _moves(answer: Analysis, value: float | None) -> bool:
    if value is None or answer.low is None or answer.high is None:
        return False
    return not answer.low <= value <= answer.high


def _compared(
    before: Iterable[Finding], after: Iterable[Finding]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """What goes, what comes, and what has another verdict."""
    was, now = _by_name(before), _by_name(after)
    goes = tuple(one.label() for one in _all(was) if _same(one, now) is None)
    comes = tuple(one.label() for one in _all(now) if _same(one, was) is None)
    pairs = ((one, _same(one, now)) for one in _all(was))
    reweighed = tuple(
        f"{one.label()} ({_verdict(one)}, then {_verdict(other)})"
        for one, other in pairs
        if other is not None and _verdict(one) != _verdict(other)
    )
    return goes, comes, reweighed


#: The verdicts of what is found; parts that have no verdict are no findings.
_FOUND: frozenset[Verdict | None] = frozenset({"supported", "weak"})
_ByName = dict[tuple[str, ...], list[Finding]]


def _by_name(found: Iterable[Finding]) -> _ByName:
    named: defaultdict[tuple[str, ...], list[Finding]] = defaultdict(list)
    for one in found:
        if _verdict(one) in _FOUND:
            named[one.about()].append(one)
    return named


def _all(found: _ByName) -> Iterator[Finding]:
    return (one for some in found.values() for one in some)


def _same(one: Finding, found: _ByName) -> Finding | None:
    return next((other for other in found.get(one.about(), ()) if one.is_same(other)), None)


def _verdict(one: Finding) -> Verdict | None:
    """The verdict of a finding that has one."""
    return getattr(one, "verdict", None)


def _value(one: WithoutSource) -> str:
    return "-" if one.value is None else f"{one.value:.2f}{' (moved)' if one.moves else ''}"


def _interval(one: WithoutSource) -> str:
    if one.low is None or one.high is None:
        return "-"
    return f"{one.low:.2f} to {one.high:.2f}"


def _findings(one: WithoutSource) -> str:
    told = (("goes", one.goes), ("comes", one.comes), ("reweighed", one.reweighed))
    parts = [f"{word}: {_listed(labels)}" for word, labels in told if len(labels) > 0]
    return "; ".join(parts) or "the same"


def _listed(labels: Iterable[str]) -> str:
    rest = iter(labels)
    shown = list(islice(rest, _NAMED))
    more = len(list(rest))
    return ", ".join(shown) + (f" and {more:,} more" if more > 0 else "")


def _summary(answer: Analysis, found: list[WithoutSource]) -> str:
    if len(found) == 0:
        return "no publisher and no data set is named behind it, so none can be left out"
    decisive = [one for one in found if one.decides]
    if len(decisive) > 0:
        told = [f"“{answer.verdict}” hangs on {'; on '.join(_carriers(answer, decisive))}"]
    elif answer.verdict == "not enough evidence":
        told = [f"not enough evidence, with all sources and without any one of {len(found)}"]
    elif len(found) == 1:
        told = [f"“{answer.verdict}” does not hang on {found[0].called()}, its one source named"]
    else:
        told = [f"“{answer.verdict}” hangs on none of {len(found)} sources alone"]
    moved = [one.called() for one in found if one.moves and not one.decides]
    if len(moved) > 0:
        told.append(f"the value leaves its interval without {_listed(moved)}")
    shifted = [
        one.called()
        for one in found
        if not one.decides and len(one.goes) + len(one.comes) + len(one.reweighed) > 0
    ]
    if len(shifted) > 0:
        told.append(f"findings are others without {_listed(shifted)}")
    return "; ".join(told)


def _carriers(answer: Analysis, decisive: list[WithoutSource]) -> Iterator[str]:
    for one in decisive[:_NAMED]:
        all_of_it = ", which gives all acts" if 0 < answer.n == one.acts else ""
        yield f"{one.called()}{all_of_it}: without it “{one.verdict}”"
    if len(decisive) > _NAMED:
        yield f"{len(decisive) - _NAMED} more sources"


def _note(untried: int) -> str | None:
    if untried == 0:
        return None
    sources = "1 source was" if untried == 1 else f"{untried:,} sources were"
    return f"{sources} not left out: the others give as many acts or more"
