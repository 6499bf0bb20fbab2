# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY: fault matrix rows 10, 11 and 12: the n-th write or sync fails, for n = 1, 2, …, and a disk that takes one
byte at a time.

Use: test_disk_errors.py --server PROGRAM --shims FOLDER [--rounds N]   (at most N faults of each kind)
"""
import errno
import os
import struct
import tempfile
import unittest
from pathlib import Path

from options import options
from dropseald import Lost, Server, wait_until
from ledger import PASSWORD, Ledger, check_folder, left_in_tmp, sha256

NONE, WRITE, SYNC, RENAME, SLOW = range(5)
DATABASE = "dropseal.db"
EXIT_IO = 74


class FaultyDisk:
    """The control file of tests/support/shims/faulty_disk.c."""

    LAYOUT = "=8q192s"

    def __init__(self, path):
        self.path = path
        self.set(NONE)

    def set(self, kind, countdown=0, number=errno.EIO, sticky=False, path=""):
        with open(self.path, "r+b" if self.path.exists() else "w+b", buffering=0) as control:
            control.write(struct.pack(self.LAYOUT, NONE, countdown, number, sticky, 0, 0, 0, 0, path.encode()))
            control.seek(0)
            control.write(struct.pack("=q", kind))

    def read(self):
        values = struct.unpack(self.LAYOUT, self.path.read_bytes())
        return dict(zip(("kind", "countdown", "number", "sticky", "hits", "slowed", "syncs_after"), values))


class DiskErrors(unittest.TestCase):
    def setUp(self):
        self.base = tempfile.TemporaryDirectory(prefix="dropseal-errors-")
        self.folder = Path(self.base.name, "data").resolve()
        self.disk = FaultyDisk(Path(self.base.name, "control"))
        self.ledger = Ledger()
        self.server = self.start()
        self.account = self.ledger.new_account()
        self.assertEqual(self.server.register(self.account.email, PASSWORD)[0], 201)
        self.account.is_certain = True
        self.sign_in()

    def tearDown(self):
        if self.server.process.poll() is None:
            self.server.kill()
        self.base.cleanup()

    def start(self):
        return Server(options.server, self.folder, shim=options.shims / "faulty_disk.so",
                      FAULTY_DISK_CONTROL=str(self.disk.path))

    def sign_in(self):
        status, answer = self.server.login(self.account.email, PASSWORD)
        self.assertEqual(status, 200, answer)
        self.account.sessions += 1
        self.account.access, self.account.refresh = answer["access_token"], answer["refresh_token"]

    def upload(self, size=700_000):
        """The status; None where no answer came."""
        data = os.urandom(size)
        self.account.lost_uploads.add(sha256(data))
        try:
            status, answer = self.server.upload(self.account.access, "a.bin", data)
        except Lost:
            return None
        if status == 200:
            self.account.lost_uploads.discard(sha256(data))
            self.account.files[answer["id"]] = (sha256(data), size)
            self.assertEqual(answer["sha256"], sha256(data))
        elif status != 503:  # 503: the database failed, and nobody knows what it kept
            self.account.lost_uploads.discard(sha256(data))
        return status

    def end(self):
        self.disk.set(NONE)
        if self.server.process.poll() is None:
            self.assertEqual(self.server.stop(), 0, self.server.said())
        self.server = self.start()
        self.assertEqual(left_in_tmp(self.folder), [])
        self.ledger.check(self.server)
        self.assertEqual(self.server.stop(), 0, self.server.said())
        check_folder(self.folder, self.ledger)

    def each_fault(self, kind, path, number, check):
        """Lets the n-th call fail in an upload, for n = 1, 2, … until none did."""
        for nth in range(1, options.rounds + 1):
            with self.subTest(nth=nth):
                self.disk.set(kind, nth, number, path=path)
                status = self.upload()
                hits = self.disk.read()["hits"]
                syncs_after = self.disk.read()["syncs_after"]
                self.disk.set(NONE)
                self.assertEqual(syncs_after, 0, "a file was synced again after its sync had failed")
                if hits == 0:
                    self.assertEqual(status, 200)
                    self.assertGreater(nth, 1, "no fault ever happened")
                    print(f"{path}: {nth - 1} calls of kind {kind} failed one by one", flush=True)
                    return
                check(status)

    def goes_on(self, *statuses):
        def check(status):
            self.assertIn(status, statuses)
            self.assertIsNone(self.server.process.poll(), self.server.said())
            self.assertEqual(self.upload(100_000), 200, "the next upload fails too")
            self.assertTrue(self.server.is_ready())
        return check

    def dies_and_recovers(self, status):
        # The answer may be lost with the server, and a fault after the commit is nobody's but the server's.
        self.assertIn(status, (200, 503, None))
        self.assertFalse(self.server.is_ready())
        self.assertEqual(self.server.wait_end(), EXIT_IO, self.server.said())
        self.server = self.start()
        self.ledger.check(self.server)
        self.assertEqual(self.upload(1000), 200)

    def test_writing_a_file_fails(self):
        for number, status in ((errno.EIO, 500), (errno.ENOSPC, 507), (errno.EDQUOT, 507)):
            with self.subTest(errno.errorcode[number]):
                self.each_fault(WRITE, "/data/tmp/", number, self.goes_on(status))
        self.end()

    def test_moving_a_file_fails(self):
        self.each_fault(RENAME, "/data/blobs", errno.EIO, self.goes_on(500))
        self.end()

    def test_syncing_a_file_fails(self):
        for path in ("/data/tmp", "/data/blobs"):
            with self.subTest(path):
                self.each_fault(SYNC, path, errno.EIO, self.goes_on(500))
        self.end()

    def test_writing_the_database_fails(self):
        # 200: the fault hit a checkpoint, after the commit.
        for number in (errno.EIO, errno.ENOSPC):
            with self.subTest(errno.errorcode[number]):
                self.each_fault(WRITE, DATABASE, number, self.goes_on(200, 503, 507))
        self.end()

    def test_syncing_the_database_fails(self):
        self.each_fault(SYNC, DATABASE, errno.EIO, self.dies_and_recovers)
        self.end()

    def test_syncing_at_a_checkpoint_fails(self):
        # The write-ahead log is emptied two seconds after the last commit: its syncs have no request to fail.
        for nth in (1, 2):
            with self.subTest(nth=nth):
                self.assertEqual(self.upload(1000), 200)
                self.disk.set(SYNC, nth, path=DATABASE)
                self.assertEqual(self.server.wait_end(), EXIT_IO, self.server.said())
                self.assertEqual((self.disk.read()["hits"], self.disk.read()["syncs_after"]), (1, 0))
                self.disk.set(NONE)
                self.server = self.start()
                self.ledger.check(self.server)
        self.end()

    def test_one_byte_at_a_time(self):
        self.disk.set(SLOW, path="/data/")
        self.assertEqual(self.upload(150_000), 200)
        self.sign_in()
        status, answer = self.server.refresh(self.account.refresh)
        self.assertEqual(status, 200)
        self.account.refresh = answer["refresh_token"]
        self.assertGreater(self.disk.read()["slowed"], 200_000)
        self.end()


if __name__ == "__main__":
    unittest.main()
