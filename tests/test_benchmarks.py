"""The benchmarks run, and what they measure is no worse than what they compare with."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def reading(data: Path) -> str:
    """What the benchmark of reading prints with this folder of reference data."""
    return subprocess.run(
        [sys.executable, "benchmarks/reading.py"],
        cwd=ROOT,
        env={**os.environ, "DETENTE_DATA": str(data)},
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf8",
    ).stdout


def test_reading_says_where_there_is_nothing_to_measure(tmp_path: Path) -> None:
    assert reading(tmp_path) == (
        "reference data absent: nothing measured (name its folder in DETENTE_DATA)\n"
    )


def test_reading_beats_cue_words(reference_data: Path) -> None:
    figures = re.findall(r"^(.+?)  .* (\d+\.\d\d)$", reading(reference_data), re.M)
    assert [name for name, _ in figures] == [
        "pair",
        "pair and type",
        "pair, type and modality",
        "English: pair and type",
        "Romanian: pair and type",
    ]
    assert all(float(ratio) > 1 for _, ratio in figures)
