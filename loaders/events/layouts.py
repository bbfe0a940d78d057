"""Layouts of coded event data: which columns of a file hold what."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict, RootModel, field_validator, model_validator

from detente.graph.errors import ConfigError, LoadError
from detente.loaders.events.codes import Scheme, has_lost_zeros, score_of
from detente.loaders.events.tables import SEPARATORS, Table, tables
from detente.loaders.reading.tables import read_table

__all__ = ["FIELDS", "LAYOUTS", "Fit", "Layout", "fit", "layout_of", "recognise"]

#: What a row may tell; the first four it must.
FIELDS = (
    "source",
    "target",
    "date",
    "code",
    "mode",
    "source_country",
    "source_sectors",
    "target_country",
    "target_sectors",
    "intensity",
    "publisher",
    "url",
    "id",
    "confidence",
)
_NEEDED = FIELDS[:4]
_SINGLE = frozenset(FIELDS) - {"source", "target", "code", "source_sectors", "target_sectors"}
_MAPPED = "table"
_BENCHMARK = "tkg"
_GDELT_1 = (57, 58)
_MENTIONS = 16
_FIRST_ROWS = 50
_NO_LETTER = re.compile(r"[^a-z0-9]+")
_NUMBERS_ONLY = "holds numbers only: put the names of actors and relations in their place"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NUMBER = re.compile(r"-?\d+")
_GDELT_START = (re.compile(r"\d+"), re.compile(r"\d{8}"))
_MENTION_START = (re.compile(r"\d+"), re.compile(r"\d{14}"))


class Layout(BaseModel):
    """How a data set is laid out, as written in layouts.yaml, where the fields are explained.

    >>> LAYOUTS["icews"].fields["code"], LAYOUTS["polecat"].scheme
    (('CAMEO Code',), 'plover')
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    title: str
    publisher: str = ""
    citation: str
    url: str | None = None
    scheme: Scheme
    header: bool = True
    columns: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    aliases: dict[str, tuple[str, ...]] = {}
    fields: dict[str, tuple[str, ...]] = {}
    names_by: str = ""
    mutual: tuple[str, ...] = ()
    sectors_by: str = ""
    kinds: dict[str, str] = {}
    missing: frozenset[str] = frozenset()
    trust: float = 0.6
    open_ends: bool = False
    month_first: bool = False
    day_in_id: bool = False
    host: bool = False
    notes: str

    @field_validator("fields")
    @classmethod
    def _known(cls, fields: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for field, columns in fields.items():
            if field not in FIELDS:
                raise ValueError(f"{field} is no field of a row")
            if field in _SINGLE and len(columns) != 1:
                raise ValueError(f"{field} is read from one column")
        return fields


class _Layouts(RootModel[dict[str, Layout]], frozen=True):
    @model_validator(mode="before")
    @classmethod
    def _named(cls, value: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
        return {name: {"name": name, **layout} for name, layout in value.items()}


#: Every layout by its name, in the order in which they are tried.
LAYOUTS: Mapping[str, Layout] = MappingProxyType(
    read_table(Path(__file__).with_name("layouts.yaml"), _Layouts).root
)


class Fit(NamedTuple):
    """How a table is cut and read: its layout, and the places of the columns of each field.

    `lost_zeros`: its CAMEO codes were saved as numbers.
    """

    layout: Layout
    separator: str
    width: int
    header: bool
    places: Mapping[str, tuple[int, ...]]
    lost_zeros: bool = False


def layout_of(name: str) -> Layout:
    """The layout of a name.

    >>> layout_of("iceews")
    Traceback (most recent call last):
        ...
    detente.graph.errors.ConfigError: no layout 'iceews': icews, gdelt, polecat, acled, tkg, table

    Raises `ConfigError` naming the layouts that there are.
    """
    if name not in LAYOUTS:
        raise ConfigError(f"no layout '{name}': {', '.join(LAYOUTS)}")
    return LAYOUTS[name]


def recognise(
    path: Path,
    *,
    layout: str | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
) -> Layout:
    """The layout of a file, by its header or, where it has none, by its columns.

    With `layout` or `columns` it must be that. Raises `LoadError` saying what was seen instead, and
    `ConfigError` for a field or layout that does not exist.
    """
    problems: list[LoadError] = []
    for table in tables(path, encoding=encoding):
        try:
            return fit(table, layout=layout, columns=columns).layout
        except LoadError as error:
            problems.append(error)
    raise problems[0] if len(problems) > 0 else LoadError(str(path), "is an empty archive")


def fit(
    table: Table, *, layout: str | None = None, columns: Mapping[str, str] | None = None
) -> Fit:
    r"""How a table is read: as a layout told or recognised, with columns told or known.

    >>> from detente.loaders.events.text_table import TextTable
    >>> text = b"who;whom;on;what\nIran;Iraq;2018-06-01;040\n"
    >>> told = {"source": "who", "target": "whom", "date": "on", "code": "what"}
    >>> found = fit(TextTable("a.csv", iter([text])), columns=told)
    >>> found.separator, found.places["date"]
    (';', (2,))

    Raises `ConfigError` for a field or layout that does not exist, and `LoadError` for a table
    that has no such columns.
    """
    told = {} if columns is None else dict(columns)
    wanted = _wanted(layout, told)
    seen: Sequence[str] = ()
    for separator in SEPARATORS:
        head = table.head(separator)
        if len(head) == 0 or len(head[0]) < len(_NEEDED):
            seen = seen or (head[0] if len(head) > 0 else ())
            continue
        seen = head[0] if len(head[0]) > len(seen) else seen
        for kind in wanted:
            found = _fit(kind, head, separator, told, is_told=layout is not None)
            if found is not None and kind.name == _BENCHMARK and _is_numbers(found, head):
                raise LoadError(table.source, _NUMBERS_ONLY)
            if found is not None:
                return _with_zeros(found, head)
    raise LoadError(table.source, _refusal(seen, wanted, told))


def _wanted(layout: str | None, told: Mapping[str, str]) -> tuple[Layout, ...]:
    strange = [field for field in told if field not in FIELDS]
    if len(strange) > 0:
        raise ConfigError(f"no field '{strange[0]}' in a row: {', '.join(FIELDS)}")
    if layout is not None and layout != _MAPPED:
        return (layout_of(layout),)
    if layout is None and len(told) == 0:
        return tuple(kind for kind in LAYOUTS.values() if kind.name != _MAPPED)
    lacking = [field for field in _NEEDED if field not in told]
    if len(lacking) > 0:
        raise ConfigError(f"name the column of '{lacking[0]}' too: --map {lacking[0]}=COLUMN")
    return (LAYOUTS[_MAPPED],)


def _fit(
    kind: Layout,
    head: Sequence[Sequence[str]],
    separator: str,
    told: Mapping[str, str],
    *,
    is_told: bool,
) -> Fit | None:
    header = head[0]
    named = _by_header(kind, header, told)
    if named is not None and len(header) not in (_GDELT_1 if kind.name == "gdelt" else ()):
        if len(told) == 0 and _has_too_many_names(kind, head):
            return _as_published(kind, separator, header=True)
        return Fit(kind, separator, _width(header), header=True, places=named)
    if len(told) > 0:
        return None
    if kind.name == _BENCHMARK:
        places = _by_content(head)
        if places is not None:
            return Fit(kind, separator, len(header), header=False, places=places)
    elif len(header) == len(kind.columns) and (
        is_told or (not kind.header and _begins(header, _GDELT_START))
    ):
        return _as_published(kind, separator, header=False)
    return None


def _has_too_many_names(kind: Layout, head: Sequence[Sequence[str]]) -> bool:
    """Whether a header has more names than the published, and most rows have no cells for them."""
    names, published, rows = [_folded(cell) for cell in head[0]], len(kind.columns), head[1:]
    places = [_place(names, column, kind) for column in kind.columns]
    told = [place for place in places if place is not None]
    if not 0 < published == len(told) < _width(head[0]) or told != sorted(told):
        return False
    return 2 * sum(len(cells) == published for cells in rows) > len(rows)


def _as_published(kind: Layout, separator: str, *, header: bool) -> Fit | None:
    """A table whose columns stand in the published order, whatever its first line says."""
    places = _by_header(kind, kind.columns, {})
    if places is None:
        return None
    return Fit(kind, separator, len(kind.columns), header=header, places=places)


def _width(header: Sequence[str]) -> int:
    """How many columns have a name: exports may end every line with a separator."""
    return max(place for place, cell in enumerate(header, start=1) if cell.strip() != "")


def _is_numbers(found: Fit, head: Sequence[Sequence[str]]) -> bool:
    """Whether a benchmark file names nobody, so that its relations would pass for codes."""
    places = (found.places["source"][0], found.places["target"][0])
    rows = [cells for cells in head[1:_FIRST_ROWS] if len(cells) >= found.width]
    ends = [cells[place].strip() for cells in rows for place in places]
    return len(ends) > 0 and all(_NUMBER.fullmatch(cell) for cell in ends)


def _by_header(
    kind: Layout, header: Sequence[str], told: Mapping[str, str]
) -> dict[str, tuple[int, ...]] | None:
    """The places of each field, by the names of the columns; None where a needed one is absent."""
    names = [_folded(cell) for cell in header]
    places: dict[str, tuple[int, ...]] = {}
    for field, columns in kind.fields.items():
        found = [_place(names, column, kind) for column in columns]
        places[field] = tuple(place for place in found if place is not None)
    for field, column in told.items():
        place = header.index(column) if column in header else _place(names, column, kind)
        if place is None:
            return None
        places[field] = (place,)
    complete = all(len(places.get(field, ())) > 0 for field in _NEEDED)
    required = () if len(told) > 0 else kind.required
    if not complete or any(_place(names, column, kind) is None for column in required):
        return None
    return {field: found for field, found in places.items() if len(found) > 0}


def _place(names: Sequence[str], column: str, kind: Layout) -> int | None:
    tried = (column, *kind.aliases.get(column, ()))
    return next((names.index(_folded(one)) for one in tried if _folded(one) in names), None)


def _by_content(head: Sequence[Sequence[str]]) -> dict[str, tuple[int, ...]] | None:
    """The places in a benchmark file without a header: only one cell is a day, one a relation."""
    for cells in head[:_FIRST_ROWS]:
        if len(cells) != len(_NEEDED):
            continue
        days = [place for place, cell in enumerate(cells) if _DAY.fullmatch(cell.strip())]
        relations = [place for place, cell in enumerate(cells) if score_of(cell) is not None]
        if len(days) == len(relations) == 1:
            source, target = (place for place in range(4) if place not in days + relations)
            return {
                "source": (source,),
                "target": (target,),
                "date": (days[0],),
                "code": (relations[0],),
            }
    return None


def _with_zeros(found: Fit, head: Sequence[Sequence[str]]) -> Fit:
    if found.layout.scheme not in {"cameo", "any"}:
        return found
    return found._replace(lost_zeros=has_lost_zeros(_codes(found, head)))


def _codes(found: Fit, head: Sequence[Sequence[str]]) -> Iterator[str]:
    place = found.places["code"][0]
    for cells in head[1:] if found.header else head:
        if len(cells) >= found.width:
            yield cells[place]


def _refusal(seen: Sequence[str], wanted: Sequence[Layout], told: Mapping[str, str]) -> str:
    shown = ", ".join(cell.strip()[:30] for cell in seen[:12]) + (", …" if len(seen) > 12 else "")  # noqa: PLR2004  a message of one line
    if len(told) > 0:
        names = {_folded(cell) for cell in seen}
        absent = [column for column in told.values() if _folded(column) not in names]
        which = absent[0] if len(absent) > 0 else next(iter(told.values()))
        return f"has no column '{which}': its columns are {shown}"
    if len(seen) in _GDELT_1 and (
        _begins(seen, _GDELT_START) or _folded(seen[0]).startswith("glo")
    ):
        return f"is GDELT 1.0 ({len(seen)} columns): only GDELT 2.0 events are read, of 61 columns"
    if len(seen) == _MENTIONS and _begins(seen, _MENTION_START):
        return "is a GDELT Mentions file: it is read together with the .export.CSV beside it"
    if len(seen) > 1 and all(_NUMBER.fullmatch(cell.strip()) for cell in seen):
        return _NUMBERS_ONLY
    if len(wanted) == 1:
        needed = ", ".join(wanted[0].required)
        return f"is no {wanted[0].name}, which has columns {needed}; seen: {shown}"
    known = ", ".join(kind.name for kind in wanted)
    return (
        f"is of no known layout ({known}); its first line is: {shown}. Name the columns with "
        "--map source=…,target=…,date=…,code=…"
    )


def _begins(cells: Sequence[str], patterns: Sequence[re.Pattern[str]]) -> bool:
    return all(
        pattern.fullmatch(cell) is not None for pattern, cell in zip(patterns, cells, strict=False)
    )


def _folded(name: str) -> str:
    return _NO_LETTER.sub("", name.casefold())
