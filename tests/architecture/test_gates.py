#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The repository rules and the counting of tests must each be able to fail."""
import tempfile
import unittest
from pathlib import Path

from check_repository import LARGEST_BYTES, LICENCE, faults_of
from count_tests import count

CPP = f"// {LICENCE}\n"
SCRIPT = f"#!/bin/sh\n# {LICENCE}\n"

BAD_FILES = [
    ("a.cpp", "int a;\n"),
    ("a.h", "#pragma once\n" + CPP),
    ("a.py", "import os\n"),
    ("tests/CMakeLists.txt", "add_test(a)\n"),
    ("installer/cmake/A.cmake", "set(A)\n"),
    ("installer/packages/a.txt", "g++\n"),
    ("installer/start", "#!/bin/sh\necho\n"),
    ("a.cpp", CPP + "// TO" + "DO: later\n"),
    ("README.md", "FIX" + "ME\n"),
    ("README.md", "Coming " + "soon.\n"),
    ("README.md", "a\n<<<<<<< HEAD\n"),
    ("a.cpp", CPP + "// /home/some" + "one/project\n"),
    ("a.pem", "-----BEGIN RSA PRIVATE " + "KEY-----\n"),
    ("a.cpp", CPP + "int a;"),
    ("a.cpp", CPP + "int a;\r\n"),
    ("a.bin", "a\0b\n"),
    ("big.md", "a\n" * LARGEST_BYTES),
]
GOOD_FILES = [
    ("a.cpp", CPP + "int a; // $(mktemp -d /tmp/a.XXXXXX)\n"),
    ("installer/start", SCRIPT + "echo\n"),
    ("README.md", "Put files into a folder of your home.\n"),
    ("empty.md", ""),
    ("tests/data/names.txt", "TO" + "DO\r\n"),
]


def listing(*names, **changes):
    tests = []
    for name in names:
        test = {"name": name, "command": [name], "properties": []}
        test.update(changes.get(name, {}))
        tests.append({key: value for key, value in test.items() if value is not None})
    return {"tests": tests}


class RepositoryTest(unittest.TestCase):
    def test_bad_files(self):
        for path, text in BAD_FILES:
            with self.subTest(path=path, text=text[:60]):
                self.assertEqual(len(faults_of(path, text.encode())), 1)

    def test_good_files(self):
        for path, text in GOOD_FILES:
            with self.subTest(path=path, text=text[:60]):
                self.assertEqual(faults_of(path, text.encode()), [])

    def test_not_utf8(self):
        self.assertEqual(len(faults_of("a.md", b"\xff\n")), 1)


class CountTest(unittest.TestCase):
    def count(self, listed, statuses):
        cases = "".join(f'<testcase name="{name}" status="{status}"/>' for name, status in statuses.items())
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder) / "junit.xml"
            report.write_text(f"<testsuite>{cases}</testsuite>", encoding="utf-8")
            return count(listed, report, lambda text: None)

    def test_counts(self):
        disabled = {"a": {"properties": [{"name": "DISABLED", "value": True}]}}
        rows = [
            ("all pass", listing("a", "b"), {"a": "run", "b": "run"}, (2, 0)),
            ("one fails", listing("a", "b"), {"a": "run", "b": "fail"}, (1, 1)),
            ("skipped", listing("a", "b"), {"a": "run", "b": "notrun"}, (1, 1)),
            ("disabled in the report", listing("a"), {"a": "disabled"}, (0, 1)),
            ("disabled in the list", listing("a", **disabled), {"a": "run"}, (0, 1)),
            ("never started", listing("a", "b"), {"a": "run"}, (1, 1)),
            ("no program", listing("a", a={"command": None}), {"a": "notrun"}, (0, 1)),
            ("no tests", listing(), {}, (0, 1)),
        ]
        for name, listed, statuses, expected in rows:
            with self.subTest(name):
                self.assertEqual(self.count(listed, statuses), expected)

    def test_no_report(self):
        self.assertEqual(count(listing("a", "b"), "/nonexistent/junit.xml", lambda text: None), (0, 2))


if __name__ == "__main__":
    unittest.main()
