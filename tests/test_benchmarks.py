"""The benchmarks run, and what they measure is no worse than what they compare with."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def reading(data: Path) -> str:
    """What the benchmark of reading prints with this folder of reference data."""
    return printed("reading.py", data)


def printed(script: str, data: Path) -> str:
    """What a benchmark prints with this folder of reference data."""
    return subprocess.run(
        [sys.executable, f"benchmarks/{script}"],
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


def test_merging_judges_its_own_pairs_where_there_are_no_reports(tmp_path: Path) -> None:
    lines = printed("merging.py", tmp_path).splitlines()
    shares = [re.search(r"(\d+) of (\d+) judged so", line) for line in lines[:2]]
    assert all(share is not None and int(share[1]) >= 0.9 * int(share[2]) for share in shares)
    assert lines[2:] == [
        "reference data absent: nothing measured (name its folder in DETENTE_DATA)"
    ]


def test_merging_counts_what_it_is_given(tmp_path: Path) -> None:
    """Three own headlines: two tell of one strike, one of another pair."""
    reports = tmp_path / "reports.jsonl"
    told = [
        ("Russian missiles struck a hospital in Odesa, Ukraine.", "2026-02-10"),
        ("Russia attacked Ukraine with missiles, hitting a hospital in Odesa.", "2026-02-11"),
        ("Poland expelled two Belarusian diplomats.", "2026-02-10"),
    ]
    lines = (
        {"id": f"r{number}", "lang": "en", "date": day, "text": text}
        for number, (text, day) in enumerate(told)
    )
    reports.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
    out = subprocess.run(
        [sys.executable, "benchmarks/merging.py", str(reports), "--show", "5"],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        encoding="utf8",
    ).stdout
    assert "3 reports, 3 of them with two actors" in out
    assert "1 events stand in several reports: 1 in 2 reports" in out
    assert "BOMBED RUS UKR" in out
