"""Reading without a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.roster import Roster

if TYPE_CHECKING:
    from detente.loaders.reading.models.extractor import Extractor
    from detente.loaders.reading.reader import Reading

__all__ = ["called", "read", "reading_of"]


def read(
    paths: Iterable[str | Path],
    roster: Roster,
    *,
    lang: str | None = None,
    columns: Mapping[str, str] | None = None,
    explain: bool = False,
    model: Extractor | None = None,
) -> Iterator[Reading | LoadError]:
    """What the articles at `paths` say, in their order.

    What cannot be read is given as a `LoadError` in its place. With `explain` each reading also
    says why (`Reading.explanations`). A `model` is asked about each article after the rules.

    >>> from detente.seeds import roster
    >>> [str(found) for found in read(["no/such.txt"], roster())]
    ['no/such.txt: does not exist']
    """
    from detente.loaders.articles.files import read_paths

    for item in read_paths(paths, lang=lang, columns=columns):
        if isinstance(item, LoadError):
            yield item
        elif isinstance(item, Article):
            try:
                found = reading_of(item, roster, explain=explain, model=model)
            except LoadError as error:
                yield error
            else:
                yield found


def reading_of(
    article: Article, roster: Roster, *, explain: bool = False, model: Extractor | None = None
) -> Reading:
    """What one article says, by the rules, and by a model where one is given.

    Raises `LoadError`, in words by which a person finds the article, when it cannot be read.
    """
    from detente.loaders.reading.reader import read_article

    try:
        reading = read_article(article, roster, explain=explain)
    except LoadError as error:
        raise LoadError(called(article), *error.problems) from error
    if model is None:
        return reading
    extended = model.extend(article, reading, roster)
    return extended._replace(remarks=tuple(f"{called(article)}: {it}" for it in extended.remarks))


def called(article: Article) -> str:
    """What to call an article: the file that it came from, else its id.

    >>> called(Article.of("Belarus freed prisoners.", article_id="news-7"))
    'news-7'
    >>> called(Article.of("Belarus freed prisoners.", article_id="7", source="a.jsonl, line 2"))
    'a.jsonl, line 2'
    """
    return article.source or article.article_id
