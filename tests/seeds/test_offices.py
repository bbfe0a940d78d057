"""Who held which office when, and who is bound to whom: the rows as shipped."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from detente import seeds
from detente.graph.actors import Membership, Office
from detente.graph.errors import LoadError
from detente.graph.ids import fold
from detente.graph.pacts import Party
from detente.seeds.check import problems
from detente.seeds.persons import OFFICES, read_offices, read_persons
from detente.seeds.treaties import read_memberships, read_parties, read_treaties

# States with more than one head of state at a time, and why.
SHARED_HEADS = {"SMR": "two captains regent serve together for six months"}

# Words that are also names of many other people, or of no person at all, and so never stand alone.
NEVER_ALONE = {"Li", "Kim", "Lee", "Brown", "May", "Johnson", "Park", "Wang", "Major", "Montenegro"}


def heads(office: str) -> dict[str, list[Office]]:
    found = defaultdict(list)
    for row in seeds.offices():
        if row.office == office:
            found[row.actor_id].append(row)
    return {
        actor_id: sorted(rows, key=lambda row: row.since.start) for actor_id, rows in found.items()
    }


def head_of_state(actor_id: str, on: date) -> list[str]:
    roster = seeds.roster()
    return [
        row.person
        for row in heads("head_of_state")[actor_id]
        if row in roster.offices(row.person, on)
    ]


def overlapping(rows: list[Office]) -> list[tuple[str, str]]:
    return [
        (earlier.person, later.person)
        for earlier, later in pairwise(rows)
        if earlier.until is None or earlier.until.start > later.since.start
    ]


def test_one_head_of_state_at_a_time() -> None:
    shared = {
        actor_id: overlapping(rows)
        for actor_id, rows in heads("head_of_state").items()
        if len(overlapping(rows)) > 0
    }
    assert shared.keys() == SHARED_HEADS.keys()
    assert ("ALESSANDRO_MANCINI", "GRAZIA_ZAFFERANI") in shared["SMR"]


def test_one_head_of_government_at_a_time() -> None:
    shared = {
        actor_id: overlapping(rows)
        for actor_id, rows in heads("head_of_government").items()
        if len(overlapping(rows)) > 0
    }
    assert shared == {}


def test_persons_and_offices_fit_together() -> None:
    held = {row.person for row in seeds.offices()}
    listed = {person.person_id for person in seeds.persons()}
    assert held == listed
    assert problems(seeds.roster()) == []
    strangers = {
        row.actor_id for row in seeds.offices() if seeds.roster().actor(row.actor_id) is None
    }
    assert strangers == set()


def test_every_row_says_where_it_comes_from() -> None:
    kinds = {re.sub(r" \(.*\)", "", row.source) for row in seeds.offices()}
    assert kinds == {"REIGN 2021-03", "public record"}
    late = [
        row
        for row in seeds.offices()
        if row.source == "REIGN 2021-03" and row.since.start > date(2021, 3, 31)
    ]
    assert late == []


def test_ids_are_plain_slugs_of_the_names() -> None:
    odd = [
        person.person_id
        for person in seeds.persons()
        if re.fullmatch(r"[A-Z0-9]+(?:_[A-Z0-9]+)*", person.person_id) is None
    ]
    assert odd == []
    named = {person.person_id: person.name for person in seeds.persons()}
    assert named["SEBASTIEN_LECORNU"] == "Sébastien Lecornu"
    assert named["TO_LAM"] == "Tô Lâm"


def test_common_words_are_no_persons() -> None:
    alone = {
        (form, person.person_id)
        for person in seeds.persons()
        for forms in person.forms.values()
        for form in forms
        if form in NEVER_ALONE
    }
    assert alone == set()


def test_no_person_is_called_like_an_actor() -> None:
    names = {fold(form): name.actor_id for name in seeds.names() for form in name.forms}
    shared = {
        (form, person.person_id, names[fold(form)])
        for person in seeds.persons()
        for forms in person.forms.values()
        for form in forms
        if fold(form) in names
    }
    assert shared == set()


# Expected values: the published terms of office.
@pytest.mark.parametrize(
    ("actor_id", "on", "expected"),
    [
        ("FRA", date(2020, 6, 1), "EMMANUEL_MACRON"),
        ("BLR", date(1994, 7, 20), "ALEKSANDR_LUKASHENKO"),
        ("BLR", date(2025, 12, 18), "ALEKSANDR_LUKASHENKO"),
        ("BLR", date(1994, 7, 19), "MECHISLAV_GRIB"),
        ("USA", date(2025, 1, 19), "JOE_BIDEN"),
        ("USA", date(2025, 1, 20), "DONALD_TRUMP"),
        ("USA", date(2018, 5, 5), "DONALD_TRUMP"),
        ("RUS", date(2010, 1, 1), "DMITRY_MEDVEDEV"),
        ("ROU", date(2025, 3, 1), "ILIE_BOLOJAN"),
        ("ROU", date(2025, 12, 18), "NICUSOR_DAN"),
        ("MDA", date(2025, 12, 18), "MAIA_SANDU"),
        ("CHN", date(2020, 1, 1), "XI_JINPING"),
        ("SYR", date(2025, 1, 1), "AHMED_AL_SHARAA"),
        ("VEN", date(2026, 1, 2), "NICOLAS_MADURO"),
        ("VEN", date(2026, 1, 6), "DELCY_RODRIGUEZ"),
    ],
)
def test_who_was_head_of_state(actor_id: str, on: date, expected: str) -> None:
    assert head_of_state(actor_id, on) == [expected]


# The office counts, not the passport or an earlier career; None stands for "holds no office".
@pytest.mark.parametrize(
    ("name", "on", "expected"),
    [
        ("Macron", date(2020, 1, 1), [("FRA", "head_of_state")]),
        ("Guterres", date(2020, 1, 1), [("UNO", "head_of_body")]),
        ("Guterres", date(2000, 1, 1), [("PRT", "head_of_government")]),
        ("Stoltenberg", date(2020, 1, 1), [("NATO", "head_of_body")]),
        ("Rutte", date(2025, 1, 1), [("NATO", "head_of_body")]),
        ("Rutte", date(2020, 1, 1), [("NLD", "head_of_government")]),
        ("Kallas", date(2025, 12, 18), [("EUU", "foreign_minister")]),
        ("Ursula von der Leyen", date(2025, 12, 18), [("EUU", "head_of_body")]),
        ("Lukașenko", date(2025, 12, 18), [("BLR", "head_of_state")]),
        ("Țihanouskaia", date(2025, 12, 18), [("BLR:OPP", "opposition_leader")]),
        ("Biden", date(2025, 12, 18), []),
        ("Obama", date(2026, 1, 1), []),
    ],
)
def test_for_whom_a_person_acts(name: str, on: date, expected: list[tuple[str, str]]) -> None:
    roster = seeds.roster()
    held = roster.offices(roster.resolve(name), on)
    assert [(office.actor_id, office.office) for office in held] == expected


def test_large_states_are_known_to_the_present() -> None:
    """At least 70 states have a head and a foreign minister in office, 20 a defence minister."""
    serving: dict[str, set[str]] = {office: set() for office in OFFICES}
    for row in seeds.offices():
        if row.until is None:
            serving[row.office].add(row.actor_id)
    led = serving["head_of_state"] | serving["head_of_government"]
    assert len(led & serving["foreign_minister"]) >= 70
    assert len(serving["defence_minister"]) >= 20
    states = {actor.actor_id for actor in seeds.actors() if actor.label == "Country"}
    # Greenland is no state; the terms of the others end on a fixed day, after which none is known.
    assert states - led == {"GRL", "CHE", "PER", "SMR"}


@pytest.mark.parametrize("rows", [seeds.memberships, seeds.parties], ids=["memberships", "parties"])
def test_members_and_parties_are_known_actors(rows: Callable[[], tuple[Any, ...]]) -> None:
    known = {actor.actor_id for actor in seeds.actors()}
    assert {row.actor_id for row in rows()} - known == set()


def test_blocs_and_treaties_are_known() -> None:
    blocs = {actor.actor_id for actor in seeds.actors() if actor.label == "Bloc"}
    assert {row.bloc for row in seeds.memberships()} - blocs == set()
    treaties = [treaty.treaty_id for treaty in seeds.treaties()]
    assert len(treaties) == len(set(treaties))
    assert {party.treaty_id for party in seeds.parties()} == set(treaties)


def test_each_treaty_has_at_least_two_parties_within_its_time() -> None:
    terms = {treaty.treaty_id: treaty for treaty in seeds.treaties()}
    parties: dict[str, set[str]] = defaultdict(set)
    early: list[Party] = []
    for party in seeds.parties():
        parties[party.treaty_id].add(party.actor_id)
        treaty = terms[party.treaty_id]
        if party.since.start < treaty.since.start or (
            treaty.until is not None and party.until is None
        ):
            early.append(party)
    assert early == []
    assert {treaty_id for treaty_id, bound in parties.items() if len(bound) < 2} == set()


# Expected values: the published lists of members of the bodies.
@pytest.mark.parametrize(
    ("bloc", "on", "members"),
    [
        ("UNO", date(2025, 12, 18), 193),
        ("NATO", date(2025, 12, 18), 32),
        ("NATO", date(2023, 1, 1), 30),
        ("EUU", date(2025, 12, 18), 27),
        ("EUU", date(2019, 1, 1), 28),
        ("CSTO", date(2025, 12, 18), 6),
        ("EAEU", date(2025, 12, 18), 5),
        ("SCO", date(2025, 12, 18), 10),
        ("BRICS", date(2025, 12, 18), 10),
        ("G7", date(2025, 12, 18), 7),
        ("G20", date(2025, 12, 18), 21),
        ("ASEAN", date(2025, 12, 18), 11),
        ("GCC", date(2025, 12, 18), 6),
        ("LAS", date(2025, 12, 18), 22),
        ("ECOWAS", date(2025, 12, 18), 12),
        ("AES", date(2025, 12, 18), 3),
        ("OPEC", date(2025, 12, 18), 12),
        ("OSCE", date(2025, 12, 18), 57),
        ("UNIONSTATE", date(2025, 12, 18), 2),
        ("QUAD", date(2025, 12, 18), 4),
        ("AUKUS", date(2025, 12, 18), 3),
    ],
)
def test_how_many_members(bloc: str, on: date, members: int) -> None:
    assert (
        len([row for row in seeds.memberships() if row.bloc == bloc and in_force(row, on)])
        == members
    )


def in_force(row: Membership | Party, on: date) -> bool:
    return row.since.start <= on and (row.until is None or on < row.until.start)


# Expected values: the treaties' articles, as named in the source column of treaties.csv.
@pytest.mark.parametrize(
    ("left", "right", "on", "expected"),
    [
        (
            "BLR",
            "RUS",
            date(2025, 12, 18),
            {
                "BUDAPEST_BLR": "non-aggression",
                "CSTO_TREATY": "defence",
                "UNION_STATE": "consultation",
                "UNION_STATE_SECURITY": "defence",
            },
        ),
        (
            "RUS",
            "UKR",
            date(2018, 1, 1),
            {"BUDAPEST_UKR": "non-aggression", "RUS_UKR_1997": "non-aggression"},
        ),
        ("RUS", "UKR", date(2022, 2, 24), {"BUDAPEST_UKR": "non-aggression"}),
        ("JPN", "USA", date(2010, 1, 1), {"ASEAN_TAC": "non-aggression", "US_JAPAN": "defence"}),
        ("PAK", "SAU", date(2025, 12, 18), {"SAU_PAK_2025": "defence"}),
        (
            "GBR",
            "POL",
            date(2019, 1, 1),
            {"NORTH_ATLANTIC_TREATY": "defence", "TEU_42_7": "defence"},
        ),
        ("GBR", "POL", date(2021, 1, 1), {"NORTH_ATLANTIC_TREATY": "defence"}),
        ("CHN", "USA", date(2005, 1, 1), {}),
    ],
)
def test_treaties_of_a_pair(left: str, right: str, on: date, expected: dict[str, str]) -> None:
    bound: dict[str, set[str]] = defaultdict(set)
    for party in seeds.parties():
        if in_force(party, on):
            bound[party.treaty_id].add(party.actor_id)
    shared = {
        treaty.treaty_id: treaty.obligation
        for treaty in seeds.treaties()
        if {left, right} <= bound[treaty.treaty_id]
    }
    assert shared == expected


# A wrong row is told with its file, line and value.
@pytest.mark.parametrize(
    ("read", "header", "row", "problem"),
    [
        (
            read_offices,
            "person_id,actor_id,office,since,until,source",
            "A_B,FRA,king,2020,,x",
            "line 2: office: one of",
        ),
        (
            read_offices,
            "person_id,actor_id,office,since,until,source",
            "A_B,FRA,head_of_state,2020-02-30,,x",
            "line 2: since",
        ),
        (
            read_offices,
            "person_id,actor_id,office,since,until,source",
            "A_B,FRA,head_of_state,2020,2019,x",
            "line 2: until: 2019 is before 2020",
        ),
        (
            read_persons,
            "person_id,name,forms_en,forms_ro,wikidata,notes",
            "A_B,A B,A B|,A B,,",
            "line 2: forms: empty or padded: ''",
        ),
        (
            read_memberships,
            "actor_id,bloc,since,until,source",
            "FRA,NATO,1949,1948,x",
            "line 2: until: 1948 is before 1949",
        ),
        (
            read_treaties,
            "treaty_id,name,obligation,since,until,source",
            "T,Pact,friendship,2020,,x",
            "line 2: obligation",
        ),
        (read_parties, "treaty_id,actor_id,since,until", "T,FRA,20,", "line 2: since"),
    ],
)
def test_wrong_rows_are_told(
    tmp_path: Path,
    read: Callable[[Path], object],
    header: str,
    row: str,
    problem: str,
) -> None:
    path = tmp_path / "rows.csv"
    path.write_text(f"{header}\n{row}\n", encoding="utf8")
    with pytest.raises(LoadError) as raised:
        read(path)
    assert f"rows.csv: {problem}" in str(raised.value)
