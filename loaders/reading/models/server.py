"""A language model behind an OpenAI-compatible address (`/v1/chat/completions`).

Whatever the server does, `ask` gives a text or one `NoAnswerError`. It waits for no byte, and for
no whole answer, longer than it is told, and holds no more than `LARGEST` bytes. It follows no
redirection, so the text of an article goes to the address that was named and to no other; the key
is sent there and shown nowhere.
"""

from __future__ import annotations

import ipaddress
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from detente.graph.errors import GraphError

if TYPE_CHECKING:
    from requests import PreparedRequest, Response, Session

__all__ = ["LARGEST", "NoAnswerError", "Server", "is_here", "printable"]

#: An answer of more bytes is none.
LARGEST = 2_000_000
_CHUNK = 65_536
_CONNECT_SECONDS = 10.0
_LONGEST_REASON = 160
_OK = 200
_REDIRECTED = range(300, 400)
_REFUSED = frozenset({401, 403})


class NoAnswerError(GraphError):
    """A model gave nothing that can be used; `unreachable` where nobody answered at all.

    >>> str(NoAnswerError("gave no answer within 5 s", unreachable=True))
    'gave no answer within 5 s'
    """

    def __init__(self, message: str, *, unreachable: bool = False) -> None:
        super().__init__(message)
        self.unreachable = unreachable


@dataclass(frozen=True, kw_only=True)
class Server:
    """A model `name` at the address `url` of its chat completions.

    >>> Server(url="http://127.0.0.1:8080/v1/chat/completions", name="tiny", key="secret")
    Server(url='http://127.0.0.1:8080/v1/chat/completions', name='tiny', seconds=120.0)
    """

    url: str
    name: str
    key: str | None = field(default=None, repr=False)
    seconds: float = 120.0

    def ask(self, messages: Sequence[Mapping[str, str]]) -> str:
        """What the model says to these messages.

        Raises `NoAnswerError` with what went wrong.
        """
        content = self._read(json.dumps(self._question(messages)).encode())
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            raise NoAnswerError("answers with broken JSON") from None
        match answer:
            case {"choices": [{"message": {"content": str(said)}}, *_]}:
                return said
            case _:
                raise NoAnswerError("answers without a message")

    def _question(self, messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        return {
            "model": self.name,
            "messages": list(messages),
            "temperature": 0,
            "stream": False,
        }

    def _read(self, body: bytes) -> bytes:
        import requests
        import urllib3

        until = time.monotonic() + self.seconds
        late = NoAnswerError(f"gave no answer within {self.seconds:g} s", unreachable=True)
        try:
            with requests.Session() as session, self._send(session, body) as response:
                content = _content(response, until)
        except (requests.Timeout, urllib3.exceptions.TimeoutError):
            raise late from None
        except requests.exceptions.SSLError:
            raise NoAnswerError("has no certificate that is trusted here") from None
        except requests.RequestException:
            reason = f"cannot be reached at {self.url}"
            raise NoAnswerError(reason, unreachable=True) from None
        except urllib3.exceptions.HTTPError:
            raise NoAnswerError("breaks off its answer") from None
        if content is None:
            raise late
        if len(content) > LARGEST:
            raise NoAnswerError(f"answers with more than {LARGEST // 1_000_000} MB")
        self._check(response, content)
        return content

    def _send(self, session: Session, body: bytes) -> Response:
        # What this machine keeps to itself goes through no proxy.
        session.trust_env = not is_here(urlsplit(self.url))
        return session.post(
            self.url,
            data=body,
            # Given as a function, lest requests looks for a login in a .netrc.
            auth=self._sign,
            headers={"Content-Type": "application/json", "Accept-Encoding": "identity"},
            timeout=(min(_CONNECT_SECONDS, self.seconds), self.seconds),
            allow_redirects=False,
            stream=True,
        )

    def _sign(self, request: PreparedRequest) -> PreparedRequest:
        if self.key is not None:
            request.headers["Authorization"] = f"Bearer {self.key}"
        return request

    def _check(self, response: Response, content: bytes) -> None:
        status = response.status_code
        if status in _REFUSED:
            raise NoAnswerError(f"refuses (status {status}): DETENTE_MODEL_KEY holds its key")
        if status in _REDIRECTED:
            raise NoAnswerError(f"sends elsewhere (status {status}): name its own address")
        if status != _OK:
            raise NoAnswerError(f"answers with status {status}{self._reason(content)}")
        kind = response.headers.get("Content-Type", "no type").partition(";")[0].strip()
        if kind != "application/json" or "Content-Encoding" in response.headers:
            raise NoAnswerError(
                f"answers with {kind[:_LONGEST_REASON]} instead of JSON: is this the address of "
                "chat completions?"
            )

    def _reason(self, content: bytes) -> str:
        """What the server says about an error, without the key that it may repeat."""
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            return ""
        match answer:
            case {"error": {"message": str(said)}} | {"error": str(said)}:
                if self.key is not None:
                    said = said.replace(self.key, "…")
                return f": {printable(said[:_LONGEST_REASON])}"
            case _:
                return ""


def _content(response: Response, until: float) -> bytes | None:
    """The body as it comes, no more than one chunk over `LARGEST`; None where it takes too long."""
    content = bytearray()
    while len(content) <= LARGEST:
        if time.monotonic() > until:
            return None
        # Unlike `read`, this does not wait for a whole chunk of what only drips.
        chunk = response.raw.read1(_CHUNK)
        if len(chunk) == 0:
            break
        content += chunk
    return bytes(content)


def printable(text: str) -> str:
    """A text without the halves of characters that JSON can hold and that nothing can write."""
    return text.encode("utf8", "replace").decode("utf8")


def is_here(address: SplitResult) -> bool:
    """Whether an address is of this machine.

    >>> is_here(urlsplit("http://127.0.0.1:1/")), is_here(urlsplit("http://[::1]/"))
    (True, True)
    >>> is_here(urlsplit("https://127.0.0.1.example.org/"))
    False
    """
    host = address.hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
