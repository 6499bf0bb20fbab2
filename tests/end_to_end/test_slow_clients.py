# SPDX-License-Identifier: GPL-3.0-or-later
"""500 connections that never finish their head and 500 readers that read nothing, while another client is served.
Prints the figures; fails on seconds, on memory for each of them, and on what is left when they are gone."""
import http.client
import os
import socket
import time
from pathlib import Path

from support import TestCase, main, more_descriptors, wait_until

CLIENTS = 500
FILE_BYTES = 16 * 1024 * 1024
HEAD_SECONDS = 8
STALL_SECONDS = 8
TOO_SLOW_SECONDS = 2.0
MOST_MEMORY_KIB = 64  # for each of them; SECURITY.md section 3 row 18


class SlowClients(TestCase):
    def setUp(self):
        super().setUp()
        self.assertGreater(more_descriptors(), 6 * CLIENTS, "the system allows too few descriptors: raise `ulimit -Hn`")
        self.server = self.serve(HEAD_TIMEOUT_SECONDS=str(HEAD_SECONDS), DOWNLOAD_STALL_SECONDS=str(STALL_SECONDS))
        self.token = self.server.sign_in()["access_token"]
        status, file = self.server.upload(self.token, "big.bin", os.urandom(FILE_BYTES))
        self.assertEqual(status, 200, file)
        self.path = f"/api/v1/files/{file['id']}/content"
        self.idle = self.sockets()
        self.clients = []
        self.addCleanup(self.leave)

    def leave(self):
        for client in self.clients:
            client.close()

    def sockets(self):
        count = 0
        for entry in os.scandir(f"/proc/{self.server.process.pid}/fd"):
            try:
                count += os.readlink(entry.path).startswith("socket:")
            except FileNotFoundError:
                pass  # closed meanwhile
        return count

    def memory_kib(self):
        status = Path(f"/proc/{self.server.process.pid}/status").read_text(encoding="utf-8")
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1])

    def join(self, request, *, half_close=False, window=None):
        client = socket.socket()
        if window:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        client.settimeout(60)
        client.connect(("127.0.0.1", self.server.port))
        client.sendall(request)
        if half_close:
            client.shutdown(socket.SHUT_WR)
        self.clients.append(client)

    def serve_another(self):
        """What somebody else does meanwhile; sorted seconds of each request."""
        took = []
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Authorization": "Bearer " + self.token}
        for number in range(100):
            for method, path, body, length in [("GET", "/auth/me", None, None), ("GET", "/health", None, None),
                                               ("PUT", f"/upload/{number}.txt", b"x" * 10_000, None),
                                               ("GET", self.path, None, FILE_BYTES if number == 50 else 1000)]:
                ranged = {"Range": "bytes=0-999"} if length == 1000 else {}
                started = time.perf_counter()
                connection.request(method, path, body, {**headers, **ranged})
                answer = connection.getresponse()
                received = answer.read()
                took.append(time.perf_counter() - started)
                self.assertIn(answer.status, (200, 206), received[:300])
                if length:
                    self.assertEqual(len(received), length)
        connection.close()
        return sorted(took)

    def crowd(self, name, join):
        before = self.memory_kib()
        started = time.monotonic()
        for number in range(CLIENTS):
            join(number)
        joined = time.monotonic() - started
        took = self.serve_another()
        grown = (self.memory_kib() - before) / CLIENTS
        print(f"beside {CLIENTS} {name}: p50 {took[len(took) // 2] * 1e3:.2f} ms, p99 "
              f"{took[len(took) * 99 // 100] * 1e3:.2f} ms, {grown:.1f} KiB of memory for each (joined in {joined:.2f} "
              "s)", flush=True)
        self.assertLess(took[len(took) * 99 // 100], TOO_SLOW_SECONDS)
        self.assertLess(grown, MOST_MEMORY_KIB)

    def gone(self):
        """The server has let go of all of them by itself."""
        self.assertTrue(wait_until(lambda: self.sockets() <= self.idle, 60),
                        f"{self.sockets()} sockets, {self.idle} at the beginning")
        self.assertTrue(self.server.is_ready())
        self.stop(self.server)

    def test_half_open(self):
        beginnings = [b"G", b"GET / HT", b"GET / HTTP/1.1\r\nHost: localhost\r\n", b"GET / HTTP/1.1\r\nX-A: " + b"a" * 9000,
                      b"\r\n"]
        self.crowd("half-open connections", lambda number: self.join(beginnings[number % len(beginnings)]))
        answers = [self.everything(client) for client in self.clients]
        for number, answer in enumerate(answers):  # who has not even begun is not answered
            if number % len(beginnings) == 4:
                self.assertEqual(answer, b"", answer[:200])
            else:
                self.assertTrue(answer.startswith(b"HTTP/1.1 408 "), answer[:200])
        self.gone()

    @staticmethod
    def everything(client):
        received = b""
        while piece := client.recv(65536):
            received += piece
        return received

    def test_half_closed(self):
        """They have said all that they will say, and it is no request: their places are free at once."""
        self.crowd("half-closed connections", lambda number: self.join(b"GET / HTTP/1.1\r\nHost: l", half_close=True))
        self.gone()

    def test_stalled_readers(self):
        request = f"GET {self.path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n\r\n".encode()
        self.crowd("stalled readers", lambda number: self.join(request, window=4096))
        self.gone()
        for client in self.clients[:20]:  # cut, and not made to look whole
            received = 0
            try:
                while piece := client.recv(1 << 20):
                    received += len(piece)
            except ConnectionResetError:
                pass
            self.assertLess(received, FILE_BYTES)


if __name__ == "__main__":
    main()
