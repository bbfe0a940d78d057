"""Questions kept as Cypher: saved/FOLDER/*.cypher, with title, explanation and parameters."""

# A saved question is data: its parameters are declared with a kind and a default, so that every one
# of them runs as it stands, on every store.

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml
from pydantic import BaseModel

from detente.graph.errors import ConfigError, GraphError
from detente.graph.roster import Roster
from detente.queries.answers import read_day

__all__ = ["Parameter", "Saved", "find_saved", "read_saved", "saved"]

Kind = Literal["actor", "date", "number", "text"]

_HEAD = re.compile(r"//\s*(title|about|params):\s*(.*)")
_PARAMETER = re.compile(r"(\w+) \((\w+)\) = (.*)")
_USED = re.compile(r"\$(\w+)")


class Parameter(BaseModel, frozen=True):
    """A parameter of a saved question: "since (date) = 2022-01-01"."""

    name: str
    kind: Kind
    default: str

    @property
    def literal(self) -> str:
        """The default as Cypher writes it: 'USA', 50."""
        return self.default if self.kind == "number" else f"'{self.default}'"

    def value(self, text: str, roster: Roster) -> str | int | float:
        """What the query is given for `text`: an actor's id, an ISO day, a number or the text."""
        if self.kind == "actor":
            return roster.resolve(text)
        if self.kind == "date":
            return str(read_day(text, option=self.name))
        return _number(self.name, text) if self.kind == "number" else text


class Saved(BaseModel, frozen=True):
    """One saved question; `name` is its file's, `cypher` the query without the heading."""

    name: str
    folder: str
    folder_title: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    cypher: str

    def summary(self) -> dict[str, str]:
        """The question in one row: its folder, name, title, and parameters with their defaults."""
        parameters = ", ".join(f"{one.name}={one.default}" for one in self.parameters)
        return {
            "folder": self.folder_title,
            "name": self.name,
            "title": self.title,
            "parameters": parameters,
        }

    def with_literals(self) -> str:
        """The query with its defaults written out, to run where no parameter is set.

        >>> find_saved("pair").with_literals().splitlines()[0]
        "MATCH path = (a:Actor {actor_id: 'USA'})-[r]-(b:Actor {actor_id: 'BLR'})"
        """
        literals = {one.name: one.literal for one in self.parameters}
        return _USED.sub(lambda found: literals[found[1]], self.cypher)

    def bind(self, given: Mapping[str, str], roster: Roster) -> dict[str, Any]:
        """The parameters to run it with: those given, else the defaults.

        Raises `GraphError` for a name that it does not have or a value of another kind.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                has = ", ".join(known) or "none"
                raise GraphError(f"{self.name} has no parameter '{name}': it has {has}")
        return {
            name: parameter.value(given.get(name, parameter.default), roster)
            for name, parameter in known.items()
        }


def saved() -> tuple[Saved, ...]:
    """All saved questions, folder by folder, in order of their names.

    >>> [one.title for one in saved() if one.name == "exchanges"]
    ['What was given in exchange for what']
    """
    return read_saved(Path(__file__).parent / "saved")


def find_saved(name: str) -> Saved:
    """The saved question of this name.

    >>> find_saved("nonsense")
    Traceback (most recent call last):
    detente.graph.errors.GraphError: no saved question 'nonsense': 'detente saved' lists them
    """
    for one in saved():
        if one.name == name:
            return one
    raise GraphError(f"no saved question '{name}': 'detente saved' lists them")


@cache
def read_saved(folder: Path) -> tuple[Saved, ...]:
    """Read and validate the questions of a folder: those of the folders that folders.yaml names.

    Raises `ConfigError` naming file and line for a wrong heading, for a parameter that is declared
    and not used or used and not declared, and for a folder or a question that is named twice or
    not at all.
    """
    listed = folder / "folders.yaml"
    titles: dict[str, str] = yaml.safe_load(listed.read_text(encoding="utf8"))
    found = [
        _read(path, title)
        for name, title in titles.items()
        for path in sorted((folder / name).glob("*.cypher"))
    ]
    names = {one.name for one in found}
    if len(names) < len(found) or len(found) < len(list(folder.rglob("*.cypher"))):
        raise ConfigError(f"{listed}: a question lies in no folder of these, or has another's name")
    return tuple(found)


def _read(path: Path, folder_title: str) -> Saved:
    head: dict[str, str] = {}
    lines = path.read_text(encoding="utf8").splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.startswith("//"):
            break
        found = _HEAD.fullmatch(line)
        if found is None or found[1] in head:
            raise ConfigError(f"{path}: line {number}: write '// title: …', about or params, once")
        head[found[1]] = found[2].strip()
    if not head.get("title") or not head.get("about"):
        raise ConfigError(f"{path}: line 1: a saved question has '// title: …' and '// about: …'")
    cypher = "\n".join(lines[len(head) :]).strip()
    parameters = _parameters(path, head.get("params", ""))
    declared, used = {one.name for one in parameters}, set(_USED.findall(cypher))
    if declared != used:
        odd = ", ".join(sorted(declared ^ used))
        raise ConfigError(f"{path}: line 3: parameters declared and used differ: {odd}")
    return Saved(
        name=path.stem,
        folder=path.parent.name,
        folder_title=folder_title,
        title=head["title"],
        about=head["about"],
        parameters=parameters,
        cypher=cypher,
    )


def _parameters(path: Path, text: str) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    for part in (part.strip() for part in text.split(";") if part.strip() != ""):
        shape = _PARAMETER.fullmatch(part)
        if shape is None or shape[2] not in get_args(Kind):
            kinds = ", ".join(get_args(Kind))
            raise ConfigError(f"{path}: line 3: '{part}': write 'name (kind) = default', {kinds}")
        name, kind, default = shape.groups()
        found.append(Parameter.model_validate({"name": name, "kind": kind, "default": default}))
    return tuple(found)


def _number(name: str, text: str) -> int | float:
    try:
        return int(text) if re.fullmatch(r"-?\d+", text) else float(text)
    except ValueError:
        raise GraphError(f"{name}: '{text}' is no number") from None
