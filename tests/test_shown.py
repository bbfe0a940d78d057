"""What the pages show is what comes out: commands, programs, the picture."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente.seeds import articles_folder
from tests.conftest import ROOT
from tests.detente.test_data import icews

COMMAND = Path(sys.executable).with_name("detente")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# Matplotlib writes each text of a picture as outlines, behind a comment that holds it.
WRITTEN = re.compile(r"<!-- (.*?) -->")


def run(*arguments: str | Path) -> str:
    """What a command prints in the checkout; the test fails with its output if the command does."""
    ran = subprocess.run(
        arguments,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf8",
        check=False,
    )
    assert ran.returncode == 0, ran.stdout
    return ran.stdout


@pytest.mark.parametrize("page", ["README.md", "docs/questions.md"])
@pytest.mark.usefixtures("home")
def test_outputs_shown_are_what_comes_out(page: str) -> None:
    assert run(sys.executable, "docs/shown.py", "--check", page) == ""


def test_commands_listed_in_the_readme_work(home: Path, tmp_path: Path) -> None:
    fences = FENCED.findall((ROOT / "README.md").read_text(encoding="utf8"))
    listed = [
        shlex.split(line, comments=True)[1:]
        for language, fence in fences
        if language == ""
        for line in fence.splitlines()
        if line.startswith("detente ")
    ]
    with detente.open(home=home) as graph:
        graph.load(articles_folder())
        relation = graph.relations(between=("USA", "BLR"))[0]
    events = tmp_path / "events.tab"
    events.write_text(icews(("1", "2018-06-01", "Iran", "040", "Oman")), encoding="utf8")
    stands_for = {
        "EVENTS.tab": str(events),
        "ARTICLE.txt": str(next(articles_folder().glob("*.txt"))),
        "RELATION_ID": relation.relation_id,
        "STATEMENT": relation.statement_ids[0],
    }
    for words in listed:
        assert run(COMMAND, *(stands_for.get(word, word) for word in words)) != ""
    assert {words[0] for words in listed} >= {
        "load",
        "read",
        "between",
        "allies",
        "timeline",
        "why",
    }


@pytest.mark.usefixtures("home")
def test_the_picture_shows_the_graph_of_the_samples(tmp_path: Path) -> None:
    run(sys.executable, "docs/picture.py", tmp_path / "graph.svg")
    kept, drawn = (
        WRITTEN.findall((folder / "graph.svg").read_text(encoding="utf8"))
        for folder in (ROOT / "docs", tmp_path)
    )
    assert kept == drawn, "run `make docs`"
    assert {"Belarus", "Russia", "United States", "eased sanctions on"} <= set(kept)
