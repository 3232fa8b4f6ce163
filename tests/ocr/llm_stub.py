"""A local service that speaks just enough of the OpenAI protocol, well and badly."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Stub:
    """Answers every question with ``content`` (an object is sent as JSON), or as ``mode`` says."""

    def __init__(self) -> None:
        self.content: Any = {}
        self.mode = "answer"
        self.requests: list[dict[str, Any]] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                stub.requests.append(json.loads(body))
                stub.answer(self)

            def log_message(self, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/v1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        if self.mode == "slow":
            time.sleep(3)
        status = {"rate": 429, "broken": 500}.get(self.mode, 200)
        if self.mode == "garbage":
            payload = b"\x00\xffthis is no json"
        elif status != 200:
            payload = json.dumps({"error": {"message": self.mode}}).encode()
        else:
            payload = json.dumps(self._completion()).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(payload)))
        handler.end_headers()
        try:
            handler.wfile.write(payload)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def _completion(self) -> dict[str, Any]:
        content = self.content if isinstance(self.content, str) else json.dumps(self.content)
        message: dict[str, Any] = {"role": "assistant", "content": content, "refusal": None}
        if self.mode == "refuse":
            message |= {"content": None, "refusal": "I cannot help with that."}
        finish = "length" if self.mode == "endless" else "stop"
        return {
            "id": "1",
            "object": "chat.completion",
            "created": 1,
            "model": "stub",
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
            "usage": {"prompt_tokens": 1000, "completion_tokens": 200, "total_tokens": 1200},
        }

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
