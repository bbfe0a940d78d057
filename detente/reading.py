"""Reading without a graph: the statement lines, or the outcome of every sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.roster import Roster

__all__ = ["lines"]


def lines(
    paths: Iterable[str | Path], roster: Roster, *, lang: str | None = None, outcomes: bool = False
) -> Iterator[dict[str, Any] | LoadError]:
    """What the articles at `paths` say, in their order: a dict for each statement.

    The keys are those of `Statement.line`; with `outcomes` there is a dict for each sentence
    instead. What cannot be read is given as a `LoadError` in its place.

    >>> from detente.seeds import roster
    >>> [str(line) for line in lines(["no/such.txt"], roster())]
    ['no/such.txt: does not exist']
    """
    from detente.loaders.articles.files import read_paths
    from detente.loaders.reading.reader import read_article

    for item in read_paths(paths, lang=lang):
        if isinstance(item, LoadError):
            yield item
        if not isinstance(item, Article):
            continue
        try:
            reading = read_article(item, roster)
        except LoadError as error:
            yield error
            continue
        if outcomes:
            yield from (outcome._asdict() for outcome in reading.outcomes)
        else:
            yield from (statement.line() for statement in reading.statements)
