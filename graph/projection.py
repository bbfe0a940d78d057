"""From evidence to typed relations."""

# Relations are a pure function of statements and judgements. Nothing outside this module makes one.
# Each unordered pair of actors is projected by itself: projecting only the pairs that a load
# touched gives what projecting everything gives.

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from detente.graph.episodes import (
    BEARING,
    Episode,
    Key,
    age,
    ends_of,
    event_episodes,
    same_ends,
    state_episodes,
)
from detente.graph.ids import make_id
from detente.graph.judgements import Judgement, Verdicts
from detente.graph.registry import REGISTRY, kin_of
from detente.graph.relations import Relation
from detente.graph.statements import Modality, Statement
from detente.graph.stories import stories

__all__ = ["Contradiction", "Projection", "derive", "project"]

#: How many statement ids an edge carries; the evidence layer has them all.
_LISTED = 20
#: Hexadecimal digits of a relation id: enough for millions of events of one type and pair.
_ID_DIGITS = 12
#: An undated denial speaks of what was published at most this far from it.
_NEWS_LASTS = timedelta(days=30)
#: What one independent denier leaves of an edge's confidence.
_DOUBT = 0.5


class Contradiction(NamedTuple):
    """Statement `denial` denies what statement `claim` says."""

    denial: str
    claim: str


class Projection(NamedTuple):
    """What follows from evidence: the relations, and who denies whom; both sorted."""

    relations: list[Relation]
    contradictions: list[Contradiction]


def project(statements: Iterable[Statement], judgements: Iterable[Judgement]) -> list[Relation]:
    """Derive the relations, sorted by id; order and repetition of the arguments change nothing.

    >>> eased = Statement(statement_id="s1", event_id="e1", article_id="a1", subject="USA",
    ...     relation="EASED_SANCTIONS_ON", object="BLR", confidence=0.8)
    >>> relation, = project([eased], [])
    >>> relation.subject, relation.object, relation.confidence, relation.valid_from
    ('USA', 'BLR', 0.8, None)

    One edge is made per relation type, ordered pair of actors and event (or unbroken span of a
    state). Confidence is the noisy-or over stories (`detente.graph.stories`), `1 - product(1 - c)`
    with one `c` a story, halved for each independent denier: a speaker, or the story where no
    speaker is named. `publishers` has one name a story: whoever printed it first.
    """
    return derive(statements, judgements).relations


def derive(statements: Iterable[Statement], judgements: Iterable[Judgement]) -> Projection:
    """The relations as `project` gives them, with the contradictions met on the way.

    >>> derive([], [])
    Projection(relations=[], contradictions=[])
    """
    verdicts = Verdicts(judgements)
    pairs: defaultdict[str, dict[str, Statement]] = defaultdict(dict)
    for statement in statements:
        judged = verdicts.apply(statement)
        if judged is not None and judged.pair is not None:
            pairs[judged.pair][judged.statement_id] = judged
    relations: list[Relation] = []
    contradictions: set[Contradiction] = set()
    for told in pairs.values():
        of_pair = _project_pair(sorted(told.values(), key=age), verdicts)
        relations += of_pair.relations
        contradictions.update(of_pair.contradictions)
    by_id = sorted(relations, key=lambda relation: relation.relation_id)
    return Projection(by_id, sorted(contradictions))


def _project_pair(statements: Sequence[Statement], verdicts: Verdicts) -> Projection:
    denials = [one for one in statements if one.modality is Modality.DENIED]
    relations: list[Relation] = []
    contradictions: list[Contradiction] = []
    for episode in (*event_episodes(statements, verdicts), *state_episodes(statements)):
        disputed = _disputes(episode, denials, verdicts)
        deniers = _deniers([denial for denial, _ in disputed])
        relations.append(_relation(episode, deniers=len(deniers)))
        contradictions += [
            Contradiction(denial.statement_id, claim.statement_id) for denial, claim in disputed
        ]
    return Projection(relations, contradictions)


def _disputes(
    episode: Episode, denials: Iterable[Statement], verdicts: Verdicts
) -> list[tuple[Statement, Statement]]:
    return [
        (denial, claim)
        for denial in denials
        if _concerns(denial, episode.key)
        for claim in episode.bearing
        if denial in episode.others
        or claim.statement_id in verdicts.told_with(denial.statement_id)
        or _denies(denial, claim)
    ]


