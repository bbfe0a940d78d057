"""How many tell of two actors: enough to speak of them, or one source that says something."""

# A sentence more of the same article, or a row more of the same day, adds little: what counts is by
# how many publishers, or on how many days, it is told.

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from detente.queries.captions import caption
from detente.queries.weighing import Verdict

if TYPE_CHECKING:
    import polars

    from detente.graph.roster import Roster
    from detente.graph.statements import Statement
    from detente.queries.captions import Named

__all__ = [
    "Backing",
    "Pair",
    "backings",
    "day_asked",
    "heard",
    "is_one_article",
    "named_actors",
    "one_source_says",
    "verdict_of",
]

Pair = tuple[str, str]

#: What it takes to say more of two actors than "one source says".
_STATEMENTS, _PUBLISHERS, _DAYS = 3, 2, 3


class Backing(NamedTuple):
    """What tells of two actors: "4 statements of 3 articles by 2 publishers, on 3 days".

    A coded row is a story of its own; `rows` are the coded rows, `bare_days` the days of those that
    name no publisher.
    """

    statements: int = 0
    stories: int = 0
    publishers: int = 0
    rows: int = 0
    days: int = 0
    bare_days: int = 0

    @property
    def enough(self) -> bool:
        """Three statements or more, by two publishers, or of three days where none is named."""
        known = self.publishers >= _PUBLISHERS or self.bare_days >= _DAYS
        return self.statements >= _STATEMENTS and known

    @property
    def single(self) -> bool:
        """Whether it is one article, or one coded row."""
        return self.stories == 1

    def __str__(self) -> str:
        """The count in words.

        >>> print(Backing(statements=4, stories=3, publishers=2, days=3))
        3 articles, 2 publishers, 3 days
        >>> print(Backing(statements=1, stories=1, rows=1, days=1, bare_days=1))
        1 coded row, 1 day
        """
        articles = self.stories - self.rows
        counts = (
            (articles, "article"),
            (self.rows, "coded row"),
            (self.publishers, "publisher"),
            (self.days, "day"),
        )
        told = [f"{n:,} {word}{'' if n == 1 else 's'}" for n, word in counts if n > 0]
        return ", ".join(told) or "nothing"


def backings(acts: polars.DataFrame, statements: polars.DataFrame) -> Mapping[Pair, Backing]:
    """What tells of each dyad among some acts, by its actors, the lower first."""
    import polars as pl

    low, high = pl.min_horizontal("source", "target"), pl.max_horizontal("source", "target")
    coded = pl.col("dataset").is_not_null()
    bare = coded & pl.col("publisher").is_null()
    # The article of a coded row is the table: such a row is its own story.
    articles = statements.lazy().filter(pl.col("dataset").is_null())
    read = acts.lazy().filter(~coded).select("statement_id")
    stories = articles.select("statement_id", "article_id").join(
        read, on="statement_id", how="semi"
    )
    told = acts.lazy().join(stories, on="statement_id", how="left")
    counted = (
        told.with_columns(
            low.alias("low"),
            high.alias("high"),
            pl.coalesce("article_id", "statement_id").alias("story"),
        )
        .group_by("low", "high")
        .agg(
            pl.len().alias("statements"),
            pl.col("story").n_unique().alias("stories"),
            pl.col("publisher").drop_nulls().n_unique().alias("publishers"),
            coded.sum().alias("rows"),
            pl.col("day").n_unique().alias("days"),
            pl.col("day").filter(bare).n_unique().alias("bare_days"),
        )
        .collect()
    )
    return {(row[0], row[1]): Backing(*row[2:]) for row in counted.iter_rows()}


def heard(
    acts: polars.DataFrame, statements: polars.DataFrame
) -> tuple[polars.DataFrame, polars.DataFrame]:
    """Acts on the report's own word, and apart those on somebody's, with `said_by`."""
    import polars as pl

    told = statements.select("statement_id", "said_by").filter(pl.col("said_by").list.len() > 0)
    return acts.join(told, on="statement_id", how="anti"), acts.join(told, on="statement_id")


def is_one_article(told: Sequence[Statement]) -> bool:
    """Whether one article is all that tells of something."""
    return len({one.article_id for one in told}) == 1 and told[0].dataset is None


def verdict_of(told: Sequence[Statement]) -> Verdict:
    """How far statements of a state bear it out: one article not, what is a word only little."""
    if is_one_article(told):
        return "not enough evidence"
    return "weak" if all(len(one.said_by) > 0 for one in told) else "supported"


def named_actors(roster: Roster, *others: str, labels: tuple[str, ...] = ()) -> frozenset[str]:
    """States, bodies that have members and `others`; with `labels` also actors of these kinds."""
    wanted = {"Country", "Bloc", *labels}
    return frozenset({one.actor_id for one in roster.actors if one.label in wanted} | {*others})


def day_asked(
    as_of: date | None, known_on: date | None, acts: polars.DataFrame | None = None
) -> date:
    """The day to answer for: the one asked about, else the last that anything is told of.

    A table of events may end years ago: asked about today, it would say nothing of anybody.
    """
    last = None if acts is None else acts["day"].max()
    today = known_on or datetime.now(UTC).date()
    if as_of is not None:
        return as_of
    return min(last, today) if isinstance(last, date) else today


def one_source_says(statement: Mapping[str, object], names: Named) -> str:
    """What a single source says, in words, with the sentence; `statement` is a row of the frame."""
    subject, object_ = (None if one is None else str(one) for one in _ends(statement))
    said = caption(str(statement["relation"]), subject, object_, names)
    quote = statement["quote"]
    by = statement["publisher"] or statement["dataset"] or statement["article_id"]
    words = "" if quote in (None, "") else f": “{quote}”"
    return f"one source says: {said} ({by}{words})"


def _ends(statement: Mapping[str, object]) -> tuple[object, object]:
    return statement["subject"], statement["object"]
