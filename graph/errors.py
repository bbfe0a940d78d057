"""What can go wrong, drawn once.

GraphError
├── ConfigError       bad or missing settings
├── LoadError         input rejected; carries .source and .problems
├── ResolutionError   an actor could not be identified; carries .candidates
└── StoreError        the database refused or is unreachable
    └── ForbiddenError    it does not let this login do that
"""

from __future__ import annotations

__all__ = [
    "ConfigError",
    "ForbiddenError",
    "GraphError",
    "LoadError",
    "ResolutionError",
    "StoreError",
]


class GraphError(Exception):
    """Anything that detente reports to its user in one line.

    >>> str(GraphError("no such relation: R1"))
    'no such relation: R1'
    """


class ConfigError(GraphError):
    """A setting is missing or makes no sense; the message names it and says what to do."""


class LoadError(GraphError):
    """An input was rejected.

    >>> LoadError("a.txt", "is empty").problems
    ('is empty',)
    >>> str(LoadError("a.txt", "is empty"))
    'a.txt: is empty'
    """

    def __init__(self, source: str, *problems: str) -> None:
        self.source = source
        self.problems = problems
        super().__init__(f"{source}: {'; '.join(problems)}")


class ResolutionError(GraphError):
    """A name fits no actor, or several.

    >>> str(ResolutionError("Korea", ("KOR", "PRK")))
    "'Korea' may be KOR or PRK: say which"
    >>> str(ResolutionError("Ruritania", ()))
    "'Ruritania' is no known actor: try 'detente actors find Ruritania'"
    """

    def __init__(self, name: str, candidates: tuple[str, ...]) -> None:
        self.name = name
        self.candidates = candidates
        if len(candidates) > 0:
            message = f"'{name}' may be {' or '.join(candidates)}: say which"
        else:
            message = f"'{name}' is no known actor: try 'detente actors find {name}'"
        super().__init__(message)


class StoreError(GraphError):
    """The database refused a request or could not be reached."""


class ForbiddenError(StoreError):
    """The login, or the database as a whole, may only read."""
