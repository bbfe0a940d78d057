"""Questions in words: the golden table, and what must hold of every question."""

from __future__ import annotations

import csv
import shlex
from datetime import date
from typing import NamedTuple

import pytest

from detente.graph.ids import fold
from detente.queries.asking.grammar import grammar
from detente.queries.asking.question import Refusal, Understood
from detente.queries.asking.understanding import understand
from detente.seeds import roster
from tests.conftest import ROOT

TODAY = date(2018, 10, 31)


class Golden(NamedTuple):
    """A row of the table."""

    kind: str
    lang: str
    question: str
    command: str
    nearest: str
    note: str


def read_golden() -> list[Golden]:
    text = (ROOT / "tests" / "golden" / "questions.csv").read_text(encoding="utf8")
    rows = [line for line in text.splitlines() if not line.startswith("#")]
    return [Golden(**row) for row in csv.DictReader(rows)]


GOLDEN = read_golden()
KNOWN = [row for row in GOLDEN if not row.note.startswith("missed")]
MISSED = [row for row in GOLDEN if row.note.startswith("missed")]


def asked(question: str) -> Understood | Refusal:
    return understand(question, roster(), today=TODAY)


def command(question: str) -> str:
    """The command line, empty for a question that is refused."""
    found = asked(question)
    return found.command if isinstance(found, Understood) else ""


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: row.question)
def test_a_question_gives_its_command(row: Golden) -> None:
    found = asked(row.question)
    assert found.lang == row.lang
    if row.command != "":
        assert isinstance(found, Understood), found
        assert found.command == row.command
    else:
        assert isinstance(found, Refusal), found
        assert len(found.nearest) > 0
        if row.nearest != "":
            assert found.nearest[0].family == row.nearest


@pytest.mark.parametrize("row", KNOWN, ids=lambda row: row.question)
def test_case_diacritics_and_the_mark_change_nothing(row: Golden) -> None:
    for variant in (fold(row.question), row.question.upper(), row.question.rstrip("?. ")):
        assert command(variant) == row.command


@pytest.mark.parametrize("row", MISSED, ids=lambda row: row.question)
def test_a_question_that_is_missed_is_refused(row: Golden) -> None:
    """When it is no longer missed, the note goes."""
    assert isinstance(asked(row.question), Refusal)


def test_the_table_holds_enough_of_each_language() -> None:
    for lang in grammar().languages:
        rows = [row for row in GOLDEN if (row.kind, row.lang) == ("shaped", lang)]
        assert len([row for row in rows if row.command != ""]) >= 20
    assert len([row for row in GOLDEN if row.kind == "shaped" and row.command == ""]) >= 8


def test_every_family_is_asked_for_in_the_table() -> None:
    families = {
        found.family for row in KNOWN if isinstance(found := asked(row.question), Understood)
    }
    assert families == set(grammar().families)


@pytest.mark.parametrize("lang", ["en", "ro"])
@pytest.mark.parametrize("name", list(grammar().families))
def test_an_example_is_of_its_own_family(name: str, lang: str) -> None:
    family = grammar().families[name]
    stand_ins = grammar().languages[lang].stand_ins  # type: ignore[index]  # one of the two
    found = asked(family.example[lang].format(*stand_ins))  # type: ignore[index]  # as above
    assert isinstance(found, Understood), found
    assert (found.family, found.lang, found.left_out) == (name, lang, ())


def test_a_suggestion_can_be_asked() -> None:
    for row in GOLDEN:
        found = asked(row.question)
        for one in found.nearest if isinstance(found, Refusal) else ():
            assert command(one.question) == one.command


@pytest.mark.parametrize(
    ("question", "because"),
    [
        ("Who are the allies of Korea?", "'Korea' may be KOR or PRK: say which"),
        ("Who are the allies of Ruritania?", "'Ruritania' is no actor that is known"),
        ("Who are the allies of the Soviet Union?", "'Soviet Union' names no actor that is known"),
        ("Who are the allies?", "'allies of …' needs one actor"),
        ("Who are the allies of ruritania?", "'allies of …' needs one actor; 'ruritania' is none"),
        ("How do Russia get on?", "'how … and … get on' needs two actors"),
        ("Who are the allies of Iran and Iraq?", "'allies of …' takes one actor, and here are 2"),
        ("What changed?", "'what changed' needs a date: say since when"),
        ("Who are not the allies of Iran?", "'not' is not understood here"),
        ("Who are the allies of the allies of Iran?", "'allies' stands in it more than once"),
        ("Who were Iran's allies in the first months of 2018?", "the time is not understood"),
        ("Who were Iran's allies last summer?", "the time is not understood at 'summer'"),
        ("Who were Iran's allies in 2030?", "'in 2030' has not come"),
        ("Who were Iran's allies on 31 February 2018?", "there is no day 2018-02-31"),
        ("Who were Iran's allies on 3/4/2018?", "3/4/2018 may be 2018-04-03 or 2018-03-04"),
        ("Bananas?", "what is asked is not clear (not understood: Bananas)"),
        ("?", "what is asked is not clear"),
        ("", "what is asked is not clear"),
    ],
)
def test_a_refusal_says_why(question: str, because: str) -> None:
    found = asked(question)
    assert isinstance(found, Refusal)
    assert found.because.startswith(because)


