"""What articles say of a turn: told with its sentence, and never counted. All texts are made up."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.graph.store import Store
from detente.queries.analyses.adversaries import adversaries
from detente.queries.analyses.camps import camps
from detente.queries.analyses.changed import changed
from detente.queries.analyses.closer import closer
from detente.queries.analyses.level import level
from detente.queries.analyses.outlook import outlook
from detente.queries.analyses.shifts import shifts
from detente.queries.analyses.switched import switched
from detente.queries.scope import Scope, acts_in
from detente.queries.turns import BesideTurns
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, said, statement
from tests.stores import empty, open_embedded

__all__: list[str] = []

ENGLISH = """Serbia turns away from Russia, its partner of many years.
Serbia and Croatia restored diplomatic relations last week.
Poland says that Hungary is moving closer to Russia.
"""
ROMANIAN = """Armenia se îndepărtează de Rusia. Armenia se apropie de Franța.
Turcia a restabilit relațiile diplomatice cu Israelul.
"""


@pytest.fixture(scope="module")
def graph(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Two articles as the reader reads them; no test here may change it."""
    file = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    day = {"date": "2018-06-12"}
    articles = [
        {"id": lang, "publisher": f"Paper {lang}", "lang": lang, "text": text} | day
        for lang, text in (("en", ENGLISH), ("ro", ROMANIAN))
    ]
    file.write_text("\n".join(map(json.dumps, articles)), encoding="utf8")
    with open_embedded(embedded_home) as store:
        empty(store)
        read = Graph(store, roster())
        read.load(file)
        yield read


@pytest.mark.parametrize(
    ("pair", "direction", "text", "quote"),
    [
        (("SRB", "RUS"), "colder", "Serbia distanced itself from Russia", "turns away from Russia"),
        (("HRV", "SRB"), "warmer", "Serbia restored relations with Croatia", "restored"),
        (("ARM", "RUS"), "colder", "Armenia distanced itself from Russia", "se îndepărtează"),
        (("FRA", "ARM"), "warmer", "Armenia drew closer to France", "se apropie de Franța"),
        (("TUR", "ISR"), "warmer", "Türkiye restored relations with Israel", "a restabilit"),
    ],
)
def test_one_source_says_so_and_nothing_follows(
    graph: Graph, pair: tuple[str, str], direction: str, text: str, quote: str
) -> None:
    how, when = level(graph, *pair), shifts(graph, between=pair)
    for answer, told in ((how, how.told), (when, when.told)):
        (turn,) = told
        assert (turn.direction, turn.text) == (direction, text)
        assert quote in turn.quote
        assert (answer.verdict, answer.n, answer.found) == ("not enough evidence", 0, ())
        assert f"one source says: {text} (Paper " in answer.summary
        assert turn.quote in answer.summary
        assert answer.apart().rows[0]["quote"] == f"“{turn.quote}”"
    assert (how.value, how.found) == (None, ())
    assert "that is no level" in how.summary
    assert "that is no shift" in when.summary


def test_whose_word_it_is_stays_with_it(graph: Graph) -> None:
    (turn,) = level(graph, "HUN", "RUS").told
    assert turn.said_by == ("POL",)
    assert turn.says == "Poland says so"
    assert "Poland says so" in str(turn)
    assert level(graph, "HUN", "RUS", scope=Scope(without_claims=True)).told == ()
    assert level(graph, "SRB", "RUS", scope=Scope(said_by="POL")).told == ()


def test_no_camp_and_no_adversary_is_made_of_it(graph: Graph) -> None:
    assert acts_in(graph, Scope()).height == 0
    assert camps(graph).found == ()
    assert adversaries(graph, "SRB").found == ()


