"""The file of the grammar: what is wrong in it is named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from detente.cli.program import app
from detente.graph.errors import ConfigError
from detente.queries.asking import grammar as module
from detente.queries.asking.cues import Cue
from detente.queries.asking.grammar import grammar, read_grammar
from detente.seeds import roster

TEXT = Path(module.__file__).with_name("grammar.yaml").read_text(encoding="utf8")


@pytest.mark.parametrize(
    ("right", "wrong", "line_of", "problem"),
    [
        (
            "        - adversar*\n",
            "        - adver sar*!\n",
            "adver sar*!",
            "no piece of a pattern",
        ),
        ('        - "@ lead"\n', '        - "@ ..."\n', '"@ ..."', "no word that must be there"),
        ("days: {on: --as-of}", "days: {at: --as-of}", "days: {at: --as-of}", "'on', 'since'"),
        ("nearest: {1: follows}", "nearest: {1: leads}", "families:", "'leads' is no family"),
        ("actors: [1, 1]", "actors: [2, 2]", "  allies:", "does not name 2 actors"),
        ("says: allies of {0}", "sais: allies of {0}", "  allies:", "says: Field required"),
    ],
)
def test_a_wrong_entry_is_named_with_its_line(
    tmp_path: Path, right: str, wrong: str, line_of: str, problem: str
) -> None:
    assert right in TEXT
    text = TEXT.replace(right, wrong, 1)
    path = tmp_path / "grammar.yaml"
    path.write_text(text, encoding="utf8")
    lines = text.splitlines()
    number = next(at for at, line in enumerate(lines, start=1) if line_of in line)
    with pytest.raises(ConfigError) as raised:
        read_grammar(path)
    assert problem in str(raised.value)
    # A mapping begins on the line of its first key, which is the one after its own.
    assert str(raised.value).split(":")[1] in {f" line {number}", f" line {number + 1}"}


def test_a_file_that_is_no_yaml(tmp_path: Path) -> None:
    path = tmp_path / "grammar.yaml"
    path.write_text("families:\n  - [\n", encoding="utf8")
    with pytest.raises(ConfigError, match=r"grammar\.yaml: line \d"):
        read_grammar(path)
    path.write_text("- one\n", encoding="utf8")
    with pytest.raises(ConfigError, match="line 1: is no mapping"):
        read_grammar(path)


def test_every_command_of_the_grammar_is_one_of_the_program() -> None:
    """With the options that the grammar gives it; without this `ask` would promise what fails."""
    group = typer.main.get_command(app)
    assert isinstance(group, typer.core.TyperGroup)
    for name, family in grammar().families.items():
        command = group.commands[family.command[0]]
        options = {option for parameter in command.params for option in parameter.opts}
        pieces = [piece.split()[0] for piece in family.command[1:] if piece.startswith("--")]
        assert {*pieces, *family.days.values(), "--format"} <= options, name


def test_prefixes_are_actors() -> None:
    for language in grammar().languages.values():
        assert [
            actor for actor in language.prefixes.values() if roster().actor(actor) is None
        ] == []


def test_a_gap_ends_after_six_words() -> None:
    cue = Cue("who ... closer")
    assert cue.find("who a b c d e f closer ") is not None
    assert cue.find("who a b c d e f g closer ") is None
    assert cue.find("whoever came closer ") is None
