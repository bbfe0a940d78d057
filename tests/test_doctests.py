"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib

import pytest

from tests.layout import Module, modules

# __main__ runs when imported: it has nothing to show but the command line itself.
MODULES = [module for module in modules() if not module.name.endswith(".__main__")]


@pytest.mark.parametrize("module", MODULES, ids=[module.name for module in MODULES])
def test_examples_hold(module: Module) -> None:
    imported = importlib.import_module(module.name)
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    for example in doctest.DocTestFinder(exclude_empty=True).find(imported):
        runner.run(example, out=report.append)
    assert report == []
    assert runner.summarize(verbose=False).failed == 0
