"""Answers as tables for people: on a terminal with colour, in a pipe as plain text."""

# Everything from articles and users is shown as text, never as markup, and without control
# characters: no article can move the cursor or colour the screen. Quotes are never cut.

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import singledispatch
from typing import Any

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.plain import plain
from detente.queries.allies import Allies, Ally, grounds_of
from detente.queries.answers import Answer, Claim, Fact
from detente.queries.between import Between
from detente.queries.ends import End
from detente.queries.evidence import Evidence, Why
from detente.queries.timeline import Timeline
from detente.report import LoadReport

__all__ = ["render", "table_of"]


@singledispatch
def render(answer: object) -> Iterable[RenderableType]:
    """The parts of an answer to print, one below the other."""
    raise TypeError(f"no way to show {type(answer).__name__}")


@render.register
def _(answer: Between) -> Iterable[RenderableType]:
    yield _title(answer, answer.left, answer.right)
    if len(answer.relations) > 0:
        yield _facts(answer.relations)
    if len(answer.claims) > 0:
        table = _table("when", "only claimed", "who says so", leading=1)
        for claim in answer.claims:
            table.add_row(_text(claim.when), _claim(claim), _told(claim))
        yield table
    yield from _note(answer)


@render.register
def _(answer: Timeline) -> Iterable[RenderableType]:
    yield _title(answer, answer.actor)
    if len(answer.entries) > 0:
        table = _table("when", "what", "how sure, who says so")
        for fact in answer.entries:
            table.add_row(_text(fact.when), _head(fact), _sure(fact, counted=False))
        yield table
    yield from _note(answer)


@render.register
def _(answer: Allies) -> Iterable[RenderableType]:
    yield _title(answer, answer.actor)
    if len(answer.ranked) > 0:
        table = _table("ally", "grounds", "verdict")
        for ally in answer.ranked:
            table.add_row(_text(ally.name, "bold"), _grounds(ally), _verdict(ally))
        yield table
    if len(answer.told) > 0:
        table = _table("not enough evidence", "what is told", "how sure, who says so")
        for ally in answer.told:
            for fact in grounds_of(ally):
                source = "one source says: " if ally.articles <= 1 else ""
                told = Text.assemble((source, "yellow"), _head(fact, when=True))
                table.add_row(_text(ally.name), told, _sure(fact))
        yield table
    if len(answer.pacts) > 0:
        yield _pacts(answer.pacts)
    yield from _note(answer)


def _pacts(allies: Iterable[Ally]) -> Table:
    """Treaties that promise no help, each with all its partners: some have fifty."""
    partners: dict[str, list[str]] = {}
    for ally in allies:
        for treaty in ally.treaties:
            partners.setdefault(f"{treaty.name}, {treaty.obligation}", []).append(ally.name)
    table = _empty("peace, not alliance: treaties in force", "with", expand=True)
    for name, named in sorted(partners.items()):
        table.add_row(_text(name), _text(", ".join(named)))
    return table


@render.register
def _(answer: Why) -> Iterable[RenderableType]:
    yield _text(answer.title(), "bold")
    for one in answer.evidence:
        yield _evidence(one)
    if len(answer.contradictions) > 0:
        yield _text("\ncontradicted by", "bold red")
        for one in answer.contradictions:
            yield _evidence(one)
    if len(answer.judgements) > 0:
        table = _table("judged", "what", "by, and why")
        for judgement in answer.judgements:
            what = " ".join(filter(None, (judgement.kind, judgement.target, judgement.other)))
            because = f"{judgement.judged_by}: {judgement.because}"
            table.add_row(_text(judgement.judged_at.date()), _text(what), _text(because))
        yield table
    yield from _note(answer)


@render.register
def _(answer: LoadReport) -> Iterable[RenderableType]:
    yield _text(answer)


def _title(answer: Answer, *ends: End) -> RenderableType:
    days = [
        f"{word} {day}"
        for word, day in (("as of", answer.as_of), ("known on", answer.known_on))
        if day is not None
    ]
    line = _text(answer.title(), "bold")
    if len(days) > 0:
        line.append(f", {', '.join(days)}", "dim")
    notes = [_text(end.acts_for, "dim") for end in ends if end.acts_for is not None]
    return Group(line, *notes)


def _note(answer: Answer) -> Iterable[RenderableType]:
    if answer.note is not None:
        yield _text(answer.note, "yellow")


def _facts(facts: Iterable[Fact]) -> Table:
    table = _table("when", "what", "how sure, who says so", leading=1)
    for fact in facts:
        parts: list[RenderableType] = [_head(fact), *_quote(fact.quote)]
        parts += [_text(f"in exchange: {leg.text}", "cyan") for leg in fact.exchange]
        parts += [
            _text(f"denied: {denial.says} ({denial.when}) “{denial.quote}”", "red")
            for denial in fact.contradicted_by
        ]
        parts.append(_text(fact.relation_id, "dim"))
        table.add_row(_text(fact.when), Group(*parts), _sure(fact))
    return table


