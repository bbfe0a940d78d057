"""The words and codes of data sets for kinds of actors say for whom an actor acts."""

from __future__ import annotations

from datetime import date

import pytest

from detente.loaders.events.layouts import LAYOUTS
from detente.loaders.events.rollup import RollUp
from detente.loaders.events.rows import Party
from detente.loaders.events.sectors import sectors
from detente.seeds import roster

# ACLED Codebook, "Actor names, types, and Inter codes". External and other forces are soldiers of
# other states, bodies and hired guards: of them the name must tell.
_ACLED = {
    "State forces": "STATE",
    "Rebel group": "REB",
    "Political militia": "REB",
    "Identity militia": "REB",
    "Rioters": "CIV",
    "Protesters": "CIV",
    "Civilians": "CIV",
    "External/Other forces": None,
}

# The agents of NGEC, the coder of POLECAT (PLOVER_agents.txt), which give an actor its sector. What
# names no side of a state, such as IGO and UNK, has no role.
_PLOVER = {
    "GOV": "STATE",
    "MIL": "STATE",
    "COP": "STATE",
    "SPY": "STATE",
    "JUD": "JUD",
    "LEG": "LEG",
    "REB": "REB",
    "UAF": "REB",
    "PRM": "REB",
    "IMG": "REB",
    "CRM": "CRM",
    "OPP": "OPP",
    "JRN": "MED",
    "BUS": "BUS",
    "NGO": "NGO",
    "SOC": "NGO",
    "PTY": "CIV",
    "CVL": "CIV",
    "EDU": "CIV",
    "ELI": "CIV",
    "LAB": "CIV",
    "AGR": "CIV",
    "REF": "CIV",
    "REL": "CIV",
    "IGO": None,
    "UNK": None,
}


def test_every_kind_of_acled_has_its_role() -> None:
    assert set(LAYOUTS["acled"].kinds.values()) == set(_ACLED)
    assert {kind: sectors().of_sectors([kind]) for kind in _ACLED} == _ACLED


def test_every_sector_of_polecat_has_its_role() -> None:
    assert {code: sectors().of_sectors([code]) for code in _PLOVER} == _PLOVER


def test_the_same_code_is_media_in_cameo_and_medical_staff_in_plover() -> None:
    assert sectors().of_sectors(["MED"]) == "MED"
    assert sectors().of_sectors([LAYOUTS["polecat"].kinds["MED"]]) == "CIV"


@pytest.mark.parametrize(
    ("name", "kind", "actor_id"),
    [
        ("Desert Watch (Kenya)", "State forces", "KEN"),
        ("Desert Watch (Kenya)", "Identity militia", "KEN:REB"),
        ("Desert Watch (Kenya)", "External/Other forces", "KEN:CIV"),
        ("Private Security Forces (Kenya)", "External/Other forces", "KEN:BUS"),
        ("Settlers (Kenya)", "Political militia", "KEN:CIV"),
        ("Police Forces of Kenya (2022-) Prison Guards", "State forces", "KEN"),
    ],
)
def test_the_kind_counts_where_the_name_says_nothing(name: str, kind: str, actor_id: str) -> None:
    rollup = RollUp(roster())
    assert rollup.place(Party(name, None, (kind,)), date(2023, 2, 3)).actor_id == actor_id
