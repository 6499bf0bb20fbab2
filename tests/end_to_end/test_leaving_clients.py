# SPDX-License-Identifier: GPL-3.0-or-later
"""200 clients that leave in the middle of sign-in, upload and download; the backend stays healthy, under ASan too."""
import json
import os
import random
import socket
import struct
import sys
import threading
import time
from pathlib import Path

from support import DEV, EMAIL, PASSWORD, TestCase, main

CLIENTS = 200
VISITOR = "visitor@example.com"
FILE_BYTES = 8_000_000


def leave(client, how):
    """Closes with a FIN, or with a reset, which is what a killed program leaves behind."""
    if how == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


class LeavingClients(TestCase):
    def head(self, method, path, length=None, token=None):
        lines = [f"{method} {path} HTTP/1.1", "Host: localhost"]
        if token:
            lines.append("Authorization: Bearer " + token)
        if length is not None:
            lines += ["Content-Type: application/json", f"Content-Length: {length}"]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    def sign_in(self, server, chance, _):
        # Another account: beyond 20 sessions the oldest of the same one would end, which is the downloads' own.
        body = json.dumps({"email": VISITOR, "password": PASSWORD}).encode()
        request = self.head("POST", "/auth/login", len(body)) + body
        with server.connect() as client:
            client.sendall(request[:chance.choice([20, len(request) - 5, len(request), len(request)])])
            time.sleep(chance.random() * 0.01)
            leave(client, chance.choice(["end", "reset"]))

    def upload(self, server, chance, token):
        with server.connect() as client:
            client.sendall(self.head("PUT", "/upload/left.bin", FILE_BYTES, token))
            client.sendall(os.urandom(chance.choice([0, 1, 100_000, 1_500_000])))
            time.sleep(chance.random() * 0.02)
            leave(client, chance.choice(["end", "reset"]))

    def download(self, server, chance, token):
        with server.connect() as client:
            client.sendall(self.head("GET", f"/api/v1/files/{self.file}/content", token=token))
            for _ in range(chance.choice([0, 0, 1, 20])):
                client.recv(65536)
            leave(client, chance.choice(["end", "reset"]))

    def run_clients(self, server, token, seed):
        failures = []

        def some(number):
            chance = random.Random(seed * 1000 + number)
            for deed in [self.sign_in, self.upload, self.download] * 3:
                try:
                    deed(server, chance, token)
                except (ConnectionResetError, BrokenPipeError):
                    pass  # the server may cut first
                except OSError as error:
                    failures.append(f"{deed.__name__}: {error}")

        threads = [threading.Thread(target=some, args=(number,)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(300)
            self.assertFalse(thread.is_alive(), "a client hangs")
        self.assertEqual(failures, [])

    def test_backend_stays_healthy(self):
        seed = random.SystemRandom().randrange(1 << 20)
        print(f"seed {seed}", flush=True)
        server = self.serve()
        pair = server.sign_in()
        token = pair["access_token"]
        content = os.urandom(FILE_BYTES)
        status, answer = server.upload(token, "stays.bin", content)
        self.assertEqual(status, 200, answer)
        self.file = answer["id"]
        self.assertEqual(server.register(VISITOR, PASSWORD)[0], 201)
        self.run_clients(server, token, seed)

        self.assertTrue(server.is_ready())
        self.assertEqual(server.login(EMAIL, PASSWORD)[0], 200)
        self.assertEqual(set(server.files(token)), {self.file})
        status, _, whole = server.content(token, self.file)
        self.assertTrue(status == 200 and whole == content)
        status, answer = server.upload(token, "after.bin", content)
        self.assertEqual(status, 200, answer)
        # What they left in the middle of is gone: descriptors, and files in tmp.
        descriptors = Path(f"/proc/{server.process.pid}/fd")
        end = time.monotonic() + 60
        while time.monotonic() < end and (any((self.data / "tmp").iterdir()) or self.open_sockets(descriptors) > 20):
            time.sleep(0.1)
        self.assertEqual(list((self.data / "tmp").iterdir()), [])
        self.assertLessEqual(self.open_sockets(descriptors), 20)
        self.stop(server)

    @staticmethod
    def open_sockets(descriptors):
        count = 0
        for name in descriptors.iterdir():
            try:
                count += os.readlink(name).startswith("socket:")
            except FileNotFoundError:
                pass
        return count


if __name__ == "__main__":
    if "--dev" in sys.argv:
        sys.argv.remove("--dev")
        LeavingClients.program = DEV
        assert DEV.is_file(), f"{DEV} is missing: build the preset dev first"
    main()
