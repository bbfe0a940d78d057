"""What a model proposes: its answer taken apart, nothing of it believed yet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from detente.loaders.reading.models.server import NoAnswerError

__all__ = ["MOST", "Malformed", "Proposal", "proposals"]

#: No part of an article says more.
MOST = 100
# Some models think aloud first.
_THOUGHT = re.compile(r"\A.*</think>", re.DOTALL)
_BEGIN = re.compile(r'\{\s*"statements"')


class Proposal(BaseModel):
    """One statement as a model words it; actors, types and dates are still plain texts."""

    model_config = ConfigDict(frozen=True, strict=True)

    quote: str
    subject: str
    relation: str
    object: str
    modality: str = "actual"
    event_date: str | None = None
    date_words: str | None = None
    said_by: list[str] | None = None
    confidence: float | None = None


class Malformed(BaseModel, frozen=True):
    """What is no proposal, and why: "relation: Field required"."""

    reason: str


def proposals(said: str) -> Iterator[Proposal | Malformed]:
    """The statements in the answer of a model.

    >>> said = '{"statements": [{"quote": "a", "subject": "USA", "relation": "X", "object": "B"}]}'
    >>> [found.object for found in proposals(f"Gladly: {said}")]
    ['B']

    Raises `NoAnswerError` where there is no JSON object with a list of statements.
    """
    found = _found(_THOUGHT.sub("", said))
    for entry in found[:MOST]:
        try:
            proposal = Proposal.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            where = "".join(f"{part}: " for part in first["loc"])
            yield Malformed(reason=f"no proposal ({where}{first['msg']})")
        else:
            yield proposal
    if len(found) > MOST:
        yield Malformed(reason=f"more than {MOST} proposals for one part of an article")


def _found(said: str) -> list[Any]:
    begin = _BEGIN.search(said) or re.search("{", said)
    if begin is None:
        raise NoAnswerError("answers with no JSON")
    try:
        answer, _ = json.JSONDecoder().raw_decode(said, begin.start())
    except (ValueError, RecursionError):
        raise NoAnswerError("answers with broken JSON") from None
    match answer:
        case {"statements": [*entries]}:
            return entries
        case _:
            raise NoAnswerError("answers with no list of statements")
