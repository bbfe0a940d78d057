"""A small server on this machine that speaks as a model's server does, or as a broken one."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeAlias

__all__ = ["ModelServer", "Write", "model_server", "plainly", "saying"]

#: Answers a request: gets its handler, after the body was read.
Write: TypeAlias = Callable[[BaseHTTPRequestHandler], None]


class ModelServer:
    """The address, what was asked so far, and how the next questions are answered."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}/v1"
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.write: Write = saying()

    @property
    def named(self) -> str:
        """What `--model` is given."""
        return f"{self.url}#tiny"


def plainly(
    body: bytes, *, status: int = 200, kind: str = "application/json", **headers: str
) -> Write:
    """Answer with these very bytes."""

    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.end_headers()
        handler.wfile.write(body)

    return write


def saying(*statements: dict[str, Any], text: str | None = None) -> Write:
    """Answer as a model does: with these statements, or with this text."""
    content = json.dumps({"statements": statements}) if text is None else text
    message = {"role": "assistant", "content": content}
    answer = {"object": "chat.completion", "choices": [{"index": 0, "message": message}]}
    return plainly(json.dumps(answer).encode(), kind="application/json; charset=utf-8")


@contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serve on a free port of the loopback until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            model.asked.append(json.loads(self.rfile.read(length)))
            model.headers.append(dict(self.headers.items()))
            model.paths.append(self.path)
            try:
                model.write(self)
            except (BrokenPipeError, ConnectionResetError):
                # Whoever asked has had enough.
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its name there
            del format, args

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    model = ModelServer(httpd.server_address[1])
    thread = threading.Thread(target=httpd.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        httpd.shutdown()
        httpd.server_close()
        thread.join()
