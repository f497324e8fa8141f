#!/usr/bin/env python3
"""A chat completions server on a free port of this machine, good or bad as the first part of the path says.

Prints its port, and ends with its standard input, so that no test can leave it behind.
  /say-HEX/v1    answers with the JSON text that HEX is
  /strict-HEX/v1 the same, but only to a request in the right form and with the key "right-key"
"""
import http.server
import json
import sys
import threading
import time


def completion(content, finish="stop"):
    message = {"role": "assistant", "content": content}
    return json.dumps({"choices": [{"index": 0, "message": message, "finish_reason": finish}]}).encode()


def is_strict(request, headers):
    form = request["response_format"]["json_schema"]["schema"]
    asked = json.loads(request["messages"][1]["content"])
    names = [field["name"] for field in asked["fields"]]
    return (headers["Authorization"] == "Bearer right-key" and request["model"] == "test-model"
            and request["temperature"] == 0 and request["max_tokens"] > 0 and form["required"] == names
            and sorted(form["properties"]) == sorted(names) and form["additionalProperties"] is False
            and asked["pages"][0]["lines"] != [])


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    tries = {}

    def log_message(self, *_):
        pass

    def send(self, body, status=200, kind="application/json", **headers):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path.startswith("/elsewhere"):
            Handler.tries["elsewhere"] = 1
        self.send(json.dumps({"data": [], "tries": Handler.tries}).encode())

    def do_POST(self):
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        mode, _, text = self.path.split("/")[1].partition("-")
        Handler.tries[mode] = Handler.tries.get(mode, 0) + 1
        try:
            getattr(self, "do_" + mode)(request, bytes.fromhex(text).decode() if text else "")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def do_say(self, _, text): self.send(completion(text))
    def do_strict(self, request, text):
        self.send(completion(text)) if is_strict(request, self.headers) else self.send(b"{}", 400)
    def do_slow(self, *_):
        time.sleep(5)
        self.send(completion("{}"))
    def do_drip(self, *_):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "1000")
        self.end_headers()
        for _ in range(50):
            self.wfile.write(b" ")
            self.wfile.flush()
            time.sleep(0.1)
    def do_nojson(self, *_): self.send(b"I am sorry, but")
    def do_html(self, *_): self.send(completion("{}"), kind="text/html")
    def do_shape(self, *_): self.send(b'{"answer": {}}')
    def do_two(self, *_):
        two = json.loads(completion("{}"))
        self.send(json.dumps({"choices": two["choices"] * 2}).encode())
    def do_cut(self, *_): self.send(completion('{"due_date": "31.0', "length"))
    def do_half(self, *_): self.send(completion("{}")[:40])
    def do_null(self, *_): self.send(completion(None))
    def do_empty(self, *_): self.send(b"")
    def do_short(self, *_):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "5000")
        self.end_headers()
        self.wfile.write(b"{")
        self.wfile.flush()
        self.close_connection = True
    def do_hang(self, *_): self.close_connection = True
    def do_huge(self, *_): self.send(completion("x" * 3_000_000))
    def do_endless(self, *_):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        for _ in range(2_000):
            self.wfile.write(b" " * 65_536)
    def do_heads(self, *_):
        self.send_response(200)
        for number in range(3_000):
            self.send_header("X-%d" % number, "y" * 60)
        self.end_headers()
    def do_deep(self, *_): self.send(b"[" * 30_000 + b"]" * 30_000)
    def do_deepin(self, *_): self.send(completion('{"due_date": ' + "[" * 9_000 + "]" * 9_000 + "}"))
    def do_broken(self, *_): self.send(b"{}", 500)
    def do_key(self, *_): self.send(b"{}", 401)
    def do_busy(self, *_): self.send(b"{}", 429, Retry_After="1")
    def do_longbusy(self, *_): self.send(b"{}", 429, Retry_After="3600")
    def do_oncebusy(self, _, text):
        self.send(b"{}", 429, Retry_After="1") if Handler.tries["oncebusy"] == 1 else self.send(completion(text))
    def do_redirect(self, *_): self.send(b"", 307, Location="/elsewhere")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(server.server_address[1], flush=True)
sys.stdin.read()
