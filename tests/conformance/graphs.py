"""Small random graphs, and what Cypher says about them, worked out by trying everything.

The subset is what detente's own queries and saved questions are made of. `Query.text` goes to a
store, `Query.rows` gives what it has to answer: matching is by enumeration, a relationship is used
once in a pattern, and comparisons with null are neither true nor false.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["Edge", "Node", "Probe", "Query", "random_graph", "random_query"]

LABELS = ("ProbeState", "ProbeBloc")
TYPES = ("PROBE_MET", "PROBE_HIT", "PROBE_AID")
KINDS = ("a", "b", "c")
DAYS = ("2025-01-01", "2025-02-01", "2025-03-01")

Truth = bool | None
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Node:
    """A node: a number, a label, and properties that may be missing."""

    key: int
    label: str
    kind: str | None
    size: int | None


@dataclass(frozen=True)
class Edge:
    """A relationship: a number, a type, its ends, and properties that may be missing."""

    key: int
    type: str
    start: int
    end: int
    weight: int | None
    day: str | None


@dataclass(frozen=True)
class Probe:
    """A graph."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def random_graph(chance: random.Random) -> Probe:
    """Up to eight nodes with parallel edges and loops."""
    nodes = tuple(
        Node(
            key,
            chance.choice(LABELS),
            chance.choice((*KINDS, None)),
            chance.choice((1, 2, 3, None)),
        )
        for key in range(chance.randint(4, 8))
    )
    edges = tuple(
        Edge(
            key,
            chance.choice(TYPES),
            chance.randrange(len(nodes)),
            chance.randrange(len(nodes)),
            chance.choice((1, 2, 3, None)),
            chance.choice((*DAYS, None)),
        )
        for key in range(chance.randint(6, 14))
    )
    return Probe(nodes, edges)


@dataclass(frozen=True)
class Condition:
    """A condition on the variables of a row, as text and as a function."""

    text: str
    holds: Callable[[Row], Truth]


@dataclass(frozen=True)
class Hop:
    """One step of a pattern."""

    types: tuple[str, ...]
    direction: str
    label: str | None

    def text(self, number: int) -> str:
        """As Cypher writes it, with the node that it leads to."""
        types = ":" + "|".join(self.types) if len(self.types) > 0 else ""
        edge = f"[r{number}{types}]"
        label = "" if self.label is None else f":{self.label}"
        left, right = {"out": ("-", "->"), "in": ("<-", "-"), "both": ("-", "-")}[self.direction]
        return f"{left}{edge}{right}(n{number + 1}{label})"


@dataclass(frozen=True)
class Query:
    """A query and the graph's answer to it."""

    text: str
    rows: Callable[[Probe], list[tuple[Any, ...]]]


def matches(
    probe: Probe, first: str | None, hops: tuple[Hop, ...], bound: Row | None = None
) -> Iterator[dict[str, Any]]:
    """Every way to lay a chain of hops on a graph, in no order."""
    for node in probe.nodes:
        if first is not None and node.label != first:
            continue
        if bound is not None and bound["n0"] != node:
            continue
        yield from _along(probe, hops, 0, {"n0": node})


