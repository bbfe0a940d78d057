"""The relation registry: relations.yaml, validated. Code interprets it and adds nothing.

Every CAMEO code and every PLOVER event and mode leads to exactly one type.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from detente.graph.actors import ActorLabel
from detente.graph.errors import ConfigError

__all__ = [
    "CONFLICT",
    "REGISTRY",
    "RelationType",
    "by_cameo",
    "by_plover",
    "is_kind_of",
    "kin_of",
    "read_registry",
]


#: The quad classes of conflict, verbal and material.
CONFLICT = frozenset({3, 4})


class RelationType(BaseModel):
    """One type of relation, as written in relations.yaml.

    >>> REGISTRY["EASED_SANCTIONS_ON"].caption
    'eased sanctions on'

    `quad`: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict,
    null for a bare statement or a fact. `intensity`: PLOVER scale, signed, -10 to 10.
    `plover_codes`: "EVENT" or "EVENT/mode" entries that lead here. `cameo_nearest`: the code to
    export when the one that names the type best leads to another. `terminates`: states that it
    ends on the same pair. `kind_of`: the wider type that may name the same event. `recurs`: it is
    done so often that another report of the same days need not tell the same event.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    type: str
    caption: str
    inverse: str
    plover: str | None
    plover_mode: str | None = None
    cameo: tuple[str, ...] = ()
    cameo_nearest: str | None = None
    plover_codes: tuple[str, ...] = ()
    quad: Literal[1, 2, 3, 4] | None
    kind: Literal["event", "state"]
    symmetric: bool = False
    subjects: tuple[ActorLabel, ...] = ("Country", "Bloc", "Organization", "Person")
    objects: tuple[ActorLabel, ...] = ("Country", "Bloc", "Organization", "Person")
    intensity: float
    terminates: tuple[str, ...] = ()
    kind_of: str | None = None
    recurs: bool = False
    notes: str | None = None

    @property
    def cameo_default(self) -> str | None:
        """The code that names this type best, or None for what CAMEO does not code.

        >>> REGISTRY["EASED_SANCTIONS_ON"].cameo_default
        '085'
        >>> REGISTRY["LIFTED_SANCTIONS_ON"].cameo_default
        '085'
        """
        if self.cameo_nearest is not None:
            return self.cameo_nearest
        return self.cameo[0] if len(self.cameo) > 0 else None


def read_registry(path: Path) -> dict[str, RelationType]:
    """Read and validate a registry file.

    Raises `ConfigError` naming file and line for what is no YAML list, a wrong field, a type
    given twice, a code that leads to two types, `cameo_nearest` that leads to none,
    `terminates` naming no state type, or `kind_of` no event type that has no wider one itself.
    """
    types: dict[str, RelationType] = {}
    lines: dict[str, str] = {}
    for number, entry in _entries(path):
        where = f"{path}: line {number}"
        try:
            kind = RelationType.model_validate(entry)
        except ValidationError as error:
            first = error.errors()[0]
            fields = "".join(f"{part}: " for part in first["loc"])
            raise ConfigError(f"{where}: {fields}{first['msg']}") from error
        if kind.type in types:
            raise ConfigError(f"{where}: {kind.type} is defined twice")
        types[kind.type] = kind
        lines[kind.type] = where
    _check_codes(types, lines)
    _check_ends(types, lines)
    return types


def _entries(path: Path) -> Iterator[tuple[int, object]]:
    # One pass by libyaml where it is built in: this runs whenever detente is imported.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf8"))
    try:
        root = loader.get_single_node()
        if not isinstance(root, yaml.SequenceNode):
            raise ConfigError(f"{path}: is no list of relation types")
        for node in root.value:
            yield node.start_mark.line + 1, loader.construct_document(node)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise ConfigError(f"{path}: line {line}: {error.problem}") from error
    finally:
        loader.dispose()


def _check_codes(types: Mapping[str, RelationType], lines: Mapping[str, str]) -> None:
    owner: dict[str, str] = {}
    for name, kind in types.items():
        for code in (*kind.cameo, *kind.plover_codes):
            if code in owner:
                raise ConfigError(
                    f"{lines[name]}: code {code} leads to {owner[code]} and to {name}"
                )
            owner[code] = name
    for name, kind in types.items():
        if kind.cameo_nearest is not None and kind.cameo_nearest not in owner:
            raise ConfigError(f"{lines[name]}: {name}: no type has code {kind.cameo_nearest}")


def _check_ends(types: Mapping[str, RelationType], lines: Mapping[str, str]) -> None:
    for name, kind in types.items():
        for ended in kind.terminates:
            if ended not in types or types[ended].kind != "state":
                raise ConfigError(
                    f"{lines[name]}: {name} terminates {ended}, which is no state type"
                )
        if kind.kind_of is not None and not _narrows(kind, types.get(kind.kind_of)):
            raise ConfigError(f"{lines[name]}: {name} is no kind of {kind.kind_of}")


def _narrows(kind: RelationType, wider: RelationType | None) -> bool:
    # One step is enough for every type, and leaves no room for circles.
    return (
        wider is not None
        and wider.kind_of is None
        and (kind.kind, wider.kind) == ("event", "event")
    )


REGISTRY: Mapping[str, RelationType] = MappingProxyType(
    read_registry(Path(__file__).with_name("relations.yaml"))
)
_BY_CAMEO = {code: kind for kind in REGISTRY.values() for code in kind.cameo}
_BY_PLOVER = {code: kind for kind in REGISTRY.values() for code in kind.plover_codes}


def by_cameo(code: str) -> RelationType:
    """The type of a CAMEO code.

    >>> by_cameo("085").plover
    'RETREAT'

    Raises `KeyError` for a code that is not in the CAMEO table.
    """
    return _BY_CAMEO[code]


def by_plover(event: str, mode: str | None = None) -> RelationType:
    """The type of a PLOVER event, or of one of its modes.

    >>> by_plover("CONSULT", "visit").type
    'VISITED'

    Raises `KeyError` for an event that PLOVER does not have.
    """
    return _BY_PLOVER[event if mode is None else f"{event}/{mode}"]


def is_kind_of(narrow: str, wide: str) -> bool:
    """Whether the one type names what the other may name more widely.

    >>> is_kind_of("BOMBED", "ATTACKED"), is_kind_of("ATTACKED", "BOMBED")
    (True, False)
    """
    return REGISTRY[narrow].kind_of == wide


def kin_of(name: str) -> frozenset[str]:
    """The types that may name an event of this type: itself, the wider one, and kinds of itself.

    >>> sorted(kin_of("MET_WITH")), "MET_WITH" in kin_of("PHONED")
    (['HELD_TALKS_WITH', 'MET_WITH'], False)
    """
    return _KIN[name]


_KIN: Mapping[str, frozenset[str]] = {
    name: frozenset(
        other
        for other in REGISTRY
        if other == name or REGISTRY[other].kind_of == name or REGISTRY[name].kind_of == other
    )
    for name in REGISTRY
}
