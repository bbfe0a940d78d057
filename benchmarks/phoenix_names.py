"""Office-holders of the Phoenix dictionaries, as rows of loaders/events/phoenix_names.csv.

    python benchmarks/phoenix_names.py --data ../shared/data > loaders/events/phoenix_names.csv

`--data` is the folder that holds `cameo_actors/phoenix_countries_parsed.csv.gz`: the names of
Phoenix.Countries.actors.txt (Open Event Data Alliance, MIT) with their dated CAMEO codes. Kept are
persons whose codes say that they governed one single state since 1990. A term that the dictionary
leaves open ends with 2014, the year of the dictionary; terms that follow each other within a month
are one. Left out: names of one word, with a title, that the roster or known_names.csv holds, and
names of office-holders of two states.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import re
import sys
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path

from detente.loaders.events.known_names import read_known_names, spelling_key
from detente.seeds import roster

HEADER = (
    "# Office-holders of the Phoenix dictionary of countries (Open Event Data Alliance, MIT): "
    "for which state they governed, and when.\n"
    "# Written by benchmarks/phoenix_names.py, which says what is kept; "
    "a term that the dictionary leaves open ends with 2014.\n"
)
OPEN_END = date(2015, 1, 1)
EARLIEST = date(1990, 1, 1)
TITLES = re.compile(
    r"\b(mr|mrs|dr|president|minister|king|queen|prince|princess|sheikh|foreign|prime|premier|"
    r"general|chancellor|secretary|sultan|emir|pope|senator|deputy|vice|leader|dictator)\b"
)
#: How many words the name of a person has.
WORDS = range(2, 6)
_Term = tuple[date, date]


def _terms(rows: list[tuple[str, str, str]]) -> dict[str, list[_Term]]:
    """The terms in government by state, of one name's dated codes."""
    found: defaultdict[str, list[_Term]] = defaultdict(list)
    for code, since, until in rows:
        if code[3:6] == "GOV" and since != "":
            start = max(date.fromisoformat(since), EARLIEST)
            # The dictionary gives the last day in office; detente the first one without it.
            end = OPEN_END
            if until != "":
                end = date.fromisoformat(until) + timedelta(days=1)
            if start < end:
                found[code[:3]].append((start, end))
    return {state: _joined(terms) for state, terms in found.items()}


def _joined(terms: list[_Term]) -> list[_Term]:
    joined: list[_Term] = []
    for start, end in sorted(terms):
        if len(joined) > 0 and start <= joined[-1][1] + timedelta(days=31):
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _is_person(name: str) -> bool:
    key = spelling_key(name)
    return len(key.split()) in WORDS and TITLES.search(key) is None


def _known() -> set[str]:
    ours = read_known_names(
        Path(__file__).resolve().parent.parent / "loaders" / "events" / "known_names.csv"
    )
    names = [form for known in ours for form in known.names]
    names += [form for person in roster().persons for form in person.forms.get("en", ())]
    return {spelling_key(name) for name in names}


def _rows(path: Path) -> list[tuple[str, ...]]:
    listed: defaultdict[str, list[tuple[str, str, str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf8", newline="") as text:
        for row in csv.DictReader(text):
            listed[row["name"]].append((row["code"], row["valid_from"], row["valid_to"]))
    known = _known()
    states = {actor.actor_id for actor in roster().actors if actor.label == "Country"}
    rows = []
    for name, codes in listed.items():
        governed = _terms(codes)
        if not _is_person(name) or spelling_key(name) in known or len(governed) != 1:
            continue
        ((state, terms),) = governed.items()
        if state in states:
            rows += [(name, state, *map(date.isoformat, term)) for term in terms]
    return sorted(rows)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder with cameo_actors")
    options = parser.parse_args()
    sys.stdout.write(HEADER)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("names", "actor_id", "rule", "since", "until", "source"))
    for name, state, since, until in _rows(
        options.data / "cameo_actors" / "phoenix_countries_parsed.csv.gz"
    ):
        writer.writerow((name.title(), state, "office", since, until, "Phoenix"))
