# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY: fault matrix rows 7, 8 and 9: no room for the files, none for the database, and a file that may not grow.
The small disks are tmpfs in a mount namespace of this script's own, so that no root is needed.

Use: test_disk_full.py --server PROGRAM
"""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ARGUMENTS = list(sys.argv)
from options import options
from dropseald import Server, wait_until
from ledger import PASSWORD, Ledger, check_folder, left_in_tmp, sha256

MiB = 1024 * 1024
OWN_NAMESPACE = "DROPSEAL_TEST_OWN_NAMESPACE"


class Pieces:
    """A body of unknown length: http.client sends it chunked."""

    def __init__(self, size):
        self.left = size

    def __iter__(self):
        while self.left > 0:
            piece = os.urandom(min(self.left, 65536))
            self.left -= len(piece)
            yield piece


class DiskFull(unittest.TestCase):
    def setUp(self):
        self.base = tempfile.TemporaryDirectory(prefix="dropseal-full-")
        self.mounts = []
        self.ledger = Ledger()

    def start(self, folder, **more):
        server = Server(options.server, folder, **more)
        self.addCleanup(lambda: server.process.poll() is None and server.kill())
        return server

    def tearDown(self):
        for mount in self.mounts:
            subprocess.run(["umount", "-l", mount], check=True)
        self.base.cleanup()

    def small_disk(self, name, size):
        folder = Path(self.base.name, name)
        folder.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", folder], check=True)
        self.mounts.append(folder)
        return folder

    def sign_in(self, server):
        account = self.ledger.new_account()
        status, answer = server.register(account.email, PASSWORD)
        self.assertEqual(status, 201, answer)
        account.is_certain = True
        _, answer = server.login(account.email, PASSWORD)
        account.sessions += 1
        account.access, account.refresh = answer["access_token"], answer["refresh_token"]
        return account

    def upload(self, server, account, size):
        data = os.urandom(size)
        status, answer = server.upload(account.access, "a.bin", data)
        if status == 200:
            account.files[answer["id"]] = (sha256(data), size)
        return status, answer

    def assert_full(self, status, answer):
        self.assertEqual((status, answer["code"]), (507, "insufficient_storage"), answer)
        self.assertGreaterEqual(answer["bytes_free"], 0)

    def end(self, server, folder, database=None):
        self.ledger.check(server)
        self.assertEqual(server.stop(), 0, server.said())
        check_folder(folder, self.ledger, database)

    def test_no_room_for_files(self):
        folder = self.small_disk("data", 8 * MiB)
        database = Path(self.base.name, "dropseal.db")
        server = self.start(folder, database=database)
        account = self.sign_in(server)
        self.assertEqual(self.upload(server, account, 1 * MiB)[0], 200)
        with self.subTest("said before a byte is read, where the length is known"):
            status, answer = server.json("PUT", "/upload/a.bin", None, token=account.access,
                                         Content_Length=str(10 * MiB), Expect="100-continue")
            self.assert_full(status, answer)
        with self.subTest("said on the way, where it is not"):
            status, answer = server.json("PUT", "/upload/a.bin", Pieces(10 * MiB), token=account.access)
            self.assert_full(status, answer)
        with self.subTest("nothing is left of it"):
            self.assertTrue(wait_until(lambda: not left_in_tmp(folder)), left_in_tmp(folder))
        with self.subTest("others go on"):
            other = self.sign_in(server)
            self.assertEqual(self.upload(server, other, 100_000)[0], 200)
            self.assertTrue(server.is_ready())
        with self.subTest("full to the last block"):
            filler = folder / "filler"
            with self.assertRaises(OSError), open(filler, "wb", buffering=0) as out:
                while True:
                    out.write(bytes(65536))
            self.assert_full(*self.upload(server, account, 1000))
            self.assertEqual(server.login(account.email, PASSWORD)[0], 200)
            account.sessions += 1
            filler.unlink()
            self.assertEqual(self.upload(server, account, 1000)[0], 200)
        self.end(server, folder, database)

    def test_no_room_for_the_database(self):
        small = self.small_disk("database", 4 * MiB)
        folder = Path(self.base.name, "data")
        database = small / "dropseal.db"
        server = self.start(folder, database=database)
        account = self.sign_in(server)
        self.assertEqual(self.upload(server, account, 1000)[0], 200)
        filler = small / "filler"
        with self.assertRaises(OSError), open(filler, "wb", buffering=0) as out:
            while True:
                out.write(bytes(4096))
        refused = 0
        for _ in range(1500):  # what is left of the write-ahead log's last block takes a few
            status, answer = self.upload(server, account, 1000)
            if status != 200:
                self.assertIn(status, (503, 507), answer)
                refused += 1
            if refused > 3:
                break
        self.assertGreater(refused, 3, "the disk never became full")
        with self.subTest("reading goes on"):
            self.assertEqual(server.json("GET", "/auth/me", token=account.access)[0], 200)
            self.assertEqual(len(server.files(account.access)), len(account.files))
        with self.subTest("nothing of the refused ones is left"):
            self.assertTrue(wait_until(lambda: not left_in_tmp(folder)), left_in_tmp(folder))
        filler.unlink()
        with self.subTest("room heals it without a restart"):
            status, answer = self.upload(server, account, 1000)
            self.assertEqual(status, 200, answer)
        self.end(server, folder, database)

    def test_a_file_that_may_not_grow(self):
        folder = Path(self.base.name, "data")
        server = self.start(folder, file_limit=12 * MiB)
        account = self.sign_in(server)
        for body in (os.urandom(16 * MiB), Pieces(16 * MiB)):
            status, answer = server.json("PUT", "/upload/a.bin", body, token=account.access)
            self.assert_full(status, answer)
        self.assertIsNone(server.process.poll(), "SIGXFSZ ended the server")
        self.assertTrue(wait_until(lambda: not left_in_tmp(folder)), left_in_tmp(folder))
        self.assertEqual(self.upload(server, account, 8 * MiB)[0], 200)
        self.end(server, folder)


if __name__ == "__main__":
    if OWN_NAMESPACE not in os.environ:
        os.environ[OWN_NAMESPACE] = "1"
        unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--user", "--map-root-user", "--mount"]
        os.execvp("unshare", [*unshare, sys.executable, "-B", *ARGUMENTS])
    unittest.main()