def _head(fact: Fact, *, when: bool = False) -> Text:
    head = _text(fact.text, "bold")
    if fact.mode in ("under way", "background"):
        head.append(f" ({fact.mode})", "dim")
    return head.append(f", {fact.when}") if when else head


def _quote(quote: str) -> list[RenderableType]:
    return [] if quote == "" else [_text(f"“{plain(quote)}”", "italic")]


def _claim(claim: Claim) -> Group:
    head = Text.assemble((f"{claim.mode}: ", "yellow"), (plain(claim.text), "bold"))
    return Group(
        head, *_quote(claim.quote), _text(claim.relation_id or claim.statement_ids[0], "dim")
    )


def _sure(told: Fact | Claim, *, counted: bool = True) -> Group:
    lines = [_text(told.how_sure), _text(told.says)]
    return Group(*lines, *(_counted(told) if counted else ()))


def _told(claim: Claim) -> Group:
    return Group(_text(claim.says), _text(claim.how_sure), *_counted(claim))


def _counted(told: Fact | Claim) -> list[RenderableType]:
    if told.support == 1:
        return []
    by = f" by {len(told.publishers)} publishers" if len(told.publishers) > 1 else ""
    return [_text(f"{told.support} statements{by}", "dim")]


def _grounds(ally: Ally) -> Group:
    lines = [
        _ground("treaty", f"{treaty.name}, {treaty.obligation}, since {treaty.since}")
        for treaty in ally.treaties
    ]
    told = (("act", ally.acts), ("claim", ally.claims), ("own claim", ally.own_claims))
    for ground, facts in (*told, ("against", ally.against)):
        for fact in facts:
            says = "" if ground in ("act", "against") else f"{fact.says}: "
            lines.append(_ground(ground, f"{says}{fact.text}, {fact.when}, {fact.how_sure}"))
    return Group(*lines)


def _ground(kind: str, text: str) -> Text:
    style = "red" if kind == "against" else "cyan"
    return Text.assemble((f"{kind}: ", style), plain(text))


def _verdict(ally: Ally) -> Group:
    styles = {"supported": "green", "weak": "yellow"}
    return Group(_text(ally.verdict, styles.get(ally.verdict, "dim")), _text(ally.because, "dim"))


def _evidence(one: Evidence) -> RenderableType:
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    sentence, quote = _text(one.sentence), plain(one.quote)
    at = sentence.plain.find(quote)
    sentence.stylize("bold", at, at + len(quote))
    printed = ", ".join(plain(part) for part in (one.publisher, one.published_at) if part)
    source = (one.title, printed, one.url or one.article_id)
    rows: list[tuple[str, RenderableType]] = [
        ("sentence", sentence),
        ("quote", _text(quote, "italic")),
        ("says that", _text(f"{one.text} ({one.mode}, {one.when})")),
        ("how sure", _text(f"{one.how_sure}; {one.says}")),
        ("article", _text(" · ".join(part for part in source if part))),
        ("rule", _text(f"{one.rule}; trigger “{one.trigger}”")),
        ("statement", _text(one.statement_id)),
    ]
    for label, cell in rows:
        grid.add_row(label, cell)
    return grid


def _text(value: object, style: str = "") -> Text:
    return Text(plain(value), style)


def _table(*columns: str, leading: int = 0) -> Table:
    table = _empty(*columns, expand=True)
    table.leading = leading
    first, middle, last = table.columns
    first.width, middle.ratio, last.width = 21, 1, 21
    return table


def _empty(*columns: str, expand: bool = False) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, expand=expand)
    table.header_style = "dim"
    for name in columns:
        table.add_column(plain(name), overflow="fold")
    return table


def table_of(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Rows with the same keys as a table, for answers without a layout of their own."""
    table = _empty(*(rows[0] if len(rows) > 0 else ()))
    for row in rows:
        table.add_row(*(_text(_cell(value)) for value in row.values()))
    return table


def _cell(value: Any) -> str:
    """A value of a query's row: nodes by their names, paths as chains of arrows."""
    match value:
        case None:
            return ""
        case {"nodes": [first, *others], "relationships": [*links]}:
            steps = zip(links, others, strict=True)
            return _cell(first) + "".join(f" {_arrow(*step)} {_cell(step[1])}" for step in steps)
        case {"type": kind, "properties": _}:
            return str(kind)
        case {"labels": [*labels], "properties": properties}:
            return _named(labels, properties)
        case list() | tuple():
            return ", ".join(_cell(part) for part in value)
        case _:
            return str(value)


def _arrow(link: Mapping[str, Any], target: Mapping[str, Any]) -> str:
    forward = link["end"] in target["properties"].values()
    return f"–{link['type']}→" if forward else f"←{link['type']}–"


def _named(labels: Sequence[str], properties: Mapping[str, Any]) -> str:
    keys = ("name", "title", "quote", "article_id", "statement_id", "judgement_id")
    return next((str(properties[key]) for key in keys if key in properties), "/".join(labels))
