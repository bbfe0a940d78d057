"""An article as it was given: its text is never changed, every quote is a slice of it."""

from __future__ import annotations

import unicodedata
from datetime import date

from pydantic import BaseModel

from detente.graph.ids import make_id

__all__ = ["Article"]


class Article(BaseModel, frozen=True):
    """One text with what is known about it.

    `article_id` is the id given, else the URL, else a hash of the NFC text; a changed text under
    the same id has another `revision`. `source` names the file that it came from, for messages
    only: it is part of no id and is not stored.

    >>> Article.of("Belarus freed prisoners.", published_at=date(2025, 12, 18)).article_id
    'aec33ab79fe50b4bc'
    """

    article_id: str
    revision: str
    text: str
    title: str | None = None
    published_at: date | None = None
    lang: str | None = None
    publisher: str | None = None
    url: str | None = None
    source: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        article_id: str | None = None,
        title: str | None = None,
        published_at: date | None = None,
        lang: str | None = None,
        publisher: str | None = None,
        url: str | None = None,
        source: str | None = None,
    ) -> Article:
        """Build an article, deriving its ids from what is given."""
        normal = unicodedata.normalize("NFC", text)
        return cls(
            article_id=article_id or url or make_id("a", normal),
            revision=make_id("v", article_id or url, normal, title, str(published_at)),
            text=text,
            title=title,
            published_at=published_at,
            lang=lang,
            publisher=publisher,
            url=url,
            source=source,
        )
