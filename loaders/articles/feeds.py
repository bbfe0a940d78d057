"""RSS and Atom: each entry is an article, its headline the first paragraph of its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any, BinaryIO

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.days import day_of
from detente.loaders.articles.decoding import decode, whole
from detente.loaders.articles.markup import paragraphs, undeclared
from detente.loaders.articles.records import Hints, article_of, headed, told

__all__ = ["read_feed"]

_START = re.compile(r"<(?:item|entry)[\s>/]")
_REFERENCE = re.compile("&#(x[0-9a-f]{1,64}|[0-9]{1,64});?", re.I)
_FIRST_SURROGATE, _LAST_SURROGATE, _LAST = 0xD800, 0xDFFF, 0x10FFFF
_END = re.compile(r"</(?:rss|feed|\w+:RDF)\s*>")
# What WordPress puts below every text, around its headline.
_SIGNATURES = (("The post ", " appeared first on "), ("Articolul ", " apare prima dată în "))
_HEADERS = {"content-type": "application/xml; charset=utf-8"}


def read_feed(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    r"""Every entry as an article: its id or address, headline, text, day, publisher.

    >>> feed = BytesIO(
    ...     b"<rss><channel><title>Gazette</title><item><title>Talks in Minsk</title>"
    ...     b"<link>https://example.org/1</link><pubDate>Joi, 18 Dec 2025 10:00:00 +0200</pubDate>"
    ...     b"<description>&lt;p>The envoys met.&lt;/p></description></item></channel></rss>"
    ... )
    >>> (article,) = read_feed(feed, "a.rss", Hints())
    >>> article.article_id, article.text, article.published_at
    ('https://example.org/1', 'Talks in Minsk\n\nThe envoys met.', datetime.date(2025, 12, 18))
    """
    try:
        text = undeclared(decode(whole(stream)))
    except ValueError as error:
        yield LoadError(source, str(error))
        return
    try:
        parsed = _parsed(_REFERENCE.sub(_kept, text))
    except Exception as error:  # noqa: BLE001  the parser of feeds fails in many ways on odd ones
        yield LoadError(source, f"is too odd a feed: {type(error).__name__}; give its texts")
        return
    for number, entry in enumerate(parsed.entries, start=1):
        yield _article(entry, parsed.feed, f"{source}, entry {number}", hints)
    problem = _problem(text, parsed)
    if problem is not None:
        yield LoadError(source, problem)


def _kept(reference: re.Match[str]) -> str:
    """A numeric reference as it is, unless no letter has that number: feeds break on those."""
    number = reference[1].lower()
    code = int(number[1:], 16) if number.startswith("x") else int(number)
    return reference[0] if code < _FIRST_SURROGATE or _LAST_SURROGATE < code <= _LAST else "\ufffd"


def _problem(text: str, parsed: Any) -> str | None:
    """What is wrong with a feed as a whole, though entries could be read."""
    if len(parsed.entries) == 0:
        kind = "is no RSS or Atom feed" if not parsed.get("version") else "holds no entries"
        return f"{kind}: give a feed with articles"
    # One that is no XML is read as far as its tags tell entries apart.
    missed = len(_START.findall(text)) - len(parsed.entries) if parsed.bozo else 0
    if missed > 0:
        return f"is damaged: {missed} of its entries cannot be told apart"
    if _END.search(text) is None:
        return "breaks off: its last entry may not be whole"
    return None


def _parsed(text: str) -> Any:
    import feedparser

    # Given a stream, so that a text is never taken for an address or the name of a file. What the
    # entries hold is made plain text here, and nothing in it is followed or shown.
    return feedparser.parse(
        BytesIO(text.encode()),
        response_headers=_HEADERS,
        sanitize_html=False,
        resolve_relative_uris=False,
    )


def _article(entry: Any, feed: Any, where: str, hints: Hints) -> Article | LoadError:
    publisher = _plain(entry.get("source", {}).get("title")) or _plain(feed.get("title"))
    title = _title(entry, publisher)
    text = headed(title, _body(entry, title))
    if text == "":
        return LoadError(where, "has neither a headline nor a text")
    link = entry.get("link") or None
    record = {
        "id": link or entry.get("id") or None,
        "text": text,
        "title": title or None,
        "date": _day(entry),
        "lang": None if hints.lang is not None else told(text, _language(entry, feed)),
        "publisher": publisher or None,
        "url": link if link is not None and link.startswith("http") else None,
    }
    try:
        return article_of(record, where, lang=hints.lang)
    except LoadError as error:
        return error


def _title(entry: Any, publisher: str) -> str:
    """The headline, without the publisher that an aggregator puts behind it."""
    title = " ".join(_plain(entry.get("title")).split())
    return title.removesuffix(f" - {publisher}") if "source" in entry else title


def _body(entry: Any, title: str) -> str:
    """The longest of the texts that an entry gives."""
    given = [content.get("value") for content in entry.get("content", [])]
    bodies = [_plain(value) for value in (*given, entry.get("summary"))]
    body = max(bodies, key=len)
    for before, after in _SIGNATURES:
        text, signature, _ = body.rpartition(f"{before}{title}{after}")
        body = body if signature == "" else text.rstrip()
    # An aggregator gives the headline once more, followed by the publisher.
    only_title = "source" in entry and title != "" and body.startswith(title)
    return title if only_title and "\n" not in body else body


def _plain(value: object) -> str:
    return paragraphs(value) if isinstance(value, str) else ""


def _language(entry: Any, feed: Any) -> object:
    contents = entry.get("content") or [{}]
    return contents[0].get("language") or feed.get("language")


def _day(entry: Any) -> str | None:
    """The day of publication as given, in ISO form if only the parser of feeds knows its form."""
    for name in ("published", "updated", "created"):
        written = entry.get(name)
        if isinstance(written, str) and written.strip() != "":
            known = entry.get(f"{name}_parsed")
            if day_of(written) is None and known is not None:
                return "-".join(f"{part:02d}" for part in known[:3])
            return written
    return None
