"""The documentation cannot drift from what it describes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.layout import pyproject

PAGES = sorted({*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("benchmarks/*.md")})
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")


def required() -> set[str]:
    """The names of the libraries that pyproject.toml asks for."""
    project = pyproject()["project"]
    listed = (*project["dependencies"], *project["optional-dependencies"]["dev"])
    return {re.split(r"[ <>=;\[]", requirement, maxsplit=1)[0] for requirement in listed}


def test_command_reference_is_what_make_docs_writes() -> None:
    module = pyproject()["project"]["scripts"]["detente"].split(":")[0]
    written = subprocess.run(
        [sys.executable, "-m", "typer", module, "utils", "docs", "--name", "detente"],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf8",
    ).stdout
    kept = (ROOT / "docs" / "commands.md").read_text(encoding="utf8")
    assert kept.strip() == written.strip(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    dead = [
        target
        for target in LINK.findall(page.read_text(encoding="utf8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_every_library_is_explained() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf8")
    cells = [row.split("|")[1] for row in page.splitlines() if row.startswith("|")]
    explained = {name for cell in cells for name in re.findall(r"[\w-]+", cell)}
    assert required() - explained == set()


def test_constraints_pin_every_library() -> None:
    pinned = {
        line.split("==")[0].lower()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf8").splitlines()
        if not line.startswith("#")
    }
    assert {name.lower() for name in required()} - pinned == set()


def test_make_help_lists_the_targets() -> None:
    shown = subprocess.run(
        ["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True, encoding="utf8"
    ).stdout
    listed = [line.split()[1] for line in shown.splitlines() if line.startswith("  make ")]
    for target in ("help", "demo", "test", "test-long", "lint", "check", "bench", "train", "docs"):
        assert target in listed
