"""Files of coded event data, row by row."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from detente.graph.errors import ConfigError, LoadError
from detente.loaders.events.codes import code_of, ends_of, score_of
from detente.loaders.events.layouts import Fit, Layout, fit, recognise
from detente.loaders.events.rows import CodedRow, Party, Reject
from detente.loaders.events.tables import tables

__all__ = ["mentions_of", "read_coded"]

# Cells that come again are made into a Party or a code once; beyond this many all are forgotten.
_REMEMBERED = 100_000
_BOTTOM, _TOP = -10.0, 10.0
_PER_CENT = 100
_COMPACT = re.compile(r"\d{8}")
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[T ]\d\d:.*)?")
_WORDS = re.compile(r"(\d{1,2})[ -]([A-Za-z]{3})[a-z]*[ -](\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXPORT = re.compile(r"(?i)(?:\.export)?(\.csv|\.tsv|\.txt)?(\.gz|\.zip)?$")
_MENTION_WIDTH = 16
_MENTION_ID, _MENTION_SOURCE, _MENTION_CONFIDENCE = 0, 4, 11
_WIDE = ("utf-16", "utf-32")
_DISMISSED = "so --min-confidence holds none of its rows back"

# The confidence and the publisher of an event.
_Mentions = dict[str, tuple[float, str]]


def read_coded(
    path: Path,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    min_confidence: float | None = None,
) -> Iterator[CodedRow | Reject]:
    """The rows of a file, plain, gzipped or zipped, in its order, and what could not be read.

    `layout` is recognised unless given; `columns` says which column each field is taken from;
    `encoding` is found out unless given. `min_confidence` (a share, or above 1 in per cent) leaves
    out the rows below it; where a file has no confidence at all, it keeps all and says so. A
    `Reject` of line 0 is about the file as a whole.

    Raises `ConfigError` for a layout or field that does not exist, and `LoadError` for a file that
    cannot be opened or none of whose tables is recognised.
    """
    named = None if encoding is None else _encoding(encoding)
    if layout is None and columns is None:
        recognise(path)
    else:
        _check(path, layout, columns, named)
    least = None if min_confidence is None else _least(min_confidence)
    return _rows(path, layout, columns, named, least)


def _encoding(given: str) -> str:
    try:
        name = codecs.lookup(given).name
    except LookupError as error:
        raise ConfigError(f"no encoding '{given}': give utf-8 or windows-1252") from error
    if name.startswith(_WIDE):
        raise ConfigError(f"{given} cannot be read line by line: save the file as UTF-8")
    return name


def _least(given: float) -> float:
    try:
        return _share(given)
    except ValueError as error:
        raise ConfigError(f"--min-confidence: {error}") from error


def _check(
    path: Path, layout: str | None, columns: Mapping[str, str] | None, encoding: str | None
) -> None:
    problems: list[LoadError] = []
    for table in tables(path, encoding=encoding):
        try:
            fit(table, layout=layout, columns=columns)
        except LoadError as error:
            problems.append(error)
        else:
            return
    raise problems[0] if len(problems) > 0 else LoadError(str(path), "is an empty archive")


def _rows(
    path: Path,
    layout: str | None,
    columns: Mapping[str, str] | None,
    encoding: str | None,
    least: float | None,
) -> Iterator[CodedRow | Reject]:
    mentions: _Mentions | None = None
    is_asked = False
    for table in tables(path, encoding=encoding):
        try:
            found = fit(table, layout=layout, columns=columns)
        except LoadError as error:
            yield Reject(table.source, 0, "; ".join(error.problems))
            continue
        if found.layout.name == "gdelt" and not is_asked:
            is_asked = True
            mentions = yield from _mentions(path)
        if least is not None and mentions is None and "confidence" not in found.places:
            yield Reject(table.source, 0, f"{_lacking(path, found.layout)}, {_DISMISSED}")
        reading = _Reading(found, mentions)
        row_of = reading.row
        for line, cells in table.lines(found.separator, found.width, header=found.header):
            if isinstance(cells, str):
                yield Reject(table.source, line, cells)
                continue
            try:
                row = row_of(line, cells)
            except ValueError as error:
                yield Reject(table.source, line, str(error))
                continue
            if least is None or reading.is_kept(row, least):
                yield row


def _lacking(path: Path, layout: Layout) -> str:
    if layout.name != "gdelt":
        return "has no column of confidence"
    return f"has no Mentions file beside it ({_stem(path)}.mentions.CSV)"


def mentions_of(path: Path) -> Path | None:
    """The file of GDELT Mentions that lies beside a file of GDELT events, if there is one.

    >>> mentions_of(Path("no/such/20170701.export.CSV"))
    """
    wanted = f"{_stem(path)}.mentions.csv".casefold()
    names = (wanted, f"{wanted}.gz", f"{wanted}.zip")
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return None
    return next((other for other in beside if other.name.casefold() in names), None)


def _stem(path: Path) -> str:
    return _EXPORT.sub("", path.name)


def _mentions(path: Path) -> Generator[Reject, None, _Mentions | None]:
    """The confidence and publisher of every event that the Mentions file beside a file names."""
    beside = mentions_of(path)
    if beside is None:
        return None
    found: _Mentions = {}
    for table in tables(beside):
        for line, cells in table.lines("\t", _MENTION_WIDTH, header=False):
            if isinstance(cells, str):
                yield Reject(table.source, line, cells)
                continue
            try:
                confidence = float(cells[_MENTION_CONFIDENCE]) / _PER_CENT
            except ValueError:
                wrong = cells[_MENTION_CONFIDENCE]
                yield Reject(table.source, line, f"confidence '{wrong}' is no number of per cent")
                continue
            event = cells[_MENTION_ID]
            if event not in found or confidence > found[event][0]:
                found[event] = (confidence, cells[_MENTION_SOURCE].strip())
    return found


class _Coded(NamedTuple):
    code: str
    score: float | None


class _Reading:
    """Turns the cells of one table into rows."""

    def __init__(self, found: Fit, mentions: _Mentions | None) -> None:
        places = found.places
        self._layout = found.layout
        self._missing = found.layout.missing | {""}
        self._lost_zeros = found.lost_zeros
        self._mentions = mentions
        self._has_confidence = mentions is not None or "confidence" in places
        self._date = places["date"][0]
        self._source_name, self._target_name = places["source"][0], places["target"][0]
        self._relation = places["code"][-1]
        self._code_of = itemgetter(*places["code"], *places.get("mode", ()))
        self._places = places
        self._source_of, self._target_of = (
            self._ends(places, "source"),
            self._ends(places, "target"),
        )
        self._intensity = _only(places, "intensity")
        self._publisher = _only(places, "publisher")
        self._url = _only(places, "url")
        self._id = _only(places, "id")
        self._confidence = _only(places, "confidence")
        self._codes: dict[object, _Coded] = {}

    def row(self, line: int, cells: Sequence[str]) -> CodedRow:
        """The row of these cells; raises `ValueError` saying which is wrong."""
        day, iso = _day(cells[self._date])
        source, target = self._source_of(cells), self._target_of(cells)
        if source.name == "" or target.name == "":
            self._check_ends(source, target)
        key = self._code_of(cells)
        coded = self._codes.get(key) or self._coded(key)
        if self._layout.scheme == "acled":
            source, target = self._turned(coded.code, source, target)
        record_id = self._record_id(cells, iso)
        intensity = coded.score if self._intensity is None else _score(cells[self._intensity])
        url = None if self._url is None else self._filled(cells[self._url])
        publisher = None if self._publisher is None else self._filled(cells[self._publisher])
        confidence: float | None = None
        if self._has_confidence:
            confidence, publisher = self._sure(cells, record_id, publisher)
        if self._layout.host and url is not None:
            host = _host(url)
            publisher = publisher or host or url
            url = url if host is not None else None
        return CodedRow(
            record_id,
            day,
            source,
            target,
            coded.code,
            intensity,
            publisher,
            url,
            confidence,
            line,
        )

    def is_kept(self, row: CodedRow, least: float) -> bool:
        """Whether a row is as sure as wanted; all are where the table has no confidence."""
        if not self._has_confidence:
            return True
        return row.confidence is not None and row.confidence >= least

    def _filled(self, cell: str) -> str | None:
        text = cell.strip()
        return None if text in self._missing else text

    def _record_id(self, cells: Sequence[str], iso: str) -> str:
        if self._id is None:
            source, target = cells[self._source_name].strip(), cells[self._target_name].strip()
            return f"{iso}|{source}|{cells[self._relation].strip()}|{target}"
        given = cells[self._id].strip()
        if given in self._missing:
            raise ValueError("has no id: every row of this layout has one")
        return f"{given}@{iso}" if self._layout.day_in_id else given

    def _check_ends(self, source: Party, target: Party) -> None:
        if source.name == target.name == "":
            raise ValueError("names neither source nor target")
        if not self._layout.open_ends:
            end = "source" if source.name == "" else "target"
            raise ValueError(f"names no {end}: every row of this layout has both")

    def _ends(
        self, places: Mapping[str, tuple[int, ...]], end: str
    ) -> Callable[[Sequence[str]], Party]:
        names = places[end]
        country, sectors = places.get(f"{end}_country", ()), places.get(f"{end}_sectors", ())
        many = len(names), len(names) + len(country)
        cells_of = itemgetter(*names, *country, *sectors)
        parties: dict[object, Party] = {}

        def party(cells: Sequence[str]) -> Party:
            key = cells_of(cells)
            found = parties.get(key)
            if found is None:
                if len(parties) >= _REMEMBERED:
                    parties.clear()
                told = (key,) if isinstance(key, str) else key
                found = parties[key] = self._party(
                    told[: many[0]], told[many[0] : many[1]], told[many[1] :]
                )
            return found

        return party

    def _party(self, names: Sequence[str], country: Sequence[str], sectors: Sequence[str]) -> Party:
        name = next((one for cell in names if (one := self._filled(cell)) is not None), "")
        state = self._filled(country[0]) if len(country) > 0 else None
        words = [word for cell in sectors for word in self._words(cell)]
        return Party(name, state, tuple(dict.fromkeys(words)))

    def _words(self, cell: str) -> Iterator[str]:
        for mark in self._layout.sectors_by:
            cell = cell.replace(mark, "\n")
        for part in cell.split("\n"):
            word = self._filled(part)
            if word is not None:
                yield self._layout.kinds.get(word, word)

    def _coded(self, key: str | tuple[str, ...]) -> _Coded:
        if len(self._codes) >= _REMEMBERED:
            self._codes.clear()
        cells = [key] if isinstance(key, str) else list(key)
        mode = cells.pop() if "mode" in self._places else None
        event_mode = None if mode is None else self._filled(mode)
        code = self._uniform([one for cell in cells if (one := self._filled(cell))], event_mode)
        coded = self._codes[key] = _Coded(code, score_of(cells[-1]))
        return coded

    def _uniform(self, written: Sequence[str], mode: str | None) -> str:
        """The first that is a code: a set may have got new sub-types, and its types still hold."""
        problems: list[ValueError] = []
        for one in written:
            whole = one if mode is None else f"{one}-{mode}"
            try:
                return code_of(self._layout.scheme, whole, lost_zeros=self._lost_zeros)
            except ValueError as error:
                problems.append(error)
        raise problems[0] if len(problems) > 0 else ValueError("has no code")

    def _turned(self, code: str, source: Party, target: Party) -> tuple[Party, Party]:
        """The ends as the type of event names them: ACLED's own order says nothing."""
        wanted = ends_of(code)
        kinds = self._layout.kinds
        does = wanted.source is not None and kinds[wanted.source]
        suffers = wanted.target is not None and kinds[wanted.target]
        wrong = (does and does in target.sectors and does not in source.sectors) or (
            suffers and suffers in source.sectors and suffers not in target.sectors
        )
        return (target, source) if wrong else (source, target)

    def _sure(
        self, cells: Sequence[str], record_id: str, publisher: str | None
    ) -> tuple[float | None, str | None]:
        if self._mentions is not None:
            confidence, named = self._mentions.get(record_id, (None, None))
            return confidence, named or publisher
        text = None if self._confidence is None else self._filled(cells[self._confidence])
        return None if text is None else _share(text), publisher


