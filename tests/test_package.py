"""What is built holds all that the installed package needs, data included."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from tests.conftest import ROOT
from tests.layout import folder_of, pyproject

# Files that a package's folder may hold without being shipped.
NOT_SHIPPED = {"__pycache__"}
# Folders at the top that are made by work in the checkout, or are not the project's.
NOT_COPIED = {"build", "dist", "shared"}


def shipped() -> set[str]:
    """Every file below the package folders, by its path in the wheel."""
    parts = pyproject()["tool"]["setuptools"]["package-dir"]
    return {
        str(PurePosixPath(*part.split("."), *path.relative_to(folder_of(part)).parts))
        for part in parts
        for path in folder_of(part).rglob("*")
        if path.is_file() and NOT_SHIPPED.isdisjoint(path.parts)
    }


def leave_out(folder: str, names: list[str]) -> set[str]:
    top = Path(folder) == ROOT
    return {
        name
        for name in names
        if name in NOT_SHIPPED
        or (top and (name in NOT_COPIED or name.endswith(".egg-info")))
        or (top and name.startswith(".") and name != ".ci")
    }


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive and the wheel that is made from it, offline."""
    work = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT, work / "tree", ignore=leave_out)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", work / "out", work / "tree"],
        check=True,
        capture_output=True,
    )
    return work / "out"


def test_wheel_holds_every_file_of_the_packages(built: Path) -> None:
    (wheel,) = built.glob("detente-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {
            PurePosixPath(name).name
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    assert names == shipped()
    assert licences == {"LICENSE", "NOTICE"}


def test_source_archive_holds_what_its_own_tests_need(built: Path) -> None:
    (source,) = built.glob("detente-*.tar.gz")
    with tarfile.open(source) as archive:
        names = {
            str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))
            for member in archive.getmembers()
            if member.isfile()
        }
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("benchmarks", "docs", "tests")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and NOT_SHIPPED.isdisjoint(path.parts)
    }
    wanted |= {"Makefile", "constraints.txt", "pyproject.toml", "LICENSE", "NOTICE", ".ci/run"}
    wanted |= {name.removeprefix("detente/") for name in shipped() if name.count("/") > 1}
    assert wanted - names == set()
