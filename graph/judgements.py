"""What people, and the reader, decided about evidence: corrections that outlive every reload."""

# Judgements are never deleted, only revoked. Of two that disagree a person's beats the reader's,
# and the later one beats the earlier one of the same rank.

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel

from detente.graph.errors import GraphError
from detente.graph.ids import make_id
from detente.graph.statements import Statement

__all__ = ["READER", "Judgement", "JudgementKind", "Verdicts", "in_force"]

JudgementKind = Literal["reject", "accept", "retract", "merge", "same_event", "distinct_event"]

#: Who judges when two statements are linked by `loaders/reading`.
READER = "reader"

_MUTUAL = frozenset({"same_event", "distinct_event"})


class Judgement(BaseModel, frozen=True):
    """One decision: "Ana rejected statement s1 because the quote speaks of another embassy".

    `target` is a statement (reject, accept, same_event, distinct_event), an article (retract) or
    the actor that stays (merge); `other` the second statement, or the actor that goes.
    """

    judgement_id: str
    kind: JudgementKind
    target: str
    other: str | None = None
    because: str
    judged_by: str
    judged_at: datetime
    revoked_at: datetime | None = None

    @classmethod
    def of(
        cls,
        kind: JudgementKind,
        target: str,
        other: str | None = None,
        *,
        because: str,
        judged_by: str,
        judged_at: datetime,
    ) -> Judgement:
        """Make a judgement with its id.

        The reader's id leaves out the time, so that reading again links nothing twice.

        >>> noon = datetime(2025, 12, 18, 12)
        >>> how = {"because": "same talks", "judged_by": "ana", "judged_at": noon}
        >>> Judgement.of("same_event", "s2", "s1", **how).target
        's1'
        """
        if kind in _MUTUAL and other is not None:
            target, other = sorted((target, other))
        moment = None if judged_by == READER else judged_at.isoformat()
        return cls(
            judgement_id=make_id("j", kind, target, other, judged_by, moment),
            kind=kind,
            target=target,
            other=other,
            because=because,
            judged_by=judged_by,
            judged_at=judged_at,
        )


def in_force(
    judgements: Iterable[Judgement], *, known_on: date | None = None
) -> tuple[Judgement, ...]:
    """Those not revoked, weakest first; with `known_on`, as things stood at the end of that day.

    A judgement that was revoked after `known_on` comes back as not revoked.

    >>> how = {"because": "", "judged_at": datetime(2025, 12, 18)}
    >>> ana = Judgement.of("reject", "s1", judged_by="ana", **how)
    >>> bot = Judgement.of("accept", "s1", judged_by=READER, **how)
    >>> [judgement.judged_by for judgement in in_force([ana, bot])]
    ['reader', 'ana']
    >>> in_force([ana, bot], known_on=date(2025, 12, 17))
    ()
    """
    standing = (judgement for judgement in judgements if _stands(judgement, known_on))
    unrevoked = (
        one if one.revoked_at is None else one.model_copy(update={"revoked_at": None})
        for one in standing
    )
    return tuple(sorted(unrevoked, key=_strength))


def _stands(judgement: Judgement, known_on: date | None) -> bool:
    if known_on is None:
        return judgement.revoked_at is None
    if judgement.judged_at.date() > known_on:
        return False
    return judgement.revoked_at is None or judgement.revoked_at.date() > known_on


def _strength(judgement: Judgement) -> tuple[bool, datetime, str]:
    return judgement.judged_by != READER, judgement.judged_at, judgement.judgement_id


