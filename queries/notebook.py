"""An answer as a small page of HTML, for notebooks."""

# Everything from articles, tables and users is escaped. No colour is set, so that the page can be
# read on a light and on a dark ground, and nothing is fetched.

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from typing import Any, NamedTuple

__all__ = ["MOST", "Sheet", "page"]

#: Rows that a table shows.
MOST = 20
#: Characters that no page may hold, and marks that turn the direction of writing.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)
_CELL = "text-align:left;vertical-align:top;padding:0.2em 0.8em 0.2em 0"


class Sheet(NamedTuple):
    """Rows with the same keys, and what they are."""

    caption: str
    rows: Sequence[Mapping[str, Any]]


def page(
    title: str, sheets: Iterable[Sheet] = (), *, said: Iterable[str] = (), note: str | None = None
) -> str:
    """A title, paragraphs, tables and a note.

    >>> page("A & B", note="nothing is told")
    '<section><p><strong>A &amp; B</strong></p><p><em>nothing is told</em></p></section>'
    """
    parts = [f"<p><strong>{_text(title)}</strong></p>"]
    parts += [f"<p>{_text(one)}</p>" for one in said]
    parts += [_table(sheet) for sheet in sheets if len(sheet.rows) > 0]
    if note is not None:
        parts.append(f"<p><em>{_text(note)}</em></p>")
    return f"<section>{''.join(parts)}</section>"


def _table(sheet: Sheet) -> str:
    heads = "".join(
        f'<th scope="col" style="{_CELL};border-bottom:1px solid">{_text(_head(key))}</th>'
        for key in sheet.rows[0]
    )
    body = "".join(_row(row.values()) for row in sheet.rows[:MOST])
    more = len(sheet.rows) - MOST
    rest = f"<p>{more:,} more</p>" if more > 0 else ""
    return (
        '<table style="border-collapse:collapse">'
        f'<caption style="text-align:left">{_text(sheet.caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{rest}"
    )


def _row(values: Iterable[Any]) -> str:
    first, *others = (_text(_said(value)) for value in values)
    cells = "".join(f'<td style="{_CELL}">{one}</td>' for one in others)
    return f'<tr><th scope="row" style="{_CELL};font-weight:normal">{first}</th>{cells}</tr>'


def _head(key: str) -> str:
    return key.replace("_", " ")


def _said(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.2f}"
    return ", ".join(map(str, value)) if isinstance(value, tuple | list) else str(value)


def _text(text: str) -> str:
    return escape(_CONTROL.sub("", text))
