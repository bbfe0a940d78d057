"""What follows from statements: expected values are worked out by hand in each test."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.dates import PartialDate
from detente.graph.ids import make_id
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.projection import Contradiction, derive, project
from detente.graph.registry import REGISTRY
from detente.graph.relations import Relation
from detente.graph.statements import LIVE, Modality, Statement
from tests.graph.statements import judgement, judgements, statement, statements


def only(told: list[Statement], made: list[Judgement] | None = None) -> Relation:
    """The single relation that follows."""
    (relation,) = project(told, made or [])
    return relation


def spans(told: list[Statement]) -> list[tuple[str, str | None, str | None]]:
    """Type and span of what follows, in order of time."""
    found = [
        (one.relation, written(one.valid_from), written(one.valid_to)) for one in project(told, [])
    ]
    return sorted(found, key=str)


def written(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def test_two_papers_on_one_event_make_one_edge() -> None:
    """Doubt 0.2 * 0.4 = 0.08, so confidence 0.92; the surer statement gives quote and speaker."""
    first = statement(
        "s1",
        event_id="e1",
        event_date="2025-12",
        published_at="2025-12-14",
        publisher="Gazette",
        confidence=0.6,
        quote="Sanctions were eased in December.",
    )
    second = statement(
        "s2",
        event_id="e1",
        event_date="2025-12-13",
        published_at="2025-12-18",
        publisher="Courier",
        confidence=0.8,
        quote="Washington eased sanctions on 13 December.",
        url="https://courier.example/1",
        said_by=("USA",),
        exchange_id="x1",
    )
    assert only([second, first]) == Relation(
        relation_id=f"EASED_SANCTIONS_ON:USA:BLR:{make_id('', 's1')[:12]}",
        relation="EASED_SANCTIONS_ON",
        subject="USA",
        object="BLR",
        plover="RETREAT",
        quad=REGISTRY["EASED_SANCTIONS_ON"].quad,
        modality=Modality.ACTUAL,
        valid_from=date(2025, 12, 13),
        valid_to=date(2025, 12, 14),
        date_precision="day",
        event_date=PartialDate("2025-12-13"),
        reported_on=date(2025, 12, 14),
        intensity=REGISTRY["EASED_SANCTIONS_ON"].intensity,
        confidence=0.92,
        support=2,
        publishers=("Courier", "Gazette"),
        quote="Washington eased sanctions on 13 December.",
        url="https://courier.example/1",
        said_by=("USA",),
        statement_ids=("s2", "s1"),
        exchange_id="x1",
    )


def test_an_undated_event_is_reported_not_dated() -> None:
    relation = only([statement("s1", published_at="2025-12-18")])
    assert (relation.valid_from, relation.valid_to, relation.date_precision) == (None, None, None)
    assert relation.reported_on == date(2025, 12, 18)


def test_the_window_of_an_event_reaches_to_the_end_of_its_last_day() -> None:
    assert spans(
        [statement("s1", relation="VISITED", event_date="2025-12-12", event_end="2025-12-13")]
    ) == [("VISITED", "2025-12-12", "2025-12-14")]


def test_events_that_nobody_calls_the_same_stay_apart() -> None:
    assert len(project([statement("s1"), statement("s2")], [])) == 2


def test_links_join_events_and_a_person_may_part_them() -> None:
    told = [statement("s1"), statement("s2"), statement("s3", event_id="e-s2")]
    link = judgement("same_event", "s1", "s2", judged_by="reader")
    assert [one.support for one in project(told, [link])] == [3]
    parted = [link, judgement("distinct_event", "s2", "s1")]
    assert sorted(one.support for one in project(told, parted)) == [1, 2]


def test_statements_told_apart_do_not_meet_through_a_third() -> None:
    """All three share an event id, but s1 and s3 must differ: s3 finds no place with the others."""
    told = [statement(f"s{number}", event_id="e") for number in (1, 2, 3)]
    relations = project(told, [judgement("distinct_event", "s1", "s3")])
    assert sorted(one.statement_ids for one in relations) == [("s1", "s2"), ("s3",)]


def test_one_event_of_two_types_or_directions_gives_an_edge_for_each() -> None:
    told = [
        statement("s1", "USA", "PRAISED", "BLR", event_id="e"),
        statement("s2", "USA", "EASED_SANCTIONS_ON", "BLR", event_id="e"),
        statement("s3", "BLR", "PRAISED", "USA", event_id="e"),
    ]
    assert {(one.relation, one.subject) for one in project(told, [])} == {
        ("PRAISED", "USA"),
        ("EASED_SANCTIONS_ON", "USA"),
        ("PRAISED", "BLR"),
    }


def test_a_symmetric_relation_is_stored_once_lower_id_first() -> None:
    told = [
        statement("s1", "USA", "MET_WITH", "BLR", event_id="e"),
        statement("s2", "BLR", "MET_WITH", "USA", event_id="e"),
    ]
    relation = only(told)
    assert (relation.subject, relation.object, relation.support) == ("BLR", "USA", 2)


# ------------------------------------------------------------ one event, many reports


def read_as_one(*pairs: str) -> list[Judgement]:
    """Links of the reader: "s1 s2" for each."""
    return [judgement("same_event", *pair.split(), judged_by="reader") for pair in pairs]


def strikes(*days: int) -> list[Statement]:
    """A report on each of these days of December, named by its day."""
    return [
        statement(f"s{day:02}", relation="ATTACKED", published_at=f"2025-12-{day:02}")
        for day in days
    ]


def test_links_of_the_reader_do_not_chain_the_days_of_a_war_into_one_event() -> None:
    """Each day is linked with the next. A third day has one link to two, a fourth one to three."""
    told = strikes(*range(1, 9))
    links = read_as_one(*(f"s{day:02} s{day + 1:02}" for day in range(1, 8)))
    assert sorted(one.statement_ids for one in project(told, links)) == [
        ("s03", "s02", "s01"),
        ("s06", "s05", "s04"),
        ("s08", "s07"),
    ]


def test_no_two_reports_of_an_event_are_further_apart_than_two_alone_may_be() -> None:
    """Undated reports of one event come out within three days, however they are linked."""
    told = strikes(1, 3, 5)
    links = read_as_one("s01 s03", "s03 s05", "s01 s05")
    assert sorted(one.support for one in project(told, links)) == [1, 2]


def test_half_of_those_joined_must_be_linked() -> None:
    told = strikes(1, 2, 3, 4)
    square = read_as_one("s01 s02", "s03 s04", "s01 s03", "s02 s04")
    assert [one.support for one in project(told, square)] == [4]
    assert sorted(one.support for one in project(told, square[:3])) == [2, 2]


def test_one_denial_of_two_strikes_does_not_make_them_one() -> None:
    denial = statement("d", relation="ATTACKED", modality="denied", published_at="2025-12-03")
    told = [*strikes(1, 2), denial]
    found = derive(told, read_as_one("d s01", "d s02"))
    assert [one.support for one in found.relations] == [1, 1]
    assert found.contradictions == [Contradiction("d", "s01"), Contradiction("d", "s02")]


def test_a_person_may_join_what_lies_far_apart() -> None:
    told = strikes(1, 20)
    assert len(project(told, read_as_one("s01 s20"))) == 2
    assert len(project(told, [judgement("same_event", "s01", "s20")])) == 1


def test_the_narrower_type_has_what_is_told_of_an_event_more_widely() -> None:
    """relations.yaml: BOMBED and KILLED are kinds of ATTACKED; two reports say BOMBED."""
    told = [
        statement("s1", "RUS", "ATTACKED", "UKR", event_id="e"),
        statement("s2", "RUS", "BOMBED", "UKR", event_id="e"),
        statement("s3", "RUS", "BOMBED", "UKR", event_id="e"),
        statement("s4", "RUS", "KILLED", "UKR", event_id="e"),
        statement("s5", "UKR", "ATTACKED", "RUS", event_id="e"),
    ]
    assert {(one.relation, one.subject, one.support) for one in project(told, [])} == {
        ("BOMBED", "RUS", 3),
        ("KILLED", "RUS", 1),
        ("ATTACKED", "UKR", 1),
    }


def test_a_directed_type_joins_a_symmetric_kind_of_it() -> None:
    told = [
        statement("s1", "USA", "RELEASED_PRISONERS_OF", "RUS", event_id="e"),
        statement("s2", "USA", "EXCHANGED_PRISONERS_WITH", "RUS", event_id="e"),
    ]
    relation = only(told)
    assert (relation.relation, relation.support) == ("EXCHANGED_PRISONERS_WITH", 2)


@pytest.mark.parametrize("modality", ["planned", "denied", "hoped"])
def test_what_is_less_real_makes_no_event_narrower(modality: str) -> None:
    told = [
        statement("s1", relation="ATTACKED", event_id="e"),
        statement("s2", relation="BOMBED", event_id="e", modality=modality),
    ]
    live = [one for one in project(told, []) if one.modality is Modality.ACTUAL]
    assert [(one.relation, one.support) for one in live] == [("ATTACKED", 1)]


def test_who_denies_a_kind_of_an_act_contradicts_who_tells_of_the_act() -> None:
    claim = statement("s1", relation="ATTACKED", event_id="e")
    denial = statement("d1", relation="BOMBED", event_id="e", modality="denied", said_by=("USA",))
    found = derive([claim, denial], [])
    assert found.contradictions == [Contradiction("d1", "s1")]
    assert [one.confidence for one in found.relations] == [0.4]


def test_a_denial_of_one_strike_denies_no_other_of_the_month() -> None:
    claims = strikes(10, 14)
    denial = statement(
        "d1", relation="ATTACKED", modality="denied", published_at="2025-12-14", said_by=("USA",)
    )
    assert derive([*claims, denial], []).contradictions == []
    linked = derive([*claims, denial], read_as_one("d1 s14"))
    assert linked.contradictions == [Contradiction("d1", "s14")]


@pytest.mark.parametrize("missing", ["subject", "object"])
def test_a_missing_end_makes_no_edge(missing: str) -> None:
    assert project([statement("s1").model_copy(update={missing: None})], []) == []


def test_an_actor_has_no_relation_with_itself() -> None:
    assert project([statement("s1", "BLR", "MET_WITH", "BLR")], []) == []
    merged = [judgement("merge", "BLR", "BELARUS")]
    assert project([statement("s1", "BLR", "MET_WITH", "BELARUS")], merged) == []


@pytest.mark.parametrize(
    ("modalities", "expected"),
    [
        (["hoped"], None),
        (["hypothetical"], None),
        (["denied"], None),
        (["planned"], ("planned", 1)),
        (["threatened", "planned"], ("planned", 2)),
        (["hoped", "threatened"], ("threatened", 1)),
        (["planned", "past_background"], ("past_background", 1)),
        (["past_background", "ongoing"], ("ongoing", 2)),
        (["ongoing", "actual", "hypothetical"], ("actual", 2)),
    ],
)
def test_the_most_real_telling_of_an_event_decides(
    modalities: list[str], expected: tuple[str, int] | None
) -> None:
    told = [
        statement(f"s{number}", event_id="e", modality=modality)
        for number, modality in enumerate(modalities)
    ]
    found = [(one.modality.value, one.support) for one in project(told, [])]
    assert found == ([] if expected is None else [expected])


# ------------------------------------------------------------ confidence


@pytest.mark.parametrize(
    ("publishers", "expected"),
    [
        (["Courier"], 0.5),
        (["Courier", "Courier"], 0.5),  # one publisher is one story, however often it tells it
        (["Courier", "Gazette"], 0.75),  # 1 - 0.5 * 0.5
        ([None, None], 0.75),  # publishers unknown: each article is a story
    ],
)
def test_confidence_grows_with_stories_not_with_sentences(
    publishers: list[str | None], expected: float
) -> None:
    told = [
        statement(f"s{number}", event_id="e", publisher=publisher, confidence=0.5)
        for number, publisher in enumerate(publishers)
    ]
    assert only(told).confidence == expected


WIRE = ("BLR", "freed", "dozens", "prisoners", "friday", "state", "agency", "reports")
OWN = ("relatives", "waited", "prison", "gates", "when", "buses", "left", "minsk")


@pytest.mark.parametrize(
    ("tellings", "publishers", "confidence"),
    [
        ([("Courier", (), WIRE), ("Gazette", (), WIRE)], ("Courier",), 0.5),
        ([("Courier", (), WIRE), ("Gazette", (), (*WIRE, "late"))], ("Courier",), 0.5),
        ([("Courier", (), WIRE), ("Gazette", (), OWN)], ("Courier", "Gazette"), 0.75),
        ([("Courier", (), WIRE[:4]), ("Gazette", (), WIRE[:4])], ("Courier", "Gazette"), 0.75),
        ([("Courier", ("AFP",), WIRE), ("Gazette", ("AFP",), OWN)], ("Courier",), 0.5),
        ([("Courier", ("AFP",), WIRE), ("Gazette", ("AP",), OWN)], ("Courier", "Gazette"), 0.75),
        (
            # The second is a copy of the first, the third of the second.
            [
                ("Courier", (), WIRE),
                ("Gazette", (), (*WIRE, "late", "today")),
                ("Herald", (), (*WIRE[2:], "late", "today")),
            ],
            ("Courier",),
            0.5,
        ),
        ([(None, (), WIRE), (None, (), WIRE)], (), 0.5),
    ],
    ids=[
        "copy",
        "near copy",
        "own words",
        "few words",
        "one wire",
        "two wires",
        "chain",
        "unnamed",
    ],
)
def test_a_text_printed_twice_is_one_story(
    tellings: list[tuple[str | None, tuple[str, ...], tuple[str, ...]]],
    publishers: tuple[str, ...],
    confidence: float,
) -> None:
    told = [
        statement(
            f"s{number}",
            event_id="e",
            publisher=publisher,
            via=via,
            wording=wording,
            published_at=f"2025-12-{10 + number}",
            confidence=0.5,
        )
        for number, (publisher, via, wording) in enumerate(tellings)
    ]
    relation = only(told)
    assert (relation.publishers, relation.confidence) == (publishers, confidence)
    assert relation.support == len(told)


def test_each_independent_denier_halves_confidence() -> None:
    """Minsk denies twice and Moscow once, by day and event: 0.8 / 2 / 2; the link names each."""
    claim = statement("s1", event_date="2025-12-13", published_at="2025-12-14")
    denials = [
        statement("d1", modality="denied", said_by=("BLR",), event_date="2025-12-13"),
        statement("d2", modality="denied", said_by=("BLR",), published_at="2026-01-10"),
        statement("d3", modality="denied", said_by=("RUS",), event_id="e-s1"),
    ]
    found = derive([claim, *denials], [])
    assert [one.confidence for one in found.relations] == [0.2]
    assert found.contradictions == [Contradiction(f"d{number}", "s1") for number in (1, 2, 3)]


@pytest.mark.parametrize(
    "denial",
    [
        statement("d", modality="denied", event_date="2025-12-14", published_at="2025-12-14"),
        statement("d", modality="denied", published_at="2026-01-14"),  # 31 days later
        statement("d", modality="denied", published_at="2025-12-12"),  # before it happened
        statement("d", modality="denied"),  # said nobody knows when
        statement("d", "BLR", object_="USA", modality="denied", event_date="2025-12-13"),
        statement("d", relation="PRAISED", modality="denied", event_date="2025-12-13"),
    ],
    ids=["another day", "too late", "too early", "undated", "other direction", "other act"],
)
def test_a_denial_of_something_else_denies_nothing(denial: Statement) -> None:
    claim = statement("s1", event_date="2025-12-13", published_at="2025-12-14")
    assert derive([claim, denial], []).contradictions == []
    assert only([claim, denial]).confidence == 0.8


def test_an_accepted_statement_makes_its_edge_certain() -> None:
    assert only([statement("s1")], [judgement("accept", "s1")]).confidence == 1.0


# ------------------------------------------------------------ states


def ally(
    statement_id: str, since: str | None, until: str | None = None, **fields: str
) -> Statement:
    return statement(
        statement_id, "RUS", "ALLIED_WITH", "BLR", event_date=since, event_end=until, **fields
    )


def test_overlapping_and_touching_spans_of_a_state_are_one() -> None:
    told = [
        ally("s1", "1994", "2000"),  # to the end of 2000, as nobody says when in it
        ally("s2", "2001-01-01", "2005-06-01"),  # touches the first
        ally("s3", "2004-03", "2007"),
        ally("s4", "2010-01-01", "2012-01-01"),
    ]
    assert spans(told) == [
        ("ALLIED_WITH", "1994-01-01", "2008-01-01"),
        ("ALLIED_WITH", "2010-01-01", "2012-01-01"),
    ]


def test_a_state_lasts_one_day_at_least() -> None:
    assert spans([ally("s1", "2010-05-05", "2010-05-05")]) == [
        ("ALLIED_WITH", "2010-05-05", "2010-05-06")
    ]
    assert spans([ally("s1", "2010-05", "2009-01-01")]) == [
        ("ALLIED_WITH", "2010-05-01", "2010-06-01")
    ]


def test_the_most_precise_beginning_is_kept() -> None:
    relation = only([ally("s1", "1994"), ally("s2", "1994-07-20")])
    assert (relation.event_date, relation.valid_from, relation.date_precision) == (
        PartialDate("1994-07-20"),
        date(1994, 7, 20),
        "day",
    )


def test_an_undated_report_joins_the_span_that_is_open_when_it_is_published() -> None:
    told = [ally("s1", "1994"), ally("s2", None, published_at="2025-12-18")]
    assert spans(told) == [("ALLIED_WITH", "1994-01-01", None)]
    assert only(told).reported_on == date(2025, 12, 18)


def test_a_report_older_than_every_stated_beginning_leaves_the_beginning_unknown() -> None:
    told = [ally("s1", "2020"), ally("s2", None, published_at="2010-05-05")]
    assert spans(told) == [("ALLIED_WITH", None, None)]


def test_a_report_ends_with_the_span_that_another_source_closes_later() -> None:
    told = [
        ally("s1", "2017-01-20", "2021-01-20"),
        ally("s2", None, published_at="2018-05-05"),
        ally("s3", "2025-01-20"),
    ]
    assert spans(told) == [
        ("ALLIED_WITH", "2017-01-20", "2021-01-20"),
        ("ALLIED_WITH", "2025-01-20", None),
    ]


def test_a_terminating_relation_ends_a_state_and_a_later_beginning_starts_another() -> None:
    """relations.yaml: INVADED ends ALLIED_WITH; the direction of the invasion does not matter."""
    invaded = statement("s2", "BLR", "INVADED", "RUS", event_date="2000-05-05")
    told = [ally("s1", "1994"), invaded, ally("s3", "2010")]
    assert spans(told) == [
        ("ALLIED_WITH", "1994-01-01", "2000-05-05"),
        ("ALLIED_WITH", "2010-01-01", None),
        ("INVADED", "2000-05-05", "2000-05-06"),
    ]


@pytest.mark.parametrize(
    "event",
    [
        statement("s2", "BLR", "INVADED", "RUS"),
        statement("s2", "BLR", "INVADED", "RUS", event_date="1990"),
        statement("s2", "BLR", "INVADED", "RUS", event_date="2000", modality="planned"),
        statement("s2", "BLR", "CRITICISED", "RUS", event_date="2000"),
        statement("s2", "POL", "INVADED", "BLR", event_date="2000"),
    ],
    ids=["undated", "earlier", "planned", "not terminating", "another pair"],
)
def test_nothing_else_ends_a_state(event: Statement) -> None:
    assert ("ALLIED_WITH", "1994-01-01", None) in spans([ally("s1", "1994"), event])


def test_a_planned_state_does_not_hold_yet() -> None:
    told = [ally("s1", "2030", modality="planned"), ally("s2", "2010")]
    assert {(one.modality.value, str(one.valid_from)) for one in project(told, [])} == {
        ("planned", "2030-01-01"),
        ("actual", "2010-01-01"),
    }


# ------------------------------------------------------------ ids and merges


def test_later_statements_leave_the_id_alone() -> None:
    first = statement("s9", event_id="e", published_at="2025-12-14", modality="planned")
    later = statement("s1", event_id="e", published_at="2025-12-18")
    assert only([first]).relation_id == only([first, later]).relation_id
    assert only([first, later]).modality == "actual"


def test_at_most_twenty_statements_are_listed_newest_first() -> None:
    told = [
        statement(f"s{day:02}", event_id="e", published_at=f"2025-12-{day:02}")
        for day in range(1, 26)
    ]
    relation = only(told)
    assert relation.support == 25
    assert relation.statement_ids == tuple(f"s{day:02}" for day in range(25, 5, -1))


def test_merged_actors_count_as_one() -> None:
    told = [
        statement("s1", "BELARUS", "MET_WITH", "USA", event_id="e"),
        statement("s2", "BLR", "MET_WITH", "USA", event_id="e"),
    ]
    relation = only(told, [judgement("merge", "BLR", "BELARUS")])
    assert (relation.subject, relation.object, relation.support) == ("BLR", "USA", 2)


# ------------------------------------------------------------ properties


@given(st.data())
def test_order_and_repetition_change_nothing(data: st.DataObject) -> None:
    told = data.draw(statements())
    made = data.draw(judgements([one.statement_id for one in told]))
    shuffled = data.draw(st.permutations(told)) + told[:3]
    assert derive(told, made) == derive(shuffled, data.draw(st.permutations(made)))


@given(st.data())
def test_pair_by_pair_gives_what_all_at_once_gives(data: st.DataObject) -> None:
    told = data.draw(statements())
    made = data.draw(judgements([one.statement_id for one in told]))
    verdicts = Verdicts(made)
    parts: dict[str | None, list[Statement]] = {}
    for one in told:
        judged = verdicts.apply(one)
        parts.setdefault(None if judged is None else judged.pair, []).append(one)
    separate = [relation for part in parts.values() for relation in project(part, made)]
    assert sorted(separate, key=lambda one: one.relation_id) == project(told, made)


@given(st.data())
def test_what_every_projection_keeps(data: st.DataObject) -> None:
    told = data.draw(statements())
    made = data.draw(judgements([one.statement_id for one in told]))
    relations = project(told, made)
    ids = [one.relation_id for one in relations]
    assert len(ids) == len(set(ids))
    known = {one.statement_id for one in told}
    for one in relations:
        assert one.relation_id.startswith(f"{one.relation}:{one.subject}:{one.object}:")
        assert set(one.statement_ids) <= known
        assert 0 < one.confidence <= 1
        assert one.support == len(one.statement_ids)
        assert not REGISTRY[one.relation].symmetric or one.subject < one.object
        assert one.valid_from is None or one.valid_to is None or one.valid_from < one.valid_to
        assert Relation.model_validate_json(one.model_dump_json()) == one


@given(statements())
def test_spans_of_one_state_never_meet(told: list[Statement]) -> None:
    dated: dict[str, list[tuple[date, date]]] = {}
    for one in project(told, []):
        if REGISTRY[one.relation].kind == "state" and one.modality in LIVE and one.valid_from:
            key = f"{one.relation} {one.subject} {one.object}"
            dated.setdefault(key, []).append((one.valid_from, one.valid_to or date.max))
    for spans_of_one in dated.values():
        ordered = sorted(spans_of_one)
        assert all(one[1] < other[0] for one, other in pairwise(ordered))


@given(statements())
def test_a_revoked_judgement_leaves_no_trace(told: list[Statement]) -> None:
    for one in told:
        rejected = judgement("reject", one.statement_id)
        revoked = rejected.model_copy(update={"revoked_at": rejected.judged_at})
        assert project(told, [revoked]) == project(told, [])
