"""A program that is started again whenever it ends, for runs under faults."""
import pathlib
import signal
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent


class Restarted:
    """`well`: statuses with which it may end without being counted; `pause`: seconds before the next start."""

    def __init__(self, command, environment, log, well=(-signal.SIGKILL,), pause=0):
        self.command, self.environment, self.log, self.well, self.pause = command, environment, log, well, pause
        self.process, self.frozen, self.starts, self.ended_itself = None, False, 0, []
        self.start()

    def start(self):
        self.starts += 1
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=self.environment, cwd=ROOT,
                start_new_session=True)

    def watch(self):
        status = self.process.poll()
        if status is None:
            return
        if status not in self.well:
            self.ended_itself.append(status)
        time.sleep(self.pause)
        self.start()
