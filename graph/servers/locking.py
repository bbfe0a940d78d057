"""Write the lock of a Neo4j release: `python -m detente.graph.servers.locking VERSION`.

Needs the network and jgo, which resolves the release on Maven Central; see `make lock-neo4j`.
"""

from __future__ import annotations

import hashlib
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

from detente.graph.servers.releases import Jar

__all__ = ["main"]

_BROWSER = "org.neo4j.client:neo4j-browser:5.24.0"
_ARTIFACTS = ("org.neo4j:neo4j", "org.neo4j.app:neo4j-server", "org.neo4j:neo4j-command-line")


def main(version: str) -> None:
    """Resolve a release and write its lock beside this module, a line a file, in order."""
    from jgo.env import EnvironmentBuilder
    from jgo.maven import MavenContext, PythonResolver

    endpoint = "+".join([*(f"{artifact}:{version}" for artifact in _ARTIFACTS), _BROWSER])
    with tempfile.TemporaryDirectory() as work:
        repository = Path(work) / "repository"
        context = MavenContext(repo_cache=repository, resolver=PythonResolver())
        builder = EnvironmentBuilder(context=context, cache_dir=Path(work) / "environments")
        # The main class is not run: any name does.
        environment = builder.from_endpoint(f"{endpoint}@Main")
        found = tomllib.loads((Path(environment.path) / "jgo.lock.toml").read_text("utf8"))
        lines = [_line(entry, repository) for entry in found["dependencies"]]
    lines.sort(key=lambda line: line.rpartition(" ")[2])
    lock = Path(__file__).with_name(f"{version}.lock")
    lock.write_text("".join(f"{line}\n" for line in lines), "utf8")


def _line(entry: dict[str, Any], repository: Path) -> str:
    """SHA-256, bytes and coordinates of a resolved file, as the lock has them."""
    parts = [entry["groupId"], entry["artifactId"], entry["version"], entry.get("classifier")]
    coordinates = ":".join(part for part in parts if part is not None)
    jar = Jar(coordinates, entry["sha256"], 0)
    content = (repository / jar.path).read_bytes()
    if hashlib.sha256(content).hexdigest() != jar.sha256:
        raise ValueError(f"{jar.path} is not what its repository says it is")
    return f"{jar.sha256} {len(content)} {coordinates}"


if __name__ == "__main__":
    main(sys.argv[1])
