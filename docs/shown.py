"""Run what the pages show, and write or compare what comes out.

    python docs/shown.py [--check] [PAGE…]

A block fenced as `console` holds commands after "$ ", each followed by its output; a block fenced
as `python` that a block fenced as `text` follows is run, and the text is its output. Commands run
in the checkout. README.md has a graph of its own; the pages about questions share one, in order.
PAGEs that are named share one too, or that of DETENTE_HOME, which must then be empty.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from detente.graph.servers.arcadedb import stop_server

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
#: Pages that are run on the same graph, the first of them fills it.
GRAPHS = (
    (ROOT / "README.md",),
    (DOCS / "questions.md", *sorted((DOCS / "questions").glob("*.md"))),
)
CONSOLE = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.M | re.S)
PYTHON = re.compile(
    r"(?<=^```python\n)(?P<code>.*?)^```\n\n```text\n(?P<out>.*?)(?=^```$)", re.M | re.S
)
# The hash in an id, and what stands before it where it is a relation's.
HASH = re.compile(r"\b([A-Z_]+:[A-Z:]+:)?([aes]?)[0-9a-f]{12,16}\b")


class Runner:
    """Runs commands and programs on the graph in `home`, as a user in the checkout would."""

    def __init__(self, home: Path) -> None:
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")},
            "COLUMNS": "100",
            "DETENTE_HOME": str(home),
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")]),
            "PYTHONUTF8": "1",
        }
        # Relations shown so far: an id in a later command is renewed when the reader changes it.
        self._ids: dict[str, str] = {}

    def page(self, text: str) -> str:
        """The page with the output of everything that it shows."""
        pieces, done = [], 0
        blocks = [*CONSOLE.finditer(text), *PYTHON.finditer(text)]
        for found in sorted(blocks, key=lambda one: one.start()):
            if found.re is CONSOLE:
                start, new = found.start(), "".join(self._console(found.group()))
            else:
                start, new = found.start("out"), self._run([sys.executable, "-c", found["code"]])
            pieces += [text[done:start], new]
            done = found.end()
        return "".join([*pieces, text[done:]])

    def _console(self, block: str) -> Iterator[str]:
        commands = [line for line in block.splitlines() if line.startswith("$ ")]
        for number, shown in enumerate(commands):
            command = HASH.sub(lambda id_: self._ids.get(id_[1] or "", id_[0]), shown)
            out = self._run(["sh", "-c", command.removeprefix("$ ")])
            self._ids |= {id_[1]: id_[0] for id_ in HASH.finditer(out) if id_[1] is not None}
            yield f"{command}\n{out}"
            if number < len(commands) - 1:
                yield "\n"

    def _run(self, command: list[str]) -> str:
        ran = subprocess.run(
            command,
            cwd=ROOT,
            env=self._environment,
            capture_output=True,
            encoding="utf8",
            check=False,
        )
        if ran.returncode != 0 or ran.stderr != "":
            # A page never shows a failure: it stays as it is.
            raise SystemExit(f"{command[-1]}\n{ran.stderr}")
        lines = (line.rstrip() for line in ran.stdout.strip("\n").splitlines())
        return "".join(f"{line}\n" for line in lines)


@contextmanager
def own_home() -> Iterator[Path]:
    """The folder of DETENTE_HOME, else one that goes away again with its server."""
    given = os.environ.get("DETENTE_HOME")
    if given is not None:
        yield Path(given)
        return
    with tempfile.TemporaryDirectory() as folder:
        try:
            yield Path(folder)
        finally:
            stop_server(Path(folder))


def without_hashes(text: str) -> str:
    """The text as it is compared: ids follow from the reader's version."""
    return HASH.sub(lambda found: f"{found[1] or ''}{found[2]}…", text)


def main() -> None:
    """Write the pages; with --check, say what differs and fail."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing, show what differs")
    parser.add_argument("pages", metavar="PAGE", nargs="*", type=Path)
    chosen = parser.parse_args()
    differ = False
    for pages in (chosen.pages,) if len(chosen.pages) > 0 else GRAPHS:
        with own_home() as home:
            runner = Runner(home)
            for page in pages:
                kept = page.read_text(encoding="utf8")
                new = runner.page(kept)
                if not chosen.check:
                    page.write_text(new, encoding="utf8")
                elif without_hashes(kept) != without_hashes(new):
                    differ = True
                    print(*difference(kept, new, page), sep="\n")
    if differ:
        raise SystemExit("run `make docs`")


def difference(kept: str, new: str, page: Path) -> Iterator[str]:
    """What is now other than the page has it, as lines of a diff."""
    before, after = (without_hashes(text).splitlines() for text in (kept, new))
    return difflib.unified_diff(before, after, str(page), "now", lineterm="")


if __name__ == "__main__":
    main()
