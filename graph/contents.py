"""How much of what a graph holds, and what one graph holds that another lacks."""

from __future__ import annotations

from typing import LiteralString, NamedTuple

from pydantic import BaseModel

from detente.graph.registry import REGISTRY
from detente.graph.transaction import Run

__all__ = ["Contents", "Own", "count_contents", "own_of"]

_COUNTS: dict[str, LiteralString] = {
    "actors": "MATCH (n:Actor) RETURN count(n) AS n",
    "articles": "MATCH (n:Article) RETURN count(n) AS n",
    "statements": "MATCH (n:Statement) RETURN count(n) AS n",
    "exchanges": "MATCH (:Statement)-[n:EXCHANGED_FOR]->(:Statement) RETURN count(n) AS n",
    "links": "MATCH (:Statement)-[n:SAME_EVENT]->(:Statement) RETURN count(n) AS n",
    "judgements": "MATCH (n:Judgement) RETURN count(n) AS n",
    "treaties": "MATCH (n:Treaty) RETURN count(n) AS n",
    "parties": "MATCH (:Actor)-[n:PARTY_TO]->(:Treaty) RETURN count(n) AS n",
    "relations": f"MATCH (:Actor)-[n:{'|'.join(REGISTRY)}]->(:Actor) RETURN count(n) AS n",
}

# Facts that a graph starts from were never learnt: they are nobody's own.
_IDS: dict[str, LiteralString] = {
    "articles": "MATCH (n:Article) RETURN collect(n.article_id) AS ids",
    "statements": """
MATCH (n:Statement) WHERE n.recorded_at IS NOT NULL RETURN collect(n.statement_id) AS ids
""",
    "judgements": "MATCH (n:Judgement) RETURN collect(n.judgement_id) AS ids",
}


class Contents(BaseModel, frozen=True):
    """How many things of each kind a graph holds; `links` are those between tellings of an event.

    >>> Contents().relations
    0
    """

    actors: int = 0
    articles: int = 0
    statements: int = 0
    exchanges: int = 0
    links: int = 0
    judgements: int = 0
    treaties: int = 0
    parties: int = 0
    relations: int = 0

    @property
    def evidence(self) -> int:
        """How many things there are from which the relations follow."""
        return sum(self.model_dump(exclude={"relations"}).values())


class Own(NamedTuple):
    """How much evidence one graph holds that the other lacks.

    >>> str(Own(articles=2, judgements=1))
    '2 articles, 1 judgement'
    """

    articles: int = 0
    statements: int = 0
    judgements: int = 0

    def __str__(self) -> str:
        counts = ((count, name) for name, count in self._asdict().items() if count > 0)
        return ", ".join(
            f"{count:,} {name if count != 1 else name.removesuffix('s')}" for count, name in counts
        )


def count_contents(run: Run) -> Contents:
    """Count what the graph holds."""
    return Contents(**{name: run(query)[0]["n"] for name, query in _COUNTS.items()})


def own_of(run: Run, other: Run) -> Own:
    """What the first graph holds and the other lacks, by the ids of articles and the like."""
    own = {}
    for name, query in _IDS.items():
        mine = set(run(query)[0]["ids"])
        theirs = set(other(query)[0]["ids"]) if len(mine) > 0 else set()
        own[name] = len(mine - theirs)
    return Own(**own)
