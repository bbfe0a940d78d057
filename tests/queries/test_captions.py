"""Who did what to whom, in English."""

from __future__ import annotations

import pytest

from detente import seeds
from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality
from detente.queries.captions import PROCESSES, caption, midway, the

NAMES = {"USA": "United States", "BLR": "Belarus"}.__getitem__


def said(relation: str, modality: Modality, *, over: bool = False) -> str:
    return caption(relation, "USA", "BLR", NAMES, modality=modality, over=over)


@pytest.mark.parametrize(
    ("relation", "modality", "text"),
    [
        ("MET_WITH", Modality.ACTUAL, "The United States met with Belarus"),
        ("MET_WITH", Modality.PAST_BACKGROUND, "The United States met with Belarus"),
        ("MET_WITH", Modality.DENIED, "The United States met with Belarus"),
        ("MET_WITH", Modality.HOPED, "The United States to meet with Belarus"),
        ("VISITED", Modality.PLANNED, "The United States to visit Belarus"),
        ("ATTACKED", Modality.THREATENED, "The United States to attack Belarus"),
        (
            "EASED_SANCTIONS_ON",
            Modality.HYPOTHETICAL,
            "The United States would ease sanctions on Belarus",
        ),
        ("BOMBED", Modality.ONGOING, "The United States is bombing Belarus"),
        ("CUT_AID_TO", Modality.ONGOING, "The United States cut aid to Belarus"),
        ("GAVE_AID_TO", Modality.ONGOING, "The United States is giving aid to Belarus"),
        ("AT_WAR_WITH", Modality.ONGOING, "The United States is at war with Belarus"),
        ("AT_WAR_WITH", Modality.HYPOTHETICAL, "The United States would be at war with Belarus"),
        ("DEPENDS_ON", Modality.HOPED, "The United States to depend on Belarus"),
    ],
)
def test_the_verb_says_how_real_it_is(relation: str, modality: Modality, text: str) -> None:
    assert said(relation, modality) == text


def test_a_state_that_is_over_is_told_in_the_past() -> None:
    assert (
        said("AT_WAR_WITH", Modality.ACTUAL, over=True)
        == "The United States was at war with Belarus"
    )
    assert (
        said("HOLDS_OFFICE", Modality.ACTUAL, over=True)
        == "The United States held office in Belarus"
    )
    # The window of an event always has an end.
    assert said("VISITED", Modality.ACTUAL, over=True) == "The United States visited Belarus"


#: The base forms of all verbs that captions begin with, as in a dictionary of British English.
BASES = {
    "abduct",
    "accuse",
    "agree",
    "allow",
    "apologise",
    "appeal",
    "arrest",
    "attack",
    "back",
    "be",
    "blockade",
    "bomb",
    "break",
    "call",
    "cancel",
    "close",
    "coerce",
    "cooperate",
    "criticise",
    "cut",
    "deploy",
    "depend",
    "deport",
    "discuss",
    "distance",
    "draw",
    "ease",
    "exchange",
    "expel",
    "extradite",
    "give",
    "grant",
    "have",
    "hold",
    "impose",
    "invade",
    "investigate",
    "kill",
    "launch",
    "lay",
    "leave",
    "lift",
    "make",
    "mediate",
    "meet",
    "mobilise",
    "negotiate",
    "praise",
    "promise",
    "protest",
    "reach",
    "rebuff",
    "recall",
    "recognise",
    "release",
    "reopen",
    "restore",
    "seek",
    "seize",
    "share",
    "sign",
    "speak",
    "threaten",
    "visit",
    "withdraw",
    "yield",
}


def test_every_caption_has_a_verb_with_a_base_form() -> None:
    found = {said(relation, Modality.HYPOTHETICAL).split()[3] for relation in REGISTRY}
    assert found == {"would"}
    assert {said(relation, Modality.HYPOTHETICAL).split()[4] for relation in REGISTRY} == BASES


def test_processes_are_types_of_events() -> None:
    assert {REGISTRY[relation].kind for relation in PROCESSES} == {"event"}


def test_an_end_that_the_text_leaves_open_is_said_to_be_so() -> None:
    assert caption("RELEASED_PRISONERS_OF", "BLR", None, NAMES) == (
        "Belarus released prisoners of (not named)"
    )
    assert caption("BOMBED", None, "BLR", NAMES) == "(not named) bombed Belarus"


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("United Kingdom", "the United Kingdom"),
        ("Netherlands", "the Netherlands"),
        ("European Union", "the European Union"),
        ("Republic of the Congo", "the Republic of the Congo"),
        ("International Criminal Court", "the International Criminal Court"),
        ("Belarusian opposition", "the Belarusian opposition"),
        ("Russia: armed forces", "the armed forces of Russia"),
        ("United States: business", "the firms of the United States"),
        ("Russia", "Russia"),
        ("NATO", "NATO"),
        ("Hamas", "Hamas"),
        ("Vatican City", "Vatican City"),
        ("South Korea", "South Korea"),
        ("Radio Free Europe/Radio Liberty", "Radio Free Europe/Radio Liberty"),
    ],
)
def test_names_have_their_article_inside_a_sentence(name: str, inside: str) -> None:
    assert the(name) == inside


def test_few_states_have_an_article() -> None:
    """Those that the style guide of the United Nations writes with one."""
    states = {actor.name for actor in seeds.actors() if actor.label == "Country"}
    assert {name for name in states if the(name) != name} == {
        "Bahamas",
        "Central African Republic",
        "Comoros",
        "DR Congo",
        "Dominican Republic",
        "Gambia",
        "Maldives",
        "Marshall Islands",
        "Netherlands",
        "Philippines",
        "Republic of the Congo",
        "Seychelles",
        "Solomon Islands",
        "United Arab Emirates",
        "United Kingdom",
        "United States",
    }


def test_a_sentence_after_a_colon_begins_small_if_it_begins_with_an_article() -> None:
    assert midway("The United States met with Belarus") == "the United States met with Belarus"
    assert midway("Belarus met with Theland") == "Belarus met with Theland"
