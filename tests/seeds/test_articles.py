"""The sample articles: dated, of the right breadth, our own words."""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from detente import seeds
from detente.graph.ids import fold
from detente.loaders.reading.gazetteer import gazetteer

SAMPLES = sorted(seeds.articles_folder().glob("*.txt"))

# As many words in a row as two texts on one event may share without one copying the other.
COMMON_RUN = 5


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf8").splitlines()


def language(path: Path) -> str:
    return path.stem.rsplit("-", 1)[1]


def published(path: Path) -> date:
    return date.fromisoformat(lines(path)[0].removeprefix("date "))


def states(path: Path) -> set[str]:
    """The states that the gazetteer finds in a sample, by name, capital, seat or leader."""
    roster = seeds.roster()
    labels = {actor.actor_id: actor.label for actor in roster.actors}
    named: set[str] = set()
    for hit in gazetteer(roster, language(path)).find("\n".join(lines(path)[2:])):
        for entry in hit.entries:
            offices = roster.offices(entry.target, published(path))
            named.update([entry.target], (office.actor_id for office in offices))
    return {actor_id for actor_id in named if labels.get(actor_id) == "Country"}


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_each_sample_is_dated_titled_and_split(path: Path) -> None:
    text = lines(path)
    assert re.fullmatch(r"date \d{4}-\d{2}-\d{2}", text[0])
    assert path.name.startswith(published(path).isoformat())
    assert text[1] == ""
    title, *paragraphs = "\n".join(text[2:]).split("\n\n")
    assert title != ""
    assert not title.endswith(".")
    assert 2 <= len(paragraphs) <= 6
    for paragraph in paragraphs:
        assert "\n" not in paragraph
        assert paragraph == paragraph.strip()
        assert paragraph.endswith(".")


def test_samples_span_three_months_in_two_languages() -> None:
    days = [published(path) for path in SAMPLES]
    assert (min(days), max(days)) == (date(2025, 10, 14), date(2026, 1, 22))
    counts: defaultdict[str, int] = defaultdict(int)
    for path in SAMPLES:
        counts[language(path)] += 1
    assert counts == {"en": 10, "ro": 6}


def test_no_month_is_empty() -> None:
    months = sorted({(published(path).year, published(path).month) for path in SAMPLES})
    assert months == [(2025, 10), (2025, 11), (2025, 12), (2026, 1)]
    assert all(later > earlier for earlier, later in pairwise(months))


def test_samples_name_at_least_a_dozen_states() -> None:
    named = set().union(*(states(path) for path in SAMPLES))
    assert named >= {
        "AFG", "BLR", "BRA", "CHN", "COL", "CUB", "DNK", "EGY", "FRA", "GBR", "IND", "ISR",
        "JPN", "KHM", "KOR", "MDA", "PAK", "POL", "PRK", "QAT", "ROU", "RUS", "THA", "TUR",
        "TWN", "UKR", "USA", "VEN",
    }  # fmt: skip


def test_the_two_tellings_name_the_same_actors() -> None:
    """By hand from the texts: the four states, through names, capitals and leaders."""
    english, romanian = (
        seeds.articles_folder() / f"2025-12-18-belarus-{lang}.txt" for lang in ("en", "ro")
    )
    assert states(english) == states(romanian) == {"BLR", "RUS", "UKR", "USA"}


def test_one_pair_of_samples_contradicts_itself() -> None:
    claim, denial = (
        seeds.articles_folder() / name
        for name in ("2025-11-25-khost-en.txt", "2025-11-26-khost-denial-en.txt")
    )
    assert "Pakistan bombed a house in the Afghan province of Khost" in claim.read_text("utf8")
    assert "Pakistan denied on Tuesday that it had bombed Afghanistan" in denial.read_text("utf8")
    assert {"AFG", "PAK"} <= states(claim) & states(denial)


def test_letters_are_the_right_ones() -> None:
    """Romanian with comma below, never cedilla; straight apostrophes; no stray spaces."""
    for path in SAMPLES:
        text = path.read_text(encoding="utf8")
        assert set("şţŞŢ’\t\r\u00a0") & set(text) == set(), path.name
        assert "  " not in text, path.name


def test_no_sample_repeats_a_news_text(reference_data: Path) -> None:
    """No run of six words is shared with the article whose facts two samples tell."""
    source = words(next((reference_data / "seed").glob("*.txt")).read_text(encoding="utf8"))
    known = runs(source)
    for path in SAMPLES:
        assert runs(words(path.read_text(encoding="utf8"))) & known == set(), path.name


def words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text))


def runs(of: list[str]) -> set[tuple[str, ...]]:
    length = COMMON_RUN + 1
    return {tuple(of[at : at + length]) for at in range(len(of) - length + 1)}
