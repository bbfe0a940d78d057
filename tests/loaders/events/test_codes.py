"""Every code that a data set may have leads to one type of the registry."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from detente.graph.registry import REGISTRY
from detente.loaders.events.codes import (
    Scheme,
    code_of,
    ends_of,
    has_lost_zeros,
    relating,
    relation_of,
    score_of,
)

_CAMEO = [(code, kind.type) for kind in REGISTRY.values() for code in kind.cameo]
_PLOVER = [(code, kind.type) for kind in REGISTRY.values() for code in kind.plover_codes]

# ACLED Codebook (2023), "Event Types and Sub-Event Types".
_ACLED = """
Government regains territory; Non-state actor overtakes territory; Armed clash;
Excessive force against protesters; Protest with intervention; Peaceful protest;
Violent demonstration; Mob violence; Chemical weapon; Air/drone strike; Suicide bomb;
Shelling/artillery/missile attack; Remote explosive/landmine/IED; Grenade; Sexual violence; Attack;
Abduction/forced disappearance; Agreement; Arrests; Change to group/activity;
Disrupted weapons use; Headquarters or base established; Looting/property destruction;
Non-violent transfer of territory; Other
"""


def test_codes_lead_where_the_registry_says() -> None:
    """The whole of both code tables: there is no second mapping."""
    for code, kind in _CAMEO:
        assert relation_of("cameo", code_of("cameo", code)) == kind
        assert relation_of("any", code_of("any", code)) == kind
    for code, kind in _PLOVER:
        assert relation_of("plover", code_of("plover", code.replace("/", "-"))) == kind
        assert relation_of("any", code_of("any", code)) == kind


def test_every_type_of_acled_leads_to_a_relation() -> None:
    types = [name.strip() for name in _ACLED.replace("\n", " ").split(";")]
    assert len(types) == 25
    for name in types:
        assert relation_of("acled", code_of("acled", name)) in REGISTRY


@pytest.mark.parametrize(
    ("scheme", "written", "code"),
    [
        ("cameo", "040", "040"),
        ("cameo", "40", "040"),
        ("cameo", "40.0", "040"),
        ("cameo", "871", "0871"),
        ("cameo", "1", "01"),
        ("cameo", "10", "10"),
        ("cameo", "190", "190"),
        ("cameo", " Make  a visit ", "042"),
        ("any", "Consult", "040"),
        ("any", "CONSULT", "CONSULT"),
        ("any", "CONSULT/visit", "CONSULT-visit"),
        ("any", "consult-visit", "CONSULT-visit"),
        ("plover", "COERCE-martial_law", "COERCE-martial-law"),
        ("plover", "CONSULT-third-party", "CONSULT-third-party"),
        ("acled", "Armed clash", "Armed clash"),
    ],
)
def test_codes_are_made_uniform(scheme: Scheme, written: str, code: str) -> None:
    assert code_of(scheme, written) == code


@pytest.mark.parametrize(
    ("scheme", "written", "right"),
    [
        ("cameo", "999", "codes are like 040 and 0871"),
        ("cameo", "---", "codes are like 040 and 0871"),
        ("cameo", "Make peace", "codes are like 040 and 0871"),
        ("plover", "TALK", "events are like CONSULT and COERCE-seize"),
        ("any", "talk", "no CAMEO code or name and no PLOVER event"),
        ("acled", "Skirmish", "types are like 'Armed clash'"),
    ],
)
def test_a_code_that_does_not_exist_is_told_what_would_be_right(
    scheme: Scheme, written: str, right: str
) -> None:
    with pytest.raises(ValueError, match=right) as error:
        code_of(scheme, written)
    assert written in str(error.value)


def test_ten_to_twenty_are_root_codes_unless_the_zeros_are_lost() -> None:
    """A demand (10) is no statement (010), an appeal (020) no mass violence (20)."""
    assert relation_of("cameo", code_of("cameo", "10")) == "DEMANDED_FROM"
    assert relation_of("cameo", code_of("cameo", "10", lost_zeros=True)) == "STATED"
    assert relation_of("cameo", code_of("cameo", "20", lost_zeros=True)) == "APPEALED_TO"
    assert code_of("cameo", "190", lost_zeros=True) == "190"


def test_zeros_are_lost_where_a_code_of_two_digits_can_be_no_root() -> None:
    assert has_lost_zeros(["10", "190", "51"])
    assert has_lost_zeros(["10.0", "42.0"])
    assert not has_lost_zeros(["10", "190", "20"])
    assert not has_lost_zeros(["1", "5", "10", "20"])
    assert not has_lost_zeros(["010", "51"])
    assert not has_lost_zeros(["Make statement", "CONSULT"])


def test_a_mode_that_plover_does_not_have_leads_where_its_event_leads() -> None:
    assert code_of("plover", "PROTEST-march") == "PROTEST-march"
    assert relation_of("plover", "PROTEST-march") == "PROTESTED_AGAINST"


def test_a_relation_comes_with_its_plover_event() -> None:
    assert relating("cameo", "042") == ("VISITED", "CONSULT/visit")
    assert relating("cameo", "010") == ("STATED", None)


def test_an_unknown_code_has_no_relation() -> None:
    for scheme, code in (("cameo", "999"), ("plover", "TALK"), ("acled", "Skirmish")):
        with pytest.raises(KeyError):
            relation_of(scheme, code)  # type: ignore[arg-type]  # literals in a tuple


def test_acled_names_the_kind_that_suffers() -> None:
    assert ends_of("Excessive force against protesters") == (None, "6")
    assert ends_of("Peaceful protest") == ("6", None)
    assert ends_of("Armed clash") == (None, None)


def test_names_and_scores_agree_with_the_benchmarks(reference_data: Path) -> None:
    """The 302 names of the benchmark sets, with the code and score that they have there."""
    path = reference_data / "data/cameo_codes/relation_name_to_cameo_goldstein.csv"
    with path.open(encoding="utf8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) == 302
    for row in rows:
        assert code_of("cameo", row["relation_lower"]) == row["cameo"]
        assert score_of(row["relation_lower"]) == float(row["goldstein"])


def test_every_code_of_gdelt_is_read(reference_data: Path) -> None:
    path = reference_data / "data/cameo_codes/cameoCodeTable_gdelt_goldstein.tsv"
    codes = [line.split("\t")[0] for line in path.read_text(encoding="utf8").splitlines()[1:]]
    assert len(codes) == 280
    assert [code_of("cameo", code) for code in codes] == codes
    assert all(relation_of("cameo", code) in REGISTRY for code in codes)
