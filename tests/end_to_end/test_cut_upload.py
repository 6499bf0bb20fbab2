# SPDX-License-Identifier: GPL-3.0-or-later
"""An upload that is cut leaves no file in the list, and no temporary file after a restart."""
import os
import time

from support import TestCase, main

BYTES = 5_000_000


class CutUpload(TestCase):
    def begin(self, server, token, path="/upload/cut.bin", extra="Content-Length: 50000000"):
        client = server.connect()
        client.sendall(f"PUT {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n{extra}\r\n\r\n"
                       .encode())
        return client

    def spools(self):
        return [path for path in (self.data / "tmp").iterdir() if path.stat().st_size > 0]

    def wait_for(self, condition, what):
        end = time.monotonic() + 60
        while not condition():
            self.assertLess(time.monotonic(), end, what)
            time.sleep(0.05)

    def blobs(self):
        return [path for path in (self.data / "blobs").rglob("*") if path.is_file()]

    def test_client_goes(self):
        server = self.serve()
        token = server.sign_in()["access_token"]
        with self.begin(server, token) as raw, self.begin(server, token, extra="Transfer-Encoding: chunked") as chunked:
            raw.sendall(os.urandom(BYTES))
            chunked.sendall(b"%x\r\n" % BYTES + os.urandom(BYTES) + b"\r\n")
            self.wait_for(lambda: len(self.spools()) == 2, "no spool appeared")
        self.wait_for(lambda: not self.spools(), "a spool stays")
        self.assertEqual(server.files(token), {})
        self.stop(server)
        self.assertEqual(list((self.data / "tmp").iterdir()), [])
        self.assertEqual(self.blobs(), [])

    def test_server_is_killed(self):
        server = self.serve()
        token = server.sign_in()["access_token"]
        _, kept = server.upload(token, "kept.bin", b"kept" * 50_000)
        with self.begin(server, token) as client:
            client.sendall(os.urandom(BYTES))
            self.wait_for(self.spools, "no spool appeared")
            server.kill()
        self.assertTrue(self.spools())
        again = self.serve()
        self.assertEqual(list((self.data / "tmp").iterdir()), [])
        self.assertEqual(set(again.files(token)), {kept["id"]})
        self.assertEqual(len(self.blobs()), 1)
        self.assertEqual(again.content(token, kept["id"])[2], b"kept" * 50_000)
        self.stop(again)

    def test_server_is_stopped(self):
        server = self.serve()
        token = server.sign_in()["access_token"]
        with self.begin(server, token, extra=f"Content-Length: {BYTES}") as client:
            client.sendall(os.urandom(BYTES // 2))
            self.wait_for(self.spools, "no spool appeared")
            server.process.terminate()
            time.sleep(0.3)
            client.sendall(os.urandom(BYTES - BYTES // 2))  # what runs may come to its end
            self.assertTrue(client.recv(65536).startswith(b"HTTP/1.1 200 "))
        self.assertEqual(server.wait_end(), 0)
        again = self.serve()
        self.assertEqual([file["size"] for file in again.files(token).values()], [BYTES])
        self.stop(again)

    def test_server_is_stopped_beside_a_client_that_stalls(self):
        server = self.serve()
        token = server.sign_in()["access_token"]
        with self.begin(server, token) as client:
            client.sendall(os.urandom(BYTES))
            self.wait_for(self.spools, "no spool appeared")
            server.process.terminate()
            self.assertEqual(server.wait_end(45), 0)  # 25 s for those who are still at it
        self.assertEqual(list((self.data / "tmp").iterdir()), [])
        self.assertEqual(self.blobs(), [])


if __name__ == "__main__":
    main()
