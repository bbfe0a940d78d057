"""HTML pages: the text of the article without what stands around it; its day and outlet."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.ids import fold
from detente.loaders.articles.days import day_of
from detente.loaders.articles.decoding import decode, whole
from detente.loaders.articles.markup import undeclared
from detente.loaders.articles.records import Hints, article_of, headed, told

__all__ = ["read_page"]

#: The strict extraction is trusted if it keeps more than this part of the lenient one: a quarter.
_KEPT = 4
_MOST_TAGS = 150_000
# Only what the page itself calls a date, else a footer's "© 2026" becomes one; and the day on which
# it is read decides nothing.
_DATES = {
    "extensive_search": False,
    "original_date": True,
    "outputformat": "%Y-%m-%d",
    "max_date": "2100-01-01",
}
_STATED = "//meta/@content | //script[contains(@type, 'ld+json')]/text()"
# Where pages show a day, in words too.
_DATED = (
    ".//*[(self::time or contains(@class, 'date') or contains(@class, 'data')"
    " or contains(@class, 'publi') or @itemprop = 'datePublished')"
    " and not(ancestor::nav or ancestor::aside or ancestor::footer)]"
)
# How many boxes around the headline may hold its day: more hold other articles as well.
_NEAR = 3
_POINTER = re.compile(
    r"cit(?:este|iti) (?:si|mai)|vezi (?:si|mai)|read (?:also|more|next)|also read|"
    r"see also|related|mai multe"
)


def read_page(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    r"""The article of a page.

    >>> from io import BytesIO
    >>> page = BytesIO(
    ...     b"<html><title>Talks in Minsk</title><body><nav><p>News <p>Sport</nav>"
    ...     b"<time>18 December 2025</time><p>The envoys of both countries met.</p></body></html>"
    ... )
    >>> (article,) = read_page(page, "a.html", Hints())
    >>> article.text, article.published_at
    ('Talks in Minsk\n\nThe envoys of both countries met.', datetime.date(2025, 12, 18))
    """
    try:
        content = decode(whole(stream))
    except ValueError as error:
        yield LoadError(source, str(error))
        return
    try:
        yield _article(content, source, hints)
    except LoadError as error:
        yield error
    except Exception as error:  # noqa: BLE001  the parsers of pages fail in many ways on odd ones
        yield LoadError(source, f"is too odd a page: {type(error).__name__}; give its text")


def _article(text: str, source: str, hints: Hints) -> Article:
    if text.count("<") > _MOST_TAGS:
        raise LoadError(source, "has more tags than a page: give the text of the article")
    tree = _tree(undeclared(text))
    if tree is None:
        raise LoadError(source, "is no HTML page, or larger than one")
    for pointer in _pointers(tree):
        pointer.drop_tree()
    found = _extracted(tree)
    body = "" if found is None else "\n\n".join(_lines(found))
    if body == "":
        raise LoadError(source, "holds no text of an article: give its text")
    title = " ".join((found.title or "").split())
    whole_text = headed(title, body) if title else body
    url = found.url if urlsplit(found.url or "").path.strip("/") != "" else None
    declared = tree.get("lang") or ""
    record = {
        "text": whole_text,
        "title": title or None,
        "date": _day(tree, found),
        "lang": None if hints.lang is not None else told(whole_text, declared or None),
        "publisher": found.sitename or found.hostname or None,
        "url": url,
    }
    return article_of(record, source, lang=hints.lang)


def _tree(page: str) -> Any:
    from trafilatura import load_html

    # What it cannot use it logs; here that becomes the reason of a rejected article.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    tree = load_html(page)
    if tree is None or tree.tag != "html":
        # A piece of a page, as copied out of one, is read like the page.
        tree = load_html(f"<html><body>{page}</body></html>")
    return tree


def _extracted(tree: Any) -> Any:
    """The strict extraction, unless that loses most of what the lenient one finds."""
    from trafilatura import bare_extraction

    strict, lenient = (
        bare_extraction(
            tree,
            with_metadata=True,
            include_comments=False,
            favor_precision=is_strict,
            date_extraction_params=_DATES,
        )
        for is_strict in (True, False)
    )
    lengths = [len("".join(_lines(found))) for found in (strict, lenient)]
    return strict if _KEPT * lengths[0] > lengths[1] else lenient


def _lines(found: Any) -> list[str]:
    lines = ("" if found is None else found.text or "").splitlines()
    return [line.strip() for line in lines if line.strip() != "" and line.strip()[0] != "©"]


def _pointers(tree: Any) -> list[Any]:
    """Paragraphs that send the reader to another article, whose headline is no part of this one."""
    return [
        block
        for block in tree.iter("p", "li", "h2", "h3", "h4", "h5")
        if _POINTER.match(fold(text := " ".join(block.text_content().split())))
        and 2 * sum(len(link.text_content()) for link in block.iter("a")) > len(text)
    ]


def _day(tree: Any, found: Any) -> str | None:
    """The day in the metadata or the address; else as the page shows it, if that is its own."""
    if found.date is not None:
        stated = [*tree.xpath(_STATED), (found.url or "").replace("/", "-")]
        if any(found.date in text or str(day_of(text)) == found.date for text in stated):
            return str(found.date)
    return _day_shown(tree)


def _day_shown(tree: Any) -> str | None:
    """The day beside the headline, or the only one on the page."""
    headlines = tree.xpath("//h1")
    for scope in islice(headlines[0].iterancestors(), _NEAR) if len(headlines) > 0 else (tree,):
        shown = (one.get("datetime") or one.text_content() for one in scope.xpath(_DATED))
        days = [day for text in shown if (day := day_of(" ".join(text.split()))) is not None]
        if len(days) > 0:
            is_whole = scope.tag in ("html", "body")
            return None if is_whole and len({*days}) > 1 else days[0].isoformat()
    return None
