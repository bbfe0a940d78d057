"""The cells of one table as rows of coded events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from operator import itemgetter
from typing import NamedTuple

from detente.loaders.events.cells import (
    as_day,
    as_day_month_first,
    as_score,
    as_share,
    host_of,
)
from detente.loaders.events.codes import code_of, ends_of, score_of
from detente.loaders.events.layouts import Fit
from detente.loaders.events.mentions import Mentions
from detente.loaders.events.rows import CodedRow, Party

__all__ = ["RowReader"]

# Cells that come again are made into a Party or a code once; beyond this many all are forgotten.
_REMEMBERED = 100_000


class _Coded(NamedTuple):
    code: str
    score: float | None


class RowReader:
    """Turns the cells of one table into rows."""

    def __init__(self, found: Fit, mentions: Mentions | None) -> None:
        places = found.places
        self._layout = found.layout
        self._missing = found.layout.missing | {""}
        self._lost_zeros = found.lost_zeros
        self._mentions = mentions
        self._has_confidence = mentions is not None or "confidence" in places
        self._date = places["date"][0]
        self._day_of = as_day_month_first if found.layout.month_first else as_day
        self._source_name, self._target_name = places["source"][0], places["target"][0]
        self._relation = places["code"][-1]
        self._code_of = itemgetter(*places["code"], *places.get("mode", ()))
        self._places = places
        self._sources_of, self._targets_of = (
            self._ends(places, "source"),
            self._ends(places, "target"),
        )
        self._intensity = _only(places, "intensity")
        self._publisher = _only(places, "publisher")
        self._url = _only(places, "url")
        self._id = _only(places, "id")
        self._confidence = _only(places, "confidence")
        self._codes: dict[object, _Coded] = {}

    def rows(self, line: int, cells: Sequence[str]) -> Sequence[CodedRow]:
        """The row of these cells, or one for each pair where an end of it has several actors.

        Raises `ValueError` saying which cell is wrong.
        """
        day, iso = self._day_of(cells[self._date])
        sources, targets = self._sources_of(cells), self._targets_of(cells)
        source, target = sources[0], targets[0]
        if source.name == "" or target.name == "":
            self._check_ends(source, target)
        key = self._code_of(cells)
        coded = self._codes.get(key) or self._coded(key)
        if self._layout.scheme == "acled":
            source, target = self._turned(coded.code, source, target)
        record_id = self._record_id(cells, iso)
        intensity = coded.score if self._intensity is None else as_score(cells[self._intensity])
        url = None if self._url is None else self._filled(cells[self._url])
        publisher = None if self._publisher is None else self._filled(cells[self._publisher])
        confidence: float | None = None
        if self._has_confidence:
            confidence, publisher = self._sure(cells, record_id, publisher)
        if self._layout.host and url is not None:
            host = host_of(url)
            publisher = publisher or host or url
            url = url if host is not None else None
        row = CodedRow(
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
        if len(sources) == len(targets) == 1:
            return (row,)
        return self._one_by_one(row, sources, targets)

    def is_kept(self, row: CodedRow, least: float) -> bool:
        """Whether a row is as sure as wanted; all are where the table has no confidence."""
        if not self._has_confidence:
            return True
        return row.confidence is not None and row.confidence >= least

    def _one_by_one(
        self, row: CodedRow, sources: Sequence[Party], targets: Sequence[Party]
    ) -> list[CodedRow]:
        """A row for each pair: of sources and targets, or of sources who met without a target."""
        alone = row.target.name == "" and row.code in self._layout.mutual
        pairs = combinations(sources, 2) if alone else product(sources, targets)
        kept = [(source, target) for source, target in pairs if source != target]
        return [
            row._replace(
                record_id=row.record_id if number == 1 else f"{row.record_id}/{number}",
                source=source,
                target=target,
            )
            for number, (source, target) in enumerate(kept, start=1)
        ]

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
    ) -> Callable[[Sequence[str]], tuple[Party, ...]]:
        names = places[end]
        country, sectors = places.get(f"{end}_country", ()), places.get(f"{end}_sectors", ())
        many = len(names), len(names) + len(country)
        cells_of = itemgetter(*names, *country, *sectors)
        known: dict[object, tuple[Party, ...]] = {}

        def parties(cells: Sequence[str]) -> tuple[Party, ...]:
            key = cells_of(cells)
            found = known.get(key)
            if found is None:
                if len(known) >= _REMEMBERED:
                    known.clear()
                told = (key,) if isinstance(key, str) else key
                found = known[key] = self._parties(
                    told[: many[0]], told[many[0] : many[1]], told[many[1] :]
                )
            return found

        return parties

    def _parties(
        self, names: Sequence[str], country: Sequence[str], sectors: Sequence[str]
    ) -> tuple[Party, ...]:
        """The actors of one end: several where its name is a list, never none."""
        mark = self._layout.names_by
        listed = next((cell for cell in names if self._filled(cell) is not None), "")
        if mark == "" or mark not in listed:
            return (self._party(names, country, sectors),)
        many = listed.count(mark) + 1
        columns = [_parts(cell, mark, many) for cell in (*names, *country, *sectors)]
        first, second = len(names), len(names) + len(country)
        parties = [
            self._party(part[:first], part[first:second], part[second:])
            for part in zip(*columns, strict=True)
        ]
        named = dict.fromkeys(party for party in parties if party.name != "")
        return tuple(named) or (Party(""),)

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
        return None if text is None else as_share(text), publisher


def _parts(cell: str, mark: str, many: int) -> list[str]:
    """A cell cut for as many actors; empty for each where its parts are of nobody in particular."""
    parts = cell.split(mark)
    return parts if len(parts) == many else [""] * many


def _only(places: Mapping[str, tuple[int, ...]], field: str) -> int | None:
    return places[field][0] if field in places else None
