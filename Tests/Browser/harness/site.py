"""A workspace with the sample packs, served by the program under test."""

import functools
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import urllib.error
import urllib.request

from . import limits
from .build import REPOSITORY, SAMPLE_PACKS, program
from .waiting import until


class Workspace:
    """One folder, used through the command line as an operator would."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder

    def run(self, *words: str, check: bool = True) -> str:
        """What a command prints; an AssertionError with all it said when it fails."""
        done = subprocess.run(
            [str(program()), *words, "-w", str(self.folder)],
            cwd=REPOSITORY, capture_output=True, text=True, timeout=limits.COMMAND_SECONDS,
            env={**os.environ, "NO_COLOR": "1"},
        )
        if check and done.returncode != 0:
            raise AssertionError(f"tidegate {' '.join(words)}: {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def records(self, query: str) -> list[dict]:
        """The records of a query such as `Mail where subject contains 'parcel'`."""
        found = json.loads(self.run("query", query, "--json"))
        return [{"id": record["id"], "version": record["version"], **record["fields"]} for record in found]

    def binned(self, kind: str) -> str:
        """The id of what was deleted last."""
        return json.loads(self.run("bin", kind, "--json"))["records"][0]["id"]

    def one(self, query: str) -> dict:
        found = self.records(query)
        assert len(found) == 1, f"{query}: {len(found)} records instead of one"
        return found[0]


@functools.cache
def _template() -> pathlib.Path:
    """A workspace with packs and samples, made once in a run and copied for each test class."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix="tidegate-browser-"))
    workspace = Workspace(folder / "template")
    workspace.folder.mkdir()
    subprocess.run([str(program()), "init", str(workspace.folder)], check=True, capture_output=True)
    workspace.run("pack", "install", *[f"rules/{pack}" for pack in SAMPLE_PACKS], "--samples")
    return workspace.folder


class Site(Workspace):
    """The workspace with a server before it.

        with Site() as site:
            site.link("ann")
    """

    def __init__(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="tidegate-site-", dir=_template().parent))
        shutil.copytree(_template(), folder, dirs_exist_ok=True)
        super().__init__(folder)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.log = open(folder / "server.log", "w+b")
        self.process = None
        self.start()

    def start(self):
        """Starts the server and waits until it answers."""
        self.process = subprocess.Popen(
            [str(program()), "serve", "-w", str(self.folder), "--port", str(self.port)],
            cwd=REPOSITORY, stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL,
            env={**os.environ, "NO_COLOR": "1"},
        )
        until(self._answers, lambda: f"the server answers at {self.address}\n{self.said()}", limits.SERVER_START_SECONDS)

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"The server ended with {self.process.returncode}:\n{self.said()}")
        try:
            urllib.request.urlopen(f"{self.address}/healthz", timeout=2).close()
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False

    def stop(self):
        """Ends the server as an operator would, and insists that it ends in time."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(limits.SERVER_STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                raise AssertionError("The server does not end when asked to")

    def close(self):
        try:
            self.stop()
        finally:
            self.log.close()
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def said(self) -> str:
        """What the server has printed so far."""
        self.log.flush()
        return (self.folder / "server.log").read_text(errors="replace")

    def link(self, login: str) -> str:
        """A one-time link with which the user signs in, as a path of this site."""
        text = self.run("user", "link", login, "--url", self.address)
        found = re.search(r"https?://\S+?(/welcome/\S+)", text)
        assert found, f"No link in: {text}"
        return found.group(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
