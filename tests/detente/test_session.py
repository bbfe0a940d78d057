"""The Python front door, on the sample articles."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import detente
from detente.seeds import articles_folder

TEXT = "date 2025-12-18\n\nThe United States eased sanctions on Belarus.\n"


def test_loading_again_adds_nothing(samples: Path) -> None:
    with detente.open(home=samples) as graph:
        before = graph.revision, graph.digest()
        report = graph.load(articles_folder())
        assert (report.added, report.updated, report.statements) == (0, 0, 0)
        assert report.unchanged == len(list(articles_folder().glob("*.txt")))
        assert (graph.revision, graph.digest()) == before
        assert graph.check() == []


def test_two_tellings_of_one_deal_are_one_relation(samples: Path) -> None:
    """seeds/articles holds the deal of 13 December 2025 in English and in Romanian."""
    with detente.open(home=samples) as graph:
        found = detente.between(graph, "USA", "BLR")
    (eased,) = (fact for fact in found.relations if fact.relation == "EASED_SANCTIONS_ON")
    assert (eased.subject, eased.when, eased.support) == ("USA", "2025-12-13", 2)
    assert {leg.relation for leg in eased.exchange} == {"RELEASED_PRISONERS_OF"}
    assert "MET_WITH" in {claim.relation for claim in found.claims}


def test_a_folder_a_file_and_a_changed_file(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "news" / "a.txt"
    path.parent.mkdir()
    path.write_text("id a1\n" + TEXT, encoding="utf8")
    (tmp_path / "news" / "notes.md").write_text("# no article", encoding="utf8")
    with detente.open(home=home) as graph:
        first = graph.load(tmp_path / "news")
        assert (first.added, first.statements, first.relations) == (1, 1, 1)
        assert first.warnings == (
            f"{tmp_path / 'news'}: files of other kinds are left out (1 .md)",
        )
        assert graph.load([path]).unchanged == 1
        path.write_text("id a1\n" + TEXT.replace("Belarus", "Russia"), encoding="utf8")
        changed = graph.load(str(path))
        assert (changed.updated, changed.statements, changed.retired) == (1, 1, 1)
        assert detente.between(graph, "USA", "BLR").relations == ()


def test_a_bad_article_is_skipped_or_stops_the_load(home: Path, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("", encoding="utf8")
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf8")
    seen: list[str] = []
    with detente.open(home=home) as graph:
        with pytest.raises(detente.LoadError, match=r"a\.txt: is empty"):
            graph.load(tmp_path, strict=True)
        assert graph.articles() == []
        report = graph.load(tmp_path, watch=lambda source, _: seen.append(source))
    assert (report.added, len(report.rejected)) == (1, 1)
    assert report.rejected[0].source == str(tmp_path / "a.txt")
    assert len(seen) == 2


def test_corrections_survive_reloads(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf8")
    with detente.open(home=home) as graph:
        graph.load(path)
        (eased,) = detente.between(graph, "USA", "BLR").relations
        graph.reject(eased.statement_ids[0], because="misread", judged_by="ana")
        assert graph.load(path).unchanged == 1
    with detente.open(home=home) as graph:
        assert detente.between(graph, "USA", "BLR").relations == ()
        graph.undo()
        assert detente.between(graph, "USA", "BLR").relations == (eased,)


def test_answers_are_quick_and_the_library_is_light() -> None:
    """Importing detente loads no library that most commands do without."""
    code = (
        "import sys, detente, detente.session, detente.queries.between\n"
        "print(sorted({'spacy', 'polars', 'networkx', 'rich'} & set(sys.modules)))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "[]\n"


def test_public_names() -> None:
    assert all(getattr(detente, name) is not None for name in detente.__all__)
    assert set(detente.__all__) <= set(dir(detente))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        _ = detente.nonsense
