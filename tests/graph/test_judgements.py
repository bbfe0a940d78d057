"""Judgements: who beats whom, and what they do to a statement."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.errors import GraphError
from detente.graph.judgements import READER, Judgement, Verdicts, in_force
from tests.graph.statements import NOON, at, judgement, judgements, statement

EASED = statement("s1", "USA", "EASED_SANCTIONS_ON", "BLR", article_id="a1")


def test_without_judgements_a_statement_stays_as_it_is() -> None:
    assert Verdicts([]).apply(EASED) == EASED


def test_an_accepted_statement_is_certain() -> None:
    accepted = Verdicts([judgement("accept", "s1")]).apply(EASED)
    assert accepted == EASED.model_copy(update={"confidence": 1.0})


@pytest.mark.parametrize(
    "dropped_by", [judgement("reject", "s1"), judgement("retract", "a1")], ids=lambda j: j.kind
)
def test_rejected_and_retracted_statements_support_nothing(dropped_by: Judgement) -> None:
    assert Verdicts([dropped_by]).apply(EASED) is None
    revoked = dropped_by.model_copy(update={"revoked_at": NOON})
    assert Verdicts([revoked]).apply(EASED) == EASED


def test_a_retired_statement_supports_nothing() -> None:
    assert Verdicts([]).apply(EASED.model_copy(update={"retracted_at": NOON})) is None


def test_the_later_judgement_wins() -> None:
    rejected = judgement("reject", "s1", judged_at=at("2025-12-18"))
    accepted = judgement("accept", "s1", judged_at=at("2025-12-19"))
    assert Verdicts([accepted, rejected]).accepts("s1")
    assert not Verdicts(
        [accepted.model_copy(update={"judged_at": at("2025-12-17")}), rejected]
    ).accepts("s1")


def test_a_person_beats_the_reader_whenever_either_judged() -> None:
    person = judgement("distinct_event", "s1", "s2", judged_at=at("2025-12-01"))
    reader = judgement("same_event", "s1", "s2", judged_by=READER, judged_at=at("2025-12-31"))
    assert Verdicts([reader, person]).told_with("s1") == frozenset()
    assert Verdicts([reader]).told_with("s1") == {"s2"}
    assert Verdicts([reader]).told_with("s2") == {"s1"}


def test_a_merge_renames_every_part_of_a_statement() -> None:
    told = statement("s2", "ISIS", "ATTACKED", "IRQ", said_by=("ISIS", "IRQ"), place="ISIS")
    merged = Verdicts([judgement("merge", "DAESH", "ISIS")]).apply(told)
    assert merged == told.model_copy(
        update={"subject": "DAESH", "said_by": ("DAESH", "IRQ"), "place": "DAESH"}
    )


def test_merges_follow_each_other_and_never_go_in_circles() -> None:
    first = judgement("merge", "B", "A", judged_at=at("2025-12-01"))
    second = judgement("merge", "C", "B", judged_at=at("2025-12-02"))
    back = judgement("merge", "A", "C", judged_at=at("2025-12-03"))
    verdicts = Verdicts([back, second, first])
    assert [verdicts.actor(one) for one in "ABCD"] == ["C", "C", "C", "D"]
    assert verdicts.aliases("A") == ("A", "B", "C")


def test_the_readers_id_has_no_time_and_mutual_judgements_have_no_direction() -> None:
    early = judgement("same_event", "s1", "s2", judged_by=READER, judged_at=at("2025-01-01"))
    late = judgement("same_event", "s2", "s1", judged_by=READER, judged_at=at("2026-01-01"))
    assert early.judgement_id == late.judgement_id
    ana = [judgement("reject", "s1", judged_at=at(day)) for day in ("2025-01-01", "2026-01-01")]
    assert ana[0].judgement_id != ana[1].judgement_id


def test_what_was_known_on_a_day_leaves_out_later_judgements_and_later_revocations() -> None:
    rejected = judgement("reject", "s1", judged_at=datetime(2025, 12, 18, 23, 59, tzinfo=UTC))
    revoked = rejected.model_copy(update={"revoked_at": at("2025-12-20")})
    known = {
        day: len(in_force([revoked], known_on=date(2025, 12, day))) for day in (17, 18, 19, 20)
    }
    assert known == {17: 0, 18: 1, 19: 1, 20: 0}
    assert in_force([revoked], known_on=date(2025, 12, 19)) == (rejected,)


def test_a_merge_without_a_second_actor_is_refused() -> None:
    broken = judgement("merge", "DAESH")
    with pytest.raises(GraphError, match=rf"judgement {broken.judgement_id}: merge names no"):
        Verdicts([broken])


@given(st.data())
def test_verdicts_do_not_depend_on_the_order_of_judgements(data: st.DataObject) -> None:
    made = data.draw(judgements(["s1", "s2", "s3"]))
    shuffled = data.draw(st.permutations(made))
    assert in_force(made) == in_force(shuffled)


@given(st.data())
def test_a_judgement_survives_json(data: st.DataObject) -> None:
    for made in data.draw(judgements(["s1", "s2"])):
        assert Judgement.model_validate_json(made.model_dump_json()) == made
