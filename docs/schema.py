"""Write docs/schema.md and docs/schema.svg: what stands in a graph, and what it is found by.

    python docs/schema.py [FOLDER]

Types of relation come from the registry, constraints and indexes from graph/schema, the rest from
docs/schema.yaml.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field

# What it shares with the other script about the schema, which lies beside it.
from schema_figure import Drawn, figure

from detente.graph.actors import ActorLabel
from detente.graph.registry import REGISTRY, RelationType
from detente.graph.schema import Rule, rules, versions

FOLDER = Path(__file__).resolve().parent
#: Type, meaning, example.
Property = tuple[str, str, Any]


class Strict(BaseModel):
    """A part of docs/schema.yaml: a field that nobody reads is a slip."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """A label with its properties."""

    name: str
    about: str
    properties: dict[str, Property]


class Link(Strict):
    """A type of relationship of the evidence."""

    type: str
    start: str = Field(alias="from")
    end: str = Field(alias="to")
    about: str
    properties: dict[str, Property] = {}


class Page(Strict):
    """docs/schema.yaml: the texts of the sections, and what they list."""

    head: str
    labels: list[Label]
    about_relations: str
    relation: dict[str, Property]
    about_types: str
    about_links: str
    links: list[Link]
    about_rules: str


def read_page() -> Page:
    """Read and validate docs/schema.yaml."""
    text = (FOLDER / "schema.yaml").read_text(encoding="utf8")
    return Page.model_validate(yaml.safe_load(text))


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    page = read_page()
    (folder / "schema.md").write_text("\n".join(lines(page)) + "\n", encoding="utf8")
    links = (Drawn(link.type, link.start, link.end) for link in page.links)
    (folder / "schema.svg").write_text(figure(links), encoding="utf8")


def lines(page: Page) -> Iterator[str]:
    """The page, section by section."""
    yield page.head
    yield "## Nodes\n"
    for label in page.labels:
        yield f"### {label.name}\n\n{label.about}"
        yield from properties(label.properties)
    yield f"## Relations between actors\n\n{page.about_relations}"
    yield from properties(page.relation)
    yield f"### The {len(REGISTRY)} types\n\n{page.about_types}"
    kinds = sorted(REGISTRY.values(), key=lambda kind: kind.type)
    heads = ("type", "read as", "from, to", "PLOVER", "quad", "intensity", "kind")
    yield from table(heads, map(type_cells, kinds))
    yield f"## Links of the evidence\n\n{page.about_links}"
    yield from table(("link", "from, to", "meaning", "properties"), map(link_cells, page.links))
    yield "## Constraints and indexes\n"
    yield page.about_rules.format(version=versions()[-1].number)
    yield from table(("on", "unique", "indexed"), rule_cells(rules()))


def properties(found: Mapping[str, Property]) -> Iterator[str]:
    """A table of properties."""
    rows = ((f"`{name}`", kind, said, f"`{shown}`") for name, (kind, said, shown) in found.items())
    yield from table(("property", "type", "meaning", "example"), rows)


def type_cells(kind: RelationType) -> tuple[str, ...]:
    """The row of a type of relation."""
    plover = filter(None, (kind.plover, kind.plover_mode))
    ends = (labels(kind.subjects), labels(kind.objects))
    return (
        f"`{kind.type}`",
        kind.caption,
        (" – " if kind.symmetric else " → ").join(ends),
        "/".join(plover),
        "" if kind.quad is None else str(kind.quad),
        f"{kind.intensity:g}",
        kind.kind,
    )


def labels(found: Sequence[ActorLabel]) -> str:
    """The labels that may stand at an end."""
    return "any" if set(found) == set(get_args(ActorLabel)) else ", ".join(found)


def link_cells(link: Link) -> tuple[str, ...]:
    """The row of a link."""
    held = ", ".join(f"`{name}` {kind}" for name, (kind, *_) in link.properties.items())
    return f"`{link.type}`", f"{link.start} → {link.end}", link.about, held


def rule_cells(found: Iterable[Rule]) -> Iterator[tuple[str, ...]]:
    """What each label is found by; the types of relation are alike, and make one row."""
    by: defaultdict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for rule in found:
        on = "each type of relation" if rule.on in REGISTRY else f"`{rule.on}`"
        keys, key = by[on][0 if rule.unique else 1], f"`{', '.join(rule.properties)}`"
        if key not in keys:
            keys.append(key)
    for on, (unique, indexed) in by.items():
        yield on, ", ".join(unique), ", ".join(indexed)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table in Markdown, and a blank line."""
    yield row(heads)
    yield f"|{'---|' * len(heads)}"
    yield from map(row, rows)
    yield ""


def row(cells: Sequence[str]) -> str:
    """A row of a table."""
    shown = (f" {cell.replace('|', chr(92) + '|')} " if cell != "" else " " for cell in cells)
    return f"|{'|'.join(shown)}|"


if __name__ == "__main__":
    main()
