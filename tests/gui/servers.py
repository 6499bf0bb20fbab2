# SPDX-License-Identifier: GPL-3.0-or-later
"""Servers that are not the bundled one: another Dropseal, nginx with TLS before it, things that are no Dropseal."""
import errno
import http.server
import os
import re
import socket
import struct
import subprocess
import sys
import threading
from pathlib import Path

import processes

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "end_to_end"))
import support  # noqa: E402  (the folder is known only now)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Remote:
    """Somebody else's Dropseal, with one account that is no administrator's. The port stays over stop() and start()."""

    def __init__(self, place, email, password, *, port=None, **settings):
        self.folder = Path(place)
        self.port = port or free_port()
        self.settings = settings
        self.server = None
        self.user("add", "--email", "root@example.org", "--role", "admin", "--password-stdin", stdin=password + "\n")
        self.user("add", "--email", email, "--password-stdin", stdin=password + "\n")
        self.start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def user(self, verb, *arguments, stdin=""):
        done = support.run(["user", verb, "--data-dir", self.folder, *arguments], stdin=stdin)
        if done.returncode != 0:
            raise AssertionError(done.stdout + done.stderr)

    def start(self):
        self.server = support.Backend(self.folder, listen=f"127.0.0.1:{self.port}", **self.settings)

    def stop(self):
        self.server.stop()

    def kill(self):
        self.server.kill()

    def close(self):
        if self.server.process.poll() is None:
            self.server.kill()


class FullDisk:
    """A disk of a server on which nothing can be written while `full()`: the control file of faulty_disk.c."""

    LAYOUT = "=8q192s"
    WRITE = 1

    def __init__(self, control, part):
        self.control = Path(control)
        self.part = part
        self.control.write_bytes(self.words(0))

    def words(self, kind):
        return struct.pack(self.LAYOUT, kind, 1, errno.ENOSPC, 1, 0, 0, 0, 0, self.part.encode())

    def variables(self):
        return {"LD_PRELOAD": os.environ["DROPSEAL_FAULTY_DISK"], "FAULTY_DISK_CONTROL": str(self.control)}

    def full(self, is_full=True):
        with open(self.control, "r+b", buffering=0) as control:
            control.write(self.words(0))
            control.seek(0)
            control.write(struct.pack("=q", self.WRITE if is_full else 0))


class TlsFront:
    """nginx with a certificate that nobody has signed, in front of a server."""

    CONFIG = """daemon off; master_process off; pid {place}/nginx.pid; error_log {place}/nginx.log;
events {{ }}
http {{
  access_log off; client_max_body_size {limit}; proxy_request_buffering off; proxy_buffering off;
  client_body_temp_path {place}/body; proxy_temp_path {place}/proxy; fastcgi_temp_path {place}/fastcgi;
  uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {place}/cert.pem; ssl_certificate_key {place}/key.pem;
    location / {{ proxy_pass {to}; proxy_http_version 1.1; proxy_set_header Host $http_host;
                  proxy_set_header X-Forwarded-Proto https; proxy_set_header X-Forwarded-For $remote_addr; }}
  }}
}}
"""

    def __init__(self, place, port, to, limit="0"):
        self.place = Path(place)
        self.place.mkdir()
        self.port = port
        self.config = self.place / "nginx.conf"
        self.config.write_text(self.CONFIG.format(place=self.place, port=port, to=to, limit=limit))
        self.process = None
        self.new_certificate()
        self.start()

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}"

    def new_certificate(self):
        key, certificate = self.place / "key.pem", self.place / "cert.pem"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                        "-nodes", "-keyout", key, "-out", certificate, "-days", "30", "-subj", "/CN=127.0.0.1",
                        "-addext", "subjectAltName=IP:127.0.0.1"], check=True, capture_output=True)

    def fingerprint(self):
        """SHA-256, 64 hex digits."""
        said = subprocess.run(["openssl", "x509", "-in", self.place / "cert.pem", "-noout", "-fingerprint", "-sha256"],
                              check=True, capture_output=True, text=True).stdout
        return said.strip().split("=")[1].replace(":", "").lower()

    def start(self):
        environment = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin"}
        self.process = processes.start(["nginx", "-c", self.config, "-e", self.place / "nginx.log"],
                                       environment=environment)
        if not processes.wait_until(lambda: answers(self.port)):
            raise AssertionError("nginx did not start:\n" + (self.place / "nginx.log").read_text())

    def stop(self):
        processes.end(self.process)


def answers(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


class OtherWebServer:
    """Answers everything with a page, as any web server does."""

    def __init__(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                page = b"<html><body>Welcome to our cats</body></html>"
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Length", str(len(page)))
                self.end_headers()
                self.wfile.write(page)

            do_POST = do_PUT = do_GET

            def log_message(self, *_):
                return

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def contents_below(path):
    """Every byte of every file below a folder, for a search for what must not be there."""
    for folder, _, names in os.walk(path):
        for name in names:
            file = Path(folder) / name
            if file.is_file():
                yield file, file.read_bytes()


class Wiretap:
    """Passes bytes on to a server and remembers what it answered: the tokens that must be on no disk."""

    def __init__(self, port):
        self.to = port
        self.answers = bytearray()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to))
            threading.Thread(target=self.carry, args=(client, server, None), daemon=True).start()
            threading.Thread(target=self.carry, args=(server, client, self.answers), daemon=True).start()

    @staticmethod
    def carry(source, target, kept):
        try:
            while piece := source.recv(65536):
                if kept is not None:
                    kept += piece
                target.sendall(piece)
        except OSError:
            pass
        for end in (source, target):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def secrets(self):
        """Every token that went by."""
        return {match[1] for match in re.finditer(rb'"(?:access|refresh)_token": ?"([^"]+)"', bytes(self.answers))}

    def close(self):
        self.listener.close()
