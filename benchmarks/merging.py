"""How many events many reports tell, and how well golden pairs are judged.

    python benchmarks/merging.py [REPORTS] [--show 50]

REPORTS is a file of dated texts, one JSON object a line (default: dev_news/ro_headlines.jsonl in
the folder of reference data). `--show` adds so many of the events that several reports tell, drawn
by a hash: to read and to judge.
"""

from __future__ import annotations

import argparse
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

# The golden pairs and the chooser of files lie beside this script, which is run by its path.
from pairs import golden_pairs
from reading import chosen_gold

from detente.graph.episodes import Episode, event_episodes
from detente.graph.errors import LoadError
from detente.graph.judgements import READER, Judgement, Verdicts
from detente.graph.statements import Statement
from detente.loaders.reading.events import same_event_links
from detente.loaders.reading.reader import read_article
from detente.loaders.reading.training.passages import article_of, passages_of
from detente.seeds import roster

#: The moment of a judgement changes nothing here.
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def main() -> None:
    """Read, join and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reports", type=Path, nargs="?")
    parser.add_argument("--show", type=int, default=0, metavar="N")
    chosen = parser.parse_args()
    judge_pairs()
    reports = chosen_gold(chosen.reports, "ro_headlines.jsonl")
    if reports is None:
        print("reference data absent: nothing measured (name its folder in DETENTE_DATA)")
        return
    texts = {one["id"]: one["text"] for one in passages_of(reports)}
    told = read_all(reports)
    events = joined(told)
    count(texts, told, events)
    several = [one for one in events if len(articles(one)) > 1]
    for event in sorted(several, key=drawn)[: chosen.show]:
        show(event, texts)


def judge_pairs() -> None:
    """How many golden pairs are judged as by hand."""
    pairs = golden_pairs()
    for name, same in (("one event", True), ("two events", False)):
        judged = [one.joined == same for one in pairs if one.same is same]
        print(f"golden pairs that are {name}: {sum(judged)} of {len(judged)} judged so")


def read_all(reports: Path) -> list[Statement]:
    """The statements of all reports that name two actors."""
    told: list[Statement] = []
    for record in passages_of(reports):
        try:
            told += read_article(article_of(record), roster()).statements
        except LoadError:
            continue
    return [one for one in told if one.pair is not None]


def joined(told: Iterable[Statement]) -> list[Episode]:
    """The events, as loading them all would join them."""
    statements = sorted(told, key=lambda one: one.statement_id)
    links = same_event_links(statements)
    verdicts = Verdicts(
        Judgement.of("same_event", *link, because="", judged_by=READER, judged_at=NOON)
        for link in links
    )
    pairs: defaultdict[str, list[Statement]] = defaultdict(list)
    for one in statements:
        pairs[one.pair or ""].append(one)
    return [event for pair in sorted(pairs) for event in event_episodes(pairs[pair], verdicts)]


def count(texts: dict[str, str], told: Sequence[Statement], events: Sequence[Episode]) -> None:
    """Print how many reports tell how many events."""
    several = [one for one in events if len(articles(one)) > 1]
    within = sum(len(one.bearing) + len(one.others) for one in events)
    print(f"{len(texts)} reports, {len({one.article_id for one in told})} of them with two actors")
    print(f"{within} statements of events tell {len(events)} events between two actors")
    print(f"{len(several)} events stand in several reports: {sizes(several, 'reports')}")
    print(f"days from the first report to the last: {spans(several)}")
    types = Counter(one.key[0] for one in several)
    print(", ".join(f"{name} {number}" for name, number in sorted(types.items())))


def articles(event: Episode) -> set[str]:
    """The reports that tell of it."""
    return {one.article_id for one in (*event.bearing, *event.others)}


def sizes(events: Iterable[Episode], unit: str) -> str:
    """How many events have how many reports."""
    counted = Counter(len(articles(one)) for one in events)
    return ", ".join(f"{number} in {size} {unit}" for size, number in sorted(counted.items()))


def spans(events: Iterable[Episode]) -> str:
    """How many events were reported over how many days."""
    counted = Counter(_days(one) for one in events)
    return ", ".join(f"{days}: {number}" for days, number in sorted(counted.items()))


def _days(event: Episode) -> int:
    told = (*event.bearing, *event.others)
    days = [one.published_at for one in told if one.published_at is not None]
    return (max(days) - min(days)).days if len(days) > 0 else 0


def drawn(event: Episode) -> str:
    """The place in a sample that is the same on every machine and looks at nothing."""
    return hashlib.sha256(event.bearing[0].statement_id.encode()).hexdigest()


def show(event: Episode, texts: dict[str, str]) -> None:
    """Print one event with its reports."""
    print("\n" + " ".join(event.key))
    for one in (*event.bearing, *event.others):
        when = f"{one.published_at} {one.lang} {one.relation} {one.modality.value}"
        print(f"  {when} “{one.quote}”: {' '.join(texts[one.article_id].split())[:240]}")


if __name__ == "__main__":
    main()