class Verdicts:
    """What the judgements in force say together.

    >>> how = {"because": "one person", "judged_by": "ana", "judged_at": datetime(2025, 12, 18)}
    >>> verdicts = Verdicts([Judgement.of("merge", "DAESH", "ISIS", **how)])
    >>> verdicts.actor("ISIS"), verdicts.actor("BLR")
    ('DAESH', 'BLR')
    """

    def __init__(self, judgements: Iterable[Judgement]) -> None:
        self._actors: dict[str, str] = {}
        self._accepted: dict[str, bool] = {}
        self._retracted: set[str] = set()
        self._linked: dict[tuple[str, str], bool] = {}
        self._read: set[tuple[str, str]] = set()
        for judgement in in_force(judgements):
            self._hear(judgement)
        self._partners: defaultdict[str, set[str]] = defaultdict(set)
        for (one, other), same in self._linked.items():
            if same:
                self._partners[one].add(other)
                self._partners[other].add(one)
        self._distinct = frozenset(pair for pair, same in self._linked.items() if not same)

    def _hear(self, judgement: Judgement) -> None:
        target, other = judgement.target, judgement.other
        match judgement.kind:
            case "accept" | "reject":
                self._accepted[target] = judgement.kind == "accept"
            case "retract":
                self._retracted.add(target)
            case "merge":
                self._merge(target, _named(judgement, other))
            case "same_event" | "distinct_event":
                pair = (target, _named(judgement, other))
                self._linked[pair] = judgement.kind == "same_event"
                (self._read.add if judgement.judged_by == READER else self._read.discard)(pair)

    def _merge(self, keep: str, gone: str) -> None:
        stays, goes = self.actor(keep), self.actor(gone)
        if stays != goes:
            self._actors[goes] = stays

    def actor(self, actor_id: str) -> str:
        """The actor that this one counts as."""
        while actor_id in self._actors:
            actor_id = self._actors[actor_id]
        return actor_id

    def aliases(self, actor_id: str) -> tuple[str, ...]:
        """Every id that counts as this one, itself included, sorted."""
        stays = self.actor(actor_id)
        merged = (gone for gone in self._actors if self.actor(gone) == stays)
        return tuple(sorted({stays, *merged}))

    def told_with(self, statement_id: str) -> frozenset[str]:
        """The statements that are told to be of the same event as this one."""
        return frozenset(self._partners.get(statement_id, ()))

    def only_read(self, one: str, other: str) -> bool:
        """Whether it was the reader, and no person, that judged of two statements."""
        return (min(one, other), max(one, other)) in self._read

    def distinct_event(self) -> frozenset[tuple[str, str]]:
        """The pairs of statements that must not be counted as one event."""
        return self._distinct

    def accepts(self, statement_id: str) -> bool:
        """Whether a statement was accepted, and not rejected since."""
        return self._accepted.get(statement_id, False)

    def verdict(self, statement_id: str) -> str | None:
        """What a statement was judged last: "accept", "reject", or None."""
        accepted = self._accepted.get(statement_id)
        return None if accepted is None else "accept" if accepted else "reject"

    def retracts(self, article_id: str) -> bool:
        """Whether an article was retracted."""
        return article_id in self._retracted

    def apply(self, statement: Statement) -> Statement | None:
        """The statement as judged, or None when it supports nothing any more.

        That is when it was rejected, retired by the reader, or its article was retracted.
        """
        if statement.retracted_at is not None or statement.article_id in self._retracted:
            return None
        accepted = self._accepted.get(statement.statement_id)
        if accepted is False:
            return None
        changes: dict[str, object] = {} if accepted is None else {"confidence": 1.0}
        if len(self._actors) > 0:
            changes |= self._renamed(statement)
        return statement if len(changes) == 0 else statement.model_copy(update=changes)

    def _renamed(self, statement: Statement) -> dict[str, object]:
        ends = {"subject": statement.subject, "object": statement.object, "place": statement.place}
        renamed: dict[str, object] = {
            role: None if actor_id is None else self.actor(actor_id)
            for role, actor_id in ends.items()
        }
        return renamed | {"said_by": tuple(map(self.actor, statement.said_by))}


def _named(judgement: Judgement, other: str | None) -> str:
    if other is None:
        raise GraphError(f"judgement {judgement.judgement_id}: {judgement.kind} names no second id")
    return other
