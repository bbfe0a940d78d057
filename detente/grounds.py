"""The grounds for calling somebody an ally, in lines of a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.table import Table
from rich.text import Text

from detente.graph.treaties import SharedTreaty
from detente.plain import plain
from detente.queries.captions import midway
from detente.queries.findings import Fact
from detente.queries.weighing import Ally
from detente.tables import columns, text

__all__ = ["grounds", "pacts", "verdict"]

#: Facts of one ground that are shown one by one, and kinds of acts that are shown of more.
_ONE_BY_ONE = 5


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
        lines += [_ground(ground, line) for line in _told(facts)]
    return lines


def verdict(ally: Ally) -> list[Text]:
    """The verdict, and what it rests on."""
    style = "green" if ally.verdict == "supported" else "yellow"
    word = "weak grounds" if ally.verdict == "weak" else ally.verdict
    return [text(word, style), text(ally.because, "dim")]


def _term(treaty: SharedTreaty) -> str:
    return f"since {treaty.since}" if treaty.until is None else f"{treaty.since} to {treaty.until}"


def _told(facts: Sequence[Fact]) -> Iterable[str]:
    """Facts one by one; of many, how often each was done, the gravest first."""
    if len(facts) <= _ONE_BY_ONE:
        for fact in facts:
            yield f"{midway(fact.text)} ({_when(fact)}; {fact.how_sure})"
        return
    groups: dict[tuple[float, str], list[Fact]] = {}
    for fact in facts:
        groups.setdefault((-abs(fact.intensity), fact.text), []).append(fact)
    ordered = [groups[key] for key in sorted(groups)]
    for same in ordered[:_ONE_BY_ONE]:
        often = "" if len(same) == 1 else f"{len(same):,} times, the last "
        yield f"{midway(same[-1].text)} ({often}{_when(same[-1])})"
    rest = sum(len(same) for same in ordered[_ONE_BY_ONE:])
    if rest > 0:
        yield f"and {rest:,} more"


def _when(fact: Fact) -> str:
    """When, and who says so; a table is no article."""
    by = "coded data" if fact.articles == 0 and len(fact.publishers) == 0 else midway(fact.says)
    return f"{fact.when}; {by}"


def _ground(kind: str, text: str) -> Text:
    style = "red" if kind == "against" else "cyan"
    return Text.assemble((f"{kind}: ", style), plain(text))
