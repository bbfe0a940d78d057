"""Shortest ways through nodes, beside what networkx counts."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.queries.betweenness import betweenness

#: Lengths of which many sums are equal, so that a pair has several shortest ways; 0 is no edge.
EDGES = st.lists(st.sampled_from([0.0, 0.0, 0.5, 1.0, 1.5]), min_size=28, max_size=28)


@given(EDGES)
def test_each_shortest_way_counts_for_its_part(lengths: list[float]) -> None:
    left, right = np.triu_indices(8, 1)
    there = np.array(lengths) > 0
    edges = left[there], right[there], np.array(lengths)[there]
    graph: networkx.Graph[int] = networkx.Graph()
    graph.add_nodes_from(range(8))
    graph.add_weighted_edges_from(zip(*(one.tolist() for one in edges), strict=True))
    expected = networkx.betweenness_centrality(graph, weight="weight")
    found = betweenness(*edges, nodes=8)
    assert found.tolist() == pytest.approx([expected[node] for node in range(8)])
