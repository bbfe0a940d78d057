"""Builders of statements, articles and judgements for the tests of the graph."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from detente.graph.actors import Actor
from detente.graph.articles import Article
from detente.graph.dates import PartialDate
from detente.graph.ids import make_id
from detente.graph.judgements import READER, Judgement, JudgementKind
from detente.graph.roster import PersonName, Roster
from detente.graph.statements import Modality, Statement

__all__ = [
    "ARTICLES",
    "NOON",
    "ROSTER",
    "article",
    "at",
    "judgement",
    "judgements",
    "said",
    "statement",
    "statements",
]

NOON = datetime(2025, 12, 18, 12, tzinfo=UTC)

ROSTER = Roster(
    actors=[
        Actor(actor_id="BLR", label="Country", name="Belarus", name_ro="Belarus", wikidata="Q184"),
        Actor(actor_id="POL", label="Country", name="Poland", name_ro="Polonia", cow=290),
        Actor(actor_id="RUS", label="Country", name="Russia", name_ro="Rusia"),
        Actor(actor_id="USA", label="Country", name="United States", name_ro="Statele Unite"),
        Actor(actor_id="NATO", label="Bloc", name="NATO"),
        Actor(actor_id="HAMAS", label="Organization", name="Hamas"),
    ],
    names=[],
    persons=[PersonName(person_id="A_LEADER", name="A Leader", forms={"en": ("A Leader",)})],
    offices=[],
)


def at(day: str) -> datetime:
    """Noon of a day, for the clock that is handed in."""
    return datetime.combine(date.fromisoformat(day), NOON.timetz())


def statement(
    statement_id: str,
    subject: str | None = "USA",
    relation: str = "EASED_SANCTIONS_ON",
    object_: str | None = "BLR",
    **fields: Any,
) -> Statement:
    """One statement; its event and its article are its own unless given, its days are ISO texts."""
    for name in ("event_date", "event_end"):
        if fields.get(name) is not None:
            fields[name] = PartialDate(fields[name])
    if fields.get("published_at") is not None:
        fields["published_at"] = date.fromisoformat(fields["published_at"])
    fields = {"event_id": f"e-{statement_id}", "article_id": f"a-{statement_id}"} | fields
    return Statement(
        statement_id=statement_id,
        subject=subject,
        relation=relation,
        object=object_,
        **{"confidence": 0.8} | fields,
    )


def judgement(
    kind: JudgementKind,
    target: str,
    other: str | None = None,
    *,
    judged_by: str = "ana",
    judged_at: datetime = NOON,
) -> Judgement:
    """A judgement of Ana's, made at noon on 18 December 2025."""
    return Judgement.of(
        kind, target, other, because="tested", judged_by=judged_by, judged_at=judged_at
    )


def article(
    article_id: str, text: str, *, published_at: str | None = "2025-12-18", **fields: Any
) -> Article:
    """An article of the Minsk Courier."""
    day = None if published_at is None else date.fromisoformat(published_at)
    given = {"publisher": "Minsk Courier", "lang": "en"} | fields
    return Article.of(text, article_id=article_id, published_at=day, **given)


def said(
    source: Article,
    quote: str,
    subject: str | None,
    relation: str,
    object_: str | None,
    **fields: Any,
) -> Statement:
    """What `source` says in `quote`, with the exact offsets."""
    start = source.text.index(quote)
    key = make_id("s", source.revision, start, subject, relation, object_, fields.get("modality"))
    given = {
        "event_id": f"e{key}",
        "article_id": source.article_id,
        "revision": source.revision,
        "lang": source.lang,
        "subject_surface": subject,
        "object_surface": object_,
        "published_at": None if source.published_at is None else source.published_at.isoformat(),
        "quote": quote,
        "start": start,
        "end": start + len(quote),
        "publisher": source.publisher,
        "url": source.url,
        "rule": "test",
        "reader_version": "1",
    }
    return statement(key, subject, relation, object_, **given | fields)


# ------------------------------------------------------------ for properties

_ACTORS = ("BLR", "BLR:OPP", "POL", "RUS", "USA")
_RELATIONS = (
    "EASED_SANCTIONS_ON",
    "LIFTED_SANCTIONS_ON",
    "MET_WITH",
    "INVADED",
    "ALLIED_WITH",
    "CLOSE_TIES_WITH",
    "CUT_RELATIONS_WITH",
)
_DAYS = ("1994", "2022-02", "2022-02-24", "2025", "2025-12", "2025-12-13", "2025-12-17")
_PUBLISHED = ("2022-03-01", "2025-12-13", "2025-12-18", "2026-02-01")
ARTICLES = ("a1", "a2", "a3")
_WORDINGS = (
    ("one", "text", "that", "two", "papers", "have", "printed"),
    ("one", "text", "that", "two", "papers", "have", "changed"),
)


@st.composite
def statements(draw: st.DrawFn, *, max_size: int = 8) -> list[Statement]:
    """Statements of few actors, events and days, so that much of it meets."""
    count = draw(st.integers(0, max_size))
    return [_any_statement(draw, f"s{number}") for number in range(count)]


def _any_statement(draw: st.DrawFn, statement_id: str) -> Statement:
    source = draw(st.sampled_from(ARTICLES))
    return statement(
        statement_id,
        draw(st.sampled_from((*_ACTORS, None))),
        draw(st.sampled_from(_RELATIONS)),
        draw(st.sampled_from((*_ACTORS, None))),
        event_id=draw(st.sampled_from(("e1", "e2", "e3", "e4"))),
        article_id=source,
        publisher=draw(st.sampled_from((None, "Courier", "Gazette"))),
        modality=draw(st.sampled_from(list(Modality))),
        said_by=draw(st.sampled_from(((), ("BLR",), ("A_LEADER", "RUS")))),
        event_date=draw(st.sampled_from((None, *_DAYS))),
        event_end=draw(st.sampled_from((None, None, *_DAYS))),
        published_at=draw(st.sampled_from((None, *_PUBLISHED))),
        confidence=draw(st.sampled_from((0.3, 0.55, 0.8, 1.0))),
        quote=f"Sentence {statement_id}.",
        wording=draw(st.sampled_from(((), *_WORDINGS))),
    )


@st.composite
def judgements(draw: st.DrawFn, ids: list[str]) -> list[Judgement]:
    """Judgements on some of these statements, their articles and the actors."""
    return [_any_judgement(draw, ids, number) for number in range(draw(st.integers(0, 5)))]


def _any_judgement(draw: st.DrawFn, ids: list[str], number: int) -> Judgement:
    choices: list[JudgementKind] = ["retract", "merge"]
    if len(ids) > 0:
        choices += ["reject", "accept", "same_event", "distinct_event"]
    kind = draw(st.sampled_from(choices))
    among = {"retract": ARTICLES, "merge": _ACTORS}.get(kind, tuple(ids))
    paired = kind in ("merge", "same_event", "distinct_event")
    return judgement(
        kind,
        draw(st.sampled_from(among)),
        draw(st.sampled_from(among)) if paired else None,
        judged_by=draw(st.sampled_from(("ana", READER))),
        judged_at=NOON.replace(minute=number),
    )
