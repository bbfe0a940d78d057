"""ATOP dyad-years: spans, states that are no longer, odd rows, and the published table whole."""

from __future__ import annotations

import gzip
import zipfile
from collections import Counter
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import seeds
from detente.graph.errors import LoadError
from detente.loaders.events.rows import Reject
from detente.loaders.treaties import Pact, read_pacts, read_treaty_table
from detente.loaders.treaties.atop import read_dyad_years
from detente.loaders.treaties.layouts import layouts
from detente.loaders.treaties.tables import open_table

HEADER = (
    "ccode1,ccode2,year,atop_defense,atop_offense,atop_neutral,atop_nonagg,atop_consul,"
    "state1,state2"
)


def table(folder: Path, *rows: str, header: str = HEADER) -> Path:
    path = folder / "dyad_years.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf8")
    return path


def told(path: Path) -> tuple[list[tuple[str, str, str, str]], list[Reject]]:
    """Who is bound how and when, and what was rejected."""
    found = list(read_pacts(path, seeds.roster()))
    pacts = [one for one in found if isinstance(one, Pact)]
    rejects = [one for one in found if isinstance(one, Reject)]
    return [(one.left, one.right, one.obligation, one.words) for one in pacts], rejects


def test_years_that_follow_one_another_are_one_span(tmp_path: Path) -> None:
    """By hand: defence 1942-1943 and 1950-1951, offence only in 1942; the table ends in 1951."""
    path = table(
        tmp_path,
        "2,20,1942,1,1,0,0,0,United States of America,Canada",
        "2,20,1943,1,0,0,0,0,United States of America,Canada",
        "2,20,1950,1,0,0,0,0,United States of America,Canada",
        "2,20,1951,1,0,0,0,0,United States of America,Canada",
        "200,235,1941,1,0,0,0,0,United Kingdom,Portugal",
    )
    assert told(path) == (
        [
            ("CAN", "USA", "defence", "1942 to 1943"),
            ("CAN", "USA", "defence", "1950 to at least 1951"),
            ("CAN", "USA", "offence", "1942 to 1942"),
            ("GBR", "PRT", "defence", "1941 or earlier to 1941"),
        ],
        [],
    )


def test_an_ended_span_is_over_on_the_first_day_of_the_next_year(tmp_path: Path) -> None:
    path = table(
        tmp_path, "2,20,1942,1,0,0,0,0,,", "2,20,1943,1,0,0,0,0,,", "2,365,1945,0,0,0,1,0,,"
    )
    (first, second) = read_pacts(path, seeds.roster())
    assert isinstance(first, Pact)
    assert isinstance(second, Pact)
    treaty = first.treaty()
    assert treaty.until is not None
    assert (str(treaty.since), str(treaty.until.over)) == ("1942", "1944-01-01")
    assert [party.actor_id for party in first.parties()] == ["CAN", "USA"]
    assert second.statement() is None


def test_states_of_one_number_or_of_two_are_told_by_their_days(tmp_path: Path) -> None:
    """COW has the Federal Republic under 260 until 1990 and under 255 since; 345 twice Serbia."""
    path = table(
        tmp_path,
        "2,260,1989,1,0,0,0,0,,",
        "2,260,1990,1,0,0,0,0,,",
        "2,255,1990,1,0,0,0,0,,",
        "2,255,1991,1,0,0,0,0,,",
        "345,365,1914,1,0,0,0,0,,",
        "345,350,1955,1,0,0,0,0,,",
        "345,350,2003,0,0,0,1,0,,",
        "200,365,1942,1,0,0,0,0,,",
    )
    pacts, rejects = told(path)
    assert pacts == [
        ("DEU", "USA", "defence", "1989 to 1991"),
        ("GBR", "RUS", "defence", "1942 to 1942"),
        ("GRC", "SRB", "non-aggression", "2003 to at least 2003"),
        ("RUS", "SRB", "defence", "1914 or earlier to 1914"),
    ]
    yugoslavia = "COW number 345: Yugoslavia until 1992 has several successors"
    assert rejects == [Reject("dyad_years.csv", 0, f"1 row is left out, in line 7: {yugoslavia}")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,20,1942,1,0,0,0,0,USA", "9 cells, the header has 10"),
        ("2,20,194x,1,0,0,0,0,,", "year: '194x' is no number"),
        ("2,20,19,1,0,0,0,0,,", "year: '19' is no year"),
        ("two,20,1942,1,0,0,0,0,,", "state: 'two' is no number"),
        ("2,20,1942,2,0,0,0,0,,", "defence: '2' is neither 0 nor 1"),
        ("2,2,1942,1,0,0,0,0,,", "both numbers stand for USA: 2, 2"),
        ("2,999,1942,1,0,0,0,0,,", "COW number 999: no state of the gazetteer has it"),
    ],
)
def test_one_bad_row_is_told_and_stops_nothing(tmp_path: Path, row: str, reason: str) -> None:
    path = table(tmp_path, row, "2,20,1942,1,0,0,0,0,,")
    pacts, rejects = told(path)
    assert [one[:3] for one in pacts] == [("CAN", "USA", "defence")]
    assert rejects == [Reject("dyad_years.csv", 2, reason)]


