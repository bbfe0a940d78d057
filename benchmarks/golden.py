"""How well the reader reads the golden rows, by type, voice, modality and language.

    python benchmarks/golden.py [--errors] [--write]

`--errors` adds every event that was not read in full and every edge read too much; `--write` puts
the tables into docs/accuracy.md. The rows are in tests/golden/coverage.csv, the forty cue words
beside which the reader is measured in `cue_words.py`.
"""

from __future__ import annotations

import argparse
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

# The rows and the yardstick lie beside this script, which is run by its path.
from cue_words import guess
from rows import Judgement, Row, golden_rows

from detente.seeds import roster

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
BEGIN, END = "<!-- written by benchmarks/golden.py -->", "<!-- end -->"


class Judged(NamedTuple):
    """One event, its row, and whether the cue words had its pair and PLOVER event."""

    row: Row
    found: Judgement
    guessed: bool


class Group(NamedTuple):
    """Shares of some events, as figures of one line."""

    name: str
    events: list[Judged]

    def share(self, right: Callable[[Judgement], bool]) -> float:
        """How many of the events are right in one respect."""
        return sum(right(one.found) for one in self.events) / len(self.events)

    def asked(self, part: str) -> str:
        """How many are right of those where this is asked for: "31 of 40", or a dash."""
        answers = [getattr(one.found, part) for one in self.events]
        answers = [one for one in answers if one is not None]
        return f"{sum(answers)} of {len(answers)}" if len(answers) > 0 else "–"

    def cells(self) -> list[str]:
        """The line of a table."""
        shares = [
            self.share(lambda one: one.pair),
            self.share(lambda one: one.kind),
            self.share(lambda one: one.relation),
            self.share(lambda one: one.relation and one.modality),
            self.share(lambda one: one.full),
        ]
        guessed = sum(one.guessed for one in self.events) / len(self.events)
        return [
            self.name,
            str(len(self.events)),
            *(f"{share:.0%}" for share in shares),
            self.asked("speaker"),
            self.asked("date"),
            str(sum(one.found.turned for one in self.events)),
            f"{guessed:.0%}",
        ]


HEAD = [
    "",
    "events",
    "pair",
    "event",
    "type",
    "modality",
    "in full",
    "speaker",
    "date",
    "turned",
    "cue words",
]


def judged(rows: Iterable[Row]) -> list[Judged]:
    """Every event of the rows, read."""
    found = []
    for row in rows:
        guesses = list(guess(row.article, roster()))
        for one in row.judged():
            ends = (one.event.subject.split(":")[0], one.event.object.split(":")[0])
            hit = any(
                one.event.kind == cue["type"]
                and (
                    (cue["source"], cue["target"]) == ends
                    or (one.event.symmetric and (cue["target"], cue["source"]) == ends)
                )
                for cue in guesses
            )
            found.append(Judged(row, one, hit))
    return found


def grouped(events: list[Judged], key: Callable[[Judged], str]) -> list[Group]:
    """The events by a key, the worst group first."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in events:
        groups[key(one)].append(one)
    made = [Group(name, some) for name, some in groups.items()]
    return sorted(made, key=lambda group: (group.share(lambda one: one.full), group.name))


def table(groups: Iterable[Group]) -> str:
    """A Markdown table."""
    lines = [HEAD, ["---", *("---:" for _ in HEAD[1:])], *(group.cells() for group in groups)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def report(rows: list[Row]) -> str:
    """All that is measured, as Markdown."""
    events = judged(rows)
    traps = [row for row in rows if row.trap != ""]
    live = sum(len(row.live) > 0 for row in traps)
    told = len(rows) - len(traps)
    surplus = sum(len(row.surplus) for row in rows if row.trap == "")
    languages = {"en": "English", "ro": "Romanian"}
    types = grouped(events, lambda one: f"`{one.found.event.relations[0]}`")
    worst = types[0]
    sections = [
        f"{len(rows)} rows: {told} tell {len(events)} events, {len(traps)} are traps. "
        f"{live} traps give a live event. {surplus} edges are read on top of what the rows tell. "
        f"The worst type is {worst.name}: {worst.share(lambda one: one.full):.0%} in full.",
        table(
            [
                Group("all", events),
                *grouped(events, lambda one: languages[one.row.lang]),
            ]
        ),
        "### By PLOVER event",
        table(grouped(events, lambda one: one.found.event.kind or "none")),
        "### By voice",
        table(grouped(events, lambda one: one.row.voice)),
        "### By modality",
        table(grouped(events, lambda one: one.found.event.modalities[0])),
        "### By type, the worst first",
        table(types),
    ]
    return "\n\n".join(sections)


def errors(rows: Iterable[Row]) -> Iterable[str]:
    """Every event not read in full, and every edge read too much."""
    for row in rows:
        missed = [one for one in row.judged() if not one.full]
        if len(missed) + len(row.surplus) + (len(row.live) if row.trap != "" else 0) == 0:
            continue
        yield f"{row.id}: {row.text}"
        for one in missed:
            event = one.event
            wanted = f"{event.subject} {'|'.join(event.relations)} {event.object}"
            asked = f"said={event.said_by} via={event.via} date={event.date}"
            yield f"  wanted {wanted} {'|'.join(event.modalities)} {asked}"
        for stated in row.statements:
            mark = "too much" if stated in row.surplus else "read"
            yield (
                f"  {mark} {stated.subject} {stated.relation} {stated.object} "
                f"{stated.modality.value} said={stated.said_by} via={stated.via} "
                f"date={stated.event_date} [{stated.rule}]"
            )


def main() -> None:
    """Read, judge and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", action="store_true")
    parser.add_argument("--write", action="store_true")
    chosen = parser.parse_args()
    rows = golden_rows()
    if chosen.errors:
        print("\n".join(errors(rows)))
    measured = report(rows)
    print(measured)
    if chosen.write:
        page = PAGE.read_text(encoding="utf8")
        part = re.compile(f"{re.escape(BEGIN)}.*{re.escape(END)}", re.DOTALL)
        written = part.sub(lambda _: f"{BEGIN}\n\n{measured}\n\n{END}", page)
        PAGE.write_text(written, encoding="utf8")


if __name__ == "__main__":
    main()
