"""Programs that a launcher starts, and ends again with everything they started in turn."""
import ctypes
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time

PR_SET_PDEATHSIG = 1
# Where an ordinary user's shell may not look.
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
os.environ["PATH"] = PATH
LIBC = ctypes.CDLL(None, use_errno=True)


def free_ports(count):
    """Ports of 127.0.0.1 that nobody has at the moment, all different."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
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


class Program:
    """A server in a session of its own, so that its processes are known by that session and no other is ever touched.

    Ends with the launcher, also if that is killed.
    """

    def __init__(self, name, command, log, patience=5):
        """`patience`: seconds it gets to end in good order."""
        self.name, self.command, self.log, self.patience = name, command, log, patience
        self.child = None
        self.session = None

    def start(self):
        if self.processes():
            raise RuntimeError(f"{self.name} runs already")
        with open(self.log, "ab") as log:
            self.child = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
                preexec_fn=lambda: LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM))
        self.session = self.child.pid

    def alive(self):
        return self.child is not None and self.child.poll() is None

    def processes(self):
        """The ids of all that belong to it and are no mere remains."""
        found = []
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat") if self.session else ():
            try:
                fields = stat.read_text().rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == self.session and fields[0] != "Z":
                found.append(int(stat.parent.name))
        return found

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
        """SIGKILL, the server first, so that it starts nothing anew."""
        if self.alive():
            self.child.kill()
            self.child.wait()
        end = time.monotonic() + 10
        while left := self.processes():
            for process in left:
                try:
                    os.kill(process, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            if time.monotonic() > end:
                raise TimeoutError(f"{self.name}: {left} would not end")
            time.sleep(0.01)
        self.session = None
