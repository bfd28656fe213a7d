"""A model server as scripted by its arguments: `python -m tests.peers.model_server MODEL [--option…]`.

It stands for vLLM under `gateway.model_server`: takes the same arguments, answers /health, writes log lines in vLLM's
form, and has a child of its own. Misbehaves when told to.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SECRET = "氏名 山田太郎 CRP 9.99"
"""Stands for what a question holds: may never come out in a log."""


def say(text: str, level: str = "INFO") -> None:
    print(f"(APIServer pid={os.getpid()}) {level} 11-28 05:00:00 [engine/serving.py:77] {text}", flush=True)


class Handler(BaseHTTPRequestHandler):
    """/health, the process ids, what it was started with, and ways to go wrong."""

    options: argparse.Namespace
    child: subprocess.Popen[bytes]

    def do_GET(self) -> None:
        if self.path == "/health":
            self._answer({}, 503 if Path(self.options.sick_file).exists() else 200)
        elif self.path == "/started":
            self._answer(
                {
                    "pids": [os.getpid(), self.child.pid],
                    "arguments": sys.argv[1:],
                    "environment": dict(os.environ),
                    "folder": str(Path.cwd()),
                }
            )
        elif self.path == "/leak":
            print(SECRET, flush=True)
            say(f"Received request cmpl-1: prompt: {SECRET!r}")
            say(f"Error with {SECRET}", "ERROR")
            say(f"pydantic_core.ValidationError: 1 error for {SECRET}", "ERROR")
            print(f"ValueError: {SECRET}", flush=True)
            say(
                "Engine 000: Avg prompt throughput: 12.5 tokens/s, Avg generation throughput: 3.0 tokens/s, "
                "Running: 1 reqs, Waiting: 0 reqs, GPU KV cache usage: 0.4%, Prefix cache hit rate: 0.0%"
            )
            self._answer({})
        elif self.path == "/die":
            self._answer({})
            os._exit(3)

    def _answer(self, body: dict[str, object], status: int = 200) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Silent."""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--max-model-len")
    parser.add_argument("--structured-outputs-config")
    parser.add_argument("--served-model-name", required=True)
    parser.add_argument("--enable-lora", action="store_true")
    parser.add_argument("--lora-modules", nargs="*")
    parser.add_argument("--load-s", type=float, default=0.0)
    parser.add_argument("--fail", type=int, default=0)
    parser.add_argument("--sick-file", default="/nowhere/sick")
    parser.add_argument("--deaf", action="store_true", help="ignore SIGTERM")
    options = parser.parse_args()
    say(f"model {options.model}" + "x" * 20_000)
    if options.fail:
        say("ValueError: No available memory for the cache blocks.", "ERROR")
        sys.exit(options.fail)
    if options.deaf:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    Handler.options = options
    Handler.child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    time.sleep(options.load_s)  # a model takes its time
    server = ThreadingHTTPServer((options.host, options.port), Handler)
    say("Started server process [1]")
    server.serve_forever()


if __name__ == "__main__":
    main()
