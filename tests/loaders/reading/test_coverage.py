"""The coverage table (tests/golden/coverage.csv): it is sound, and what must hold of every row.

How many of its events the reader gets right is measured, not asserted: `benchmarks/golden.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import chain

import pytest

from benchmarks.rows import VOICES, Event, Row, golden_rows
from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality
from detente.seeds import roster

ROWS = golden_rows()
TOLD = [row for row in ROWS if row.trap == ""]
TRAPS = [row for row in ROWS if row.trap != ""]
EVENTS = [(row, ways[0]) for row in ROWS for ways in row.expects]
#: Facts of lists, which articles do not tell as events.
LISTED = {"HOLDS_OFFICE", "MEMBER_OF"}


def names(events: list[Event]) -> set[str]:
    """All actors of some events, speakers and carriers too."""
    return set(
        chain.from_iterable(
            (one.subject, one.object, *(one.said_by or ()), *(one.via or ())) for one in events
        )
    )


def problems(row: Row) -> Iterator[str]:
    """What is wrong with a row as a row; reading it from the table has proved its dates."""
    every = [*chain.from_iterable(row.expects), *row.also]
    known = {relation for one in every for relation in one.relations if relation in REGISTRY}
    yield from {relation for one in every for relation in one.relations} - known
    yield from (actor for actor in names(every) if roster().actor(actor) is None)
    yield from {word for one in every for word in one.modalities} - set(Modality)
    date.fromisoformat(row.cells["published"])
    if row.lang not in {"en", "ro"} or row.text != row.text.strip() or row.text == "":
        yield "language or text"
    if row.trap != "" and (row.voice, row.modality, every) != ("", "", []):
        yield "a trap that tells something"
    if row.trap == "" and (
        row.voice not in VOICES
        or row.modality != row.expects[0][0].modalities[0]
        or row.cells["known_miss"] != ""
    ):
        yield "voice, modality or known_miss"


def test_ids_and_texts_are_unique() -> None:
    for key in ("id", "text"):
        counted = Counter(row.cells[key] for row in ROWS)
        assert [value for value, times in counted.items() if times > 1] == []


def test_rows_are_valid() -> None:
    assert {row.id: wrong for row in ROWS if (wrong := list(problems(row))) != []} == {}


def test_every_type_and_plover_event_is_there_four_times_a_language() -> None:
    relations = Counter((name, row.lang) for row, event in EVENTS for name in event.relations)
    kinds = Counter((event.kind, row.lang) for row, event in EVENTS)
    wanted = {name for name in REGISTRY if name not in LISTED}
    assert [
        (name, lang)
        for name in sorted(wanted)
        for lang in ("en", "ro")
        if relations[name, lang] < 4
    ] == []
    plover = {kind.plover for kind in REGISTRY.values()} - {None}
    assert len(plover) == 16
    assert min(kinds[kind, lang] for kind in plover for lang in ("en", "ro")) >= 4
    assert min(Counter(row.lang for row in ROWS).values()) >= 300
    assert {row.modality for row in TOLD} == set(Modality)
    assert sum(event.said_by is not None and len(event.said_by) > 0 for _, event in EVENTS) >= 150
    assert sum(event.date is not None for _, event in EVENTS) >= 80
    assert len(TRAPS) >= 60


def test_no_row_raises_and_quotes_are_verbatim() -> None:
    for row in ROWS:
        for one in row.statements:
            assert row.text[one.start : one.end] == one.quote != "", row.id


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(row, marks=pytest.mark.xfail(strict=True, reason=row.cells["known_miss"]))
        if row.cells["known_miss"] != ""
        else row
        for row in TRAPS
    ],
    ids=lambda row: row.id,
)
def test_a_trap_gives_no_live_event(row: Row) -> None:
    assert [(one.subject, one.relation, one.object) for one in row.live] == []


def test_hardly_an_event_is_turned_round() -> None:
    turned = [row.id for row in ROWS for one in row.judged() if one.turned]
    assert len(turned) <= 0.03 * len(EVENTS), turned
