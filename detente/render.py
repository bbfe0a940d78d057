"""Answers as tables for people: on a terminal with colour, in a pipe as plain text."""

# Everything from articles and users is shown by `text`: no article can move the cursor or colour
# the screen.

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.graph.registry import REGISTRY
from detente.graph.statements import Modality
from detente.grounds import grounds, pacts, verdict
from detente.plain import plain
from detente.queries.allies import Allies
from detente.queries.analysis import Analysis
from detente.queries.answers import Answer
from detente.queries.between import Between
from detente.queries.captions import PROCESSES, midway
from detente.queries.ends import End
from detente.queries.evidence import Evidence, Why
from detente.queries.findings import Claim, Fact
from detente.queries.sensitivity import SensitivityAnswer
from detente.queries.timeline import Timeline
from detente.queries.weighing import from_one_source, grounds_of
from detente.queries.wording import HOW_SURE, counted
from detente.report import LoadReport
from detente.tables import Findings, columns, table_of, text

__all__ = ["claims_table", "render"]

#: Findings that a page shows.
_MOST = 20


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
        yield claims_table(answer.claims, "only said: hopes, plans, threats, denials")
    if len(answer.relations) + len(answer.claims) > 0:
        yield text(HOW_SURE, "dim")
    yield from _note(answer)


@render.register
def _(answer: Timeline) -> Iterable[RenderableType]:
    yield _title(answer, answer.actor)
    if len(answer.entries) > 0:
        table = Findings("when", "what", "who says so, how sure")
        for fact in answer.entries:
            table.add(text(fact.when), [_head(fact)], _sure(fact)[:2], key=_key(fact.relation_id))
        yield table
        yield text(HOW_SURE, "dim")
    yield from _note(answer)


@render.register
def _(answer: Allies) -> Iterable[RenderableType]:
    yield _title(answer, answer.actor)
    if len(answer.ranked) > 0:
        table = Findings("partner", "grounds", "verdict")
        for ally in answer.ranked:
            table.add(text(ally.name, "bold"), grounds(ally), verdict(ally))
        yield table
    if len(answer.told) > 0:
        table = Findings("not enough evidence", "what is told", "who says so, how sure")
        for ally in answer.told:
            for fact in grounds_of(ally):
                told = _head(fact, when=True)
                if from_one_source(ally, fact):
                    told = Text.assemble(("one source says: ", "yellow"), midway(told.plain))
                table.add(text(ally.name), [told], _sure(fact))
        yield table
    if any(len(ally.treaties) > 0 for ally in (*answer.pacts, *answer.told)):
        yield pacts((*answer.pacts, *answer.told))
    if len(answer.ranked) + len(answer.told) > 0:
        yield text(HOW_SURE, "dim")
    yield from _note(answer)


@render.register
def _(answer: Why) -> Iterable[RenderableType]:
    yield text(answer.title(), "bold")
    for one in answer.evidence:
        yield _evidence(one)
    for line in answer.disagreements:
        yield text(f"sources differ on {line}", "yellow")
    if len(answer.contradictions) > 0:
        yield text("\ncontradicted by", "bold red")
        for one in answer.contradictions:
            yield _evidence(one)
    if len(answer.judgements) > 0:
        table = columns("judged", "what", "by, and why")
        for judgement in answer.judgements:
            what = " ".join(filter(None, (judgement.kind, judgement.target, judgement.other)))
            because = f"{judgement.judged_by}: {judgement.because}"
            table.add_row(text(judgement.judged_at.date()), text(what), text(because))
        yield table
    yield from _note(answer)


@render.register
def _(answer: Analysis) -> Iterable[RenderableType]:
    yield text(answer.title(), "bold")
    yield text(f"{answer.verdict}: {answer.summary}")
    if len(answer.found) > 0:
        yield table_of(answer.table()[:_MOST])
    if len(answer.found) > _MOST:
        yield text(f"{len(answer.found) - _MOST:,} more: --format jsonl shows all", "dim")
    beside = answer.apart()
    if len(beside.rows) > 0:
        yield text(beside.caption, "bold")
        yield table_of(beside.rows[:_MOST])
    if answer.n > 0:
        yield text(answer.counted(), "dim")
    yield from _note(answer)


