"""A query as people keep it: after `:param` lines, or the heading of a saved question."""

# The query itself goes to the database as it was typed. What a `:param` line sets is an expression
# of Cypher: the database works it out, as Neo4j Browser has it done.

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from detente.graph.errors import GraphError
from detente.graph.roster import Roster
from detente.queries.saved import Parameter

__all__ = ["Script", "read_script"]

_COMMAND = re.compile(r":(\w+)\s*(.*?);?")
_SETTING = re.compile(r"(\w+|`[^`]+`)\s*(?:=>|:)\s*(.+)")
_DECLARED = re.compile(r"//\s*params:\s*(.*)")
_PARAMETER = re.compile(r"(\w+) \((\w+)\) = (.*)")
# What may hold a semicolon that ends no query; strings, names in back-ticks, comments.
_PART = re.compile(
    r"""'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`]|``)*`|//[^\r\n]*|/\*.*?\*/|;|[^'"`/;]+|.""",
    re.DOTALL,
)


class Script(NamedTuple):
    """A query, the parameters that its heading declares, and the maps that `:param` lines set."""

    query: str
    declared: tuple[Parameter, ...] = ()
    settings: tuple[str, ...] = ()

    def bind(
        self,
        given: Mapping[str, str],
        *,
        roster: Roster,
        run: Callable[[str], list[dict[str, Any]]],
    ) -> dict[str, Any]:
        """The values of the parameters: those given, else those set, else the declared defaults.

        A declared parameter takes what its kind says, another one JSON or text; `run` asks the
        database.
        """
        bound = {one.name: one.value(one.default, roster) for one in self.declared}
        for setting in self.settings:
            bound |= run(f"RETURN {setting} AS settings")[0]["settings"]
        kinds = {one.name: one for one in self.declared}
        for name, text in given.items():
            bound[name] = kinds[name].value(text, roster) if name in kinds else _value(text)
        return bound


def read_script(text: str) -> Script:
    r"""Take a query apart from what stands before it.

    >>> script = read_script(":param id => 'BLR'\nMATCH (a:Actor {actor_id: $id}) RETURN a;\n")
    >>> script.query, script.settings
    ('MATCH (a:Actor {actor_id: $id}) RETURN a', ("{id: 'BLR'}",))

    Raises `GraphError` for another command of Neo4j Browser, a wrong parameter, or a second query.
    """
    declared: list[Parameter] = []
    settings: list[str] = []
    lines = text.removeprefix("\ufeff").splitlines()
    while len(lines) > 0 and (lines[0].strip() == "" or lines[0].lstrip().startswith((":", "//"))):
        line = lines.pop(0).strip()
        heading = _DECLARED.fullmatch(line)
        if heading is not None:
            declared += map(_declared, filter(None, map(str.strip, heading[1].split(";"))))
        elif line.startswith(":"):
            settings.append(_setting(line))
    return Script(_only_query("\n".join(lines)), tuple(declared), tuple(settings))


def _declared(text: str) -> Parameter:
    shape = _PARAMETER.fullmatch(text)
    fields = (
        {} if shape is None else dict(zip(("name", "kind", "default"), shape.groups(), strict=True))
    )
    try:
        return Parameter.model_validate(fields)
    except ValidationError as error:
        raise GraphError(f"'// params: {text}': write 'name (kind) = default'") from error


def _setting(line: str) -> str:
    """The map that a `:param` line sets."""
    command = _COMMAND.fullmatch(line)
    if command is None or command[1] not in ("param", "params"):
        raise GraphError(
            f"'{line}' is no Cypher: of the commands of Neo4j Browser only :param is known here"
        )
    if command[2].startswith("{"):
        return command[2]
    setting = _SETTING.fullmatch(command[2])
    if setting is None:
        raise GraphError(f"'{line}': write :param name => value")
    return f"{{{setting[1]}: {setting[2]}}}"


def _only_query(text: str) -> str:
    """The text without a semicolon at its end; there is one query in it."""
    queries = [""]
    for part in _PART.findall(text):
        if part == ";":
            queries.append("")
        else:
            queries[-1] += part
    told = [query.strip() for query in queries if _says_something(query)]
    match told:
        case [query]:
            return query
        case []:
            raise GraphError("there is no query: write one, or - to read it from standard input")
    raise GraphError(f"there are {len(told)} queries: give one at a time")


def _says_something(query: str) -> bool:
    return any(not part.startswith(("//", "/*")) and part.strip() for part in _PART.findall(query))


def _value(text: str) -> Any:
    """A value given on the command line: JSON if it is that, else the text itself.

    >>> _value("10"), _value('["USA"]'), _value("USA")
    (10, ['USA'], 'USA')
    """
    try:
        return json.loads(text)
    except ValueError:
        return text
