"""The grammar of questions: its families, and the words of each language, read from a file."""

# grammar.yaml holds all words. Code adds none, and knows no family by its name.

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, Field, ValidationError, model_validator

from detente.graph.errors import ConfigError
from detente.queries.asking.cues import Cue

__all__ = [
    "Calendar",
    "DayRole",
    "Family",
    "Grammar",
    "Lang",
    "Language",
    "Part",
    "Refused",
    "grammar",
    "read_grammar",
]

Lang = Literal["en", "ro"]
#: What a date of a question says, as an option of a command can take it.
DayRole = Literal["on", "since", "until"]

_SLOT = re.compile(r"\{([01])\}")


def _cue(text: str) -> str:
    Cue(text)
    return text


CueText = Annotated[str, AfterValidator(_cue)]


class _Strict(BaseModel, frozen=True, extra="forbid"):
    """A part of the file: a key that nobody reads is a mistake."""


class Family(_Strict):
    """One kind of question: the command that answers it, and how people ask for it.

    "Who are the allies of Iran?" is of the family whose command is `allies {0}`.

    A piece of `command` with an actor that the question does not have is left out. `days` says
    which option takes which part of a date, `needs` which parts must be there, `python` what an
    option is called as a keyword, where that is another name.
    """

    command: Annotated[tuple[str, ...], Field(min_length=1)]
    says: str
    actors: tuple[int, int] = (0, 0)
    days: Mapping[DayRole, str] = Field(default_factory=dict)
    needs: tuple[DayRole, ...] = ()
    python: Mapping[str, str] = Field(default_factory=dict)
    example: Mapping[Lang, str]
    cues: Mapping[Lang, Annotated[tuple[CueText, ...], Field(min_length=1)]]

    @model_validator(mode="after")
    def _is_whole(self) -> Family:
        named = {int(slot) for piece in self.command for slot in _SLOT.findall(piece)}
        if named != set(range(self.actors[1])):
            raise ValueError(f"the command does not name {self.actors[1]} actors")
        if any(self.example.keys() ^ {"en", "ro"}) or any(self.cues.keys() ^ {"en", "ro"}):
            raise ValueError("an example and cues are needed in en and ro")
        if not set(self.needs) <= self.days.keys():
            raise ValueError("a date is needed that the command does not take")
        return self


class Refused(_Strict):
    """A kind of question that no command answers: how it is told, and what is said instead.

    `nearest` names the family that is offered where the words tell none, by the number of actors;
    `unless` the families of which it may be a question all the same.
    """

    because: str
    nearest: Mapping[int, str] = Field(default_factory=dict)
    unless: tuple[str, ...] = ()
    cues: Mapping[Lang, tuple[CueText, ...]]


class Part(_Strict):
    """A part of a year by its months and, where a month has it too, of a month by its days.

    "the end of 2018" is its last month, "the end of June" are its last days.

    One that may stand `alone` needs no year: "in the summer" is the latest that has begun.
    """

    words: tuple[str, ...]
    months: tuple[int, int]
    days: tuple[int, int] | None = None
    alone: bool = False


class Calendar(_Strict):
    """The words of dates in one language; alternatives are parted by `|`.

    A month without a year is none before the words of `not_before`. Between a part and its year may
    stand the words of `part_of`. In `last`, `this`, `recent` and
    `ago` stands `U` for a unit and `N` for a number.
    """

    months: Annotated[tuple[str, ...], Field(min_length=12, max_length=12)]
    units: Mapping[Literal["day", "week", "month", "year"], str]
    numbers: Mapping[str, int]
    since: tuple[str, ...]
    after: tuple[str, ...]
    until: tuple[str, ...]
    before: tuple[str, ...]
    on: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]
    of: str
    parts: tuple[Part, ...]
    part_of: str
    not_before: str
    last: tuple[str, ...]
    this: tuple[str, ...]
    recent: tuple[str, ...]
    ago: tuple[str, ...]


class Language(_Strict):
    """Words of a language that tell no family.

    `plain` words are never names, unless in capitals where others are not; `phrases` are left out
    before names are looked for; `turning` words turn a question round, and must be words of its
    family; `short` are the short names that may be written in small letters; `prefixes` stand
    before a hyphen for an actor, `stand_ins` in examples for an actor that a question lacks.
    """

    plain: tuple[str, ...]
    phrases: tuple[CueText, ...]
    turning: tuple[str, ...]
    short: tuple[str, ...]
    prefixes: Mapping[str, str]
    stand_ins: tuple[str, str]
    calendar: Calendar


class Grammar(_Strict):
    """Families, questions that are refused, and languages.

    `nearest` names what is offered, by the number of actors, where nothing else tells.
    """

    families: Mapping[str, Family]
    refused: tuple[Refused, ...]
    nearest: Mapping[int, tuple[str, ...]]
    languages: Mapping[Lang, Language]

    @model_validator(mode="after")
    def _names_families(self) -> Grammar:
        named = [name for one in self.refused for name in (*one.nearest.values(), *one.unless)]
        named += [name for names in self.nearest.values() for name in names]
        for name in named:
            if name not in self.families:
                raise ValueError(f"{name!r} is no family")
        return self


@cache
def grammar() -> Grammar:
    """The grammar that questions are understood by.

    >>> grammar().families["allies"].command
    ('allies', '{0}')
    """
    return read_grammar(Path(__file__).with_name("grammar.yaml"))


def read_grammar(path: Path) -> Grammar:
    """Read a grammar.

    Raises `ConfigError` naming file and line of the first entry that is wrong.
    """
    # Every scalar is text: to YAML "on" and "no" are truth values.
    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)(path.read_text(encoding="utf8"))
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        line = 0 if error.problem_mark is None else error.problem_mark.line + 1
        raise ConfigError(f"{path.name}: line {line}: {error.problem}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path.name}: line 1: is no mapping")
    content = loader.construct_document(root)
    try:
        return Grammar.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        line = _line(root, first["loc"])
        raise ConfigError(f"{path.name}: line {line}: {where}: {first['msg']}") from error


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    for part in location:
        node = _child(node, part)
    return int(node.start_mark.line) + 1


def _child(node: yaml.Node, part: int | str) -> yaml.Node:
    found: Any = node
    if isinstance(node, yaml.MappingNode):
        found = next((value for key, value in node.value if key.value == str(part)), node)
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        found = node.value[part]
    return node if not isinstance(found, yaml.Node) else found
