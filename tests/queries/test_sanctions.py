"""Sanctions in force, from made-up articles and rows: imposed, eased, lifted, told by how many."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from detente.graph.graph import Graph
from detente.graph.store import Store
from detente.queries.ends import names_of
from detente.queries.sanctions import Sanctions, sanctions_in_force
from detente.queries.scope import Scope
from detente.seeds import roster
from tests.graph.statements import article, at, said, statement

IMPOSED, EASED, LIFTED = "IMPOSED_SANCTIONS_ON", "EASED_SANCTIONS_ON", "LIFTED_SANCTIONS_ON"

#: Day of publication, relation, and the fields of the statement.
Telling = tuple[str, str, Mapping[str, Any]]


@pytest.fixture
def graph(store: Store) -> Graph:
    return Graph(store, roster())


def tell(graph: Graph, *tellings: Telling) -> None:
    """An article for each, by two papers in turn: what Chile did to Peru."""
    for number, (day, relation, fields) in enumerate(tellings):
        text = f"Sentence {number} on Chile, Peru and sanctions."
        source = article(f"a{number}", text, published_at=day, publisher=f"Paper {number % 2}")
        told = said(source, text, "CHL", relation, "PER", **fields)
        graph.add_article(source, [told], recorded_at=at(day))


def in_force(
    graph: Graph, day: str = "2025-06-01", scope: Scope | None = None
) -> list[tuple[str, str]]:
    found = found_on(graph, day, scope)
    return [(one.verdict, one.words(names_of(graph.roster))) for one in found]


def found_on(graph: Graph, day: str, scope: Scope | None = None) -> list[Sanctions]:
    on = date.fromisoformat(day)
    return sanctions_in_force(graph, scope or Scope(), on=on, actors=("CHL", "PER"))


THRICE: tuple[Telling, ...] = (
    ("2025-01-10", IMPOSED, {"event_date": "2025-01-10"}),
    ("2025-01-11", IMPOSED, {"event_date": "2025-01-10"}),
    ("2025-02-01", IMPOSED, {"modality": "past_background"}),
)


def test_they_are_in_force_until_they_are_told_to_be_lifted(graph: Graph) -> None:
    """Three articles of two papers impose; two lift on 3 March."""
    lifted = {"event_date": "2025-03-03"}
    tell(graph, *THRICE, ("2025-03-03", LIFTED, lifted), ("2025-03-04", LIFTED, lifted))
    assert in_force(graph, "2025-01-09") == []
    ((verdict, words),) = in_force(graph, "2025-03-02")
    assert verdict == "supported"
    assert words == (
        "Chile imposed sanctions on Peru (2025-01-10); "
        "no lifting is known; 3 articles, 2 publishers, 2 days"
    )
    assert in_force(graph, "2025-03-03") == []
    # On 2 March nobody knew of the lifting, whatever day is asked about.
    known = Scope(known_on=date(2025, 3, 2))
    assert [verdict for verdict, _ in in_force(graph, scope=known)] == ["supported"]


def test_one_source_lifts_nothing_that_several_impose(graph: Graph) -> None:
    tell(graph, *THRICE, ("2025-03-03", LIFTED, {}))
    ((verdict, words),) = in_force(graph)
    assert verdict == "weak"
    assert "one source says that they were lifted (reported 2025-03-03)" in words
    assert "no lifting" not in words
    assert in_force(graph, scope=Scope(without_publisher=("Paper 0",))) == []


def test_one_source_imposes_nothing_by_itself(graph: Graph) -> None:
    tell(graph, ("2025-01-10", IMPOSED, {}))
    ((verdict, words),) = in_force(graph)
    assert verdict == "not enough evidence"
    assert words.startswith(
        "one source says: Chile imposed sanctions on Peru (reported 2025-01-10)"
    )
    assert in_force(graph, "2025-01-09") == []


def test_eased_ones_stay_in_force(graph: Graph) -> None:
    tell(graph, *THRICE, ("2025-04-01", EASED, {"event_date": "2025-04"}))
    (found,) = found_on(graph, "2025-06-01")
    assert (found.verdict, found.eased) == ("supported", "2025-04")
    (before,) = found_on(graph, "2025-03-31")
    assert before.eased is None


def test_an_easing_alone_tells_that_there_were_some(graph: Graph) -> None:
    tell(graph, ("2025-04-01", EASED, {}), ("2025-04-02", EASED, {}), ("2025-04-03", EASED, {}))
    ((verdict, words),) = in_force(graph)
    assert verdict == "weak"
    assert "their imposition is not known; no lifting is known" in words


def test_sanctions_imposed_anew_are_in_force_again(graph: Graph) -> None:
    """Background without a day brings nothing back; a new imposition does."""
    lifted = {"event_date": "2025-03"}
    old = {"modality": "past_background"}
    tellings = [*THRICE, ("2025-03-03", LIFTED, lifted), ("2025-03-04", LIFTED, lifted)]
    tell(graph, *tellings, ("2025-04-20", IMPOSED, old))
    # What is lifted in March is over when March is.
    assert len(found_on(graph, "2025-03-31")) == 1
    assert in_force(graph, "2025-05-01") == []
    tell(graph, *tellings, ("2025-04-20", IMPOSED, old), ("2025-05-01", IMPOSED, {}))
    (found,) = found_on(graph, "2025-05-01")
    assert (found.when, found.verdict) == ("reported 2025-05-01", "not enough evidence")


def test_one_mistaken_lifting_among_many_impositions_changes_nothing(graph: Graph) -> None:
    later = ("2025-03-20", IMPOSED, {"event_date": "2025-03-20"})
    tell(graph, *THRICE, ("2025-03-03", LIFTED, {}), later)
    (found,) = found_on(graph, "2025-06-01")
    assert (found.verdict, found.when) == ("supported", "2025-01-10 to 2025-03-20")
    assert (found.lifted, found.backing.stories) == ((), 4)


def test_two_reports_of_one_day_are_one_day(graph: Graph) -> None:
    tell(graph, ("2025-01-10", IMPOSED, {}), ("2025-01-10", IMPOSED, {"event_date": "2025-01-10"}))
    (found,) = found_on(graph, "2025-06-01")
    assert found.when == "2025-01-10"


def test_what_is_planned_threatened_or_denied_imposes_nothing(graph: Graph) -> None:
    modes = ("planned", "threatened", "denied", "hoped", "hypothetical")
    tell(graph, *[("2025-01-10", IMPOSED, {"modality": mode}) for mode in modes])
    assert in_force(graph) == []


def test_a_claim_is_told_as_one(graph: Graph) -> None:
    claim = {"said_by": ("PER",)}
    tell(graph, *[(day, relation, {**fields, **claim}) for day, relation, fields in THRICE])
    ((verdict, words),) = in_force(graph)
    assert (verdict, ", as Peru says; " in words) == ("weak", True)
    assert in_force(graph, scope=Scope(without_claims=True)) == []


def test_a_claim_lifts_nothing_and_is_told(graph: Graph) -> None:
    claim = {"said_by": ("CHL",)}
    tell(graph, *THRICE, ("2025-03-03", LIFTED, claim), ("2025-03-04", LIFTED, claim))
    ((verdict, words),) = in_force(graph)
    assert verdict == "weak"
    assert "somebody says that they were lifted (reported 2025-03-04)" in words
    (asserted,) = found_on(graph, "2025-06-01", Scope(without_claims=True))
    assert asserted.verdict == "supported"


def test_of_what_is_in_force_a_year_does_not_pass_in_silence(graph: Graph) -> None:
    tell(graph, *THRICE)
    (within,) = found_on(graph, "2026-01-31")
    (after,) = found_on(graph, "2026-03-01")
    assert (within.verdict, within.doubts) == ("supported", ())
    assert (after.verdict, after.doubts) == ("weak", ("told of last on 2025-02-01",))


def rows(graph: Graph, *told: tuple[str, str, str]) -> None:
    """Coded rows between Chile and Peru, without a publisher: code, relation, day."""
    graph.add_statements(
        statement(
            f"r{number}",
            "CHL",
            relation,
            "PER",
            event_date=day,
            published_at=day,
            dataset="icews",
            cameo=code,
        )
        for number, (code, relation, day) in enumerate(told)
    )


def test_coded_rows_of_one_month_may_be_one_story(graph: Graph) -> None:
    days = ("2025-01-10", "2025-01-11", "2025-01-12", "2025-02-05", "2025-03-09")
    rows(graph, *[("163", IMPOSED, day) for day in days])
    (burst,) = found_on(graph, "2025-01-31")
    assert (burst.verdict, burst.doubts) == ("weak", ("coded in one month only",))
    (kept,) = found_on(graph, "2025-03-31")
    assert (kept.verdict, kept.when) == ("supported", "2025-01-10 to 2025-03-09")


def test_a_coded_easing_may_be_a_lifting(graph: Graph) -> None:
    """CAMEO 085 is both. One row of it among five says little, two cast a doubt."""
    days = ("2025-01-10", "2025-02-05", "2025-03-09")
    imposed = [("163", IMPOSED, day) for day in days]
    rows(graph, *imposed, ("085", EASED, "2025-04-01"), ("085", EASED, "2025-04-02"))
    (once,) = found_on(graph, "2025-04-01")
    (twice,) = found_on(graph, "2025-04-02")
    assert (once.verdict, once.eased) == ("supported", None)
    assert twice.verdict == "weak"
    assert twice.doubts == ("2 coded rows since tell of an easing or lifting (2025-04-02)",)


def test_coded_easings_alone_impose_nothing(graph: Graph) -> None:
    rows(graph, *[("085", EASED, f"2025-0{month}-01") for month in (1, 2, 3)])
    assert in_force(graph) == []


def test_each_way_is_apart_and_judgements_count(graph: Graph) -> None:
    tell(graph, *THRICE)
    back = article("back", "Peru answered in kind.", published_at="2025-02-02")
    graph.add_article(back, [said(back, back.text, "PER", IMPOSED, "CHL")])
    assert [(one.by, one.verdict) for one in found_on(graph, "2025-06-01")] == [
        ("CHL", "supported"),
        ("PER", "not enough evidence"),
    ]
    graph.retract("back", because="tested", judged_by="ana")
    assert [one.by for one in found_on(graph, "2025-06-01")] == ["CHL"]
