"""Annotated passages: whose acts a text tells, as people judged it.

Passages are JSON objects, one a line; docs/models.md names their fields.
"""

from __future__ import annotations

import json
import zlib
from datetime import date
from itertools import combinations, permutations
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from detente.graph.actors import state_of
from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.reading.scene import Dyad

__all__ = ["Record", "Told", "accepted_dyads", "annotated", "article_of", "passages_of", "told"]

Record: TypeAlias = dict[str, Any]


class Told(NamedTuple):
    """An annotated event: which dyads count as right, and which types."""

    kind: str
    kinds: frozenset[str]
    optional: bool
    dyads: frozenset[Dyad]
    accepted: frozenset[Dyad]
    span: tuple[int, int]


def passages_of(path: Path) -> list[Record]:
    """The annotated passages of a file."""
    lines = path.read_text(encoding="utf8").splitlines()
    return [json.loads(line) for line in lines]


def annotated(annotations: Path, folder: Path) -> list[Record]:
    """Passages of the articles in a folder, as a file of annotations without texts cuts them out.

    A line of the file names the `file` of the folder, the `item` (the id of an article), `start`
    and `end` of the passage in its text with the checksum of it (CRC-32), and the events, whose
    evidence is a `span` of the passage.

    Raises `LoadError` naming the line whose passage is not there or reads otherwise.
    """
    articles: dict[str, dict[str, Record]] = {}
    found = []
    for number, line in enumerate(annotations.read_text(encoding="utf8").splitlines(), start=1):
        note = json.loads(line)
        if note["file"] not in articles:
            articles[note["file"]] = _articles(folder / note["file"])
        article = articles[note["file"]].get(note["item"])
        text = "" if article is None else article["text"][note["start"] : note["end"]]
        if article is None or zlib.crc32(text.encode()) != note["crc"]:
            raise LoadError(
                f"{annotations.name}, line {number}: {note['item']} in {folder / note['file']} "
                "is missing or has another text than was annotated"
            )
        found.append(
            {
                "id": f"{note['item']}:{note['start']}",
                "lang": note["lang"],
                "date": article.get("date"),
                "text": text,
                "events": [_event(event, text) for event in note["events"]],
            }
        )
    return found


def _articles(path: Path) -> dict[str, Record]:
    try:
        return {record["id"]: record for record in passages_of(path)}
    except FileNotFoundError:
        raise LoadError(f"{path} is not there: it holds texts that were annotated") from None


def _event(event: Record, text: str) -> Record:
    start, end = event["span"]
    found: Record = {"symmetric": False, "optional": False, "speaker": None}
    for name in ("types", "sources", "targets", "modalities"):
        found[f"accept_{name}"] = []
    return {**found, **event, "evidence": text[start:end], "evidence_span": event["span"]}


def article_of(passage: Record) -> Article:
    """The article that a passage is."""
    day = passage.get("date")
    return Article.of(
        passage["text"],
        article_id=passage["id"],
        title=passage.get("title"),
        lang=passage["lang"],
        published_at=date.fromisoformat(day) if day else None,
    )


def told(event: Record) -> Told:
    """An annotated event as the ranker learns it."""
    bare = {**event, "accept_sources": [], "accept_targets": []}
    return Told(
        event["type"],
        frozenset([event["type"], *event["accept_types"]]),
        event["optional"],
        accepted_dyads(bare),
        accepted_dyads(event),
        (event["evidence_span"][0], event["evidence_span"][1]),
    )


def accepted_dyads(event: Record) -> frozenset[Dyad]:
    """All ordered pairs that count as right for an annotated event."""
    sources, targets = _states(event["source"]), _states(event["target"])
    other_sources = [_states(one) for one in event["accept_sources"]]
    other_targets = [_states(one) for one in event["accept_targets"]]
    found: set[Dyad] = set()
    if not event["symmetric"]:
        for one in (sources, *other_sources):
            for other in (targets, *other_targets):
                found |= {(source, target) for source in one for target in other}
        return frozenset(found)
    for first, second in combinations(sources, 2):
        found |= {(first, second), (second, first)}
    for some in other_sources:
        if len(some) > 1:
            found |= {(first, second) for first, second in permutations(some, 2)}
        else:
            found |= {(source, target) for source in some for target in (*sources, None)}
    for some in other_targets:
        found |= {(source, target) for source in sources for target in some}
    return frozenset(found)


def _states(actors: list[str]) -> list[str | None]:
    return [state_of(actor) for actor in actors] or [None]
