"""Timelines, from statements made by hand."""

from __future__ import annotations

from datetime import date

from detente.graph.projection import project
from detente.queries.ends import End, names_of
from detente.queries.timeline import Timeline, order
from tests.graph.statements import ROSTER, statement

TOLD = [
    statement("s1", event_date="2025-12-13", published_at="2025-12-18"),
    statement("s2", "RUS", "MET_WITH", "BLR", published_at="2025-12-01"),
    statement("s3", "BLR", "CLOSE_TIES_WITH", "RUS", event_date="1994"),
    statement("s4", "POL", "INVADED", "BLR", event_date="2022-02", modality="past_background"),
    statement("s5", "USA", "VISITED", "BLR", modality="planned", event_date="2026-01"),
    statement("s6", "RUS", "PRAISED", "BLR"),
]


def timeline(**asked: date) -> Timeline:
    answer = Timeline(actor=End(actor_id="BLR", name="Belarus"), **asked)
    return order(answer, project(TOLD, []), names=names_of(ROSTER))


def test_background_stands_first_by_its_date_and_plans_are_left_out() -> None:
    found = timeline()
    assert [(fact.when, fact.text, fact.mode) for fact in found.entries] == [
        ("since 1994", "Belarus has close ties with Russia", "fact"),
        ("2022-02", "Poland invaded Belarus", "background"),
        ("reported 2025-12-01", "Belarus met with Russia", "fact"),
        ("2025-12-13", "The United States eased sanctions on Belarus", "fact"),
        ("undated", "Russia praised Belarus", "fact"),
    ]
    assert found.left_out == 1
    assert found.note == "1 more (offices, memberships, plans, threats): --all shows them"


def test_a_complete_timeline_says_what_is_only_planned() -> None:
    office = statement("s7", "BLR", "MEMBER_OF", "CSTO", event_date="1993", dataset="seeds")
    told = [*TOLD, office]
    asked = Timeline(actor=End(actor_id="BLR", name="Belarus"), complete=True)
    found = order(asked, project(told, []), names=names_of(ROSTER))
    assert (found.left_out, found.note) == (0, None)
    assert found.entries[0].relation == "MEMBER_OF"
    assert found.entries[-2].headline == "planned: the United States to visit Belarus"


def test_what_is_left_out_is_said_even_if_nothing_else_is_there() -> None:
    asked = Timeline(actor=End(actor_id="USA", name="United States"), since=date(2025, 12, 20))
    found = order(asked, project(TOLD[4:5], []), names=names_of(ROSTER))
    assert found.note == (
        "not enough evidence: nothing is recorded about the United States since 2025-12-20; "
        "1 more (offices, memberships, plans, threats): --all shows them"
    )


def test_since_leaves_out_what_began_earlier() -> None:
    assert [fact.when for fact in timeline(since=date(2025, 12, 2)).entries] == [
        "2025-12-13",
        "undated",
    ]


def test_nothing_recorded_is_said_to_be_so() -> None:
    empty = order(Timeline(actor=End(actor_id="BLR", name="Belarus")), [], names=names_of(ROSTER))
    assert empty.note == "not enough evidence: nothing is recorded about Belarus"
    assert str(empty) == (
        "Timeline of Belarus\n  not enough evidence: nothing is recorded about Belarus"
    )
    frame = empty.to_frame()
    assert frame.is_empty()
    assert frame.schema == timeline().to_frame().schema


def test_rows_become_a_frame() -> None:
    frame = timeline().to_frame()
    assert frame["when"].to_list()[0] == "since 1994"
    assert frame["valid_from"].to_list()[3] == date(2025, 12, 13)