def _along(
    probe: Probe, hops: tuple[Hop, ...], number: int, row: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    if number == len(hops):
        yield row
        return
    hop, here = hops[number], row[f"n{number}"].key
    used = {row[f"r{before}"].key for before in range(number)}
    for edge in probe.edges:
        if edge.key in used or (len(hop.types) > 0 and edge.type not in hop.types):
            continue
        ends = []
        if hop.direction in ("out", "both") and edge.start == here:
            ends.append(edge.end)
        if hop.direction in ("in", "both") and edge.end == here:
            ends.append(edge.start)
        # A loop is met once, whichever way it is looked at.
        for end in dict.fromkeys(ends):
            there = probe.nodes[end]
            if hop.label is None or there.label == hop.label:
                yield from _along(
                    probe, hops, number + 1, {**row, f"r{number}": edge, f"n{number + 1}": there}
                )


def random_hops(chance: random.Random, most: int) -> tuple[Hop, ...]:
    """One to `most` hops."""
    return tuple(
        Hop(
            tuple(sorted(chance.sample(TYPES, chance.choice((0, 1, 1, 2))))),
            chance.choice(("out", "in", "both")),
            chance.choice((None, None, *LABELS)),
        )
        for _ in range(chance.randint(1, most))
    )


def random_condition(chance: random.Random, hops: int, depth: int = 2) -> Condition:
    """A comparison, or several joined by and, or, not."""
    shape = chance.choice(("and", "or", "not", "plain", "plain")) if depth > 0 else "plain"
    if shape == "not":
        inner = random_condition(chance, hops, depth - 1)
        return Condition(f"NOT ({inner.text})", lambda row: _not(inner.holds(row)))
    if shape in ("and", "or"):
        one, two = (random_condition(chance, hops, depth - 1) for _ in range(2))
        joined = _and if shape == "and" else _or
        return Condition(
            f"({one.text}) {shape.upper()} ({two.text})",
            lambda row: joined(one.holds(row), two.holds(row)),
        )
    return _comparison(chance, hops)


def _comparison(chance: random.Random, hops: int) -> Condition:
    node, edge = f"n{chance.randint(0, hops)}", f"r{chance.randrange(hops)}"
    kinds = chance.sample(KINDS, 2)
    number, day = chance.randint(1, 3), chance.choice(DAYS)
    choices: tuple[tuple[str, Callable[[Row], Truth]], ...] = (
        (
            f"{node}.kind = '{kinds[0]}'",
            lambda row: _known(row[node].kind, lambda v: v == kinds[0]),
        ),
        (
            f"{node}.kind <> '{kinds[0]}'",
            lambda row: _known(row[node].kind, lambda v: v != kinds[0]),
        ),
        (f"{node}.kind IN {kinds}", lambda row: _known(row[node].kind, lambda v: v in kinds)),
        (f"{node}.size >= {number}", lambda row: _known(row[node].size, lambda v: v >= number)),
        (f"{node}.kind IS NULL", lambda row: row[node].kind is None),
        (f"{edge}.weight IS NOT NULL", lambda row: row[edge].weight is not None),
        (f"{edge}.weight < {number}", lambda row: _known(row[edge].weight, lambda v: v < number)),
        (f"{edge}.day >= date('{day}')", lambda row: _known(row[edge].day, lambda v: v >= day)),
        (
            f"coalesce({edge}.weight, 0) > {number - 1}",
            lambda row: (row[edge].weight or 0) > number - 1,
        ),
        (f"n0.key <> n{hops}.key", lambda row: row["n0"].key != row[f"n{hops}"].key),
    )
    return Condition(*chance.choice(choices))


def _known(value: Any, holds: Callable[[Any], bool]) -> Truth:
    return None if value is None else holds(value)


def _not(value: Truth) -> Truth:
    return None if value is None else not value


def _and(one: Truth, two: Truth) -> Truth:
    if one is False or two is False:
        return False
    return None if one is None or two is None else True


def _or(one: Truth, two: Truth) -> Truth:
    if one is True or two is True:
        return True
    return None if one is None or two is None else False


def random_query(chance: random.Random) -> Query:
    """A query of one of the forms that detente uses."""
    first, hops = chance.choice((None, *LABELS)), random_hops(chance, 3)
    condition = random_condition(chance, len(hops))
    label = "" if first is None else f":{first}"
    pattern = f"(n0{label})" + "".join(hop.text(number) for number, hop in enumerate(hops))
    match = f"MATCH {pattern} WHERE {condition.text}"

    def found(probe: Probe) -> list[dict[str, Any]]:
        return [row for row in matches(probe, first, hops) if condition.holds(row) is True]

    form = chance.choice((_rows, _pages, _counts, _optional, _exists, _called))
    return form(chance, match, len(hops), found)


Found = Callable[[Probe], list[dict[str, Any]]]


def _columns(hops: int) -> list[str]:
    chain = [f"n{number}" for number in range(hops + 1)]
    return [*chain, *(f"r{number}" for number in range(hops))]


def _keys(row: Row, names: list[str]) -> tuple[Any, ...]:
    return tuple(row[name].key for name in names)


def _rows(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    names = _columns(hops)
    some = chance.sample(names, chance.randint(1, len(names)))
    cells = ", ".join(f"{name}.key AS {name}" for name in some)
    text = f"{match} RETURN DISTINCT {cells} ORDER BY {', '.join(some)}"
    return Query(text, lambda probe: sorted({_keys(row, some) for row in found(probe)}))


def _pages(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    names, skip, limit = _columns(hops), chance.randint(0, 2), chance.randint(1, 5)
    cells = ", ".join(f"{name}.key AS {name}" for name in names)
    text = f"{match} RETURN {cells} ORDER BY {', '.join(names)} SKIP {skip} LIMIT {limit}"
    return Query(
        text,
        lambda probe: sorted(_keys(row, names) for row in found(probe))[skip : skip + limit],
    )


def _counts(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    del chance, hops
    text = (
        f"{match} WITH n0.kind AS kind, count(*) AS rows, count(r0.weight) AS weighed, "
        "min(r0.weight) AS least, max(r0.day) AS last, count(DISTINCT r0.key) AS edges "
        "RETURN kind, rows, weighed, least, toString(last) AS last, edges ORDER BY kind"
    )

    def rows(probe: Probe) -> list[tuple[Any, ...]]:
        groups: dict[str | None, list[dict[str, Any]]] = {}
        for row in found(probe):
            groups.setdefault(row["n0"].kind, []).append(row)
        made = []
        for kind, some in groups.items():
            weights = [row["r0"].weight for row in some if row["r0"].weight is not None]
            days = [row["r0"].day for row in some if row["r0"].day is not None]
            made.append(
                (
                    kind,
                    len(some),
                    len(weights),
                    min(weights, default=None),
                    max(days, default=None),
                    len({row["r0"].key for row in some}),
                )
            )
        # Null is greater than every value.
        return sorted(made, key=lambda row: (row[0] is None, row[0] or ""))

    return Query(text, rows)


def _optional(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    del hops
    hop = random_hops(chance, 1)[0]
    text = (
        f"{match} WITH DISTINCT n0 OPTIONAL MATCH (n0){_renamed(hop)} "
        "RETURN n0.key AS key, other.key AS other ORDER BY key, other"
    )

    def rows(probe: Probe) -> list[tuple[Any, ...]]:
        made: list[tuple[Any, ...]] = []
        for node in {row["n0"] for row in found(probe)}:
            others = [row["n1"].key for row in matches(probe, None, (hop,), {"n0": node})]
            made += [(node.key, other) for other in others] or [(node.key, None)]
        return sorted(made, key=lambda row: (row[0], row[1] is None, row[1] or 0))

    return Query(text, rows)


def _exists(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    del hops
    hop, wanted = random_hops(chance, 1)[0], chance.choice((True, False))
    negation = "" if wanted else "NOT "
    text = (
        f"{match} WITH DISTINCT n0 WHERE {negation}EXISTS {{ MATCH (n0){_renamed(hop)} "
        "WHERE x.weight IS NOT NULL } RETURN n0.key AS key ORDER BY key"
    )

    def rows(probe: Probe) -> list[tuple[Any, ...]]:
        def there(node: Node) -> bool:
            laid = matches(probe, None, (hop,), {"n0": node})
            return any(row["r0"].weight is not None for row in laid)

        nodes = {row["n0"] for row in found(probe)}
        return sorted((node.key,) for node in nodes if there(node) is wanted)

    return Query(text, rows)


def _called(chance: random.Random, match: str, hops: int, found: Found) -> Query:
    del hops
    hop = random_hops(chance, 1)[0]
    text = (
        f"{match} WITH DISTINCT n0 "
        f"CALL (n0) {{ MATCH (n0){_renamed(hop)} RETURN count(x) AS many }} "
        "UNWIND [0, 1] AS half WITH n0, many, half WHERE many % 2 = half "
        "RETURN n0.key AS key, many, CASE half WHEN 0 THEN 'even' ELSE 'odd' END AS word "
        "ORDER BY key"
    )

    def rows(probe: Probe) -> list[tuple[Any, ...]]:
        made = []
        for node in {row["n0"] for row in found(probe)}:
            many = sum(1 for _ in matches(probe, None, (hop,), {"n0": node}))
            made.append((node.key, many, "odd" if many % 2 else "even"))
        return sorted(made)

    return Query(text, rows)


def _renamed(hop: Hop) -> str:
    return hop.text(0).replace("[r0", "[x").replace("(n1", "(other")


def creating(probe: Probe) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The nodes and edges as rows for a store."""
    nodes = [vars(node) for node in probe.nodes]
    return nodes, [vars(edge) for edge in probe.edges]


def grouped(rows: list[dict[str, Any]], name: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by one of their values."""
    ordered = sorted(rows, key=lambda row: str(row[name]))
    return {key: list(some) for key, some in itertools.groupby(ordered, key=lambda r: r[name])}
