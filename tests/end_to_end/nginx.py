# SPDX-License-Identifier: GPL-3.0-or-later
"""nginx in front of a backend: one process of its own on loopback ports, with its whole life in one folder."""
import json
import os
import shutil
import socket
import subprocess
from pathlib import Path

from support import wait_until

PROGRAM = shutil.which("nginx") or "/usr/sbin/nginx"

HEAD = """
{user}
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 2048; }}
http {{
    log_format forwarded escape=json '{{"id":"$request_id","method":"$request_method","status":"$status",'
                                     '"upstream":"$upstream_status"}}';
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    client_header_timeout 2s;
    client_body_timeout 2s;
    lingering_close off;
    upstream backend {{ server 127.0.0.1:{backend}; keepalive 4; }}
"""

# One connection to the backend carries the requests of many clients: what one of them smuggles would meet the next.
SERVER = """
    server {{
        listen 127.0.0.1:{port};
        access_log {folder}/access.log forwarded;
        client_max_body_size 0;
        {extra}
        location / {{
            proxy_pass http://backend;
            proxy_http_version 1.1;
            proxy_request_buffering off;
            proxy_buffering off;
            proxy_next_upstream off;
            proxy_set_header Connection "";
            proxy_set_header Host $host;
            proxy_set_header X-Request-Id $request_id;
            proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
            proxy_set_header X-Forwarded-Proto $scheme;
        }}
    }}
"""

AS_IT_COMES = ""
LENIENT = "ignore_invalid_headers off; underscores_in_headers on; merge_slashes off; large_client_header_buffers 8 128k;"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Nginx:
    """`ports`: one for each entry of `servers`, which are lines for its server block."""

    def __init__(self, folder, backend_port, servers=(AS_IT_COMES,)):
        self.folder = Path(folder)
        self.folder.mkdir()
        self.ports = [free_port() for _ in servers]
        values = {"folder": self.folder, "backend": backend_port, "user": "user root;" if os.geteuid() == 0 else ""}
        text = HEAD.format(**values)
        for port, extra in zip(self.ports, servers):
            text += SERVER.format(port=port, extra=extra, **values)
        (self.folder / "nginx.conf").write_text(text + "}\n")
        self.said = open(self.folder / "said.log", "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [PROGRAM, "-p", str(self.folder), "-c", str(self.folder / "nginx.conf"), "-e",
             str(self.folder / "error.log")], cwd="/", stdin=subprocess.DEVNULL, stdout=self.said, stderr=self.said)
        self.log = None
        if not wait_until(self.listens):
            self.close()
            raise AssertionError("nginx did not start: " + (self.folder / "error.log").read_text())
        self.log = open(self.folder / "access.log", encoding="utf-8")

    def listens(self):
        for port in self.ports:
            try:
                socket.create_connection(("127.0.0.1", port), 5).close()
            except OSError:
                return False
        return True

    def new_lines(self):
        """The requests that it has logged since the last call: what it read, what it answered, what it was told."""
        return [json.loads(line) for line in self.log if line.endswith("\n")]

    def close(self):
        if self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
        self.said.close()
        if self.log:
            self.log.close()
