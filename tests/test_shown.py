"""What the pages show is what comes out: commands, programs, the picture."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import detente
from detente.graph.servers.arcadedb import stop_server
from detente.queries.saved import find_saved
from detente.seeds import articles_folder
from tests.conftest import ROOT
from tests.detente.test_data import icews

COMMAND = Path(sys.executable).with_name("detente")
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
# Matplotlib writes each text of a picture as outlines, behind a comment that holds it.
WRITTEN = re.compile(r"<!-- (.*?) -->")
INDEX = ROOT / "docs" / "questions.md"
QUESTIONS = sorted((ROOT / "docs" / "questions").glob("*.md"))
CALL = re.compile(r"^\| Python \| `(detente\..*?\))`", re.M)
SAVED = re.compile(r"`detente saved (\w+)((?: --param \w+=[\w-]+)*)`")
LINK = re.compile(r"\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)")


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


@pytest.mark.usefixtures("home")
def test_outputs_shown_are_what_comes_out() -> None:
    assert run(sys.executable, "docs/shown.py", "--check", "README.md") == ""


class Asked(NamedTuple):
    """The graph that the pages about questions fill, and what comes out other than they show."""

    home: Path
    differs: str


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    """Run all pages on one graph, in a home of its own: they add actors to it."""
    home = tmp_path_factory.mktemp("asked")
    try:
        ran = subprocess.run(
            [sys.executable, "docs/shown.py", "--check", INDEX, *QUESTIONS],
            cwd=ROOT,
            env={**os.environ, "DETENTE_HOME": str(home)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf8",
            check=False,
        )
        yield Asked(home, ran.stdout)
    finally:
        stop_server(home)


def test_pages_about_questions_show_what_comes_out(asked: Asked) -> None:
    assert asked.differs == ""


def test_calls_of_the_pages_give_the_answers_shown(asked: Asked) -> None:
    pages = [page.read_text(encoding="utf8") for page in QUESTIONS]
    with detente.open(home=asked.home) as graph:
        (bombed,) = [
            one.relation_id
            for one in graph.relations(between=("AFG", "PAK"))
            if one.relation == "BOMBED"
        ]
        names = {"detente": detente, "graph": graph, "relation_id": bombed}
        for page in pages:
            (call,) = CALL.findall(page)
            # The pages are our own.
            assert eval(call, names).title() in page  # noqa: S307


def test_saved_questions_that_the_pages_name_take_what_they_are_given() -> None:
    named = {
        found for page in QUESTIONS for found in SAVED.findall(page.read_text(encoding="utf8"))
    }
    assert len(named) > 0
    for name, given in sorted(named):
        words = dict(word.split("=") for word in given.replace("--param", "").split())
        question = find_saved(name)
        assert set(words) <= {one.name for one in question.parameters}, name


def test_every_question_stands_in_the_index() -> None:
    linked = [target for target, _ in LINK.findall(INDEX.read_text(encoding="utf8"))]
    assert sorted(one for one in linked if one.startswith("questions/")) == [
        f"questions/{page.name}" for page in QUESTIONS
    ]


@pytest.mark.parametrize("page", [INDEX, *QUESTIONS], ids=lambda page: page.stem)
def test_links_of_the_pages_lead_to_a_heading(page: Path) -> None:
    for target, anchor in LINK.findall(page.read_text(encoding="utf8")):
        there = page.parent / target if target != "" else page
        assert there.exists(), target
        if anchor != "":
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf8"), re.M)
            assert anchor in {
                re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings
            }


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
