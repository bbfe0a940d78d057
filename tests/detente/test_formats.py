"""Pages, feeds and tables through the command line: what a user gives, sees and is told."""

from __future__ import annotations

import json
from pathlib import Path

from detente.graph.articles import Article
from detente.loaders.articles import read_paths
from tests.conftest import ROOT
from tests.detente.conftest import Cli

SAMPLES = ROOT / "tests" / "loaders" / "articles" / "samples"
TABLE = (
    "lead;body;pubdate;rest\n"
    'Sanctions;"Japan imposed sanctions on Russia.";Joi, 18 Dec 2025;\n'
    'Aid;"Germany sent aid\nto Ukraine.";18.12.2025;\n'
)


def test_a_table_with_told_columns(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(TABLE, encoding="utf8")
    ran = cli(
        "read", path, "--map", "text=body,date=pubdate", "--map", "title=lead", "--format", "jsonl"
    )
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert (ran.status, ran.err) == (0, "")
    assert [(line["relation"], line["published_at"], line["quote"]) for line in lines] == [
        ("IMPOSED_SANCTIONS_ON", "2025-12-18", "Japan imposed sanctions on Russia"),
        ("GAVE_AID_TO", "2025-12-18", "Germany sent aid\nto Ukraine"),
    ]


def test_a_field_that_articles_do_not_have(cli: Cli, tmp_path: Path) -> None:
    for given in ("body=text", "text", "text="):
        ran = cli("read", tmp_path, "--map", given)
        assert (ran.status, ran.out) == (2, "")
        assert f"'{given}' is no FIELD=COLUMN: a field is one of id, text, title" in ran.err


def test_quotes_are_cut_from_the_text_that_was_taken_out_of_the_page(
    cli: Cli, tmp_path: Path
) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<html><body><nav><a href=/>Home</a></nav><article><h1>Sanctions</h1>"
        "<p>Japan&nbsp;imposed <b>sanctions</b> on Russia.</p></article></body></html>"
    )
    (article,) = read_paths([path])
    assert isinstance(article, Article)
    ran = cli("read", path, "--format", "jsonl")
    (line,) = [json.loads(line) for line in ran.out.splitlines()]
    assert line["quote"] == article.text[line["start"] : line["end"]]
    assert line["relation"] == "IMPOSED_SANCTIONS_ON"


def test_an_entry_in_another_language_is_skipped_and_named(cli: Cli) -> None:
    path = SAMPLES / "feed.rss"
    ran = cli("read", path, "--outcomes", "--format", "jsonl")
    assert ran.status == 1
    assert ran.err.splitlines() == [
        f"detente: {path}, entry 3: it is in 'fr': detente reads en, ro, ru; name one with --lang",
        f"detente: {path}, entry 4: date 'acum două ore' does not exist: write YYYY-MM-DD",
        f"detente: {path}, entry 5: has neither a headline nor a text",
    ]
    read = {json.loads(line)["article_id"] for line in ran.out.splitlines()}
    assert read == {"https://gazeta.example/1", "https://gazeta.example/2"}


def test_why_sentences_were_read_so(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "Hungary accused Serbia of espionage. Police in Portugal arrested a suspect."
    path.write_text(text, encoding="utf8")
    ran = cli("read", path, "--explain", "--format", "jsonl")
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert list(first) == [
        *("article_id", "sentence", "start", "end", "outcome", "reason"),
        "explanation",
    ]
    (told,) = first["explanation"]["statements"]
    assert (told["rule"], told["trigger"]) == (
        "en.accuse",
        [{"text": "accused", "start": 8, "end": 15}],
    )
    (left_out,) = [one for one in second["explanation"]["rejected"] if one["rule"] == "en.arrest"]
    assert (left_out["subjects"], left_out["objects"]) == (["PRT"], [])
    shown = cli("read", path, "--explain").out
    assert "told  Hungary accused Serbia  en.accuse, 0.95\n" in shown
    assert "“accused” 8–15; subject by name, object by name" in shown
    assert "left out  Portugal arrested people of (not named)  en.arrest\n" in shown
    assert "“arrested” 56–64; only one side is named" in shown


def test_nothing_to_explain(cli: Cli, tmp_path: Path) -> None:
    assert cli("read", tmp_path, "--explain").out == "nothing found\n"
