"""The commands that answer from many acts, on a made-up year of coded rows."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from detente.cli import analysing
from tests.detente.conftest import Cli, Ran
from tests.queries.analyses.coded import EAST, TURN, WEST, loaded, two_blocs

__all__: list[str] = []

Ask: TypeAlias = Callable[..., Ran]


@pytest.fixture(scope="module")
def year(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a graph with the year, loaded once: no command here changes it."""
    file = tmp_path_factory.mktemp("rows") / "events.tab"
    with loaded(embedded_home, two_blocs(), file):
        yield embedded_home


@pytest.fixture
def ask(cli: Cli, year: Path) -> Ask:
    def call(*arguments: str | Path) -> Ran:
        return cli("--home", year, *arguments)

    return call


def lines_of(ran: Ran) -> list[dict[str, Any]]:
    assert (ran.status, ran.err) == (0, "")
    return [json.loads(line) for line in ran.out.splitlines()]


def test_camps_and_their_pairs(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "pairs.csv"
    ran = ask("camps", "--pairs", file)
    assert ran.status == 0
    assert "who stands with whom, as of 2018-10-" in ran.out
    assert "\nsupported: " in ran.out
    assert "3 camps: " in " ".join(ran.out.split())
    rows = list(csv.DictReader(StringIO(file.read_text("utf8"))))
    assert list(rows[0]) == ["a", "b", "probability_same"]
    same = {(row["a"], row["b"]): float(row["probability_same"]) for row in rows}
    assert min(same["DEU", "FRA"], same["BLR", "RUS"]) > 0.9
    assert same["DEU", "RUS"] < 0.1


def test_a_file_for_pairs_that_cannot_be_written(ask: Ask, tmp_path: Path) -> None:
    ran = ask("camps", "--pairs", tmp_path / "no" / "pairs.csv")
    assert ran.status == 1
    assert ran.err.count("\n") == 1
    assert "pairs.csv: No such file or directory" in ran.err


def test_switched(ask: Ask) -> None:
    first, *_ = lines_of(ask("switched", "--from", str(TURN), "--format", "jsonl"))
    assert (first["actor"], first["verdict"]) == ("SRB", "supported")
    assert set(first["left"]) == set(EAST)
    # Treaties in force bind others to the west as well.
    assert set(first["joined"]) >= set(WEST)
    early = ask("switched", "--from", "2018-02-01", "--to", "2018-04-01")
    assert "2018-02-01 to 2018-04-01" in early.out
    assert "supported" not in early.out


def test_closer_and_without_leaving(ask: Ask) -> None:
    given = ("closer", "--to", "Germania", "--since", str(TURN))
    assert lines_of(ask(*given, "--format", "jsonl"))[0]["actor"] == "SRB"
    ran = ask(*given, "--without-leaving", "India")
    assert "who moved closer to Germany without leaving India" in ran.out
    assert "weak: Serbia moved closer to Germany and did not leave India" in ran.out


def test_triads_and_pressure(ask: Ask) -> None:
    assert "Iran – Italy" in ask("triads").out
    (row,) = lines_of(ask("triads", "--under-pressure", "--format", "jsonl"))
    assert (row["a"], row["b"], row["unbalanced"]) == ("IRN", "ITA", 8)


def test_polarisation_by_quarter(ask: Ask) -> None:
    ran = ask("polarisation", "--since", "2018-02-01", "--by", "quarter", "--format", "csv")
    days = [row["as_of"] for row in csv.DictReader(StringIO(ran.out))]
    assert days[:3] == ["2018-03-31", "2018-06-30", "2018-09-30"]
    assert ask("polarisation", "--by", "week").status != 0


def test_bridges_follows_and_outlook(ask: Ask) -> None:
    assert lines_of(ask("bridges", "--format", "jsonl"))[0]["actor"] == "IND"
    assert "Cyprus may follow Mexico: 2 weeks later" in ask("follows", "Mexic").out
    ran = ask("outlook", "Germany", "Rusia", "--horizon", "60")
    assert "in 60 days" in ran.out
    assert "a base rate" in ran.out


def test_changed(ask: Ask) -> None:
    told = json.loads(ask("changed", "--since", str(TURN), "--format", "json").out)
    assert told["verdict"] == "supported"
    assert told["silent"] == [["EGY", "GHA"]]
    assert {one["direction"] for one in told["found"] if one["verdict"] == "supported"} == {
        "warmer",
        "colder",
    }


def test_who_is_heard(ask: Ask) -> None:
    ran = ask("bridges", "--without-publisher", "Daily", "--without-claims")
    assert ran.status == 0
    assert "no acts are heard of" in ran.out
    told = json.loads(ask("triads", "--said-by", "Franța", "--format", "json").out)
    assert (told["n"], told["parameters"]["said_by"]) == (0, "FRA")


def test_shifts_name_the_two_and_count_the_window(ask: Ask) -> None:
    pair = "shifts", "--between", "Serbia", "Germania"
    page = ask(*pair).out
    said = " ".join(page.split())
    assert re.search("Germany and Serbia turned (warmer|colder) about 2018-", said) is not None
    # In a narrow terminal the second name stands below the first.
    assert re.search("^Germany –.* (warmer|colder) ", page, re.MULTILINE) is not None
    found = lines_of(ask(*pair, "--format", "jsonl"))[0]
    assert (found["a"], found["b"]) == ("DEU", "SRB")
    whole, part = (
        json.loads(ask("shifts", *since, "--format", "json").out)
        for since in ((), ("--since", str(TURN)))
    )
    assert 0 < part["n"] < whole["n"]


def test_days_in_the_wrong_order(ask: Ask) -> None:
    for command in (
        ("shifts", "--since", "2018-09-01", "--until", "2018-01-01"),
        ("treaties", "--changed-since", "2010", "--until", "2005"),
    ):
        ran = ask(*command)
        assert ran.status == 1
        assert "is after the last, " in ran.err
    late = " ".join(ask("shifts", "--since", "2030-01-01").out.split())
    assert "not enough evidence: nothing is told since 2030-01-01: the last day is 2018-" in late


def test_a_source_that_is_none_is_named(ask: Ask) -> None:
    ran = ask("level", "Germany", "Serbia", "--without-dataset", "icew", "--without-publisher", "X")
    assert ran.status == 0
    assert "a data set 'icew', so nothing is left out for it; much like it: icews" in ran.err
    assert "a publisher 'X', so nothing is left out for it" in ran.err
    assert ask("level", "Germany", "Serbia", "--without-dataset", "icews").err == ""


def test_nobody_who_is_heard_tells_of_them(ask: Ask) -> None:
    said = " ".join(ask("level", "Germany", "Serbia", "--said-by", "Franța").out.split())
    assert "others are not heard: ask again without --said-by" in said
    known = " ".join(ask("level", "Germany", "Serbia", "--known-on", "2018-03-01").out.split())
    assert "the graph had learnt of no act of theirs by 2018-03-01" in known


def test_a_coded_row_has_no_sentence(ask: Ask) -> None:
    told = json.loads(ask("level", "Germany", "Serbia", "--format", "json").out)
    page = ask("why", told["found"][0]["drivers"][0]["statement_id"]).out
    assert "coded in icews" in page
    assert "sentence" not in page
    assert "quote" not in page


@pytest.mark.parametrize("name", analysing.__all__)
def test_every_command_can_choose_who_is_heard(cli: Cli, name: str) -> None:
    ran = cli(name, "--help")
    assert ran.status == 0
    for option in (
        *("--said-by", "--without-publisher", "--without-dataset", "--without-claims"),
        *("--known-on", "--sensitivity", "--format"),
    ):
        assert ran.out.count(f"  {option} ") == 1
    assert "  --context" not in ran.out


def test_a_data_set_can_be_left_out(ask: Ask) -> None:
    ran = ask("bridges", "--without-dataset", "icews")
    assert ran.status == 0
    assert "no acts are heard of" in ran.out
    assert json.loads(ask("camps", "--without-dataset", "tkg", "--format", "json").out)["n"] > 0


def test_sensitivity_asks_without_each_source(ask: Ask) -> None:
    """All rows are of one data set, and of one paper in it."""
    plain, ran = (
        ask("bridges"),
        ask("bridges", "--sensitivity"),
    )
    assert ran.status == 0
    assert ran.out.startswith(plain.out)
    words = " ".join(ran.out.split())
    assert "hangs on Daily, which gives all acts: without it “not enough evidence”" in words
    few = " ".join(ask("shifts", "--between", "Serbia", "Rusia", "--sensitivity").out.split())
    assert "not enough evidence, with all sources and without any one of 2" in few
    rows = lines_of(ask("triads", "--sensitivity", "--format", "jsonl"))
    assert {(row["kind"], row["source"]) for row in rows} == {
        ("data set", "icews"),
        ("publisher", "Daily"),
    }
    assert {row["verdict"] for row in rows} == {"not enough evidence"}
    told = json.loads(ask("closer", "--to", "DEU", "--sensitivity", "--format", "json").out)
    assert told["note"] is None
    assert told["asked"]["verdict"] == told["verdict"]
    assert told["found"][0]["goes"][0] == "SRB"


@pytest.mark.parametrize(
    "arguments",
    [
        ("camps",),
        ("changed", "--since", str(TURN)),
        ("switched", "--from", str(TURN)),
        ("polarisation", "--since", "2018-02-01", "--by", "quarter"),
        ("polarisation",),
        ("follows", "Mexic"),
        ("outlook", "Germany", "Rusia"),
    ],
    ids=" ".join,
)
def test_every_question_can_be_asked_without_a_source(ask: Ask, arguments: tuple[str, ...]) -> None:
    told = json.loads(ask(*arguments, "--sensitivity", "--format", "json").out)
    assert told["asked"] == json.loads(ask(*arguments, "--format", "json").out)
    assert told["verdict"] != "not enough evidence"
    for one in told["found"]:
        assert (one["acts"], one["decides"]) == (told["n"], True)
        assert "no acts" in one["summary"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (("follows", "Narnia"), "'Narnia' is no known actor"),
        (("outlook", "USA", "SUA"), "United States is named twice"),
        (("changed", "--since", "2020-01-01"), "is not before the last"),
        (("closer", "--to", ""), "no actor is named"),
        *(
            ((*asked, "--since", "2018-09-01", last, "2018-01-01"), "is after the last, 2018-01-01")
            for asked, last in (
                (("between", "USA", "RUS"), "--as-of"),
                (("level", "USA", "RUS"), "--as-of"),
                (("timeline", "USA"), "--as-of"),
                (("shifts",), "--until"),
            )
        ),
    ],
)
def test_questions_that_make_no_sense(ask: Ask, arguments: tuple[str, ...], problem: str) -> None:
    ran = ask(*arguments)
    assert ran.status == 1
    assert problem in ran.err
    assert ran.err.count("\n") == 1


def test_who_hears_nobody_is_told_why_nothing_is_known(ask: Ask) -> None:
    told = ask("camps", "--known-on", "2000-01-01").out
    assert "no acts are heard of: ask again without --known-on" in " ".join(told.split())
