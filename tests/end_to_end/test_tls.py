# SPDX-License-Identifier: GPL-3.0-or-later
"""https as people use it: curl and openssl s_client against the release program."""
import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import threading
from pathlib import Path

from support import TestCase, environment, main, make_certificate, run, sha256_of, wait_until

SIZE = 256 << 20
MOST_MEMORY_MIB = 64  # peak of the whole process; the file would need four times that
HSTS = "max-age=31536000; includeSubDomains"


class Tls(TestCase):
    def setUp(self):
        super().setUp()
        self.certificate, self.key = make_certificate(self.place, "first")

    def serve_tls(self, **variables):
        server = self.serve(TLS_CERT=self.certificate, TLS_KEY=self.key, **variables)
        self.assertEqual(server.scheme, "https")
        return server

    def curl(self, *arguments, certificate=None):
        done = subprocess.run(["curl", "-sS", "--fail-with-body", "--cacert", certificate or self.certificate,
                               *map(str, arguments)], capture_output=True, text=True, timeout=300, check=False)
        return done.returncode, done.stdout, done.stderr

    def s_client(self, server, *arguments, sent=""):
        """(whether it came through, all that it said)."""
        done = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{server.port}", *arguments], input=sent,
                              capture_output=True, text=True, timeout=60, check=False)
        return done.returncode == 0, done.stdout + done.stderr

    def name_seen(self, server):
        with socket.create_connection(("127.0.0.1", server.port), 30) as plain:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
            with context.wrap_socket(plain) as client:
                said = subprocess.run(["openssl", "x509", "-inform", "DER", "-noout", "-subject"], check=True,
                                      input=client.getpeercert(binary_form=True), capture_output=True).stdout
        return said.decode().strip().rpartition(" ")[2]

    def test_big_file(self):
        server = self.serve_tls()
        token = server.sign_in()["access_token"]
        source, back = self.place / "source", self.place / "back"
        with open(source, "wb") as file:
            for _ in range(SIZE >> 20):
                file.write(os.urandom(1 << 20))
        given = ("-H", f"Authorization: Bearer {token}")
        hashed = sha256_of(source)
        for number, protocol in enumerate(("--tlsv1.3", "--tls-max=1.2")):
            limit = protocol.split("=") if "=" in protocol else [protocol]
            code, answer, said = self.curl(*limit, *given, "-T", source, f"{server.url}/upload/big-{number}.bin")
            self.assertEqual(code, 0, answer + said)
            record = json.loads(answer)
            self.assertEqual((record["size"], record["sha256"]), (SIZE, hashed))
            code, _, said = self.curl(*limit, *given, "-o", back, f"{server.url}/api/v1/files/{record['id']}/content")
            self.assertEqual(code, 0, said)
            self.assertEqual(sha256_of(back), hashed)
        self.assertLess(server.peak_memory_mib(), MOST_MEMORY_MIB)
        self.stop(server)

    def test_stalled_readers(self):
        """What a client does not take stays in the file, not in memory."""
        server = self.serve_tls()
        token = server.sign_in()["access_token"]
        status, record = server.upload(token, "big.bin", os.urandom(64 << 20))
        self.assertEqual(status, 200, record)
        context = ssl.create_default_context(cafile=self.certificate)
        before, readers = server.peak_memory_mib(), []
        for _ in range(40):
            reader = context.wrap_socket(server.connect(), server_hostname="127.0.0.1")
            self.addCleanup(reader.close)
            reader.sendall(f"GET /api/v1/files/{record['id']}/content HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                           f"Authorization: Bearer {token}\r\n\r\n".encode())
            readers.append(reader)
        for reader in readers:
            self.assertTrue(reader.recv(1).startswith(b"H"))
        self.assertTrue(server.is_ready())
        self.assertLess(server.peak_memory_mib() - before, 40)
        left = 64 << 20  # one of them wakes up
        while b"\r\n\r\n" not in (head := readers[7].recv(16384)):
            pass
        left -= len(head.split(b"\r\n\r\n", 1)[1])
        while left > 0 and (piece := readers[7].recv(1 << 16)):
            left -= len(piece)
        self.assertEqual(left, 0)
        self.stop(server)

    def test_versions(self):
        server = self.serve_tls()
        for arguments, good in ((["-tls1_3"], True), (["-tls1_2"], True),
                                (["-tls1_1", "-cipher", "ALL:@SECLEVEL=0"], False),
                                (["-tls1_2", "-cipher", "AES256-SHA:ECDHE-ECDSA-AES256-SHA"], False),
                                (["-alpn", "h2"], False), (["-alpn", "h2,http/1.1"], True)):
            came, said = self.s_client(server, *arguments)
            self.assertEqual(came, good, f"{arguments}: {said}")
            if "-alpn" in arguments and good:
                self.assertIn("ALPN protocol: http/1.1", said)
        _, said = self.s_client(server, "-tls1_2", sent="R\n")  # asks for a renegotiation
        self.assertIn("no renegotiation", said.lower())
        self.assertTrue(server.is_ready())
        self.stop(server)

    def test_headers_and_links(self):
        server = self.serve_tls()
        token = server.sign_in()["access_token"]
        for method, path, status in (("GET", "/", 200), ("GET", "/nothing", 404), ("GET", "/auth/me", 401)):
            answer = server.call(method, path)
            self.assertEqual((answer[0], answer[1]["Strict-Transport-Security"]), (status, HSTS), path)
        status, record = server.upload(token, "a.txt", b"hello")
        self.assertEqual(status, 200, record)
        status, link = server.json("POST", "/api/v1/presign", {"file_id": record["id"]}, token=token)
        self.assertEqual(status, 200, link)
        self.assertTrue(link["url"].startswith(f"https://127.0.0.1:{server.port}/"), link)
        code, body, said = self.curl(link["url"])
        self.assertEqual((code, body), (0, "hello"), said)
        self.stop(server)
        server = self.serve_tls(HSTS_SUBDOMAINS="off", REQUIRE_HTTPS="on")
        status, headers, _ = server.call("GET", "/")
        self.assertEqual((status, headers["Strict-Transport-Security"]), (200, HSTS.split(";")[0]))
        self.stop(server)
        plain = self.serve()
        self.assertNotIn("Strict-Transport-Security", plain.call("GET", "/")[1])
        self.stop(plain)

    def test_plain_http_is_told(self):
        server = self.serve_tls()
        code, answer, _ = self.curl(f"http://127.0.0.1:{server.port}/")
        self.assertEqual(code, 22, answer)
        self.assertIn("https://", answer)
        status, received = server.raw(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        self.assertEqual(status, 400)
        self.assertNotIn(b"strict-transport-security", received.lower())
        self.problem(400, received.split(b"\r\n\r\n", 1)[1], "bad_request")
        self.stop(server)

    def test_reload(self):
        server = self.serve_tls()
        self.assertEqual(self.name_seen(server), "first")
        kept = http.client.HTTPSConnection("127.0.0.1", server.port, timeout=60,
                                           context=ssl.create_default_context(cafile=self.certificate))
        self.addCleanup(kept.close)
        kept.request("GET", "/")
        self.assertEqual(kept.getresponse().read()[:1], b"{")
        ended = threading.Event()  # requests go on all the time
        failed = []

        def ask():
            while not ended.is_set():
                if server.is_ready() is not True:
                    failed.append("a request failed")
        asking = threading.Thread(target=ask)
        asking.start()
        try:
            old_key = Path(self.key).read_bytes()
            certificate, key = make_certificate(self.place, "second")
            server.trusted = str(self.place / "both.crt")
            with open(server.trusted, "wb") as both:
                both.write(Path(self.certificate).read_bytes() + Path(certificate).read_bytes())
            os.replace(certificate, self.certificate)  # the key does not fit yet
            server.process.send_signal(signal.SIGHUP)
            self.assertTrue(wait_until(lambda: "stays as it was" in server.said_so_far()), server.said_so_far())
            self.assertIn(f"the key {self.key} does not belong to the certificate {self.certificate}",
                          server.said_so_far())
            self.assertEqual(self.name_seen(server), "first")
            self.assertNotEqual(Path(key).read_bytes(), old_key)
            os.replace(key, self.key)
            server.process.send_signal(signal.SIGHUP)
            self.assertTrue(wait_until(lambda: self.name_seen(server) == "second"), server.said_so_far())
            self.assertIn("new connections get the certificate", server.said_so_far())
        finally:
            ended.set()
            asking.join()
        self.assertEqual(failed, [])
        kept.request("GET", "/")  # on the connection from before
        self.assertEqual(kept.getresponse().read()[:1], b"{")
        self.stop(server)

    def refused(self, words, **variables):
        """Neither `serve` nor `config check` takes it: one line, exit code 78."""
        for verb in (["serve", "--listen", "127.0.0.1:0"], ["config", "check"]):
            done = run([*verb, "--data-dir", self.data], env=environment(**variables))
            self.assertEqual((done.returncode, done.stdout), (78, ""), done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
            self.assertIn(words, done.stderr)
        self.assertFalse(self.data.exists(), "a bad setting must not make a data folder")

    def test_start_errors(self):
        other = make_certificate(self.place, "other")[1]
        absent = str(self.place / "absent.crt")
        pair = {"TLS_CERT": self.certificate, "TLS_KEY": self.key}
        self.refused(f"cannot read the certificate {absent}: No such file", **{**pair, "TLS_CERT": absent})
        self.refused(f"the key {other} does not belong to", **{**pair, "TLS_KEY": other})
        self.refused("holds no certificate", TLS_CERT=self.key, TLS_KEY=self.key)
        self.refused("TLS_KEY is not", TLS_CERT=self.certificate)
        self.refused("TLS_CERT is not", TLS_KEY=self.key)
        shown = run(["config", "show"], env=environment(**pair)).stdout
        self.assertIn(f"TLS_CERT={self.certificate}  # environment", shown)
        self.assertIn(f"TLS_KEY={self.key}  # environment", shown)

    def test_warnings(self):
        """They are said, and it serves."""
        os.chmod(self.key, 0o644)
        words = f"warning: every user of this machine can read the key {self.key}"
        done = run(["config", "check"], env=environment(TLS_CERT=self.certificate, TLS_KEY=self.key))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn(words, done.stderr)
        server = self.serve_tls()
        self.assertIn(words, server.said_so_far())
        self.assertTrue(server.is_ready())
        self.stop(server)


if __name__ == "__main__":
    main()
