"""COW formal alliances. The header is the published one, the rows follow its codebook."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import seeds
from detente.loaders.events.rows import Reject
from detente.loaders.treaties import Pact, read_pacts, read_treaty_table

HEADER = (
    "version4id,ccode1,state_name1,ccode2,state_name2,dyad_st_day,dyad_st_month,dyad_st_year,"
    "dyad_end_day,dyad_end_month,dyad_end_year,left_censor,right_censor,defense,neutrality,"
    "nonaggression,entente,version"
)


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "alliance_v4.1_by_dyad.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf8")
    return path


def told(path: Path) -> tuple[list[tuple[str, ...]], list[str]]:
    """Alliance, both states, obligation and words of each pact; line and reason of each reject."""
    pacts: list[tuple[str, ...]] = []
    rejects: list[str] = []
    for one in read_pacts(path, seeds.roster()):
        if isinstance(one, Reject):
            rejects.append(f"{one.line}: {one.reason}")
        else:
            pacts.append((one.alliance or "", one.left, one.right, one.obligation, one.words))
    return pacts, rejects


def test_days_censored_ends_and_obligations(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "1,200,United Kingdom,235,Portugal,1,1,1816,,,,1,1,1,0,1,0,4.1",
        "2,200,United Kingdom,380,Sweden,1,1,1816,15,2,1911,1,0,0,0,0,1,4.1",
        "3,2,United States,365,Russia,,,1941,,,1945,0,0,1,0,0,0,4.1",
        "4,2,United States,20,Canada,NA,4,1949,NA,NA,NA,0,0,1,0,0,0,4.1",
    )
    assert told(path) == (
        [
            ("1", "GBR", "PRT", "defence", "1816-01-01 or earlier to at least 2012"),
            ("1", "GBR", "PRT", "non-aggression", "1816-01-01 or earlier to at least 2012"),
            ("2", "GBR", "SWE", "consultation", "1816-01-01 or earlier to 1911-02-15"),
            ("3", "RUS", "USA", "defence", "1941 to 1945"),
            ("4", "CAN", "USA", "defence", "1949-04 to at least 2012"),
        ],
        [],
    )


def test_what_is_told_again_is_given_once_with_the_later_end(tmp_path: Path) -> None:
    """The other direction, the years of a yearly table, a row twice with another end."""
    path = table(
        tmp_path,
        "3,2,United States,20,Canada,4,4,1949,1,1,1960,0,0,1,0,0,0,4.1",
        "3,20,Canada,2,United States,4,4,1949,1,1,1960,0,0,1,0,0,0,4.1",
        "3,2,United States,20,Canada,4,4,1949,1,1,1970,0,0,1,0,0,0,4.1",
        "3,2,United States,20,Canada,4,4,1949,1,1,1950,0,0,1,0,0,0,4.1",
    )
    assert told(path) == ([("3", "CAN", "USA", "defence", "1949-04-04 to 1970-01-01")], [])


def test_a_span_is_cut_to_the_days_for_which_a_number_is_a_state(tmp_path: Path) -> None:
    """345 is Yugoslavia until 27 April 1992, then what became Serbia."""
    path = table(
        tmp_path,
        "9,345,Yugoslavia,350,Greece,9,8,1954,1,1,1960,0,0,1,0,0,0,4.1",
        "8,345,Yugoslavia,350,Greece,1,8,1975,,,,0,1,0,0,1,0,4.1",
        "7,345,Yugoslavia,365,Russia,1,1,1914,1,1,1920,0,0,1,0,0,0,4.1",
    )
    assert told(path) == (
        [
            ("8", "GRC", "SRB", "non-aggression", "1992-04-27 to at least 2012"),
            ("7", "RUS", "SRB", "defence", "1914-01-01 to 1918-12-01"),
        ],
        [
            "0: 1 row is left out, in line 2: "
            "COW number 345: Yugoslavia until 1992 has several successors"
        ],
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "3,2,a,20,b,4,4,1949,1,1,1948,0,0,1,0,0,0,4.1",
            "ends on 1948-01-01, before its beginning",
        ),
        ("3,2,a,20,b,31,2,1949,,,,0,1,1,0,0,0,4.1", "since: 1949-2-31 is no date"),
        ("3,2,a,20,b,,,,,,,0,1,1,0,0,0,4.1", "has no year of its beginning"),
        ("3,2,a,20,b,1,1,1949,,,,0,9,1,0,0,0,4.1", "right_censor: '9' is neither 0 nor 1"),
        ("3,255,a,260,b,1,1,1955,,,,0,1,1,0,0,0,4.1", "255 and 260 were never two states then"),
        ("3,2,a,20", "4 cells, the header has 18"),
    ],
)
def test_bad_rows_are_told(tmp_path: Path, row: str, reason: str) -> None:
    path = table(tmp_path, row, "3,2,a,20,b,1,1,1949,,,,0,1,1,0,0,0,4.1")
    pacts, rejects = told(path)
    assert len(pacts) == 1
    assert [one.startswith(f"2: {reason}") for one in rejects] == [True]


def test_sound_rows_of_nobody_are_left_out(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "3,2,a,265,b,1,1,1955,,,,0,1,1,0,0,0,4.1",
        "3,2,a,20,b,1,1,1949,,,,0,1,0,0,0,0,4.1",
        "3,2,a,265,b,1,1,1956,,,,0,1,1,0,0,0,4.1",
    )
    assert told(path) == (
        [],
        [
            "0: 2 rows are left out, the first in line 2: "
            "COW number 265: the German Democratic Republic is no longer a state",
            "0: 1 row is left out, in line 3: marks no obligation",
        ],
    )


BEGINNING, END = HEADER.removesuffix(",version"), ",version"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (f"{BEGINNING},asymmetric{END}", "3,2,a,20,b,4,4,1949,,,,0,1,1,0,0,0,0,4.1"),
        (f"{BEGINNING}{END}", "3,2,a,20,b,4,4,1949,,,,0,1,1,0,0,0,4.1"),
        (f"{BEGINNING},year{END}", "3,2,a,20,b,4,4,1949,,,,0,1,1,0,0,0,1950,4.1"),
        (f"{BEGINNING},year{END}", "3,2,a,20,b,4,4,1949,0,0,0,0,1,1,0,0,0,0,4.1"),
        (f"{BEGINNING},year{END}", "3,2,a,20,b,4,4,1949,-9,-9,-9,0,1,1,0,0,0,1950,4.1"),
    ],
    ids=["by_dyad", "by_directed", "yearly", "zero for no end", "-9 for no end"],
)
def test_the_published_headers_are_known(tmp_path: Path, header: str, row: str) -> None:
    """Columns of v4.1; the rows are invented."""
    path = table(tmp_path, row, header=header)
    assert told(path) == ([("3", "CAN", "USA", "defence", "1949-04-04 to at least 2012")], [])


def test_allies_are_stated_by_what_promises_help(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "3,2,United States,20,Canada,4,4,1949,,,,0,1,1,0,1,1,4.1",
        "4,2,United States,365,Russia,1,1,1975,,,,0,1,0,0,1,0,4.1",
    )
    (statement,) = read_treaty_table(path, seeds.roster(), layout="cow")
    assert not isinstance(statement, Reject)
    assert (statement.relation, statement.subject, statement.object, statement.trigger) == (
        "ALLIED_WITH",
        "CAN",
        "USA",
        "defence",
    )
    assert (statement.dataset, statement.record_id) == ("cow", "3/CAN/USA/defence/1949-04-04")
    assert statement.date_words == "1949-04-04 to at least 2012"


def test_a_treaty_keeps_its_number(tmp_path: Path) -> None:
    path = table(tmp_path, "3,2,United States,20,Canada,4,4,1949,1,1,1960,0,0,1,0,0,0,4.1")
    (pact,) = read_pacts(path, seeds.roster())
    assert isinstance(pact, Pact)
    assert pact.treaty().name == "alliance no. 3 in the COW table"
    assert pact.treaty().treaty_id == "COW:3/CAN/USA/defence/1949-04-04"
