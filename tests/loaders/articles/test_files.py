"""Files, folders and streams: what comes out, and what is said of what does not."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from detente.graph.articles import Article
from detente.graph.errors import LoadError
from detente.loaders.articles import Ignored, read_paths

TEXT = "date 2025-12-18\n\nTalks in Minsk\n\nThe envoys met on Friday.\r\n"


def read(*paths: str | Path, **options: object) -> list[object]:
    """Articles without their source, counts as they are, everything else as it is shown."""
    found = read_paths(paths, **options)  # type: ignore[arg-type]  # options are checked at run time
    return [unsourced(item) if isinstance(item, Article | Ignored) else str(item) for item in found]


def unsourced(item: Article | Ignored) -> Article | Ignored:
    return item.model_copy(update={"source": None}) if isinstance(item, Article) else item


def test_articles_name_their_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("They met.")
    (tmp_path / "b.jsonl").write_text('{"text": "They left."}')
    (tmp_path / "README.md").write_text("About these files.")
    assert [item.source for item in read_paths([tmp_path]) if isinstance(item, Article)] == [
        f"{tmp_path}/a.txt",
        f"{tmp_path}/b.jsonl, line 1",
    ]
    assert not any(isinstance(item, Ignored) for item in read_paths([tmp_path]))


def test_a_text_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode())
    expected = Article.of(TEXT, title="Talks in Minsk", published_at=date(2025, 12, 18))
    assert read(path) == [expected]
    (article,) = read(path, lang="en")
    assert article == expected.model_copy(update={"lang": "en"})


def test_the_text_stays_as_it_was_given(tmp_path: Path) -> None:
    given = "\n date 2025-12-18 „S\u0327ase” state\r\nau semnat.\u00a0"
    path = tmp_path / "a.txt"
    path.write_bytes(given.encode())
    (article,) = read(path)
    assert isinstance(article, Article)
    assert article.text == given


def test_a_header_fills_the_fields(tmp_path: Path) -> None:
    text = (
        "date 2025-12-18\nsource Agency\nurl https://example.org/1\nlang ro\nid x7\n\nEi au plecat."
    )
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf8")
    assert read(path, lang="en") == [
        Article.of(
            text,
            article_id="x7",
            published_at=date(2025, 12, 18),
            lang="ro",
            publisher="Agency",
            url="https://example.org/1",
        )
    ]


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    records = [
        {"id": "1", "text": "Troops left.", "date": "2025-12-18", "lang": "en", "note": 5},
        {"id": "2", "text": "Ei au plecat.", "title": "Plecare", "date": "2025-12-18T10:00:00Z"},
        {"text": "They met.", "publisher": "Agency", "url": "https://example.org/3", "date": None},
        {"text": "date 2025-12-18 They left."},
    ]
    lines = "\n\n".join(json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text(lines, encoding="utf-8-sig")
    assert read(path) == [
        Article.of("Troops left.", article_id="1", published_at=date(2025, 12, 18), lang="en"),
        Article.of(
            "Ei au plecat.", article_id="2", title="Plecare", published_at=date(2025, 12, 18)
        ),
        Article.of("They met.", publisher="Agency", url="https://example.org/3"),
        Article.of("date 2025-12-18 They left.", published_at=date(2025, 12, 18)),
    ]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "is no JSON: Expecting property name enclosed in double quotes at character 2"),
        ("[1]", 'is no JSON object: write {"id": …, "text": …}'),
        ('{"id": "1"}', "has no 'text'"),
        ('{"text": "  "}', "'text' is empty"),
        ('{"text": "a", "id": 7}', "'id' is a number: write a string"),
        (
            '{"text": ["a"], "lang": true, "url": {}}',
            "'text' is a list: write a string; 'lang' is true or false: write a string; "
            "'url' is an object: write a string",
        ),
        (
            '{"text": "a", "date": "2025-02-30"}',
            "date '2025-02-30' does not exist: write YYYY-MM-DD",
        ),
        (
            '{"text": "a", "date": "05/12/2025"}',
            "date '05/12/2025' may be two: write YYYY-MM-DD",
        ),
        ('{"text": "\\ud800"}', "holds half a surrogate pair: write whole characters"),
        ("[" * 100_000, "is no JSON: nested too deep"),
        ('{"text": ' + "1" * 5_000 + "}", "is no JSON: a number is too long"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path, line: str, problem: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "They met."}}\n{line}\n{{"text": "They left."}}\n')
    assert read(path) == [
        Article.of("They met."),
        f"{path}, line 2: {problem}",
        Article.of("They left."),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1250"])
def test_json_lines_in_other_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    text = "Preşedintele a spus că „ţara” nu renunţă."
    path.write_bytes(f'{{"text": "{text}"}}\n{{"text": "They met."}}\n'.encode(encoding))
    assert read(path) == [Article.of(text), Article.of("They met.")]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ('[\n {"text": "They met."},\n {"text": "They left."}\n]', ["They met.", "They left."]),
        ('{\n "text": "They met."\n}', ["They met."]),
        ('{"text": "They met."}\n{"text": "They left."}', ["They met.", "They left."]),
        ("[7]", ['{path}, item 1: is no JSON object: write {{"id": …, "text": …}}']),
        (
            '[{"text": "They met."},\n oops]',
            ["{path}: is no JSON: Expecting value at line 2, character 2"],
        ),
        ("", ["{path}: is no JSON: Expecting value at character 1"]),
        ("[]", ["{path}: is empty: give a list of JSON objects"]),
    ],
)
def test_json(tmp_path: Path, content: str, expected: list[str]) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    assert [one.text if isinstance(one, Article) else one for one in read(path)] == [
        one.format(path=path) for one in expected
    ]


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.txt", b"", "is empty: give the text of an article"),
        ("a.txt", b" \r\n ", "is empty: give the text of an article"),
        ("a.txt", b"date 2025-12-18\n", "holds a date and no text: give the text of an article"),
        ("a.txt", b"\xff\xfe", "is empty: give the text of an article"),
        ("a.txt", b"a\x00b", "is no text (a zero byte at 1): give UTF-8 text"),
        (
            "a.txt",
            b"\ndate 2025-02-30\nTalks",
            "line 2: date '2025-02-30' does not exist: write YYYY-MM-DD",
        ),
        ("a.jsonl", b"\n", "is empty: give one JSON object a line"),
        ("a.xml", b"<urlset/>", "is no RSS or Atom feed: give a feed with articles"),
    ],
)
def test_a_bad_file(tmp_path: Path, name: str, content: bytes, problem: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    good = tmp_path / "good.txt"
    good.write_text("They met.")
    assert read(path, good) == [f"{path}: {problem}", Article.of("They met.")]


def test_a_missing_path(tmp_path: Path) -> None:
    path = tmp_path / "none.txt"
    assert read(path) == [f"{path}: does not exist"]


@pytest.fixture
def unprivileged() -> Iterator[None]:
    """An ordinary user: root may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