def _only(places: Mapping[str, tuple[int, ...]], field: str) -> int | None:
    return places[field][0] if field in places else None


@lru_cache(maxsize=_REMEMBERED)
def _day(cell: str) -> tuple[date, str]:
    """The day that a cell names, also in ISO: 2018-06-01, 20180601, or 1 June 2018."""
    text = cell.strip()
    words, numbers = _WORDS.fullmatch(text), _YEAR_FIRST.fullmatch(text)
    try:
        if words is not None:
            month = _MONTHS.index(words[2].lower()) + 1
            day = date(int(words[3]), month, int(words[1]))
        elif _COMPACT.fullmatch(text):
            day = date(int(text[:4]), int(text[4:6]), int(text[6:]))
        elif numbers is not None:
            day = date(int(numbers[1]), int(numbers[3]), int(numbers[4]))
        else:
            day = date.fromisoformat(text)
    except ValueError:
        message = f"date '{cell}' is no day: write 2018-06-01, 20180601 or 1 June 2018"
        raise ValueError(message) from None
    return day, day.isoformat()


@lru_cache(maxsize=_REMEMBERED)
def _score(cell: str) -> float | None:
    text = cell.strip()
    if text in {"", "NA", "NULL", "None"}:
        return None
    try:
        score = float(text)
    except ValueError:
        score = _TOP + 1
    if score != score:  # noqa: PLR0124  not a number
        return None
    if not _BOTTOM <= score <= _TOP:
        raise ValueError(f"intensity '{cell}' is no number from -10 to 10")
    return score


def _share(value: float | str) -> float:
    """A confidence as a share: what is above 1 is in per cent."""
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    share = number / _PER_CENT if number > 1 else number
    if not 0 <= share <= 1:
        raise ValueError(f"confidence '{value}' is no number from 0 to 100")
    return share


@lru_cache(maxsize=1024)
def _host(url: str) -> str | None:
    try:
        host = urlsplit(url).hostname if url.startswith(("http://", "https://")) else None
    except ValueError:
        return None
    return None if host is None else host.removeprefix("www.")
