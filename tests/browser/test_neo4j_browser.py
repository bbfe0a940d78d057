"""Neo4j Browser, as `detente browse` opens it, on both local stores: looked at in Chromium.

With DETENTE_SCREENSHOTS=FOLDER the pictures of docs/browser.md are taken on the way.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Locator, Page, expect

import detente
from detente.browsing import browse
from detente.graph.registry import REGISTRY
from detente.graph.servers.arcadedb import ensure_server, stop_server
from detente.graph.servers.neo4j import read_neo4j
from detente.graph.settings import Settings
from detente.queries.saved import find_saved, saved
from tests.browser.chromium import opened_page, unavailable
from tests.conftest import ROOT
from tests.neo4j_server import Neo4jUnavailableError, running

SAMPLES = ROOT / "seeds" / "articles"
# A machine that is busy with other tests draws slowly.
expect.set_options(timeout=30_000)
ASKED = ("torn", "evidence", "contradictions", "articles")


class Opened(NamedTuple):
    """Neo4j Browser after login."""

    page: Page
    store: str
    article: str

    def picture(self, name: str) -> None:
        """Take a picture for the documentation, if somebody wants it: one store is enough."""
        folder = os.environ.get("DETENTE_SCREENSHOTS", "")
        if folder != "" and self.store == "neo4j":
            # The layout of a graph comes to rest.
            self.page.wait_for_timeout(2500)
            self.page.screenshot(path=Path(folder) / f"browser-{name}.png")


@pytest.fixture(scope="module", params=["embedded", "neo4j"])
def browser(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Opened]:
    """The Browser on a store with the samples, logged in by hand as a person does."""
    home, store = tmp_path_factory.mktemp("browsed"), str(request.param)
    if store == "neo4j":
        try:
            with running(home):
                known = read_neo4j(home)
                assert known is not None
                yield from logged_in(home, store, known.password)
        except Neo4jUnavailableError as error:
            unavailable(f"Neo4j {error}")
    else:
        yield from logged_in(home, store, ensure_server(home).reader_password)
        stop_server(home)


def logged_in(home: Path, store: str, password: str) -> Iterator[Opened]:
    """Load the samples, open the page and log in."""
    with detente.open(home=home, store=store) as graph:
        graph.load(SAMPLES)
        asked = find_saved("articles")
        rows = graph.cypher(asked.cypher, asked.bind({}, graph.roster))
    opened = browse(Settings(uri=None, managed=store == "neo4j", home=home))
    with opened_page() as page:
        page.goto(opened.url)
        page.get_by_test_id("password").fill(password)
        # Server and user are filled in already.
        page.get_by_test_id("connect").click()
        expect(page.get_by_text("You are connected as user")).to_be_visible()
        yield Opened(page, store, rows[0]["article"])


def ask(opened: Opened, name: str) -> None:
    """Run a saved question with two clicks, as a person does, and close its drawer."""
    page = opened.page
    question = find_saved(name)
    page.get_by_test_id("navigationFavorites").click()
    title = page.get_by_test_id(f"scriptTitle-{question.title}")
    if not title.is_visible():
        page.get_by_test_id(f"expandFolder-{question.folder_title}").click()
    item = page.get_by_test_id("savedScriptListItem").filter(has=title)
    item.hover()
    if name == "pair":
        opened.picture("questions")
    item.get_by_test_id("savedScriptsButton-Run").click()
    frame = page.get_by_test_id("frame").first
    expect(frame.get_by_test_id("frameCommand")).to_contain_text(question.title)
    page.get_by_test_id("navigationFavorites").click()


def test_the_guide_stands_open_beside_the_graph(browser: Opened) -> None:
    page = browser.page
    expect(page.get_by_text("detente: questions")).to_be_visible()
    expect(page.get_by_role("heading", name="Start here")).to_be_visible()
    browser.picture("guide")
    page.get_by_test_id("guideNextSlide").click()
    expect(page.get_by_role("heading", name="Everything between two actors")).to_be_visible()
    page.get_by_test_id("navigationGuides").click()


def test_every_question_lies_in_its_folder(browser: Opened) -> None:
    page = browser.page
    page.get_by_test_id("navigationFavorites").click()
    folders = list(dict.fromkeys(one.folder_title for one in saved()))
    for folder in folders:
        page.get_by_test_id(f"expandFolder-{folder}").click()
    for one in saved():
        expect(page.get_by_test_id(f"scriptTitle-{one.title}")).to_be_visible()
    for folder in folders:
        page.get_by_test_id(f"expandFolder-{folder}").click()
    page.get_by_test_id("navigationFavorites").click()


def test_an_edge_tells_what_who_says_so_and_in_which_words(browser: Opened) -> None:
    """The samples: Belarus says that it discusses reopening an embassy with the United States."""
    page = browser.page
    ask(browser, "pair")
    frame = page.get_by_test_id("frame").first
    nodes = frame.locator("g.node")
    expect(nodes).to_have_count(2)
    assert words_of(nodes) == ["Belarus", "United States"]
    edges = frame.locator("g.relationship")
    expect(edges.first).to_be_attached()
    captions = {REGISTRY[name].caption for name in ("EASED_SANCTIONS_ON", "CLOSED_EMBASSY_IN")}
    assert captions <= set(words_of(edges.locator("text")))
    click_at_rest(page, edges.filter(has_text="discussed reopenin").locator("text"))
    details = frame.get_by_test_id("vizInspector")
    expect(details).to_contain_text("are discussing the reopening")
    text = details.inner_text()
    assert re.search(r"said_by\s+\[?\W*BLR", text) is not None
    assert re.search(r"modality\s+\W*ongoing", text) is not None
    assert re.search(r"reported_on\s+\W*2025-12-18", text) is not None
    browser.picture("edge")


@pytest.mark.parametrize("name", ASKED)
def test_a_question_runs_with_a_click(browser: Opened, name: str) -> None:
    ask(browser, name)
    frame = browser.page.get_by_test_id("frame").first
    if "path" in find_saved(name).cypher.split():
        expect(frame.locator("g.node").first).to_be_attached()
        assert frame.locator("g.relationship").count() > 0
    else:
        expect(frame).to_contain_text(browser.article)
    browser.picture(name)


def test_a_parameter_is_set_in_the_guide_and_used(browser: Opened) -> None:
    page = browser.page
    write(page, ":params {left: 'RUS', right: 'UKR'}")
    expect(page.get_by_test_id("frame").first).to_contain_text("RUS")
    write(
        page, "MATCH path = (:Actor {actor_id: $left})-[r]-(:Actor {actor_id: $right}) RETURN path"
    )
    nodes = page.get_by_test_id("frame").first.locator("g.node")
    expect(nodes).to_have_count(2)
    assert words_of(nodes) == ["Russia", "Ukraine"]


def test_the_embedded_store_lets_the_browser_change_nothing(browser: Opened) -> None:
    page = browser.page
    if browser.store == "neo4j":
        pytest.skip("Neo4j Community knows one kind of user only")
    write(page, "CREATE (n:Scribble) RETURN n")
    expect(page.get_by_test_id("frame").first).to_contain_text("ERROR")


def words_of(found: Locator) -> list[str]:
    """What stands on some nodes or edges, in order."""
    return sorted(text.strip() for text in found.all_text_contents())


def click_at_rest(page: Page, mark: Locator) -> None:
    """Click what lies under a caption once the layout no longer moves it."""
    last, box = None, mark.bounding_box()
    while box != last:
        page.wait_for_timeout(300)
        last, box = box, mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


# Drops a file of ours on the page, as a hand does.
DROP = """async (name) => {
    const answer = await fetch(name);
    const dropped = new DataTransfer();
    dropped.items.add(new File([await answer.blob()], name));
    const place = document.querySelector('[data-testid="main"]') ?? document.body;
    for (const kind of ["dragenter", "dragover", "drop"]) {
        place.dispatchEvent(new DragEvent(kind, { bubbles: true, dataTransfer: dropped }));
    }
}"""
STORED = "JSON.parse(localStorage['neo4j.documents']).map((one) => one.id)"


def test_the_questions_are_imported_by_dropping_their_file(browser: Opened) -> None:
    page = browser.page
    theirs = imported(page)
    page.evaluate(DROP, "detente-questions.zip")
    deadline = time.monotonic() + 30
    while imported(page) < theirs + len(saved()) and time.monotonic() < deadline:
        page.wait_for_timeout(200)
    assert imported(page) == theirs + len(saved())


def imported(page: Page) -> int:
    """How many favourites there are that detente did not put there itself."""
    return sum(not str(one).startswith("detente-") for one in page.evaluate(STORED))


def write(page: Page, text: str) -> None:
    """Type a command into the editor and run it."""
    page.locator(".monaco-editor").first.click()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("ControlOrMeta+Enter")
    command = page.get_by_test_id("frame").first.get_by_test_id("frameCommand")
    expect(command).to_contain_text(text[:20])
