"""Made-up coded event data: as many rows as are wanted, always the same, and a load of them.

    python benchmarks/coded_rows.py --rows 20000 --home FOLDER

Each row says that one actor did something to another on a day. Actors, codes and their frequencies
are like those of event data sets: few pairs of actors have most of the rows.
"""

from __future__ import annotations

import argparse
import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import detente
from detente import seeds
from detente.graph.actors import SIDES
from detente.graph.ids import make_id
from detente.graph.registry import by_cameo
from detente.graph.statements import Statement

DATASET = "made-up"
FIRST_DAY, DAYS = date(2018, 1, 1), 304
RECORDED_AT = datetime(2026, 1, 1, tzinfo=UTC)

#: CAMEO codes, each with how often it comes among a thousand rows.
FREQUENCIES = """
010 170  040 106  036 56  020 55  173 45  042 42  043 42  051 41  190 40  111 35
112 32   057 28   050 22  130 20  120 18  012 17  180 16  046 15  060 14  014 13
141 13   070 12   138 11  193 11  090 10  061 10  172 9   110 9   033 8   085 7
163 6    195 6    062 5   075 5   161 4   084 4   150 4   160 3   081 2   072 2
"""


def statements(rows: int, *, seed: int = 0) -> Iterator[Statement]:
    """The first `rows` rows as statements, each of an event of its own, in order of their days."""
    chance = random.Random(seed)
    actors = _actors()
    # Weights that fall with the rank: a twentieth of the actors stand at half of all ends.
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(actors))))
    words = FREQUENCIES.split()
    codes = chance.choices(words[::2], list(map(int, words[1::2])), k=rows)
    for number, code in enumerate(codes):
        subject, object_ = chance.choices(actors, cum_weights=weights, k=2)
        if subject == object_:
            object_ = actors[(actors.index(subject) + 1) % len(actors)]
        day = (FIRST_DAY + timedelta(days=number * DAYS // rows)).isoformat()
        key = f"{day}/{number}"
        yield Statement(
            statement_id=make_id("s", DATASET, seed, key),
            event_id=make_id("e", DATASET, seed, key),
            article_id=f"{DATASET}:{day[:7]}",
            subject=subject,
            object=object_,
            relation=by_cameo(code).type,
            event_date=day,
            published_at=day,
            confidence=0.6,
            rule=f"cameo {code}",
            dataset=DATASET,
            record_id=key,
            cameo=code,
            recorded_at=RECORDED_AT,
        )


def _actors() -> list[str]:
    """States and bodies, and three sides of each state; in an order that is no order of size."""
    own = [actor.actor_id for actor in seeds.actors()]
    states = [actor.actor_id for actor in seeds.actors() if actor.label == "Country"]
    sides = [f"{state}:{side}" for state in states for side in list(SIDES)[2:5]]
    found = own + sides
    random.Random(0).shuffle(found)
    return found


def main() -> None:
    """Load rows into a graph; after each transaction print how many are in."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--home", help="where the graph is kept (DETENTE_HOME)")
    parser.add_argument("--store", help="embedded or neo4j (DETENTE_STORE)")
    given = parser.parse_args()
    with detente.open(home=given.home, store=given.store) as graph:
        print("loading", flush=True)
        graph.add_statements(statements(given.rows), watch=lambda done: print(done, flush=True))


if __name__ == "__main__":
    main()