@render.register
def _(answer: SensitivityAnswer) -> Iterable[RenderableType]:
    yield from render(answer.asked)
    yield text("without one source at a time", "bold")
    yield text(answer.summary)
    if len(answer.found) > 0:
        yield table_of(answer.table()[:_MOST])
    yield from _note(answer)


@render.register
def _(answer: LoadReport) -> Iterable[RenderableType]:
    yield text(answer)


def _title(answer: Answer, *ends: End) -> RenderableType:
    line = text(answer.title(), "bold")
    if len(answer.days()) > 0:
        line.append(f", {', '.join(answer.days())}", "dim")
    notes = [text(end.acts_for, "dim") for end in ends if end.acts_for is not None]
    return Group(line, *notes)


def _note(answer: Answer) -> Iterable[RenderableType]:
    if answer.note is not None:
        yield text(answer.note, "yellow")


def _facts(facts: Iterable[Fact]) -> Findings:
    table = Findings("when", "what", "who says so, how sure", spaced=True)
    for fact in facts:
        parts = [_head(fact), *_quote(fact.quote)]
        for leg in fact.exchange:
            parts.append(text(f"in exchange: {midway(leg.text)} ({leg.when})", "cyan"))
            parts += _quote(leg.quote)
        for denial in fact.contradicted_by:
            parts.append(text(f"denied: {denial.says} ({denial.when})", "red"))
            parts += _quote(denial.quote)
        table.add(text(fact.when), parts, _sure(fact), key=_key(fact.relation_id))
    return table


def _head(fact: Fact, *, when: bool = False) -> Text:
    head = text(fact.headline, "bold")
    if fact.modality is Modality.PAST_BACKGROUND:
        head.append(" (background)", "dim")
    elif fact.modality is Modality.ONGOING and not _is_said(fact):
        head.append(" (under way)", "dim")
    if len(fact.contradicted_by) > 0:
        head.append(" (disputed)", "red")
    return head.append(f", {fact.when}") if when else head


def _is_said(fact: Fact) -> bool:
    """Whether the words say already that it goes on: "is negotiating with", "since 1994"."""
    lasting = REGISTRY[fact.relation].kind == "state" or fact.when.startswith("since")
    return lasting or fact.relation in PROCESSES


def _quote(quote: str) -> list[Text]:
    return [] if quote == "" else [text(f"“{plain(quote)}”", "italic")]


def claims_table(claims: Iterable[Claim], heading: str) -> Findings:
    """What statements say, with what they are: hoped for, denied, a fact."""
    table = Findings("when", heading, "who says so, how sure", spaced=True)
    for claim in claims:
        head = Text.assemble((f"{claim.mode}: ", "yellow"), (plain(midway(claim.text)), "bold"))
        parts = [head, *_quote(claim.quote)]
        key = _key(claim.relation_id or claim.statement_ids[0])
        table.add(text(claim.when), parts, _sure(claim), key=key)
    return table


def _key(reference: str) -> Text:
    return text(reference, "dim")


def _sure(told: Fact | Claim) -> list[Text]:
    lines = [text(told.says), text(told.how_sure)]
    many = counted(told.support, told.articles)
    if many is not None and len(told.said_by) > 0:
        lines.append(text(many, "dim"))
    return lines


def _evidence(one: Evidence) -> RenderableType:
    grid = Table.grid(padding=(0, 2), pad_edge=False)
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    sentence, quote = text(one.sentence), plain(one.quote)
    at = sentence.plain.find(quote)
    sentence.stylize("bold", at, at + len(quote))
    printed = ", ".join(plain(part) for part in (one.publisher, one.published_at) if part)
    source = (one.title, printed, one.url or one.article_id)
    # A row of coded data has no sentence.
    words = [("sentence", sentence), ("quote", text(quote, "italic"))]
    rows: list[tuple[str, RenderableType]] = [
        *((label, cell) for label, cell in words if cell.plain != ""),
        ("says that", text(f"{one.text} ({one.mode}; {one.when})")),
        ("how sure", text(f"{one.how_sure}; {midway(one.says)}")),
        ("article", text(" · ".join(part for part in source if part))),
        ("rule", text(f"{one.rule}; trigger “{one.trigger}”")),
        ("statement", text(one.statement_id)),
    ]
    for label, cell in rows:
        grid.add_row(label, cell)
    return grid
