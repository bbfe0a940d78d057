"""Models as the rows of a query."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pydantic import BaseModel

from detente.graph.dates import PartialDate
from detente.graph.packing import Batch, Packing, send
from detente.graph.statements import Modality

TODAY, TOMORROW = date(2026, 5, 1), date(2026, 5, 2)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Told(BaseModel):
    """A model with a field of each kind."""

    subject: str = "USA"
    object: str = "BLR"
    modality: Modality = Modality.ACTUAL
    event_date: PartialDate | None = None
    publishers: tuple[str, ...] = ()
    published_at: date | None = None
    recorded_at: datetime | None = None
    support: int = 1


def packing() -> Packing[Told]:
    return Packing(
        Told,
        leaving=("subject", "object"),
        derived={"pair": lambda one: f"{one.subject}|{one.object}"},
        days={"event_from": lambda one: None if one.event_date is None else one.event_date.start},
    )


def test_the_properties_name_days_and_moments_by_number() -> None:
    assert packing().properties.split(", ") == [
        "modality: row[0]",
        "event_date: row[1]",
        "publishers: row[2]",
        "published_at: $batch.days[row[3]]",
        "recorded_at: moments[row[4]]",
        "support: row[5]",
        "pair: row[6]",
        "event_from: $batch.days[row[7]]",
    ]
    assert packing().value("support") == "row[5]"


def test_values_travel_as_plain_ones_and_each_day_once() -> None:
    full = Told(
        modality=Modality.DENIED,
        event_date=PartialDate("2026-05"),
        publishers=("Courier",),
        published_at=TOMORROW,
        recorded_at=NOON,
    )
    bare = Told(event_date=PartialDate("2026-05-02"))
    (batch,) = packing().batches([full, bare])
    assert batch == Batch(
        rows=[
            ["denied", "2026-05", ["Courier"], 0, 0, 1, "USA|BLR", 1],
            ["actual", "2026-05-02", None, None, None, 1, "USA|BLR", 0],
        ],
        days=[TOMORROW, TODAY],
        moments=[NOON.isoformat()],
    )
    assert [type(value) for value in batch.rows[0][:2]] == [str, str]


def test_rows_of_one_dyad_travel_together_in_their_order() -> None:
    told = [
        Told(support=1),
        Told(subject="RUS", support=2),
        Told(support=3),
    ]
    (batch,) = packing().batches_by_dyad(told)
    found = [(one["subject"], one["object"], [row[5] for row in one["rows"]]) for one in batch.rows]
    assert found == [("USA", "BLR", [1, 3]), ("RUS", "BLR", [2])]


def test_many_rows_are_several_queries() -> None:
    told = [Told(support=number) for number in range(4_001)]
    batches = packing().batches(told)
    assert [len(batch.rows) for batch in batches] == [2_000, 2_000, 1]
    sent: list[list[int]] = []

    def run(_query: str, /, **parameters: dict[str, list[list[int]]]) -> list[dict[str, int]]:
        sent.append([row[5] for row in parameters["batch"]["rows"]])
        return []

    send(run, "UNWIND $batch.rows AS row RETURN row", batches)
    assert [number for rows in sent for number in rows] == list(range(4_001))


def test_rows_are_not_written_out_for_a_log() -> None:
    (batch,) = packing().batches([Told()])
    assert repr(batch.rows) == "<1 rows>"
