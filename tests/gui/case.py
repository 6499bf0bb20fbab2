# SPDX-License-Identifier: GPL-3.0-or-later
"""The base of every test here: one process and one desktop for each test method, so that none sees another's."""
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import processes
from desktop import Desktop

_CHILD = "DROPSEAL_GUI_TEST"
_SECONDS = int(os.environ.get("DROPSEAL_GUI_SECONDS", "240"))  # for one test method


class TestCase(unittest.TestCase):
    keyring = "unlocked"
    screen = (1600, 1000)
    longMessage = True

    def __init__(self, method="runTest"):
        super().__init__(method)
        if hasattr(self, method):
            setattr(self, method, functools.partial(self.watched, getattr(self, method)))

    def setUp(self):
        self.place = Path(tempfile.mkdtemp(prefix="dropseal-gui-"))
        self.addCleanup(shutil.rmtree, self.place, ignore_errors=True)
        self.desktop = Desktop(self.place, keyring=self.keyring, screen=self.screen)
        self.enterContext(self.desktop)
        # The reader works in this process: it, too, has to be on this desktop.
        os.environ.update(self.desktop.environment)
        self.files = self.place / "files"
        self.files.mkdir()

    def watched(self, method):
        """A failed test leaves a picture, and says what was on the screen."""
        try:
            method()
        except BaseException:
            try:
                name = self.id().removeprefix("__main__.")
                print("picture:", self.desktop.picture(f"failed-{name}"), file=sys.stderr)
                self.describe_failure()
            except Exception as error:  # the first fault is the one to show
                print(f"({error})", file=sys.stderr)
            raise

    def describe_failure(self):
        print(self.desktop.said()[-3000:], file=sys.stderr)

    def make_file(self, name, size=0, data=None):
        """A file of that size; no two pieces of it are the same."""
        path = self.files / name
        with open(path, "wb") as file:
            if data is not None:
                file.write(data)
            for number in range((size + 65535) // 65536):
                piece = (number.to_bytes(8, "big") + name.encode()[:8]) * 4096
                file.write(piece[:min(65536, size - number * 65536)])
        return path


def _tests(suite):
    for entry in suite:
        if isinstance(entry, unittest.TestSuite):
            yield from _tests(entry)
        else:
            yield entry.id().removeprefix("__main__.")


def main():
    if os.environ.get(_CHILD):
        unittest.main(verbosity=2, warnings="ignore")
        return
    names = sys.argv[1:]
    loader = unittest.defaultTestLoader
    main_module = sys.modules["__main__"]
    suite = loader.loadTestsFromNames(names, main_module) if names else loader.loadTestsFromModule(main_module)
    tests = list(_tests(suite))
    if not tests:
        raise SystemExit("no tests")
    processes.adopt_orphans()
    failed = [test for test in tests if not _run(test)]
    print(f"{len(tests) - len(failed)} of {len(tests)} passed" + "".join(f"\nFAILED {test}" for test in failed))
    sys.exit(1 if failed else 0)


def _run(test):
    child = subprocess.Popen([sys.executable, "-B", os.path.abspath(sys.argv[0]), test],
                             env=dict(os.environ, **{_CHILD: "1"}), preexec_fn=processes.die_with_parent)
    try:
        passed = child.wait(_SECONDS) == 0
    except subprocess.TimeoutExpired:
        print(f"{test} took more than {_SECONDS} s", file=sys.stderr)
        child.send_signal(signal.SIGINT)
        try:
            child.wait(20)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        passed = False
    processes.end_all()  # nothing of a test that was killed lives on
    return passed
