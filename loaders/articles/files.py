"""Where articles come from: files, folders, the standard input."""

# One item a thing met: an article, or what is wrong with it. Nothing here raises for bad input, so
# that the rest of a batch goes on.

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles import lines, plain
from detente.loaders.articles.decoding import decode, mark_length

__all__ = ["Ignored", "Rejected", "read_paths"]

#: What takes the place of an article that cannot be read; its `source` and `problems` say why.
Rejected: TypeAlias = LoadError

_LINES = (".jsonl", ".ndjson")
_READ = (".txt", *_LINES)
_LATER = {
    ".html": "HTML",
    ".htm": "HTML",
    ".xhtml": "HTML",
    ".rss": "RSS",
    ".atom": "RSS",
    ".xml": "XML",
}
_STDIN = "standard input"


class Ignored(NamedTuple):
    """How many files of a folder have a suffix that is not read, by suffix."""

    source: str
    suffixes: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many files in all.

        >>> Ignored("news", ((".html", 2), (".png", 1))).total
        3
        """
        return sum(number for _, number in self.suffixes)


def read_paths(
    paths: Iterable[str | Path], *, lang: str | None = None, stdin: BinaryIO | None = None
) -> Iterator[Article | Rejected | Ignored]:
    """Every article in files (.txt, .jsonl), folders (with all that lies below) and "-".

    Folders are read in the order of their names. `lang` is the language of articles that do not
    name their own. An id that comes again with another text or date is rejected.

    >>> [str(item) for item in read_paths(["no/such.txt"])]
    ['no/such.txt: does not exist']
    """
    seen: dict[str, tuple[str, str]] = {}
    for path in paths:
        found = _stream(stdin, lang) if str(path) == "-" else _path(Path(path), lang)
        for item, source in found:
            if isinstance(item, Article):
                yield _unless_changed(item, source, seen)
            else:
                yield item


_Found: TypeAlias = Iterator[tuple[Article | Rejected | Ignored, str]]


def _unless_changed(
    article: Article, source: str, seen: dict[str, tuple[str, str]]
) -> Article | Rejected:
    revision, first = seen.setdefault(article.article_id, (article.revision, source))
    if revision == article.revision:
        return article
    return LoadError(source, f"id '{article.article_id}' has another text or date in {first}")


def _path(path: Path, lang: str | None) -> _Found:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _unreadable(path, error), str(path)
        return
    yield from _folder(path, lang) if is_folder else _file(path, lang)


def _folder(folder: Path, lang: str | None) -> _Found:
    ignored: Counter[str] = Counter()
    read = 0
    for path in _below(folder):
        if isinstance(path, LoadError):
            yield path, path.source
        elif path.suffix.lower() in _READ:
            read += 1
            yield from _file(path, lang)
        elif path.stem.upper() != "README":
            ignored[path.suffix.lower() or path.name] += 1
    source = str(folder)
    if len(ignored) > 0:
        yield Ignored(source, tuple(sorted(ignored.items()))), source
    if read == 0:
        yield LoadError(source, "holds no .txt and no .jsonl file"), source


def _below(folder: Path) -> Iterator[Path | LoadError]:
    """All files below a folder, in the order of their names; links to folders are not followed."""
    problems: list[OSError] = []
    for inner, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(inner, name) for name in sorted(names) if not name.startswith("."))
    for problem in problems:
        yield _unreadable(Path(problem.filename), problem)


def _file(path: Path, lang: str | None) -> _Found:
    source = str(path)
    suffix = path.suffix.lower()
    if suffix in _LATER:
        problem = f"{_LATER[suffix]} is not read yet: give .txt or .jsonl"
        yield LoadError(source, problem), source
        return
    try:
        with path.open("rb") as stream:
            yield from (
                _lines(stream, source, lang) if suffix in _LINES else _text(stream, source, lang)
            )
    except OSError as error:
        yield _unreadable(path, error), source


def _unreadable(path: Path, error: OSError) -> LoadError:
    problems: dict[type[OSError], str] = {
        FileNotFoundError: "does not exist",
        PermissionError: "may not be read: no permission",
    }
    return LoadError(str(path), problems.get(type(error)) or f"cannot be read: {error.strerror}")


def _stream(stdin: BinaryIO | None, lang: str | None) -> _Found:
    stream = sys.stdin.buffer if stdin is None else stdin
    content = stream.read()
    start = content[mark_length(content) :].lstrip()[:1]
    if start == b"{":
        yield from _records(content.splitlines(keepends=True), _STDIN, lang)
    else:
        yield _one(content, _STDIN, lang), _STDIN


def _text(stream: BinaryIO, source: str, lang: str | None) -> _Found:
    yield _one(stream.read(), source, lang), source


def _one(content: bytes, source: str, lang: str | None) -> Article | Rejected:
    try:
        return plain.article_of(decode(content), source, lang=lang)
    except ValueError as error:
        return LoadError(source, str(error))
    except LoadError as error:
        return error


def _lines(stream: BinaryIO, source: str, lang: str | None) -> _Found:
    empty = True
    for found in _records(stream, source, lang):
        empty = False
        yield found
    if empty:
        yield LoadError(source, "is empty: give one JSON object a line"), source


def _records(content: Iterable[bytes], source: str, lang: str | None) -> _Found:
    for number, line in enumerate(content, start=1):
        record = line[mark_length(line) :] if number == 1 else line
        if len(record.strip()) > 0:
            where = f"{source}, line {number}"
            yield _record(record, where, lang), where


def _record(line: bytes, where: str, lang: str | None) -> Article | Rejected:
    try:
        return lines.article_of(line.decode("utf-8"), where, lang=lang)
    except UnicodeDecodeError as error:
        return LoadError(where, f"is no UTF-8 (byte {error.start}): save the file as UTF-8")
    except LoadError as error:
        return error
