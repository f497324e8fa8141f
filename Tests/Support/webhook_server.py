#!/usr/bin/env python3
"""A receiver of webhooks on a free port of this machine; checks the signature with code of its own.

Prints its port, and ends with its standard input, so that no test can leave it behind.
  argument 1: the secret, base64
  POST /ok        204 when the signature holds, else 401
  POST /busy      429 with Retry-After: 7
  POST /elsewhere 302 to /ok
  POST /500 ...   that status
  GET  /seen      what came with a good signature, as JSON: path, id, body; and how many came at all
"""
import base64
import hashlib
import hmac
import http.server
import json
import sys
import threading
import time

SECRET = base64.b64decode(sys.argv[1])
SEEN, LOCK = [], threading.Lock()
COUNT = {"all": 0}


def holds(headers, body):
    """As standardwebhooks.com tells receivers to do."""
    message, moment = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(moment)) > 300:
        return False
    wanted = hmac.new(SECRET, f"{message}.{moment}.".encode() + body, hashlib.sha256).digest()
    given = [part.split(",", 1)[1] for part in headers["webhook-signature"].split(" ") if part.startswith("v1,")]
    return any(hmac.compare_digest(base64.b64encode(wanted).decode(), text) for text in given)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        with LOCK:
            self.answer(200, json.dumps({"seen": SEEN, "all": COUNT["all"]}).encode())

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        good = holds(self.headers, body)
        with LOCK:
            COUNT["all"] += 1
            if good:
                SEEN.append({"path": self.path, "id": self.headers["webhook-id"], "body": body.decode(),
                             "type": self.headers["Content-Type"]})
        if not good:
            self.answer(401)
        elif self.path == "/busy":
            self.answer(429, Retry_After="7")
        elif self.path == "/elsewhere":
            self.answer(302, Location="/ok")
        elif self.path[1:].isdigit():
            self.answer(int(self.path[1:]))
        else:
            self.answer(204)


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
