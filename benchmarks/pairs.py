"""Golden pairs: two reports, and whether they tell one event.

A row of `tests/golden/merges.csv` was written and judged by hand. A report is its type (with a
modality, if it is not actual), the day of publication (behind a slash the day that it names), its
language, and its text: the quote in brackets, the word that calls up the event between asterisks.
`missed` marks what the program is known to judge otherwise.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.statements import Modality, Statement
from detente.loaders.reading.events import same_event_links
from detente.loaders.reading.gazetteer import gazetteer
from detente.loaders.reading.wording import wording
from detente.seeds import roster

__all__ = ["MERGES", "Pair", "golden_pairs"]

MERGES = Path(__file__).resolve().parent.parent / "tests" / "golden" / "merges.csv"
_MARKS = re.compile(r"[\[\]*]")


class Pair(NamedTuple):
    """Two reports as a person judged them."""

    one: Statement
    other: Statement
    same: bool
    missed: bool
    notes: str

    @property
    def joined(self) -> bool:
        """Whether the program takes them for one event."""
        return len(same_event_links([self.one, self.other])) > 0


def golden_pairs(path: Path = MERGES) -> list[Pair]:
    """All rows of the table."""
    with path.open(encoding="utf8", newline="") as source:
        return [
            Pair(
                _told(row, "1"),
                _told(row, "2"),
                row["same"] == "yes",
                row["missed"] != "",
                row["notes"],
            )
            for row in csv.DictReader(source)
        ]


def _told(row: Mapping[str, str], number: str) -> Statement:
    marked, lang = row[f"text_{number}"], row[f"lang_{number}"]
    quote = re.search(r"\[(.*)\]", marked)
    trigger = re.search(r"\*(.*)\*", marked)
    if quote is None or trigger is None:
        raise ValueError(f"merges.csv: mark quote and trigger: {marked}")
    text = _MARKS.sub("", marked)
    said, _, on = row[f"said_{number}"].partition("/")
    relation, _, modality = row[f"type_{number}"].partition(" ")
    subject, _, object_ = row["ends"].partition(">")
    return Statement(
        statement_id=f"s{number}",
        event_id=f"e{number}",
        article_id=f"a{number}",
        lang=lang,
        subject=subject,
        relation=relation,
        object=object_,
        modality=Modality(modality or "actual"),
        event_date=PartialDate(on) if on != "" else None,
        published_at=date.fromisoformat(said),
        quote=_MARKS.sub("", quote[1]),
        wording=wording(text, gazetteer(roster(), lang).find(text), lang),
        trigger=trigger[1],
    )
