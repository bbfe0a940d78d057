"""Tables for people."""

from __future__ import annotations

from collections.abc import Iterable
from io import StringIO

import pytest
from rich.console import Console, RenderableType

from detente.graph.projection import project
from detente.plain import plain
from detente.queries.between import Between, describe
from detente.queries.ends import End, names_of
from detente.queries.wording import HOW_SURE
from detente.render import render
from detente.tables import table_of
from tests.graph.statements import ROSTER, statement

LONG = "a sentence that goes on and on, [bold]without markup[/bold], " * 6


def shown(parts: Iterable[RenderableType], *, colour: bool = False) -> str:
    text = StringIO()
    console = Console(file=text, width=100, force_terminal=colour, no_color=not colour)
    for part in parts:
        console.print(part, markup=False, highlight=False)
    return text.getvalue()


def answer(quote: str) -> Between:
    told = [statement("s1", quote=quote, event_date="2025-12-13", publisher="[red]Courier")]
    asked = Between(
        left=End(actor_id="USA", name="United States"), right=End(actor_id="BLR", name="Belarus")
    )
    return describe(asked, project(told, []), told, names=names_of(ROSTER))


def test_quotes_are_wrapped_and_never_cut() -> None:
    page = shown(render(answer(LONG)))
    assert all(len(line) <= 100 for line in page.splitlines())
    assert "…" not in page
    column = [line[13:77].strip() for line in page.splitlines()]
    assert LONG.strip() in " ".join(part for part in column if part != "")


def test_a_table_reads_as_written() -> None:
    page = [line.rstrip() for line in shown(render(answer("eased"))).splitlines()]
    (edge,) = project([statement("s1")], [])
    assert [line for line in page if line != ""] == [
        "United States and Belarus",
        f"{'when':<13}{'what':<66}who says so, how sure",
        "─" * 100,
        f"{'2025-12-13':<13}{'The United States eased sanctions on Belarus':<66}one article",
        f"{'':<13}{'“eased”':<66}([red]Courier)",
        f"{'':<13}{edge.relation_id:<66}very likely 0.80",
        HOW_SURE,
        "all of it rests on one article ([red]Courier)",
    ]


def test_on_a_narrow_page_ids_stay_whole() -> None:
    text = StringIO()
    console = Console(file=text, width=80, no_color=True)
    for part in render(answer("eased")):
        console.print(part, markup=False, highlight=False)
    (edge,) = project([statement("s1")], [])
    assert [line.strip() for line in text.getvalue().splitlines()][-4:] == [
        edge.relation_id,
        "one article ([red]Courier); very likely 0.80",
        HOW_SURE,
        "all of it rests on one article ([red]Courier)",
    ]


@pytest.mark.parametrize("colour", [True, False])
def test_no_article_reaches_the_terminal_with_control_characters(*, colour: bool) -> None:
    page = shown(render(answer("x\x1b[2Jy\u202ez\x07\x9b31m")), colour=colour)
    assert "“x[2Jyz31m”" in page
    assert "\x1b[2J" not in page


def test_paths_are_chains_of_arrows() -> None:
    path = {
        "nodes": [
            {"labels": ["Actor"], "properties": {"actor_id": "USA", "name": "United States"}},
            {"labels": ["Actor"], "properties": {"actor_id": "BLR", "name": "Belarus"}},
            {"labels": ["Statement"], "properties": {"statement_id": "s1", "quote": "they met"}},
        ],
        "relationships": [
            {"type": "MET_WITH", "start": "BLR", "end": "USA", "properties": {}},
            {"type": "SUBJECT", "start": "s1", "end": "BLR", "properties": {}},
        ],
    }
    page = shown([table_of([{"path": path, "n": None, "l": [1, 2]}])])
    assert "United States ←MET_WITH– Belarus ←SUBJECT– they met" in page
    assert "1, 2" in page


def test_an_arrow_of_a_plan_says_so() -> None:
    nodes = [
        {"labels": ["Actor"], "properties": {"actor_id": key, "name": key}} for key in ("A", "B")
    ]
    link = {"type": "VISITED", "start": "A", "end": "B", "properties": {"modality": "planned"}}
    page = shown([table_of([{"path": {"nodes": nodes, "relationships": [link]}}])])
    assert "A –VISITED (planned)→ B" in page


def test_many_columns_become_lists() -> None:
    wide = {f"column{number}": "x" * 30 for number in range(4)} | {"quote": "two words"}
    page = [line.rstrip() for line in shown([table_of([wide, wide])]).splitlines()]
    one = [*(f"column{number}: {'x' * 30}" for number in range(4)), "quote: two words"]
    assert page == [*one, "", *one]


def test_plain_leaves_letters_alone() -> None:
    assert plain("  „Lukașenko”\t–  Țepeș\r\n") == "„Lukașenko” – Țepeș"
