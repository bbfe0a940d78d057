"""What came of a question: how it was understood, or why it is not answered."""

from __future__ import annotations

import shlex
from typing import Literal

from pydantic import BaseModel

__all__ = ["Refusal", "Suggestion", "Understood"]

Value = str | bool | tuple[str, ...]


class Understood(BaseModel, frozen=True):
    """A question with the command that answers it.

    "Who were Iran's allies in June 2018?" is `detente allies IRN --as-of 2018-06-30`.

    `python` is the call of the Python function on a graph. `left_out` holds the words, and the
    dates, that the command has no place for. `relative` is true where a date was counted from the
    day that was handed in.
    """

    kind: Literal["understood"] = "understood"
    question: str
    lang: str
    family: str
    actors: tuple[str, ...]
    says: str
    arguments: tuple[str, ...]
    positional: tuple[str, ...]
    keywords: dict[str, Value]
    left_out: tuple[str, ...] = ()
    relative: bool = False

    @property
    def command(self) -> str:
        """The command line.

        >>> Understood(question="?", lang="en", family="camps", actors=(), says="the camps",
        ...            arguments=("camps",), positional=(), keywords={}).command
        'detente camps'
        """
        return shlex.join(("detente", *self.arguments))

    @property
    def python(self) -> str:
        """The call of the Python function.

        >>> Understood(question="?", lang="en", family="allies", actors=("IRN",), says="allies",
        ...            arguments=("allies", "IRN"), positional=("IRN",),
        ...            keywords={"as_of": "2018-06-30"}).python
        'detente.allies(graph, "IRN", as_of="2018-06-30")'
        """
        given = [_quoted(value) for value in self.positional]
        given += [f"{name}={_quoted(value)}" for name, value in self.keywords.items()]
        return f"detente.{self.arguments[0]}({', '.join(('graph', *given))})"


class Suggestion(BaseModel, frozen=True):
    """A question that can be answered, and its command."""

    family: str
    question: str
    command: str


class Refusal(BaseModel, frozen=True):
    """A question that is not answered, the reason, and the questions that come nearest to it."""

    kind: Literal["refused"] = "refused"
    question: str
    lang: str
    because: str
    nearest: tuple[Suggestion, ...] = ()


def _quoted(value: Value) -> str:
    if isinstance(value, str):
        return f'"{value}"'
    if isinstance(value, tuple):
        return f"({', '.join(_quoted(part) for part in value)})"
    return str(value)
