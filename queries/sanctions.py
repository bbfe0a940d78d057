"""Which sanctions are in force on a day, by what is told of imposing, easing and lifting them."""

# Sanctions are acts in the graph, and in force is worked out when it is asked for. A state of their
# own would need an end: sources tell that sanctions are imposed and hardly that they ended, and
# CAMEO has one code for easing and lifting. So what is imposed is in force until it is told to be
# lifted; an easing leaves the rest in force; and every doubt is said and makes it weak at best.
#
# What one source tells imposes nothing by itself, and lifts nothing that several tell of.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.statements import Modality
from detente.queries.acts import acts_of
from detente.queries.backing import Backing, Pair, backings
from detente.queries.captions import caption, the
from detente.queries.scope import Scope
from detente.queries.weighing import Verdict
from detente.queries.wording import when_told

if TYPE_CHECKING:
    from collections.abc import Collection

    import polars

    from detente.graph.graph import Graph
    from detente.queries.captions import Named

__all__ = ["Sanctions", "sanctions_in_force"]

_IMPOSED, _EASED, _LIFTED = "IMPOSED_SANCTIONS_ON", "EASED_SANCTIONS_ON", "LIFTED_SANCTIONS_ON"
#: Most sanctions are renewed year by year, in the European Union and in the United States (50 USC
#: 1622(d)): of those in force a year hardly passes without a word.
_YEAR = timedelta(days=366)
#: Tables repeat one story for days. Only what they tell again in other months is no such story.
_MONTHS = 3
#: The day of what is told as background without one: before all else.
_BEFORE = date.min
#: Stands before the day of a report, where nobody dates what is told.
_REPORTED = "reported "


class _Act(NamedTuple):
    """One telling of sanctions; `day` puts them in order, `words` say when it was."""

    statement_id: str
    relation: str
    day: date
    told_on: date
    words: str
    story: str
    coded: bool
    said_by: tuple[str, ...]
    quote: str


class Sanctions(NamedTuple):
    """Sanctions of one actor against another: "the US on Belarus, imposed 2021-08-09, in force".

    `when` is the day of their imposition, or the first and the last of several; where none is known
    but their easing, the days of that. `lifted` is what is told of their lifting, and does not
    suffice; `doubts` are what else speaks against their being in force. `claimed_by` are the
    speakers where all of it is somebody's word. `statement_ids` are what they rest on, the newest
    first.
    """

    by: str
    against: str
    when: str
    imposed: bool
    eased: str | None
    lifted: tuple[str, ...]
    doubts: tuple[str, ...]
    claimed_by: tuple[str, ...]
    last_day: date
    quote: str
    statement_ids: tuple[str, ...]
    backing: Backing = Backing()

    @property
    def verdict(self) -> Verdict:
        """How sure it is that they are in force."""
        if self.backing.single:
            return "not enough evidence"
        against = (*self.lifted, *self.doubts, *self.claimed_by)
        sure = self.backing.enough and self.imposed and len(against) == 0
        return "supported" if sure else "weak"

    def words(self, names: Named) -> str:
        """What is told, and what is not: "imposed sanctions on … (2021-08-09); no lifting …"."""
        relation = _IMPOSED if self.imposed else _EASED
        said = f"{caption(relation, self.by, self.against, names)} ({self.when})"
        if self.eased is not None:
            said += f" and eased them ({self.eased})"
        if len(self.claimed_by) > 0:
            said += f", as {', '.join(the(names(one)) for one in self.claimed_by)} says"
        known = () if self.imposed else ("their imposition is not known",)
        ends = self.lifted or ("no lifting is known",)
        words = "; ".join((said, *known, *ends, *self.doubts, str(self.backing)))
        return f"one source says: {words}" if self.backing.single else words


def sanctions_in_force(
    graph: Graph, scope: Scope, *, on: date, actors: Collection[str]
) -> list[Sanctions]:
    """The sanctions in force on a day among some actors, in order of their ids.

    >>> sanctions_in_force(graph, Scope(), on=date(2025, 12, 18), actors=["USA", "BLR"])[0].when
    ... # doctest: +SKIP
    '2021-08-09'

    They are in force from their imposition until the lifting that follows, if more than one source
    tells of it or but one of their imposition; those that are eased stay in force. What has no day
    is taken for that of its report, unless it is told as background: that brings back nothing that
    was lifted before. A month or a year counts from its first day when something is imposed or
    eased, and to its last when it is lifted. What is somebody's word counts where nothing else is
    told of the two, and casts a doubt where it tells of a lifting.
    """
    import polars as pl

    statements = graph.columns().statements.filter(
        pl.col("relation").is_in([_IMPOSED, _EASED, _LIFTED])
    )
    counted = acts_of(statements, actors, **scope.model_dump())
    # An act has the code of its table; the type tells what the code means.
    typed = statements.select(*_OF_STATEMENTS)
    acts = counted.drop("relation").join(typed, on="statement_id", maintain_order="left")
    told: defaultdict[Pair, list[_Act]] = defaultdict(list)
    for row in acts.iter_rows(named=True):
        act = _act(row)
        if (act.told_on if act.day == _BEFORE else act.day) <= on:
            told[row["source"], row["target"]].append(act)
    found = [
        one
        for (by, against), some in sorted(told.items())
        for one in _in_force(by, against, some, on)
    ]
    backed = _backings(acts, statements, found)
    return [one._replace(backing=backed[one.by, one.against]) for one in found]


