"""Options that several commands share, and the settings that stand before the command."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from detente.loaders.reading.models.extractor import Extractor

__all__ = [
    "AsOf",
    "Because",
    "Columns",
    "Format",
    "FormatOption",
    "KnownOn",
    "Language",
    "Model",
    "Parameters",
    "Paths",
    "Settings",
    "Since",
    "read_columns",
    "read_day",
    "read_model",
    "read_names",
    "read_parameters",
    "read_reason",
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
    """A day in ISO form."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no day: write YYYY-MM-DD") from None


def read_reason(text: str) -> str:
    """A reason that says something."""
    if text.strip() == "":
        raise typer.BadParameter("is empty: say why")
    return text


def read_names(paths: list[str]) -> list[str]:
    """Paths as given; an empty one, as of a variable that is not set, is no folder."""
    if any(path.strip() == "" for path in paths):
        raise typer.BadParameter("a path is empty: name a file or a folder")
    return paths


FormatOption = Annotated[
    Format, typer.Option("--format", help="How to print: table, json, jsonl (a line a row), csv.")
]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", parser=read_day, metavar="DAY", help="How things stood on this day."),
]
Since = Annotated[
    date | None,
    typer.Option("--since", parser=read_day, metavar="DAY", help="Leave out what is older."),
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
Because = Annotated[
    str,
    typer.Option("--because", callback=read_reason, metavar="TEXT", help="The reason; it is kept."),
]
Paths = Annotated[
    list[str],
    typer.Argument(
        callback=read_names,
        metavar="PATHS",
        help="Texts, pages, feeds, JSON lines, tables, folders, or - for stdin.",
    ),
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN,…",
        help="Where tables hold what: text=body,date=pubdate,title=headline; else guessed.",
    ),
]
Language = Annotated[
    str | None,
    typer.Option("--lang", metavar="LANG", help="The language of the texts, en or ro; else told."),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="URL#NAME",
        help="Send the articles to this OpenAI-compatible server as well, and add what it finds "
        "and the text bears out; env: the one of DETENTE_MODEL_URL and DETENTE_MODEL.",
    ),
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


def read_model(named: str | None) -> Extractor | None:
    """The model to ask, if one is named.

    Raises `ConfigError` for a name or address that makes no sense.
    """
    if named is None:
        return None
    from detente.loaders.reading.models.extractor import Extractor
    from detente.loaders.reading.models.settings import read_server

    return Extractor(read_server(named))


def read_columns(given: list[str] | None) -> dict[str, str]:
    """Split FIELD=COLUMN pairs; a column may be several joined by "+".

    >>> read_columns(["text=head+body,date=pubdate", "title=head"])
    {'text': 'head+body', 'date': 'pubdate', 'title': 'head'}
    """
    from detente.loaders.articles.records import FIELDS as OF_ARTICLES
    from detente.loaders.events.layouts import FIELDS as OF_EVENTS

    found: dict[str, str] = {}
    for pair in (pair for text in given or () for pair in text.split(",")):
        field, _, column = (part.strip() for part in pair.partition("="))
        if (field not in OF_ARTICLES and field not in OF_EVENTS) or column == "":
            fields = f"{', '.join(OF_ARTICLES)} of articles; {', '.join(OF_EVENTS)} of events"
            raise typer.BadParameter(f"'{pair}' is no FIELD=COLUMN: a field is one of {fields}")
        found[field] = column
    return found
