"""How formats are told, packed files, and that nothing makes any of them raise."""

from __future__ import annotations

import gzip
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles import read_paths

SAMPLES = Path(__file__).parent / "samples"
PAGE, RSS, ATOM = ((SAMPLES / name).read_bytes() for name in ("page.html", "feed.rss", "feed.atom"))
TABLE = b"date,title,text\n2025-12-18,Talks,They met.\n"
LINES = b'{"text": "They met."}\n{"text": "They left."}\n'
LIST = b'[{"text": "They met."}]'
SUFFIXES = (
    *(".txt", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".tab"),
    *(".html", ".htm", ".xhtml", ".xml", ".rss", ".atom", ".rdf"),
)


def texts(*paths: str | Path, stdin: bytes = b"") -> list[str]:
    """The first line of each text, or what is wrong."""
    found = read_paths(paths, stdin=io.BytesIO(stdin))
    return [one.text.splitlines()[0] if isinstance(one, Article) else str(one) for one in found]


@pytest.mark.parametrize(
    ("content", "first"),
    [
        (PAGE, "Ambasadorul revine la Minsk"),
        (RSS, "Lituania & Letonia cer sancțiuni"),
        (ATOM, "Envoys meet in Vilnius to talk about the border."),
        (TABLE, "They met."),
        (LINES, "They met."),
        (LIST, "They met."),
        (b"[Agency] They met, date and text unknown.", "[Agency] They met, date and text unknown."),
        (b"<Agency> They met.", "<Agency> They met."),
        (b"<p>They met.</p>", "They met."),
        ("They met.".encode("utf-16"), "They met."),
        (PAGE.decode().encode("utf-16"), "Ambasadorul revine la Minsk"),
    ],
    ids=[
        *("page", "rss", "atom", "table", "lines", "list"),
        *("text", "angles", "piece", "wide", "w"),
    ],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_content_tells_the_format(
    tmp_path: Path,
    content: bytes,
    first: str,
    packed: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    given = gzip.compress(content, mtime=0) if packed else content
    path = tmp_path / "given"
    path.write_bytes(given)
    assert texts(path)[0] == first
    assert texts("-", stdin=given)[0] == first


@pytest.mark.parametrize(
    ("name", "content", "first"),
    [
        ("a.xml", RSS, "Lituania & Letonia cer sancțiuni"),
        ("a.xml", PAGE, "Ambasadorul revine la Minsk"),
        ("a.html", ATOM, "Envoys meet in Vilnius to talk about the border."),
        ("a.txt", LINES, '{"text": "They met."}'),
        ("a.CSV", TABLE, "They met."),
        ("a.csv.gz", gzip.compress(TABLE, mtime=0), "They met."),
        ("a.jsonl.GZ", gzip.compress(LINES, mtime=0), "They met."),
    ],
)
def test_a_name_tells_the_format(tmp_path: Path, name: str, content: bytes, first: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert texts(tmp_path)[0] == first


def test_a_feed_by_name_that_is_a_page_is_none(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(PAGE)
    assert texts(path) == [f"{path}: is no RSS or Atom feed: give a feed with articles"]


def test_a_packed_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(LINES * 5_000, mtime=0)[:-20])
    *found, last = texts(path)
    assert found[0] == "They met."
    assert last == f"{path}: is damaged: it cannot be unpacked to its end"


def test_a_file_packed_over_and_over(tmp_path: Path) -> None:
    content = LINES
    for _ in range(20):
        content = gzip.compress(content, mtime=0)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)
    assert texts(path) == [f"{path}: is packed more than once: unpack it"]


def test_one_of_each_in_a_folder(tmp_path: Path) -> None:
    kept = (("a.html", PAGE), ("b.atom", ATOM), ("c.csv", TABLE), ("d.json", LINES), ("e.x", b"x"))
    for name, content in kept:
        (tmp_path / name).write_bytes(content)
    assert texts(tmp_path)[:-1] == [
        "Ambasadorul revine la Minsk",
        "Envoys meet in Vilnius to talk about the border.",
        "Talks end",
        "They met.",
        f"{tmp_path}/d.json, line 1: id 'aeef8e8a70ccf92e7' has another text or date in "
        f"{tmp_path}/c.csv, line 2",
        "They left.",
    ]


def test_reading_twice_gives_the_same() -> None:
    first, second = ([*map(str, read_paths([SAMPLES]))] for _ in range(2))
    assert len(first) > 0
    assert first == second


# The parsers of pages and feeds take a while to import: who reads texts does not wait for them.
def test_texts_need_no_parser_of_pages_or_feeds(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "b.csv").write_bytes(TABLE)
    program = (
        "import sys; from detente.loaders.articles import read_paths\n"
        f"found = list(read_paths([{str(tmp_path)!r}]))\n"
        "heavy = {'trafilatura', 'feedparser', 'lxml', 'spacy'} & set(sys.modules)\n"
        "assert len(found) == 2 and heavy == set(), heavy"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


MARKUP = st.lists(
    st.sampled_from(
        [
            *(
                "<rss>",
                "<feed>",
                "<item>",
                "<entry>",
                "<title>",
                "</title>",
                "<html>",
                "<p>",
                "</p>",
            ),
            *(
                "<![CDATA[",
                "]]>",
                "<!--",
                "-->",
                "&#xD800;",
                "&#0;",
                "&lt;",
                "<![",
                "<time>",
                "<a ",
            ),
            *("<pubDate>", "Joi, 18 Dec 2025", "<link>http://[", "<!DOCTYPE x [", "&x;", "<svg>"),
            *("text,date\n", '"', "\\", "\n", ";", "\t", '{"text":', "[", "{", "}", "\x00", "\x0b"),
            *("Rusia a atacat Ucraina.", "ș", "\u0301", "date 2025-12-18\n"),
        ]
    ),
    max_size=30,
).map("".join)
CONTENT = st.one_of(
    st.binary(max_size=300),
    MARKUP.map(str.encode),
    st.binary(max_size=20).map(gzip.compress),
    st.builds(
        lambda whole, at, put: whole[: at % len(whole)] + put + whole[at % len(whole) :],
        st.sampled_from([PAGE, RSS, ATOM, TABLE, LINES]),
        st.integers(0, 5_000),
        st.one_of(st.binary(max_size=9), MARKUP.map(str.encode)),
    ),
)


@pytest.mark.parametrize("suffix", ["", *SUFFIXES, ".csv.gz"])
@settings(max_examples=40)
@given(content=CONTENT)
@example(content=b"\x1f\x8b")
@example(content=b"")
def test_no_content_makes_a_format_raise(
    tmp_path_factory: pytest.TempPathFactory, suffix: str, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / f"hostile{suffix}"
    path.write_bytes(content)
    found = list(read_paths([path]))
    assert len(found) > 0
    assert all(isinstance(one, Article | LoadError) for one in found)
    assert texts("-", stdin=content) != []
