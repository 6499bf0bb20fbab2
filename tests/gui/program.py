# SPDX-License-Identifier: GPL-3.0-or-later
"""The program as it is shipped, on the desktop of a test, and what people do first with it."""
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import processes
from case import TestCase
from drop import drag
from processes import wait_until
from reader import Gone, Reader, wait

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("DROPSEAL_RELEASE_BIN", ROOT / "build/release/bin"))
PROGRAM = BIN / "dropseal"
SERVER = BIN / "dropseald"
EMAIL = "ada@example.org"
PASSWORD = "Quiet-Harbour-77"


class Program:
    """A run of dropseal."""

    def __init__(self, desktop, *arguments, environment=None, before=()):
        """`before`: a command that starts it in its own place (setpriv …)."""
        self.desktop = desktop
        self.log = open(desktop.place / f"program-{time.monotonic_ns()}.log", "w+b")
        self.process = desktop.spawn([*before, PROGRAM, *arguments], environment=environment, stdout=self.log,
                                     stderr=self.log)
        self.reader = Reader(self.process.pid)

    @property
    def window(self):
        window = self.desktop.window_of(self.process.pid)
        if not window:
            raise AssertionError("dropseal shows no window:\n" + self.said())
        return window

    def said(self):
        self.log.seek(0)
        return self.log.read().decode(errors="replace")[-8000:]

    def page(self, name, seconds=30):
        """Waits until that page stands in the window."""
        return self.reader.find("frame", f"{name} – Dropseal", seconds=seconds)

    def drop(self, *paths, **options):
        return drag(self.desktop, paths, self.window, **options)

    def keys(self, *names):
        self.desktop.focus(self.window)
        self.desktop.keys(*names)

    def servers(self):
        """The pids of the bundled server."""
        return processes.running(SERVER.name, self.process.pid)

    def memory_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s*(\d+)", status)[1]) / 1024

    def menu(self, button, item):
        """"Account menu", "Sign out"."""
        self.reader.find("push button", button).show_menu()
        self.reader.menu_item(item).press()

    def quit(self, seconds=20):
        """As a person: Ctrl+Q, and yes if it asks."""
        self.keys("ctrl+q")
        limit = time.monotonic() + seconds
        while self.process.poll() is None and time.monotonic() < limit:
            try:
                for button in self.reader.all("push button", "Quit"):
                    button.press()
            except (Gone, AssertionError):
                pass
            time.sleep(0.1)
        if self.process.poll() is None:
            raise AssertionError(f"dropseal did not end in {seconds} s:\n{self.reader.dump()}\n{self.said()}")
        return self.process.returncode

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class WindowTest(TestCase):
    """With the program."""

    settings = {}  # of the app: {"appearance/theme": 1}
    server_settings = {}  # of the bundled server

    def setUp(self):
        super().setUp()
        self.assertTrue(PROGRAM.is_file(), f"{PROGRAM} is missing: run `installer/start --build-only` first")
        self.programs = []
        self.root = self.desktop.data_home / "dropseal-desktop"
        self.write_settings(self.settings)
        server = self.root / "server"
        server.mkdir(mode=0o700, parents=True)
        # The bundled server takes nothing from the app's environment; a cheap hash keeps the test quick.
        settings = dict({"BCRYPT_ROUNDS": 4, "RATE_LIMITS": "off"}, **self.server_settings)
        (server / ".env").write_text("".join(f"{name}={value}\n" for name, value in settings.items()))

    def write_settings(self, settings):
        app = self.root / "app"
        app.mkdir(mode=0o700, parents=True, exist_ok=True)
        groups = {}
        for key, value in settings.items():
            group, name = key.split("/")
            groups.setdefault(group, []).append(f"{name}={value}")
        (app / "settings.ini").write_text("".join(f"[{group}]\n" + "\n".join(lines) + "\n"
                                                  for group, lines in groups.items()))

    def start(self, *arguments, **options):
        program = Program(self.desktop, *arguments, **options)
        self.programs.append(program)
        return program

    def describe_failure(self):
        super().describe_failure()
        for program in self.programs:
            end = program.process.poll()
            print(f"dropseal {program.process.pid}, ended with {end}, said:\n{program.said()[-3000:]}", file=sys.stderr)
            if program.process.poll() is None:
                print(program.reader.dump(), file=sys.stderr)

    # What people do.

    def first_account(self, program, email=EMAIL, password=PASSWORD):
        """The first start, up to the empty list."""
        program.page("Welcome")
        program.reader.press("Use this computer")
        program.reader.find("push button", "Continue", seconds=60)
        program.reader.fill("E-mail", email)
        program.reader.fill("Password", password)
        program.reader.press("Continue")
        program.page("Files", 60)

    def choose_server(self, program, address):
        """From Welcome or Sign in to what that server says."""
        reader = program.reader
        button = wait(lambda: reader.all("push button", "Use a server") +
                      reader.all("push button", "Use another server"), 30)
        self.assertTrue(button, reader.dump())
        button[0].press()
        reader.fill("Server address", address)
        reader.press("Connect")

    def sign_in(self, program, email=EMAIL, password=PASSWORD):
        program.reader.find("push button", "Sign in", seconds=60)
        program.reader.fill("E-mail", email)
        program.reader.fill("Password", password)
        program.reader.press("Sign in")

    def sealed(self, program, name, seconds=60):
        """Waits until that file is on the server and has a link, as the window says; its row."""
        return program.reader.row("Files", name, seconds=seconds, Link="Expires in")

    def under_way(self, folder):
        """Waits until a server has some bytes of an upload, and no longer than that."""
        self.assertTrue(wait_until(lambda: received(folder) > 8 << 20, 60, 0.005), "the upload did not begin")

    def new_link(self, before=""):
        """Waits for another link on the clipboard."""
        def link():
            text = self.desktop.clipboard().strip()
            return text if text.startswith("http") and text != before else None
        found = wait_until(link, 30, 0.2)
        self.assertTrue(found, f"no new link on the clipboard, but {self.desktop.clipboard()!r}")
        return found

    def fetch(self, link, *options):
        """What a stranger gets: the bytes' SHA-256, by curl without any login."""
        target = self.place / "fetched"
        done = subprocess.run(["curl", "-sS", "--fail", "--noproxy", "*", "-o", target, *options, link], env={},
                              capture_output=True, text=True, timeout=120, check=False, cwd="/")
        self.assertEqual(done.returncode, 0, f"{link}: {done.stderr}")
        return sha256_of(target)


def received(folder):
    """Bytes that a server holds of uploads that are not finished, by its data folder."""
    total = 0
    for path in (Path(folder) / "tmp").rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except FileNotFoundError:
            continue
    return total


def sha256_of(path):
    import hashlib
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
