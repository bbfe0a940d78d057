"""RSS and Atom: what becomes of each entry."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.graph.articles import Article
from detente.loaders.articles import read_paths

SAMPLES = Path(__file__).parent / "samples"


def read(path: Path) -> list[object]:
    """Articles as they are, the rest as it is shown."""
    return [one if isinstance(one, Article) else str(one) for one in read_paths([path])]


def entry(content: str) -> str:
    return f"<rss version='2.0'><channel><title>Wire</title><item>{content}</item></channel></rss>"


def article(path: Path, content: str) -> Article:
    path.write_text(content, encoding="utf8")
    (found,) = read_paths([path])
    assert isinstance(found, Article)
    return found


# By hand from samples/feed.rss, which says that it is ISO-8859-2 and is not: days that no parser of
# feeds knows, as they are written there, whatever day it then is in Greenwich.
def test_rss() -> None:
    path = SAMPLES / "feed.rss"
    assert read(path) == [
        Article.of(
            "Lituania & Letonia cer sancțiuni\n\n"
            "Cele două țări cer sancțiuni noi – a spus ministrul. […]",
            title="Lituania & Letonia cer sancțiuni",
            published_at=date(2025, 12, 19),
            publisher="Gazeta Exemplu",
            url="https://gazeta.example/1",
            source=f"{path}, entry 1",
        ),
        Article.of(
            "Estonia #39;Nu#39;\n\nEstonia a refuzat propunerea.\n\nFinlanda\n\na tăcut.",
            title="Estonia #39;Nu#39;",
            published_at=date(2025, 12, 18),
            publisher="Gazeta Exemplu",
            url="https://gazeta.example/2",
            source=f"{path}, entry 2",
        ),
        Article.of(
            "La Norvège rappelle son ambassadeur\n\n"
            "Le ministre a annoncé que son ambassadeur est rappelé pour des consultations.",
            title="La Norvège rappelle son ambassadeur",
            published_at=date(2025, 12, 18),
            publisher="Gazeta Exemplu",
            url="https://gazeta.example/3",
            source=f"{path}, entry 3",
        ),
        f"{path}, entry 4: date 'acum două ore' does not exist: write YYYY-MM-DD",
        f"{path}, entry 5: has neither a headline nor a text",
    ]


# By hand from samples/feed.atom: published goes before updated; a headline stands once.
def test_atom() -> None:
    path = SAMPLES / "feed.atom"
    assert read(path) == [
        Article.of(
            "Envoys meet in Vilnius to talk about the border.",
            title="Envoys meet in Vilnius",
            published_at=date(2025, 12, 17),
            publisher="The Example Courier",
            url="https://courier.example/7",
            source=f"{path}, entry 1",
        ),
        Article.of(
            "Talks end\n\nThe talks ended.\n\nNo date was set.",
            article_id="urn:example:8",
            title="Talks end",
            published_at=date(2025, 12, 18),
            publisher="The Example Courier",
            source=f"{path}, entry 2",
        ),
    ]


def test_an_aggregator_names_who_published(tmp_path: Path) -> None:
    found = article(
        tmp_path / "a.rss",
        entry(
            "<title>Envoys meet - Example Courier</title><link>https://news.example/r/1</link>"
            "<source url='https://courier.example'>Example Courier</source><description>"
            "&lt;a href='x'>Envoys meet&lt;/a>&amp;nbsp;&lt;font>Example Courier&lt;/font>"
            "</description>"
        ),
    )
    assert (found.title, found.text, found.publisher) == (
        "Envoys meet",
        "Envoys meet",
        "Example Courier",
    )


@pytest.mark.parametrize(
    ("declared", "text", "lang"),
    [("en-us", "Ambasadorul s-a întors la Minsk și a spus că rămâne.", None), ("ro", "Da", "ro")],
)
def test_a_feed_is_asked_for_its_language_only_where_words_do_not_tell(
    tmp_path: Path, declared: str, text: str, lang: str | None
) -> None:
    content = entry(f"<title>{text}</title>").replace(
        "<item>", f"<language>{declared}</language><item>"
    )
    assert article(tmp_path / "a.rss", content).lang == lang


def test_a_guid_is_the_id_where_there_is_no_address(tmp_path: Path) -> None:
    found = article(
        tmp_path / "a.rss", entry("<title>Da</title><guid isPermaLink='false'>w-41</guid>")
    )
    assert (found.article_id, found.url) == ("w-41", None)


def test_a_feed_that_breaks_off_gives_what_it_has_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    whole = (SAMPLES / "feed.rss").read_text(encoding="utf8")
    path.write_text(whole[: whole.index("<pubDate>Thu")], encoding="utf8")
    *found, last = read(path)
    assert [one.title for one in found if isinstance(one, Article)] == [
        "Lituania & Letonia cer sancțiuni",
        "Estonia #39;Nu#39;",
    ]
    assert last == f"{path}: breaks off: its last entry may not be whole"


def test_entries_that_run_into_each_other_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(entry("<title>One<item><title>Two<item><title>Three"), encoding="utf8")
    assert read(path)[-1] == f"{path}: is damaged: 2 of its entries cannot be told apart"


def test_a_reference_to_no_letter(tmp_path: Path) -> None:
    found = article(tmp_path / "a.rss", entry("<title>Da&#xD800; nu &amp;#x110000;</title>"))
    assert found.text == "Da\ufffd nu \ufffd"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is no RSS or Atom feed: give a feed with articles"),
        (b"<urlset><url/></urlset>", "is no RSS or Atom feed: give a feed with articles"),
        (b"<rss version='2.0'><channel/></rss>", "holds no entries: give a feed with articles"),
        (b"\x89PNG\x00\x01", "is no text (a zero byte at 4): give UTF-8 text"),
    ],
)
def test_no_feed(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "a.rss"
    path.write_bytes(content)
    assert read(path) == [f"{path}: {problem}"]


# A text is never an address or a file, and what a feed refers to is neither opened nor unfolded.
@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE r [<!ENTITY b "bbbbbbbbbb"><!ENTITY a "&b;&b;&b;&b;">]>',
    ],
)
def test_entities_are_not_unfolded(tmp_path: Path, doctype: str) -> None:
    assert article(tmp_path / "a.rss", doctype + entry("<title>x &a; y</title>")).text == "x &a; y"


def test_an_address_as_content_is_not_fetched(tmp_path: Path) -> None:
    path = tmp_path / "a.rss"
    path.write_text(f"file://{SAMPLES}/feed.rss")
    assert read(path) == [f"{path}: is no RSS or Atom feed: give a feed with articles"]
