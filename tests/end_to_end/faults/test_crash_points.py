# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY: fault matrix rows 2 and 3: the server dies at each step of an upload's end and of a refresh. Needs a
server with crash points (preset dev).

Use: test_crash_points.py --server PROGRAM
"""
import tempfile
import unittest
from pathlib import Path

from options import options
from dropseald import Lost, Server
from ledger import PASSWORD, Ledger, check_folder, left_in_tmp, sha256

DATA = bytes(range(256)) * 1500
# Each step of an upload's end, and whether its row is committed by then.
UPLOAD_POINTS = (
    ("spool_append", False),
    ("put_written", False),
    ("put_noted", False),
    ("put_synced", False),
    ("put_renamed", False),
    ("put_done", False),
    ("upload_committed", True),
    ("settle", True),
)
REFRESH_POINTS = ("refresh_rotated", "refresh_committed")


class CrashPoints(unittest.TestCase):
    def setUp(self):
        self.base = tempfile.TemporaryDirectory(prefix="dropseal-crash-")
        self.folder = Path(self.base.name, "data")
        self.ledger = Ledger()
        self.account = self.ledger.new_account()
        server = Server(options.server, self.folder)
        self.assertEqual(server.register(self.account.email, PASSWORD)[0], 201)
        self.account.is_certain = True
        _, answer = server.login(self.account.email, PASSWORD)
        self.account.sessions = 1
        self.account.access, self.account.refresh = answer["access_token"], answer["refresh_token"]
        self.assertEqual(server.stop(), 0)

    def tearDown(self):
        self.base.cleanup()

    def crash(self, point, call):
        """The call is lost, because the server dies at the point."""
        server = Server(options.server, self.folder, DROPSEAL_CRASH_AT=point)
        with self.assertRaises(Lost, msg=f"the server has no crash point {point}, or did not come to it"):
            call(server)
        self.assertEqual(server.wait_end(), -9)

    def check(self, server):
        self.assertEqual(left_in_tmp(self.folder), [])
        self.ledger.check(server)

    def end(self, server):
        self.assertEqual(server.stop(), 0, server.said())
        check_folder(self.folder, self.ledger)

    def test_upload(self):
        for point, is_committed in UPLOAD_POINTS:
            with self.subTest(point):
                self.tearDown()
                self.setUp()
                self.crash(point, lambda server: server.upload(self.account.access, "a.bin", DATA))
                self.account.lost_uploads.add(sha256(DATA))
                server = Server(options.server, self.folder)
                self.check(server)
                self.assertEqual(len(self.account.files), int(is_committed))
                status, answer = server.upload(self.account.access, "a.bin", DATA)
                self.assertEqual((status, answer["sha256"]), (200, sha256(DATA)))
                self.account.files[answer["id"]] = (sha256(DATA), len(DATA))
                self.ledger.check(server)
                self.end(server)

    def test_presigned_upload(self):
        for point, is_committed in UPLOAD_POINTS:
            with self.subTest(point):
                self.tearDown()
                self.setUp()
                server = Server(options.server, self.folder)
                status, made = server.json("POST", "/presign", {"filename": "a.bin", "method": "PUT",
                                                                "size": len(DATA)}, token=self.account.access)
                self.assertEqual(status, 200, made)
                server.stop()
                path = made["url"][made["url"].index("/d/"):]
                self.crash(point, lambda server: server.call("PUT", path, DATA))
                self.account.lost_uploads.add(sha256(DATA))
                server = Server(options.server, self.folder)
                self.check(server)
                self.assertEqual(len(self.account.files), int(is_committed))
                status, answer = server.json("PUT", path, DATA)
                if is_committed:
                    self.assertEqual((status, answer["code"]), (409, "already_used"))
                else:
                    self.assertEqual(status, 201, answer)
                    self.account.files[answer["id"]] = (sha256(DATA), len(DATA))
                self.ledger.check(server)
                self.end(server)

    def test_refresh(self):
        for point in REFRESH_POINTS:
            with self.subTest(point):
                self.tearDown()
                self.setUp()
                self.crash(point, lambda server: server.refresh(self.account.refresh))
                server = Server(options.server, self.folder)
                status, answer = server.refresh(self.account.refresh)
                self.assertEqual(status, 200, answer)
                again, same = server.refresh(self.account.refresh)
                self.assertEqual((again, same["refresh_token"]), (200, answer["refresh_token"]))
                self.assertEqual(server.json("GET", "/auth/me", token=answer["access_token"])[0], 200)
                self.account.refresh = answer["refresh_token"]
                self.check(server)
                self.end(server)


if __name__ == "__main__":
    unittest.main()
