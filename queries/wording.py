"""Dates, confidence, modality and speakers in the words that answers use."""

# Words say no more than the values: an event without a date of its own is "reported", never dated
# by its report, and what is hoped, planned or denied is named as such.

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Protocol

from detente.graph.dates import PartialDate
from detente.graph.registry import REGISTRY
from detente.graph.statements import LIVE, Modality
from detente.queries.captions import Named, capital, midway, the

__all__ = [
    "HOW_SURE",
    "MODES",
    "counted",
    "goes_on",
    "headline",
    "how_sure",
    "is_fact",
    "listed",
    "many",
    "rounded",
    "says",
    "when_held",
    "when_told",
]

#: As many of a list are named.
_FEW = 5
#: What the numbers mean, in a line for the foot of a table.
HOW_SURE = "how sure: of what the sources say, less where denied; not whether it is true"

#: What each modality is called before a claim that is no fact, or beside one that is.
MODES: dict[Modality, str] = {
    Modality.ACTUAL: "fact",
    Modality.ONGOING: "under way",
    Modality.PLANNED: "planned",
    Modality.HOPED: "hoped for",
    Modality.THREATENED: "threatened",
    Modality.DENIED: "denied",
    Modality.HYPOTHETICAL: "hypothetical",
    Modality.PAST_BACKGROUND: "background",
}

# Lower bounds of the words of estimative probability in Intelligence Community Directive 203.
_SURE: tuple[tuple[float, str], ...] = (
    (0.95, "almost certain"),
    (0.80, "very likely"),
    (0.55, "likely"),
    (0.45, "even chance"),
    (0.20, "unlikely"),
    (0.05, "very unlikely"),
    (0.0, "hardly"),
)
_DAY = timedelta(days=1)


def is_fact(relation: str, modality: Modality) -> bool:
    """Whether it holds or happened; a threat that was uttered did, whatever comes of it.

    >>> is_fact("VISITED", Modality.PLANNED), is_fact("THREATENED", Modality.THREATENED)
    (False, True)
    """
    threat = modality is Modality.THREATENED and REGISTRY[relation].plover == "THREATEN"
    return modality in LIVE or threat


def headline(relation: str, modality: Modality, text: str) -> str:
    """What is said, with what it is where that is no fact.

    >>> headline("VISITED", Modality.PLANNED, "The envoy to visit Minsk")
    'planned: the envoy to visit Minsk'
    """
    return text if is_fact(relation, modality) else f"{MODES[modality]}: {midway(text)}"


class _Held(Protocol):
    """What `when_held` needs to know of a relation."""

    @property
    def relation(self) -> str: ...
    @property
    def modality(self) -> Modality: ...
    @property
    def event_date(self) -> PartialDate | None: ...
    @property
    def valid_to(self) -> date | None: ...
    @property
    def reported_on(self) -> date | None: ...
    @property
    def datasets(self) -> tuple[str, ...]: ...


def how_sure(confidence: float) -> str:
    """Word and number: the number is the confidence, the words are those of ICD 203.

    >>> how_sure(0.82), how_sure(0.5), how_sure(1.0)
    ('very likely 0.82', 'even chance 0.50', 'almost certain 1.00')
    """
    word = next(word for bound, word in _SURE if confidence >= bound)
    return f"{word} {confidence:.2f}"


def when_held(relation: _Held) -> str:
    """When a relation happened or held, as precisely as it is known.

    An event: its day, month or year, or two days for a longer one. A state, and an event that is
    under way: "since" its beginning. Without a date: the day of the earliest report, named so. What
    goes on at its last day, as where a data set stops, lasted to it "at least".
    """
    began, over = relation.event_date, relation.valid_to
    if REGISTRY[relation.relation].kind == "state":
        return _span(began, over, relation.reported_on, goes_on=goes_on(relation))
    if began is None:
        return _reported(relation.reported_on)
    if over is not None and over > began.end:
        return f"{began} to {over - _DAY}"
    return f"since {began}" if relation.modality is Modality.ONGOING else str(began)


def goes_on(relation: _Held) -> bool:
    """Whether a state goes on, as far as is known: its last day, if any, is that of a data set."""
    stops = relation.modality is Modality.ONGOING and len(relation.datasets) > 0
    return relation.valid_to is None or stops


