"""JSON lines: one article a line, an object with "text" and what else is known about it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.header import split

__all__ = ["article_of"]

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_FIELDS = ("id", "text", "title", "date", "lang", "publisher", "url")


def article_of(line: str, source: str, *, lang: str | None = None) -> Article:
    """The article in one line: id, text, title, date, lang, publisher, url; other keys may stand.

    >>> article = article_of('{"id": "7", "text": "Troops left.", "date": "2025-12-18"}', "a.jsonl")
    >>> article.article_id, article.text, article.published_at
    ('7', 'Troops left.', datetime.date(2025, 12, 18))

    Raises `LoadError` naming every field that is wrong.
    """
    try:
        record = json.loads(line.rstrip())
    except (json.JSONDecodeError, RecursionError) as error:
        raise LoadError(source, f"is no JSON: {_short(error)}") from error
    if not isinstance(record, dict):
        raise LoadError(source, 'is no JSON object: write {"id": …, "text": …}')
    problems = _problems(record)
    if len(problems) > 0:
        raise LoadError(source, *problems)
    day = record.get("date")
    return Article.of(
        record["text"],
        article_id=record.get("id"),
        title=record.get("title"),
        published_at=split(record["text"]).date if day is None else _day(day),
        lang=record.get("lang") or lang,
        publisher=record.get("publisher"),
        url=record.get("url"),
        source=source,
    )


def _short(error: Exception) -> str:
    return (
        f"{error.msg} at character {error.pos + 1}"
        if isinstance(error, json.JSONDecodeError)
        else "nested too deep"
    )


def _problems(record: Mapping[str, Any]) -> list[str]:
    problems = [
        f"'{name}' is {_kind(record[name])}: write a string"
        for name in _FIELDS
        if not isinstance(record.get(name), str | None)
    ]
    text, day = record.get("text"), record.get("date")
    if text is None:
        problems.append("has no 'text'")
    elif isinstance(text, str) and text.strip() == "":
        problems.append("'text' is empty")
    if isinstance(day, str) and _day(day) is None:
        problems.append(f"date '{day}' does not exist: write YYYY-MM-DD")
    strings = (value for value in map(record.get, _FIELDS) if isinstance(value, str))
    if any(_is_broken(value) for value in strings):
        problems.append("holds half a surrogate pair: write whole characters")
    return problems


def _day(value: str) -> date | None:
    found = _DATE.fullmatch(value)
    if found is None:
        return None
    try:
        return date.fromisoformat(found[1])
    except ValueError:
        return None


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        int: "a number",
        float: "a number",
        list: "a list",
        dict: "an object",
    }
    return names.get(type(value), type(value).__name__)


def _is_broken(value: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in value) if not value.isascii() else False
