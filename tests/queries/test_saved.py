"""Saved questions: the files are sound, and every one runs on every store."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.graph.errors import ConfigError, GraphError, ResolutionError
from detente.graph.graph import Graph
from detente.queries.saved import Saved, find_saved, read_saved, saved
from tests.graph.statements import ROSTER
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
    assert len(NAMES) >= 25
    assert sum("path" in one.cypher.split() for one in saved()) >= 20


def test_every_saved_question_finds_something_on_every_store(told: Graph) -> None:
    """The graph of `told` does for most; in tests/conformance the samples do for all."""
    rows = {one.name: len(told.cypher(one.cypher, one.bind({}, told.roster))) for one in saved()}
    empty = {name for name, number in rows.items() if number == 0}
    assert empty == {"announced", "judged", "leaders", "thaw"}
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
