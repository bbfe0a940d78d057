"""What is built holds all that the installed package needs, data included."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path, PurePosixPath
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.layout import pyproject

# Files that a package's folder may hold without being shipped.
NOT_SHIPPED = {"__pycache__"}
# Folders at the top that are made by work in the checkout, or are not the project's.
NOT_COPIED = {"build", "dist", "shared"}


class Built(NamedTuple):
    """A copy of the checkout, and the folder with what was built from it."""

    tree: Path
    out: Path


def shipped(tree: Path) -> dict[str, str]:
    """Every file below the package folders: its path in the wheel, and in the tree."""
    return {
        str(PurePosixPath(*package.split("."), *path.relative_to(tree / folder).parts)): (
            path.relative_to(tree).as_posix()
        )
        for package, folder in pyproject()["tool"]["setuptools"]["package-dir"].items()
        for path in (tree / folder).rglob("*")
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
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The source archive, and the wheel that is made from it, offline."""
    work = tmp_path_factory.mktemp("package")
    shutil.copytree(ROOT, work / "tree", ignore=leave_out)
    subprocess.run(
        [sys.executable, "-m", "build", "--no-isolation", "--outdir", work / "out", work / "tree"],
        check=True,
        capture_output=True,
    )
    return Built(work / "tree", work / "out")


def test_wheel_holds_every_file_of_the_packages(built: Built) -> None:
    (wheel,) = built.out.glob("detente-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        licences = {
            PurePosixPath(name).name
            for name in archive.namelist()
            if ".dist-info/licenses/" in name
        }
    assert names == set(shipped(built.tree))
    assert licences == {"LICENSE", "NOTICE"}


def test_source_archive_holds_what_its_own_tests_need(built: Built) -> None:
    (source,) = built.out.glob("detente-*.tar.gz")
    with tarfile.open(source) as archive:
        names = {
            str(PurePosixPath(*PurePosixPath(member.name).parts[1:]))
            for member in archive.getmembers()
            if member.isfile()
        }
    wanted = {
        path.relative_to(built.tree).as_posix()
        for folder in ("benchmarks", "docs", "tests")
        for path in (built.tree / folder).rglob("*")
        if path.is_file() and NOT_SHIPPED.isdisjoint(path.parts)
    }
    wanted |= {"Makefile", "constraints.txt", "pyproject.toml", "LICENSE", "NOTICE", ".ci/run"}
    wanted |= set(shipped(built.tree).values())
    assert wanted - names == set()
