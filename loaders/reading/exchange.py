"""Deals: "X in exchange for Y" ties two events, each leg done by one party for the other."""

from __future__ import annotations

from typing import NamedTuple

from detente.loaders.reading.parse import Parse
from detente.loaders.reading.words import Words

__all__ = ["Exchange", "exchanges", "signs"]

_REACH = 14


class Exchange(NamedTuple):
    """Triggers `given` and `returned` are the two legs; `phrase` is the first word of the sign."""

    given: int
    returned: int
    phrase: int


def exchanges(parse: Parse, triggers: list[int], words: Words) -> list[Exchange]:
    """Find each sign of exchange and the events on its two sides.

    Where nothing stands before the sign ("In exchange for Y, X …") the other leg follows.
    """
    found = []
    for first, last in signs(parse, words):
        if " ".join(word.form for word in parse.words[first : last + 1]) in words.exchange_adverbs:
            legs = _around(parse, triggers, first)
            if legs is not None:
                found.append(Exchange(*legs, first))
            continue
        after = [trigger for trigger in triggers if last < trigger <= last + _REACH]
        before = [trigger for trigger in triggers if trigger < first]
        if len(after) == 0:
            continue
        returned = after[0]
        others = before[-1:] if len(before) > 0 else after[1:2] if first <= 1 else []
        if len(others) == 1:
            found.append(Exchange(others[0], returned, first))
    return found


def _around(parse: Parse, triggers: list[int], sign: int) -> tuple[int, int] | None:
    # "Y freed prisoners and X, in return, eased sanctions": the sign stands inside the second leg.
    after = [trigger for trigger in triggers if trigger > sign]
    before = [trigger for trigger in triggers if trigger < sign]
    inside = [above for above in parse.ancestors(sign) if above in triggers]
    returned = next(iter([*inside, *after]), None)
    if returned is None:
        return None
    given = [trigger for trigger in before if trigger != returned]
    return (given[-1], returned) if len(given) > 0 else None


def signs(parse: Parse, words: Words) -> list[tuple[int, int]]:
    """Where "in exchange for" and the like stand: first and last word of each."""
    forms = [word.form for word in parse.words]
    found: list[tuple[int, int]] = []
    if all(sign.split()[0] not in forms for sign in words.exchange):
        return found
    for sign in sorted(words.exchange, key=lambda sign: (-len(sign), sign)):
        parts = sign.split()
        for start in range(len(forms) - len(parts) + 1):
            span = (start, start + len(parts) - 1)
            if forms[start : start + len(parts)] == parts and not any(
                first <= span[1] and last >= span[0] for first, last in found
            ):
                found.append(span)
    return sorted(found)
