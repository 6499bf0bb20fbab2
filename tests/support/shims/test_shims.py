# SPDX-License-Identifier: GPL-3.0-or-later
"""The fault shims do what they say: each is loaded into a small Python program that writes files.

Use: test_shims.py FOLDER_OF_THE_SHIMS
"""
import os
import struct
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SHIMS = Path(sys.argv.pop()).resolve()

PRELUDE = """
import ctypes, os, sys
def make(path, text, *, sync=False):
    fd = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.write(fd, text)
    if sync: os.fsync(fd)
    return fd
def sync_folder(path='.'):
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(fd)
    os.close(fd)
"""


class Shim(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = Path(self.folder.name, "root").resolve()
        self.shadow = Path(self.folder.name, "shadow").resolve()
        self.root.mkdir()

    def tearDown(self):
        self.folder.cleanup()

    def run_with(self, shim, code, **variables):
        environment = dict(os.environ, LD_PRELOAD=str(SHIMS / shim), **variables)
        return subprocess.run([sys.executable, "-c", PRELUDE + code], cwd=self.root, env=environment,
                              capture_output=True, text=True, timeout=60)


class PowerCut(Shim):
    def survivors(self, code):
        done = self.run_with("power_cut.so", code + "\nos.kill(os.getpid(), 9)",
                             POWER_CUT_ROOT=str(self.root), POWER_CUT_SHADOW=str(self.shadow))
        self.assertEqual(done.returncode, -9, done.stderr)
        tree = self.shadow / "tree"
        return {str(p.relative_to(tree)): p.read_bytes() for p in tree.rglob("*") if p.is_file()}

    def test_only_what_is_synced_stays(self):
        for name, code, left in (
            ("nothing synced", "make('a', b'1')", {}),
            ("bytes without a name", "make('a', b'1', sync=True)", {}),
            ("a name without bytes", "make('a', b'1'); sync_folder()", {"a": b""}),
            ("both", "make('a', b'1', sync=True); sync_folder()", {"a": b"1"}),
            ("fdatasync", "fd = make('a', b'1'); os.fdatasync(fd); sync_folder()", {"a": b"1"}),
            ("later bytes", "fd = make('a', b'1', sync=True); sync_folder(); os.write(fd, b'2')", {"a": b"1"}),
            ("later bytes, synced", "fd = make('a', b'1', sync=True); sync_folder(); os.write(fd, b'2'); os.fsync(fd)",
             {"a": b"12"}),
            ("cut shorter", "fd = make('a', b'123', sync=True); sync_folder(); os.ftruncate(fd, 1); os.fsync(fd)",
             {"a": b"1"}),
            ("a lost removal", "make('a', b'1', sync=True); sync_folder(); os.unlink('a')", {"a": b"1"}),
            ("a removal", "make('a', b'1', sync=True); sync_folder(); os.unlink('a'); sync_folder()", {}),
            ("a lost move", "make('a', b'1', sync=True); sync_folder(); os.rename('a', 'b')", {"a": b"1"}),
            ("a move", "make('a', b'1', sync=True); sync_folder(); os.rename('a', 'b'); sync_folder()", {"b": b"1"}),
            ("half a move", "os.mkdir('d'); sync_folder(); make('a', b'1', sync=True); sync_folder()\n"
             "os.rename('a', 'd/a'); sync_folder('d')", {"a": b"1", "d/a": b"1"}),
            ("a folder without a name", "os.mkdir('d'); make('d/a', b'1', sync=True); sync_folder('d')", {}),
            ("a number used again", "fd = make('a', b'old', sync=True); sync_folder(); os.close(fd)\n"
             "os.unlink('a'); make('b', b'new'); sync_folder()", {"b": b""}),
            ("written back is not synced", "fd = make('a', b'1'); sync_folder()\n"
             "assert ctypes.CDLL(None).sync_file_range(fd, 0, 1, 7) == 0", {"a": b""}),
            ("written only", "fd = os.open('a', os.O_WRONLY | os.O_CREAT); os.write(fd, b'1'); os.fsync(fd)\n"
             "sync_folder()", {"a": b"1"}),
        ):
            with self.subTest(name):
                self.tearDown()
                self.setUp()
                self.assertEqual(self.survivors(code), left)

    def test_what_was_there_counts_as_synced(self):
        Path(self.root, "below").mkdir()
        Path(self.root, "below", "a").write_bytes(b"1")
        self.assertEqual(self.survivors("open('below/a', 'wb').write(b'2')"), {"below/a": b"1"})

    def test_the_copy_is_no_link_to_the_live_file(self):
        Path(self.root, "a").write_bytes(b"1" * 200_000)
        code = "fd = os.open('a', os.O_RDWR); os.pwrite(fd, b'2', 150000)"
        self.assertEqual(self.survivors(code), {"a": b"1" * 200_000})
        self.shadow = Path(self.folder.name, "shadow2")
        self.assertEqual(self.survivors(code + "; os.fsync(fd)"), {"a": b"1" * 150_000 + b"2" + b"1" * 49_999})


class FaultyDisk(Shim):
    KINDS = {"write": 1, "sync": 2, "rename": 3, "slow": 4}

    def outcome(self, code, kind, countdown=1, number=5, sticky=0, path="target"):
        control = Path(self.folder.name, "control")
        control.write_bytes(struct.pack("=8q192s", self.KINDS[kind], countdown, number, sticky, 0, 0, 0, 0,
                                        path.encode()))
        done = self.run_with("faulty_disk.so", code, FAULTY_DISK_CONTROL=str(control))
        self.assertEqual(done.stderr, "")
        fields = struct.unpack("=8q192s", control.read_bytes())
        return done.stdout.split(), {"hits": fields[4], "slowed": fields[5], "syncs_after": fields[6]}

    ATTEMPTS = """
def attempt(call, *arguments):
    try: print(call(*arguments))
    except OSError as error: print(error.errno)
fd = os.open('target', os.O_RDWR | os.O_CREAT)
other = os.open('other', os.O_RDWR | os.O_CREAT)
"""

    def test_the_nth_write_fails(self):
        code = self.ATTEMPTS + "\nfor i in range(4): attempt(os.write, fd, b'xy'); attempt(os.write, other, b'xyz')"
        self.assertEqual(self.outcome(code, "write", 2)[0], "2 3 5 3 2 3 2 3".split())
        self.assertEqual(self.outcome(code, "write", 2, 28, 1)[0], "2 3 28 3 28 3 28 3".split())

    def test_pwrite_fails_too(self):
        said, counted = self.outcome(self.ATTEMPTS + "\nattempt(os.pwrite, fd, b'xy', 0)", "write")
        self.assertEqual((said, counted["hits"]), (["5"], 1))

    def test_a_second_sync_of_a_failed_file_is_seen(self):
        code = self.ATTEMPTS + "\nattempt(os.fsync, other); attempt(os.fdatasync, fd)"
        self.assertEqual(self.outcome(code, "sync"), (["None", "5"], {"hits": 1, "slowed": 0, "syncs_after": 0}))
        said, counted = self.outcome(code + "; attempt(os.fsync, fd)", "sync")
        self.assertEqual((said, counted["syncs_after"]), (["None", "5", "None"], 1))

    def test_rename_fails(self):
        self.assertEqual(self.outcome(self.ATTEMPTS + "\nattempt(os.rename, 'other', 'target2')", "rename")[0], ["5"])

    def test_slow_writes(self):
        # Python repeats an interrupted call by itself (PEP 475); the short count comes through.
        said, counted = self.outcome(self.ATTEMPTS + "\nattempt(os.write, fd, b'xyz'); attempt(os.write, other, b'xyz')",
                                     "slow")
        self.assertEqual((said, counted["slowed"]), (["1", "3"], 2))


if __name__ == "__main__":
    unittest.main()
