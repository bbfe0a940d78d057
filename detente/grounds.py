"""The grounds for calling somebody an ally, in lines of a table."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table
from rich.text import Text

from detente.graph.treaties import SharedTreaty
from detente.plain import plain
from detente.queries.captions import midway
from detente.queries.weighing import Ally
from detente.tables import columns, text

__all__ = ["grounds", "pacts", "verdict"]


def pacts(allies: Iterable[Ally]) -> Table:
    """Treaties that promise no help, each with all its partners: some have fifty."""
    partners: dict[str, list[str]] = {}
    for ally in allies:
        for treaty in ally.treaties:
            partners.setdefault(f"{treaty.name}, {treaty.obligation}", []).append(ally.name)
    table = columns("peace, not alliance: treaties in force", "with", expand=True)
    for name, named in sorted(partners.items()):
        table.add_row(text(name), text(", ".join(named)))
    return table


def grounds(ally: Ally) -> list[Text]:
    """A line for each ground: treaties, acts, claims, and what speaks against it."""
    lines = [
        _ground("treaty", f"{treaty.name}, {treaty.obligation}, {_term(treaty)}")
        for treaty in ally.treaties
    ]
    told = (("act", ally.acts), ("claim", ally.claims), ("own claim", ally.own_claims))
    for ground, facts in (*told, ("against", ally.against)):
        for fact in facts:
            about = f"{fact.when}; {midway(fact.says)}; {fact.how_sure}"
            lines.append(_ground(ground, f"{midway(fact.text)} ({about})"))
    return lines


def verdict(ally: Ally) -> list[Text]:
    """The verdict, and what it rests on."""
    style = "green" if ally.verdict == "supported" else "yellow"
    word = "weak grounds" if ally.verdict == "weak" else ally.verdict
    return [text(word, style), text(ally.because, "dim")]


def _term(treaty: SharedTreaty) -> str:
    return f"since {treaty.since}" if treaty.until is None else f"{treaty.since} to {treaty.until}"


def _ground(kind: str, text: str) -> Text:
    style = "red" if kind == "against" else "cyan"
    return Text.assemble((f"{kind}: ", style), plain(text))
