"""Word lists and rules kept as YAML: validated, and wrong entries named with their line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from detente.graph.errors import ConfigError

__all__ = ["keys_of", "read_table"]

Model = TypeVar("Model", bound=BaseModel)


def read_table(path: Path, model: type[Model], *, key: str | None = None) -> Model:
    """The content of a file, or of one of its keys, as a model.

    >>> from detente.loaders.reading.language import Profile
    >>> "the" in read_table(Path(__file__).with_name("languages.yaml"), Profile, key="en").words
    True

    Raises `ConfigError` naming file and line of the first entry that the model does not take.
    """
    loader, root = _composed(path)
    node = root if key is None else _child(root, key)
    content = loader.construct_document(node)
    try:
        return model.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        line = _line(node, first["loc"])
        raise ConfigError(f"{path.name}: line {line}: {where}: {first['msg']}") from error


def keys_of(path: Path) -> tuple[str, ...]:
    """The keys of a file, in its order.

    >>> keys_of(Path(__file__).with_name("abbreviations.yaml"))
    ('en', 'ro', 'ru')
    """
    _, root = _composed(path)
    return tuple(key.value for key, _ in root.value)


def _composed(path: Path) -> tuple[Any, yaml.MappingNode]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(path.read_text(encoding="utf8"))
    try:
        root = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line = 0 if mark is None else mark.line + 1
        raise ConfigError(f"{path.name}: line {line}: {error.problem}") from error
    if not isinstance(root, yaml.MappingNode):
        raise ConfigError(f"{path.name}: line 1: is no mapping")
    return loader, root


def _child(node: yaml.Node, part: int | str) -> yaml.Node:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(part)), node)
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item: yaml.Node = node.value[part]
        return item
    return node


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    for part in location:
        node = _child(node, part)
    return int(node.start_mark.line) + 1
