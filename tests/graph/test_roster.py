"""Looking actors up: one answer or a reasoned refusal; searching: best first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.actors import SIDES, Actor, Office
from detente.graph.dates import PartialDate
from detente.graph.errors import ResolutionError
from detente.graph.roster import Name, PersonName, Roster

BLR = Actor(actor_id="BLR", label="Country", name="Belarus", name_ro="Belarus", cow=370)
USA = Actor(actor_id="USA", label="Country", name="United States", name_ro="Statele Unite")
CIV = Actor(actor_id="CIV", label="Country", name="Côte d'Ivoire", name_ro="Coasta de Fildeș")
AUS = Actor(actor_id="AUS", label="Country", name="Australia")
AFU = Actor(actor_id="AFU", label="Bloc", name="African Union")
EXILE = Actor(actor_id="BLR:OPP", label="Organization", name="Belarusian opposition")

LUKASHENKO = PersonName(
    person_id="ALEKSANDR_LUKASHENKO",
    name="Aleksandr Lukashenko",
    forms={"en": ("Lukashenko", "Lukashenka"), "ro": ("Aleksandr Lukașenko", "Lukașenko")},
    wikidata="Q2866",
)
ELDER = PersonName(person_id="GEORGE_HW_BUSH", name="George H. W. Bush", forms={"en": ("Bush",)})
YOUNGER = PersonName(person_id="GEORGE_W_BUSH", name="George W. Bush", forms={"en": ("Bush",)})
KIM = PersonName(person_id="KIM_JONG_UN", name="Kim Jong Un", forms={"en": ("Kim",)})
FATHER = PersonName(person_id="KIM_JONG_IL", name="Kim Jong Il", forms={"en": ("Kim",)})


def office(person: str, actor_id: str, since: str, until: str | None, role: str = "x") -> Office:
    return Office(
        person=person,
        actor_id=actor_id,
        office=role,
        since=PartialDate(since),
        until=None if until is None else PartialDate(until),
        source="test",
    )


OFFICES = [
    office("ALEKSANDR_LUKASHENKO", "BLR", "1994-07-20", None, "head_of_state"),
    office("GEORGE_W_BUSH", "USA", "2001-01-20", "2009-01-20"),
    office("GEORGE_HW_BUSH", "USA", "1989-01-20", "1993-01"),
    office("GEORGE_HW_BUSH", "USA", "1981", "1989", "vice"),
    office("KIM_JONG_UN", "PRK", "2011-12-17", None),
    office("KIM_JONG_IL", "PRK", "1994", "2011-12-17"),
]

ROSTER = Roster(
    actors=[BLR, USA, CIV, AUS, AFU, EXILE],
    names=[
        Name(actor_id="BLR", lang="ro", kind="name", forms=("Belarus", "Belarusului")),
        Name(actor_id="BLR", lang="ro", kind="adjective", forms=("belarus", "belaruși")),
        Name(actor_id="BLR", lang="en", kind="capital", forms=("Minsk",)),
        Name(actor_id="USA", lang="en", kind="acronym", forms=("US", "U.S.")),
        Name(actor_id="USA:LEG", lang="en", kind="seat", forms=("Congress",)),
        Name(actor_id="AFU", lang="en", kind="acronym", forms=("AU",)),
    ],
    persons=[LUKASHENKO, ELDER, YOUNGER, KIM, FATHER],
    offices=OFFICES,
    codes={"BY": "BLR", "US": "USA", "AU": "AUS", "AUS": "AUT"},
    ambiguous={"Coreea": ("KOR", "PRK"), "Latin America": ()},
)


@pytest.mark.parametrize(
    ("text", "actor_id"),
    [
        (" blr ", "BLR"),
        ("BY", "BLR"),
        ("belarus", "BLR"),
        ("BELARUSULUI", "BLR"),
        ("belaruşi", "BLR"),
        ("Minsk", "BLR"),
        ("cote  d’ivoire", "CIV"),
        ("u.s.", "USA"),
        ("Congress", "USA:LEG"),
        ("AU", "AFU"),
        ("AUS", "AUS"),
        ("BLR:OPP", "BLR:OPP"),
        ("Minsk: mil", "BLR:MIL"),
        ("LUKASENKO", "ALEKSANDR_LUKASHENKO"),
        ("aleksandr_lukashenko", "ALEKSANDR_LUKASHENKO"),
        ("Kim", "KIM_JONG_UN"),
    ],
)
def test_resolves(text: str, actor_id: str) -> None:
    assert ROSTER.resolve(text) == actor_id


@pytest.mark.parametrize(
    ("text", "candidates", "message"),
    [
        (
            "Bush",
            ("GEORGE_HW_BUSH", "GEORGE_W_BUSH"),
            "'Bush' may be GEORGE_HW_BUSH or GEORGE_W_BUSH: say which",
        ),
        ("coreea", ("KOR", "PRK"), "'coreea' may be KOR or PRK: say which"),
        (
            "latin america",
            (),
            "'latin america' is no known actor: try 'detente actors find latin america'",
        ),
        ("", (), "'' is no known actor: try 'detente actors find '"),
        ("BLR:XYZ", (), "'BLR:XYZ' is no known actor: try 'detente actors find BLR:XYZ'"),
        (
            "Lukashenko:OPP",
            (),
            "'Lukashenko:OPP' is no known actor: try 'detente actors find Lukashenko:OPP'",
        ),
        (
            "Narnia:OPP",
            (),
            "'Narnia' is no known actor: try 'detente actors find Narnia'",
        ),
    ],
)
def test_refuses(text: str, candidates: tuple[str, ...], message: str) -> None:
    with pytest.raises(ResolutionError) as refusal:
        ROSTER.resolve(text)
    assert refusal.value.candidates == candidates
    assert str(refusal.value) == message


def test_actors_sides_and_persons() -> None:
    assert ROSTER.actor("BLR") == BLR
    assert ROSTER.actor("BLR:OPP") == EXILE  # a side with a name of its own keeps it
    assert ROSTER.actor("BLR:MIL") == Actor(
        actor_id="BLR:MIL", label="Organization", name="Belarus: armed forces"
    )
    assert ROSTER.actor("ALEKSANDR_LUKASHENKO") == Actor(
        actor_id="ALEKSANDR_LUKASHENKO",
        label="Person",
        name="Aleksandr Lukashenko",
        name_ro="Aleksandr Lukașenko",
        wikidata="Q2866",
    )
    assert ROSTER.actor("XYZ") is None
    assert ROSTER.actor("BLR:") is None


def test_finds_a_leader_with_his_office() -> None:
    (hit,) = ROSTER.find("lukas")
    assert hit.actor == ROSTER.actor("ALEKSANDR_LUKASHENKO")
    assert hit.matched == "Lukașenko"
    assert hit.offices == (OFFICES[0],)


def test_finds_whole_names_before_beginnings_before_words_before_middles() -> None:
    actors = [
        Actor(actor_id=f"A{i}", label="Organization", name=name)
        for i, name in enumerate(["Anguinea", "New Guinea", "Guinea-Bissau", "Guinea", "Mali"])
    ]
    found = Roster(actors=actors, names=[], persons=[], offices=[]).find("guinea")
    assert [hit.actor.actor_id for hit in found] == ["A3", "A2", "A1", "A0"]


def test_finds_by_code_and_lists_an_actor_once() -> None:
    assert [(hit.actor.actor_id, hit.matched) for hit in ROSTER.find("blr")] == [
        ("BLR", "BLR"),
        ("BLR:OPP", "BLR:OPP"),
    ]
    assert ROSTER.find("ruritania") == []


@pytest.mark.parametrize(
    ("person", "on", "since"),
    [
        ("GEORGE_W_BUSH", date(2001, 1, 19), []),
        ("GEORGE_W_BUSH", date(2001, 1, 20), ["2001-01-20"]),
        ("GEORGE_W_BUSH", date(2009, 1, 19), ["2001-01-20"]),
        ("GEORGE_W_BUSH", date(2009, 1, 20), []),  # the first day without the office
        ("GEORGE_HW_BUSH", date(1993, 1, 30), ["1989-01-20"]),  # some day of January 1993
        ("GEORGE_HW_BUSH", date(1993, 2, 1), []),
        ("GEORGE_HW_BUSH", date(1989, 6, 1), ["1981", "1989-01-20"]),  # 1989: until some day
        ("ALEKSANDR_LUKASHENKO", date(2025, 12, 18), ["1994-07-20"]),
        ("NOBODY", date(2025, 12, 18), []),
    ],
)
def test_offices_on_a_day(person: str, on: date, since: list[str]) -> None:
    assert [str(held.since) for held in ROSTER.offices(person, on)] == since


def test_offices_are_listed_oldest_first() -> None:
    assert ROSTER.offices("GEORGE_HW_BUSH") == (OFFICES[3], OFFICES[2])


@given(st.permutations(range(5)))
def test_lookups_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    persons = [ROSTER.persons[i] for i in order]
    shuffled = Roster(
        actors=reversed(ROSTER.actors),
        names=reversed(ROSTER.names),
        persons=persons,
        offices=reversed(OFFICES),
        ambiguous=ROSTER.ambiguous,
    )
    for text in ("Minsk", "Kim", "belarus", "AU"):
        assert shuffled.resolve(text) == ROSTER.resolve(text)
    assert shuffled.find("us") == ROSTER.find("us")


@given(st.sampled_from(sorted(SIDES)))
def test_every_side_of_a_state_is_an_organization(side: str) -> None:
    made = ROSTER.actor(f"USA:{side}")
    assert made is not None
    assert (made.label, made.name) == ("Organization", f"United States: {SIDES[side]}")
