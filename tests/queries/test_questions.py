"""Questions asked of a stored graph: tests/queries/conftest.py says what it holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from detente.graph.errors import GraphError, ResolutionError
from detente.graph.graph import Graph
from detente.queries.allies import allies
from detente.queries.between import Between, between
from detente.queries.directory import find
from detente.queries.evidence import Why, why
from detente.queries.timeline import timeline
from tests.graph.statements import article, said, statement
from tests.queries.conftest import COURIER, IN_COURIER, IN_GAZETTE

ANA: Any = {"because": "tested", "judged_by": "ana"}


def texts(answer: Between) -> list[str]:
    return [fact.text for fact in answer.relations]


def test_a_pair_with_its_deal_and_what_is_only_hoped_for(told: Graph) -> None:
    found = between(told, "Statele Unite", "Belarus")
    (eased,) = found.relations
    assert (eased.when, eased.support, eased.publishers) == (
        "2025-12-13",
        2,
        ("Gazette", "Minsk Courier"),
    )
    assert [leg.quote for leg in eased.exchange] == ["In exchange Minsk freed prisoners."]
    assert [(claim.mode, claim.says) for claim in found.claims] == [
        ("hoped for", "Belarus says so")
    ]


def test_a_denial_stands_beside_what_it_denies(told: Graph) -> None:
    found = between(told, "POL", "BLR")
    assert texts(found) == ["Poland closed its embassy in Belarus", "Belarus met with Poland"]
    met = found.relations[1]
    assert [denial.says for denial in met.contradicted_by] == ["Poland says so"]
    assert met.how_sure == "unlikely 0.40"


def test_as_of_leaves_out_what_came_later(told: Graph) -> None:
    assert texts(between(told, "USA", "BLR", as_of="2025-12-13")) == [
        "The United States eased sanctions on Belarus"
    ]
    found = between(told, "USA", "BLR", as_of=date(2025, 12, 12))
    assert (found.relations, found.claims) == ((), ())
    assert found.note == (
        "not enough evidence: nothing is recorded about the United States and Belarus by 2025-12-12"
    )


def test_known_on_uses_no_later_knowledge(told: Graph) -> None:
    (eased,) = between(told, "USA", "BLR", known_on="2025-12-20").relations
    assert (eased.support, eased.publishers) == (1, ("Minsk Courier",))
    # The denial was learnt on the 21st.
    met = between(told, "POL", "BLR", known_on="2025-12-20").relations[1]
    assert (met.how_sure, met.contradicted_by) == ("very likely 0.80", ())


def test_what_was_learnt_later_is_said_to_be_so(told: Graph) -> None:
    found = between(told, "USA", "BLR", as_of="2025-12-31", known_on="2025-12-15")
    assert (found.relations, found.claims) == ((), ())
    assert found.learnt_on == date(2025, 12, 19)
    assert found.note == (
        "not enough evidence: the graph first learnt of the United States and Belarus on "
        "2025-12-19; nothing was known on 2025-12-15"
    )


def test_a_person_stands_for_the_state_that_he_acts_for(told: Graph) -> None:
    found = between(told, "Lukașenko", "SUA", as_of="2025-12-31")
    assert (found.left.actor_id, found.left.acts_for) == (
        "BLR",
        "Aleksandr Lukashenko acts for Belarus (head of state)",
    )
    assert texts(found) == ["The United States eased sanctions on Belarus"]
    with pytest.raises(GraphError, match="holds no office on 1990-01-01: name a state"):
        between(told, "Lukașenko", "SUA", as_of="1990-01-01")


def test_names_that_fit_none_and_pairs_of_one_are_refused(told: Graph) -> None:
    with pytest.raises(ResolutionError, match="'Narnia' is no known actor"):
        between(told, "Narnia", "USA")
    with pytest.raises(GraphError, match="no actor is named: give a code or a name"):
        between(told, " ", "Minsk")
    with pytest.raises(GraphError, match=r"are both Belarus \(BLR\): name two actors"):
        between(told, "BLR", "Minsk")


def test_merged_actors_count_as_one(told: Graph) -> None:
    told.add_statements(
        [
            statement("s1", "HAMAS", "CRITICISED", "USA", event_date="2025-12-01"),
            statement("s2", "HEZBOLLAH", "GAVE_AID_TO", "UKR", event_date="2025-12-02"),
            statement("s3", "HEZBOLLAH", "MET_WITH", "USA", event_date="2025-12-03"),
        ]
    )
    assert len(between(told, "HAMAS", "United States").relations) == 1
    told.merge("HAMAS", "HEZBOLLAH", **ANA)
    found = between(told, "HAMAS", "United States")
    assert found == between(told, "HEZBOLLAH", "United States")
    assert (found.left.actor_id, len(found.relations)) == ("HAMAS", 2)
    assert [ally.actor_id for ally in allies(told, "HAMAS", as_of="2025-12-31").told] == ["UKR"]


def test_allies_by_treaty_and_what_one_article_tells(told: Graph) -> None:
    found = allies(told, "Belarus", as_of="2025-12-31")
    russia = next(ally for ally in found.ranked if ally.actor_id == "RUS")
    assert (russia.verdict, russia.because) == ("supported", "defence treaty in force")
    assert [fact.text for fact in russia.own_claims] == ["Russia deployed missiles in Belarus"]
    assert [fact.text for fact in russia.claims] == ["Belarus depends on Russia"]
    assert [ally.name for ally in found.told] == ["Ukraine"]
    assert found.told[0].because == "one article"


def test_treaties_not_yet_in_force_are_no_ground(told: Graph) -> None:
    assert allies(told, "Belarus", as_of="1990-01-01").ranked == ()


def test_a_timeline_begins_with_the_background(told: Graph) -> None:
    found = timeline(told, "Belarus", as_of="2025-12-31")
    assert [entry.when for entry in found.entries] == [
        "2022-02",
        "2025-12-13",
        "since 2025-12-17",
        *["reported 2025-12-18"] * 3,
    ]
    assert [entry.articles for entry in found.entries] == [1, 2, 1, 1, 1, 1]
    # The membership in the CSTO is no news.
    assert found.left_out == 1
    assert timeline(told, "BLR", complete=True).entries[0].when == "since 1994"
    assert found.entries == timeline(told, "Minsk", as_of="2025-12-31").entries


def test_a_timeline_holds_what_the_sides_of_a_state_did(told: Graph) -> None:
    protest = article("protest", "The Belarusian opposition accused Russia.")
    accused = said(
        protest, "The Belarusian opposition accused Russia.", "BLR:OPP", "ACCUSED", "RUS"
    )
    told.add_article(protest, [accused])
    assert "The Belarusian opposition accused Russia" in {
        entry.text for entry in timeline(told, "Belarus").entries
    }
    assert [entry.text for entry in timeline(told, "BLR:OPP").entries] == [
        "The Belarusian opposition accused Russia"
    ]


def test_why_shows_the_sentences_and_what_contradicts_them(told: Graph) -> None:
    met = between(told, "POL", "BLR").relations[1]
    found = why(told, met.relation_id)
    (said,) = found.evidence
    assert said.sentence == "Poland met Belarus."
    assert said.sentence[said.start : said.end] == said.quote
    assert (said.title, said.publisher, said.rule) == ("A deal in Minsk", "Minsk Courier", "test")
    assert [one.says for one in found.contradictions] == ["Poland says so"]
    assert [row["against"] for row in found.rows()] == [False, True]


def test_frames_have_the_same_columns_whatever_was_found(told: Graph) -> None:
    asked = between(told, "POL", "BLR")
    for full, empty in (
        (asked, between(told, "POL", "UKR")),
        (why(told, asked.relations[1].relation_id), Why(asked="x")),
        (allies(told, "BLR", as_of="2025-12-31"), allies(told, "BLR", as_of="1900-01-01")),
    ):
        frame = full.to_frame()
        assert frame.height == len(full.rows()) > 0
        assert frame.columns == list(full.rows()[0])
        assert empty.rows() == []
        assert empty.to_frame().schema == frame.schema


def test_why_explains_a_single_statement(told: Graph) -> None:
    hoped = IN_COURIER[6]
    found = why(told, hoped.statement_id)
    assert found.fact is None
    assert [one.mode for one in found.evidence] == ["hoped for"]
    assert found.title() == "hoped for: Belarus to meet with the United States"


def test_why_shows_judgements_even_of_what_was_rejected(told: Graph) -> None:
    judged = told.reject(IN_GAZETTE[1].statement_id, **ANA)
    eased = between(told, "USA", "BLR").relations[0]
    assert eased.support == 1
    assert why(told, eased.relation_id).judgements == ()
    assert why(told, IN_GAZETTE[1].statement_id).judgements == (judged,)


def test_why_answers_by_what_was_known_and_so_on_a_day(told: Graph) -> None:
    asked = between(told, "USA", "BLR").relations[0].relation_id
    assert len(why(told, asked).evidence) == 2
    assert len(why(told, asked, known_on="2025-12-20").evidence) == 1
    assert len(why(told, asked, as_of="2025-12-19").evidence) == 1
    early = why(told, asked, known_on="2025-12-01")
    assert (early.evidence, early.note) == (
        (),
        "not enough evidence: this was not known on 2025-12-01",
    )
    assert why(told, asked, as_of="2025-12-01").note == (
        "not enough evidence: this did not hold, or had not happened, by 2025-12-01"
    )
    assert str(early).startswith(asked)


@pytest.mark.parametrize("asked", ["MET_WITH:X:Y:0", "nonsense:X", "s0"])
def test_why_of_nothing_says_where_ids_come_from(told: Graph, asked: str) -> None:
    with pytest.raises(GraphError, match=r"no such relation.*detente between"):
        why(told, asked)


def test_facts_of_tables_explain_themselves_without_an_article(told: Graph) -> None:
    (member,) = between(told, "BLR", "CSTO").relations
    (fact,) = why(told, member.relation_id).evidence
    assert (fact.sentence, fact.title, fact.article_id) == ("", None, "a-mBLR")


def test_retracting_an_article_takes_its_facts_away(told: Graph) -> None:
    told.retract(COURIER.article_id, **ANA)
    (eased,) = between(told, "USA", "BLR").relations
    assert (eased.when, eased.publishers) == ("reported 2025-12-20", ("Gazette",))
    told.undo()
    assert between(told, "USA", "BLR").relations[0].support == 2


def test_who_is_known_with_offices_and_statements(told: Graph) -> None:
    rows = {row["actor_id"]: row for row in find(told, "belarus").rows}
    # Memberships and offices are not counted.
    assert rows["BLR"]["statements"] == 8 + 2
    lukashenko = find(told, "lukas").rows[0]
    assert lukashenko["actor_id"] == "ALEKSANDR_LUKASHENKO"
    assert lukashenko["offices"] == ["head of state, Belarus, since 1994-07-20"]
    assert find(told, "no such name") == ([], 0)


def test_actors_left_out_are_counted(told: Graph) -> None:
    everybody = find(told, "an", limit=None)
    best = find(told, "an", limit=3)
    assert everybody.more == 0
    assert best == (everybody.rows[:3], len(everybody.rows) - 3)


@pytest.mark.parametrize("text", ["", "  ", "%", ".*"])
def test_a_part_of_a_name_has_a_letter(told: Graph, text: str) -> None:
    with pytest.raises(GraphError, match="holds no letter: give a part of a name"):
        find(told, text)
