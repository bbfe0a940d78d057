"""Pictures, drawn from made-up rows on the embedded store, and looked at as a reader does."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from playwright.sync_api import Page

import detente
from detente.graph.errors import ConfigError, GraphError
from detente.pictures import Picture, camp_map, dyad_timeline, heat_map
from detente.pictures.layout import Box, rounds, spread
from detente.pictures.style import width_of
from detente.queries.scope import Scope, acts_in
from detente.session import Graph
from tests.browser.chromium import opened_page
from tests.detente.conftest import Cli
from tests.detente.test_data import icews
from tests.stores import empty, open_embedded

# Two blocs of four that consult within and threaten across, from January to June 2018, but for
# France and Russia, who agree first and accuse each other later; two rows tell of Fiji and Nepal.
WEST = ("France", "Germany", "Italy", "Spain")
EAST = ("Russia", "Belarus", "China", "Cuba")
FIRST, LAST = date(2018, 1, 1), date(2018, 6, 29)


def rows() -> str:
    """Friends meet every ten days, foes threaten every twenty; two part on 1 April."""
    made: list[tuple[str, str, str, str, str]] = []

    def add(day: date, source: str, code: str, target: str) -> None:
        made.append((str(len(made)), str(day), source, code, target))

    for number, (a, b) in enumerate(combinations((*WEST, *EAST), 2)):
        same = (a in WEST) == (b in WEST)
        for turn in range(18 if same else 9):
            day = FIRST + timedelta(days=(number * 7 + turn * (10 if same else 20)) % 180)
            add(day, a, "040" if same else "138", b)
    for turn in range(90):
        day = FIRST + timedelta(days=turn * 2)
        add(day, "France", "057" if day < date(2018, 4, 1) else "112", "Russia")
    add(LAST, "Fiji", "040", "Nepal")
    add(FIRST, "Fiji", "042", "Nepal")
    return icews(*made)


@pytest.fixture(scope="module")
def drawn_home(embedded_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The embedded home of the run with nothing but the rows: no test here changes it."""
    file = tmp_path_factory.mktemp("pictures") / "events.tab"
    file.write_text(rows(), "utf8")
    with open_embedded(embedded_home) as store:
        empty(store)
    with detente.open(home=embedded_home, store="embedded") as loaded:
        loaded.load(file)
    return embedded_home


@pytest.fixture(scope="module")
def graph(drawn_home: Path) -> Iterator[Graph]:
    with detente.open(home=drawn_home, store="embedded") as opened:
        yield opened


@pytest.fixture(scope="module")
def pictures(graph: Graph) -> dict[str, Picture]:
    return {
        "timeline": dyad_timeline(graph, "France", "RUS"),
        "camps": camp_map(graph),
        "heat": heat_map(graph),
        "months": heat_map(graph, by="months"),
    }


def words(svg: str) -> list[str]:
    """The texts of an SVG that parses."""
    texts = ET.fromstring(svg.encode()).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314  ours
    return ["".join(one.itertext()) for one in texts]


