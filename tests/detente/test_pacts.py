"""The commands about treaties and conduct, on made-up rows: what they print."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest

import detente
from detente.graph.servers.arcadedb import stop_server
from tests.detente.conftest import Cli
from tests.queries.analyses.foes import blocs, table_of

__all__: list[str] = []


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a graph with the made-up rows and the treaties that every graph starts from."""
    home = tmp_path_factory.mktemp("year")
    with detente.open(home=home, store="embedded") as graph:
        graph.load(table_of(blocs(), home / "events.tab"))
    yield home
    stop_server(home)


def test_level_shows_value_prior_and_trend(cli: Cli, year: Path) -> None:
    ran = cli("--home", year, "level", "Polonia", "Russia", "--since", "2018-02-01")
    assert (ran.status, ran.err) == (0, "")
    assert ran.out.startswith("how Poland and Russia are getting on, as of 2018-10-28\n")
    assert "supported: colder than expected" in ran.out
    assert "before anything is known of them" in " ".join(ran.out.split())
    (deeds,) = [line for line in ran.out.splitlines() if line.startswith("conflict, deeds")]
    # Two embargoes in May, one in each other month from March; in February none (31 January).
    assert deeds.split()[-1] == "·▄▄█▄▄▄▄▄"
    rows = [
        json.loads(line)
        for line in cli("--home", year, "level", "POL", "RUS", "--format", "jsonl").out.splitlines()
    ]
    assert [row["part"] for row in rows] == ["together", "direction", "direction", *["month"] * 10]
    whole = json.loads(cli("--home", year, "level", "POL", "RUS", "--format", "json").out)
    assert whole["low"] < whole["value"] < whole["high"]


def test_adversaries_and_their_sources(cli: Cli, year: Path) -> None:
    ran = cli("--home", year, "adversaries", "Poland")
    assert ran.status == 0
    assert ran.out.startswith("adversaries of Poland, as of 2018-10-28\n")
    rows = list(csv.DictReader(StringIO(cli(*_csv(year, "adversaries", "Poland")).out)))
    assert {row["actor_id"] for row in rows if row["verdict"] == "supported"} == {
        *("RUS", "BLR", "IRN", "SYR", "CUB")
    }
    early = cli("--home", year, "adversaries", "Poland", "--as-of", "2017-12-31").out
    assert "nothing is told of what others and Poland do to each other" in early
    without = cli("--home", year, "adversaries", "POL", "--said-by", "RUS").out
    assert "not enough evidence" in without


def test_strained_tells_who_works_together_without_a_treaty(cli: Cli, year: Path) -> None:
    """Iran has a real treaty of defence with Syria, and none with Cuba; both are its friends."""
    rows = list(csv.DictReader(StringIO(cli(*_csv(year, "strained", "--actor", "Iran")).out)))
    found = {(row["a"], row["b"]): row["kind"] for row in rows}
    assert found["CUB", "IRN"] == "alignment without treaty"
    assert ("IRN", "SYR") not in found
    ran = cli("--home", year, "strained", "--as-of", "2018-10-28")
    assert (ran.status, ran.err) == (0, "")
    assert "too little is told" in ran.out


def test_treaties_of_a_period(cli: Cli, year: Path) -> None:
    ran = cli("--home", year, "treaties", "--changed-since", "2023", "--actor", "Finlanda")
    assert ran.status == 0
    assert "joined North" in ran.out
    rows = list(csv.DictReader(StringIO(cli(*_csv(year, "treaties", *_IN_2023)).out)))
    assert [(row["actor_id"], row["change"], row["when"]) for row in rows] == [
        ("FIN", "joined", "2023-04-04")
    ]
    wrong = cli("--home", year, "treaties", "--changed-since", "soon")
    assert wrong.status == 2
    assert "'soon' is no day" in wrong.err


_IN_2023 = ("--changed-since", "2023-04-01", "--until", "2023-04-30", "--actor", "FIN")


def _csv(home: Path, *asked: str) -> tuple[str | Path, ...]:
    return ("--home", home, *asked, "--format", "csv")


def test_allies_by_coded_acts_come_after_treaties(cli: Cli, year: Path) -> None:
    """Iran has a treaty of defence with Syria; Cuba, bound by none, is as friendly."""
    asked = ("--home", year, "allies", "IRN", "--as-of", "2018-10-28")
    ranked = json.loads(cli(*asked, "--format", "json").out)["ranked"]
    names = [one["name"] for one in ranked]
    assert names[0] == "Syria"
    (cuba,) = [one for one in ranked if one["name"] == "Cuba"]
    assert (cuba["verdict"], cuba["coded"], cuba["treaties"]) == ("supported", 11, [])
    assert cuba["conduct"]["mean"] < cuba["expected"]
    assert cuba["because"].startswith("11 coded rows, 11 days; friendlier than expected: ")
    assert not {"Poland", "Germany", "France"} & set(names)
    words = " ".join(cli(*asked).out.split())
    # Four friends in the east, and India.
    assert words.count("(11 times, the last") == 5
