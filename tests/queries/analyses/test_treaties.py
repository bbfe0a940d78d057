"""Alliances made, joined, left, ended and broken, from made-up treaties."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.graph.dates import PartialDate
from detente.graph.errors import GraphError
from detente.graph.pacts import Obligation, Party, Treaty
from detente.graph.store import Store
from detente.queries.analyses.treaties import TreatiesAnswer, TreatyChange, treaties
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, said

__all__: list[str] = []

ATOP = "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul"


@pytest.fixture
def graph(store: Store) -> Graph:
    """A league of three that Spain joined and Italy left, and a pact of two that ended."""
    graph = Graph(store, roster())
    bind(
        graph,
        ("LEAGUE", "League", "defence", "2000-05-01", None),
        ("POL", "2000-05-01", None),
        ("DEU", "2000-05-01", None),
        ("ITA", "2000-05-01", "2011"),
        ("ESP", "2010-03", None),
    )
    bind(
        graph,
        ("PACT", "Pact", "non-aggression", "1999", "2012-06-01"),
        ("POL", "1999", "2012-06-01"),
        ("BLR", "1999", "2012-06-01"),
    )
    return graph


def bind(
    graph: Graph,
    treaty: tuple[str, str, Obligation, str, str | None],
    *parties: tuple[str, str, str | None],
) -> None:
    """Store a treaty: key, name, obligation, days; and its parties with their days."""

    def day(text: str | None) -> PartialDate | None:
        return None if text is None else PartialDate(text)

    key, name, obligation, since, until = treaty
    graph.add_treaties(
        [
            Treaty(
                treaty_id=key,
                name=name,
                obligation=obligation,
                since=PartialDate(since),
                until=day(until),
                source=f"text of {key}",
            )
        ],
        [
            Party(treaty_id=key, actor_id=actor, since=PartialDate(first), until=day(last))
            for actor, first, last in parties
        ],
    )


def table(graph: Graph, file: Path, *rows: tuple[int, int, range]) -> None:
    """Load a made-up table of defence pacts by COW numbers and years."""
    lines = [
        f"{left},{right},{year},1,0,0,0,0,x,y" for left, right, years in rows for year in years
    ]
    file.write_text("\n".join((f"{ATOP},state1,state2", *lines, "")))
    assert graph.load(file).rejected == ()


def told(answer: TreatiesAnswer) -> list[tuple[str, str, str, str]]:
    return [
        (one.when, one.actor_id, one.change, one.treaty)
        for one in answer.found
        if isinstance(one, TreatyChange)
    ]


def test_each_party_has_its_line(graph: Graph) -> None:
    assert told(treaties(graph)) == [
        ("1999", "BLR", "made", "Pact"),
        ("1999", "POL", "made", "Pact"),
        ("2000-05-01", "DEU", "made", "League"),
        ("2000-05-01", "ITA", "made", "League"),
        ("2000-05-01", "POL", "made", "League"),
        ("2010-03", "ESP", "joined", "League"),
        ("2011", "ITA", "left", "League"),
        ("2012-06-01", "BLR", "ended", "Pact"),
        ("2012-06-01", "POL", "ended", "Pact"),
    ]


def test_a_period_takes_what_has_a_day_in_it(graph: Graph) -> None:
    since = treaties(graph, changed_since="2010-03-31", until="2011-01-01")
    assert [one[:3] for one in told(since)] == [
        ("2010-03", "ESP", "joined"),
        ("2011", "ITA", "left"),
    ]
    assert told(treaties(graph, changed_since="2010-04-01", until="2010")) == []
    year = treaties(graph, changed_since="2012", until="2012", actor="Belarus")
    assert [one[:3] for one in told(year)] == [("2012-06-01", "BLR", "ended")]
    assert year.verdict == "supported"


def test_who_joins_is_bound_with_those_who_are_bound_then(graph: Graph) -> None:
    (joined,) = treaties(graph, changed_since="2010", until="2010").found
    assert isinstance(joined, TreatyChange)
    assert joined.partners == ("Germany", "Italy", "Poland")
    assert (joined.ground, joined.source, joined.obligation) == (
        *("treaty", "text of LEAGUE"),
        "defence",
    )


def test_nothing_is_said_helpfully(graph: Graph) -> None:
    answer = treaties(graph, changed_since="2015")
    assert (answer.found, answer.verdict) == ((), "not enough evidence")
    assert answer.summary.startswith("no treaty that is known of was made, joined, left or ended")
    assert answer.note is not None
    assert "load an ATOP or COW table" in answer.note
    for wrong in ("soon", "0000", "2015-02-30"):
        with pytest.raises(GraphError, match=f"changed_since: '{wrong}' is no"):
            treaties(graph, changed_since=wrong)


def test_sources_that_differ_keep_their_days(graph: Graph, tmp_path: Path) -> None:
    """Poland 290, Germany 255, Spain 230; the table has the league from 1999 and Spain's from 2010.

    It ends in 2013, with pacts in force: that is the end of no treaty.
    """
    table(
        graph,
        tmp_path / "atop.csv",
        (290, 255, range(1999, 2014)),
        (290, 230, range(2010, 2014)),
        (385, 390, range(1998, 2014)),
    )
    answer = treaties(graph)
    lines = [one for one in answer.found if isinstance(one, TreatyChange)]
    league = [one for one in lines if one.treaty == "League" and one.actor_id == "DEU"]
    assert [(one.when, one.other_dates) for one in league] == [
        ("2000-05-01", ("ATOP table: 1999",))
    ]
    row = [one for one in lines if one.source == "ATOP table" and one.actor_id == "DEU"]
    assert [(one.when, one.other_dates) for one in row] == [
        ("1999", ("text of LEAGUE: 2000-05-01",))
    ]
    # Spain's day agrees: the row stands with the treaty, and Poland, bound before, made nothing.
    spain = [one for one in lines if one.actor_id == "ESP"]
    assert [(one.change, one.also, one.other_dates) for one in spain] == [
        ("joined", ("ATOP table",), ())
    ]
    assert not any(one.when == "2010" and one.actor_id == "POL" for one in lines)
    assert not any(one.when.startswith("2013") for one in lines)
    # The pact of Denmark and Norway was in force when the table began: nobody knows since when.
    assert not any(one.actor_id in ("DNK", "NOR") for one in lines)


def test_a_war_breaks_what_binds_two(graph: Graph) -> None:
    for number in range(2):
        text = "Poland is at war with Belarus."
        source = article(f"a{number}", text, published_at="2005-06-02", publisher=f"Paper {number}")
        war = said(source, text, "POL", "AT_WAR_WITH", "BLR", event_date="2005-06-01")
        graph.add_article(source, [war])
    broken = treaties(graph, changed_since="2005", until="2005")
    assert told(broken) == [
        ("2005-06-01", "BLR", "broken", "Pact: Belarus is at war with Poland"),
        ("2005-06-01", "POL", "broken", "Pact: Belarus is at war with Poland"),
    ]
    first = broken.found[0]
    assert isinstance(first, TreatyChange)
    assert (first.ground, first.verdict, first.source) == ("act", "supported", "Paper 0, Paper 1")
    assert len(first.drivers) == 2


def test_a_war_without_its_beginning_dates_no_breach(graph: Graph) -> None:
    text = "Poland is at war with Belarus."
    source = article("a", text, published_at="2005-06-02")
    graph.add_article(source, [said(source, text, "POL", "AT_WAR_WITH", "BLR")])
    assert told(treaties(graph, changed_since="2005", until="2005")) == []


def test_what_one_article_says_is_said_as_such(graph: Graph) -> None:
    text = "Spain says that it is allied with Cuba."
    source = article("a", text, published_at="2005-06-02")
    pact = said(source, text, "ESP", "ALLIED_WITH", "CUB", event_date="2004", said_by=("ESP",))
    graph.add_article(source, [pact])
    lines = [
        one
        for one in treaties(graph, changed_since="2004", until="2004").found
        if isinstance(one, TreatyChange)
    ]
    assert [(one.actor_id, one.ground, one.verdict, one.source) for one in lines] == [
        ("CUB", "claim", "not enough evidence", "one source says: Minsk Courier"),
        ("ESP", "own claim", "not enough evidence", "one source says: Minsk Courier"),
    ]
