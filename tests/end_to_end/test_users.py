# SPDX-License-Identifier: GPL-3.0-or-later
"""`dropseald user` with and without a running server; suspended and signed-out users; setup; the parent's pipe."""
import os
import re
import socket

from support import PASSWORD, TestCase, main, run


class Users(TestCase):
    def user(self, verb, *arguments, stdin=PASSWORD + "\n", code=0):
        done = run(["user", verb, "--data-dir", self.data, *arguments], stdin=stdin)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout.strip()

    def add(self, email, role="user", **options):
        return self.user("add", "--email", email, "--role", role, "--password-stdin", **options)

    def rows(self):
        return {line.split("\t")[3]: tuple(line.split("\t")[1:3]) for line in self.user("list").splitlines()}

    def test_without_a_server(self):
        admin = self.add("root@example.com", "admin")
        self.assertRegex(admin, r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$")
        self.assertFalse((self.data / "setup-token").exists())
        self.assertEqual(self.rows(), {"root@example.com": ("admin", "active")})
        self.check_refusals()
        server = self.serve()
        status, pair = server.login("root@example.com", PASSWORD)
        self.assertEqual(status, 200, pair)
        status, me = server.json("GET", "/auth/me", token=pair["access_token"])
        self.assertEqual((me["id"], me["role"]), (admin, "admin"))
        self.assertNotIn("setup token", server.everything_said())
        self.stop(server)

    def test_with_a_server(self):
        server = self.serve()
        token = self.setup_token(server)
        self.add("user@example.com")
        self.assertTrue((self.data / "setup-token").exists())
        admin = self.add("root@example.com", "admin")
        self.assertFalse((self.data / "setup-token").exists())
        self.assertEqual(server.json("POST", "/api/v1/setup", {
            "setup_token": token, "email": "x@example.com", "password": PASSWORD})[0], 404)
        status, pair = server.login("root@example.com", PASSWORD)
        self.assertEqual(status, 200, pair)
        self.assertEqual(server.json("GET", "/auth/me", token=pair["access_token"])[1]["id"], admin)
        self.assertEqual(self.rows(), {"root@example.com": ("admin", "active"), "user@example.com": ("user", "active")})
        self.check_refusals()
        self.stop(server)

    def check_refusals(self):
        self.add("root@example.com", code=65)
        self.add("no address", code=65)
        self.add("weak@example.com", stdin="short\n", code=65)
        self.add("none@example.com", stdin="", code=65)
        self.user("set-role", "--email", "root@example.com", "--role", "user", code=65)  # the last admin
        self.user("suspend", "--email", "root@example.com", code=65)
        self.user("suspend", "--email", "nobody@example.com", code=65)

    def test_control_socket_is_ours_alone(self):
        server = self.serve()
        self.assertEqual((self.data / "run/control.sock").stat().st_mode & 0o777, 0o600)
        status, answer = server.json("GET", "/api/v1/users/")  # the same route over the network
        self.assertEqual((status, answer["code"]), (401, "token_missing"))
        pair = server.sign_in()
        status, answer = server.json("GET", "/api/v1/users/", token=pair["access_token"])
        self.assertEqual((status, answer["code"]), (403, "forbidden"))
        self.stop(server)

    def test_long_folder_name(self):
        self.data = self.place / ("long" * 40) / "data"  # beyond what a socket's address holds
        server = self.serve()
        self.add("user@example.com")
        self.assertEqual(server.login("user@example.com", PASSWORD)[0], 200)
        self.stop(server)

    def test_suspended_user_is_refused_on_the_next_call(self):
        server = self.serve()
        self.add("root@example.com", "admin")
        pair = server.sign_in()
        token = pair["access_token"]
        _, file = server.upload(token, "a.txt", b"text")
        link = file["url"][file["url"].index("/d/"):]
        self.assertEqual(server.call("GET", link)[0], 200)
        self.user("suspend", "--email", "alice@example.com")
        status, answer = server.json("GET", "/auth/me", token=token)
        self.assertEqual((status, answer["code"], answer["reason"]), (401, "account_suspended", "suspended"))
        self.assertEqual(server.json("PUT", "/upload/b.txt", b"text", token=token)[0], 401)
        self.assertEqual(server.refresh(pair["refresh_token"])[0], 401)
        self.assertEqual(server.login("alice@example.com", PASSWORD)[1]["code"], "account_suspended")
        self.assertEqual(server.login("alice@example.com", "wrong password")[1]["code"], "invalid_credentials")
        status, answer = server.json("GET", link)
        self.assertEqual((status, answer["code"]), (410, "gone"))
        self.user("activate", "--email", "alice@example.com")
        self.assertEqual(server.login("alice@example.com", PASSWORD)[0], 200)
        self.assertEqual(server.call("GET", link)[0], 200)
        self.stop(server)

    def test_signed_out_user_is_refused_on_the_next_call(self):
        server = self.serve()
        pair = server.sign_in()
        other = server.sign_in()
        self.assertEqual(server.json("GET", "/auth/me", token=pair["access_token"])[0], 200)
        self.assertEqual(server.call("POST", "/auth/logout", {"refresh_token": pair["refresh_token"]})[0], 204)
        status, answer = server.json("GET", "/auth/me", token=pair["access_token"])
        self.assertEqual((status, answer["code"], answer["reason"]), (401, "session_revoked", "logout"))
        self.assertEqual(server.refresh(pair["refresh_token"])[0], 401)
        self.assertEqual(server.json("GET", "/auth/me", token=other["access_token"])[0], 200)
        self.stop(server)
        again = self.serve()  # nothing about it lived in memory only
        self.assertEqual(again.json("GET", "/auth/me", token=pair["access_token"])[0], 401)
        self.assertEqual(again.refresh(pair["refresh_token"])[0], 401)
        self.assertEqual(again.json("GET", "/auth/me", token=other["access_token"])[0], 200)
        self.stop(again)

    def setup_token(self, server):
        match = re.search(r"^setup token: (\S+)$", server.everything_said(), re.M)
        self.assertTrue(match, server.everything_said())
        return match[1]

    def test_setup(self):
        server = self.serve()
        token = self.setup_token(server)
        self.assertTrue(server.json("GET", "/")[1]["features"]["setup_required"])
        body = {"setup_token": token + "x", "email": "root@example.com", "password": PASSWORD}
        status, answer = server.json("POST", "/api/v1/setup", body)
        self.assertEqual((status, answer["code"]), (403, "setup_token_invalid"))
        status, answer = server.json("POST", "/api/v1/setup", {**body, "setup_token": token})
        self.assertEqual(status, 201, answer)
        self.assertFalse((self.data / "setup-token").exists())
        self.assertFalse(server.json("GET", "/")[1]["features"]["setup_required"])
        self.assertEqual(server.json("POST", "/api/v1/setup", {**body, "setup_token": token})[0], 404)
        self.stop(server)

    def test_parent_pipe(self):
        for use_socket in (False, True):
            with self.subTest(socket=use_socket):
                self.data = self.place / str(use_socket)
                reader, writer = (s.detach() for s in socket.socketpair()) if use_socket else os.pipe()
                server = self.serve(arguments=["--setup-token-fd", str(writer)], pass_fds=[writer])
                os.close(writer)
                line = os.read(reader, 1000).decode()
                token = re.fullmatch(r"setup token: (\S+)\n", line)[1]
                self.assertNotIn(token, server.everything_said())
                self.assertFalse((self.data / "setup-token").exists())
                status, answer = server.json("POST", "/api/v1/setup", {
                    "setup_token": token, "email": "root@example.com", "password": PASSWORD})
                self.assertEqual(status, 201, answer)
                os.close(reader)  # the parent is gone
                self.assertEqual(server.wait_end(), 0)


if __name__ == "__main__":
    main()
