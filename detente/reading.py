"""Reading without a graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.graph.roster import Roster
from detente.graph.statements import Statement
from detente.queries.answers import claims_of
from detente.queries.wording import Named

if TYPE_CHECKING:
    from detente.loaders.reading.reader import Reading

__all__ = ["briefly", "read"]


def read(
    paths: Iterable[str | Path], roster: Roster, *, lang: str | None = None
) -> Iterator[Reading | LoadError]:
    """What the articles at `paths` say, in their order.

    What cannot be read is given as a `LoadError` in its place.

    >>> from detente.seeds import roster
    >>> [str(found) for found in read(["no/such.txt"], roster())]
    ['no/such.txt: does not exist']
    """
    from detente.loaders.articles.files import read_paths
    from detente.loaders.reading.reader import read_article

    for item in read_paths(paths, lang=lang):
        if isinstance(item, LoadError):
            yield item
        elif isinstance(item, Article):
            try:
                found = read_article(item, roster)
            except LoadError as error:
                yield error
            else:
                yield found


def briefly(statement: Statement, names: Named) -> dict[str, str]:
    """A statement as one row for people; `Statement.line` has everything."""
    (claim,) = claims_of([statement], names)
    return {
        "when": claim.when,
        "what": f"{claim.text} ({claim.mode})",
        "quote": claim.quote,
        "who says so": claim.says,
        "rule": statement.rule,
    }
