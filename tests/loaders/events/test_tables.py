"""Files are cut into rows whatever they are packed in, and a broken line spoils no other."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Iterator
from pathlib import Path

import polars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.errors import LoadError
from detente.loaders.events.lines import Line
from detente.loaders.events.tables import Table, tables
from detente.loaders.events.text_table import TextTable

_TABS = "who\twhom\nIran\tIraq\nMali\tNiger\n"
_ROWS = [(2, ["Iran", "Iraq"]), (3, ["Mali", "Niger"])]


def _text(content: bytes, size: int = 1 << 20, *, encoding: str | None = None) -> TextTable:
    chunks = (content[at : at + size] for at in range(0, len(content), size))
    return TextTable("a", iter(list[bytes | str](chunks)), encoding=encoding)


def _lines(table: Table, separator: str = "\t", width: int = 2) -> list[Line]:
    return [
        (line, cells if isinstance(cells, str) else list(cells))
        for line, cells in table.lines(separator, width, header=True)
    ]


def _all(path: Path) -> dict[str, list[Line]]:
    return {table.source: _lines(table) for table in tables(path)}


def test_a_plain_file_a_gzipped_one_and_an_archive_hold_the_same(tmp_path: Path) -> None:
    plain, packed, archive = tmp_path / "a.tsv", tmp_path / "a.tsv.gz", tmp_path / "a.zip"
    plain.write_text(_TABS)
    packed.write_bytes(gzip.compress(_TABS.encode(), mtime=0))
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as members:
        members.writestr("one.tsv", _TABS)
        members.writestr("inner/two.tsv.gz", gzip.compress(_TABS.encode(), mtime=0))
    assert _all(plain) == {str(plain): _ROWS}
    assert _all(packed) == {str(packed): _ROWS}
    assert _all(archive) == {f"{archive}/one.tsv": _ROWS, f"{archive}/inner/two.tsv.gz": _ROWS}


def test_a_packed_file_of_several_parts_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    first, second = _TABS[:20].encode(), _TABS[20:].encode()
    path.write_bytes(gzip.compress(first) + gzip.compress(second) + b"\0" * 512)
    assert _all(path) == {str(path): _ROWS}


def test_a_packed_file_that_breaks_off_gives_its_rows_up_to_there(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    rows = "".join(f"{number:08x}{number * 7919 % 65521:04x}\tb\n" for number in range(30_000))
    packed = gzip.compress(f"who\twhom\n{rows}".encode())
    path.write_bytes(packed[: len(packed) // 2])
    (lines,) = _all(path).values()
    *good, (number, problem) = lines
    assert len(good) > 10_000
    assert [line for line, _ in good] == list(range(2, len(good) + 2))
    assert good[-1][1] == rows.splitlines()[len(good) - 1].split("\t")
    assert number == len(good) + 2
    assert str(problem).startswith("is damaged: it cannot be unpacked beyond this line")


def test_a_packed_file_with_a_spoilt_byte_ends_with_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "a.gz"
    packed = bytearray(gzip.compress(_TABS.encode(), mtime=0))
    packed[-6] ^= 0xFF  # its check sum
    path.write_bytes(bytes(packed))
    (lines,) = _all(path).values()
    problem = "is damaged: it cannot be unpacked beyond this line; fetch the file again"
    assert lines == [*_ROWS, (4, problem)]


def test_what_cannot_be_opened_says_so(tmp_path: Path) -> None:
    with pytest.raises(LoadError, match="does not exist"):
        next(tables(tmp_path / "none.tsv"))
    with pytest.raises(LoadError, match="is a folder: name its files"):
        next(tables(tmp_path))
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(LoadError, match="is a damaged ZIP archive"):
        next(tables(tmp_path / "a.zip")).head("\t")
    (tmp_path / "empty").write_bytes(b"")
    with pytest.raises(LoadError, match="is empty"):
        next(tables(tmp_path / "empty")).head("\t")
    (tmp_path / "wide").write_text(_TABS, encoding="utf-16")
    with pytest.raises(LoadError, match="is UTF-16: save it as UTF-8"):
        next(tables(tmp_path / "wide")).head("\t")


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("José\tKöln".encode(), "José"),
        (b"\xef\xbb\xbfa\tb\n" + "José\tKöln".encode(), "José"),
        ("José\tKöln".encode("latin-1"), "José"),
        ("Jos’\tKöln".encode("cp1252"), "Jos’"),
        (b"Jos\x81\tb\n", "Jos\x81"),
    ],
    ids=["utf-8", "mark", "iso-8859-1", "windows-1252", "control"],
)
def test_the_encoding_is_found_out(content: bytes, name: str) -> None:
    content = content if content.startswith(b"\xef") else b"a\tb\n" + content
    table = _text(content)
    assert table.head("\t")[0] == ["a", "b"]
    ((_, cells),) = _lines(table)
    assert cells[0] == name


def test_an_encoding_that_is_given_is_used() -> None:
    ((_, cells),) = _lines(_text(b"a\tb\n\xc3\xa9\tb\n", encoding="cp1252"))
    assert cells[0] == "Ã©"


def test_lines_that_are_no_text_are_named_and_the_rest_goes_on() -> None:
    content = "a\tb\nKöln\tx\n".encode() + b"K\xf6ln\ty\nNUL\0\tz\n" + "Genève\tw\n".encode()
    assert _lines(_text(content)) == [
        (2, ["Köln", "x"]),
        (3, "character 2 is byte 0xF6, which is no UTF-8"),
        (4, "character 4 is NUL: no text has it"),
        (5, ["Genève", "w"]),
    ]


def test_a_row_has_as_many_cells_as_the_header() -> None:
    assert _lines(_text(b"a\tb\n1\n1\t2\t3\n1\t2\t\t\n\n \n1\t2")) == [
        (2, "has 1 cell, a row has 2"),
        (3, "has 3 cells, a row has 2"),
        (4, ["1", "2"]),
        (7, ["1", "2"]),
    ]


def test_a_line_without_end_is_no_table() -> None:
    content = b"a\tb\n1\t2\n" + b"x" * 9_000_000
    assert _lines(_text(content)) == [
        (2, ["1", "2"]),
        (3, "is longer than 8 MB: this is no table"),
    ]


def test_marks_in_a_file_with_tabs_are_letters_unless_they_enclose_the_cell() -> None:
    """The third is how icews18 has Nick Xenophon: quoted twice over."""
    content = b'a\tb\n"Nick\tx\nNick "X"\tx\n"""Nicholas """"Nick"""" X"""\t"y"\n'
    assert _lines(_text(content)) == [
        (2, ['"Nick', "x"]),
        (3, ['Nick "X"', "x"]),
        (4, ['Nicholas "Nick" X', "y"]),
    ]