def test_a_sound_row_of_nobody_is_left_out_and_told_once_with_the_others(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "2,265,1955,1,0,0,0,0,,",
        "2,315,1942,1,0,0,0,0,,",
        "2,315,1943,1,0,0,0,0,,",
        "2,20,1942,0,0,0,0,0,,",
        "2,20,1942,1,0,0,0,0,,",
        "2,999,1942,1,0,0,0,0,,",
    )
    pacts, rejects = told(path)
    assert [one[:3] for one in pacts] == [("CAN", "USA", "defence")]
    assert [(one.line, one.reason) for one in rejects] == [
        (7, "COW number 999: no state of the gazetteer has it"),
        (
            0,
            "2 rows are left out, the first in line 3: "
            "COW number 315: Czechoslovakia has two successors",
        ),
        (
            0,
            "1 row is left out, in line 2: "
            "COW number 265: the German Democratic Republic is no longer a state",
        ),
        (0, "1 row is left out, in line 5: marks none of the five obligations"),
    ]


#: The obligations and the treaties in the dyad-years and directed dyad-years of ATOP 5.1.
ATOP = (
    "year,atopally,defense,offense,neutral,nonagg,consul,shareob,transyr,bilatno,multino,number,"
    "asymm,atopid1,atopid2,atopid3,atopid4,atopid5,atopid6,atopid7,atopid8,atopid9"
)


def test_the_columns_of_atop_itself_are_known(tmp_path: Path) -> None:
    """Columns of ATOP 5.1; the rows are invented. An empty cell is a treaty that is not there."""
    treaty = "3075,,,,,,,,"
    path = table(
        tmp_path,
        f"2020,1950,1,1,0,0,0,1,1,0,0,1,1,0,{treaty},2,20,5.1",
        header=f"dyad,{ATOP},mem1,mem2,version",
    )
    assert [one[:3] for one in told(path)[0]] == [
        ("CAN", "USA", "consultation"),
        ("CAN", "USA", "defence"),
    ]
    directed = table(
        tmp_path,
        f"200290,1939,1,1,0,0,0,0,0,0,1,0,1,1,{treaty},200,290,5.1",
        f"290200,1939,1,0,0,0,0,1,0,0,1,0,1,1,{treaty},290,200,5.1",
        f"365200,1939,1,0,0,0,0,0,0,0,1,0,1,1,{treaty},365,200,5.1",
        header=f"ddyad,{ATOP},stateA,stateB,version",
    )
    pacts, rejects = told(directed)
    assert [one[:3] for one in pacts] == [
        ("GBR", "POL", "consultation"),
        ("GBR", "POL", "defence"),
    ]
    # What one of two promises nothing for is no bad row.
    assert [one.line for one in rejects] == [0]


def test_a_table_may_be_packed_and_may_have_other_delimiters(tmp_path: Path) -> None:
    plain = table(tmp_path, "2,20,1942,1,0,0,0,0,,")
    expected = told(plain)
    content = plain.read_bytes()
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(content))
    archive = tmp_path / "packed.zip"
    with zipfile.ZipFile(archive, "w") as writing:
        writing.writestr("codebook.pdf", b"%PDF")
        writing.writestr("data/dyad_years.csv", content)
    tabbed = tmp_path / "dyad_years.tab"
    tabbed.write_bytes(b"\xef\xbb\xbf" + content.replace(b",", b"\t"))
    assert [told(path) for path in (packed, archive, tabbed)] == [expected] * 3


