# SPDX-License-Identifier: GPL-3.0-or-later
"""The servers that are timed side by side. Each has a folder of its own and a free port of the loopback."""
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))

from support import EMAIL, PASSWORD, RELEASE, Backend, make_certificate  # noqa: E402,F401  (the folder is known only now)

EATMYDATA = "/usr/lib/x86_64-linux-gnu/libeatmydata.so"
NGINX = """
worker_processes 1; daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors;
events {{ worker_connections 20000; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 3600; client_max_body_size 0;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/p; fastcgi_temp_path {folder}/f;
  uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  sendfile on; tcp_nopush on; root {folder}/www; default_type application/json;
  {tls_settings}
  server {{ listen 127.0.0.1:{port}; location / {{ dav_methods PUT DELETE; create_full_put_path on; dav_access user:rw; }} }}
  {tls_server}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=30):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"a peer ended at once with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("a peer did not open its port")


def memory_mib(pid, what="VmHWM"):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    return 0.0


class Peer:
    name = ""
    port = 0
    process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def call(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, text

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Dropseal(Peer):
    def __init__(self, folder, name="Dropseal", durable=True, **variables):
        self.name = name
        if not durable:
            variables["LD_PRELOAD"] = EATMYDATA
        self.backend = Backend(folder, RATE_LIMITS="off", REGISTRATION="open", **variables)
        self.port = self.backend.port
        self.process = self.backend.process
        self.tls_port = self.backend.port  # where TLS_CERT and TLS_KEY are given, it speaks nothing else
        self.token = self.backend.sign_in()["access_token"]

    def call(self, method, path, body=None, **headers):
        status, _, text = self.backend.call(method, path, body, **headers)
        return status, text

    def headers(self):
        return {"Authorization": "Bearer " + self.token}

    def upload_target(self, name):
        return f"/upload/{name}"

    def uploaded(self, answer):
        """(path of the bytes, what deletes it) from an upload's answer."""
        record = json.loads(answer)
        return f"/api/v1/files/{record['id']}/content", f"/api/v1/files/{record['id']}?purge=true"


class Nginx(Peer):
    name = "nginx"

    def __init__(self, folder, tls=None):
        folder.mkdir(parents=True)
        (folder / "www").mkdir()
        self.folder = folder
        self.port = free_port()
        settings = server = ""
        if tls:
            self.tls_port = free_port()
            settings = f"ssl_certificate {tls[0]}; ssl_certificate_key {tls[1]}; ssl_protocols TLSv1.2 TLSv1.3;"
            server = (f"server {{ listen 127.0.0.1:{self.tls_port} ssl; location / "
                      "{ dav_methods PUT DELETE; dav_access user:rw; } }")
        config = folder / "nginx.conf"
        config.write_text(NGINX.format(folder=folder, port=self.port, tls_settings=settings, tls_server=server))
        self.process = subprocess.Popen(["/usr/sbin/nginx", "-c", str(config), "-p", str(folder), "-e",
                                         str(folder / "errors"), "-g", "user root;"], stdin=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)

    def headers(self):
        return {}

    def upload_target(self, name):
        return f"/{name}"


class SpecificationStack(Peer):
    name = "specification's stack"

    def __init__(self, folder, rounds="4"):
        folder.mkdir(parents=True)
        self.port = free_port()
        environment = {**os.environ, "STACK_FOLDER": str(folder), "BCRYPT_ROUNDS": rounds}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "--app-dir", str(HERE), "--host", "127.0.0.1", "--port", str(self.port),
             "--log-level", "warning", "--no-access-log", "specification_stack:app"], env=environment,
            stdin=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)
        person = json.dumps({"email": EMAIL, "password": PASSWORD})
        kind = {"Content-Type": "application/json"}
        status, _ = self.call("POST", "/auth/register", person, **kind)
        assert status == 201, status
        self.token = json.loads(self.call("POST", "/auth/login", person, **kind)[1])["access_token"]

    def headers(self):
        return {"Authorization": "Bearer " + self.token}
