"""CSV and its kin: delimiters, headers, and rows that cannot be trusted."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.graph.articles import Article
from detente.graph.errors import ConfigError
from detente.loaders.articles import read_paths
from detente.loaders.articles.records import Hints
from detente.loaders.articles.tables import read_table

TEXT = 'Polonia a criticat "formatul";\r\n\r\nFranța, nu.'


def read(path: Path, content: str | bytes, **options: object) -> list[object]:
    """Articles without their source, the rest as it is shown."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return [
        one.model_copy(update={"source": None}) if isinstance(one, Article) else str(one)
        for one in read_paths([path], **options)  # type: ignore[arg-type]  # checked at run time
    ]


def table(*rows: tuple[str, ...], delimiter: str = ",") -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=delimiter).writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso8859_16"])
def test_a_row_is_an_article(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = (
        ("Id", "Data publicării", "Titlu", "Conținut", "Sursa", "Limba", "Link", "Voturi, de tot"),
        ("a7", "18.12.2025", "Discuții", TEXT, "Gazeta", "ro-RO", "https://gazeta.example/7", "3"),
    )
    content = table(*rows, delimiter=delimiter).encode(encoding)
    (found,) = read(tmp_path / "a.csv", content)
    assert isinstance(found, Article)
    # A text in an old table comes with the cedillas of the older one that has the same letters.
    commas = str.maketrans("şţ", "șț")
    given = found.model_copy(update={"text": found.text.translate(commas)})
    assert given == Article.of(
        TEXT,
        article_id="a7",
        title=found.title,
        published_at=date(2025, 12, 18),
        lang="ro",
        publisher="Gazeta",
        url="https://gazeta.example/7",
    ).model_copy(update={"revision": found.revision})


def test_columns_that_are_told(tmp_path: Path) -> None:
    content = table(("when", "head", "lead", "text"), ("2025-12-18", "Talks", "They met.", "41"))
    assert read(
        tmp_path / "a.csv",
        content,
        columns={"text": "head+lead", "date": "When", "title": "head"},
    ) == [Article.of("Talks\n\nThey met.", title="Talks", published_at=date(2025, 12, 18))]


def test_told_keys_of_json_lines(tmp_path: Path) -> None:
    content = '{"body": "They met.", "pubdate": "Joi, 18 Dec 2025"}\n{"text": "They left."}\n'
    path = tmp_path / "a.jsonl"
    assert read(path, content, columns={"text": "body", "date": "pubdate"}) == [
        Article.of("They met.", published_at=date(2025, 12, 18)),
        f"{path}, line 2: has no 'text'",
    ]


def test_headlines_are_texts_if_there_are_no_others(tmp_path: Path) -> None:
    content = "date,headline\n2025-12-18,Envoys meet\n"
    assert read(tmp_path / "a.csv", content) == [
        Article.of("Envoys meet", title="Envoys meet", published_at=date(2025, 12, 18))
    ]


@pytest.mark.parametrize(
    ("content", "columns", "problem"),
    [
        ("", {}, "has no column of texts: name it with --map text=COLUMN ()"),
        ("a,b\n1,2\n", {}, "has no column of texts: name it with --map text=COLUMN (a, b)"),
        ("a,b\n1,2\n", {"text": "c"}, "has no column 'c': its columns are a, b"),
        ("text,b\n", {}, "holds no rows: give an article a row, below a line of names"),
        (b"\x89PNG\x00", {}, "is no text (a zero byte at 4): give UTF-8 text"),
    ],
)
def test_a_table_that_cannot_be_read(
    tmp_path: Path, content: str | bytes, columns: dict[str, str], problem: str
) -> None:
    path = tmp_path / "a.csv"
    assert read(path, content, columns=columns) == [f"{path}: {problem}"]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("2025-12-18", "has 1 cell, the header 2"),
        ("2025-12-18,They met,they left", "has 3 cells, the header 2"),
        (
            '2025-12-18,"They "met" there"',
            "a quotation mark inside a quoted cell is not doubled",
        ),
        (
            '2025-12-18,"They met',
            "a quotation mark opens and does not close: double it, or close it",
        ),
        ("2025-02-30,They met.", "date '2025-02-30' does not exist: write YYYY-MM-DD"),
        ("05/12/2025,They met.", "date '05/12/2025' may be two: write YYYY-MM-DD"),
        ("2025-12-18,", "'text' is empty"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(tmp_path: Path, row: str, problem: str) -> None:
    path = tmp_path / "a.csv"
    content = f"date,text\n2025-12-17,Before.\n{row}\n\n2025-12-19,After.\n,\n"
    assert read(path, content) == [
        Article.of("Before.", published_at=date(2025, 12, 17)),
        f"{path}, line 3: {problem}",
        Article.of("After.", published_at=date(2025, 12, 19)),
    ]


def test_an_open_mark_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    rows = [f"{number},Text {number}." for number in range(50)]
    rows[7] = '7,"Text 7.'
    found = read(path, "\n".join(["id,text", *rows]))
    assert [one for one in found if isinstance(one, str)] == [
        f"{path}, line 9: a quotation mark opens and does not close: double it, or close it"
    ]
    assert len(found) == 50


@pytest.mark.parametrize(
    "content",
    [
        'id\ttext\n1\t"They met", he said.\n',
        'id,text\n1,"\\"They met\\", he said."\n',
        'sep=;\nid;text\n1;"""They met"", he said."\n',
        '\n\nid, text\n1, """They met"", he said.",,\n',
    ],
    ids=["tabs without quoting", "backslashes", "Excel's first line", "spaces"],
)
def test_how_quotation_marks_are_written(tmp_path: Path, content: str) -> None:
    assert read(tmp_path / "a.csv", content) == [Article.of('"They met", he said.', article_id="1")]


def test_other_rows_tell_which_part_of_a_date_is_the_month(tmp_path: Path) -> None:
    content = "date,text\n05/12/2025,They met.\n12/18/2025,They left.\n"
    assert read(tmp_path / "a.csv", content) == [
        Article.of("They met.", published_at=date(2025, 5, 12)),
        Article.of("They left.", published_at=date(2025, 12, 18)),
    ]


def test_told_columns_make_any_other_content_a_table() -> None:
    stdin = io.BytesIO(b"a,b\n1,They met.\n")
    (found,) = read_paths(["-"], columns={"text": "c"}, stdin=stdin)
    assert str(found) == "standard input: has no column 'c': its columns are a, b"


def test_a_field_that_articles_do_not_have() -> None:
    with pytest.raises(ConfigError, match=r"^'body' is no field: id, text, title"):
        read_paths([], columns={"body": "text"})


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "M"]), min_size=1)


# Cells are compared without outer white space: none is read after a delimiter.
@given(st.lists(TEXTS.filter(str.strip), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_what_was_written_is_what_is_read(texts: list[str], delimiter: str) -> None:
    rows = [(str(number), text) for number, text in enumerate(texts)]
    content = table(("id", "text"), *rows, delimiter=delimiter).encode()
    found = list(read_table(io.BytesIO(content), "a.csv", Hints()))
    assert [getattr(one, "text", str(one)).strip() for one in found] == [t.strip() for t in texts]
