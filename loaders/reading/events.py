"""Which statements tell the same event.

Judged pair by pair and from the two statements alone, so that the order of loading cannot matter.
What follows when many are linked is decided where all are known (`detente.graph.components`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, combinations, product

from detente.graph.episodes import ends_of, same_ends
from detente.graph.gaps import Gap, gap
from detente.graph.ids import fold
from detente.graph.registry import REGISTRY, kin_of
from detente.graph.statements import LIVE, Modality, Statement
from detente.loaders.reading.wording import CAPITAL, alike, names_act, names_office, shared

__all__ = ["same_event", "same_event_links"]

#: Words that two reports must share, by the days between them, of what seldom happens twice …
_SELDOM = (0, 1, 1, 1, 2, 2, 2, 2, 3)
#: … and of what may happen daily. The last figure holds for all longer gaps.
_OFTEN = (1, 2, 3)
#: A denial without particulars is of what was said in these days.
_DENIED_DAYS = 3
_MATERIAL_CONFLICT = 4
_VERBAL = (None, 1, 3)
_WORD = re.compile(r"\w+")
#: Sources that give different days or numbers must otherwise say the same.
_CONTRARY = 3


def same_event_links(
    statements: Iterable[Statement], *, known: Iterable[Statement] = ()
) -> list[tuple[str, str]]:
    """Pairs of statement ids, lower id first, that tell the same event.

    Each of `statements` is compared with the others and with those `known`, which were compared
    with each other when they came. Statements of states, of coded data sets, and those that lack an
    actor, are never linked.
    """
    fresh, old = _by_pair(statements), _by_pair(known)
    links = (
        (min(one.statement_id, other.statement_id), max(one.statement_id, other.statement_id))
        for pair, told in fresh.items()
        for one, other in chain(combinations(told, 2), product(told, old[pair]))
        if _alike(one, other)
    )
    return sorted(set(links))


def _by_pair(statements: Iterable[Statement]) -> defaultdict[str | None, list[Statement]]:
    groups: defaultdict[str | None, list[Statement]] = defaultdict(list)
    for one in statements:
        event = REGISTRY[one.relation].kind == "event"
        if event and one.pair is not None and one.dataset is None:
            groups[one.pair].append(one)
    return groups


def _alike(one: Statement, other: Statement) -> bool:
    if one.statement_id == other.statement_id or other.relation not in kin_of(one.relation):
        return False
    left, right = ends_of(one), ends_of(other)
    if left is None or right is None or not same_ends(left, right):
        return False
    return same_event(one, other)


def same_event(one: Statement, other: Statement) -> bool:
    """Whether two statements of kindred relations between the same actors tell one event.

    They must be as real, or one deny what the other says; be of the same days; and say the more in
    common, the more days lie between them and the more often such things happen. Where the wording
    of one is not known, only the days count.
    """
    between = gap(one, other)
    if between is None or not between.bridged or not _as_real(one, other):
        return False
    if one.event_id == other.event_id:
        return True
    if len(one.wording) == 0 or len(other.wording) == 0:
        return not _contrary(one, other, between)
    if _speaks_for_itself(one, other, between):
        return True
    return len(_in_common(one, other)) >= _wanted(one, other, between)


def _contrary(one: Statement, other: Statement, between: Gap) -> bool:
    counts = one.quantity, other.quantity
    return between.contrary or (None not in counts and counts[0] != counts[1])


def _wanted(one: Statement, other: Statement, between: Gap) -> int:
    """How many words two reports must share."""
    if _contrary(one, other, between):
        return _CONTRARY
    often = any(REGISTRY[name].recurs for name in (one.relation, other.relation))
    words = _OFTEN if often or Modality.DENIED in (one.modality, other.modality) else _SELDOM
    least = words[min(between.days, len(words) - 1)]
    if one.article_id == other.article_id:
        # Of one article two deeds share a setting: "also struck the province of".
        return least + 1 if often else least
    # Two languages have few words in common.
    return least - 1 if one.lang != other.lang and between.days > 0 else least


def _speaks_for_itself(one: Statement, other: Statement, between: Gap) -> bool:
    """Whether it needs no words: a headline, deeds without particulars, or one and its denial."""
    if _contrary(one, other, between):
        return False
    if one.modality is other.modality or Modality.DENIED not in (one.modality, other.modality):
        if one.article_id == other.article_id:
            # A headline is told again in the text.
            return 0 in (one.sentence, other.sentence) and _same_trigger(one, other)
        return between.days == 0 and _is_bare_deed(one) and _is_bare_deed(other)
    # "Denies bombing X" denies whatever was just said of it.
    denial = one if one.modality is Modality.DENIED else other
    return between.days <= _DENIED_DAYS and _is_bare_deed(denial)


def _as_real(one: Statement, other: Statement) -> bool:
    kinds = {
        "live" if statement.modality in LIVE else statement.modality.value
        for statement in (one, other)
    }
    return len(kinds) == 1 or kinds == {"live", Modality.DENIED.value}


def _in_common(one: Statement, other: Statement) -> frozenset[str]:
    """What both say, besides what had to be the same: the two actors and the act."""
    return shared(_particulars(one), _particulars(other))


def _particulars(statement: Statement) -> tuple[str, ...]:
    return _particular(
        statement.wording,
        statement.lang,
        statement.relation,
        (statement.subject or "", statement.object or ""),
        " ".join(
            part
            for part in (statement.trigger, statement.subject_surface, statement.object_surface)
            if part is not None
        ),
    )


@lru_cache(maxsize=20_000)
def _particular(
    wording: tuple[str, ...], lang: str | None, relation: str, ends: tuple[str, str], named: str
) -> tuple[str, ...]:
    given = {*ends, *fold(named).split()}
    spoken = REGISTRY[relation].quad != _MATERIAL_CONFLICT
    if spoken:
        # Nobody accuses a town: where words are exchanged a capital is its government.
        given |= {end + CAPITAL for end in ends}
    return tuple(
        word
        for word in wording
        if not any(alike(word, known) for known in given)
        and (lang is None or not names_act(word, lang, relation))
        and (lang is None or not spoken or not names_office(word, lang))
    )


def _same_trigger(one: Statement, other: Statement) -> bool:
    words = (fold(told.trigger).split() for told in (one, other))
    return any(alike(mine, yours) for mine, yours in product(*words))


def _is_bare_deed(statement: Statement) -> bool:
    """Whether the quote names the two actors and a deed, and no particulars.

    Words are no deeds: of two threats it matters what is threatened.
    """
    if REGISTRY[statement.relation].quad in _VERBAL:
        return False
    quoted = frozenset(_WORD.findall(fold(statement.quote)))
    return quoted.isdisjoint(_particulars(statement))
