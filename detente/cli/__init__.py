"""The command line; `main` is what the installed command calls."""

# Nothing is imported before `main` guards against Ctrl-C: a traceback is never shown.

from __future__ import annotations

import gc
import sys
from typing import Any

__all__ = ["main"]


def main() -> int:
    """Run the command line with the arguments of the process and return its exit status."""
    # Most commands are over before collecting garbage pays: a seventh of their time.
    gc.disable()
    try:
        from detente.cli.program import run

        return run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.stderr.write("detente: interrupted\n")
        return 130


def __getattr__(name: str) -> Any:
    # `make docs` asks this package for the application.
    if name == "app":
        from detente.cli.program import app

        return app
    raise AttributeError(f"module 'detente.cli' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), "app"})
