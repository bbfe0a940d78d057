"""A plain text, with or without a header, as an article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.decoding import decode, whole
from detente.loaders.articles.header import split
from detente.loaders.articles.records import Hints

__all__ = ["article_of", "read_text", "title_of"]

_LONGEST_TITLE = 250
_FIRST_LINE = re.compile(r"([^\r\n]+)[\r\n]\s*\S")
_FINAL = tuple(".!?…:;,")
_CLOSING = "\"'”“»)]’"


def read_text(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    """The one article of a text file, or what is wrong with it.

    >>> from io import BytesIO
    >>> [str(one) for one in read_text(BytesIO(b" "), "a.txt", Hints())]
    ['a.txt: is empty: give the text of an article']
    """
    try:
        yield article_of(decode(whole(stream)), source, lang=hints.lang)
    except ValueError as error:
        yield LoadError(source, str(error))
    except LoadError as error:
        yield error


def article_of(text: str, source: str, *, lang: str | None = None) -> Article:
    r"""The article in a text; what its header says goes into the fields, the text stays whole.

    >>> article = article_of("date 2025-12-18\n\nTalks in Minsk\n\nTroops left.", "a.txt")
    >>> article.published_at, article.title
    (datetime.date(2025, 12, 18), 'Talks in Minsk')

    Raises `LoadError` for an empty text and for a header that makes no sense.
    """
    header = split(text)
    if len(header.problems) > 0:
        raise LoadError(source, *header.problems)
    if header.body_start == len(text):
        empty = "is empty" if header.date is None else "holds a date and no text"
        raise LoadError(source, f"{empty}: give the text of an article")
    return Article.of(
        text,
        article_id=header.fields.get("id"),
        title=title_of(text, header.body_start),
        published_at=header.date,
        lang=header.fields.get("lang") or lang,
        publisher=header.fields.get("source"),
        url=header.fields.get("url"),
        source=source,
    )


def title_of(text: str, start: int) -> str | None:
    r"""The first line if it ends without a stop and more lines follow.

    >>> title_of("Talks in Minsk\nThe US eased sanctions.", 0)
    'Talks in Minsk'
    >>> title_of("The US eased sanctions.\nIt said so.", 0) is None
    True
    """
    found = _FIRST_LINE.match(text, start)
    title = "" if found is None else found[1].rstrip()
    if len(title) == 0 or len(title) > _LONGEST_TITLE:
        return None
    return None if title.rstrip(_CLOSING).endswith(_FINAL) else title
