"""HTML pages: what is taken from them, and what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.graph.articles import Article
from detente.loaders.articles import read_paths

SAMPLE = Path(__file__).parent / "samples" / "page.html"
ADDRESS = "https://gazeta.example/externe/ambasadorul-revine"
# By hand from samples/page.html: no menu, footer, list of other articles or pointer to one.
TEXT = (
    "Ambasadorul revine la Minsk\n\n"
    "Lituania își trimite din nou ambasadorul la Minsk, a anunțat joi ministrul de externe de la "
    "Vilnius.\n\n"
    "Polonia a cerut explicații. „Nu am fost consultați”, a spus premierul polonez, la o "
    "conferință de presă."
)


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def article(path: Path, content: str | bytes) -> Article:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    (found,) = read_paths([path])
    assert isinstance(found, Article)
    return found


def test_the_article_of_a_page() -> None:
    assert list(read_paths([SAMPLE])) == [
        Article.of(
            TEXT,
            article_id=ADDRESS,
            title="Ambasadorul revine la Minsk",
            published_at=date(2025, 12, 18),
            publisher="Gazeta Exemplu",
            url=ADDRESS,
            source=str(SAMPLE),
        )
    ]


# The page says that it is ISO-8859-1, which none of these is; ș and ț of the older tables have
# cedillas.
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1250", "iso8859_2"])
def test_a_page_in_another_encoding_than_it_says(tmp_path: Path, encoding: str) -> None:
    cedillas = str.maketrans("șțȘȚ", "şţŞŢ")
    given, expected = SAMPLE.read_text(encoding="utf8"), TEXT
    if not encoding.startswith("utf"):
        given, expected = (text.translate(cedillas) for text in (given, expected))
    if encoding == "iso8859_2":
        quotes = str.maketrans("„”", '""', "©")
        given, expected = (text.translate(quotes) for text in (given, expected))
    assert article(tmp_path / "a.html", given.encode(encoding)).text == expected


@pytest.mark.parametrize(
    "dated",
    [
        '<time datetime="2025-12-18T09:00">ieri</time>',
        "<time>Joi, 18 decembrie 2025, 14:30</time>",
        '<span class="entry-date">18.12.2025</span>',
        '<div class="data-publicarii">Publicat: 18 dec. 2025</div>',
        '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2025-12-18"}'
        "</script>",
    ],
)
def test_where_pages_write_their_day(tmp_path: Path, dated: str) -> None:
    body = f"{dated}<article><p>Lituania a cerut explicații vecinilor săi.</p></article>"
    footer = "<footer><p class=date>© 2026, actualizat 1 ianuarie 2026</p></footer>"
    assert article(tmp_path / "a.html", page(body + footer)).published_at == date(2025, 12, 18)


def test_a_page_without_a_day_has_none(tmp_path: Path) -> None:
    body = "<p>The talks of 3 May 2024 failed, the ministers said.</p><footer>© 2026</footer>"
    assert article(tmp_path / "a.html", page(body)).published_at is None


def test_days_of_other_articles_are_not_its_own(tmp_path: Path) -> None:
    others = "".join(f"<li><time>{day}.12.2025</time> Altele</li>" for day in (10, 11))
    article_box = "<div><div><div><h1>Vot</h1><p>Estonia a refuzat.</p></div></div></div>"
    body = f"{article_box}<div class=lista><ul>{others}</ul></div>"
    assert article(tmp_path / "a.html", page(body)).published_at is None
    dated = body.replace("</h1>", "</h1><time>Joi, 18 decembrie 2025</time>")
    assert article(tmp_path / "a.html", page(dated)).published_at == date(2025, 12, 18)


def test_the_address_of_the_whole_site_is_not_that_of_an_article(tmp_path: Path) -> None:
    head = '<link rel="canonical" href="https://gazeta.example/">'
    found = article(tmp_path / "a.html", page("<p>Estonia a refuzat.</p>", head))
    assert (found.url, found.publisher) == (None, "gazeta.example")
    assert found.article_id == Article.of(found.text).article_id


def test_paragraphs_of_a_short_page_stay_apart(tmp_path: Path) -> None:
    body = (
        "<div class=menu><a href=/>Home</a></div><div><h1>Talks end</h1><p>The talks ended.</p>"
        "<p>No date was set.</p></div><div class=foot><p>© 2026 Courier</p></div>"
    )
    assert article(tmp_path / "a.html", page(body)).text == (
        "Talks end\n\nThe talks ended.\n\nNo date was set."
    )


def test_a_page_that_keeps_its_text_in_its_data_only(tmp_path: Path) -> None:
    text = "Lithuania sent its ambassador back to Minsk. Poland asked why. " * 3
    head = (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": '
        f'"NewsArticle", "headline": "Ambassador returns", "articleBody": "{text}"}}</script>'
    )
    body = "<div id=app></div><p>© 2026 Courier</p>"
    assert text.strip() in article(tmp_path / "a.html", page(body, head)).text


def test_a_piece_of_a_page(tmp_path: Path) -> None:
    piece = "<p>Lithuania sent its ambassador back.</p><p>Poland asked for an explanation.</p>"
    assert article(tmp_path / "a.htm", piece).text == (
        "Lithuania sent its ambassador back.\n\nPoland asked for an explanation."
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "holds no text of an article: give its text"),
        (b"<html><body></body></html>", "holds no text of an article: give its text"),
        (b"<p>" * 200_000, "has more tags than a page: give the text of the article"),
        (b"%PDF-1.7", "is a PDF: give its text, in UTF-8"),
    ],
)
def test_a_page_without_an_article(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "a.html"
    path.write_bytes(content)
    assert [str(found) for found in read_paths([path])] == [f"{path}: {problem}"]
