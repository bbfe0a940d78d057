"""The command that a question stands for: its arguments, its dates, and the call in Python."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from detente.queries.asking.dates import Days
from detente.queries.asking.grammar import DayRole, Family, grammar
from detente.queries.asking.question import Understood, Value
from detente.queries.asking.reading import Reading

__all__ = ["Placed", "command_of", "place_days"]

_SLOT = re.compile(r"\{([01])\}")
_SAID: dict[DayRole, str] = {"on": "as of", "since": "since", "until": "until"}


class Placed(NamedTuple):
    """The dates of a question as a family takes them.

    `lacks` are parts that it needs and that the question does not have, `left_out` the words of
    dates that it has no place for.
    """

    days: dict[DayRole, date]
    lacks: tuple[DayRole, ...]
    left_out: tuple[str, ...]
    relative: bool


def place_days(reading: Reading, family: Family) -> Placed:
    """The dates of a question as the options of a family."""
    taken: dict[DayRole, date] = {}
    left_out: list[str] = []
    relative = False
    for days in reading.days:
        parts, whole = _parts(days, family)
        fresh = {role: day for role, day in parts.items() if role not in taken}
        taken |= fresh
        relative = relative or (days.relative and len(fresh) > 0)
        if not whole or len(fresh) < len(parts) or len(parts) == 0:
            left_out.append(reading.written(days.start, days.end))
    lacks = tuple(role for role in family.needs if role not in taken)
    return Placed(taken, lacks, tuple(left_out), relative)


def _parts(days: Days, family: Family) -> tuple[dict[DayRole, date], bool]:
    """What a family takes of a date, and whether that is all of it."""
    takes = family.days
    if days.role == "in" and days.last is not None and "on" in takes:
        return {"on": days.last}, True
    found: dict[DayRole, date] = {}
    whole = True
    if days.first is not None:
        if "since" in takes:
            found["since"] = days.first
        else:
            whole = False
    if days.last is not None:
        end: DayRole = "until" if "until" in takes else "on"
        if end in takes:
            found[end] = days.last
        else:
            whole = False
    return found, whole


def command_of(
    reading: Reading,
    name: str,
    actors: tuple[str, ...],
    placed: Placed,
    *,
    names: tuple[str, ...],
    left_out: Iterable[str],
) -> Understood:
    """The command of a family with its actors and dates; `names` are for the people who read it."""
    family = grammar().families[name]
    arguments: list[str] = []
    positional: list[str] = []
    keywords: dict[str, Value] = {}
    for piece in family.command:
        slots = [int(slot) for slot in _SLOT.findall(piece)]
        if any(slot >= len(actors) for slot in slots):
            continue
        given = tuple(actors[slot] for slot in slots)
        option = piece.split()[0]
        if option.startswith("--"):
            arguments += [option, *given]
            value: Value = True if len(given) == 0 else given if len(given) > 1 else given[0]
            keywords[_keyword(option, family)] = value
        else:
            arguments += given or [piece]
            positional += given
    said = [family.says.format(*names)]
    said += [f"({name})" for at, name in enumerate(names) if f"{{{at}}}" not in family.says]
    for role, word in _SAID.items():
        if role in placed.days:
            option, day = family.days[role], placed.days[role].isoformat()
            arguments += [option, day]
            keywords[_keyword(option, family)] = day
            said.append(f"{word} {day}")
    return Understood(
        question=reading.text,
        lang=reading.lang,
        family=name,
        actors=actors,
        says=" ".join(said),
        arguments=tuple(arguments),
        positional=tuple(positional),
        keywords=keywords,
        left_out=(*placed.left_out, *left_out),
        relative=placed.relative,
    )


def _keyword(option: str, family: Family) -> str:
    plain = option.removeprefix("--").replace("-", "_")
    return family.python.get(plain, plain)
