"""Where tellings differ; expected lines by hand."""

from __future__ import annotations

from typing import Any

import pytest

from detente.queries.disagreement import disagreements
from tests.graph.statements import statement


def told(*fields: dict[str, Any]) -> tuple[str, ...]:
    """What the tellings of one strike disagree on."""
    base = {"relation": "BOMBED", "event_id": "e"}
    return disagreements(
        [statement(f"s{number}", **base | given) for number, given in enumerate(fields)],
        {"UKR": "Ukraine", "POL": "Poland"}.__getitem__,
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (({"event_date": "2025-12-13"}, {"event_date": "2025-12"}), ()),
        (
            ({"event_date": "2025-12-13"}, {"event_date": "2025-12-14"}, {}),
            ("when: 2025-12-13 (1), 2025-12-14 (1)",),
        ),
        (
            ({"place": "UKR"}, {"place": "UKR"}, {"place": "POL"}),
            ("where: Poland (1), Ukraine (2)",),
        ),
        (({"quantity": 52}, {"quantity": 31}), ("how many: 31 (1), 52 (1)",)),
        (({"quantity": 52}, {}), ()),
    ],
)
def test_when_where_and_how_many(
    fields: tuple[dict[str, Any], ...], expected: tuple[str, ...]
) -> None:
    assert told(*fields) == expected
    assert told(*fields[::-1]) == expected


def test_numbers_of_one_thing_in_the_quotes() -> None:
    def killed(number: str, thing: str) -> dict[str, Any]:
        return {"quote": f"killed {number} {thing}", "wording": ("killed", number, thing)}

    assert told(killed("15", "people"), killed("16", "people")) == (
        "how many: 15 people (1), 16 people (1)",
    )
    assert told(killed("15", "people"), killed("2", "missiles")) == ()


def test_the_spans_of_a_state_are_no_disagreement() -> None:
    assert (
        told(
            {"relation": "ALLIED_WITH", "event_date": "1994"},
            {"relation": "ALLIED_WITH", "event_date": "2010"},
        )
        == ()
    )
