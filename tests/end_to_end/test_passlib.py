# SPDX-License-Identifier: GPL-3.0-or-later
"""Users of a database that Passlib filled sign in, Passlib verifies our hashes, the documented look-ups work."""
import json
import subprocess

from support import PASSWORD, TestCase, main, run

# Debian's own Python has python3-passlib; the one that runs the tests may be another.
PYTHON = "/usr/bin/python3"

FILL = """
import json, sqlite3, sys, uuid
from passlib.hash import bcrypt, bcrypt_sha256
database, password = sys.argv[1:]
connection = sqlite3.connect(database)
for name, text in {
    "plain-2b": bcrypt.using(rounds=5, ident="2b").hash(password),
    "plain-2a": bcrypt.using(rounds=5, ident="2a").hash(password),
    "plain-2y": bcrypt.using(rounds=5, ident="2y").hash(password),
    "sha256-v2": bcrypt_sha256.using(rounds=5).hash(password),
    "sha256-v1": bcrypt_sha256.using(rounds=5, version=1).hash(password),
}.items():
    user, email, now = str(uuid.uuid4()), name + "@example.com", "2024-01-15T10:30:00.000Z"
    connection.execute("INSERT INTO users (id, email, password_hash, role, status, created_at, updated_at)"
                       " VALUES (?, ?, ?, 'user', 'active', ?, ?)", (user, email, text, now, now))
    connection.execute("INSERT INTO login_names (name, user_id, kind) VALUES (?, ?, 'email')", (email, user))
connection.commit()
print(json.dumps(["plain-2b", "plain-2a", "plain-2y", "sha256-v2", "sha256-v1"]))
"""

VERIFY = """
import sqlite3, sys
from passlib.hash import bcrypt_sha256
database, email, password = sys.argv[1:]
[(text,)] = sqlite3.connect(database).execute("SELECT password_hash FROM users WHERE email = ?", (email,)).fetchall()
print(text, bcrypt_sha256.verify(password, text), bcrypt_sha256.verify(password + "x", text))
"""


def passlib(script, *arguments):
    done = subprocess.run([PYTHON, "-W", "ignore", "-c", script, *map(str, arguments)], capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def sqlite3(database, *statements):
    done = subprocess.run(["sqlite3", str(database)], input="\n".join(statements) + "\n.quit\n", capture_output=True,
                          text=True, timeout=60, check=False)
    assert done.returncode == 0 and not done.stderr, done.stderr
    return done.stdout.splitlines()


class Passlib(TestCase):
    def setUp(self):
        super().setUp()
        self.database = self.data / "dropseal.db"

    def test_users_of_passlib_sign_in(self):
        made = run(["migrate", "--data-dir", self.data])
        self.assertEqual(made.returncode, 0, made.stderr)
        names = json.loads(passlib(FILL, self.database, PASSWORD))
        server = self.serve()
        for name in names:
            email = name + "@example.com"
            with self.subTest(name):
                status, answer = server.login(email, PASSWORD + "x")
                self.assertEqual((status, answer["code"]), (401, "invalid_credentials"))
                for _ in range(2):  # the first sign-in writes the hash anew, the second reads that
                    status, answer = server.login(email, PASSWORD)
                    self.assertEqual(status, 200, answer)
        self.stop(server)
        for name in names:
            text, right, wrong = passlib(VERIFY, self.database, name + "@example.com", PASSWORD).split()
            self.assertTrue(text.startswith("$bcrypt-sha256$v=2,t=2b,r=4$"), f"{name}: {text}")
            self.assertEqual((right, wrong), ("True", "False"), name)

    def test_passlib_verifies_our_hashes(self):
        passwords = {"short": PASSWORD, "long": "x" * 100 + "!", "utf8": "Straße 日本語 🦊🦊", "spaces": "  in front "}
        server = self.serve(BCRYPT_ROUNDS="6")
        for name, password in passwords.items():
            status, answer = server.register(name + "@example.com", password)
            self.assertEqual(status, 201, answer)
        self.stop(server)
        for name, password in passwords.items():
            text, right, wrong = passlib(VERIFY, self.database, name + "@example.com", password).split()
            self.assertTrue(text.startswith("$bcrypt-sha256$v=2,t=2b,r=6$"), text)
            self.assertEqual((right, wrong), ("True", "False"), name)

    def test_documented_look_ups(self):
        server = self.serve()
        pair = server.sign_in()
        users = "SELECT id, email, created_at FROM users;"
        tokens = "SELECT user_id, revoked, expires_at, created_at FROM refresh_tokens;"
        for ended in ("0", "1"):
            [user] = sqlite3(self.database, users)
            [token] = sqlite3(self.database, tokens)
            self.assertRegex(user, r"^[0-9a-f-]{36}\|alice@example\.com\|\d{4}-")
            self.assertTrue(token.startswith(user[:36] + "|" + ended + "|"), token)
            self.assertEqual(server.call("POST", "/auth/logout", {"refresh_token": pair["refresh_token"]})[0], 204)
        self.assertEqual(sqlite3(self.database, "SELECT is_active, is_superuser FROM users;"), ["1|0"])
        self.stop(server)
        self.assertEqual(sqlite3(self.database, "PRAGMA integrity_check;"), ["ok"])


if __name__ == "__main__":
    main()
