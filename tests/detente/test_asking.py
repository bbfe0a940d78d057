"""Commands that ask, on the sample articles."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest

from detente.queries.saved import saved
from tests.detente.conftest import Cli


def test_between_takes_names_in_any_language(cli: Cli, samples: Path) -> None:
    by_code = cli("--home", samples, "between", "USA", "BLR")
    assert by_code.status == 0
    assert by_code.err == ""
    assert "The United States eased sanctions on Belarus" in by_code.out
    assert "in exchange: Belarus released prisoners of" in by_code.out
    assert "hoped for: Belarus to meet with the United States" in by_code.out
    for left, right in (("Statele Unite", "Belarus"), ("statele unite", "Minsk"), ("us", "BY")):
        assert cli("--home", samples, "between", left, right).out == by_code.out


def test_piped_tables_have_no_colour_and_no_trailing_space(cli: Cli, samples: Path) -> None:
    page = cli("--home", samples, "between", "USA", "BLR").out
    assert "\x1b" not in page
    assert all(line == line.rstrip() and len(line) <= 100 for line in page.splitlines())


@pytest.mark.parametrize("columns", ["40", "80", "100", "140"])
def test_ids_are_never_broken(
    cli: Cli, samples: Path, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    home = ("--home", samples)
    rows = cli(*home, "between", "USA", "BLR", "--format", "jsonl").out.splitlines()
    told = [json.loads(row) for row in rows]
    ids = [row["relation_id"] or row["statement_ids"][0] for row in told]
    pages = [
        (cli(*home, "between", "USA", "BLR").out, ids),
        (cli(*home, "timeline", "USA").out, [row["relation_id"] for row in told if row["fact"]]),
        (
            cli(
                *(*home, "cypher"),
                "MATCH (:Actor {actor_id: 'USA'})-[r]-(:Actor {actor_id: 'BLR'}) "
                "RETURN r.relation_id AS id, r.quote AS quote, r.confidence AS confidence",
            ).out,
            [row["relation_id"] for row in told if row["fact"]],
        ),
    ]
    for page, asked in pages:
        assert set(asked) <= set(page.replace("id: ", " ").split())


def test_a_plan_in_a_path_is_no_fact(cli: Cli, samples: Path) -> None:
    query = (
        "MATCH path = (:Country {actor_id: 'USA'})-[r]-(:Country {actor_id: 'BLR'}) "
        "WHERE r.modality = 'planned' RETURN path"
    )
    lines = cli("--home", samples, "cypher", query).out.splitlines()[2:]
    assert len(lines) > 0
    assert all(" (planned)" in line for line in lines)


def test_a_question_about_what_happened_shows_no_plan(cli: Cli, samples: Path) -> None:
    """Poland is to close a Russian consulate: 2025-11-27-consulat-polonia-ro.txt."""
    home = ("--home", samples)
    assert "Poland –CLOSED_EMBASSY_IN (planned)→ Russia" in cli(*home, "saved", "embassies").out
    assert "(planned)" not in cli(*home, "saved", "conflict").out


def test_a_timeline_hints_at_what_it_leaves_out(cli: Cli, samples: Path) -> None:
    brief = cli("--home", samples, "timeline", "BLR").out
    assert "holds office" not in brief
    assert brief.endswith(" more (offices, memberships, plans, threats): --all shows them\n")
    whole = cli("--home", samples, "timeline", "BLR", "--all").out
    assert "Aleksandr Lukashenko holds office in Belarus" in whole
    assert "planned: " in whole
    assert "--all" not in whole


def test_actors_and_saved_questions_hint_at_what_they_leave_out(cli: Cli, samples: Path) -> None:
    best = cli("--home", samples, "actors", "find", "an").out
    assert best.endswith(" more: --all shows them\n")
    assert len(cli("--home", samples, "actors", "find", "an", "--all").out) > len(best)
    misspelt = cli("--home", samples, "actors", "find", "Chnia").out
    assert misspelt.startswith("nothing found\n\nmuch like it: China (CHN)")
    asked = cli("--home", samples, "saved", "conflict", "--param", "limit=2").out
    assert asked.endswith("the first 2; for more: --param limit=20\n")
    rows = cli(
        *("--home", samples, "saved", "conflict", "--param", "limit=2", "--format", "jsonl")
    ).out
    assert len(rows.splitlines()) == 2


def test_between_of_strangers_is_no_failure(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "between", "Tonga", "Bhutan")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.endswith("not enough evidence: nothing is recorded about Tonga and Bhutan\n")


def test_known_on_answers_with_what_was_learnt_by_then(cli: Cli, samples: Path) -> None:
    """The samples were learnt when the test began, long after the day asked about."""
    ran = cli(
        *("--home", samples, "between", "USA", "BLR"),
        *("--as-of", "2025-12-31", "--known-on", "2025-12-15"),
    )
    assert ran.status == 0
    page = " ".join(ran.out.split())
    assert "the graph first learnt of the United States and Belarus on 20" in page
    assert page.endswith("nothing was known on 2025-12-15")


def test_allies_are_grounded_in_treaties_acts_and_claims(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "allies", "BLR", "--as-of", "2025-12-18", "--format", "json")
    found = json.loads(ran.out)
    (russia,) = (ally for ally in found["ranked"] if ally["actor_id"] == "RUS")
    assert russia["verdict"] == "supported"
    assert "Collective Security Treaty" in {treaty["name"] for treaty in russia["treaties"]}
    assert "CLOSE_TIES_WITH" in {
        fact["relation"] for fact in (*russia["acts"], *russia["claims"], *russia["own_claims"])
    }
    assert "USA" not in {ally["actor_id"] for ally in found["ranked"]}


def test_a_timeline_runs_forward(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "timeline", "Belarus", "--format", "json")
    begun = [
        entry["valid_from"] or entry["reported_on"] or "9999"
        for entry in json.loads(ran.out)["entries"]
    ]
    assert begun == sorted(begun)
    late = cli(
        *("--home", samples, "timeline", "Belarus", "--since", "2025-12-01", "--format", "jsonl")
    )
    assert 0 < len(late.out.splitlines()) < len(begun)


def test_why_shows_the_sentence_behind_an_edge(cli: Cli, samples: Path) -> None:
    rows = cli("--home", samples, "between", "USA", "BLR", "--format", "jsonl").out.splitlines()
    ids = [json.loads(row)["relation_id"] for row in rows]
    eased = next(key for key in ids if key is not None and key.startswith("EASED_SANCTIONS_ON"))
    page = " ".join(cli("--home", samples, "why", eased).out.split())
    # From seeds/articles/2025-12-18-belarus-en.txt.
    assert (
        "sentence He spoke five days after Belarus released many political prisoners in exchange "
        "for an easing of US sanctions."
    ) in page


def test_actors_are_found_by_a_part_of_their_name(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "actors", "find", "lukas", "--format", "jsonl")
    assert json.loads(ran.out.splitlines()[0])["actor_id"] == "ALEKSANDR_LUKASHENKO"


def test_saved_questions_are_listed_and_asked(cli: Cli, samples: Path) -> None:
    listed = cli("--home", samples, "saved", "--format", "csv").out
    names = [row["name"] for row in csv.DictReader(StringIO(listed))]
    assert names == [one.name for one in saved()]
    ran = cli("--home", samples, "saved", "pair", "--param", "left=Rusia", "--param", "right=BLR")
    assert "Russia" in ran.out
    assert "CLOSE_TIES_WITH" in ran.out


@pytest.mark.parametrize("name", [one.name for one in saved()])
def test_every_saved_question_prints(cli: Cli, samples: Path, name: str) -> None:
    ran = cli("--home", samples, "saved", name)
    assert (ran.status, ran.err) == (0, "")
    assert ran.out != ""


def test_a_sound_graph_passes_its_check(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "check")
    assert ran == (0, "sound: every invariant of the graph holds\n", "")


@pytest.mark.usefixtures("home")
def test_a_broken_graph_fails_its_check(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("The United States eased sanctions on Belarus.", encoding="utf8")
    assert cli("load", path).status == 0
    cut = "MATCH (:Actor {actor_id: 'USA'})-[r:EASED_SANCTIONS_ON]->(b) DELETE r"
    assert cli("cypher", cut, "--write").status == 0
    ran = cli("check")
    assert (ran.status, ran.out) == (1, "")
    assert "EASED_SANCTIONS_ON:USA:BLR" in ran.err


@pytest.mark.parametrize(
    "question",
    [("between", "USA", "BLR"), ("allies", "BLR"), ("timeline", "BLR"), ("saved", "pair")],
)
def test_every_format_prints_every_answer(
    cli: Cli, samples: Path, question: tuple[str, ...]
) -> None:
    def printed(kind: str) -> str:
        ran = cli("--home", samples, *question, "--format", kind)
        assert (ran.status, ran.err) == (0, "")
        return ran.out

    lines = [json.loads(line) for line in printed("jsonl").splitlines()]
    rows = list(csv.DictReader(StringIO(printed("csv"))))
    assert len(lines) == len(rows) > 0
    assert {tuple(line) for line in lines} == {tuple(rows[0])}
    assert json.loads(printed("json")) != []
    assert printed("table") != ""
