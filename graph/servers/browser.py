"""The pages of Neo4j Browser in a home folder, where a local server serves them from."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path

from detente.graph.servers.fetching import jars_of
from detente.graph.servers.releases import Release

__all__ = ["BROWSER", "browser_root", "unpack_browser"]

#: The folder of the pages below the root, and the path at which they are served.
BROWSER = "browser"
_NOTE = "unpacked-from.txt"


def browser_root(home: Path) -> Path:
    """The folder that holds `browser/`: what stands on Neo4j's class path.

    >>> browser_root(Path("h")).as_posix()
    'h/pages'
    """
    return home / "pages"


def unpack_browser(release: Release, home: Path) -> Path:
    """Lay the pages of a fetched release out in a home and return their folder.

    What was laid out by the same version stays, with what others put beside it.
    """
    root = browser_root(home)
    pages, jar = root / BROWSER, release.browser
    note = pages / _NOTE
    if note.exists() and note.read_text("utf8") == jar.coordinates:
        return pages
    root.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=root, prefix="unpacking-"))
    with zipfile.ZipFile(jars_of(release) / jar.name) as archive:
        members = [name for name in archive.namelist() if name.startswith(f"{BROWSER}/")]
        archive.extractall(work, members)
    (work / BROWSER / _NOTE).write_text(jar.coordinates, "utf8")
    shutil.rmtree(pages, ignore_errors=True)
    (work / BROWSER).rename(pages)
    work.rmdir()
    return pages
