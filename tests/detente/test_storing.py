"""Commands about the store that change what is in it."""

from __future__ import annotations

from pathlib import Path

import detente
from tests.detente.conftest import Cli
from tests.detente.test_data import icews


def test_rebuilding_mends_relations(cli: Cli, home: Path, tmp_path: Path) -> None:
    """Whatever became of the edges, their evidence gives them again, to the last property."""
    file = tmp_path / "events.tab"
    file.write_text(
        icews(
            ("1", "2018-06-01", "Iran", "112", "Israel"),
            ("2", "2018-06-02", "Iran", "042", "Oman"),
        ),
        "utf8",
    )
    with detente.open(home=home, store="embedded") as graph:
        graph.load(file)
        whole = graph.digest()
        graph.store.write(lambda run: run.run("MATCH ()-[r:ACCUSED]->() DELETE r").consume())
        graph.store.write(
            lambda run: run.run("MATCH ()-[r:VISITED]->() SET r.support = 7").consume()
        )
        assert len(graph.check()) > 0
        assert graph.digest() != whole
    ran = cli("--home", home, "store", "rebuild")
    assert ran.status == 0
    assert ran.out == "rebuilt: every relation is derived anew from its evidence\n"
    with detente.open(home=home, store="embedded") as graph:
        assert graph.check() == []
        assert graph.digest() == whole
