"""The rules that docs/architecture.md states, held by reading the code without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from tests.conftest import ROOT
from tests.layout import Module, folder_of, modules, packages, pyproject

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef

MODULES = list(modules())
NAMES = [module.name for module in MODULES]

# Top-level parts of the product that each part may import, itself included.
MAY_IMPORT = {
    "graph": {"graph"},
    "seeds": {"graph", "seeds"},
    "loaders": {"graph", "seeds", "loaders"},
    "queries": {"graph", "queries"},
    "detente": {"graph", "seeds", "loaders", "queries", "detente"},
}
# Folders at the top that hold no part of the product.
OUTSIDE = {"benchmarks", "build", "dist", "docs", "tests"}


def part_of(name: str) -> str:
    """The part that a module belongs to; `detente.cli` belongs to the front door.

    >>> part_of("detente.graph.ids"), part_of("detente.cli"), part_of("detente")
    ('graph', 'detente', 'detente')
    """
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 and pieces[1] in MAY_IMPORT else "detente"


def tree(module: Module) -> ast.Module:
    return ast.parse(module.path.read_text(encoding="utf8"), filename=str(module.path))


def imported(module: Module) -> Iterator[tuple[int, str]]:
    """Every module name that is imported anywhere in a file, functions included."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")
            if node.module == "detente":
                for alias in node.names:
                    yield node.lineno, f"detente.{alias.name}"


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_a_part_imports_only_what_lies_before_it(module: Module) -> None:
    allowed = MAY_IMPORT[part_of(module.name)]
    wrong = [
        f"{module.path.relative_to(ROOT)}:{line}: imports {name}"
        for line, name in imported(module)
        if name.startswith("detente.") and part_of(name) not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_imports_use_the_full_installed_name(module: Module) -> None:
    # `import graph` works in a checkout and nowhere else.
    wrong = [
        f"{module.path.relative_to(ROOT)}:{line}: imports {name or '.'}"
        for line, name in imported(module)
        if name.startswith(".") or name.split(".")[0] in {"graph", "loaders", "queries", "seeds"}
    ]
    assert wrong == []


def test_every_folder_with_code_is_a_listed_package() -> None:
    with_code = {
        path.parent
        for path in ROOT.rglob("*.py")
        if not any(part.startswith(".") for part in path.relative_to(ROOT).parts)
        and path.relative_to(ROOT).parts[0] not in OUTSIDE
    }
    assert with_code == {folder_of(package) for package in packages()}
    assert packages() == sorted(packages())


def test_the_package_folders_are_mapped_as_listed() -> None:
    mapping = pyproject()["tool"]["setuptools"]["package-dir"]
    assert mapping == {
        "detente": "detente",
        **{f"detente.{part}": part for part in sorted(MAY_IMPORT) if part != "detente"},
    }


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_all_lists_the_public_names(module: Module) -> None:
    content = tree(module)
    public = {node.name for node in definitions(content) if not node.name.startswith("_")}
    declared = listed(content)
    if declared is None:
        # An empty __init__.py, or a __main__.py that only calls, has nothing to declare.
        assert set(defined(content)) == set(), f"{module.name} has no __all__"
        return
    assert len(declared) == len(set(declared))
    assert public - set(declared) == set(), f"public names that {module.name}.__all__ leaves out"
    known = set(defined(content)) | set(bound_by_import(content))
    assert set(declared) - known == set(), f"names that {module.name}.__all__ invents"


@pytest.mark.parametrize("module", MODULES, ids=NAMES)
def test_public_names_are_documented(module: Module) -> None:
    content = tree(module)
    declared = set(listed(content) or ())
    silent = [
        f"{module.path.relative_to(ROOT)}:{node.lineno}: {node.name}"
        for node in documentable(content, declared)
        if ast.get_docstring(node) is None
    ]
    assert silent == []
    if len(content.body) > 0:
        assert ast.get_docstring(content) is not None, f"{module.name} does not say what it owns"


def definitions(content: ast.Module) -> Iterator[Definition]:
    """The functions and classes of a module."""
    yield from (node for node in content.body if isinstance(node, Definition))


def defined(content: ast.Module) -> Iterator[str]:
    """Names that a module makes itself, at its top level."""
    yield from (node.name for node in definitions(content))
    for node in content.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield node.target.id


def bound_by_import(content: ast.Module) -> Iterator[str]:
    for node in ast.walk(content):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def listed(content: ast.Module) -> list[str] | None:
    """The literal value of `__all__`."""
    for node in content.body:
        if isinstance(node, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in node.targets
        ):
            names: list[str] = ast.literal_eval(node.value)
            return names
    return None


def documentable(content: ast.Module, declared: set[str]) -> Iterator[Definition]:
    """Declared functions and classes, and the public methods of these classes."""
    for node in definitions(content):
        if node.name in declared:
            yield node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield inner
