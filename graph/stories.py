"""Who tells a thing independently: reports of one publisher, agency or text are one story."""

# It counts once, in confidence as in the number of publishers, however often it is printed.

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from detente.graph.ids import fold
from detente.graph.statements import Statement

__all__ = ["copied", "stories"]

#: Fewer telling words may be the same by chance.
_LEAST = 6
#: Two texts of which so large a part of the neighbouring words agrees are one.
_RESEMBLANCE = 0.6

_Shingle = tuple[str, str]


def stories(statements: Iterable[Statement]) -> dict[str, str]:
    """The story of each statement, by its id: a name that all of one story share.

    >>> about = {"event_id": "e", "subject": "USA", "relation": "MET_WITH", "object": "BLR"}
    >>> wire = [Statement(statement_id=one, article_id=one, publisher=one, via=("REUTERS",),
    ...     **about) for one in ("Courier", "Gazette")]
    >>> own = Statement(statement_id="s3", article_id="a3", publisher="Herald", **about)
    >>> stories([*wire, own])
    {'Courier': 'reuters', 'Gazette': 'reuters', 's3': 'herald'}

    A story is what one agency is named for, else what one publisher printed, else an article; and
    all of them that print the same words (resemblance of word pairs, after Broder, "On the
    resemblance and containment of documents", 1997).
    """
    told = sorted(statements, key=lambda one: one.statement_id)
    if len(told) == 1:
        return {told[0].statement_id: _teller(told[0])}
    names = {one.statement_id: _teller(one) for one in told}
    same = {name: name for name in names.values()}

    def first(name: str) -> str:
        while same[name] != name:
            name = same[name]
        return name

    for one, other in _copies({one.statement_id: one.wording for one in told}):
        keep, gone = sorted((first(names[one]), first(names[other])))
        same[gone] = keep
    return {key: first(name) for key, name in names.items()}


def _teller(statement: Statement) -> str:
    if len(statement.via) > 0:
        return fold(statement.via[0])
    return statement.article_id if statement.publisher is None else fold(statement.publisher)


def _copies(wordings: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    """The pairs of keys whose words are copies, found by the word pairs that they share."""
    shingled = {key: _shingles(words) for key, words in wordings.items() if len(words) >= _LEAST}
    having: defaultdict[_Shingle, list[str]] = defaultdict(list)
    # Of equal ones the first stands for all.
    firsts: dict[frozenset[_Shingle], str] = {}
    for key, shingles in shingled.items():
        if shingles in firsts:
            yield firsts[shingles], key
            continue
        firsts[shingles] = key
        for shingle in shingles:
            having[shingle].append(key)
    common = Counter(pair for keys in having.values() for pair in combinations(keys, 2))
    for (one, other), number in sorted(common.items()):
        together = len(shingled[one]) + len(shingled[other]) - number
        if number >= _RESEMBLANCE * together:
            yield one, other


def _shingles(words: Sequence[str]) -> frozenset[_Shingle]:
    return frozenset(pairwise(words))


def copied(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two wordings are copies of one text.

    >>> text = ("BLR", "freed", "dozens", "prisoners", "friday", "state", "agency")
    >>> copied(text, (*text, "late")), copied(text, text[:3])
    (True, False)
    """
    return next(_copies({"one": one, "other": other}), None) is not None
