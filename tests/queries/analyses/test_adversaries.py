"""Adversaries, from made-up rows and articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from detente.graph.store import Store
from detente.queries.analyses.adversaries import Adversary, adversaries
from detente.queries.analysis import Analysis
from detente.queries.scope import Scope
from detente.seeds import roster
from detente.session import Graph
from tests.graph.statements import article, at, said
from tests.queries.analyses.foes import EAST, blocs, graph_of

__all__: list[str] = []


@pytest.fixture(scope="module")
def graph(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """Two blocs; Nepal accuses Poland once, and all the west fights ISIS: no test may change it."""
    rows = [
        *blocs(),
        ("Nepal", "112", "Poland", date(2018, 10, 20)),
        *(
            (state, "190", "Islamic State", date(2018, 3, 1) + timedelta(days=7 * week))
            for state in ("Poland", "Germany", "France", "Italy", "Spain")
            for week in range(12)
        ),
    ]
    file = tmp_path_factory.mktemp("rows") / "events.tab"
    with graph_of(embedded_home, rows, file) as opened:
        yield opened


def lines(answer: Analysis) -> list[Adversary]:
    return [one for one in answer.found if isinstance(one, Adversary)]


def test_the_other_bloc_and_whom_everybody_fights(graph: Graph) -> None:
    answer = adversaries(graph, "Poland")
    supported = {one.actor_id for one in lines(answer) if one.verdict == "supported"}
    assert supported == {*EAST, "ISIS"}
    (isis,) = [one for one in lines(answer) if one.actor_id == "ISIS"]
    assert isis.mostly is not None
    assert isis.mostly > 0.9
    assert isis.because.startswith("mostly conflict")
    acts = [one for one in lines(answer) if one.ground == "acts"]
    for one in acts[:6]:
        assert one.n >= 3
        assert len(one.drivers) > 0
        told = graph.statements(ids=[driver.statement_id for driver in one.drivers])
        assert {one.actor_id, "POL"} == {
            end for each in told for end in (each.subject, each.object)
        }


def test_one_row_is_shown_and_makes_no_adversary(graph: Graph) -> None:
    (nepal,) = [one for one in lines(adversaries(graph, "POL")) if one.actor_id == "NPL"]
    assert nepal.verdict == "not enough evidence"
    assert nepal.because == "one source says: Nepal accused Poland (icews)"
    alone = adversaries(graph, "Nepal")
    assert [one.actor_id for one in lines(alone)] == ["POL"]
    assert alone.verdict == "not enough evidence"
    assert alone.summary == "what single sources tell makes nobody an adversary"


def test_friends_of_all_have_none(graph: Graph) -> None:
    answer = adversaries(graph, "India")
    assert (answer.found, answer.verdict) == ((), "not enough evidence")
    assert answer.summary == "nobody deals with India worse than is expected of the two"
    nobody = adversaries(graph, "Fiji")
    assert nobody.summary == "nothing is told of what others and Fiji do to each other"


def test_lines_are_rows_and_a_table(graph: Graph) -> None:
    answer = adversaries(graph, "POL")
    assert answer.to_frame().height == len(answer.table()) == len(answer.found)
    assert answer.sources == ("icews",)


def papers(graph: Graph, *texts: tuple[str, str, str, str, tuple[str, ...]]) -> None:
    """An article for each text, by three papers in turn, on days that follow one another."""
    for number, (text, subject, relation, object_, said_by) in enumerate(texts):
        day = date(2025, 12, 1) + timedelta(days=number)
        source = article(
            f"a{number}", text, published_at=day.isoformat(), publisher=f"Paper {number % 3}"
        )
        told = said(source, text, subject, relation, object_, said_by=said_by)
        graph.add_article(source, [told], recorded_at=at(day.isoformat()))


def test_a_war_is_a_ground_of_its_own(store: Store) -> None:
    graph = Graph(store, roster())
    war = ("Chile is at war with Peru.", "CHL", "AT_WAR_WITH", "PER", ())
    papers(graph, war, war, ("Chile praised Peru.", "CHL", "PRAISED", "PER", ()))
    (line,) = lines(adversaries(graph, "Peru"))
    assert (line.actor_id, line.ground, line.verdict, line.n) == ("CHL", "state", "supported", 2)
    assert line.because.startswith("Chile is at war with Peru")
    # On the first day one paper had told of it, and known was nothing the day before.
    (first,) = lines(adversaries(graph, "PER", as_of="2025-12-01", scope=_known("2025-12-01")))
    assert first.verdict == "not enough evidence"
    assert first.because.startswith("one source says: Chile is at war with Peru")
    assert lines(adversaries(graph, "PER", scope=_known("2025-11-30"))) == []


def test_sanctions_in_force_are_a_ground_of_their_own(store: Store) -> None:
    """Chile is named to Peru, and Peru to Chile; the acts that impose them count as acts too."""
    graph = Graph(store, roster())
    sanctions = ("Chile imposed sanctions on Peru.", "CHL", "IMPOSED_SANCTIONS_ON", "PER", ())
    papers(graph, sanctions, sanctions, sanctions)
    for name, other in (("Peru", "CHL"), ("Chile", "PER")):
        ground, acts = lines(adversaries(graph, name))
        assert (ground.actor_id, ground.ground, ground.verdict) == (other, "sanctions", "supported")
        assert (acts.actor_id, acts.ground) == (other, "acts")
        assert ground.because.startswith("Chile imposed sanctions on Peru (reported 2025-12-01 to")
        assert (len(ground.drivers), ground.n) == (3, 3)
    (first, *_) = lines(adversaries(graph, "PER", as_of="2025-12-01"))
    assert (first.ground, first.verdict) == ("sanctions", "not enough evidence")
    assert first.because.startswith("one source says: Chile imposed sanctions")
    assert lines(adversaries(graph, "PER", scope=_known("2025-11-30"))) == []


def _known(day: str) -> Scope:
    return Scope(known_on=date.fromisoformat(day))


def test_claims_alone_support_nobody(store: Store) -> None:
    graph = Graph(store, roster())
    attack = "Peru says that Chile attacked it."
    papers(graph, *[(attack, "CHL", "ATTACKED", "PER", ("PER",))] * 6)
    (claimed,) = lines(adversaries(graph, "CHL"))
    assert (claimed.ground, claimed.verdict, claimed.n) == ("claims", "weak", 6)
    (own,) = lines(adversaries(graph, "PER"))
    assert (own.ground, own.verdict) == ("own claims", "weak")
    assert lines(adversaries(graph, "PER", scope=Scope(without_claims=True))) == []


def test_ten_sentences_of_one_article_are_one_source(store: Store) -> None:
    graph = Graph(store, roster())
    sentences = [f"Chile attacked Peru {number} times." for number in range(10)]
    source = article("a", " ".join(sentences))
    graph.add_article(source, [said(source, one, "CHL", "ATTACKED", "PER") for one in sentences])
    (line,) = lines(adversaries(graph, "PER"))
    assert line.verdict == "not enough evidence"
    assert line.because.startswith("one source says: Chile attacked Peru (Minsk Courier: “Chile")