_OF_STATEMENTS = (
    *("statement_id", "relation", "modality", "event_date", "published_at"),
    *("article_id", "said_by", "quote"),
)


def _act(row: dict[str, Any]) -> _Act:
    told_on = row["published_at"] or row["day"]
    event_date = None if row["event_date"] is None else PartialDate(row["event_date"])
    day = told_on
    if event_date is not None:
        day = event_date.over if row["relation"] == _LIFTED else event_date.start
    elif row["modality"] == Modality.PAST_BACKGROUND and row["relation"] != _LIFTED:
        day = _BEFORE
    coded = row["dataset"] is not None
    return _Act(
        statement_id=row["statement_id"],
        relation=row["relation"],
        day=day,
        told_on=told_on,
        words=when_told(event_date, told_on),
        story=row["statement_id"] if coded else row["article_id"],
        coded=coded,
        said_by=tuple(row["said_by"]),
        quote=row["quote"],
    )


def _in_force(by: str, against: str, told: Sequence[_Act], on: date) -> Iterator[Sanctions]:
    """The sanctions of one actor against another, unless they were lifted."""
    asserted = [one for one in told if len(one.said_by) == 0]
    heard, claimed = (asserted, told) if len(asserted) > 0 else (told, [])
    imposed = _of(heard, _IMPOSED)
    # Where a table codes an easing, it may have been a lifting.
    eased = [one for one in _of(heard, _EASED) if not one.coded]
    spell = imposed if len(imposed) > 0 else eased
    if len(spell) == 0:
        return
    last = spell[-1].day
    lifted = _of(heard, _LIFTED)
    before = [one for one in lifted if one.day < last]
    if _ends(before, spell):
        spell = [one for one in spell if one.day > before[-1].day]
    after = [one for one in lifted if one.day >= last]
    if _ends(after, spell):
        return
    since = [one for one in eased if one.day >= spell[0].day]
    rests_on = {one.statement_id: one for one in (*spell, *since)}
    newest = sorted(rests_on.values(), key=lambda one: (one.told_on, one.statement_id))[::-1]
    maybe = [one for one in _of(heard, _EASED) if one.coded and one.day >= last]
    denied = [one for one in _of(claimed, _LIFTED) if one.day >= last and len(one.said_by) > 0]
    last_day = max(one.told_on if one.day == _BEFORE else one.day for one in newest)
    yield Sanctions(
        by=by,
        against=against,
        when=_when(spell),
        imposed=len(imposed) > 0,
        eased=since[-1].words if len(imposed) > 0 and len(since) > 0 else None,
        lifted=tuple(_lifted(after, denied)),
        doubts=tuple(_doubts(newest, maybe, last_day, on)),
        claimed_by=() if len(asserted) > 0 else tuple(sorted({one.said_by[0] for one in newest})),
        last_day=last_day,
        quote=spell[-1].quote,
        statement_ids=tuple(one.statement_id for one in newest),
    )


def _of(told: Iterable[_Act], relation: str) -> list[_Act]:
    """Those of one type, in order."""
    found = [one for one in told if one.relation == relation]
    return sorted(found, key=lambda one: (one.day, one.told_on, one.statement_id))


def _ends(lifted: Sequence[_Act], imposed: Sequence[_Act]) -> bool:
    """Whether sanctions are over: more than one source says so, or but one that there were any."""
    stories, imposing = ({one.story for one in told} for told in (lifted, imposed))
    return len(stories) > 1 or len(stories) == len(imposing) == 1


def _when(spell: Sequence[_Act]) -> str:
    """The day, or the first and the last of several."""
    dated = [one for one in spell if one.day != _BEFORE] or spell
    first, last = dated[0], dated[-1]
    if first.day == last.day:
        # Of one day: as who dates it has it.
        return min((one.words for one in dated), key=lambda words: (_REPORTED in words, words))
    return f"{first.words} to {last.words.removeprefix(_REPORTED)}"


def _lifted(told: Sequence[_Act], claimed: Sequence[_Act]) -> Iterator[str]:
    if len(told) > 0:
        yield f"one source says that they were lifted ({told[-1].words})"
    if len(claimed) > 0:
        yield f"somebody says that they were lifted ({claimed[-1].words})"


def _doubts(told: Sequence[_Act], eased: Sequence[_Act], last_day: date, on: date) -> Iterator[str]:
    months = {(one.day.year, one.day.month) for one in told}
    if all(one.coded for one in told) and len(told) > 1 and len(months) < _MONTHS:
        yield f"coded in {'one month' if len(months) == 1 else f'{len(months)} months'} only"
    # One coded row among many is as often a mistake of the coder.
    if len(eased) > 1:
        yield f"{len(eased)} coded rows since tell of an easing or lifting ({eased[-1].words})"
    if on - last_day > _YEAR:
        yield f"told of last on {last_day}"


def _backings(
    acts: polars.DataFrame, statements: polars.DataFrame, found: Iterable[Sanctions]
) -> dict[Pair, Backing]:
    """How many tell of each, one way at a time."""
    import polars as pl

    ids = [one_id for one in found for one_id in one.statement_ids]
    resting = acts.filter(pl.col("statement_id").is_in(ids))
    forth = resting.filter(pl.col("source") < pl.col("target"))
    back = resting.filter(pl.col("source") > pl.col("target"))
    there = backings(forth, statements)
    return {
        **there,
        **{(high, low): one for (low, high), one in backings(back, statements).items()},
    }
