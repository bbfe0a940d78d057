"""What Neo4j Browser is given beside its own pages: the saved questions, a style and a guide."""

# Invariant: all is made of queries/saved, the registry and queries/browser, byte for byte the same
# each time. The shapes are those of Neo4j Browser 5; tests open it and look.

from __future__ import annotations

import html
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

import yaml

from detente.graph.registry import REGISTRY
from detente.queries.saved import Saved, saved

__all__ = ["browser_files", "write_browser_files"]

_FOLDER = Path(__file__).parent / "browser"
_OURS = "detente-"
_EPOCH = (1980, 1, 1, 0, 0, 0)
# What the Browser starts with, but for its invitation to take part in statistics.
_SETTINGS = {
    "maxHistory": 30,
    "theme": "light",
    "playImplicitInitCommands": False,
    "initCmd": "",
    "initialNodeDisplay": 300,
    "maxNeighbours": 100,
    "showSampleScripts": False,
    "maxRows": 1000,
    "maxFieldItems": 500,
    "autoComplete": True,
    "scrollToTop": True,
    "maxFrames": 15,
    "codeFontLigatures": False,
    "editorLint": False,
    "enableMultiStatementMode": True,
    "connectionTimeout": 30_000,
    "showPerformanceOverlay": False,
    "allowCrashReports": False,
    "allowUserStats": False,
    "showWheelZoomInfo": True,
}


def write_browser_files(folder: Path) -> None:
    """Put our files into a folder beside the pages of Neo4j Browser."""
    for name, content in browser_files().items():
        (folder / name).write_bytes(content)


@cache
def browser_files() -> Mapping[str, bytes]:
    """Our files by name.

    >>> sorted(browser_files())[:3]
    ['detente-questions.zip', 'detente.grass', 'detente.html']
    """
    questions = saved()
    style = _style()
    ours = {
        "folders": [
            {"id": f"{_OURS}{folder}", "name": title} for folder, title in _folders(questions)
        ],
        "documents": [_favourite(one) for one in questions],
        "style": style,
        "settings": _SETTINGS,
    }
    return {
        "detente.html": (_FOLDER / "detente.html").read_bytes(),
        "detente.js": (_FOLDER / "detente.js").read_bytes(),
        "detente.json": json.dumps(ours, ensure_ascii=False, indent=1).encode(),
        "detente.grass": _grass(style).encode(),
        "detente-questions.zip": _archive(questions),
        "guide.html": _guide(questions).encode(),
    }


def _folders(questions: Iterable[Saved]) -> list[tuple[str, str]]:
    return list(dict.fromkeys((one.folder, one.folder_title) for one in questions))


def _favourite(one: Saved) -> dict[str, str]:
    return {
        "id": f"{_OURS}{one.name}",
        "folder": f"{_OURS}{one.folder}",
        "content": _favourite_text(one),
    }


def _favourite_text(one: Saved) -> str:
    """A question as a favourite: it runs as it stands, and its values are changed in place."""
    lines = [f"// {one.title}", f"// {one.about}"]
    if len(one.parameters) > 0:
        values = ", ".join(f"{parameter.name} {parameter.literal}" for parameter in one.parameters)
        lines.append(f"// Change in the text: {values}")
    return "\n".join([*lines, one.with_literals()])


def _archive(questions: Iterable[Saved]) -> bytes:
    """The favourites as files in folders, as the Browser's own export has them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in questions:
            name = zipfile.ZipInfo(f"{one.folder_title}/{one.title}.cypher", _EPOCH)
            archive.writestr(name, _favourite_text(one))
    return target.getvalue()


def _style() -> dict[str, dict[str, str]]:
    """The style by selector, as the Browser keeps it."""
    given = yaml.safe_load((_FOLDER / "style.yaml").read_text("utf8"))
    style: dict[str, dict[str, str]] = {}
    for label, rules in given["nodes"].items():
        style["node" if label == "" else f"node.{label}"] = dict(rules)
    style["relationship"] = dict(given["edges"][""])
    for name, kind in REGISTRY.items():
        rules = given["edges"].get(kind.quad, {})
        style[f"relationship.{name}"] = {**rules, "caption": kind.caption}
    for name, caption in given["links"].items():
        style[f"relationship.{name}"] = {"caption": caption}
    return style


def _grass(style: Mapping[str, Mapping[str, str]]) -> str:
    """The style as text, to be dropped on the Browser's `:style` frame."""
    rules = []
    for selector, values in style.items():
        lines = [f"  {name}: {_quoted(name, value)};" for name, value in values.items()]
        rules.append("\n".join([f"{selector} {{", *lines, "}"]))
    return "\n\n".join(rules) + "\n"


def _quoted(name: str, value: str) -> str:
    return f'"{value}"' if name == "caption" else value


def _guide(questions: Iterable[Saved]) -> str:
    """A guide for the Browser's side bar: every question, with parameters, runs with a click."""
    slides = [_slide("Start here", _START)]
    for title, some in groupby(questions, key=lambda one: one.folder_title):
        slides.append(_slide(title, "\n".join(_entry(one) for one in some)))
    return (
        '<article class="guide"><title>detente: questions</title>\n'
        "<carousel>\n" + "\n".join(slides) + "\n</carousel></article>\n"
    )


def _slide(title: str, content: str) -> str:
    return f"<slide><h3>{html.escape(title)}</h3>\n{content}\n</slide>"


def _entry(one: Saved) -> str:
    parts = [f"<h4>{html.escape(one.title)}</h4>", f"<p>{html.escape(one.about)}</p>"]
    if len(one.parameters) > 0:
        values = ", ".join(f"{each.name}: {each.literal}" for each in one.parameters)
        parts.append(_runnable(f":params {{{values}}}"))
    parts.append(_runnable(one.cypher))
    return "\n".join(parts)


def _runnable(text: str) -> str:
    return f'<figure><pre class="pre-scrollable code runnable">{html.escape(text)}</pre></figure>'


_START = f"""<p>States and other actors are circles, what they did to each other are arrows:
blue is cooperation, orange conflict; thin is words, thick is deeds, grey a fact. Click an arrow to
see the sentence that it rests on, who said it and when.</p>
<p>On the next pages each question has two boxes. A click copies a box into the editor; run the
first, with other values if you like, then the second. The star on the left holds the same questions
without parameters, to be run as they stand.</p>
<p>Everything between the United States and Belarus:</p>
{
    _runnable(
        "MATCH path = (:Actor {actor_id: 'USA'})-[r]-(:Actor {actor_id: 'BLR'})"
        " WHERE r.relation_id IS NOT NULL RETURN path"
    )
}
<p>Actors go by code. Which one is Kazakhstan?</p>
{_runnable("MATCH (a:Actor) WHERE a.name CONTAINS 'Kazakh' RETURN a.actor_id, a.name")}"""
