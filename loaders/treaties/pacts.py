"""What binds two states, under one obligation, for one unbroken time."""

from __future__ import annotations

from typing import NamedTuple

from detente.graph.dates import PartialDate
from detente.graph.ids import make_id
from detente.graph.pacts import Obligation, Party, Treaty
from detente.graph.statements import Modality, Statement

__all__ = ["Pact"]

#: Obligations that make allies. Who promises to stay out of a war, or to talk, is bound by a treaty
#: and is no ally for that: such a pact is a `Treaty` and no statement.
_ALLYING: frozenset[Obligation] = frozenset({"defence", "offence"})


class Pact(NamedTuple):
    """One obligation between two states: "ATOP has a defence pact of USA and CAN, 1942 to 2018".

    >>> pact = Pact("atop", "USA", "CAN", "defence", PartialDate("1942"), PartialDate("2018"),
    ...     open_end=True, source="ATOP")
    >>> pact.record_id, pact.words
    ('CAN/USA/defence/1942', '1942 to at least 2018')
    >>> pact.treaty().treaty_id
    'ATOP:CAN/USA/defence/1942'

    `until` is the first day without it, a bare month or year stands for its end. With `open_end` it
    was in force when its table ended and nothing is known of later days; with `open_start` it was
    in force when the table began. `alliance` is the number that the table gives to the treaty.
    """

    dataset: str
    left: str
    right: str
    obligation: Obligation
    since: PartialDate
    until: PartialDate
    open_start: bool = False
    open_end: bool = False
    alliance: str | None = None
    source: str = ""

    @property
    def record_id(self) -> str:
        """The key within the data set: it stays when a later table tells a later end."""
        ends = sorted((self.left, self.right))
        number = () if self.alliance is None else (self.alliance,)
        return "/".join((*number, *ends, self.obligation, str(self.since)))

    @property
    def words(self) -> str:
        """The time in words, with what is not known about its bounds."""
        since = f"{self.since} or earlier" if self.open_start else str(self.since)
        until = f"at least {self.until}" if self.open_end else str(self.until)
        return f"{since} to {until}"

    def treaty(self) -> Treaty:
        """The treaty that the table has between the two."""
        number = "" if self.alliance is None else f" no. {self.alliance}"
        return Treaty(
            treaty_id=f"{self.dataset.upper()}:{self.record_id}",
            # One name for all, so that partners under the same obligation are listed together.
            name=f"alliance{number} in the {self.dataset.upper()} table",
            obligation=self.obligation,
            since=self.since,
            until=self.until,
            source=f"{self.source}: {self.words}",
        )

    def parties(self) -> tuple[Party, Party]:
        """Both states as parties to the treaty, the lower id first."""
        treaty_id = f"{self.dataset.upper()}:{self.record_id}"
        low, high = sorted((self.left, self.right))
        return (
            Party(treaty_id=treaty_id, actor_id=low, since=self.since, until=self.until),
            Party(treaty_id=treaty_id, actor_id=high, since=self.since, until=self.until),
        )

    def statement(self) -> Statement | None:
        """That the two are allied, or None for an obligation that makes no allies.

        What was in force when its table ended was under way then, and did not end there.
        """
        if self.obligation not in _ALLYING:
            return None
        low, high = sorted((self.left, self.right))
        return Statement(
            statement_id=make_id("s", self.dataset, self.record_id),
            event_id=make_id("e", self.dataset, self.record_id),
            article_id=f"{self.dataset}:alliances",
            subject=low,
            relation="ALLIED_WITH",
            object=high,
            modality=Modality.ONGOING if self.open_end else Modality.ACTUAL,
            event_date=self.since,
            event_end=self.until,
            date_words=self.words,
            rule=f"treaties/{self.dataset}",
            trigger=self.obligation,
            publisher=self.source,
            dataset=self.dataset,
            record_id=self.record_id,
        )