def test_days_and_publishers_are_heard_as_for_acts(graph: Graph) -> None:
    pair = ("SRB", "RUS")
    assert len(level(graph, *pair, as_of="2018-06-12").told) == 1
    assert level(graph, *pair, as_of="2018-06-11").told == ()
    assert level(graph, *pair, since="2018-06-13", as_of="2018-07-01").told == ()
    assert shifts(graph, between=pair, until="2018-06-11").told == ()
    assert level(graph, *pair, scope=Scope(without_publisher=("Paper en",))).told == ()
    assert level(graph, *pair, scope=Scope(known_on=date(2018, 6, 12))).told == ()


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (
            lambda graph: closer(graph, to="RUS", until="2018-07-01"),
            {("ARM", "RUS"), ("HUN", "RUS"), ("SRB", "RUS")},
        ),
        (
            lambda graph: closer(graph, to="FRA", without_leaving="ISR", until="2018-07-01"),
            {("ARM", "FRA"), ("TUR", "ISR")},
        ),
        (lambda graph: outlook(graph, "SRB", "HRV", as_of="2018-07-01"), {("SRB", "HRV")}),
        (lambda graph: outlook(graph, "SRB", "HRV", as_of="2018-06-01"), set()),
        (
            lambda graph: changed(graph, since="2018-06-01", until="2018-07-01"),
            {("ARM", "FRA"), ("ARM", "RUS"), ("HUN", "RUS")}
            | {("SRB", "HRV"), ("SRB", "RUS"), ("TUR", "ISR")},
        ),
        (lambda graph: changed(graph, since="2018-06-20", until="2018-07-01"), set()),
        (
            lambda graph: switched(
                graph, since="2018-06-01", until="2018-07-01", scope=Scope(said_by="POL")
            ),
            {("HUN", "RUS")},
        ),
    ],
    ids=[
        *("closer to one", "closer to one and not from another", "likely next"),
        *("likely next, before", "changed", "changed later", "switched, as one says"),
    ],
)
def test_what_is_said_of_turns_stands_beside_who_moved(
    graph: Graph, ask: Callable[[Graph], BesideTurns], told: set[tuple[str, str]]
) -> None:
    answer = ask(graph)
    assert {(one.source, one.target) for one in answer.told} == told
    assert len(answer.apart().rows) == len(answer.told)
    assert (answer.verdict, answer.n, answer.found) == ("not enough evidence", 0, ())


def test_all_pairs_together_list_no_turn_that_is_only_told(graph: Graph) -> None:
    assert shifts(graph).told == ()


def test_acts_and_what_is_said_of_a_turn_are_never_mixed(store: Store) -> None:
    """Four visits, and two papers that say that the two grow apart; a coded row is an act."""
    graph = Graph(store, roster())
    for number in range(4):
        visit = article(
            f"v{number}", "Serbia visited Russia.", published_at=f"2018-06-0{number + 1}"
        )
        graph.add_article(visit, [said(visit, "Serbia visited Russia.", "SRB", "VISITED", "RUS")])
    before = level(graph, "SRB", "RUS")
    assert (before.told, before.apart().rows) == ((), [])
    for number, paper in enumerate(("Courier", "Gazette")):
        text = "Serbia turns away from Russia."
        told = article(f"t{number}", text, published_at=f"2018-06-1{number}", publisher=paper)
        graph.add_article(told, [said(told, text, "SRB", "DISTANCED_FROM", "RUS")])
    after = level(graph, "SRB", "RUS")
    assert [one.publisher for one in after.told] == ["Courier", "Gazette"]
    assert (after.value, after.low, after.high, after.n, after.found) == (
        *(before.value, before.low, before.high, before.n, before.found),
    )
    assert [row["when"] for row in after.apart().rows] == [
        "reported 2018-06-10",
        "reported 2018-06-11",
    ]
    told_by_two = shifts(graph, between=("SRB", "RUS"))
    assert "2 articles tell of a turn, the last: Serbia distanced" in told_by_two.summary
    row = {"event_date": "2018-06-12", "cameo": "160", "dataset": "icews"}
    graph.add_statements([statement("c1", "SRB", "DISTANCED_FROM", "RUS", **row)])
    with_row = level(graph, "SRB", "RUS")
    assert (with_row.n, len(with_row.told)) == (after.n + 1, 2)


def test_a_turn_without_a_day_is_told_too(store: Store) -> None:
    graph = Graph(store, roster())
    text = "Serbia turns away from Russia."
    told = article("t", text, published_at=None)
    graph.add_article(told, [said(told, text, "SRB", "DISTANCED_FROM", "RUS")])
    (turn,) = level(graph, "SRB", "RUS", as_of="2018-06-01").told
    assert (turn.day, turn.when) == (None, "undated")
    assert level(graph, "SRB", "RUS", since="2018-01-01", as_of="2018-06-01").told == ()
