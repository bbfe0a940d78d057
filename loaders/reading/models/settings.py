"""Which model to ask: what the user names, else environment variables. Nothing is asked unasked."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from detente.graph.errors import ConfigError
from detente.loaders.reading.models.server import Server, is_here

__all__ = ["read_server"]

_PATH = "/chat/completions"
_NAME = re.compile(r"[\w.:/@+-]{1,100}")
_FROM_ENVIRONMENT = "env"
_SECONDS = 120.0


def read_server(named: str, *, environ: Mapping[str, str] = os.environ) -> Server:
    """The server that `URL#NAME`, `URL`, `NAME` or `env` names.

    What is left out comes from `DETENTE_MODEL_URL` and `DETENTE_MODEL`, with "env" both;
    `DETENTE_MODEL_KEY` holds the key and `DETENTE_MODEL_SECONDS` how long to wait (120).

    >>> read_server("http://localhost:11434/v1#tiny", environ={})
    Server(url='http://localhost:11434/v1/chat/completions', name='tiny', seconds=120.0)
    >>> read_server("tiny", environ={"DETENTE_MODEL_URL": "https://models.example"}).url
    'https://models.example/v1/chat/completions'

    Raises `ConfigError` where one is missing, and for an address that is not on this machine and
    is not https: the text of an article travels to no other in the clear.
    """
    url, _, name = named.partition("#") if "://" in named else ("", "", named)
    if named == _FROM_ENVIRONMENT:
        name = ""
    url = url or environ.get("DETENTE_MODEL_URL", "")
    name = name or environ.get("DETENTE_MODEL", "")
    if url == "":
        raise ConfigError("no address of a model: write --model URL#NAME, or set DETENTE_MODEL_URL")
    if _NAME.fullmatch(name) is None:
        raise ConfigError(
            "a model's name has letters, digits and . : / @ + -: "
            "write --model URL#NAME, or set DETENTE_MODEL"
        )
    return Server(
        url=_checked(url),
        name=name,
        key=_key(environ.get("DETENTE_MODEL_KEY", "")),
        seconds=_seconds(environ.get("DETENTE_MODEL_SECONDS", "")),
    )


def _key(text: str) -> str | None:
    key = text.strip()
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise ConfigError("DETENTE_MODEL_KEY has letters that no key has")
    return key or None


def _checked(url: str) -> str:
    try:
        address = urlsplit(url)
        known = address.port is None or address.port > 0
    except ValueError:
        known = False
    if not known or address.scheme not in {"http", "https"} or not address.hostname:
        raise ConfigError("a model's address begins with http:// or https:// and names a host")
    if address.username is not None or address.password is not None or address.query != "":
        # Not repeated: it holds a secret.
        raise ConfigError("a model's address holds no login and no query: set DETENTE_MODEL_KEY")
    if address.scheme == "http" and not is_here(address):
        raise ConfigError(
            f"articles would go to {address.hostname} in the clear: use https, or a tunnel to it "
            "on this machine"
        )
    path = address.path.rstrip("/")
    if not path.endswith(_PATH):
        path = f"{path or '/v1'}{_PATH}"
    return address._replace(path=path, fragment="").geturl()


def _seconds(text: str) -> float:
    try:
        seconds = float(text or _SECONDS)
    except ValueError:
        seconds = 0
    if not 0 < seconds <= 3600:  # noqa: PLR2004  an hour
        raise ConfigError(f"DETENTE_MODEL_SECONDS is '{text}': write seconds, up to 3600")
    return seconds
