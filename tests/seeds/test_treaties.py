"""The alliances and blocs as shipped: who joined and left when, and what binds whom today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import pairwise

import pytest

from detente import seeds
from detente.graph.actors import Membership
from detente.graph.pacts import Party
from detente.seeds.check import loose_ties

TODAY = date(2026, 11, 1)


def in_force(rows: Iterable[Membership | Party], on: date) -> set[str]:
    return {
        row.actor_id
        for row in rows
        if row.since.start <= on and (row.until is None or on < row.until.over)
    }


def members(bloc: str, on: date) -> set[str]:
    return in_force((row for row in seeds.memberships() if row.bloc == bloc), on)


def bound(treaty_id: str, on: date) -> set[str]:
    return in_force((row for row in seeds.parties() if row.treaty_id == treaty_id), on)


def test_every_row_names_known_states_bodies_and_treaties() -> None:
    assert (
        loose_ties(
            seeds.roster(),
            memberships=seeds.memberships(),
            treaties=seeds.treaties(),
            parties=seeds.parties(),
        )
        == []
    )


def test_every_fact_has_a_source_and_no_term_overlaps_another() -> None:
    sources = [treaty.source for treaty in seeds.treaties()]
    sources += [membership.source for membership in seeds.memberships()]
    assert "" not in sources
    terms: dict[tuple[str, str], list[Membership | Party]] = {}
    for one in seeds.memberships():
        terms.setdefault((one.actor_id, one.bloc), []).append(one)
    for party in seeds.parties():
        terms.setdefault((party.actor_id, party.treaty_id), []).append(party)
    for key, rows in terms.items():
        ordered = sorted(rows, key=lambda row: row.since.start)
        for before, after in pairwise(ordered):
            assert before.until is not None, key
            assert before.until.start <= after.since.start, key


# Expected values: the public record of each body, on the day before and on the day.
@pytest.mark.parametrize(
    ("bloc", "actor_id", "on", "state"),
    [
        ("NATO", "SWE", date(2024, 3, 6), "outside"),
        ("NATO", "SWE", date(2024, 3, 7), "member"),
        ("NATO", "FIN", date(2023, 4, 4), "member"),
        ("EUU", "GBR", date(2020, 1, 31), "member"),
        ("EUU", "GBR", date(2020, 2, 1), "outside"),
        ("CSTO", "UZB", date(2000, 1, 1), "outside"),
        ("CSTO", "UZB", date(2010, 1, 1), "member"),
        ("CSTO", "UZB", date(2013, 1, 1), "outside"),
        ("CSTO", "GEO", date(1998, 1, 1), "member"),
        ("CSTO", "ARM", TODAY, "member"),
        ("ECOWAS", "MLI", date(2025, 1, 28), "member"),
        ("ECOWAS", "MLI", date(2025, 1, 29), "outside"),
        ("BRICS", "IDN", TODAY, "member"),
        ("BRICS", "SAU", TODAY, "outside"),
        ("COE", "RUS", date(2022, 3, 16), "outside"),
        ("JEF", "SWE", date(2018, 1, 1), "member"),
        ("IGAD", "ERI", date(2015, 1, 1), "outside"),
        ("IGAD", "ERI", date(2025, 1, 1), "member"),
        ("IGAD", "ERI", date(2025, 12, 12), "outside"),
        ("OAS", "NIC", date(2023, 11, 18), "member"),
        ("OAS", "NIC", date(2023, 11, 19), "outside"),
        ("ODED", "UZB", date(2003, 1, 1), "member"),
        ("BALTIC_COUNCIL", "RUS", TODAY, "outside"),
        ("CPTPP", "GBR", date(2024, 12, 15), "member"),
        ("ANDEAN", "VEN", date(2006, 4, 21), "member"),
        ("ANDEAN", "VEN", date(2006, 4, 22), "outside"),
    ],
)
def test_when_states_joined_and_left(bloc: str, actor_id: str, on: date, state: str) -> None:
    assert ("member" if actor_id in members(bloc, on) else "outside") == state


# Expected values: the published lists of members of the bodies.
@pytest.mark.parametrize(
    ("bloc", "number"),
    [
        ("B9", 9),
        ("WEIMAR", 3),
        ("THREE_SEAS", 13),
        ("NB8", 8),
        ("JEF", 10),
        ("NORDIC_COUNCIL", 5),
        ("BALTIC_COUNCIL", 10),
        ("BSEC", 13),
        ("ODED", 4),
        ("EFTA", 4),
        ("AMU", 5),
        ("SADC", 16),
        ("EAC", 8),
        ("IGAD", 7),
        ("G5_SAHEL", 0),
        ("SAARC", 8),
        ("ECO", 10),
        ("ANDEAN", 4),
        ("SICA", 8),
        ("PACIFIC_ALLIANCE", 4),
        ("CPTPP", 12),
    ],
)
def test_how_many_members_today(bloc: str, number: int) -> None:
    assert len(members(bloc, TODAY)) == number


# Expected values: the treaties' own articles on their term, as named in their source.
@pytest.mark.parametrize(
    ("treaty_id", "on", "parties"),
    [
        ("RUS_PRK_1961", date(1996, 9, 9), {"RUS", "PRK"}),
        ("RUS_PRK_1961", date(1996, 9, 10), set()),
        ("RUS_PRK_2024", date(2024, 12, 3), set()),
        ("RUS_PRK_2024", TODAY, {"RUS", "PRK"}),
        ("CHN_PRK_1961", TODAY, {"CHN", "PRK"}),
        ("IND_BGD_1972", date(1997, 3, 18), {"IND", "BGD"}),
        ("IND_BGD_1972", date(1997, 3, 19), set()),
        ("US_IRAQ_FORCES_2008", date(2011, 12, 31), {"USA", "IRQ"}),
        ("US_IRAQ_FORCES_2008", date(2012, 1, 1), set()),
        ("US_AFG_2012", date(2021, 8, 15), set()),
        ("AUS_IDN_1995", date(1999, 9, 15), {"AUS", "IDN"}),
        ("AUS_IDN_1995", date(1999, 9, 16), set()),
        ("AUS_IDN_2026", TODAY, {"AUS", "IDN"}),
        ("FALEPILI", TODAY, {"AUS", "TUV"}),
        ("CAMP_DAVID_2023", TODAY, {"JPN", "KOR", "USA"}),
        ("SAU_PAK_2025", TODAY, {"SAU", "PAK"}),
        ("AMU_TREATY", TODAY, {"DZA", "LBY", "MAR", "MRT", "TUN"}),
        ("NANCY", date(2026, 1, 21), set()),
        ("NANCY", date(2026, 1, 22), {"FRA", "POL"}),
        ("UKR_CAN_2024", TODAY, {"CAN", "UKR"}),
    ],
)
def test_who_is_bound_and_until_when(treaty_id: str, on: date, parties: set[str]) -> None:
    assert bound(treaty_id, on) == parties


def test_ukraine_has_an_agreement_with_each_of_its_partners() -> None:
    """From the list of its Ministry of Defence of November 2025: 27 states and the Union."""
    partners = {
        party.actor_id
        for party in seeds.parties()
        if party.treaty_id.startswith("UKR_") and party.until is None and party.actor_id != "UKR"
    }
    states = "GBR DEU FRA DNK CAN ITA NLD FIN LVA ESP BEL PRT SWE ISL NOR JPN USA EST LTU POL LUX"
    assert partners == {*states.split(), "ROU", "CZE", "SVN", "IRL", "GRC", "ALB", "EUU"}
