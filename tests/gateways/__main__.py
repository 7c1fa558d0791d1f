"""Starts the double: `python -m tests.gateways --port 8180 --settings FILE`."""

import argparse
import json
import os
import signal
import threading
from pathlib import Path

from .server import Double


def main():
    """Serve until a signal."""
    parser = argparse.ArgumentParser(prog="python -m tests.gateways")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8180)
    parser.add_argument(
        "--settings",
        type=Path,
        required=True,
        help="file for the keys and numbers that a merchant sets up, as JSON",
    )
    given = parser.parse_args()
    end = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_args: end.set())
    with Double(
        given.host, given.port, retries=(2, 5, 15, 60, 300), refund_seconds=3
    ) as double:
        text = json.dumps(double.settings(), ensure_ascii=False, indent=1)
        # private keys, though of a play: for the owner's eyes
        opener = os.open(given.settings, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(opener, "w", encoding="utf-8") as file:
            file.write(text)
        print(f"settings: {given.settings}", flush=True)
        print(f"phone:    {double.url}/phone", flush=True)
        end.wait()


if __name__ == "__main__":
    main()
