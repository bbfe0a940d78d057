"""Camps, switches, moves, triads, blocs, bridges and followers in a made-up year of coded rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente.graph.errors import GraphError, ResolutionError
from detente.graph.pacts import Party, Treaty
from detente.queries.analyses.bridges import bridges
from detente.queries.analyses.camps import CampFinding, camps
from detente.queries.analyses.changed import ChangeFinding, changed
from detente.queries.analyses.closer import MoveFinding, closer
from detente.queries.analyses.follows import FollowFinding, follows
from detente.queries.analyses.ground import ground_of, ties_of
from detente.queries.analyses.outlook import LikelyFinding, outlook
from detente.queries.analyses.polarisation import PolarisationFinding, polarisation
from detente.queries.analyses.switched import SwitchFinding, switched
from detente.queries.analyses.triads import PressureFinding, TriadFinding, triads
from detente.queries.analysis import Analysis, Finding
from detente.queries.scope import Scope
from detente.session import Graph
from tests.queries.analyses.coded import EAST, LAST, TURN, WEST, loaded, two_blocs

__all__: list[str] = []


@pytest.fixture(scope="module")
def graph(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    """The year, loaded once: no test here may change it."""
    file = tmp_path_factory.mktemp("rows") / "events.tab"
    with loaded(embedded_home, two_blocs(), file) as opened:
        yield opened


def the_first(answer: Analysis) -> Finding:
    """The strongest finding, after what holds for every answer."""
    assert answer.summary != ""
    assert answer.note is not None
    assert answer.sources == ("Daily", "icews")
    assert answer.until is not None
    assert answer.effective_n is not None
    assert 0 < answer.effective_n <= answer.n
    assert answer.to_frame().columns == list(answer.columns())
    assert len(answer.table()) == len(answer.rows()) == len(answer.found)
    return answer.found[0]


def verdicts(answer: Analysis) -> list[str]:
    """What each finding is worth, in order."""
    return [row["verdict"] for row in answer.rows()]


def carried_by(graph: Graph, finding: Finding) -> set[tuple[str | None, str | None, str | None]]:
    """Who does what to whom in the drivers of a finding."""
    assert 0 < sum(abs(one.share) for one in finding.drivers) <= 1.001
    ids = [one.statement_id for one in finding.drivers]
    return {(one.subject, one.cameo, one.object) for one in graph.statements(ids=ids)}


def test_the_two_blocs_are_camps(graph: Graph) -> None:
    answer = camps(graph)
    first = the_first(answer)
    assert isinstance(first, CampFinding)
    found = {frozenset(one.members) for one in answer.found if isinstance(one, CampFinding)}
    assert frozenset(EAST) in found
    assert frozenset({*WEST, "SRB"}) in found
    assert (answer.verdict, answer.as_of) == ("supported", LAST)
    assert [(one.a, one.b) for one in answer.out_of_line] == [("IRN", "ITA")]
    assert all(code == "061" for _, code, _ in carried_by(graph, first))
    assert "Serbia" in str(answer.table()[0]["camp"]) + answer.summary


def test_pairs_of_camps_are_probabilities(graph: Graph) -> None:
    pairs = camps(graph).pairs()
    assert pairs.columns == ["a", "b", "probability_same"]
    same = {(a, b): share for a, b, share in pairs.iter_rows()}
    size = len({end for pair in same for end in pair})
    assert len(same) == size * (size - 1) // 2
    assert all(0 <= share <= 1 for share in same.values())
    assert same["DEU", "FRA"] > 0.9
    assert same["DEU", "RUS"] < 0.1


def test_who_turned_has_switched(graph: Graph) -> None:
    answer = switched(graph, since=TURN)
    first = the_first(answer)
    assert isinstance(first, SwitchFinding)
    assert (first.actor, first.verdict) == ("SRB", "supported")
    assert set(first.left) == set(EAST)
    assert set(first.joined) == set(WEST)
    assert all("SRB" in ends for ends in carried_by(graph, first))
    others = {one.actor for one in answer.found if isinstance(one, SwitchFinding)} - {"SRB"}
    assert verdicts(answer)[1:].count("supported") == 0
    assert "DEU" not in others


def test_who_turned_came_closer_to_one_side(graph: Graph) -> None:
    west = the_first(closer(graph, to="Germania", since=TURN))
    assert isinstance(west, MoveFinding)
    assert (west.actor, west.verdict) == ("SRB", "supported")
    assert west.before < 0 < west.after
    assert {"DEU"} < {end for ends in carried_by(graph, west) for end in ends}
    east = closer(graph, to="RUS", since=TURN)
    assert set(verdicts(east)) == {"not enough evidence"}
    assert east.verdict == "not enough evidence"


def test_to_come_closer_without_leaving(graph: Graph) -> None:
    """Serbia kept India, and left Russia."""
    kept = closer(graph, to="DEU", without_leaving="IND", since=TURN)
    serbia = the_first(kept)
    assert isinstance(serbia, MoveFinding)
    assert (serbia.actor, serbia.verdict) == ("SRB", "weak")
    assert {"DEU", "IND"} & {end for ends in carried_by(graph, serbia) for end in ends}
    left = closer(graph, to="DEU", without_leaving="RUS", since=TURN)
    moved = {one.actor: one for one in left.found if isinstance(one, MoveFinding)}
    assert "SRB" not in moved or moved["SRB"].probability < 0.3
    assert left.verdict == "not enough evidence"


def test_triads_with_one_friendship_across(graph: Graph) -> None:
    answer = triads(graph)
    first = the_first(answer)
    assert isinstance(first, TriadFinding)
    assert answer.unbalanced == len(answer.found) == 8
    for one in answer.found:
        assert isinstance(one, TriadFinding)
        assert "IRN ITA" in one.friends
        assert len(one.foes) == 1
    pressed = triads(graph, under_pressure=True)
    (only,) = pressed.found
    assert isinstance(only, PressureFinding)
    assert (only.a, only.b, only.stand) == ("IRN", "ITA", "friendly")
    assert (only.unbalanced, only.balanced) == (8, 0)
    assert carried_by(graph, only) == {("ITA", "061", "IRN")}


def test_two_blocs_explain_nearly_all(graph: Graph) -> None:
    answer = polarisation(graph)
    first = the_first(answer)
    assert isinstance(first, PolarisationFinding)
    assert first.value is not None
    assert first.low is not None
    assert first.high is not None
    assert first.low <= first.value <= first.high
    assert 0.9 < first.value < 1.0
    assert answer.out_of_line == (("IRN", "ITA"),)
    assert [set(EAST) <= set(bloc) for bloc in answer.blocs] in ([True, False], [False, True])


def test_a_series_ends_each_month_and_on_the_last_day(graph: Graph) -> None:
    answer = polarisation(graph, since="2018-06-15", until="2018-09-10")
    days = [one.as_of for one in answer.found if isinstance(one, PolarisationFinding)]
    assert days == [date(2018, 6, 30), date(2018, 7, 31), date(2018, 8, 31), date(2018, 9, 10)]
    quarters = polarisation(graph, since="2018-02-15", by="quarter").found
    days = [one.as_of for one in quarters if isinstance(one, PolarisationFinding)]
    assert days == [date(2018, 3, 31), date(2018, 6, 30), date(2018, 9, 30), LAST]
    assert polarisation(graph, by="quarter").found[-3:] == quarters[-3:]


def test_a_day_of_a_series_is_the_day_alone(graph: Graph) -> None:
    """What came later does not change what is said of a day."""
    series = polarisation(graph, since="2018-08-01").found[0]
    (alone,) = polarisation(graph, as_of="2018-08-31").found
    assert isinstance(series, PolarisationFinding)
    assert isinstance(alone, PolarisationFinding)
    assert (series.value, series.low, series.high, series.n) == (
        alone.value,
        alone.low,
        alone.high,
        alone.n,
    )


def test_everybodys_friend_is_a_bridge(graph: Graph) -> None:
    answer = bridges(graph)
    first = the_first(answer)
    assert getattr(first, "actor", None) == "IND"
    assert answer.verdict == "supported"
    friends = {*WEST, *EAST, "SRB"}
    ends = carried_by(graph, first)
    assert all(other in friends for pair in ends for other in (pair[0], pair[2]) if other != "IND")


def test_who_quarrels_two_weeks_later_follows(graph: Graph) -> None:
    first = the_first(follows(graph, "Mexic"))
    assert isinstance(first, FollowFinding)
    assert (first.follower, first.lag, first.verdict) == ("CYP", 2, "supported")
    assert set(first.targets) == {"NOR", "CHL", "KEN"}
    assert {subject for subject, _, _ in carried_by(graph, first)} == {"CYP"}
    back = follows(graph, "Cyprus")
    assert "supported" not in verdicts(back)


def test_the_outlook_repeats_what_was(graph: Graph) -> None:
    answer = outlook(graph, "Mexico", "Norvegia")
    first = the_first(answer)
    assert isinstance(first, LikelyFinding)
    assert (first.source, first.relation, first.target) == ("MEX", "040", "NOR")
    assert first.text == "Mexico held talks with Norway"
    assert answer.n == 44
    assert carried_by(graph, first) == {("MEX", "040", "NOR")}
    longer = outlook(graph, "MEX", "NOR", horizon=90)
    assert longer.expected_acts == pytest.approx(3 * answer.expected_acts, abs=0.01)


def test_what_changed_at_the_turn(graph: Graph) -> None:
    answer = changed(graph, since=TURN)
    the_first(answer)
    sure: dict[str, set[str]] = {"warmer": set(), "colder": set()}
    for one in answer.found:
        assert isinstance(one, ChangeFinding)
        if one.verdict == "supported":
            (other,) = {one.a, one.b} - {"SRB"}
            sure[one.direction].add(other)
            code = {"warmer": "061", "colder": "163"}[one.direction]
            assert {cameo for _, cameo, _ in carried_by(graph, one)} == {code}
    assert sure == {"warmer": set(WEST), "colder": set(EAST)}
    assert answer.silent == (("EGY", "GHA"),)
    assert answer.new == (("OMN", "PER"),)
    assert "silent, which is not neutral: Egypt – Ghana" in str(answer.note)


def test_nothing_changed_in_a_quiet_half(graph: Graph) -> None:
    answer = changed(graph, since="2018-03-15", until="2018-05-31")
    assert "supported" not in verdicts(answer)
    assert answer.silent == answer.new == ()


def test_answers_are_the_same_again(graph: Graph) -> None:
    for ask in (camps, bridges, triads, polarisation):
        assert ask(graph).model_dump_json() == ask(graph).model_dump_json()
    assert changed(graph, since=TURN) == changed(graph, since=TURN)


def test_who_is_heard_is_stated_and_counts(graph: Graph) -> None:
    answer = camps(graph, scope=Scope(without_publisher=("Daily",)))
    assert answer.verdict == "not enough evidence"
    assert answer.n == 0
    assert answer.parameters["without_publisher"] == ("Daily",)
    before = camps(graph, scope=Scope(known_on=date(2018, 1, 1)))
    assert (before.verdict, before.known_on) == ("not enough evidence", date(2018, 1, 1))


def test_a_day_before_all_and_one_after(graph: Graph) -> None:
    early = camps(graph, as_of="2017-12-31")
    assert early.verdict == "not enough evidence"
    assert "the first is of 2018-01-01" in early.summary
    late = camps(graph, as_of="2019-06-01")
    assert "the last act known is of 2018-10-29" in str(late.note)
    for answer in (
        switched(graph, since="2017-06-01"),
        closer(graph, to="DEU", since="2017-06-01"),
        changed(graph, since="2017-06-01"),
    ):
        assert answer.verdict == "not enough evidence"
        assert "no acts are known up to 2017-06-01" in answer.summary


def test_an_actor_without_acts_and_an_unknown_one(graph: Graph) -> None:
    for answer in (
        closer(graph, to="Tuvalu", since=TURN),
        follows(graph, "Tuvalu"),
        outlook(graph, "Tuvalu", "Nauru"),
    ):
        assert (answer.verdict, answer.found) == ("not enough evidence", ())
        assert "Tuvalu" in answer.summary
    with pytest.raises(ResolutionError):
        follows(graph, "Narnia")


def test_a_person_stands_for_his_state(graph: Graph) -> None:
    answer = outlook(graph, "Putin", "Germany")
    assert (answer.a, answer.b) == ("RUS", "DEU")
    assert "acts for Russia" in str(answer.note)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"by": "week"}, "neither month nor quarter"),
        ({"as_of": "2018-06-01", "since": "2018-01-01"}, "give one"),
        ({"as_of": "2018-06-01", "by": "quarter"}, "give one"),
        ({"since": "2018-10-30"}, "is not before"),
        ({"as_of": "soon"}, "as_of: 'soon' is no day"),
    ],
)
def test_questions_that_make_no_sense(graph: Graph, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(GraphError, match=problem):
        polarisation(graph, **options)


def test_two_names_of_one_actor(graph: Graph) -> None:
    for ask in (
        lambda: outlook(graph, "Germany", "Germania"),
        lambda: closer(graph, to="DEU", without_leaving="Germany"),
    ):
        with pytest.raises(GraphError, match="named twice"):
            ask()


def test_treaties_bind_while_both_are_parties(graph: Graph) -> None:
    """The last test of this file: it adds a treaty."""
    pact = {"since": "2010-05-01", "source": "invented"}
    graph.add_treaties(
        [Treaty(treaty_id="INVENTED", name="A pact", obligation="defence", **pact)],
        [
            Party(actor_id="DEU", treaty_id="INVENTED", **pact),
            Party(actor_id="FRA", treaty_id="INVENTED", since="2012-05-01", until="2018-09-01"),
            Party(actor_id="TUV", treaty_id="INVENTED", **pact),
        ],
    )
    ties = ties_of(graph, ground_of(graph, None).acts)
    assert ties.rows() == [("DEU", "FRA", "defence", date(2012, 5, 1), date(2018, 9, 1))]
