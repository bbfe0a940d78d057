"""Tables of memberships of the user's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import seeds
from detente.graph.errors import LoadError
from detente.graph.statements import Statement
from detente.loaders.events.rows import Reject
from detente.loaders.treaties import read_pacts, read_treaty_table


def table(folder: Path, *rows: str, header: str = "member,body,since,until,source") -> Path:
    path = folder / "members.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf8")
    return path


def test_codes_names_and_numbers_are_members(tmp_path: Path) -> None:
    path = table(
        tmp_path,
        "SWE,NATO,2024-03-07,,accession protocol",
        "Marea Britanie,European Union,1973,2020-02-01,",
        "255,NATO,1990-10,,",
    )
    said = [one for one in read_treaty_table(path, seeds.roster()) if isinstance(one, Statement)]
    assert [
        (one.subject, one.object, str(one.event_date), str(one.event_end), one.publisher)
        for one in said
    ] == [
        ("SWE", "NATO", "2024-03-07", "None", "accession protocol"),
        ("GBR", "EUU", "1973", "2020-02-01", None),
        ("DEU", "NATO", "1990-10", "None", None),
    ]
    assert {one.relation for one in said} == {"MEMBER_OF"}
    assert said[0].record_id == "SWE/NATO/2024-03-07"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ruritania,NATO,1999,,", "'Ruritania' is no known actor"),
        ("265,NATO,1999,,", "COW number 265: the German Democratic Republic"),
        ("SWE,Kyiv Post,1999,,", "body: 'Kyiv Post' is KYIV_POST, which cannot be a body"),
        ("SWE,NOR,1999,,", "body: 'NOR' is NOR, which cannot be a body"),
        ("SWE,NATO,,,", "since is empty"),
        ("SWE,NATO,7 March 2024,,", "since: 7 March 2024 is no date"),
        ("SWE,NATO,99,,", "since: 99 is no date"),
        ("SWE,NATO,2024,-2025,", "until: -2025 is no date"),
        ("SWE,NATO,2024,2023,", "until: 2023 is before 2024"),
        ("SWE,NATO,2024-03-07,2025,", "tells the membership of line 2 otherwise"),
        ("SWE,NATO,1999", "3 cells, the header has 5"),
    ],
)
def test_bad_rows_are_told(tmp_path: Path, row: str, reason: str) -> None:
    path = table(tmp_path, "SWE,NATO,2024-03-07,,", row, "FIN,NATO,2023-04-04,,")
    found = list(read_treaty_table(path, seeds.roster()))
    rejects = [one for one in found if isinstance(one, Reject)]
    assert [one.line for one in rejects] == [3]
    assert rejects[0].reason.startswith(reason)
    assert len(found) == 3


def test_a_person_is_no_member(tmp_path: Path) -> None:
    path = table(tmp_path, "ALEKSANDR_LUKASHENKO,CSTO,1994,,")
    (reject,) = read_treaty_table(path, seeds.roster())
    assert reject == Reject(
        "members.csv",
        2,
        "member: 'ALEKSANDR_LUKASHENKO' is ALEKSANDR_LUKASHENKO, which cannot be a member",
    )


def test_a_row_twice_is_one_membership(tmp_path: Path) -> None:
    path = table(tmp_path, "SWE,NATO,2024-03-07,,", "Sweden,NATO,2024-03-07,,")
    assert len(list(read_treaty_table(path, seeds.roster()))) == 1


def test_memberships_are_no_pacts(tmp_path: Path) -> None:
    path = table(tmp_path, "SWE,NATO,2024-03-07,,")
    with pytest.raises(LoadError, match="a table of memberships, not of alliances"):
        list(read_pacts(path, seeds.roster()))