def test_candidates_of_an_unclear_name_are_offered() -> None:
    found = asked("Who are the allies of Korea?")
    assert isinstance(found, Refusal)
    assert [one.command for one in found.nearest] == ["detente allies KOR", "detente allies PRK"]


def test_an_actor_that_lacks_is_another_than_those_that_are_there() -> None:
    found = asked("When did Turkey turn?")
    assert isinstance(found, Refusal)
    assert [one.command for one in found.nearest] == ["detente shifts --between TUR RUS"]
    assert found.nearest[0].question == "When did Türkiye and Russia fall out?"


def test_a_misspelt_name_is_told_what_it_is_like() -> None:
    found = asked("Who are the allies of Azerbaijjan?")
    assert isinstance(found, Refusal)
    assert "Azerbaijan (AZE)" in found.because


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Tell us about the allies of Iran", "detente allies IRN"),
        ("Who are the us allies", "detente allies USA"),
        ("Who are allies of the UN?", "detente allies UNO"),
        ("Cine este un aliat al Iranului?", "detente allies IRN"),
        ("Who are the allies of the EU?", "detente allies EUU"),
        ("Eu vreau să știu: cine sunt aliații Iranului?", "detente allies IRN"),
        ("Who are Iranian allies?", "detente allies IRN"),
        ("care sunt aliatii iranieni", "detente allies IRN"),
        (
            "How do Lukashenko and Putin get on?",
            "detente level ALEKSANDR_LUKASHENKO VLADIMIR_PUTIN",
        ),
    ],
)
def test_a_word_of_the_language_is_no_code(question: str, expected: str) -> None:
    assert command(question) == expected


def test_what_has_no_place_in_the_command_is_named() -> None:
    for question, left_out in (
        ("Who were Iran's allies since 2015?", "since 2015"),
        ("Who are Iran's secret allies?", "secret"),
    ):
        found = asked(question)
        assert isinstance(found, Understood)
        assert (found.command, found.left_out) == ("detente allies IRN", (left_out,))
    # Of two such words and one that is understood, too little is understood.
    assert isinstance(asked("Who were Iran's secret allies since 2015?"), Refusal)


def test_what_is_printed() -> None:
    found = asked("Who were Iran's allies in June 2018?")
    assert isinstance(found, Understood)
    assert found.says == "allies of Iran as of 2018-06-30"
    assert found.python == 'detente.allies(graph, "IRN", as_of="2018-06-30")'
    found = asked("When did Russia and Turkey fall out in 2018?")
    assert isinstance(found, Understood)
    assert found.python == (
        'detente.shifts(graph, between=("RUS", "TUR"), since="2018-01-01", until="2018-12-31")'
    )
    found = asked("Who switched camps since March 2018?")
    assert isinstance(found, Understood)
    assert found.python == 'detente.switched(graph, since="2018-03-01")'


def test_only_a_date_that_is_counted_depends_on_the_day() -> None:
    other = date(2026, 11, 27)
    for row in KNOWN:
        found = asked(row.question)
        if isinstance(found, Understood) and not found.relative:
            assert understand(row.question, roster(), today=other) == found


def test_the_command_line_can_be_typed() -> None:
    for row in KNOWN:
        found = asked(row.question)
        if isinstance(found, Understood):
            assert shlex.split(found.command) == ["detente", *found.arguments]


def test_the_page_shows_what_is_understood() -> None:
    page = (ROOT / "docs" / "ask.md").read_text(encoding="utf8")
    table = page.partition("## What can be asked")[2].partition("**Actors**")[0]
    rows = [line.strip("|").split(" | ") for line in table.splitlines() if line.startswith("| ")]
    shown = [[cell.strip() for cell in row] for row in rows[1:]]
    assert len(shown) >= 20
    for _, english, romanian, answered_by in shown:
        expected = f"detente {answered_by.strip('`')}"
        assert (command(english), command(romanian)) == (expected, expected)
