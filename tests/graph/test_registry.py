"""The registry covers CAMEO and PLOVER, agrees with itself, and says where a bad file is wrong."""

from __future__ import annotations

import csv
import re
from itertools import chain
from pathlib import Path

import pytest

from detente.graph.errors import ConfigError
from detente.graph.registry import (
    REGISTRY,
    RelationType,
    by_cameo,
    by_plover,
    kin_of,
    read_registry,
)

# The twenty roots of CAMEO 1.1b3 and the type that each leads to, by hand from the code table.
ROOTS = {
    "01": "STATED",
    "02": "APPEALED_TO",
    "03": "PROMISED_COOPERATION_TO",
    "04": "HELD_TALKS_WITH",
    "05": "SUPPORTED",
    "06": "COOPERATED_WITH",
    "07": "GAVE_AID_TO",
    "08": "CONCEDED_TO",
    "09": "INVESTIGATED",
    "10": "DEMANDED_FROM",
    "11": "CRITICISED",
    "12": "REFUSED",
    "13": "THREATENED",
    "14": "PROTESTED_AGAINST",
    "15": "MOBILISED_AGAINST",
    "16": "DISTANCED_FROM",
    "17": "COERCED",
    "18": "ATTACKED",
    "19": "ATTACKED",
    "20": "ATTACKED",
}

# The sixteen events of the PLOVER manual, by hand.
# fmt: off
EVENTS = [
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]
# fmt: on

# Where the type does not follow the PLOVER event of the reference table; the notes say why.
OTHER_EVENT = {
    "REQUEST": r"02\d*",
    "CONCEDE": r"035\d?",
    "ACCUSE": "116",
    "REJECT": "164",
    "ASSAULT": "192",
}

# Where the type does not follow the quad class of the reference table; the notes say why.
OTHER_QUAD = {None: r"01\d?", 1: r"08|08[0-3]\d?", 3: "164"}

TYPES = [pytest.param(kind, id=kind.type) for kind in REGISTRY.values()]

ENTRY = """\
- type: PRAISED
  caption: praised
  inverse: was praised by
  plover: SUPPORT
  cameo: ["051"]
  plover_codes: [SUPPORT]
  quad: 1
  kind: event
  intensity: 5
"""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf8", newline="") as text:
        return list(csv.DictReader(text, delimiter="\t"))


def excepted(code: str, patterns: dict[str, str] | dict[int | None, str]) -> list[object]:
    return [value for value, pattern in patterns.items() if re.fullmatch(pattern, code)]


# ----------------------------------------- the whole tables


def test_every_cameo_code_leads_to_a_type_with_its_event_and_quad(reference_data: Path) -> None:
    table = rows(reference_data / "ontology" / "cameo_goldstein.tsv")
    expected = {
        row["code"]: (
            *(excepted(row["code"], OTHER_EVENT) or [row["plover_event"] or None]),
            *(excepted(row["code"], OTHER_QUAD) or [int(row["quad_class"])]),
        )
        for row in table
    }
    found = {code: (by_cameo(code).plover, by_cameo(code).quad) for code in expected}
    assert found == expected
    assert len(expected) > 300