@pytest.mark.skipif(os.name != "posix", reason="other systems have other permissions")
def test_a_file_without_permission(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    path = tmp_path / "a.txt"
    path.write_text("They met.")
    path.chmod(0)
    request.getfixturevalue("unprivileged")
    assert read(path) == [f"{path}: may not be read: no permission"]


def test_a_folder_is_read_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a/B.TXT", "c.jsonl", "d.png", "e.doc", "f.PNG", ".h.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        content = json.dumps({"text": name}) if name.endswith("jsonl") else f"{name} is here."
        path.write_text(content)
    assert read(tmp_path) == [
        Article.of("b.txt is here."),
        Article.of("c.jsonl"),
        Article.of("a/B.TXT is here."),
        Article.of("a/z.txt is here."),
        Ignored(str(tmp_path), ((".doc", 1), (".png", 2))),
    ]


def test_a_folder_without_articles(tmp_path: Path) -> None:
    assert read(tmp_path) == [
        f"{tmp_path}: holds no file of a kind that is read: give .txt, .html or .jsonl"
    ]


def test_the_same_id_with_another_text(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"id": "1", "text": "They met."}\n'
        '{"id": "1", "text": "They left."}\n'
        '{"id": "1", "text": "They met."}\n'
    )
    assert read(path) == [
        Article.of("They met.", article_id="1"),
        f"{path}, line 2: id '1' has another text or date in {path}, line 1",
        Article.of("They met.", article_id="1"),
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            TEXT.encode(),
            [Article.of(TEXT, title="Talks in Minsk", published_at=date(2025, 12, 18))],
        ),
        (b'\n {"text": "They met."}\n', [Article.of("They met.")]),
        (b"", ["standard input: is empty: give the text of an article"]),
        (b'{"text": 1}', ["standard input, line 1: 'text' is a number: write a string"]),
    ],
)
def test_standard_input(content: bytes, expected: list[object]) -> None:
    assert read("-", stdin=io.BytesIO(content)) == expected


def test_nothing_is_read_before_it_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("They met.")
    items = read_paths([path, tmp_path / "none.txt"])
    assert next(items) == Article.of("They met.", source=str(path))
    error = next(items)
    assert isinstance(error, LoadError)
    assert (error.source, error.problems) == (str(tmp_path / "none.txt"), ("does not exist",))
