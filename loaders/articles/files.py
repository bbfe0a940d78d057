"""Where articles come from: files, folders, the standard input."""

# One item a thing met: an article, or what is wrong with it. Nothing here raises for bad input, so
# that the rest of a batch goes on.

from __future__ import annotations

import gzip
import os
import sys
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias, cast

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles.decoding import whole
from detente.loaders.articles.formats import by_content, by_suffix, is_read
from detente.loaders.articles.records import Hints, hints

__all__ = ["Ignored", "Rejected", "read_paths"]

#: What takes the place of an article that cannot be read; its `source` and `problems` say why.
Rejected: TypeAlias = LoadError

_STDIN = "standard input"
_START = 4096
_PACKED = ".gz"
_PACKED_START = b"\x1f\x8b"


class Ignored(NamedTuple):
    """How many files of a folder have a suffix that is not read, by suffix."""

    source: str
    suffixes: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        """How many files in all.

        >>> Ignored("news", ((".doc", 2), (".png", 1))).total
        3
        """
        return sum(number for _, number in self.suffixes)


def read_paths(
    paths: Iterable[str | Path],
    *,
    lang: str | None = None,
    columns: Mapping[str, str] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article | Rejected | Ignored]:
    """Every article in files, folders (with all that lies below) and "-".

    Folders are read in the order of their names. `lang` is the language of articles that do not
    name their own, `columns` says which column of a table each field of an article is taken from.
    An id that comes again with another text or date is rejected.

    >>> [str(item) for item in read_paths(["no/such.txt"])]
    ['no/such.txt: does not exist']

    Raises `ConfigError` for a field that articles do not have.
    """
    given = hints(lang, columns)
    return _articles(paths, given, stdin)


_Found: TypeAlias = Iterator[Article | Rejected | Ignored]


def _articles(paths: Iterable[str | Path], given: Hints, stdin: BinaryIO | None) -> _Found:
    seen: dict[str, tuple[str, str]] = {}
    for path in paths:
        for item in _stream(stdin, given) if str(path) == "-" else _path(Path(path), given):
            yield _unless_changed(item, seen) if isinstance(item, Article) else item


def _unless_changed(article: Article, seen: dict[str, tuple[str, str]]) -> Article | Rejected:
    source = article.source or ""
    revision, first = seen.setdefault(article.article_id, (article.revision, source))
    if revision == article.revision:
        return article
    return LoadError(source, f"id '{article.article_id}' has another text or date in {first}")


def _path(path: Path, given: Hints) -> _Found:
    try:
        is_folder = path.is_dir()
    except OSError as error:
        yield _unreadable(path, error)
        return
    yield from _folder(path, given) if is_folder else _file(path, given)


def _folder(folder: Path, given: Hints) -> _Found:
    ignored: Counter[str] = Counter()
    read = 0
    for path in _below(folder):
        if isinstance(path, LoadError):
            yield path
        elif is_read(_suffix(path)):
            read += 1
            yield from _file(path, given)
        elif path.stem.upper() != "README":
            ignored[path.suffix.lower() or path.name] += 1
    source = str(folder)
    if len(ignored) > 0:
        yield Ignored(source, tuple(sorted(ignored.items())))
    if read == 0:
        yield LoadError(source, "holds no file of a kind that is read: give .txt, .html or .jsonl")


def _below(folder: Path) -> Iterator[Path | LoadError]:
    """All files below a folder, in the order of their names; links to folders are not followed."""
    problems: list[OSError] = []
    for inner, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(inner, name) for name in sorted(names) if not name.startswith("."))
    for problem in problems:
        yield _unreadable(Path(problem.filename), problem)


def _suffix(path: Path) -> str:
    """What the name says about the content: ".csv" for both a.csv and a.csv.gz."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    return "".join(suffixes[-2:-1] if suffixes[-1:] == [_PACKED] else suffixes[-1:])


def _unreadable(path: Path, error: OSError) -> LoadError:
    problems: dict[type[OSError], str] = {
        FileNotFoundError: "does not exist",
        PermissionError: "may not be read: no permission",
    }
    return LoadError(str(path), problems.get(type(error)) or f"cannot be read: {error.strerror}")


def _stream(stdin: BinaryIO | None, given: Hints) -> _Found:
    try:
        content = whole(sys.stdin.buffer if stdin is None else stdin)
    except ValueError as error:
        yield LoadError(_STDIN, str(error))
    else:
        yield from _content(BytesIO(content), content[:_START], _STDIN, "", given)


def _file(path: Path, given: Hints) -> _Found:
    source = str(path)
    try:
        with path.open("rb") as stream:
            yield from _content(stream, stream.peek(_START), source, _suffix(path), given)
    except OSError as error:
        yield _unreadable(path, error)


def _content(
    stream: BinaryIO, start: bytes, source: str, suffix: str, given: Hints
) -> Iterator[Article | LoadError]:
    if not start.startswith(_PACKED_START):
        read = by_suffix(suffix, start) or by_content(start, given)
        yield from read(stream, source, given)
        return
    unpacked = gzip.GzipFile(fileobj=stream)
    try:
        start = unpacked.peek(_START)
        if start.startswith(_PACKED_START):
            yield LoadError(source, "is packed more than once: unpack it")
        else:
            yield from _content(cast("BinaryIO", unpacked), start, source, suffix, given)
    except (EOFError, gzip.BadGzipFile, zlib.error):
        yield LoadError(source, "is damaged: it cannot be unpacked to its end")
