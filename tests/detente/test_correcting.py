"""Commands that correct the graph; each test undoes what it did."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente.seeds import articles_folder
from tests.detente.conftest import Cli, sample_home


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A graph with the sample articles that these tests may change."""
    with sample_home(tmp_path_factory.mktemp("samples")) as home:
        yield home


@pytest.fixture
def eased(cli: Cli, samples: Path) -> dict[str, object]:
    """The easing of sanctions of 13 December 2025, told by two sample articles."""
    rows = cli("--home", samples, "between", "USA", "BLR", "--format", "jsonl").out.splitlines()
    (found,) = (row for row in map(json.loads, rows) if row["relation"] == "EASED_SANCTIONS_ON")
    assert found["support"] == 2
    return dict(found)


def support(cli: Cli, samples: Path) -> int:
    rows = cli("--home", samples, "between", "USA", "BLR", "--format", "jsonl").out.splitlines()
    facts = [row for row in map(json.loads, rows) if row["relation"] == "EASED_SANCTIONS_ON"]
    return sum(row["support"] for row in facts)


def test_a_rejected_statement_stays_rejected_when_its_article_is_read_again(
    cli: Cli, samples: Path, eased: dict[str, list[str]]
) -> None:
    home = ("--home", samples)
    statement = eased["statement_ids"][0]
    ran = cli(*home, "reject", statement, "--because", "another embassy", "--by", "ana")
    assert ran == (0, f"reject {statement} (another embassy)\n", "")
    assert support(cli, samples) == 1
    assert cli(*home, "load", articles_folder()).status == 0
    assert support(cli, samples) == 1
    why = " ".join(cli(*home, "why", statement).out.split())
    assert "ana: another embassy" in why
    ran = cli(*home, "undo")
    assert ran == (0, f"undone: reject {statement} (another embassy)\n", "")
    assert support(cli, samples) == 2


def test_an_accepted_statement_is_certain(
    cli: Cli, samples: Path, eased: dict[str, list[str]]
) -> None:
    home = ("--home", samples)
    assert cli(*home, "accept", eased["statement_ids"][0], "--because", "seen").status == 0
    assert "almost certain 1.00" in cli(*home, "between", "USA", "BLR").out
    assert cli(*home, "undo").status == 0


def test_a_retracted_article_supports_nothing(cli: Cli, samples: Path) -> None:
    home = ("--home", samples)
    # From seeds/articles/2025-12-18-belarus-ro.txt.
    query = "MATCH (a:Article) WHERE a.title STARTS WITH 'Racheta' RETURN a.article_id AS id"
    article = json.loads(cli(*home, "cypher", query, "--format", "jsonl").out)["id"]
    assert cli(*home, "retract", article).out == f"retract {article} (retracted by hand)\n"
    assert support(cli, samples) == 1
    again = cli(*home, "retract", article)
    assert (again.status, again.err) == (1, f"detente: article {article} is already retracted\n")
    assert cli(*home, "undo").status == 0
    assert support(cli, samples) == 2


def test_merged_actors_answer_together(cli: Cli, samples: Path) -> None:
    home = ("--home", samples)
    assert cli(*home, "merge", "Rusia", "BLR:OPP", "--because", "a test").out == (
        "merge RUS BLR:OPP (a test)\n"
    )
    assert cli(*home, "check").status == 0
    assert cli(*home, "undo").status == 0


@pytest.mark.parametrize(
    ("command", "error"),
    [
        (("reject", "s0", "--because", "x"), "no such statement: s0"),
        (("retract", "a0"), "no such article: a0"),
        (
            ("merge", "BLR", "Narnia"),
            "'Narnia' is no known actor: try 'detente actors find Narnia'",
        ),
        (
            ("merge", "BLR", "Lukașenko"),
            "BLR (Country) and ALEKSANDR_LUKASHENKO (Person) cannot be one actor",
        ),
        (("undo",), "nothing to undo: no judgement stands"),
    ],
)
def test_a_correction_of_nothing_is_refused(
    cli: Cli, samples: Path, command: tuple[str, ...], error: str
) -> None:
    ran = cli("--home", samples, *command)
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith(f"detente: {error}")
    assert ran.err.count("\n") == 1


def test_a_rejection_needs_a_reason(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "reject", "s0")
    assert (ran.status, ran.err) == (
        2,
        "detente: Missing option '--because' (see 'detente reject --help')\n",
    )


def test_a_correction_needs_a_reason(cli: Cli, samples: Path) -> None:
    ran = cli("--home", samples, "reject", "s1", "--because", " ")
    assert (ran.status, ran.out) == (2, "")
    assert "is empty: say why" in ran.err
