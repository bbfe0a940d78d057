"""Who is bound to whom: memberships.csv, treaties.csv and parties.csv."""

from __future__ import annotations

from pathlib import Path

from detente.graph.actors import Membership
from detente.graph.pacts import Party, Treaty
from detente.seeds.tables import Row, in_order, optional, read_table

__all__ = ["read_memberships", "read_parties", "read_treaties"]

_MEMBERSHIPS = ("actor_id", "bloc", "since", "until", "source")
_TREATIES = ("treaty_id", "name", "obligation", "since", "until", "source")
_PARTIES = ("treaty_id", "actor_id", "since", "until")


def read_memberships(path: Path) -> tuple[Membership, ...]:
    """Which state belongs to which body, and since when.

    Raises `LoadError` naming file, line and value for a wrong date or a term of no length.
    """
    return read_table(path, _MEMBERSHIPS, lambda row: in_order(row, _membership(row)))


def _membership(row: Row) -> Membership:
    return Membership.model_validate(row.values | {"until": optional(row["until"])})


def read_treaties(path: Path) -> tuple[Treaty, ...]:
    """The treaties of treaties.csv.

    Raises `LoadError` naming file, line and value for an unknown obligation or a wrong date.
    """
    return read_table(path, _TREATIES, lambda row: in_order(row, _treaty(row)))


def _treaty(row: Row) -> Treaty:
    return Treaty.model_validate(row.values | {"until": optional(row["until"])})


def read_parties(path: Path) -> tuple[Party, ...]:
    """Which state is party to which treaty, and since when.

    Raises `LoadError` naming file, line and value for a wrong date or a term of no length.
    """
    return read_table(path, _PARTIES, lambda row: in_order(row, _party(row)))


def _party(row: Row) -> Party:
    return Party.model_validate(row.values | {"until": optional(row["until"])})
