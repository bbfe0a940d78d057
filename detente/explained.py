"""Why sentences were read as they were, for people: what was told, what was left out, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from detente.plain import plain
from detente.queries.captions import Named, caption
from detente.tables import text

if TYPE_CHECKING:
    from detente.loaders.reading.explanation import Explanation, Rejected, Span, Told
    from detente.loaders.reading.reader import Outcome
    from detente.loaders.reading.weighing import Weight

__all__ = ["explained_parts"]

#: How many of the pairs that only the ranker thought of are shown.
_SHOWN = 3


def explained_parts(
    found: Iterable[tuple[Outcome, Explanation]], names: Named
) -> Iterator[RenderableType]:
    """One block a sentence."""
    for outcome, explanation in found:
        grid = Table.grid(padding=(0, 2), pad_edge=False)
        grid.add_column(style="dim", no_wrap=True)
        grid.add_column(overflow="fold")
        for told in explanation.statements:
            grid.add_row("told", Group(*_told(told, names)))
        ruled = [one for one in explanation.rejected if len(one.trigger) > 0]
        others = [one for one in explanation.rejected if len(one.trigger) == 0]
        for one in (*ruled, *others[:_SHOWN]):
            grid.add_row("left out", Group(*_left_out(one, names)))
        if len(others) > _SHOWN:
            grid.add_row("", text(f"and {len(others) - _SHOWN} less likely", "dim"))
        place = f"{outcome.article_id}, sentence {outcome.sentence + 1}"
        head = text(f"{place}: {outcome.outcome}: {outcome.reason}", "dim")
        sentence = text(f"“{plain(explanation.text)}”", "italic")
        yield Group(head, sentence, *([grid] if grid.row_count > 0 else []))


def _told(told: Told, names: Named) -> Iterator[Text]:
    said = caption(told.relation, told.subject, told.object, names)
    yield Text.assemble((plain(said), "bold"), f"  {plain(told.rule)}, {told.confidence:g}")
    found = [
        f"{side} by {plain(how)}"
        for side, how in (("subject", told.subject_by), ("object", told.object_by))
        if how is not None
    ]
    because = f"{told.modality}: {told.modality_by}"
    yield text("; ".join(filter(None, (_words(told.trigger), ", ".join(found), because))))
    yield from _weighed(told.likelihood, told.weighed)


def _left_out(one: Rejected, names: Named) -> Iterator[Text]:
    def named(joined: str) -> str:
        return " and ".join(names(actor) for actor in joined.split("+"))

    subject, object_ = ("+".join(side) or None for side in (one.subjects, one.objects))
    said = caption(one.relation, subject, object_, named)
    yield Text.assemble(plain(said), (f"  {plain(one.rule)}", "dim"))
    yield text("; ".join(filter(None, (_words(one.trigger), one.reason))), "yellow")
    yield from _weighed(None, one.weighed)


def _words(spans: Iterable[Span]) -> str:
    return ", ".join(f"“{plain(span.text)}” {span.start}–{span.end}" for span in spans)


def _weighed(likelihood: float | None, weights: Iterable[Weight]) -> Iterator[Text]:
    parts = [f"{weight.words} {weight.by:+g}" for weight in weights]
    if likelihood is not None:
        parts.insert(0, f"ranker {likelihood:g}")
    if len(parts) > 0:
        yield text("; ".join(parts), "dim")
