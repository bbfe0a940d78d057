"""Options that several commands share, and the settings that stand before the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "AsOf",
    "Because",
    "Format",
    "FormatOption",
    "KnownOn",
    "Language",
    "Parameters",
    "Settings",
    "read_parameters",
]


class Format(StrEnum):
    """How results are printed."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What was said before the command about where the graph is."""

    store: str | None = None
    uri: str | None = None
    user: str | None = None
    database: str | None = None
    home: Path | None = None


def read_day(text: str) -> date:
    from detente.graph.errors import GraphError
    from detente.queries.answers import read_day as read

    try:
        day = read(text, option="day")
    except GraphError as error:
        raise typer.BadParameter(str(error).removeprefix("day: ")) from None
    return day or date.min


FormatOption = Annotated[
    Format, typer.Option("--format", help="How to print: table, json, jsonl (a line a row), csv.")
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=read_day, metavar="DAY", help="How things stood on this day."),
]
KnownOn = Annotated[
    date | None,
    typer.Option(
        "--known-on",
        parser=read_day,
        metavar="DAY",
        help="By what the graph had learnt by the end of this day.",
    ),
]
Because = Annotated[str, typer.Option("--because", metavar="TEXT", help="The reason; it is kept.")]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="The language of the texts, en or ro; else told."),
]
Parameters = Annotated[
    list[str] | None,
    typer.Option("--param", metavar="NAME=VALUE", help="A parameter; may be given several times."),
]


def read_parameters(given: list[str] | None) -> dict[str, str]:
    """Split NAME=VALUE options.

    >>> read_parameters(["left=USA", "note=a=b"])
    {'left': 'USA', 'note': 'a=b'}
    """
    found: dict[str, str] = {}
    for text in given or ():
        name, equals, value = text.partition("=")
        if equals == "" or name == "":
            raise typer.BadParameter(f"'{text}' is no parameter: write --param NAME=VALUE")
        found[name] = value
    return found
