"""compose.yaml: what it sets is what the server knows, and nothing of it is open or secret."""

from __future__ import annotations

import re
from typing import Any

import yaml

from detente.graph.servers.releases import find_release
from tests.conftest import ROOT
from tests.neo4j_server import Neo4jServer
from tests.stores import open_neo4j

TEXT = (ROOT / "compose.yaml").read_text(encoding="utf8")
SERVICE: dict[str, Any] = yaml.safe_load(TEXT)["services"]["neo4j"]


def test_it_is_the_neo4j_that_detente_is_tested_with() -> None:
    assert SERVICE["image"] == f"neo4j:{find_release(None).version}"


def test_every_setting_is_one_of_the_server(neo4j_server: Neo4jServer) -> None:
    """The image turns NEO4J_a_b__c into a.b_c."""
    with open_neo4j(neo4j_server) as store:
        known = {row["name"] for row in store.read("SHOW SETTINGS YIELD name")}
    set_ = {
        name.removeprefix("NEO4J_").replace("__", "\0").replace("_", ".").replace("\0", "_")
        for name in SERVICE["environment"]
        if name != "NEO4J_AUTH_FILE"
    }
    assert len(set_) > 0
    assert set_ - known == set()


def test_ports_are_on_loopback_unless_told_otherwise() -> None:
    assert SERVICE["ports"] == [
        f"${{NEO4J_BIND:-127.0.0.1}}:{port}:{port}" for port in (7687, 7474)
    ]


def test_the_password_comes_from_a_file_that_is_not_in_the_repository() -> None:
    assert SERVICE["environment"]["NEO4J_AUTH_FILE"] == "/run/secrets/neo4j_auth"
    assert yaml.safe_load(TEXT)["secrets"] == {"neo4j_auth": {"file": "./secrets/neo4j_auth"}}
    assert "/secrets/" in (ROOT / ".gitignore").read_text(encoding="utf8").splitlines()
    assert re.search(r"NEO4J_AUTH:|neo4j/\w", TEXT) is None


def test_it_says_when_it_is_ready_and_keeps_its_data() -> None:
    assert "http://127.0.0.1:7474" in SERVICE["healthcheck"]["test"][1]
    volumes = dict(volume.split(":") for volume in SERVICE["volumes"])
    assert volumes == {"data": "/data", "logs": "/logs"}
    assert set(yaml.safe_load(TEXT)["volumes"]) == set(volumes)


def test_the_page_names_every_variable() -> None:
    page = (ROOT / "docs" / "teams.md").read_text(encoding="utf8")
    named = set(re.findall(r"\$\{(\w+):-", TEXT))
    assert {name for name in named if f"`{name}" not in page} == set()
