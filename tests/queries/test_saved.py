"""Saved questions: the files are sound, and every one runs on every store."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from detente import seeds
from detente.graph.errors import ConfigError, GraphError, ResolutionError
from detente.graph.graph import Graph
from detente.queries.acts import TURNS
from detente.queries.ends import names_of
from detente.queries.saved import Saved, find_saved, read_saved, saved
from tests.graph.statements import ROSTER, article, said, statement
from tests.queries.conftest import COURIER, IN_COURIER

NAMES = [one.name for one in saved()]
HEAD = "// title: T\n// about: A\n"


def question(tmp_path: Path, text: str) -> Saved:
    (tmp_path / "folders.yaml").write_text("f: Folder\n", encoding="utf8")
    (tmp_path / "f").mkdir()
    (tmp_path / "f" / "q.cypher").write_text(text, encoding="utf8")
    (found,) = read_saved(tmp_path)
    return found


def test_there_are_enough_of_them_and_most_draw_a_picture() -> None:
    assert len(NAMES) >= 45
    assert sum("path" in one.cypher.split() for one in saved()) >= 20


def test_every_saved_question_finds_something_on_every_store(told: Graph) -> None:
    """The graph of `told` does for most; in tests/conformance the samples do for all."""
    rows = {one.name: len(told.cypher(one.cypher, one.bind({}, told.roster))) for one in saved()}
    empty = {name for name, number in rows.items() if number == 0}
    pairs = {"at_war", "claimed_changes", "common_allies", "strained", "triads"}
    assert empty == {"announced", "judged", "leaders", "thaw", *pairs}
    assert list(rows) == NAMES


def test_the_rows_of_a_saved_question_have_an_order(told: Graph) -> None:
    for one in saved():
        given = one.bind({}, told.roster)
        assert told.cypher(one.cypher, given) == told.cypher(one.cypher, given)


def test_a_question_about_a_pair_draws_its_edges(told: Graph) -> None:
    """From tests/queries/conftest.py: of two edges between them one is in this article."""
    one = find_saved("pair")
    rows = told.cypher(one.cypher, one.bind({"left": "Polonia", "right": "Belarus"}, told.roster))
    drawn = [[edge["type"] for edge in row["path"]["relationships"]] for row in rows]
    assert drawn == [["CLOSED_EMBASSY_IN"], ["MET_WITH"]]


def test_what_people_took_back_is_not_shown(told: Graph) -> None:
    """CONTRADICTS links follow the judgements; the other questions leave it out themselves."""
    names = ("contradictions", "evidence", "exchanges", "not_facts", "publishers", "said_by")

    def counts() -> list[int]:
        asked = [find_saved(name) for name in names]
        return [len(told.cypher(one.cypher, one.bind({}, told.roster))) for one in asked]

    before = counts()
    for one in IN_COURIER:
        told.reject(one.statement_id, because="tested", judged_by="ana")
    # What is left is in the other article: a denial, said by Poland, and an easing.
    assert counts() == [0, 1, 0, 1, 1, 0]
    for _ in IN_COURIER:
        told.undo()
    assert counts() == before
    told.retract(COURIER.article_id, because="tested", judged_by="ana")
    assert counts() == [0, 1, 0, 1, 1, 0]


def ask(graph: Graph, name: str, **given: str) -> list[dict[str, Any]]:
    one = find_saved(name)
    return graph.cypher(one.cypher, one.bind(given, graph.roster))


@pytest.mark.parametrize("day", ["1990-01-01", "1994-04-20", "2012-06-28", "2025-12-18"])
def test_allies_by_treaty_are_those_of_the_graph(told: Graph, day: str) -> None:
    on = date.fromisoformat(day)
    expected = {
        (names_of(told.roster)(one.partner), one.obligation, one.name, one.source)
        for one in told.treaties(actor="BLR", as_of=on)
        if one.obligation in ("defence", "offence", "consultation")
    }
    rows = ask(told, "allies", actor="BLR", on=day)
    found = [(row["ally"], row["obligation"], row["treaty"], row["source"]) for row in rows]
    assert (set(found), len(found)) == (expected, len(expected))


def test_treaties_changed_are_the_dates_of_the_parties(told: Graph) -> None:
    """From seeds/parties.csv: whoever came or went since 1999, of the treaties of Belarus."""
    since = date(1999, 1, 1)
    pacts = {party.treaty_id for party in seeds.parties() if party.actor_id == "BLR"}
    expected = sorted(
        (str(day), names_of(told.roster)(party.actor_id))
        for party in seeds.parties()
        for day, stored in (
            (party.since, party.since.start),
            (party.until, None if party.until is None else party.until.over),
        )
        if party.treaty_id in pacts and stored is not None and stored >= since
    )
    rows = ask(told, "treaties_changed", since=since.isoformat())
    assert sorted((row["when"], row["party"]) for row in rows) == expected
    assert len(expected) > 0


def test_wars_and_what_binds_the_allies_of_each_side(told: Graph) -> None:
    """Made up: Poland at war with Russia from 1 February 2025 to 1 June, with Belarus from May."""
    span = {"published_at": "2025-07-01", "event_end": "2025-06-01"}
    told.add_statements(
        [
            statement("w1", "POL", "AT_WAR_WITH", "RUS", event_date="2025-02-01", **span),
            statement("w2", "POL", "AT_WAR_WITH", "BLR", event_date="2025-05-01", **span),
        ]
    )

    def wars(day: str) -> list[tuple[str, str]]:
        return [(row["one"], row["other"]) for row in ask(told, "at_war", on=day)]

    def allies_of_russia(day: str) -> dict[str, tuple[bool, bool]]:
        return {
            row["ally"]: (row["at_war_too"], row["bound_to_both"])
            for row in ask(told, "triads", on=day)
            if (row["side"], row["foe"]) == ("Russia", "Poland")
        }

    assert [wars(day) for day in ("2025-01-31", "2025-06-01")] == [[], []]
    assert wars("2025-04-30") == [("Poland", "Russia")]
    assert wars("2025-05-01") == [("Belarus", "Poland"), ("Poland", "Russia")]
    april, may = allies_of_russia("2025-04-30"), allies_of_russia("2025-05-01")
    assert april["Belarus"] == (False, False)
    assert may["Belarus"] == (True, False)
    assert set(may) == set(april) > {"Belarus"}
    assert all(told == (False, False) for ally, told in may.items() if ally != "Belarus")


def test_sanctions_are_those_that_nothing_has_lifted_since(told: Graph) -> None:
    """Made up, beside the easing of 13 December 2025 of tests/queries/conftest.py."""
    told.add_statements(
        statement(name, "USA", relation, "BLR", event_date=day, published_at=day)
        for name, relation, day in (
            ("i", "IMPOSED_SANCTIONS_ON", "2024-01-10"),
            ("l", "LIFTED_SANCTIONS_ON", "2026-01-05"),
            ("j", "IMPOSED_SANCTIONS_ON", "2026-02-01"),
        )
    )
    imposed, eased, lifted = date(2024, 1, 10), date(2025, 12, 13), date(2026, 1, 5)

    def days(on: str) -> list[tuple[date | None, ...]]:
        rows = ask(told, "under_sanctions", actor="BLR", on=on)
        return [(row["imposed"], row["eased"], row["lifted"]) for row in rows]

    assert days("2024-01-09") == []
    assert days("2024-01-10") == [(imposed, None, None)]
    assert days("2025-12-31") == [(imposed, eased, None)]
    assert days("2026-01-05") == []
    assert days("2026-02-01") == [(date(2026, 2, 1), eased, lifted)]


def test_conflict_among_allies_is_counted_for_a_year(told: Graph) -> None:
    """Made up: Russia accused and attacked its ally Belarus; Kazakhstan it only met."""
    told.add_statements(
        statement(name, "RUS", relation, object_, event_date=day, published_at=day)
        for name, relation, object_, day in (
            ("c1", "ACCUSED", "BLR", "2025-03-01"),
            ("c2", "ATTACKED", "BLR", "2025-03-02"),
            ("c3", "MET_WITH", "BLR", "2025-03-03"),
            ("c4", "MET_WITH", "KAZ", "2025-03-03"),
        )
    )
    (row,) = ask(told, "strained", actor="RUS", on="2025-03-31")
    assert row["ally"] == "Belarus"
    assert (row["acts"], row["conflict_words"], row["conflict_deeds"]) == (3, 1, 1)
    assert ask(told, "strained", actor="RUS", on="2025-02-28") == []
    # Of a year ago the attack is left, of a year and a day nothing.
    assert [
        one["conflict_words"] for one in ask(told, "strained", actor="RUS", on="2026-03-01")
    ] == [0]
    assert ask(told, "strained", actor="RUS", on="2026-03-02") == []
    (worst, *_) = ask(told, "worst", since="2025-03-01")
    assert (worst["one"], worst["other"], worst["conflict_deeds"]) == ("Belarus", "Russia", 1)


def test_words_and_deeds_by_month_are_the_events_by_month(told: Graph) -> None:
    pair = {"left": "BLR", "right": "POL"}
    counted = sum(row["events"] for row in ask(told, "months", **pair))
    kinds = ("cooperation_words", "cooperation_deeds", "conflict_words", "conflict_deeds")
    level = ask(told, "level", **pair)
    assert sum(row[kind] for row in level for kind in kinds) == counted == 2
    assert [(row["year"], row["who"]) for row in level] == [(2022, "Poland"), (2025, "Belarus")]


def test_turns_that_articles_tell_of(told: Graph) -> None:
    """Made up; what a table codes is an act, whatever its type says."""
    find = find_saved("claimed_changes").cypher
    assert set(re.findall(r"'(\w+)'", find)) == set(TURNS)
    told.add_statements(
        statement(name, "BLR", relation, "POL", published_at="2025-12-20", dataset=dataset)
        for name, relation, dataset in (
            ("t1", "DREW_CLOSER_TO", "icews"),
            ("t2", "CLOSED_EMBASSY_IN", None),
        )
    )
    source = article("turn", "Minsk drew closer to Warsaw.")
    told.add_article(source, [said(source, source.text, "BLR", "DREW_CLOSER_TO", "POL")])
    (row,) = ask(told, "claimed_changes")
    assert (row["change"], row["quote"]) == ("DREW_CLOSER_TO", source.text)
    told.retract("turn", because="tested", judged_by="ana")
    assert ask(told, "claimed_changes") == []


def test_what_hangs_on_one_source(told: Graph) -> None:
    """From tests/queries/conftest.py: each paper tells of one easing, Belarus of one hope."""
    rows = ask(told, "pair_sources", left="USA", right="BLR")
    counted = [(row["publisher"], row["statements"], row["claims"]) for row in rows]
    assert counted == [("Minsk Courier", 2, 1), ("Gazette", 1, 0)]
    told.retract(COURIER.article_id, because="tested", judged_by="ana")
    (left,) = ask(told, "pair_sources", left="USA", right="BLR")
    assert left["publisher"] == "Gazette"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("RETURN 1", "line 1: a saved question has"),
        ("// title: T\nRETURN 1", "line 1: a saved question has"),
        (
            "// title: T\n// nonsense\nRETURN 1",
            "line 2: write '// title: …', about or params, once",
        ),
        (
            "// title: T\n// title: T\nRETURN 1",
            "line 2: write '// title: …', about or params, once",
        ),
        (HEAD + "RETURN $x", "line 3: parameters declared and used differ: x"),
        (HEAD + "// params: x (text) = 1\nRETURN 1", "line 3: parameters declared and used differ"),
        (HEAD + "// params: x = 1\nRETURN $x", "line 3: 'x = 1': write 'name (kind) = default'"),
        (HEAD + "// params: x (colour) = 1\nRETURN $x", "line 3: 'x (colour) = 1': write"),
    ],
)
def test_a_wrong_file_is_refused_by_name_and_line(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(ConfigError) as caught:
        question(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'f' / 'q.cypher'}: {problem}")


def test_parameters_take_names_days_numbers_and_text(tmp_path: Path) -> None:
    found = question(
        tmp_path,
        HEAD + "// params: a (actor) = BLR; d (date) = 2025-12-18; n (number) = 3; t (text) = x\n"
        "RETURN $a, $d, $n, $t",
    )
    assert found.bind({}, ROSTER) == {"a": "BLR", "d": "2025-12-18", "n": 3, "t": "x"}
    assert found.bind({"a": "Statele Unite", "n": "0.5", "t": "a b"}, ROSTER) == {
        "a": "USA",
        "d": "2025-12-18",
        "n": 0.5,
        "t": "a b",
    }
    with pytest.raises(ResolutionError, match="'Narnia' is no known actor"):
        found.bind({"a": "Narnia"}, ROSTER)
    with pytest.raises(GraphError, match="d: '2025-02-30' is no day"):
        found.bind({"d": "2025-02-30"}, ROSTER)
    with pytest.raises(GraphError, match="n: 'many' is no number"):
        found.bind({"n": "many"}, ROSTER)
    with pytest.raises(GraphError, match="q has no parameter 'z': it has a, d, n, t"):
        found.bind({"z": "1"}, ROSTER)
