"""Tools of others that expect a Neo4j database: what docs/cypher.md says of each is so.

They are installed for the test alone: they are large, and neo4j-viz is GPL-3.0.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from detente import seeds
from detente.graph.graph import Graph
from detente.graph.servers.arcadedb import ensure_server
from tests.conftest import ROOT
from tests.graph.statements import at
from tests.queries.conftest import COURIER, IN_COURIER
from tests.stores import empty, open_embedded, open_neo4j

pytestmark = pytest.mark.long

TOOLS = ("pandas>=2,<4", "neo4j-viz==1.11.0", "mcp-neo4j-cypher==0.6.0")
NOTEBOOK = re.compile(r"^```python notebook\n(.*?)^```$", re.M | re.S)
# What the notebook does not print.
LOOK = """
print([node.caption for node in picture.nodes])
print([edge.caption for edge in picture.relationships])
print(picture.render().data.count("EASED_SANCTIONS_ON") > 0)
"""
ASSISTANT = """
import asyncio, json, os, sys
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

CALLS = [
    ("read_neo4j_cypher", {"query": "MATCH (a:Actor {actor_id: $id})-[r:EASED_SANCTIONS_ON]->(b) "
     "RETURN b.name AS name, r.valid_from AS day", "params": {"id": "USA"}}),
    ("read_neo4j_cypher", {"query": "CREATE (:Evil)"}),
    ("get_neo4j_schema", {"sample_size": 1000}),
]

async def main():
    server = StdioServerParameters(
        command=os.path.join(os.path.dirname(sys.executable), "mcp-neo4j-cypher"),
        args=["--transport", "stdio", "--read-only"],
        env=dict(os.environ),
    )
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        print(json.dumps([tool.name for tool in (await session.list_tools()).tools]))
        for name, arguments in CALLS:
            answer = await session.call_tool(name, arguments)
            print(json.dumps([answer.isError, answer.content[0].text]))

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the tools."""
    folder = tmp_path_factory.mktemp("tools")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    found = folder / "bin" / "python"
    subprocess.run(
        [found, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS],
        check=True,
    )
    return found


@pytest.fixture(params=["embedded", "neo4j"])
def environment(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """The variables that name a store with one article in it."""
    if request.param == "embedded":
        home = request.getfixturevalue("embedded_home")
        # It stops when nobody used it for ten minutes, as other tests that take long do.
        server = ensure_server(home)
        store = open_embedded(home)
        login = (server.uri, server.reader, server.reader_password, server.database)
    else:
        neo4j = request.getfixturevalue("neo4j_server")
        store = open_neo4j(neo4j)
        login = (neo4j.uri, neo4j.user, neo4j.password, "neo4j")
    with store:
        empty(store)
        Graph(store, seeds.roster()).add_article(COURIER, IN_COURIER, recorded_at=at("2025-12-19"))
        names = ("NEO4J_URI", "NEO4J_USERNAME", "NEO4J_PASSWORD", "NEO4J_DATABASE")
        yield {**os.environ, **dict(zip(names, login, strict=True)), "PYTHONUTF8": "1"}


def run(python: Path, program: str, environment: dict[str, str]) -> list[str]:
    ran = subprocess.run(
        [python, "-c", program], env=environment, capture_output=True, encoding="utf8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.splitlines()


def test_tables_and_pictures_in_a_notebook(python: Path, environment: dict[str, str]) -> None:
    (program,) = NOTEBOOK.findall((ROOT / "docs" / "cypher.md").read_text(encoding="utf8"))
    *kinds, nodes, edges, drawn = run(python, program + LOOK, environment)
    assert dict(line.split() for line in kinds[:4])["reported"].startswith("datetime64")
    assert {"Belarus", "Poland", "Russia", "Ukraine", "United States"} == set(
        json.loads(nodes.replace("'", '"'))
    )
    assert "EASED_SANCTIONS_ON" in edges
    assert drawn == "True"


def test_an_assistant_over_mcp(python: Path, environment: dict[str, str]) -> None:
    """The schema needs APOC; the embedded store does not tell that a query only reads."""
    tools, *answers = map(json.loads, run(python, ASSISTANT, environment))
    assert set(tools) == {"get_neo4j_schema", "read_neo4j_cypher"}
    (refused, told), (written, why), (failed, reason) = answers
    assert written, why
    assert failed, reason
    if environment["NEO4J_DATABASE"] == "neo4j":
        assert (refused, json.loads(told)) == (False, [{"name": "Belarus", "day": "2025-12-13"}])
        assert "APOC" in reason
    else:
        assert (refused, "Only MATCH queries are allowed" in told) == (True, True)
