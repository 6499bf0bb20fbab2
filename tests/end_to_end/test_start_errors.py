# SPDX-License-Identifier: GPL-3.0-or-later
"""A start that cannot be: one line on stderr that says what to do, and the exit code that backend/README.md names."""
import os
import shutil
import socket
import sqlite3
import subprocess
from pathlib import Path

from support import RELEASE, TestCase, environment, main, run


class StartErrors(TestCase):
    def refused(self, code, *words, arguments=(), data=None, program=None, listen="127.0.0.1:0", **options):
        variables = options.pop("variables", {})
        done = run(["serve", "--listen", listen, "--data-dir", data or self.data, *arguments], program=program,
                   env=environment(**variables), **options)
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertEqual(done.stdout, "")
        lines = done.stderr.splitlines()
        self.assertEqual(len(lines), 1, done.stderr)
        self.assertTrue(lines[0].startswith("dropseald: "), lines[0])
        for word in words:
            self.assertIn(word, lines[0])
        return lines[0]

    def set_up(self):
        done = run(["migrate", "--data-dir", self.data])
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_taken_port(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.refused(69, address, listen=address)

    def test_address_of_another_machine(self):
        self.refused(69, "192.0.2.1", listen="192.0.2.1:0")

    def test_folder_below_a_file(self):
        (self.place / "file").write_text("")
        self.refused(73, str(self.place / "file/data"), "--data-dir", data=self.place / "file/data")

    def test_unwritable_folder(self):
        self.data.mkdir(mode=0o500)
        self.place.chmod(0o755)
        program, options = None, {}
        if os.geteuid() == 0:  # nothing is forbidden to root, so somebody else tries
            program = self.place / "dropseald"
            shutil.copy(RELEASE, program)
            self.data.chmod(0o555)
            options = {"user": 65534, "group": 65534, "extra_groups": []}
        self.refused(77, str(self.data), program=program, **options)

    def test_locked_folder(self):
        server = self.serve()
        self.refused(75, str(self.data), str(server.process.pid))
        self.assertTrue(server.is_ready())
        self.stop(server)

    def change_database(self, statement):
        connection = sqlite3.connect(self.data / "dropseal.db")
        with connection:
            connection.execute(statement)
        connection.close()

    def test_newer_database(self):
        self.set_up()
        connection = sqlite3.connect(self.data / "dropseal.db")
        columns = [row[1] for row in connection.execute("PRAGMA table_info(schema_migrations)")]
        connection.close()
        version = columns[0]
        self.change_database(f"INSERT INTO schema_migrations ({', '.join(columns)}) SELECT "
                             + ", ".join("9999" if name == version else name for name in columns)
                             + " FROM schema_migrations LIMIT 1")
        self.refused(65)

    def test_missing_database(self):
        self.set_up()
        for name in self.data.glob("dropseal.db*"):
            name.unlink()
        self.refused(74, str(self.data / "dropseal.db"))
        self.assertFalse((self.data / "dropseal.db").exists())

    def test_truncated_database(self):
        self.set_up()
        os.truncate(self.data / "dropseal.db", 0)
        self.refused(65, str(self.data / "dropseal.db"))
        self.assertEqual((self.data / "dropseal.db").stat().st_size, 0)

    def test_database_of_another_program(self):
        self.data.mkdir(mode=0o700)
        connection = sqlite3.connect(self.data / "dropseal.db")
        with connection:
            connection.execute("CREATE TABLE theirs (a)")
        connection.close()
        self.refused(65)

    def test_damaged_instance(self):
        self.set_up()
        (self.data / "instance.json").write_text("{")
        self.refused(65, "instance.json")

    def test_missing_secret(self):
        self.set_up()
        (self.data / "secrets/master.key").unlink()
        self.refused(78, "master.key", "MASTER_KEY")
        self.assertFalse((self.data / "secrets/master.key").exists())

    def test_secret_that_others_can_read(self):
        self.set_up()
        (self.data / "secrets/jwt.key").chmod(0o644)
        self.refused(77, "jwt.key", "chmod 600")

    def test_bad_secrets(self):
        for name, text in {"sample": "your-super-secret-key-here", "long sample": "your-super-secret-key-here-" * 2,
                           "empty": "", "short": "8f2b6c1d9e4a7053", "pattern": "a" * 64}.items():
            with self.subTest(name):
                line = self.refused(78, "JWT_SECRET", variables={"SECRET_KEY": text})
                if text:
                    self.assertNotIn(text, line)

    def test_bad_settings(self):
        for name, text in {"WORKERS": "many", "LISTEN": "8000", "REGISTRATION": "yes", "BCRYPT_ROUNDS": "99",
                           "PUBLIC_URL": "files.example.org", "DATABASE_URL": "postgresql://u@h/d",
                           "MAX_UPLOAD_BYTES": "10GB", "ACCESS_TOKEN_EXPIRE_MINUTES": "0"}.items():
            with self.subTest(name):
                arguments = ["serve", "--data-dir", self.data]
                done = run(arguments, env=environment(**{name: text}))
                self.assertEqual(done.returncode, 78, done.stderr)
                self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)
                self.assertIn(name, done.stderr)
                self.assertFalse(self.data.exists(), "a bad setting must leave nothing behind")

    def test_bad_line_in_env_file(self):
        (self.place / ".env").write_text("REGISTRATION=off\nthis is no setting\n")
        self.refused(78, str(self.place / ".env"), "line 2", cwd=self.place)

    def test_bad_command_line(self):
        for arguments in ([], ["sevre"], ["serve", "--port", "8000"], ["user", "add", "--email", "a@b.example"]):
            done = run(arguments)
            self.assertEqual((done.returncode, done.stdout), (64, ""), done.stderr)
            self.assertEqual(len(done.stderr.splitlines()), 1, done.stderr)

    def test_config_check(self):
        (self.place / ".env").write_text("REGISTRATION=off\nSMTP_HOTS=mail.example.org\n")
        done = run(["config", "check", "--data-dir", "data"], cwd=self.place)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("SMTP_HOTS is no setting", done.stderr)
        self.assertIn(str(self.place / ".env"), done.stdout)
        done = run(["config", "show", "--data-dir", "data"], cwd=self.place)
        self.assertIn(f"REGISTRATION=off  # {self.place}/.env line 1", done.stdout)
        self.assertIn(f"DATA_DIR={self.data}  # --data-dir", done.stdout)
        self.assertFalse(self.data.exists())

    def test_example_is_the_committed_one(self):
        committed = (Path(__file__).resolve().parents[2] / ".env.example").read_text()
        self.assertEqual(run(["config", "example"]).stdout, committed)

    def test_nothing_relative_is_opened_and_nobody_else_can_read(self):
        server = self.serve()
        self.assertEqual(os.readlink(f"/proc/{server.process.pid}/cwd"), "/")
        for path in [self.data, *self.data.rglob("*")]:
            self.assertEqual(path.lstat().st_mode & 0o077, 0, path)
        self.stop(server)

    def test_systemd_is_told(self):
        for name in (str(self.place / "notify"), "@" + self.place.name):  # a path, and an abstract socket
            with self.subTest(name), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
                listener.bind(name.replace("@", "\0"))
                listener.settimeout(60)
                server = self.serve(NOTIFY_SOCKET=name)
                self.assertEqual(listener.recv(100), b"READY=1")
                self.stop(server)
                self.assertEqual(listener.recv(100), b"STOPPING=1")

    def test_everything_but_one_line_goes_to_stderr(self):
        log = self.place / "log"
        with open(log, "w") as stderr, subprocess.Popen(
                [RELEASE, "serve", "--listen", "127.0.0.1:0", "--data-dir", self.data], env=environment(),
                stdout=subprocess.PIPE, stderr=stderr, text=True) as process:
            first = process.stdout.readline()
            self.assertRegex(first, r"^listening on http://127\.0\.0\.1:\d+\n$")
            process.terminate()
            self.assertEqual(process.stdout.read(), "")
            self.assertEqual(process.wait(60), 0)
        token = (self.data / "setup-token").read_text().strip()
        self.assertIn(f"setup token: {token}\n", log.read_text())


if __name__ == "__main__":
    main()
