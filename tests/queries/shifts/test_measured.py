"""On coded data, where they are at hand, more known turns are found than by the baselines."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

OURS = "held-out fifths, 21 d"


def printed(data: Path) -> str:
    return subprocess.run(
        [sys.executable, "benchmarks/shifts.py"],
        cwd=ROOT,
        env={**os.environ, "DETENTE_DATA": str(data)},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf8",
    ).stdout


def test_it_says_where_there_is_nothing_to_measure(tmp_path: Path) -> None:
    assert printed(tmp_path) == (
        "reference data absent: nothing measured (name its folder in DETENTE_DATA)\n"
    )


@pytest.mark.long
def test_pairs_held_out_beat_both_baselines(reference_data: Path) -> None:
    lines = printed(reference_data).splitlines()
    hits: dict[tuple[str, str], float] = {}
    for line in lines:
        found = re.match(
            r"(ICEWS\d+)  (Bayes scan|count PELT|held-out fifths, 21 d) +hit ([\d.]+)", line
        )
        if found is not None:
            hits[found[1], found[2]] = float(found[3])
    assert len(hits) == 6
    for year in ("ICEWS18", "ICEWS14"):
        ours = hits[year, OURS]
        assert ours > hits[year, "Bayes scan"]
        assert ours > hits[year, "count PELT"]
    assert hits["ICEWS18", OURS] >= 0.65