def test_what_is_no_such_table_is_said(tmp_path: Path) -> None:
    roster = seeds.roster()
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf8")
    for name, problem in (
        (None, "has the header of no treaty table (atop, cow, memberships)"),
        ("atop", "has no column ccode1, ccode2, year, atop_defense"),
        ("icews", "'icews' is no layout of a treaty table"),
    ):
        with pytest.raises(LoadError) as error:
            list(read_treaty_table(other, roster, layout=name))
        assert str(error.value).startswith(f"other.csv: {problem}")
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(gzip.compress(b"ccode1")[:-4])
    empty = tmp_path / "empty.csv"
    empty.write_bytes(b"")
    both = tmp_path / "both.zip"
    with zipfile.ZipFile(both, "w") as writing:
        writing.writestr("a.csv", b"x")
        writing.writestr("b.csv", b"x")
    for path, problem in (
        (broken, "cannot be read"),
        (empty, "is empty"),
        (both, "holds 2 tables"),
        (tmp_path / "absent.csv", "cannot be read"),
    ):
        with pytest.raises(LoadError, match=problem):
            list(read_pacts(path, roster))


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["2", "20", "200", "255", "260", "365"]),
        st.sampled_from(["2", "20", "200", "255", "260", "365"]),
        st.integers(1940, 1946),
        st.lists(st.sampled_from(["0", "1"]), min_size=5, max_size=5),
    ),
    max_size=25,
)


@given(rows=ROWS, shuffle=st.randoms())
def test_the_order_of_the_rows_changes_nothing(
    rows: list[tuple[str, str, int, list[str]]],
    shuffle: Random,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("rows")
    lines = [f"{left},{right},{year},{','.join(marks)},," for left, right, year, marks in rows]
    first, _ = told(table(folder, *lines))
    shuffle.shuffle(lines)
    assert told(table(folder, *lines))[0] == first


@given(rows=ROWS)
def test_a_span_covers_its_years_and_no_other(
    rows: list[tuple[str, str, int, list[str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The years that the rows mark are the years of the spans, each once."""
    named = {"2": "USA", "20": "CAN", "200": "GBR", "255": "DEU", "260": "DEU", "365": "RUS"}
    obligations = ("defence", "offence", "neutrality", "non-aggression", "consultation")
    marked = {
        (*sorted((named[left], named[right])), obligation, year)
        for left, right, year, marks in rows
        for obligation, mark in zip(obligations, marks, strict=True)
        if mark == "1" and named[left] != named[right]
    }
    lines = [f"{left},{right},{year},{','.join(marks)},," for left, right, year, marks in rows]
    path = table(tmp_path_factory.mktemp("rows"), *lines)
    covered = Counter(
        (one.left, one.right, one.obligation, year)
        for one in read_pacts(path, seeds.roster())
        if isinstance(one, Pact)
        for year in range(one.since.start.year, one.until.end.year)
    )
    assert set(covered) == marked
    assert set(covered.values()) <= {1}


def test_the_published_table(reference_data: Path) -> None:
    """No row is rejected: 6,440 name a state that is no longer, and 61 mark nothing."""
    path = reference_data / "data" / "atop_alliances" / "atop_alliance_dyad_years.csv.gz"
    with open_table(path) as opened:
        found = list(read_dyad_years(opened, layouts()["atop"], seeds.roster()))
    notices = [one for one in found if isinstance(one, Reject)]
    assert {one.line for one in notices} == {0}
    left_out: Counter[str] = Counter()
    for one in notices:
        rows, _, reason = one.reason.partition(" left out, ")
        left_out["obligations" if "obligations" in reason else "states"] += int(
            rows.split()[0].replace(",", "")
        )
    assert left_out == {"states": 6_440, "obligations": 61}
    assert notices[0].reason == (
        "1,081 rows are left out, the first in line 2997: "
        "COW number 315: Czechoslovakia has two successors"
    )
    pacts = {
        (one.left, one.right, one.obligation): one.words for one in found if isinstance(one, Pact)
    }
    # From the codebook of ATOP and the treaties themselves: the pact of 1960 (from 1951), the
    # Soviet-Korean one of 1961 to 1996, the Rome-Berlin alliance of 1939 to 1943.
    assert pacts["JPN", "USA", "defence"] == "1951 to at least 2018"
    assert pacts["PRK", "RUS", "defence"] == "1961 to 1996"
    assert pacts["IND", "PAK", "non-aggression"].endswith("at least 2018")
    assert ("IND", "PAK", "defence") not in pacts
    assert len({one.record_id for one in found if isinstance(one, Pact)}) == len(found) - len(
        notices
    )