def size_of(png: bytes) -> tuple[int, int]:
    """Width and height, as the head of a PNG has them."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("timeline", ["How France and Russia got on", "cooperation in words", "2018-03"]),
        ("camps", ["Camps as of 2018-06-29", "Germany", "Belarus", "colder than expected"]),
        ("heat", ["Who is friendly to whom, as of 2018-06-29", "Cuba (CUB)", "CUB", "+", "−"]),
        ("months", ["France – Russia", "2018", "06"]),
    ],
)
def test_names_days_and_n_stand_in_the_picture(
    name: str, shown: list[str], pictures: dict[str, Picture], graph: Graph
) -> None:
    found = words(pictures[name].svg())
    assert [one for one in shown if one not in found] == []
    acts = acts_in(graph, Scope())
    counted = acts.filter(
        pl.col("source").is_in(["FRA", "RUS"]) & pl.col("target").is_in(["FRA", "RUS"])
    ) if name == "timeline" else acts  # fmt: skip
    told = f"n = {counted.height} statements"
    assert any("2018-01-01 to 2018-06-29" in one and told in one for one in found)
    assert pictures[name].caption in " ".join(found)


def test_the_turn_that_was_made_is_marked(pictures: dict[str, Picture]) -> None:
    """France and Russia part on 1 April 2018, by the rows above."""
    found = " ".join(words(pictures["timeline"].svg()))
    marks = re.findall(r"colder (\d{4}-\d\d-\d\d), p ([01]\.\d\d), supported", found)
    assert len(marks) == 1
    assert abs((date.fromisoformat(marks[0][0]) - date(2018, 4, 1)).days) <= 7


def test_the_blocs_are_two_camps(pictures: dict[str, Picture]) -> None:
    found = words(pictures["camps"].svg())
    frames = [one for one in found if re.match("[A-Z]: ", one)]
    assert [one[:4] for one in frames if "weak" not in one] == ["A: 4", "B: 4"]


def test_ties_differ_by_their_line_and_not_by_colour_alone(pictures: dict[str, Picture]) -> None:
    lines = re.findall(r'style="fill: none;([^"]*)"', pictures["camps"].svg())
    blue = [one for one in lines if "#0072b2" in one]
    vermilion = [one for one in lines if "#c44e00" in one]
    assert min(len(blue), len(vermilion)) > 4
    assert not any("stroke-dasharray" in one for one in blue)
    assert all("stroke-dasharray" in one for one in vermilion)


def test_svg_and_png_are_saved_and_nothing_else(
    pictures: dict[str, Picture], tmp_path: Path
) -> None:
    for name in ("timeline", "camps"):
        picture = pictures[name]
        picture.save(tmp_path / f"{name}.svg")
        picture.save(tmp_path / f"{name}.PNG")
        width, height = size_of((tmp_path / f"{name}.PNG").read_bytes())
        assert abs(width - 2 * picture.width) <= 1
        assert abs(height - 2 * picture.height) <= 1
        root = ET.fromstring((tmp_path / f"{name}.svg").read_bytes())  # noqa: S314  ours
        box = [float(one) for one in root.attrib["viewBox"].split()]
        assert box == pytest.approx([0, 0, picture.width, picture.height], abs=1)
    assert len(list(tmp_path.iterdir())) == 4


def test_another_suffix_and_another_folder_are_refused(
    pictures: dict[str, Picture], tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=r"saved as \.svg or \.png"):
        pictures["heat"].save(tmp_path / "heat.pdf")
    with pytest.raises(GraphError, match="cannot write"):
        pictures["heat"].save(tmp_path / "no" / "heat.svg")
    assert list(tmp_path.iterdir()) == []


DRAWN = """
import hashlib, sys
import detente
from detente.pictures import camp_map, dyad_timeline, heat_map
with detente.open(home=sys.argv[1], store="embedded") as graph:
    for one in (dyad_timeline(graph, "France", "RUS"), camp_map(graph), heat_map(graph),
                heat_map(graph, by="months")):
        print(hashlib.sha256(one.svg().encode()).hexdigest())
    print(hashlib.sha256(one.png()).hexdigest())
