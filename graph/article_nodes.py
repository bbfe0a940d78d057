"""The articles and their publishers in the database."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import LiteralString

from detente.graph.articles import Article
from detente.graph.transaction import Run, run_rows

__all__ = [
    "ArticleRecord",
    "known_articles",
    "read_articles",
    "read_records",
    "record_pages",
    "write_records",
]

#: Articles that are read at once where all are wanted: they may be long.
_PAGE = 100

_WRITE = """
UNWIND $rows AS row
MERGE (a:Article {article_id: row.article_id})
SET a.revision = row.revision, a.text = row.text, a.title = row.title, a.lang = row.lang,
    a.publisher = row.publisher, a.url = row.url, a.published_at = date(row.published_at),
    a.recorded_at = datetime(row.recorded_at), a.retracted_at = datetime(row.retracted_at)
"""

_CUT_PUBLISHER = """
UNWIND $rows AS row
MATCH (:Article {article_id: row})-[l:PUBLISHED_BY]->() DELETE l
"""

_MAKE_PUBLISHERS = "UNWIND $rows AS row MERGE (p:Publisher {name: row})"

_LINK_PUBLISHER = """
UNWIND $rows AS row
MATCH (a:Article {article_id: row.article_id})
MATCH (p:Publisher {name: row.publisher})
CREATE (a)-[:PUBLISHED_BY]->(p)
"""

_FOUND: LiteralString = """
a {.*, published_at: toString(a.published_at), recorded_at: toString(a.recorded_at),
    retracted_at: toString(a.retracted_at)} AS article
"""

_READ: LiteralString = f"""
UNWIND $ids AS id
MATCH (a:Article {{article_id: id}}) RETURN {_FOUND}
"""

_READ_ALL: LiteralString = f"MATCH (a:Article) RETURN {_FOUND}"

_KNOWN = "UNWIND $ids AS id MATCH (a:Article {article_id: id}) RETURN collect(id) AS known"

_READ_IDS = "MATCH (a:Article) RETURN a.article_id AS article_id"


class ArticleRecord(Article, frozen=True):
    """An article as it is stored: with when it was recorded, and when a person retracted it."""

    recorded_at: datetime
    retracted_at: datetime | None = None


def write_records(run: Run, records: Sequence[ArticleRecord]) -> None:
    """Store articles with their publishers, whether they are there already or not."""
    rows = [record.model_dump(mode="json", exclude={"source"}) for record in records]
    published = [row for row in rows if row["publisher"] is not None]
    run_rows(run, _WRITE, rows)
    run_rows(run, _CUT_PUBLISHER, [row["article_id"] for row in rows])
    run_rows(run, _MAKE_PUBLISHERS, sorted({row["publisher"] for row in published}))
    run_rows(
        run,
        _LINK_PUBLISHER,
        [{name: row[name] for name in ("article_id", "publisher")} for row in published],
    )


def read_records(run: Run, ids: Collection[str]) -> list[ArticleRecord]:
    """The stored articles among `ids`, sorted by id."""
    rows = run(_READ, ids=list(ids)) if len(ids) > 0 else []
    records = [ArticleRecord.model_validate(row["article"]) for row in rows]
    return sorted(records, key=lambda record: record.article_id)


def read_articles(run: Run, ids: Collection[str] | None = None) -> list[Article]:
    """The stored articles among `ids`, or all of them, sorted by id."""
    rows = run(_READ_ALL) if ids is None else run(_READ, ids=list(ids))
    articles = [Article.model_validate(row["article"]) for row in rows]
    return sorted(articles, key=lambda article: article.article_id)


def known_articles(run: Run, ids: Collection[str]) -> set[str]:
    """Those of `ids` that are ids of stored articles."""
    (row,) = run(_KNOWN, ids=list(ids))
    return set(row["known"])


def record_pages(run: Run) -> Iterator[list[ArticleRecord]]:
    """All articles as they are stored, a hundred at a time, in order of their ids."""
    ids = sorted(row["article_id"] for row in run(_READ_IDS))
    for first in range(0, len(ids), _PAGE):
        yield read_records(run, ids[first : first + _PAGE])
