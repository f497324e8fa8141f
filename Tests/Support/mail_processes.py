"""Programs that a launcher starts, and ends again with everything they started in turn."""
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import time

# Where an ordinary user's shell may not look.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
os.environ["PATH"] = PATH
EPHEMERAL = pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range")


def free_ports(count):
    """Ports of 127.0.0.1 that nobody has, all different; not of those that clients get, so that they are free after a restart, too."""
    lowest, ports = int(EPHEMERAL.read_text().split()[0]), []
    while len(ports) < count:
        port = random.randint(10_000, max(lowest - 1, 20_000))
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                tried.bind(("127.0.0.1", port))
            except OSError:
                continue
        if port not in ports:
            ports.append(port)
    return ports


def answers(port, greeting=True):
    """Whether a server speaks first at that port, or just listens where it never speaks first."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            return bool(connection.recv(1)) if greeting else True
    except OSError:
        return False


def until(true, seconds, what):
    """Waits for something to become true; what it waited for is the error."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(0.02)


def missing(*programs):
    """A word on those that are not installed; `None` when all are."""
    absent = [name for name in programs if not shutil.which(name, path=PATH)]
    return f"not installed: {', '.join(absent)}" if absent else None


class Guard:
    """Another process that waits for the end of this one, and then takes down what is left of it.

    A parent-death signal would not do: Postfix changes users, which clears it.
    """

    def __init__(self):
        ends, self.told = os.pipe()
        self.process = os.fork()
        if self.process == 0:
            try:
                os.setsid()
                os.close(self.told)
                for standard in (0, 1):
                    os.dup2(os.open(os.devnull, os.O_RDWR), standard)
                self.wait(ends)
            finally:
                os._exit(0)
        os.close(ends)

    @staticmethod
    def wait(ends):
        """Lines: `+ SESSION` when one begins, `- SESSION` when it is over, `folder PATH` for what goes in the end."""
        sessions, folders = set(), []
        with os.fdopen(ends) as lines:
            for line in lines:
                word, value = line.rstrip("\n").split(" ", 1)
                if word == "+":
                    sessions.add(int(value))
                elif word == "-":
                    sessions.discard(int(value))
                else:
                    folders.append(value)
        for session in sessions:
            kill_session(session)
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)

    def tell(self, word, value):
        os.write(self.told, f"{word} {value}\n".encode())

    def close(self):
        os.close(self.told)
        os.waitpid(self.process, 0)


def processes(session):
    """The ids of all in a session, its leader first, that are no mere remains."""
    found = []
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[3]) == session and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found, key=lambda process: (process != session, process))


def kill_session(session):
    """SIGKILL for all in it, the leader first, so that it starts nothing anew."""
    end = time.monotonic() + 10
    while left := processes(session):
        for process in left:
            try:
                os.kill(process, signal.SIGKILL)
            except ProcessLookupError:
                pass
        if time.monotonic() > end:
            raise TimeoutError(f"{left} would not end")
        time.sleep(0.01)


class Program:
    """A server in a session of its own, so that its processes are known by that session and no other is ever touched.

    `patience`: seconds it gets to end in good order. `guard`: who ends it when nobody else can.
    """

    guard = None

    def __init__(self, name, command, log, patience=5):
        self.name, self.command, self.log, self.patience = name, command, log, patience
        self.child = None
        self.session = None

    def start(self):
        if self.processes():
            raise RuntimeError(f"{self.name} runs already")
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        self.session = self.child.pid
        if self.guard:
            self.guard.tell("+", self.session)

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def processes(self):
        return processes(self.session) if self.session else []

    def stop(self):
        """In good order; what has not ended in time is killed."""
        if self.alive():
            self.child.send_signal(signal.SIGTERM)
            try:
                self.child.wait(self.patience)
            except subprocess.TimeoutExpired:
                pass
        self.kill()

    def kill(self):
        if not self.session:
            return
        kill_session(self.session)
        self.child.wait()
        if self.guard:
            self.guard.tell("-", self.session)
        self.session = None
