"""What is known of one article, field by field, as lines, tables, feeds and pages give it."""

# One place checks a record, so that every format accepts the same values and names the same faults.

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from detente.graph.articles import Article
from detente.graph.errors import ConfigError, LoadError
from detente.loaders.articles.days import day_of
from detente.loaders.articles.header import split
from detente.loaders.reading.language import detect

__all__ = ["FIELDS", "Hints", "article_of", "headed", "hints", "told"]

FIELDS = ("id", "text", "title", "date", "lang", "publisher", "url")
_KINDS = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
}


class Hints(NamedTuple):
    """What the user says about articles that do not say it themselves.

    `columns` names the column, or several joined by "+", that each field is taken from.
    """

    lang: str | None = None
    columns: Mapping[str, str] = MappingProxyType({})

    def named(self, record: Mapping[str, object]) -> dict[str, object]:
        r"""A record with its values under the names of the fields as well.

        >>> Hints(columns={"text": "head+body"}).named({"head": "Talks", "body": "They met."})
        {'head': 'Talks', 'body': 'They met.', 'text': 'Talks\n\nThey met.'}
        """
        found = {key: value for key, value in record.items() if key not in self.columns}
        found.update((field, _value(record, column)) for field, column in self.columns.items())
        return found


def hints(lang: str | None = None, columns: Mapping[str, str] | None = None) -> Hints:
    """Hints with their field names checked.

    >>> hints("ro", {"text": "body"}).columns["text"]
    'body'

    Raises `ConfigError` for a field that articles do not have.
    """
    for field in columns or ():
        if field not in FIELDS:
            raise ConfigError(f"'{field}' is no field: {', '.join(FIELDS)}")
    return Hints(lang, MappingProxyType(dict(columns or {})))


def article_of(
    record: Mapping[str, object],
    source: str,
    *,
    lang: str | None = None,
    month_first: bool | None = None,
) -> Article:
    """The article in a record; other keys may stand.

    >>> article = article_of({"text": "Troops left.", "date": "Joi, 18 Dec 2025"}, "a.csv, line 2")
    >>> article.text, article.published_at
    ('Troops left.', datetime.date(2025, 12, 18))

    Raises `LoadError` naming every field that is wrong.
    """
    problems = tuple(_problems(record, month_first=month_first))
    if len(problems) > 0:
        raise LoadError(source, *problems)
    known = {field: str(record[field]) for field in FIELDS if record.get(field) is not None}
    day = known.get("date")
    return Article.of(
        known["text"],
        article_id=known.get("id"),
        title=known.get("title"),
        published_at=(
            split(known["text"]).date if day is None else day_of(day, month_first=month_first)
        ),
        lang=_code(known.get("lang")) or lang,
        publisher=known.get("publisher"),
        url=known.get("url"),
        source=source,
    )


def headed(title: str, body: str) -> str:
    r"""Headline and text as one text; a headline that the text repeats stands once.

    >>> headed("Talks in Minsk", "The envoys met."), headed("Talks", "Talks\n\nThey met.")
    ('Talks in Minsk\n\nThe envoys met.', 'Talks\n\nThey met.')
    """
    if body.casefold().startswith(title.casefold()):
        return body
    return title if body == "" else f"{title}\n\n{body}"


def told(text: str, declared: object) -> str | None:
    """The language that a page or feed declares, where its words do not tell.

    Many are declared in the language of the software that made them.

    >>> told("The ministers met in Minsk and said that talks go on.", "fr") is None, told("?", "ro")
    (True, 'ro')
    """
    return declared if isinstance(declared, str) and detect(text) is None else None


def _code(lang: str | None) -> str | None:
    return None if lang is None else lang.replace("_", "-").split("-")[0].strip().lower() or None


def _value(record: Mapping[str, object], column: str) -> object:
    if column in record or "+" not in column:
        return record.get(column)
    parts = [record.get(name) for name in column.split("+")]
    texts = [part for part in parts if isinstance(part, str) and part.strip() != ""]
    return "\n\n".join(texts) if len(texts) > 0 else None


def _problems(record: Mapping[str, object], *, month_first: bool | None) -> Iterator[str]:
    for name in FIELDS:
        if not isinstance(value := record.get(name), str | None):
            kind = _KINDS.get(type(value), type(value).__name__)
            yield f"'{name}' is {kind}: write a string"
    text, day = record.get("text"), record.get("date")
    if text is None:
        yield "has no 'text'"
    elif isinstance(text, str) and text.strip() == "":
        yield "'text' is empty"
    if isinstance(day, str) and day_of(day, month_first=month_first) is None:
        is_open = day_of(day, month_first=True) is not None
        yield f"date '{day[:60]}' {'may be two' if is_open else 'does not exist'}: write YYYY-MM-DD"
    strings = (value for value in map(record.get, FIELDS) if isinstance(value, str))
    if any(_is_broken(value) for value in strings):
        yield "holds half a surrogate pair: write whole characters"


def _is_broken(value: str) -> bool:
    return not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)
