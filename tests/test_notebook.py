"""The notebook of docs/ runs from top to bottom."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from detente.graph.servers.arcadedb import stop_server
from tests.conftest import ROOT

NOTEBOOK = ROOT / "docs" / "alliances.ipynb"


def test_every_cell_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("tempfile.mkdtemp", lambda: str(tmp_path))
    names: dict[str, Any] = {}
    try:
        for cell in json.loads(NOTEBOOK.read_text(encoding="utf8"))["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), names)  # noqa: S102  the notebook is our own
    finally:
        stop_server(tmp_path)
    printed = capsys.readouterr().out
    assert "Norway and Oman turned colder about 2018-06-1" in printed
    assert "Denmark: supported (defence treaty in force)" in printed
    best = names["turned"].found[0]
    assert (best.verdict, best.direction) == ("supported", "colder")
    assert names["network"].number_of_edges() > 0
