"""What scripts/chaos.py and Benchmarks/bench-queue.py need of PostgreSQL: servers of their own on unix sockets, a client on
libpq without packages of Python, and a proxy that stalls and loses answers."""
import ctypes
import ctypes.util
import os
import pathlib
import random
import secrets
import select
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse

LIBPQ = ctypes.CDLL(ctypes.util.find_library("pq") or "libpq.so.5")
for name, result, arguments in (
    ("PQconnectdb", ctypes.c_void_p, [ctypes.c_char_p]),
    ("PQstatus", ctypes.c_int, [ctypes.c_void_p]),
    ("PQfinish", None, [ctypes.c_void_p]),
    ("PQexec", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_char_p]),
    ("PQresultStatus", ctypes.c_int, [ctypes.c_void_p]),
    ("PQerrorMessage", ctypes.c_char_p, [ctypes.c_void_p]),
    ("PQntuples", ctypes.c_int, [ctypes.c_void_p]),
    ("PQnfields", ctypes.c_int, [ctypes.c_void_p]),
    ("PQgetvalue", ctypes.c_char_p, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]),
    ("PQgetisnull", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int, ctypes.c_int]),
    ("PQclear", None, [ctypes.c_void_p]),
    ("PQsetNoticeProcessor", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]),
):
    function = getattr(LIBPQ, name)
    function.restype, function.argtypes = result, arguments


SILENT = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p)(lambda _, __: None)


class DatabaseError(Exception):
    pass


class Client:
    """One connection, for one thread. After an error it connects anew."""

    def __init__(self, url):
        self.url, self.connection = url, None

    def __call__(self, sql):
        """Rows of texts; NULL is None."""
        if self.connection is None:
            self.connection = LIBPQ.PQconnectdb(self.url.encode())
            LIBPQ.PQsetNoticeProcessor(self.connection, ctypes.cast(SILENT, ctypes.c_void_p), None)
        if LIBPQ.PQstatus(self.connection) != 0:
            self.fail()
        result = LIBPQ.PQexec(self.connection, sql.encode())
        try:
            if LIBPQ.PQresultStatus(result) not in (0, 1, 2):
                self.fail()
            fields = range(LIBPQ.PQnfields(result))
            return [
                [
                    None if LIBPQ.PQgetisnull(result, row, field) else LIBPQ.PQgetvalue(result, row, field).decode()
                    for field in fields
                ]
                for row in range(LIBPQ.PQntuples(result))
            ]
        finally:
            if result:
                LIBPQ.PQclear(result)

    def fail(self):
        words = LIBPQ.PQerrorMessage(self.connection).decode(errors="replace").strip()
        self.close()
        raise DatabaseError(words)

    def close(self):
        if self.connection is not None:
            LIBPQ.PQfinish(self.connection)
        self.connection = None


class Cluster:
    """A server of its own: on a unix socket in its folder, on no network address."""

    def __init__(self, folder: pathlib.Path, settings=()):
        self.folder, self.settings = folder, settings
        self.binaries = pathlib.Path(
            os.environ.get("PG_BIN") or max(pathlib.Path("/usr/lib/postgresql").glob("*/bin"), default="/usr/bin"))
        self.password = secrets.token_hex(12)
        folder.mkdir(mode=0o755)
        (folder / "password").write_text(self.password + "\n")
        (folder / "socket").mkdir(mode=0o755)
        if os.geteuid() == 0:
            for path in (folder, folder / "password", folder / "socket"):
                shutil.chown(path, "postgres", "postgres")
        self.run("initdb", "-D", folder / "data", "-A", "scram-sha-256", "-U", "postgres", "--pwfile",
                 folder / "password", "-E", "UTF8", "--locale", "C")
        self.start()

    def run(self, program, *arguments):
        command = [str(self.binaries / program), *map(str, arguments)]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--", *command]
        # A server that is left running would keep a pipe open.
        with open(self.folder / "output", "w+") as output:
            done = subprocess.run(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, cwd="/")
            if done.returncode:
                output.seek(0)
                raise DatabaseError(f"{program} ended with {done.returncode}: {output.read()[-800:]}")

    def start(self):
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.folder}/socket' -c max_connections=200"
        options += "".join(f" -c {setting}" for setting in self.settings)
        self.run("pg_ctl", "start", "-w", "-t", "60", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options)

    def stop(self, mode="fast"):
        self.run("pg_ctl", "stop", "-w", "-t", "60", "-D", self.folder / "data", "-m", mode)

    def url(self, database, user="postgres", password=None, host=None):
        host = urllib.parse.quote(str(host or self.folder / "socket"), safe="")
        return f"postgresql://{user}:{password or self.password}@/{database}?host={host}"


class Proxy:
    """Stands on a unix socket before a server's. May stall all that passes, and lose answers to some requests."""

    def __init__(self, folder: pathlib.Path, upstream: pathlib.Path, seed=0):
        folder.mkdir(mode=0o755)
        self.upstream, self.random = upstream, random.Random(seed)
        self.flowing = threading.Event()
        self.flowing.set()
        # Chance that the answer to a request with these bytes is lost, with the connection.
        self.mark, self.loss, self.lost = b"", 0.0, 0
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / ".s.PGSQL.5432"))
        os.chmod(folder / ".s.PGSQL.5432", 0o777)
        self.listener.listen(64)
        self.folder = folder
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.carry, args=(client,), daemon=True).start()

    def carry(self, client):
        server = socket.socket(socket.AF_UNIX)
        doomed = False
        try:
            server.connect(str(self.upstream / ".s.PGSQL.5432"))
            while True:
                ready, _, _ = select.select([client, server], [], [])
                for source in ready:
                    data = source.recv(65536)
                    if not data:
                        return
                    self.flowing.wait()
                    if source is client:
                        doomed = self.mark and self.mark in data and self.random.random() < self.loss
                        server.sendall(data)
                    elif doomed:
                        self.lost += 1
                        return
                    else:
                        client.sendall(data)
        except OSError:
            pass
        finally:
            client.close()
            server.close()

    def stall(self, seconds):
        self.flowing.clear()
        time.sleep(seconds)
        self.flowing.set()
