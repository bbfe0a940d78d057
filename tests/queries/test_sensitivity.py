"""Whether answers hang on one source, asked of made-up articles and rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.graph.errors import GraphError
from detente.queries.analyses.adversaries import adversaries
from detente.queries.analyses.camps import CampFinding
from detente.queries.analyses.closer import closer
from detente.queries.analyses.level import LevelAnswer, level
from detente.queries.analyses.shifts import ShiftFinding
from detente.queries.analyses.treaties import treaties
from detente.queries.scope import Scope
from detente.queries.sensitivity import SensitivityAnswer, WithoutSource, sensitivity
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, said
from tests.stores import empty, open_embedded

__all__: list[str] = []

#: Who prints, on six days, that Poland put sanctions on Belarus, and Germany on Russia.
_EVERYBODY = ("Courier", "Gazette", "Herald", "Courier", "Gazette", "Herald")
_ABOVE_ALL_ONE = ("Gazette", "Courier", "Courier", "Courier", "Courier", "Herald")


@pytest.fixture(scope="module")
def graph(embedded_home: Path) -> Iterator[Graph]:
    """Twelve articles of three papers; no test here may change it."""
    with open_embedded(embedded_home) as store:
        empty(store)
        told = Graph(store, roster())
        for source, target, papers in (
            ("POL", "BLR", _EVERYBODY),
            ("DEU", "RUS", _ABOVE_ALL_ONE),
        ):
            for number, paper in enumerate(papers):
                text = f"On the day {number} {source} put sanctions on {target}."
                printed = article(
                    f"{source}{number}", text, publisher=paper, published_at=f"2025-12-1{number}"
                )
                told.add_article(
                    printed, [said(printed, text, source, "IMPOSED_SANCTIONS_ON", target)]
                )
        yield told


def without(answer: SensitivityAnswer, source: str) -> WithoutSource:
    (found,) = [one for one in answer.found if one.source == source]
    return found


def test_one_publisher_carries_the_verdict(graph: Graph) -> None:
    """Of six articles the Courier has four: without it two statements are left, too few."""
    answer = sensitivity(level, graph, "DEU", "RUS")
    assert answer.verdict == "supported"
    assert [(one.source, one.acts, one.verdict, one.decides) for one in answer.found] == [
        ("Courier", 4, "weak", True),
        ("Gazette", 1, "supported", False),
        ("Herald", 1, "supported", False),
    ]
    assert answer.summary.startswith("“supported” hangs on Courier: without it “weak”")
    first, *_ = answer.table()
    assert (first["without"], first["acts fewer"]) == ("Courier", "4")
    assert first["verdict"] == "weak (was supported)"


def test_no_publisher_carries_the_verdict(graph: Graph) -> None:
    answer = sensitivity(level, graph, "POL", "BLR")
    assert {one.source: one.acts for one in answer.found} == {
        "Courier": 2,
        "Gazette": 2,
        "Herald": 2,
    }
    assert [one.verdict for one in answer.found] == ["supported"] * 3
    assert answer.summary.startswith("“supported” hangs on none of 3 sources alone")
    assert (answer.untried, answer.note) == (0, None)


@pytest.mark.parametrize("pair", [("POL", "BLR"), ("DEU", "RUS")])
def test_it_is_the_same_question_without_the_source(graph: Graph, pair: tuple[str, str]) -> None:
    answer = sensitivity(level, graph, *pair)
    for one in answer.found:
        scope = Scope(without_publisher=(one.source,))
        again = level(graph, *pair, as_of=answer.as_of, scope=scope)
        assert (one.verdict, one.value, one.low, one.high, one.summary) == (
            *(again.verdict, again.value, again.low, again.high, again.summary),
        )
        assert one.acts == answer.n - again.n
    assert (answer.value, answer.asked) == (level(graph, *pair).value, level(graph, *pair))


def test_the_days_are_those_of_the_whole_answer(graph: Graph) -> None:
    """The Herald prints last: without it the last day known would be another."""
    days: list[object] = []

    def asked(graph: Graph, *, as_of: date | None = None, scope: Scope | None = None) -> Any:
        answer = level(graph, "DEU", "RUS", as_of=as_of, scope=scope)
        days.append(answer.as_of)
        return answer

    sensitivity(asked, graph)
    assert days == [date(2025, 12, 15)] * 4
    early: list[object] = []

    def moved(graph: Graph, *, since: date | None = None, scope: Scope | None = None) -> Any:
        answer = closer(graph, to="RUS", since=since, scope=scope)
        early.append(answer.parameters["since"])
        return answer

    sensitivity(moved, graph)
    assert len(early) > 1
    assert len(set(early)) == 1


def test_findings_that_go(graph: Graph) -> None:
    """Germany's only adversary on the ground of acts is there by the Courier's word."""
    answer = sensitivity(adversaries, graph, "DEU")
    found = without(answer, "Courier")
    assert any(label.startswith("RUS") for label in (*found.goes, *found.reweighed))
    assert without(answer, "Gazette").goes == ()


def test_who_is_heard_already_stays(graph: Graph) -> None:
    answer = sensitivity(level, graph, "POL", "BLR", scope=Scope(without_publisher=("Herald",)))
    assert {one.source for one in answer.found} == {"Courier", "Gazette"}
    # Two statements of one paper are left each time.
    assert [one.verdict for one in answer.found] == ["weak", "weak"]
    assert answer.parameters["without_publisher"] == ("Herald",)


def test_only_the_sources_of_most_acts_are_left_out(graph: Graph) -> None:
    answer = sensitivity(level, graph, "DEU", "RUS", most=1)
    assert [one.source for one in answer.found] == ["Courier"]
    assert answer.untried == 2
    assert answer.note == "2 sources were not left out: the others give as many acts or more"
    with pytest.raises(GraphError, match="most: 0"):
        sensitivity(level, graph, "DEU", "RUS", most=0)


def test_an_answer_without_evidence_has_no_source(graph: Graph) -> None:
    answer = sensitivity(level, graph, "Fiji", "Nepal")
    assert (answer.verdict, answer.found) == ("not enough evidence", ())
    assert "none can be left out" in answer.summary


def test_treaties_do_not_rest_on_acts(graph: Graph) -> None:
    with pytest.raises(GraphError, match="treaties: does not rest on acts"):
        sensitivity(treaties, graph)


def test_the_answer_as_json_keeps_all_of_the_answer_asked(graph: Graph) -> None:
    answer = sensitivity(level, graph, "POL", "BLR")
    told = answer.model_dump(mode="json")
    assert isinstance(answer.asked, LevelAnswer)
    assert told["asked"] == answer.asked.model_dump(mode="json")
    assert [one["source"] for one in told["found"]] == [one.source for one in answer.found]
    assert answer.to_frame().height == 3


def shift(day: int, direction: str = "colder", b: str = "TUR") -> ShiftFinding:
    return ShiftFinding.model_validate(
        {
            "a": "RUS",
            "b": b,
            "date": date(2018, 3, day),
            "date_low": date(2018, 3, day - 3),
            "date_high": date(2018, 3, day + 3),
            "direction": direction,
            "probability": 0.5,
            "size": 2.0,
            "n_before": 9,
            "n_after": 9,
            "verdict": "weak",
        }
    )


def test_a_turn_is_the_same_where_the_days_overlap() -> None:
    assert shift(10).is_same(shift(16))
    assert not shift(10).is_same(shift(17))
    assert not shift(10).is_same(shift(10, "warmer"))
    assert not shift(10).is_same(shift(10, b="UKR"))
    assert shift(10).label() == "RUS TUR colder 2018-03-10"


def camp(*members: str) -> CampFinding:
    fields = {"members": members, "size": len(members), "together": 0.9, "low": 0.8, "ties": 3}
    return CampFinding.model_validate({**fields, "verdict": "weak"})


def test_a_camp_is_the_same_where_more_than_half_of_both_stay() -> None:
    assert camp("BLR", "CUB", "IRN").is_same(camp("BLR", "CUB"))
    assert not camp("BLR", "CUB", "IRN").is_same(camp("BLR", "CUB", "POL"))
    assert camp(*"GFEDCBA").label() == "A B C D E and 2 more"
