"""The articles and their publishers in the database."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from detente.graph.articles import Article
from detente.graph.transaction import Run

__all__ = ["read_articles", "write_article"]

_WRITE_ARTICLE = """
MERGE (a:Article {article_id: $article.article_id})
SET a.recorded_at = coalesce(a.recorded_at, datetime($recorded_at)),
    a.revision = $article.revision, a.text = $article.text, a.title = $article.title,
    a.lang = $article.lang, a.publisher = $article.publisher, a.url = $article.url,
    a.published_at = date($article.published_at)
"""

_CUT_PUBLISHER = "MATCH (:Article {article_id: $article_id})-[l:PUBLISHED_BY]->() DELETE l"

_LINK_PUBLISHER = """
MERGE (p:Publisher {name: $name})
WITH p MATCH (a:Article {article_id: $article_id})
MERGE (a)-[:PUBLISHED_BY]->(p)
"""

_READ_ARTICLES = """
MATCH (a:Article) WHERE a.article_id IN $ids RETURN properties(a) AS article
"""

_READ_ALL_ARTICLES = "MATCH (a:Article) RETURN properties(a) AS article"


def write_article(run: Run, article: Article, *, recorded_at: datetime) -> None:
    """Store an article; a known one keeps the moment when it was first recorded."""
    run(
        _WRITE_ARTICLE,
        article=article.model_dump(mode="json"),
        recorded_at=recorded_at.isoformat(),
    )
    run(_CUT_PUBLISHER, article_id=article.article_id)
    if article.publisher is not None:
        run(_LINK_PUBLISHER, article_id=article.article_id, name=article.publisher)


def read_articles(run: Run, ids: Collection[str] | None = None) -> list[Article]:
    """The stored articles among `ids`, or all of them, sorted by id."""
    rows = run(_READ_ALL_ARTICLES) if ids is None else run(_READ_ARTICLES, ids=list(ids))
    articles = [Article.model_validate(row["article"]) for row in rows]
    return sorted(articles, key=lambda article: article.article_id)
