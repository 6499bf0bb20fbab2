# SPDX-License-Identifier: GPL-3.0-or-later
"""What a client does wrong gets a clear problem answer, and nothing is lost by it."""
import json
import time

from support import TestCase, main

JSON = {"Content-Type": "application/json"}


class BadInput(TestCase):
    def setUp(self):
        super().setUp()
        self.server = self.serve(MAX_UPLOAD_BYTES="1000000")
        self.token = self.server.sign_in()["access_token"]

    def test_table(self):
        login, register, files = "/auth/login", "/auth/register", "/api/v1/files"
        deep = "[" * 40 + "]" * 40
        for method, path, body, headers, status, code in [
            ("POST", register, "{}", JSON, 422, "validation_failed"),
            ("POST", register, '{"email":"a@b.example"}', JSON, 422, "validation_failed"),
            ("POST", register, '{"email":"no address","password":"SecurePassword123!"}', JSON, 422,
             "validation_failed"),
            ("POST", register, '{"email":"a@b.example","password":"short"}', JSON, 422, "validation_failed"),
            ("POST", register, '{"email":"a@b.example","password":"password"}', JSON, 422, "validation_failed"),
            ("POST", register, '{"email":7,"password":"SecurePassword123!"}', JSON, 422, "validation_failed"),
            ("POST", register, '{"email":"a@b.example","password":"SecurePassword123!","role":"admin"}', JSON, 422,
             "privileged_field"),
            ("POST", register, '{"email":"ALICE@example.com","password":"SecurePassword123!"}', JSON, 409,
             "email_taken"),
            ("POST", register, "[]", JSON, 422, "validation_failed"),
            ("POST", register, "{", JSON, 400, "bad_json"),
            ("POST", register, "", JSON, 400, "bad_json"),
            ("POST", register, '{"email":"a@b.example","email":"c@d.example"}', JSON, 400, "bad_json"),
            ("POST", register, '{"a":' + deep + "}", JSON, 400, "bad_json"),
            ("POST", register, b'{"email":"\xff@b.example"}', JSON, 400, "bad_json"),
            ("POST", register, "{}", {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
            ("POST", register, "{}", {"Content-Type": "application/xml"}, 415, "unsupported_media_type"),
            ("POST", login, '{"email":"alice@example.com"}', JSON, 422, "validation_failed"),
            ("POST", login, '{"email":"alice@example.com","password":"wrong"}', JSON, 401, "invalid_credentials"),
            ("POST", login, '{"email":"nobody@example.com","password":"wrong"}', JSON, 401, "invalid_credentials"),
            ("POST", "/auth/refresh", '{"refresh_token":"x"}', JSON, 401, "token_invalid"),
            ("POST", "/auth/refresh", "{}", JSON, 422, "validation_failed"),
            ("GET", login, None, {}, 405, "method_not_allowed"),
            ("DELETE", "/upload", None, {}, 405, "method_not_allowed"),
            ("TRACE", "/", None, {}, 405, "method_not_allowed"),
            ("BREW", "/", None, {}, 501, "not_implemented"),
            ("GET", "/nowhere", None, {}, 404, "not_found"),
            ("GET", "/api/v1/files/..%2f..%2fetc%2fpasswd", None, {"bearer": True}, 404, "not_found"),
            ("GET", "/auth/me", None, {}, 401, "token_missing"),
            ("GET", "/auth/me", None, {"Authorization": "Bearer x.y.z"}, 401, "token_invalid"),
            ("GET", files + "?limit=0", None, {"bearer": True}, 422, "validation_failed"),
            ("GET", files + "?limit=201", None, {"bearer": True}, 422, "validation_failed"),
            ("GET", files + "?cursor=!", None, {"bearer": True}, 422, "validation_failed"),
            ("GET", files + "?sort=color", None, {"bearer": True}, 422, "validation_failed"),
            ("GET", files + "/0190163d-8694-739b-aea5-966c26f8ad91", None, {"bearer": True}, 404, "not_found"),
            ("POST", "/presign", '{"key":"none","expires_in":1}', {**JSON, "bearer": True}, 404, "not_found"),
            ("POST", "/presign", '{"key":"none","expires_in":604801}', {**JSON, "bearer": True}, 422,
             "validation_failed"),
            ("GET", "/d/1-2-x?e=1&k=2&s=3", None, {}, 403, "link_invalid"),
            ("POST", "/upload", b"x" * 100, {"bearer": True, "Content-Type": "application/json"}, 415,
             "unsupported_media_type"),
            ("PUT", "/upload/x", b"x" * 1_000_001, {"bearer": True}, 413, "file_too_large"),
            ("POST", "/upload", b"x", {"Content-Type": "multipart/form-data; boundary=x"}, 401, "token_missing"),
            ("POST", login, b"x" * 2_000_000, JSON, 413, "payload_too_large"),
        ]:
            with self.subTest(method + " " + path, body=str(body)[:60]):
                headers = dict(headers)
                token = self.token if headers.pop("bearer", False) else None
                got, answered, text = self.server.call(method, path, body, token=token, **headers)
                self.assertEqual(answered.get_content_type(), "application/problem+json", text[:300])
                self.assertEqual(got, status, text[:300])
                self.problem(status, text, code, path)
                self.assertEqual(answered["X-Content-Type-Options"], "nosniff")
                self.assertTrue(answered["X-Request-Id"])
                if status == 405:
                    self.assertTrue(answered["Allow"])
                if status == 401:
                    self.assertTrue(answered["WWW-Authenticate"].startswith("Bearer"))
        self.assertEqual(self.server.files(self.token), {})
        self.stop(self.server)

    def test_every_bad_field_is_named(self):
        _, _, text = self.server.call("POST", "/auth/register", {"email": "x", "password": "y", "username": "a@b"})
        self.assertEqual({field["field"] for field in json.loads(text)["errors"]}, {"email", "password", "username"})

    def test_raw_heads(self):
        host = b"Host: localhost\r\n"
        for name, data, status in [
            ("no host", b"GET / HTTP/1.1\r\n\r\n", 400),
            ("two hosts", b"GET / HTTP/1.1\r\n" + host + host + b"\r\n", 400),
            ("space before the colon", b"GET / HTTP/1.1\r\n" + host + b"X : y\r\n\r\n", 400),
            ("bare LF", b"GET / HTTP/1.1\nHost: localhost\n\n", 400),
            ("length and chunked", b"POST /auth/login HTTP/1.1\r\n" + host
             + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("two lengths", b"POST /auth/login HTTP/1.1\r\n" + host
             + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!", 400),
            ("signed length", b"POST /auth/login HTTP/1.1\r\n" + host + b"Content-Length: +5\r\n\r\nhello", 400),
            ("foreign host", b"GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n", 421),
            ("HTTP/3.0", b"GET / HTTP/3.0\r\n" + host + b"\r\n", 505),
            ("long head", b"GET / HTTP/1.1\r\n" + host + b"X: " + b"y" * 200_000 + b"\r\n\r\n", 431),
            ("no HTTP at all", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        ]:
            with self.subTest(name):
                got, received = self.server.raw(data)
                self.assertEqual(got, status, received[:300])
                self.assertIn(b"application/problem+json", received)
        self.assertTrue(self.server.is_ready())

    def test_too_large_is_said_before_the_body_comes(self):
        for head in (f"PUT /upload/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
                     "Content-Length: 99999999999\r\n\r\n",
                     f"PUT /upload/x HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.token}\r\n"
                     "Content-Length: 99999999999\r\nExpect: 100-continue\r\n\r\n"):
            started = time.monotonic()
            with self.server.connect() as client:
                client.sendall(head.encode())
                received = client.recv(65536)
            self.assertTrue(received.startswith(b"HTTP/1.1 413 "), received[:200])
            self.assertLess(time.monotonic() - started, 10)

    def test_multipart_faults(self):
        def part(name, filename=None, content="x"):
            file = f'; filename="{filename}"' if filename is not None else ""
            return f'--b\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n{content}\r\n'

        for name, body, status in [
            ("no file", part("note") + "--b--\r\n", 422),
            ("two files", part("file", "a") + part("file", "b") + "--b--\r\n", 422),
            ("cut", part("file", "a")[:-2], 400),
            ("nothing", "", 400),
            ("good, with other fields", part("note") + part("file", "a") + part("tail") + "--b--\r\n", 200),
        ]:
            with self.subTest(name):
                got, _, text = self.server.call("POST", "/upload", body.encode(), token=self.token,
                                                Content_Type="multipart/form-data; boundary=b")
                self.assertEqual(got, status, text[:300])
        self.assertEqual(len(self.server.files(self.token)), 1)


if __name__ == "__main__":
    main()
