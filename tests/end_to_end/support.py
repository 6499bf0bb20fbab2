# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of this folder share: the release program, servers on folders of their own, small clients."""
import hashlib
import json
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path.insert(0, str(HERE / "faults"))

from dropseald import Server, wait_until  # noqa: E402,F401  (the folder is known only now)

RELEASE = Path(os.environ.get("DROPSEAL_RELEASE_BIN", ROOT / "build/release/bin")) / "dropseald"
DEV = Path(os.environ.get("DROPSEAL_DEV_BIN", ROOT / "build/dev/bin")) / "dropseald"
EMAIL = "alice@example.com"
PASSWORD = "SecurePassword123!"


def environment(**variables):
    """A clean one: no setting of the person who runs the tests reaches the program."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
    kept.update(HOME="/nonexistent", QT_NO_GLIB="1", BCRYPT_ROUNDS="4",
                ASAN_OPTIONS="detect_leaks=1:detect_stack_use_after_return=1",
                UBSAN_OPTIONS="print_stacktrace=1:halt_on_error=1")
    kept.update(variables)
    return kept


def run(arguments, *, program=None, stdin="", timeout=120, **options):
    """A run of dropseald that ends by itself: CompletedProcess with text."""
    options.setdefault("env", environment())
    options.setdefault("cwd", "/")
    return subprocess.run([str(program or RELEASE), *map(str, arguments)], input=stdin, text=True, capture_output=True,
                          timeout=timeout, check=False, **options)


class Backend(Server):
    """`dropseald serve` on port 0; ready when it is made."""

    def __init__(self, folder, *, program=None, arguments=(), listen="127.0.0.1:0", command=None, pass_fds=(),
                 **variables):
        # The base class makes its process otherwise; what it does with one is the same here.
        self.data_folder = str(folder)
        self.port = None
        self.log = tempfile.TemporaryFile(mode="w+")
        self.trusted = variables.get("TLS_CERT")
        command = command or [str(program or RELEASE), "serve", "--listen", listen, "--data-dir", self.data_folder,
                              *arguments]
        self.process = subprocess.Popen(command, cwd="/", env=environment(**variables), stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE, stderr=self.log, text=True, pass_fds=pass_fds)
        self.wait_ready()

    @property
    def url(self):
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def close(self):
        self.process.stdout.close()  # the log stays: what was said is looked at after the end

    def everything_said(self):
        self.log.seek(0)
        return self.log.read()

    def said_so_far(self):
        """While it runs: reads without moving the place where it writes."""
        return os.pread(self.log.fileno(), 1 << 26, 0).decode()

    def peak_memory_mib(self):
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024

    def sign_in(self, email=EMAIL, password=PASSWORD):
        """Registers where needed; the token pair."""
        status, answer = self.register(email, password)
        assert status in (201, 409), answer
        status, pair = self.login(email, password)
        assert status == 200, pair
        return pair

    def connect(self, timeout=30):
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def raw(self, data, timeout=30):
        """Sends bytes as they are; the status and everything that came back until the end."""
        with self.connect(timeout) as client:
            try:
                client.sendall(data)
            except (BrokenPipeError, ConnectionResetError):
                pass  # it has answered already
            received = b""
            try:
                while piece := client.recv(65536):
                    received += piece
            except ConnectionResetError:
                pass
        status = int(received[9:12]) if received.startswith(b"HTTP/1.1 ") else None
        return status, received


class TestCase(unittest.TestCase):
    """A folder for each test; servers that are still up at its end are killed."""

    program = None
    longMessage = True

    def setUp(self):
        self.assertTrue(RELEASE.is_file(), f"{RELEASE} is missing: run `installer/start --build-only` first")
        self.place = Path(tempfile.mkdtemp(prefix="dropseal-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.data = self.place / "data"

    def serve(self, **options):
        options.setdefault("program", self.program)
        server = Backend(options.pop("folder", self.data), **options)
        self.addCleanup(self.end, server)
        return server

    @staticmethod
    def end(server):
        if server.process.poll() is None:
            server.kill()
        server.close()
        server.log.close()

    def stop(self, server):
        """Ends it as an admin does; anything but a clean end fails, so do reports of a sanitizer."""
        code = server.stop()
        said = server.everything_said()
        self.assertEqual(code, 0, said[-6000:])
        for word in ("AddressSanitizer", "LeakSanitizer", "runtime error:"):
            self.assertNotIn(word, said, said[-6000:])

    def problem(self, status, body, code, path=""):
        """A problem answer of RFC 9457 with that status and code."""
        answer = json.loads(body)
        self.assertEqual((answer.get("status"), answer.get("code")), (status, code), f"{path} {answer}")
        for member in ("type", "title", "detail", "request_id"):
            self.assertIn(member, answer, path)


def more_descriptors(wanted=65536):
    """Raises this process's limit of descriptors, and with it that of the servers it starts; gives the new one."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, max(hard, wanted)))  # root may go beyond the hard one
    except (ValueError, PermissionError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return resource.getrlimit(resource.RLIMIT_NOFILE)[0]


def make_certificate(folder, name):
    """(certificate, key): for 127.0.0.1, signed by itself; the name is its common name."""
    certificate, key = folder / f"{name}.crt", folder / f"{name}.key"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc", "-days", "30",
                    "-subj", f"/CN={name}", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key),
                    "-out", str(certificate)], check=True, capture_output=True)
    return str(certificate), str(key)


def sha256_of(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def port_is_free(port):
    for family, address in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        with socket.socket(family) as probe:
            if family == socket.AF_INET:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
            except OSError as error:
                if family == socket.AF_INET or error.errno == 98:
                    return False
    return True


def main():
    unittest.main(verbosity=2)
