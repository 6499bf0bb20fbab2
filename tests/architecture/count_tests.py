#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what ctest really ran. stdin: `ctest --show-only=json-v1`; argument: the JUnit file of the run.

Prints "PASSED FAILED" and ends with 1 where a test failed, was skipped, disabled or not run, has no program, or where
there was no test at all: ctest itself calls a skipped or a disabled test a success.
"""
import json
import sys
import xml.etree.ElementTree as ElementTree


def is_disabled(test):
    return any(p["name"] == "DISABLED" and p["value"] not in (False, "OFF", "0", "") for p in test.get("properties", []))


def count(listing, junit_path, complain):
    expected = {test["name"]: test for test in listing.get("tests", [])}
    try:
        ran = {case.get("name"): case for case in ElementTree.parse(junit_path).getroot().iter("testcase")}
    except (OSError, ElementTree.ParseError) as error:
        complain(f"ctest left no report: {error}")
        return 0, max(1, len(expected))
    if not expected:
        complain("there was no test to run")
        return 0, 1
    passed = failed = 0
    for name, test in sorted(expected.items()):
        case = ran.get(name)
        if "command" not in test:
            complain(f"{name}: its program was not built")
        elif is_disabled(test):
            complain(f"{name}: is disabled")
        elif case is None:
            complain(f"{name}: did not run")
        elif case.get("status") != "run":
            if case.get("status") != "fail":
                complain(f"{name}: did not run ({case.get('status')})")
        else:
            passed += 1
            continue
        failed += 1
    return passed, failed


def main():
    passed, failed = count(json.load(sys.stdin), sys.argv[1], lambda text: print(text, file=sys.stderr))
    print(passed, failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