def test_marks_hold_a_tab_together_where_the_line_has_too_many_cells_without_them() -> None:
    content = b'a\tb\n"x\ty"\tz\n"x\ty\tz\n"x\ty\n'
    assert _lines(_text(content)) == [
        (2, ["x\ty", "z"]),
        (3, "has 3 cells, a row has 2"),
        (4, ['"x', "y"]),
    ]


def test_quoted_cells_hold_separators_marks_and_line_breaks() -> None:
    content = b'a,b\r\n"Iran, Iraq","said ""no""\r\nand left"\r\nMali,Niger\r\n'
    assert _lines(_text(content), ",") == [
        (2, ["Iran, Iraq", 'said "no"\nand left']),
        (4, ["Mali", "Niger"]),
    ]


def test_a_stray_mark_spoils_its_own_line_only() -> None:
    content = b'a,b\n"Iran,Iraq\nMali,Niger\n"Peru"s,Chile\nFiji,Tonga\n"x\n'
    opens = "a quotation mark opens and does not close: double it, or close it"
    assert _lines(_text(content), ",") == [
        (2, opens),
        (3, ["Mali", "Niger"]),
        (4, "a quotation mark inside a quoted cell is not doubled"),
        (5, ["Fiji", "Tonga"]),
        (6, opens),
    ]


def test_a_mark_that_another_line_closes_by_chance_spoils_its_own_line_only() -> None:
    content = b'a,b\n"Iran,Iraq\nMali,Niger"\nFiji,Tonga\n'
    lines = _lines(_text(content), ",")
    assert [line for line, cells in lines if isinstance(cells, str)] == [2]
    assert lines[1:] == [(3, ["Mali", 'Niger"']), (4, ["Fiji", "Tonga"])]


_CELLS = st.text(st.characters(codec="utf-8", exclude_characters='\0\r\n\t\ufeff"'), min_size=1)


@given(
    st.lists(st.tuples(_CELLS, _CELLS).filter(lambda row: "".join(row).strip() != "")),
    st.integers(1, 7),
)
def test_where_a_file_is_cut_into_pieces_does_not_matter(
    rows: list[tuple[str, str]], size: int
) -> None:
    content = "".join(f"{left}\t{right}\r\n" for left, right in [("a", "b"), *rows]).encode()
    expected = [(line, list(row)) for line, row in enumerate(rows, start=2)]
    assert _lines(_text(content, size)) == expected


@given(st.binary(), st.sampled_from(["\t", ",", ";"]))
def test_no_bytes_stop_the_reading(content: bytes, separator: str) -> None:
    """Whatever stands in a line, the row after it is read, unless a quotation mark holds it."""
    end = f"left{separator}right\n".encode()
    lines = _lines(_text(b"a\tb\n" + content.replace(b'"', b"'") + b"\n" + end), separator)
    assert lines[-1][1] == ["left", "right"]


def test_parquet_is_read_as_text_with_the_numbers_of_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    frame = {"who": ["Iran", None], "code": [40, 190], "more": [["x"], ["y"]]}
    polars.DataFrame(frame).write_parquet(path)

    def rows(table: Table) -> Iterator[Line]:
        return table.lines("\t", 3, header=True)

    (table,) = tables(path)
    assert table.head("\t")[0] == ["who", "code", "more"]
    assert list(rows(table)) == [(1, ("Iran", "40", "")), (2, ("", "190", ""))]


def test_parquet_that_is_damaged_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    path.write_bytes(b"PAR1 and nothing more")
    with pytest.raises(LoadError, match="is no readable Parquet"):
        next(tables(path)).head("\t")
