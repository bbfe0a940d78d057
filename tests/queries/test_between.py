"""What there is between two actors, from statements made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars
import pytest

from detente.graph.errors import GraphError
from detente.graph.projection import derive
from detente.graph.statements import Modality, Statement
from detente.queries.answers import read_day
from detente.queries.between import Between, describe
from detente.queries.ends import End, names_of
from detente.queries.findings import claims_of
from tests.graph.statements import ROSTER, statement

NAMES = names_of(ROSTER)
ASKED = Between(
    left=End(actor_id="USA", name="United States"), right=End(actor_id="BLR", name="Belarus")
)
EASED = statement(
    "s1",
    event_date="2025-12-13",
    published_at="2025-12-18",
    exchange_id="x1",
    quote="eased sanctions",
    publisher="Courier",
    said_by=("USA",),
)
FREED = statement(
    "s2",
    "BLR",
    "RELEASED_PRISONERS_OF",
    None,
    event_date="2025-12-13",
    published_at="2025-12-18",
    exchange_id="x1",
    quote="freed prisoners",
)
HOPED = statement(
    "s3",
    "BLR",
    "MET_WITH",
    "USA",
    modality="hoped",
    published_at="2025-12-18",
    said_by=("BLR",),
    quote="expects a summit",
)
MET = statement("s4", "BLR", "MET_WITH", "USA", published_at="2025-11-01", quote="they met")
DENIED = statement(
    "s5", "USA", "MET_WITH", "BLR", modality="denied", published_at="2025-11-02", quote="never met"
)
TIES = statement("s6", "BLR", "CLOSE_TIES_WITH", "USA", event_date="1994", quote="ties")


def answer(told: Sequence[Statement], asked: Between = ASKED, **options: object) -> Between:
    found = derive(told, [])
    by_id = {one.statement_id: one for one in told}
    denials = {
        relation.relation_id: [
            by_id[one.denial] for one in found.contradictions if one.claim in relation.statement_ids
        ]
        for relation in found.relations
    }
    return describe(
        asked, found.relations, told, names=NAMES, legs=[FREED], denials=denials, **options
    )


def test_the_partners_leg_stands_with_an_exchange_even_without_object() -> None:
    (eased,) = answer([EASED]).relations
    assert [(leg.text, leg.when, leg.quote) for leg in eased.exchange] == [
        ("Belarus released prisoners of (not named)", "2025-12-13", "freed prisoners")
    ]
    assert str(eased) == (
        "2025-12-13: The United States eased sanctions on Belarus "
        "(very likely 0.80; the United States says so): “eased sanctions”"
    )


def test_what_is_hoped_for_and_denied_stands_apart_from_facts() -> None:
    found = answer([HOPED, MET, DENIED])
    assert [fact.text for fact in found.relations] == ["Belarus met with the United States"]
    assert [(claim.mode, claim.quote) for claim in found.claims] == [
        ("denied", "never met"),
        ("hoped for", "expects a summit"),
    ]


def test_a_contradiction_is_shown_and_lowers_confidence() -> None:
    (met,) = answer([MET, DENIED]).relations
    assert met.how_sure == "unlikely 0.40"
    assert [denial.quote for denial in met.contradicted_by] == ["never met"]


def test_a_threat_that_was_uttered_is_a_fact_and_what_it_threatens_is_none() -> None:
    threat = statement("s7", "USA", "THREATENED_SANCTIONS_ON", "BLR", modality="threatened")
    attack = statement("s8", "USA", "ATTACKED", "BLR", modality="threatened")
    found = answer([threat, attack])
    assert [fact.text for fact in found.relations] == [
        "The United States threatened sanctions on Belarus"
    ]
    assert [(claim.mode, claim.text) for claim in found.claims] == [
        ("threatened", "The United States to attack Belarus")
    ]


def test_a_plan_is_a_claim_with_the_id_of_its_edge() -> None:
    plan = statement("s7", "BLR", "MET_WITH", "USA", modality="planned", event_date="2026-01")
    found = answer([plan])
    assert found.relations == ()
    (claim,) = found.claims
    assert (claim.mode, claim.when) == ("planned", "for 2026-01")
    assert claim.relation_id is not None
    assert claim.relation_id.startswith("MET_WITH:BLR:USA:")


def test_facts_run_in_order_of_time_and_undated_ones_stand_at_their_report() -> None:
    found = answer([EASED, MET, TIES])
    assert [fact.when for fact in found.relations] == [
        "since 1994",
        "reported 2025-11-01",
        "2025-12-13",
    ]


def test_several_articles_are_counted() -> None:
    again = MET.model_copy(update={"statement_id": "s8", "article_id": "b", "event_id": "e-s4"})
    first = MET.model_copy(update={"event_id": "e-s4"})
    (met,) = answer([first, again]).relations
    assert (met.articles, met.says) == (2, "2 articles")


def test_claims_told_later_are_left_out() -> None:
    asked = ASKED.model_copy(update={"as_of": date(2025, 12, 1)})
    assert [claim.quote for claim in answer([HOPED, MET, DENIED], asked).claims] == ["never met"]


def test_denials_told_later_are_left_out() -> None:
    asked = ASKED.model_copy(update={"as_of": date(2025, 11, 1)})
    (met,) = answer([MET, DENIED], asked).relations
    assert met.contradicted_by == ()


@pytest.mark.parametrize(
    ("told", "note"),
    [
        ([], "not enough evidence: nothing is recorded about the United States and Belarus"),
        (
            [HOPED],
            "not enough evidence: only claims, no fact, is recorded about "
            "the United States and Belarus",
        ),
        ([EASED], "all of it rests on one article (Courier)"),
        ([MET], "all of it rests on one article (a-s4)"),
        ([EASED, MET], None),
    ],
)
def test_a_note_says_what_the_answer_lacks(told: list[Statement], note: str | None) -> None:
    assert answer(told).note == note


def test_statements_that_say_the_same_are_one_claim() -> None:
    again = HOPED.model_copy(
        update={"statement_id": "s8", "confidence": 0.9, "publisher": "Post", "quote": "a meeting"}
    )
    (claim,) = claims_of([HOPED, again], NAMES)
    assert claim.statement_ids == ("s3", "s8")
    assert (claim.support, claim.quote, claim.publishers) == (2, "a meeting", ("Post",))


def test_rows_have_the_same_keys_and_become_a_frame() -> None:
    found = answer([EASED, HOPED])
    rows = found.rows()
    assert [row["fact"] for row in rows] == [True, False]
    assert len({tuple(row) for row in rows}) == 1
    frame = found.to_frame()
    assert frame.shape == (2, len(rows[0]))
    assert frame.schema["fact"] == polars.Boolean
    assert frame["text"].to_list() == [
        "The United States eased sanctions on Belarus",
        "Belarus to meet with the United States",
    ]


def test_an_answer_prints_and_survives_json() -> None:
    found = answer([EASED, HOPED])
    assert str(found) == (
        "United States and Belarus\n"
        "  2025-12-13: The United States eased sanctions on Belarus "
        "(very likely 0.80; the United States says so): “eased sanctions”\n"
        "  not a fact: hoped for: Belarus to meet with the United States "
        "(reported 2025-12-18; very likely 0.80; Belarus says so): “expects a summit”"
    )
    assert Between.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    "text", ["2025-02-30", "2025-12", "20251218", "18.12.2025", "tomorrow", ""]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(GraphError, match=f"as_of: '{text}' is no day: write YYYY-MM-DD"):
        read_day(text, option="as_of")


def test_modalities_of_claims_are_those_that_do_not_hold() -> None:
    every = [
        statement(f"s{number}", "BLR", "MET_WITH", "USA", modality=modality, event_id=f"e{number}")
        for number, modality in enumerate(Modality)
    ]
    found = answer(every)
    assert {claim.mode for claim in found.claims} == {
        "planned",
        "hoped for",
        "threatened",
        "denied",
        "hypothetical",
    }
    assert {fact.mode for fact in found.relations} == {"fact", "under way", "background"}
