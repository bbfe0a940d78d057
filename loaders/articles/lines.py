"""JSON: an object for each article, with "text" and what else is known about it."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from io import BytesIO
from typing import BinaryIO

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.decoding import decode, whole
from detente.loaders.articles.records import Hints, article_of

__all__ = ["read_document", "read_lines"]

_LONGEST = 64_000_000
_NOT_BY_BYTES = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)


def read_lines(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    r"""An article a line, read one at a time.

    >>> lines = BytesIO(b'{"id": "7", "text": "Troops left.", "date": "2025-12-18"}\n{')
    >>> article, rejected = read_lines(lines, "a.jsonl", Hints())
    >>> article.article_id, article.text, article.published_at
    ('7', 'Troops left.', datetime.date(2025, 12, 18))
    >>> str(rejected)[:32]
    'a.jsonl, line 2: is no JSON: Exp'
    """
    empty = True
    for number, line in enumerate(_lines(stream), start=1):
        if len(line.strip()) > 0:
            empty = False
            yield _line(line, f"{source}, line {number}", hints)
    if empty:
        yield LoadError(source, "is empty: give one JSON object a line")


def read_document(stream: BinaryIO, source: str, hints: Hints) -> Iterator[Article | LoadError]:
    """The articles of a list of objects, or one object; a file of lines is read as such.

    >>> items = BytesIO(b'[{"text": "They met."}, 7]')
    >>> [getattr(one, "text", str(one)) for one in read_document(items, "a.json", Hints())]
    ['They met.', 'a.json, item 2: is no JSON object: write {"id": …, "text": …}']
    """
    try:
        content = whole(stream)
    except ValueError as error:
        yield LoadError(source, str(error))
        return
    first = next((line for line in _lines(BytesIO(content)) if line.strip() != b""), b"")
    try:
        document = None if _is_object(first) else _parsed(content, source)
    except LoadError as error:
        yield error
        return
    if document is None:
        yield from read_lines(BytesIO(content), source, hints)
    elif document == []:
        yield LoadError(source, "is empty: give a list of JSON objects")
    elif isinstance(document, list):
        for number, item in enumerate(document, start=1):
            yield _article(item, f"{source}, item {number}", hints)
    else:
        yield _article(document, source, hints)


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    line = stream.readline(_LONGEST)
    if line.startswith(_NOT_BY_BYTES) or b"\0" in line:
        content = line + stream.read(_LONGEST)
        try:
            stream = BytesIO(decode(content).encode())
        except ValueError:
            yield content
            return
        line = stream.readline(_LONGEST)
    while len(line) > 0:
        yield line
        line = stream.readline(_LONGEST)


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(_parsed(line, ""), dict)
    except LoadError:
        return False


def _line(line: bytes, where: str, hints: Hints) -> Article | LoadError:
    try:
        record = _parsed(line, where)
    except LoadError as error:
        return error
    return _article(record, where, hints)


def _article(record: object, where: str, hints: Hints) -> Article | LoadError:
    if not isinstance(record, dict):
        return LoadError(where, 'is no JSON object: write {"id": …, "text": …}')
    try:
        return article_of(hints.named(record), where, lang=hints.lang)
    except LoadError as error:
        return error


def _parsed(content: bytes, where: str) -> object:
    try:
        text = decode(content)
    except ValueError as error:
        raise LoadError(where, str(error)) from error
    try:
        parsed: object = json.loads(text.rstrip(), strict=False)
    except json.JSONDecodeError as error:
        raise LoadError(where, f"is no JSON: {error.msg} at {_place(error)}") from error
    except RecursionError as error:
        raise LoadError(where, "is no JSON: nested too deep") from error
    except ValueError as error:
        raise LoadError(where, "is no JSON: a number is too long") from error
    return parsed


def _place(error: json.JSONDecodeError) -> str:
    line = f"line {error.lineno}, " if error.lineno > 1 else ""
    return f"{line}character {error.colno}"
