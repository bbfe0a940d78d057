"""A knowledge graph of geopolitical relations, read from news.

>>> import detente
>>> with detente.open() as graph:  # doctest: +SKIP
...     graph.load("articles/")
...     print(detente.between(graph, "Statele Unite", "Belarus"))
"""

# Names are imported when they are first used: the command line must answer within a second, and
# most commands need few of them.

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.graph.copying import Copied, copy
    from detente.graph.errors import (
        ConfigError,
        GraphError,
        LoadError,
        ResolutionError,
        StoreError,
    )
    from detente.pictures.camps import camp_map
    from detente.pictures.heat import heat_map
    from detente.pictures.picture import Picture
    from detente.pictures.timeline import dyad_timeline
    from detente.queries.allies import Allies, allies
    from detente.queries.analyses.adversaries import adversaries
    from detente.queries.analyses.bridges import bridges
    from detente.queries.analyses.camps import camps
    from detente.queries.analyses.changed import changed
    from detente.queries.analyses.closer import closer
    from detente.queries.analyses.follows import follows
    from detente.queries.analyses.level import level
    from detente.queries.analyses.outlook import outlook
    from detente.queries.analyses.polarisation import polarisation
    from detente.queries.analyses.shifts import shifts
    from detente.queries.analyses.strained import strained
    from detente.queries.analyses.switched import switched
    from detente.queries.analyses.treaties import treaties
    from detente.queries.analyses.triads import triads
    from detente.queries.asking.understanding import understand
    from detente.queries.between import Between, between
    from detente.queries.evidence import Why, why
    from detente.queries.sensitivity import sensitivity
    from detente.queries.timeline import Timeline, timeline
    from detente.report import LoadReport, Rejected
    from detente.session import Graph, open  # noqa: A004  users write detente.open(), as for files

__all__ = [
    "Allies",
    "Between",
    "ConfigError",
    "Copied",
    "Graph",
    "GraphError",
    "LoadError",
    "LoadReport",
    "Picture",
    "Rejected",
    "ResolutionError",
    "StoreError",
    "Timeline",
    "Why",
    "adversaries",
    "allies",
    "between",
    "bridges",
    "camp_map",
    "camps",
    "changed",
    "closer",
    "copy",
    "dyad_timeline",
    "follows",
    "heat_map",
    "level",
    "open",
    "outlook",
    "polarisation",
    "sensitivity",
    "shifts",
    "strained",
    "switched",
    "timeline",
    "treaties",
    "triads",
    "understand",
    "why",
]

_HOMES = {
    "Allies": "detente.queries.allies",
    "Between": "detente.queries.between",
    "ConfigError": "detente.graph.errors",
    "Copied": "detente.graph.copying",
    "Graph": "detente.session",
    "GraphError": "detente.graph.errors",
    "LoadError": "detente.graph.errors",
    "LoadReport": "detente.report",
    "Rejected": "detente.report",
    "ResolutionError": "detente.graph.errors",
    "StoreError": "detente.graph.errors",
    "Timeline": "detente.queries.timeline",
    "Why": "detente.queries.evidence",
    "allies": "detente.queries.allies",
    "bridges": "detente.queries.analyses.bridges",
    "camps": "detente.queries.analyses.camps",
    "changed": "detente.queries.analyses.changed",
    "closer": "detente.queries.analyses.closer",
    "follows": "detente.queries.analyses.follows",
    "outlook": "detente.queries.analyses.outlook",
    "polarisation": "detente.queries.analyses.polarisation",
    "switched": "detente.queries.analyses.switched",
    "triads": "detente.queries.analyses.triads",
    "Picture": "detente.pictures.picture",
    "camp_map": "detente.pictures.camps",
    "dyad_timeline": "detente.pictures.timeline",
    "heat_map": "detente.pictures.heat",
    "understand": "detente.queries.asking.understanding",
    "adversaries": "detente.queries.analyses.adversaries",
    "level": "detente.queries.analyses.level",
    "strained": "detente.queries.analyses.strained",
    "treaties": "detente.queries.analyses.treaties",
    "sensitivity": "detente.queries.sensitivity",
    "shifts": "detente.queries.analyses.shifts",
    "between": "detente.queries.between",
    "copy": "detente.graph.copying",
    "open": "detente.session",
    "timeline": "detente.queries.timeline",
    "why": "detente.queries.evidence",
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("detente")
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute '{name}'")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