"""


def test_the_same_graph_gives_the_same_bytes(
    drawn_home: Path, tmp_path: Path, pictures: dict[str, Picture]
) -> None:
    """Whatever the hash seed is, and whatever a user has set in matplotlibrc."""
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\nfont.size: 30\n", "utf8")
    environment = os.environ | {"PYTHONHASHSEED": "11", "MATPLOTLIBRC": str(tmp_path)}
    ran = subprocess.run(
        [sys.executable, "-c", DRAWN, str(drawn_home)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    ours = [one.svg().encode() for one in pictures.values()] + [pictures["months"].png()]
    assert ran.stdout.split() == [hashlib.sha256(one).hexdigest() for one in ours]


def test_a_notebook_shows_the_picture_inline(pictures: dict[str, Picture]) -> None:
    """No declaration, no style that would reach the rest of the page."""
    for picture in pictures.values():
        html = picture._repr_html_()
        assert html.startswith("<div")
        assert html.count("<svg") == 1
        assert not any(one in html for one in ("<?xml", "<!DOCTYPE", "<style"))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with opened_page() as opened:
        yield opened


def test_chromium_shows_the_texts_within_the_page(pictures: dict[str, Picture], page: Page) -> None:
    for picture in pictures.values():
        page.set_content(f"<body style='margin:0'>{picture._repr_html_()}</body>")
        assert page.locator("svg text", has_text=picture.title).is_visible()
        assert page.evaluate(_OUTSIDE) == []


#: The texts that stick out of the picture, by more than letters of another font would.
_OUTSIDE = """
() => {
  const whole = document.querySelector('svg').getBoundingClientRect();
  return [...document.querySelectorAll('svg text')].filter(one => {
    const box = one.getBoundingClientRect();
    return box.left < whole.left - 1 || box.right > whole.right + 1
        || box.top < whole.top - 1 || box.bottom > whole.bottom + 1;
  }).map(one => one.textContent);
}
"""


def test_names_on_the_map_do_not_cover_each_other(pictures: dict[str, Picture], page: Page) -> None:
    page.set_content(pictures["camps"]._repr_html_())
    found = (page.get_by_text(name, exact=True).bounding_box() for name in (*WEST, *EAST))
    boxes = [one for one in found if one is not None]
    assert len(boxes) == 8
    for one, other in combinations(boxes, 2):
        across = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
        # Boxes hold the room above and below the letters too.
        down = one["y"] + one["height"] <= other["y"] + 1
        assert across or down or other["y"] + other["height"] <= one["y"] + 1


def test_too_little_is_said_in_words(graph: Graph, tmp_path: Path) -> None:
    few = dyad_timeline(graph, "Fiji", "Nepal")
    assert "2 events in this time, 3 are needed" in " ".join(words(few.svg()))
    none = dyad_timeline(graph, "Fiji", "Cuba", since="2018-02-01", until="2018-03-01")
    assert "no event in this time" in " ".join(words(none.svg()))
    assert "2018-02-01 to 2018-03-01; n = 0 statements of 0 events" in words(none.svg())
    early = camp_map(graph, as_of="2017-01-01")
    assert "there are no camps to draw" in " ".join(words(early.svg()))
    alone = heat_map(graph, actors=["Fiji", "Cuba"])
    assert "there is nothing to draw" in " ".join(words(alone.svg()))
    few.save(tmp_path / "few.png")
    assert size_of((tmp_path / "few.png").read_bytes())[0] == 2 * few.width
    first = camp_map(graph, as_of="2018-01-03")
    assert "Too little is told to speak of camps" in " ".join(words(first.svg()))


def test_where_nothing_is_known_there_are_words(graph: Graph) -> None:
    """Nothing was known in 1990: no acts, and so no last day either."""
    scope = Scope(known_on=date(1990, 1, 1))
    found = [dyad_timeline(graph, "FRA", "RUS", scope=scope), camp_map(graph, scope=scope)]
    found += [heat_map(graph, scope=scope), heat_map(graph, by="months", scope=scope)]
    for one in found:
        assert "n = 0 statements of 0 events; as known on 1990-01-01" in one.caption
        assert one.caption in words(one.svg())


def test_what_is_not_heard_is_not_drawn(graph: Graph) -> None:
    unheard = dyad_timeline(graph, "FRA", "RUS", scope=Scope(without_publisher=("Daily",)))
    assert "n = 0 statements" in unheard.caption
    assert "without Daily" in unheard.caption


def test_mistakes_are_told(graph: Graph) -> None:
    with pytest.raises(GraphError, match="same actor"):
        dyad_timeline(graph, "France", "FRA")
    with pytest.raises(GraphError, match="later than until"):
        dyad_timeline(graph, "FRA", "RUS", since="2018-05-01", until="2018-04-01")
    with pytest.raises(GraphError, match="name two or more"):
        heat_map(graph, actors=["FRA"])
    with pytest.raises(GraphError, match="is for months"):
        heat_map(graph, since="2018-05-01")


@pytest.mark.parametrize(
    ("arguments", "suffix"),
    [
        (("timeline", "France", "Rusia", "--since", "2018-02-01"), "svg"),
        (("camps", "--as-of", "2018-05-31"), "png"),
        (("heat", "FRA", "RUS", "CHN", "--by", "months"), "svg"),
    ],
)
def test_commands_write_pictures(
    arguments: tuple[str, ...], suffix: str, cli: Cli, drawn_home: Path, tmp_path: Path
) -> None:
    out = tmp_path / f"picture.{suffix}"
    ran = cli("--home", drawn_home, "picture", *arguments, "--out", out)
    assert (ran.status, ran.err) == (0, "")
    assert str(out) in ran.out
    assert "n = " in ran.out
    assert out.stat().st_size > 1000


def test_commands_refuse_what_cannot_be_before_the_graph_is_opened(
    cli: Cli, tmp_path: Path
) -> None:
    never = tmp_path / "never"
    for arguments, told in (
        (("camps", "--out", tmp_path / "camps.pdf"), "ends in .svg or .png"),
        (("heat", "--out", tmp_path / "no" / "heat.svg"), "there is no folder"),
        (("heat", "--since", "2018-01-01", "--out", tmp_path / "heat.svg"), "is for months"),
    ):
        ran = cli("--home", never, "picture", *arguments)
        assert (ran.status, ran.out) == (2, "")
        assert told in ran.err
    assert not never.exists()


MISSING = """
import sys
sys.modules["matplotlib"] = None  # as Python marks a module that cannot be imported
from detente.graph.errors import ConfigError
from detente.pictures import camp_map, dyad_timeline, heat_map
for draw in (lambda: dyad_timeline(None, "FRA", "RUS"), lambda: camp_map(None),
             lambda: heat_map(None)):
    try:
        draw()
    except ConfigError as error:
        print(error)
"""


def test_without_matplotlib_the_way_out_is_named() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", MISSING], capture_output=True, text=True, check=True
    )
    told = ran.stdout.splitlines()
    assert len(told) == 3
    assert all("pip install 'detente[pictures]'" in one for one in told)


def test_boxes_are_parted_and_stay_in_order() -> None:
    boxes = [Box(60.0 + 7 * at, 30.0) for at in range(20)]
    for places in (rounds(boxes, gap=4.0), spread(np.zeros((20, 2)), boxes, gap=4.0)):
        for one, other in combinations(range(20), 2):
            apart = np.abs(places[one] - places[other])
            wide = (boxes[one].width + boxes[other].width) / 2
            assert apart[0] >= wide + 3.9 or apart[1] >= 33.9


def test_widths_are_those_of_the_font() -> None:
    assert width_of("iii", 10.0) < width_of("WWW", 10.0)
    assert width_of("abc", 20.0) == pytest.approx(2 * width_of("abc", 10.0), rel=0.02)
