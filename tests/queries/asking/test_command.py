"""`detente ask` on a graph with the sample articles."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.detente.conftest import Cli, cli, sample_home

__all__ = ["cli"]


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a graph with the sample articles."""
    with sample_home(tmp_path_factory.mktemp("asked")) as home:
        yield home


QUESTION = "Cine sunt aliații Belarusului la 31 decembrie 2025?"
COMMAND = ("allies", "BLR", "--as-of", "2025-12-31")
UNDERSTOOD = (
    "understood as: allies of Belarus as of 2025-12-31; "
    "the same as: detente allies BLR --as-of 2025-12-31\n"
)


def test_the_answer_is_that_of_the_command(cli: Cli, samples: Path) -> None:
    home = ("--home", samples)
    asked, told = cli(*home, "ask", QUESTION), cli(*home, *COMMAND)
    assert (asked.status, asked.err) == (0, "")
    assert asked.out == f"{UNDERSTOOD}\n{told.out}"
    assert "Collective Security Treaty" in told.out
    # Nobody has to quote a question.
    assert cli(*home, "ask", *QUESTION.split()).out == asked.out


def test_by_machine_the_answer_stands_alone(cli: Cli, samples: Path) -> None:
    asked = cli("--home", samples, "ask", QUESTION, "--format", "json")
    assert asked.err == f"{UNDERSTOOD}\n"
    told = cli("--home", samples, *COMMAND, "--format", "json")
    assert json.loads(asked.out) == json.loads(told.out)


def test_show_only_runs_nothing(cli: Cli, samples: Path) -> None:
    asked = cli("--home", samples, "ask", "--show-only", QUESTION)
    assert asked.out == (
        f'{UNDERSTOOD}in Python: detente.allies(graph, "BLR", as_of="2025-12-31")\n'
    )


def test_dates_are_counted_from_the_last_day_of_the_data(cli: Cli, samples: Path) -> None:
    """The youngest act of the samples is of January 2026 (seeds/articles/2026-01-22-…)."""
    asked = cli("--home", samples, "ask", "--show-only", "What happened to Belarus last month?")
    first, counted, *_ = asked.out.splitlines()
    assert first.endswith("detente timeline BLR --since 2025-12-01 --as-of 2025-12-31")
    assert counted.startswith("counted from: 2026-01-")


def test_a_refusal_offers_what_can_be_asked(cli: Cli, samples: Path) -> None:
    asked = cli("--home", samples, "ask", "Why did Turkey turn on Israel?")
    assert (asked.status, asked.out) == (1, "")
    first, then, offered = asked.err.splitlines()
    assert first.startswith("detente: cannot answer that: why something happened is not known")
    assert then == "what can be asked, for example:"
    assert offered == "  When did Türkiye and Israel fall out?  (detente shifts --between TUR ISR)"


def test_left_out_words_are_shown(cli: Cli, samples: Path) -> None:
    asked = cli("--home", samples, "ask", "--show-only", "Who are the secret allies of Belarus?")
    assert "left out: secret\n" in asked.out


def test_a_fault_of_the_command_is_its_own(cli: Cli, samples: Path) -> None:
    wrong = cli("--home", samples, "ask", QUESTION, "--format", "yaml")
    assert wrong.status == 2