def test_the_codes_beyond_the_cameo_table_are_those_of_other_code_tables(
    reference_data: Path,
) -> None:
    table = {row["code"] for row in rows(reference_data / "ontology" / "cameo_goldstein.tsv")}
    listed = set(chain.from_iterable(kind.cameo for kind in REGISTRY.values()))
    codes = reference_data / "data" / "cameo_codes"
    gdelt = {row["cameoCode"] for row in rows(codes / "cameoCodeTable_gdelt_goldstein.tsv")}
    conversion = (codes / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf8")
    converted = set(re.findall(r"^(\d{2,4}):", conversion, re.MULTILINE))
    assert listed == table | gdelt | converted
    assert listed - table == {"0357", "1214", "1641", "1642", "1643"}


def test_every_plover_event_and_mode_leads_to_a_type_of_that_event(reference_data: Path) -> None:
    table = rows(reference_data / "ontology" / "plover_types.tsv")
    codes = {(row["event"], row["mode"] or None) for row in table}
    found = {(event, mode): by_plover(event, mode).plover for event, mode in codes}
    assert found == {(event, mode): event for event, mode in codes}
    listed = set(chain.from_iterable(kind.plover_codes for kind in REGISTRY.values()))
    assert listed == {event if mode is None else f"{event}/{mode}" for event, mode in codes}


def test_intensities_are_the_scores_of_the_manual_or_ours_by_the_notes(
    reference_data: Path,
) -> None:
    # Scores as the PLOVER manual prints them; the set is by hand, its reasons are in the notes.
    table = rows(reference_data / "ontology" / "plover_types.tsv")
    scores = {(row["event"], row["mode"] or None): row["score"] for row in table}
    ours = {
        kind.type
        for kind in REGISTRY.values()
        if kind.plover is not None
        and scores[kind.plover, kind.plover_mode] != f"{kind.intensity:g}"
    }
    assert all("score" in (REGISTRY[name].notes or "") for name in ours)
    assert ours == {
        "APPEALED_TO",
        "DEMANDED_FROM",
        "COURTED",
        "DREW_CLOSER_TO",
        "CLOSE_TIES_WITH",
        "ALLIED_WITH",
        "DISTANCED_FROM",
        "DEPLOYED_MISSILES_IN",
        "DEPLOYED_TROOPS_IN",
        "INVADED",
        "BOMBED",
        "KILLED",
        "AT_WAR_WITH",
    }


# ----------------------------------------- without reference data


def test_the_roots_of_cameo() -> None:
    assert {code: by_cameo(code).type for code in ROOTS} == ROOTS


def test_the_events_of_plover() -> None:
    assert {event: by_plover(event).plover for event in EVENTS} == {
        event: event for event in EVENTS
    }
    assert {kind.plover for kind in REGISTRY.values()} == {*EVENTS, None}


def test_a_hostile_mobilisation_is_not_a_deployment_with_a_consenting_host() -> None:
    modes = (None, "troops", "weapons", "police", "militia")
    assert {by_plover("MOBILIZE", mode).type for mode in modes} == {"MOBILISED_AGAINST"}
    for name, mode in (("DEPLOYED_MISSILES_IN", "weapons"), ("DEPLOYED_TROOPS_IN", "troops")):
        kind = REGISTRY[name]
        assert (kind.plover, kind.plover_mode, kind.quad) == ("MOBILIZE", mode, 2)
        assert kind.intensity > 0
        assert kind.plover_codes == ()


def test_what_is_no_act_has_no_plover_event() -> None:
    without = {kind.type for kind in REGISTRY.values() if kind.plover is None}
    assert without == {"STATED", "DEPENDS_ON", "MEMBER_OF", "HOLDS_OFFICE"}
    assert {(REGISTRY[name].quad, REGISTRY[name].intensity) for name in without} == {(None, 0)}


def test_the_states_and_what_ends_them() -> None:
    # By hand: architecture, "Rules of time", 6: a state ends only through what is declared here.
    ends = {
        kind.type: sorted(
            other.type for other in REGISTRY.values() if kind.type in other.terminates
        )
        for kind in REGISTRY.values()
        if kind.kind == "state"
    }
    assert ends == {
        "DEPENDS_ON": [],
        "MEMBER_OF": [],
        "HOLDS_OFFICE": [],
        "CLOSE_TIES_WITH": ["AT_WAR_WITH", "CUT_RELATIONS_WITH", "INVADED"],
        "ALLIED_WITH": ["AT_WAR_WITH", "INVADED"],
        "CEASED_FIRE_WITH": ["AT_WAR_WITH", "BROKE_CEASEFIRE_WITH", "INVADED"],
        "AT_WAR_WITH": ["CEASED_FIRE_WITH"],
    }


@pytest.mark.parametrize("kind", TYPES)
def test_its_own_plover_code_leads_back_to_its_event(kind: RelationType) -> None:
    if kind.plover is None:
        assert (kind.plover_mode, kind.plover_codes) == (None, ())
    else:
        assert by_plover(kind.plover, kind.plover_mode).plover == kind.plover


@pytest.mark.parametrize("kind", TYPES)
def test_its_cameo_code_leads_back_to_it_or_to_the_wider_type(kind: RelationType) -> None:
    if kind.plover is None and len(kind.cameo) == 0:
        assert kind.cameo_default is None
    elif kind.cameo_nearest is None:
        assert by_cameo(kind.cameo_default or "") is kind
    else:
        assert by_cameo(kind.cameo_nearest).plover == kind.plover


@pytest.mark.parametrize("kind", TYPES)
def test_the_sign_of_its_intensity_agrees_with_its_quad_class(kind: RelationType) -> None:
    signs = {None: (0,), 1: (0, 1), 2: (1,), 3: (-1,), 4: (-1,)}
    assert (kind.intensity > 0) - (kind.intensity < 0) in signs[kind.quad]
    assert abs(kind.intensity) <= 10


@pytest.mark.parametrize("kind", TYPES)
def test_only_a_symmetric_type_reads_the_same_both_ways(kind: RelationType) -> None:
    assert (kind.caption == kind.inverse) is kind.symmetric
    assert not kind.symmetric or kind.subjects == kind.objects


@pytest.mark.parametrize("kind", TYPES)
def test_a_kind_of_another_is_as_friendly_or_hostile(
    kind: RelationType,
) -> None:
    if kind.kind_of is not None:
        wider = REGISTRY[kind.kind_of]
        assert kind.quad == wider.quad
        assert kin_of(kind.type) >= {kind.type, wider.type}


@pytest.mark.parametrize("kind", TYPES)
def test_captions_read_between_two_names(kind: RelationType) -> None:
    words = re.compile(r"[a-z]+( [a-z]+)*")
    assert words.fullmatch(kind.caption)
    assert words.fullmatch(kind.inverse)


def test_no_two_types_read_alike() -> None:
    captions = [kind.caption for kind in REGISTRY.values()]
    assert len(set(captions)) == len(captions)


@pytest.mark.parametrize("code", ["", "1", "21", "AGREE", "0999"])
def test_an_unknown_cameo_code(code: str) -> None:
    with pytest.raises(KeyError):
        by_cameo(code)


@pytest.mark.parametrize(("event", "mode"), [("FIGHT", None), ("085", None), ("AID", "phone")])
def test_an_unknown_plover_code(event: str, mode: str | None) -> None:
    with pytest.raises(KeyError):
        by_plover(event, mode)


# ----------------------------------------- bad files


def test_a_good_file(tmp_path: Path) -> None:
    path = tmp_path / "relations.yaml"
    path.write_text(ENTRY, encoding="utf8")
    alone = {"plover_codes": ("SUPPORT",), "kind_of": None, "recurs": False}
    praised = REGISTRY["PRAISED"].model_copy(update=alone)
    assert read_registry(path) == {"PRAISED": praised}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is no list of relation types"),
        ("type: PRAISED\n", "is no list of relation types"),
        (ENTRY + "- type: [\n", "line 11: "),
        (ENTRY + "- PRAISED\n", "line 10: Input should be a valid dict"),
        (ENTRY.replace("quad: 1", "quad: 5"), "line 1: quad: Input should be 1, 2, 3 or 4"),
        (ENTRY.replace("caption:", "capton:"), "line 1: caption: Field required"),
        (ENTRY + "  colour: red\n", "line 1: colour: Extra inputs are not permitted"),
        ("\n# no list\n" + ENTRY.replace("5\n", "high\n"), "line 3: intensity: Input should be a"),
        (ENTRY + ENTRY, "line 10: PRAISED is defined twice"),
        (
            ENTRY + ENTRY.replace("PRAISED", "LAUDED").replace("[SUPPORT]", "[]"),
            "line 10: code 051 leads to PRAISED and to LAUDED",
        ),
        (
            ENTRY + ENTRY.replace("PRAISED", "LAUDED").replace('"051"', ""),
            "line 10: code SUPPORT leads to PRAISED and to LAUDED",
        ),
        (ENTRY + '  cameo_nearest: "052"\n', "line 1: PRAISED: no type has code 052"),
        (
            ENTRY + "  terminates: [ALLIED_WITH]\n",
            "line 1: PRAISED terminates ALLIED_WITH, which is no",
        ),
        (ENTRY + "  terminates: [PRAISED]\n", "line 1: PRAISED terminates PRAISED, which is no"),
        (ENTRY + "  kind_of: PRAISED\n", "line 1: PRAISED is no kind of PRAISED"),
        (ENTRY + "  kind_of: SUPPORTED\n", "line 1: PRAISED is no kind of SUPPORTED"),
        (
            ENTRY.replace("kind: event", "kind: state") + "  kind_of: SUPPORTED\n",
            "line 1: PRAISED is no kind of SUPPORTED",
        ),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "relations.yaml"
    path.write_text(text, encoding="utf8")
    with pytest.raises(ConfigError, match=re.escape(f"{path}: {message}")) as caught:
        read_registry(path)
    assert "\n" not in str(caught.value)
