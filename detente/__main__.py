"""The command line as `python -m detente`."""

from __future__ import annotations

from detente.cli import main

if __name__ == "__main__":
    main()
