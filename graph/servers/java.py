"""The Java that runs Neo4j: the one inside arcadedb-embedded, else one that is installed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from detente.graph.errors import ConfigError
from detente.graph.servers.releases import Release

__all__ = ["java_command", "java_version"]

# The runtime inside arcadedb-embedded lacks the module of one class that Neo4j's web server names.
_INSTRUMENT = Path(__file__).parent / "instrument"
_WITH_INSTRUMENT = (
    f"--patch-module=java.base={_INSTRUMENT}",
    "--add-exports=java.base/java.lang.instrument=ALL-UNNAMED",
)
_VERSION = re.compile(r'^JAVA_VERSION="(?:1\.)?(\d+)', re.MULTILINE)


def java_command(release: Release, *, environ: Mapping[str, str] = os.environ) -> list[str]:
    """The `java` to run a release with, and the options that this Java needs.

    It is the first that is neither too old nor too new of: the runtime inside arcadedb-embedded,
    `JAVA_HOME`, `java` on the `PATH`, what Linux and macOS have installed. Raises `ConfigError`.

    >>> from detente.graph.servers.releases import find_release
    >>> Path(java_command(find_release())[0]).name
    'java'
    """
    oldest, newest = release.java
    for home in _homes(environ):
        version = java_version(home)
        java = home / "bin" / "java"
        if version is not None and oldest <= version <= newest and java.exists():
            return [str(java)] if _has_instrument(home) else [str(java), *_WITH_INSTRUMENT]
    raise ConfigError(
        f"Neo4j {release.version} needs Java {oldest} to {newest}, and there is none here: "
        "install one or set JAVA_HOME"
    )


def java_version(home: Path) -> int | None:
    """The feature version of a Java by the `release` file in its folder; None when it has none.

    >>> java_version(Path("no such folder")) is None
    True
    """
    try:
        found = _VERSION.search((home / "release").read_text("utf8", "replace"))
    except OSError:
        return None
    return None if found is None else int(found[1])


def _has_instrument(home: Path) -> bool:
    return "java.instrument" in (home / "release").read_text("utf8", "replace")


def _homes(environ: Mapping[str, str]) -> Iterator[Path]:
    found = importlib.util.find_spec("arcadedb_embedded")
    if found is not None and found.origin is not None:
        # The folder is named rather than imported: that would load the whole package.
        yield Path(found.origin).parent / "jre"
    if environ.get("JAVA_HOME", "") != "":
        yield Path(environ["JAVA_HOME"])
    on_path = shutil.which("java", path=environ.get("PATH"))
    if on_path is not None:
        yield Path(on_path).resolve().parent.parent
    yield from sorted(Path("/usr/lib/jvm").glob("*"))
    yield from sorted(Path("/Library/Java/JavaVirtualMachines").glob("*/Contents/Home"))
