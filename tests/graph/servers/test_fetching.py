"""Fetching a release, from a real web server on this machine that plays a Maven repository."""

from __future__ import annotations

import hashlib
import os
import subprocess
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from detente.graph.errors import ConfigError, StoreError
from detente.graph.servers.fetching import fetch, fetched, jars_of
from detente.graph.servers.neo4j import free_port
from detente.graph.servers.releases import Jar, Release, releases

CONTENTS = {name: name.encode() * 400 for name in ("one", "two", "three")}


def jar(name: str, content: bytes) -> Jar:
    digest = hashlib.sha256(content).hexdigest()
    return Jar(f"org.example.lib:{name}:1.0", digest, len(content))


RELEASE = Release(
    version="1.0",
    main_class="Main",
    java=(17, 25),
    options=(),
    jars=tuple(jar(name, content) for name, content in CONTENTS.items()),
)


class Mirror:
    """A repository below `folder`, which notes what is asked of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.asked: list[str] = []
        for one in RELEASE.jars:
            path = folder / one.path
            path.parent.mkdir(parents=True)
            path.write_bytes(CONTENTS[one.coordinates.split(":")[1]])

    def path(self, name: str) -> Path:
        """The file of one of the jars."""
        found = next(one for one in RELEASE.jars if f":{name}:" in one.coordinates)
        return self.folder / found.path

    @contextmanager
    def serving(self) -> Iterator[str]:
        """Serve it for the block; the address."""
        asked = self.asked

        class Handler(SimpleHTTPRequestHandler):
            def log_request(self, code: object = "-", size: object = "-") -> None:
                del code, size
                asked.append(self.path)

            def log_error(self, format: str, *args: object) -> None:  # noqa: A002
                del format, args

        server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(self.folder)))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """A mirror that runs, and an empty cache."""
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "cache"))
    found = Mirror(tmp_path / "mirror")
    with found.serving() as address:
        monkeypatch.setenv("DETENTE_MAVEN", address)
        yield found


def test_everything_is_fetched_once_and_then_nothing_is_asked_for(mirror: Mirror) -> None:
    seen: list[tuple[int, int]] = []
    folder = fetch(RELEASE, watch=lambda here, total: seen.append((here, total)))
    assert {path.name: path.read_bytes() for path in folder.glob("*.jar")} == {
        f"{name}-1.0.jar": content for name, content in CONTENTS.items()
    }
    assert (seen[0], seen[-1]) == ((0, RELEASE.size), (RELEASE.size, RELEASE.size))
    assert fetched(RELEASE)
    asked = len(mirror.asked)
    assert fetch(RELEASE) == folder
    assert len(mirror.asked) == asked == len(CONTENTS)


def test_it_works_without_a_network_once_all_is_here(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = fetch(RELEASE)
    monkeypatch.setenv("DETENTE_MAVEN", f"http://127.0.0.1:{free_port()}")
    assert fetch(RELEASE) == folder
    assert len(mirror.asked) == len(CONTENTS)


def test_what_an_interruption_left_is_not_fetched_again(mirror: Mirror) -> None:
    folder = fetch(RELEASE)
    mirror.asked.clear()
    (folder / "two-1.0.jar").write_bytes(b"torn")
    (folder / "one-1.0.jar.part").write_bytes(b"a download that was killed")
    assert not fetched(RELEASE)
    fetch(RELEASE)
    assert [path.rsplit("/", 1)[1] for path in mirror.asked] == ["two-1.0.jar"]
    assert (folder / "two-1.0.jar").read_bytes() == CONTENTS["two"]
    assert sorted(path.name for path in folder.glob("*.part")) == []


def test_a_file_that_is_not_the_one_of_the_lock_is_refused(mirror: Mirror) -> None:
    """Of the right length, so that only its hash tells."""
    mirror.path("two").write_bytes(CONTENTS["two"][::-1])
    with pytest.raises(StoreError) as caught:
        fetch(RELEASE)
    message = str(caught.value)
    assert "two-1.0.jar is not the file that the lock names (its SHA-256 differs)" in message
    assert "\n" not in message
    assert not (jars_of(RELEASE) / "two-1.0.jar").exists()
    mirror.path("two").write_bytes(CONTENTS["two"])
    fetch(RELEASE)
    assert fetched(RELEASE)


def test_an_absent_file_and_an_absent_network_are_told_with_the_ways_out(
    mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror.path("three").unlink()
    with pytest.raises(StoreError, match=r"three-1\.0\.jar answers with status 404: connect"):
        fetch(RELEASE)
    monkeypatch.setenv("DETENTE_MAVEN", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(StoreError, match=r"cannot be reached: connect .* DETENTE_MAVEN .* embedd"):
        fetch(RELEASE)
    monkeypatch.setenv("DETENTE_MAVEN", "file:///etc")
    with pytest.raises(ConfigError, match="DETENTE_MAVEN is 'file:///etc': give an address"):
        fetch(RELEASE)


def test_two_at_once_fetch_each_file_once(mirror: Mirror) -> None:
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(fetch, [RELEASE, RELEASE])
    assert first == second
    assert sorted(mirror.asked) == sorted(f"/{one.path}" for one in RELEASE.jars)


def test_a_folder_that_may_not_be_written_is_told(
    mirror: Mirror, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del mirror
    (tmp_path / "file").write_text("in the way", "utf8")
    monkeypatch.setenv("DETENTE_CACHE", str(tmp_path / "file"))
    with pytest.raises(StoreError, match=r"cannot keep Neo4j's files in .*: set DETENTE_CACHE"):
        fetch(RELEASE)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 64 kB."""
    folder = tmp_path / "small"
    folder.mkdir()
    mounted = os.geteuid() == 0 and (
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
            check=False,
            capture_output=True,
        ).returncode
        == 0
    )
    if not mounted:
        pytest.skip("only the superuser can mount a small disk")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk_is_told_before_anything_is_fetched(
    mirror: Mirror, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = RELEASE._replace(jars=(*RELEASE.jars, Jar("org.example.lib:big:1.0", "0" * 64, 90_000)))
    monkeypatch.setenv("DETENTE_CACHE", str(small_disk))
    with pytest.raises(StoreError, match=r"needs 1 MB more in .* and 1 MB are free: make room"):
        fetch(big)
    assert mirror.asked == []


def test_a_disk_that_fills_up_meanwhile_is_told(
    mirror: Mirror, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the lock says is small, what comes is not: the check beforehand sees nothing."""
    mirror.path("two").write_bytes(b"x" * 200_000)
    monkeypatch.setenv("DETENTE_CACHE", str(small_disk))
    with pytest.raises(StoreError, match=r"the disk of .* is full: make room"):
        fetch(RELEASE)


@pytest.mark.parametrize("release", releases(), ids=lambda release: release.version)
def test_a_lock_names_each_file_once_with_its_hash(release: Release) -> None:
    assert len({one.name for one in release.jars}) == len(release.jars) > 200
    assert {len(one.sha256) for one in release.jars} == {64}
    assert release.browser.coordinates == "org.neo4j.client:neo4j-browser:5.24.0"
    assert [one for one in release.jars if one.coordinates.startswith("org.neo4j:neo4j:")] == [
        one for one in release.jars if one.coordinates == f"org.neo4j:neo4j:{release.version}"
    ]
