"""Tables of the same projects that are known and not read."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente import seeds
from detente.graph.errors import LoadError
from detente.loaders.events.rows import Reject
from detente.loaders.treaties import read_pacts, read_treaty_table

# Headers as published (of the widest the first columns); the rows are invented.
COW_MEMBERS = (
    "version4id,ccode,state_name,all_st_day,all_st_month,all_st_year,all_end_day,all_end_month,"
    "all_end_year,ss_type,mem_st_day,mem_st_month,mem_st_year,mem_end_day,mem_end_month,"
    "mem_end_year,left_censor,right_censor,defense,neutrality,nonaggression,entente,version"
)
UNREAD = [
    (COW_MEMBERS, "alliance_v4.1_by_dyad.csv"),
    (COW_MEMBERS.replace(",version", ",year,version"), "alliance_v4.1_by_dyad.csv"),
    ("ccode,year,state,AAAID,AACB,NATO", "member, body, since, until"),
    ("ioname\torgname\tyear\tafghanistan\talbania", "member, body, since, until"),
    (
        "dyadid,ccode1,country1,state1,ccode2,country2,state2,year,AALCO",
        "member, body, since, until",
    ),
    ("atopid,member,yrent,moent,dayent,yrexit,moexit,dayexit,defense", "atop5_1dy.csv"),
    ("atopid,cowid,begyr,begmo,begday,endyr,endmo,endday,defense,offense", "atop5_1dy.csv"),
    ("state,year,atopally,defense,offense,neutral,nonagg,consul", "atop5_1dy.csv"),
]


@pytest.mark.parametrize(("header", "instead"), UNREAD)
def test_a_table_that_is_not_read_says_what_is(tmp_path: Path, header: str, instead: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n{header}\n", encoding="utf8")
    for read in (read_pacts, read_treaty_table):
        (reject,) = read(path, seeds.roster())
        assert isinstance(reject, Reject)
        assert reject.line == 1
        assert instead in reject.reason
    with pytest.raises(LoadError) as error:
        list(read_pacts(path, seeds.roster(), layout="cow"))
    assert instead in str(error.value)
