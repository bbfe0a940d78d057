"""Answers as they show themselves in a notebook: hostile texts, a light and a dark ground."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page

from detente.graph.graph import Graph
from detente.graph.projection import project
from detente.queries.allies import allies
from detente.queries.analyses.adversaries import adversaries
from detente.queries.analyses.level import level
from detente.queries.answers import Answer
from detente.queries.between import Between, between, describe
from detente.queries.ends import End, names_of
from detente.queries.evidence import why
from detente.queries.notebook import MOST, Sheet, page
from detente.queries.sensitivity import sensitivity
from detente.queries.timeline import timeline
from detente.report import LoadReport, Rejected
from tests.browser.chromium import opened_page
from tests.graph.statements import ROSTER, statement

__all__: list[str] = []

HOSTILE = "<script>document.title='taken'</script><img src=x onerror=alert(1)>\"'&<b>\x00\x1b\u202e"
_VOID = frozenset({"br", "img", "hr"})


class Elements(HTMLParser):
    """The elements of a page, which must close in order, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def hostile() -> Between:
    told = [statement("s1", quote=HOSTILE, event_date="2025-12-13", publisher=HOSTILE)]
    asked = Between(
        left=End(actor_id="USA", name=HOSTILE), right=End(actor_id="BLR", name="Belarus")
    )
    answer = describe(asked, project(told, []), told, names=names_of(ROSTER))
    return answer.model_copy(update={"note": HOSTILE})


def answers(graph: Graph) -> list[Answer]:
    made = between(graph, "USA", "BLR")
    return [
        made,
        allies(graph, "BLR"),
        timeline(graph, "BLR"),
        why(graph, made.relations[0].relation_id),
        level(graph, "USA", "BLR"),
        adversaries(graph, "UKR"),
        sensitivity(level, graph, "USA", "BLR"),
    ]


def test_every_answer_is_a_page_with_tables(told: Graph) -> None:
    for answer in answers(told):
        html = answer._repr_html_()
        elements = Elements(html)
        assert answer.title() in elements.text
        assert answer.note is None or answer.note in elements.text
        assert all(day in elements.text for day in answer.days())
        kinds = [kind for kind, _ in elements.found]
        assert kinds.count("table") == kinds.count("caption") == kinds.count("thead") > 0
        heads = [attributes for kind, attributes in elements.found if kind == "th"]
        assert {attributes["scope"] for attributes in heads} == {"col", "row"}
        assert not {"script", "style", "link", "img", "a"} & set(kinds)
        # No colour is set: the page is read on any ground.
        styles = {attributes.get("style") or "" for _, attributes in elements.found}
        assert not any(word in style for style in styles for word in ("color", "background"))


def test_an_analysis_says_its_verdict(told: Graph) -> None:
    answer = level(told, "USA", "BLR")
    text = Elements(answer._repr_html_()).text
    assert f"{answer.verdict}: {answer.summary}" in text
    assert answer.counted() in text
    tried = sensitivity(level, told, "USA", "BLR")
    text = Elements(tried._repr_html_()).text
    assert answer.summary in text
    assert tried.summary in text


@pytest.mark.parametrize(
    "html",
    [
        hostile()._repr_html_(),
        page(HOSTILE, [Sheet(HOSTILE, [{HOSTILE: HOSTILE}])], said=[HOSTILE], note=HOSTILE),
        LoadReport(rejected=(Rejected(source=HOSTILE, reason=HOSTILE),))._repr_html_(),
    ],
)
def test_hostile_text_stays_text(html: str) -> None:
    elements = Elements(html)
    assert not {"script", "img", "b"} & {kind for kind, _ in elements.found}
    assert "<script>document.title='taken'</script>" in elements.text
    assert not any(one in html for one in ("\x00", "\x1b", "\u202e"))
    assert all(set(attributes) <= {"scope", "style"} for _, attributes in elements.found)


def test_long_tables_say_what_is_left_out() -> None:
    html = page("many", [Sheet("numbers", [{"n": number} for number in range(MOST + 2)])])
    assert "<p>2 more</p>" in html
    assert f">{MOST - 1}<" in html
    assert f">{MOST}<" not in html


def test_a_report_shows_what_was_rejected() -> None:
    report = LoadReport(added=1, rejected=(Rejected(source="a.txt", reason="is empty"),))
    text = Elements(report._repr_html_()).text
    assert "1 article added, 1 rejected" in text
    assert "is empty" in text


@pytest.fixture(scope="module")
def chromium() -> Iterator[Page]:
    with opened_page() as opened:
        yield opened


@pytest.mark.parametrize("ground", ["white", "black"])
def test_chromium_shows_hostile_text_as_text(chromium: Page, ground: str) -> None:
    """The letters have the colour of the notebook's own, on a light and on a dark ground."""
    letters = {"white": "black", "black": "white"}[ground]
    style = f"background:{ground};color:{letters}"
    chromium.set_content(
        f"<title>mine</title><body style='{style}'>{hostile()._repr_html_()}</body>"
    )
    assert chromium.title() == "mine"
    assert chromium.locator("table").count() == 1
    assert chromium.locator("script, img").count() == 0
    assert chromium.get_by_role("columnheader", name="when").is_visible()
    assert chromium.get_by_text("document.title='taken'").first.is_visible()
    colours = chromium.evaluate(
        "() => [...document.querySelectorAll('td, th, p')].map(one => getComputedStyle(one).color)"
    )
    number = 0 if letters == "black" else 255
    assert set(colours) == {f"rgb({number}, {number}, {number})"}
