"""The tree of the project as the tests see it: packages and modules by their installed names."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tests.conftest import ROOT

__all__ = ["Module", "folder_of", "modules", "packages", "pyproject"]


class Module(NamedTuple):
    """One Python file of the product: `detente.graph.ids` is graph/ids.py."""

    name: str
    path: Path


def pyproject() -> dict[str, Any]:
    """The content of pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf8"))


def packages() -> list[str]:
    """The packages that are installed, as pyproject.toml lists them."""
    listed: list[str] = pyproject()["tool"]["setuptools"]["packages"]
    return listed


def folder_of(package: str) -> Path:
    """The folder of a package: `detente.loaders.reading` lies in loaders/reading."""
    mapping: dict[str, str] = pyproject()["tool"]["setuptools"]["package-dir"]
    pieces = package.split(".")
    top = min(2 if ".".join(pieces[:2]) in mapping else 1, len(pieces))
    return ROOT.joinpath(mapping[".".join(pieces[:top])], *pieces[top:])


def modules() -> Iterator[Module]:
    """Every module of every package, in order."""
    for package in packages():
        for path in sorted(folder_of(package).glob("*.py")):
            name = package if path.stem == "__init__" else f"{package}.{path.stem}"
            yield Module(name, path)
