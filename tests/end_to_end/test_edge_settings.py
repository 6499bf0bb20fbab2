# SPDX-License-Identifier: GPL-3.0-or-later
"""The settings of the edge, in the real program: limits, what is said before a body, other origins, proxies, https."""
import json

from nginx import Nginx
from support import TestCase, main
from wire import Wire

APP = "https://app.example.org"
PATIENCE = 30


class EdgeSettings(TestCase):
    def first(self, server, text):
        """The status of the first answer to raw bytes, 100 included, and whether the connection was ended after it."""
        with Wire(server.port) as wire:
            wire.send(text.encode("latin-1"))
            wire.read(PATIENCE, lambda wire: wire.answers or wire.interim)
            answer = (wire.interim + wire.answers or [None])[0]
            if answer and answer.status >= 400:
                wire.read(1, lambda wire: False)
            return answer.status if answer else None, wire.closed

    def logged(self, server):
        return [json.loads(line) for line in server.said_so_far().splitlines() if line.startswith('{"')]

    def test_limits(self):
        server = self.serve(MAX_HEAD_BYTES="2048", MAX_HEAD_FIELDS="12", MAX_TARGET_BYTES="256", MAX_JSON_BYTES="4096",
                            HEAD_TIMEOUT_SECONDS="1", IDLE_TIMEOUT_SECONDS="1", MAX_REQUESTS_PER_CONNECTION="3")
        host = "Host: localhost\r\n"
        json_post = "POST /auth/login HTTP/1.1\r\n" + host + "Content-Type: application/json\r\nContent-Length: "
        for name, text, status in [
            ("plain", f"GET / HTTP/1.1\r\n{host}\r\n", 200),
            ("many fields", f"GET / HTTP/1.1\r\n{host}" + "".join(f"X-{i}: v\r\n" for i in range(12)) + "\r\n", 431),
            ("long field", f"GET / HTTP/1.1\r\n{host}X: " + "x" * 2048 + "\r\n\r\n", 431),
            ("long target", f"GET /{'a' * 256} HTTP/1.1\r\n{host}\r\n", 414),
            ("JSON at its limit", json_post + "4096\r\n\r\n{" + " " * 4094 + "}", 422),
            ("JSON beyond it", json_post + "4097\r\n\r\n{" + " " * 4095 + "}", 413),
            ("slow head", "GET / HT", 408),
            ("silence", "", None),
        ]:
            with self.subTest(name):
                self.assertEqual(self.first(server, text)[0], status)
        with Wire(server.port) as wire:
            for number in range(3):
                self.assertFalse(wire.closed)
                wire.send(f"GET /health HTTP/1.1\r\n{host}\r\n".encode())
                wire.read(PATIENCE, lambda wire: len(wire.answers) > number)
            self.assertEqual(wire.answers[-1].field("connection"), "close")
            wire.read(PATIENCE)
            self.assertTrue(wire.closed)
        self.stop(server)

    def test_said_before_the_body(self):
        server = self.serve(MAX_UPLOAD_BYTES="1000000", ALLOWED_TYPES="text/*")
        bearer = f"Authorization: Bearer {server.sign_in()['access_token']}\r\n"
        for name, method, path, fields, length, status in [
            ("nobody", "PUT", "/upload/x", "", 10, 401),
            ("bad token", "PUT", "/upload/x", "Authorization: Bearer x.y.z\r\n", 10, 401),
            ("too large", "PUT", "/upload/x", bearer, 1_000_001, 413),
            ("form, too large", "POST", "/upload", bearer + "Content-Type: multipart/form-data; boundary=b\r\n", 9_000_000,
             413),
            ("no form", "POST", "/upload", bearer + "Content-Type: text/plain\r\n", 10, 415),
            ("no boundary", "POST", "/upload", bearer + "Content-Type: multipart/form-data\r\n", 10, 400),
            ("type", "PUT", "/upload/x", bearer + "Content-Type: image/png\r\n", 10, 415),
            ("JSON type", "POST", "/auth/login", "Content-Type: text/plain\r\n", 10, 415),
            ("JSON, too large", "POST", "/auth/login", "Content-Type: application/json\r\n", 2_000_000, 413),
            ("more than the disk", "PUT", "/upload/x", bearer + "Content-Type: text/plain\r\n", 1 << 62, 413),
            ("unknown path", "PUT", "/nothing", "", 10, 404),
            ("unknown method", "BREW", "/upload/x", "", 10, 501),
            ("another expectation", "PUT", "/upload/x", bearer + "Expect: tea\r\n", 10, 417),
            ("good", "PUT", "/upload/x", bearer + "Content-Type: text/plain\r\n", 10, 100),
        ]:
            with self.subTest(name):
                expect = "" if "Expect:" in fields else "Expect: 100-continue\r\n"
                head = (f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{fields}{expect}Content-Length: {length}\r\n"
                        "\r\n")
                got, closed = self.first(server, head)
                self.assertEqual((got, closed), (status, status != 100), "the body may come or not: only the end is clear")
        self.stop(server)

    def test_507_before_the_body(self):
        server = self.serve()
        token = server.sign_in()["access_token"]
        head = (f"PUT /upload/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                f"Expect: 100-continue\r\nContent-Length: {1 << 60}\r\n\r\n")
        self.assertEqual(self.first(server, head), (507, True))
        self.stop(server)

    def test_other_origins(self):
        server = self.serve(CORS_ORIGINS=f"{APP}, http://localhost:5173")
        for origin, listed in [(APP, True), ("http://localhost:5173", True), ("null", False), ("https://evil", False),
                               ("https://app.example.org.evil", False)]:
            with self.subTest(origin):
                asks = {"Origin": origin, "Access-Control-Request-Method": "PUT"}
                for method, path, headers in [("GET", "/health", {"Origin": origin}), ("GET", "/auth/me", {"Origin": origin}),
                                              ("OPTIONS", "/upload/x", asks)]:
                    _, answered, _ = server.call(method, path, **headers)
                    self.assertEqual(answered["Access-Control-Allow-Origin"], origin if listed else None)
                    self.assertEqual(answered["Vary"], "Origin")
                self.assertEqual("PUT" in (answered["Access-Control-Allow-Methods"] or ""), listed)
                status, _, _ = server.call("POST", "/auth/login", b"{}", Origin=origin, Content_Type="application/json")
                self.assertEqual(status, 422 if listed else 403)
        self.stop(server)

    def test_https_behind_a_proxy(self):
        server = self.serve(REQUIRE_HTTPS="on", TRUSTED_PROXIES="127.0.0.1")
        nginx = Nginx(self.place / "nginx", server.port)
        self.addCleanup(nginx.close)
        for name, port, fields, status, peer in [
            ("plain", server.port, "", 426, "127.0.0.1"),
            ("plain through nginx", nginx.ports[0], "", 426, "127.0.0.1"),
            ("a client that lies to nginx about https", nginx.ports[0], "X-Forwarded-Proto: https\r\n", 426, "127.0.0.1"),
            ("https, as a proxy says", server.port, "X-Forwarded-Proto: https\r\nX-Forwarded-For: 203.0.113.5\r\n", 401,
             "203.0.113.5"),
        ]:
            with self.subTest(name), Wire(port) as wire:
                wire.send(f"GET /auth/me HTTP/1.1\r\nHost: localhost\r\n{fields}\r\n".encode())
                wire.read(PATIENCE, lambda wire: wire.answers)
                answer = wire.answers[0]
                self.assertEqual(answer.status, status)
                self.assertEqual(bool(answer.field("strict-transport-security")), status == 401)
                self.assertIsNone(answer.field("location"))
                self.assertEqual(self.logged(server)[-1]["peer"], peer)
        self.assertEqual(server.call("GET", "/health")[0], 200)
        self.assertNotIn("warning", server.said_so_far())
        self.stop(server)

    def test_a_proxy_that_nobody_named_is_told_of_once(self):
        server = self.serve()
        nginx = Nginx(self.place / "nginx", server.port)
        self.addCleanup(nginx.close)
        for _ in range(3):
            with Wire(nginx.ports[0]) as wire:
                wire.send(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                wire.read(PATIENCE, lambda wire: wire.answers)
                self.assertEqual(wire.answers[0].status, 200)
        self.assertEqual(server.said_so_far().count("TRUSTED_PROXIES does not name it"), 1)
        self.stop(server)


if __name__ == "__main__":
    main()
