"""How two get on, in made-up rows: two blocs that quarrel, and pairs of which little is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.graph.errors import GraphError
from detente.graph.store import Store
from detente.queries.analyses.level import LevelAnswer, LevelFinding, level
from detente.queries.scope import Scope
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, said
from tests.queries.analyses.foes import blocs, graph_of

__all__: list[str] = []


@pytest.fixture(scope="module")
def graph(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """A year of rows, and one more of two who have nothing else; no test here may change it."""
    rows = [
        *blocs(),
        ("Poland", "112", "Russia", date(2018, 10, 20)),
        ("Russia", "040", "Poland", date(2018, 10, 21)),
        ("Nepal", "112", "Laos", date(2018, 10, 1)),
    ]
    file = tmp_path_factory.mktemp("rows") / "events.tab"
    with graph_of(embedded_home, rows, file) as opened:
        yield opened


def parts(answer_found: tuple[object, ...]) -> list[LevelFinding]:
    return [one for one in answer_found if isinstance(one, LevelFinding)]


def numbers(answer: LevelAnswer) -> tuple[float, float, float]:
    """The value within its interval; 2, which no share is, for what is not there."""
    low, value, high = (
        2.0 if one is None else one for one in (answer.low, answer.value, answer.high)
    )
    return low, value, high


def test_foes_get_on_worse_than_expected_and_friends_better(graph: Graph) -> None:
    """An embargo every 30 days from 1 January to 28 October makes eleven, with two words more."""
    foes, friends = level(graph, "Poland", "Russia"), level(graph, "Poland", "Germany")
    assert (foes.verdict, friends.verdict) == ("supported", "supported")
    assert foes.summary.startswith("colder than expected, probability ")
    assert friends.summary.startswith("warmer than expected, probability ")
    for answer in (foes, friends):
        low, value, high = numbers(answer)
        assert 0 < low < value < high < 1
        assert answer.prior_low < answer.expected < answer.prior_high
    assert numbers(foes)[0] > numbers(friends)[1]
    assert numbers(foes)[1] - foes.expected > 0.2 > numbers(friends)[1] - friends.expected
    together, there, back = parts(foes.found)
    assert (together.conflict_deeds, together.conflict_words) == (11, 1)
    assert (together.cooperation_deeds, together.cooperation_words) == (0, 1)
    assert (there.source, there.target, there.conflict_words) == ("POL", "RUS", 1)
    assert (back.source, back.conflict_words, back.cooperation_words) == ("RUS", 0, 1)
    shares = [one.conflict or 0.0 for one in (there, together, back)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[2]
    assert (foes.n, foes.as_of) == (13, date(2018, 10, 28))
    assert foes.last_contact == date(2018, 10, 28)


def test_the_rank_counts_the_dyads_with_less_conflict(graph: Graph) -> None:
    """Poland has four friends in the west and India; five in the east are its foes."""
    foes, friends = level(graph, "POL", "BLR"), level(graph, "POL", "DEU")
    assert foes.rank_left is not None
    assert friends.rank_left is not None
    assert foes.rank_left[1] == friends.rank_left[1] == 10
    assert foes.rank_left[0] > 5
    assert friends.rank_left[0] <= 5


def test_the_trend_has_every_month_and_a_picture(graph: Graph) -> None:
    answer = level(graph, "POL", "RUS", since="2018-03-01")
    assert [one.month for one in answer.months] == [f"2018-{month:02}" for month in range(3, 11)]
    # Embargoes of 2 March and then every 30 days until 28 October: two in May.
    assert [one.conflict_deeds for one in answer.months] == [1, 1, 2, 1, 1, 1, 1, 1]
    assert [row["part"] for row in answer.rows()[:4]] == [
        *("together", "direction", "direction", "month")
    ]
    (deeds,) = [line for line in answer.table() if line["acts"] == "conflict, deeds"]
    assert deeds["by month, 2018-03 to 2018-10"] == "▄▄█▄▄▄▄▄"
    assert answer.to_frame().height == len(answer.rows()) == 3 + 8


def test_a_long_time_is_summed_by_quarters(graph: Graph) -> None:
    answer = level(graph, "POL", "RUS", since="2015-01-01")
    heading = "by quarter, 2015-01 to 2018-10"
    (deeds, share) = answer.table()[3:]
    assert len(deeds[heading]) == len(share[heading]) == 16
    assert share[heading].startswith("-" * 12)


def test_one_row_is_one_source_and_no_level(graph: Graph) -> None:
    answer = level(graph, "NPL", "LAO")
    assert answer.verdict == "not enough evidence"
    assert answer.summary.startswith(
        "one source says: Nepal accused Laos (icews); that is no level: share of conflict "
    )


def test_who_never_met_has_the_prior_alone(graph: Graph) -> None:
    answer = level(graph, "Fiji", "Nepal")
    assert (answer.verdict, answer.value, answer.n) == ("not enough evidence", None, 0)
    assert 0 < answer.prior_low < answer.expected < answer.prior_high < 1
    assert answer.summary.startswith("nothing is told of Fiji and Nepal in this time")
    assert (answer.found, answer.months, answer.table()) == ((), (), [])
    assert answer.note is not None


def test_what_is_old_says_nothing_of_today(graph: Graph) -> None:
    answer = level(graph, "NPL", "LAO", as_of="2030-01-01")
    assert answer.verdict == "not enough evidence"
    old = level(graph, "POL", "RUS", as_of="2030-01-01")
    assert old.verdict == "not enough evidence"
    assert old.summary.startswith("what is told is too old to say how things stand: last contact")


def test_later_rows_change_nothing_of_an_earlier_day(graph: Graph) -> None:
    early = level(graph, "POL", "RUS", as_of="2018-05-01")
    assert early.n == 5
    assert early.last_contact == date(2018, 5, 1)


def test_an_actor_has_no_level_with_itself(graph: Graph) -> None:
    with pytest.raises(GraphError, match="name two actors"):
        level(graph, "Poland", "POL")


def test_claims_stand_apart_from_acts(store: Store) -> None:
    """Two papers report a visit each; one of them has Poland accuse Belarus."""
    graph = Graph(store, roster())
    for number, day in enumerate(("2025-12-10", "2025-12-11", "2025-12-12")):
        source = article(
            f"a{number}",
            "Poland visited Belarus. Warsaw says that Minsk attacked it.",
            published_at=day,
            publisher=f"Paper {number % 2}",
        )
        visit = said(source, "Poland visited Belarus.", "POL", "VISITED", "BLR")
        attack = said(
            source,
            "Warsaw says that Minsk attacked it.",
            "BLR",
            "ATTACKED",
            "POL",
            said_by=("POL",),
        )
        graph.add_article(source, [visit, attack])
    answer = level(graph, "POL", "BLR")
    assert (answer.n, answer.claims) == (3, 3)
    claimed = parts(answer.found)[-1]
    assert (claimed.part, claimed.conflict_deeds) == ("claims", 3)
    assert parts(answer.found)[0].conflict_deeds == 0
    assert answer.note == "3 claims are left out of the level: they are somebody's word"
    heard = level(graph, "POL", "BLR", scope=Scope(said_by="POL"))
    assert (heard.n, heard.verdict) == (3, "weak")
    assert heard.note == "all of it is somebody's word: the level is that of what is claimed"