def _span(
    began: PartialDate | None, over: date | None, reported_on: date | None, *, goes_on: bool
) -> str:
    if began is None and over is None:
        return _reported(reported_on)
    if over is None:
        return f"since {began}"
    if goes_on:
        last = f"to {over - _DAY} at least"
        return last if began is None else f"{began} {last}"
    return f"until {over}" if began is None else f"{began} until {over}"


def when_told(
    event_date: PartialDate | None,
    published_at: date | None,
    *,
    modality: Modality = Modality.ACTUAL,
) -> str:
    """When a single statement says that something was, or is to be; else when it was published.

    >>> when_told(PartialDate("2022-02"), date(2025, 12, 18)), when_told(None, date(2025, 12, 18))
    ('2022-02', 'reported 2025-12-18')
    >>> when_told(PartialDate("2026-01"), None, modality=Modality.PLANNED)
    'for 2026-01'
    """
    if event_date is None:
        return _reported(published_at)
    ahead = modality in _AHEAD and (published_at is None or event_date.end > published_at)
    return f"for {event_date}" if ahead else str(event_date)


_AHEAD = frozenset({Modality.PLANNED, Modality.HOPED, Modality.THREATENED})


def _reported(day: date | None) -> str:
    return "undated" if day is None else f"reported {day}"


#: Data sets of facts, whose sources are named instead.
_FACTS = frozenset({"seeds", "atop", "cow", "memberships"})


def says(
    speakers: Iterable[str],
    publishers: Iterable[str],
    names: Named,
    *,
    articles: int | None = None,
    datasets: Iterable[str] = (),
) -> str:
    """Who answers for a statement: its speakers from the innermost outwards, else who printed it.

    >>> says(["BLR"], ["Agency"], str.title), says([], ["Agency", "Post"], str.lower)
    ('Blr says so', 'source: Agency, Post')
    >>> says([], ["Post"], str.lower, articles=2), says([], [], str.lower, articles=1)
    ('2 articles (Post)', 'one article')
    >>> says([], ["Post"], str.lower, datasets=["icews"])
    'coded in icews (Post)'

    `datasets` of coded events are always named: nobody read the sentence here. `articles` is in how
    many articles it stands, as far as that is known; a table has none.
    """
    chain = [the(names(speaker)) for speaker in speakers]
    if len(chain) > 0:
        return capital(", according to ".join([f"{chain[0]} says so", *chain[1:]]))
    printed = ", ".join(publishers)
    coded = ", ".join(one for one in datasets if one not in _FACTS)
    if coded != "":
        told = f"coded in {coded}" if not articles else f"{articles} read, others coded in {coded}"
        return told if printed == "" else f"{told} ({printed})"
    if not articles:
        return f"source: {printed}" if printed != "" else "the article"
    told = "one article" if articles == 1 else f"{articles} articles"
    return told if printed == "" else f"{told} ({printed})"


def counted(support: int, articles: int | None) -> str | None:
    """How many statements say so, where that is more than who says so tells.

    >>> counted(1, 1), counted(3, 3), counted(3, 2), counted(4, None)
    (None, '3 statements', '3 statements in 2 articles', '4 statements')
    """
    if support <= 1:
        return None
    if not articles or articles == support:
        return f"{support} statements"
    return f"{support} statements in {'one article' if articles == 1 else f'{articles} articles'}"


def listed(
    ids: Sequence[str], name: Callable[[str], str], *, most: int = _FEW, joined: str = ", "
) -> str:
    """Names of the first few, and how many more there are.

    >>> listed(["a", "b", "c"], str.upper, most=2)
    'A, B and 1 more'
    """
    shown = [name(one) for one in ids[:most]]
    if len(ids) > most:
        return f"{joined.join(shown)} and {len(ids) - most} more"
    if len(shown) > 1 and joined == ", ":
        return f"{', '.join(shown[:-1])} and {shown[-1]}"
    return joined.join(shown)


def many(number: int, what: str) -> str:
    """A number with what is counted.

    >>> many(1, "act"), many(1200, "act")
    ('1 act', '1,200 acts')
    """
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def rounded(value: float, places: int, *, signed: bool = False) -> str:
    """A number with so many places; what rounds to nought has no minus.

    >>> rounded(-0.04, 1), rounded(-0.26, 1), rounded(0.26, 1, signed=True)
    ('0.0', '-0.3', '+0.3')
    """
    sign = "+" if signed else ""
    return f"{round(value, places) + 0.0:{sign}.{places}f}"
