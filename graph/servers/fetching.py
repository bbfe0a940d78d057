"""Neo4j's files on this machine: fetched once, checked against the lock, then used offline."""

# Invariants. A file gets its name only when its SHA-256 is that of the lock. Of several processes
# one fetches. What was fetched before an interruption is not fetched again.

from __future__ import annotations

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from pathlib import Path

from detente.graph.errors import ConfigError, StoreError
from detente.graph.servers.locks import holding
from detente.graph.servers.releases import Jar, Release

__all__ = ["Watch", "cache_folder", "fetch", "fetched", "jars_of"]

#: Called with the bytes that are there and with all that there will be.
Watch = Callable[[int, int], None]

_REPOSITORY = "https://repo.maven.apache.org/maven2"
_AT_ONCE = 8
_SECONDS = 60.0
_CHUNK = 1 << 16
_WAIT_SECONDS = 1800.0


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder of what can be fetched again: `DETENTE_CACHE`, else the platform's.

    >>> cache_folder({"DETENTE_CACHE": "/tmp/c"}).name
    'c'
    """
    given = environ.get("DETENTE_CACHE", "")
    if given != "":
        return Path(given).expanduser().absolute()
    from platformdirs import user_cache_path

    return user_cache_path("detente", appauthor=False)


def jars_of(release: Release) -> Path:
    """The folder of a release's files, whether they are there or not."""
    return cache_folder() / f"neo4j-{release.version}"


def fetched(release: Release) -> bool:
    """Whether every file of a release is here, in its full length."""
    return len(_missing(release.jars, jars_of(release))) == 0


def fetch(
    release: Release, *, only: Collection[Jar] | None = None, watch: Watch | None = None
) -> Path:
    """Return the folder with the files of a release, fetching those that are not there yet.

    All of them, or `only` some. They come from Maven Central, or from the mirror that
    `DETENTE_MAVEN` names. Raises `StoreError` when that does not answer, when a file is not the one
    of the lock, and when the disk is full.
    """
    folder = jars_of(release)
    wanted = release.jars if only is None else only
    if len(_missing(wanted, folder)) == 0:
        return folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with holding(folder / "fetch.lock", timeout=_WAIT_SECONDS):
            for torn in folder.glob("*.part"):
                torn.unlink()
            missing = _missing(wanted, folder)
            _check_space(folder, release, missing)
            total = sum(jar.size for jar in wanted)
            _fetch(folder, missing, total, watch or (lambda _here, _all: None))
    except TimeoutError:
        raise StoreError(
            f"another process has been fetching Neo4j into {folder} for {_WAIT_SECONDS:g} s: end it"
        ) from None
    except OSError as error:
        raise _told(error, folder) from error
    return folder


def _missing(wanted: Iterable[Jar], folder: Path) -> list[Jar]:
    sizes = {one.name: one.stat().st_size for one in folder.glob("*.jar")}
    return [jar for jar in wanted if sizes.get(jar.name) != jar.size]


def _check_space(folder: Path, release: Release, missing: Iterable[Jar]) -> None:
    needed = sum(jar.size for jar in missing)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise StoreError(
            f"Neo4j {release.version} needs {_megabytes(needed)} MB more in {folder} and "
            f"{_megabytes(free)} MB are free: make room, or set DETENTE_CACHE to a folder with room"
        )


def _fetch(folder: Path, missing: list[Jar], total: int, watch: Watch) -> None:
    repository = (os.environ.get("DETENTE_MAVEN", "") or _REPOSITORY).rstrip("/")
    if not repository.startswith(("https://", "http://")):
        raise ConfigError(f"DETENTE_MAVEN is '{repository}': give an address, https://…")
    here = total - sum(jar.size for jar in missing)
    watch(here, total)
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        waiting: dict[Future[None], Jar] = {
            pool.submit(_fetch_one, f"{repository}/{jar.path}", jar, folder): jar for jar in missing
        }
        try:
            while len(waiting) > 0:
                done, _ = wait(waiting, timeout=0.2, return_when=FIRST_EXCEPTION)
                for one in done:
                    one.result()
                    here += waiting.pop(one).size
                watch(here, total)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


def _fetch_one(url: str, jar: Jar, folder: Path) -> None:
    # Under another name until it is known to be the right one.
    part = folder / f"{jar.name}.part"
    try:
        digest = _download(url, part)
        if digest != jar.sha256:
            raise StoreError(
                f"{url} is not the file that the lock names (its SHA-256 differs): try again, and "
                "if it stays so, do not use that source"
            )
        part.replace(folder / jar.name)
    finally:
        part.unlink(missing_ok=True)


def _download(url: str, path: Path) -> str:
    """Write what stands at an address to a file; its SHA-256."""
    import requests

    digest = hashlib.sha256()
    try:
        with requests.get(url, stream=True, timeout=_SECONDS) as answer, path.open("wb") as file:
            if not answer.ok:
                raise StoreError(f"{url} answers with status {answer.status_code}: {_WAYS_OUT}")
            for chunk in answer.iter_content(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
    except requests.RequestException as error:
        raise StoreError(f"{url} cannot be reached: {_WAYS_OUT}") from error
    return digest.hexdigest()


_WAYS_OUT = (
    "connect this machine once, or set DETENTE_MAVEN to a Maven mirror that it reaches, or use "
    "--store embedded, which needs nothing fetched"
)


def _told(error: OSError, folder: Path) -> StoreError:
    if error.errno == errno.ENOSPC:
        return StoreError(
            f"the disk of {folder} is full: make room, or set DETENTE_CACHE to a folder with room"
        )
    return StoreError(
        f"cannot keep Neo4j's files in {folder} ({error.strerror}): "
        "set DETENTE_CACHE to a folder that you may write"
    )


def _megabytes(size: int) -> int:
    return -(-size // 1_000_000)
