# SPDX-License-Identifier: GPL-3.0-or-later
"""A dropseald process on a data folder of its own, and the calls that a client makes."""
import atexit
import http.client
import json
import os
import re
import resource
import signal
import ssl
import subprocess
import tempfile
import threading
import time

START_SECONDS = 60
ANSWER_SECONDS = 60


class Lost(Exception):
    """No whole answer came: nobody knows whether the server did it."""


class Server:
    """Starts when it is made, and is ready then. `file_limit`: RLIMIT_FSIZE of the process, in bytes."""

    scheme = "http"
    trusted = None  # the certificate of a server that speaks https

    def __init__(self, program, data_folder, *, database=None, shim=None, file_limit=None, wait=True, **variables):
        self.data_folder = str(data_folder)
        self.port = None
        environment = {name: value for name, value in os.environ.items() if not name.startswith("DROPSEAL_")}
        environment.update(QT_NO_GLIB="1", RATE_LIMITS="off", BCRYPT_ROUNDS="4", REGISTRATION="open",
                           ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0", **variables)
        if shim:
            environment["LD_PRELOAD"] = str(shim)
        if database:
            environment["DATABASE_URL"] = f"sqlite:///{database}"
        self.log = tempfile.TemporaryFile(mode="w+")

        def limit():
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if file_limit:
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_limit, file_limit))

        self.process = subprocess.Popen(
            [str(program), "serve", "--listen", "127.0.0.1:0", "--data-dir", self.data_folder], cwd="/",
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=self.log, text=True,
            preexec_fn=limit)
        atexit.register(self.end_with_the_script)
        if wait:
            self.wait_ready()

    def end_with_the_script(self):
        if self.process.poll() is None:
            self.process.kill()

    def wait_ready(self):
        watchdog = threading.Timer(START_SECONDS, self.process.kill)
        watchdog.start()
        line = self.process.stdout.readline()
        watchdog.cancel()
        match = re.fullmatch(r"listening on (https?)://127\.0\.0\.1:(\d+)\n", line)
        if not match:
            self.process.wait()
            self.close()
            raise AssertionError(f"dropseald did not start ({self.process.returncode}): {line!r}\n{self.said()}")
        self.scheme, self.port = match[1], int(match[2])

    def said(self):
        """The end of what it wrote to stderr."""
        if not self.log.closed:
            self.log.seek(0)
            self.last_words = self.log.read()[-6000:]
        return self.last_words

    def close(self):
        atexit.unregister(self.end_with_the_script)
        self.said()
        self.log.close()
        self.process.stdout.close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.close()

    def stop(self):
        """Asks it to end; its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.wait_end()

    def wait_end(self, seconds=60):
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError("dropseald did not end:\n" + self.said()) from None
        self.close()
        return code

    def connection(self):
        if self.scheme == "http":
            return http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        context = ssl.create_default_context(cafile=self.trusted)
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS, context=context)

    def call(self, method, path, body=None, *, token=None, **headers):
        """(status, headers, bytes) of one request on its own connection. Lost where no whole answer came."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if token:
            headers["Authorization"] = "Bearer " + token
        if isinstance(body, dict):
            body = json.dumps(body)
            headers["Content-Type"] = "application/json"
        connection = self.connection()
        try:
            try:
                connection.request(method, path, body, headers)
            except (BrokenPipeError, ConnectionResetError):
                if connection.sock is None:
                    raise
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise Lost(str(error)) from None
        finally:
            connection.close()

    def json(self, method, path, body=None, **more):
        """(status, decoded body)."""
        status, _, text = self.call(method, path, body, **more)
        return status, json.loads(text) if text else None

    # What people do.

    def register(self, email, password):
        return self.json("POST", "/auth/register", {"email": email, "password": password})

    def login(self, email, password):
        return self.json("POST", "/auth/login", {"email": email, "password": password})

    def refresh(self, token):
        return self.json("POST", "/auth/refresh", {"refresh_token": token})

    def upload(self, token, name, data, **headers):
        return self.json("PUT", f"/upload/{name}", data, token=token, **headers)

    def files(self, token):
        """All files that are listed, as {id: record}."""
        found, cursor = {}, ""
        while cursor is not None:
            query = "?limit=200" + (f"&cursor={cursor}" if cursor else "")
            status, page = self.json("GET", "/api/v1/files" + query, token=token)
            assert status == 200, page
            found.update((item["id"], item) for item in page["items"])
            cursor = page["next_cursor"]
        return found

    def content(self, token, file_id):
        return self.call("GET", f"/api/v1/files/{file_id}/content", token=token)

    def is_ready(self):
        try:
            return self.call("GET", "/health/ready")[0] == 200
        except Lost:
            return False


def wait_until(condition, seconds=30):
    """Whether it came true in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False
