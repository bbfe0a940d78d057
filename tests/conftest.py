"""What every test may ask for, and how the run reports what it could not do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

__all__ = ["ROOT", "reference_data"]

ROOT = Path(__file__).resolve().parent.parent

# The store fixtures stand in a file of their own: they start servers and are shared by many tests.
pytest_plugins = ["tests.stores"] if (ROOT / "tests" / "stores.py").exists() else []

# The same examples on every machine, whatever it did before and however slow it is.
settings.register_profile("steady", derandomize=True, deadline=None, database=None, print_blob=True)
settings.load_profile("steady")

_ABSENT = "reference data absent"


@pytest.fixture
def reference_data() -> Path:
    """The folder of reference data, named by DETENTE_DATA (default: `shared` beside the checkout).

    Its files belong to others and are not part of the project: where they are absent the tests
    that need them are skipped, and the summary says so.
    """
    folder = Path(os.environ.get("DETENTE_DATA") or ROOT.parent / "shared")
    if not folder.is_dir():
        pytest.skip(f"{_ABSENT}: {folder} is no folder (set DETENTE_DATA)")
    return folder.resolve()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say aloud what a green run has not shown."""
    skipped = terminalreporter.stats.get("skipped", ())
    absent = [report for report in skipped if _ABSENT in str(report.longrepr)]
    if len(absent) > 0:
        terminalreporter.section(_ABSENT, yellow=True)
        terminalreporter.line(
            f"{len(absent)} tests were skipped: put the data beside the checkout as 'shared', "
            "or name its folder in DETENTE_DATA"
        )