def _concerns(denial: Statement, key: Key) -> bool:
    """Whether a denial is of such acts: who denies an attack denies the bombing too."""
    denied = ends_of(denial)
    return denied is not None and denied[0] in kin_of(key[0]) and same_ends(denied, key)


def _denies(denial: Statement, claim: Statement) -> bool:
    if denial.event_id == claim.event_id:
        return True
    denied, claimed = _window(denial), _window(claim)
    if denied is not None and claimed is not None:
        return denied[0] < claimed[1] and claimed[0] < denied[1]
    if denial.published_at is None or claim.published_at is None:
        return False
    # Of what happens daily, a denial without a day denies what it is linked to, and nothing else.
    if REGISTRY[claim.relation].recurs:
        return False
    # Nobody denies what has yet to happen.
    if claimed is not None and claimed[0] > denial.published_at:
        return False
    return abs(denial.published_at - claim.published_at) <= _NEWS_LASTS


def _window(statement: Statement) -> tuple[date, date] | None:
    if statement.event_date is None:
        return None
    lasting = REGISTRY[statement.relation].kind == "state"
    last = statement.event_end
    if last is None:
        return statement.event_date.start, date.max if lasting else statement.event_date.end
    return statement.event_date.start, max(last.end, statement.event_date.end)


def _deniers(denials: Sequence[Statement]) -> set[str]:
    if len(denials) == 0:
        return set()
    told = stories(denials)
    return {one.said_by[0] if len(one.said_by) > 0 else told[one.statement_id] for one in denials}


def _relation(episode: Episode, *, deniers: int) -> Relation:
    name, subject, object_ = episode.key
    kind = REGISTRY[name]
    best = min(episode.bearing, key=lambda one: (-one.confidence, age(one)))
    published = [one.published_at for one in episode.bearing if one.published_at is not None]
    newest_first = sorted(episode.bearing, key=_newest)
    stated = episode.stated
    told = stories(episode.bearing)
    return Relation(
        relation_id=_relation_id(episode),
        relation=name,
        subject=subject,
        object=object_,
        plover=kind.plover,
        quad=kind.quad,
        modality=min((one.modality for one in episode.bearing), key=BEARING.index),
        valid_from=episode.valid_from,
        valid_to=episode.valid_to,
        date_precision=None if stated is None else stated.precision,
        event_date=stated,
        reported_on=min(published, default=None),
        intensity=kind.intensity if best.intensity is None else best.intensity,
        confidence=_confidence(episode.bearing, told, deniers=deniers),
        support=len(episode.bearing),
        publishers=_publishers(episode.bearing, told),
        datasets=tuple(sorted({one.dataset for one in episode.bearing if one.dataset is not None})),
        quote=best.quote,
        url=best.url,
        said_by=best.said_by,
        statement_ids=tuple(one.statement_id for one in newest_first[:_LISTED]),
        exchange_id=best.exchange_id,
    )


def _newest(statement: Statement) -> tuple[int, str]:
    return -(statement.published_at or date.min).toordinal(), statement.statement_id


def _relation_id(episode: Episode) -> str:
    """Named by the oldest statement of the episode, so that later ones leave the id alone.

    The oldest by day of publication, not of loading: loading in another order gives the same ids.
    """
    oldest = min((*episode.bearing, *episode.others), key=age)
    key: Key = episode.key
    return ":".join((*key, make_id("", oldest.statement_id)[:_ID_DIGITS]))


def _publishers(bearing: Iterable[Statement], told: Mapping[str, str]) -> tuple[str, ...]:
    printed = sorted(
        (one.published_at or date.max, one.publisher, told[one.statement_id])
        for one in bearing
        if one.publisher
    )
    first = {story: publisher for _, publisher, story in reversed(printed)}
    return tuple(sorted(set(first.values())))


def _confidence(bearing: Iterable[Statement], told: Mapping[str, str], *, deniers: int) -> float:
    surest: defaultdict[str, float] = defaultdict(float)
    for statement in bearing:
        story = told[statement.statement_id]
        surest[story] = max(surest[story], statement.confidence)
    # Sorted, since a product of floats depends on its order.
    doubt = math.prod(1.0 - confidence for confidence in sorted(surest.values()))
    return float(round((1.0 - doubt) * _DOUBT**deniers, 6))
