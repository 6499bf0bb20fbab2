#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for every file of the repository, whatever its language. stdin: paths, each ended by NUL, relative to here.

A licence line on top of sources and scripts; no words of unfinished work, no merge marks, no private keys, no paths of
one person's machine; text ends with a newline and has no carriage returns; nothing large or binary.
"""
import re
import sys
from pathlib import Path

LICENCE = "SPDX-License-Identifier: GPL-3.0-or-later"
NEEDS_LICENCE = re.compile(r"\.(cpp|h|c|py|sh|bash|cmake|sql|js|qss|service|yml|yaml|in)$|(^|/)CMakeLists\.txt$|^installer/packages/.*\.txt$")
# Test data is input as it came (names that hurt, other people's vectors); the licence text is not ours to edit.
FREE = re.compile(r"^(tests/data/|LICENSE$)|/data/")
PICTURE = re.compile(r"\.(png|ico|webp|jpg|woff2|qm)$")
LARGEST_BYTES = 1024 * 1024

# Written in pieces, so that this file does not hold what it forbids.
FORBIDDEN = [
    (re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b"), "a mark of unfinished work"),
    (re.compile(r"lorem " r"ipsum|not yet " r"implemented|coming " r"soon", re.I), "text that stands in for real work"),
    (re.compile(r"^(<{7}|>{7}|={7})( |$)", re.M), "a merge mark"),
    (re.compile(r"BEGIN ([A-Z]+ )?PRIVATE " r"KEY"), "a private key"),
    (re.compile(r"(?<![\w./:])/(home|Users|wor[k])/[a-z]\w*/"), "a path of one machine"),
]


def faults_of(path, data):
    """The faults of one file as (line, text); `data` is its bytes."""
    if PICTURE.search(path) or FREE.search(path):
        return []
    if len(data) > LARGEST_BYTES:
        return [(1, f"{len(data)} bytes; no file here needs more than {LARGEST_BYTES}")]
    if b"\0" in data:
        return [(1, "is binary; sources only")]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return [(1, f"is not UTF-8: {error}")]
    faults = []
    head = text.split("\n", 3)[:2]
    is_script = text.startswith("#!")
    if NEEDS_LICENCE.search(path) or is_script:
        if LICENCE not in (head[1] if is_script and len(head) > 1 else head[0]):
            faults.append((1, f"the first line (the second in a script) must say: {LICENCE}"))
    if "\r" in text:
        faults.append((text[: text.index("\r")].count("\n") + 1, "a carriage return"))
    if text and not text.endswith("\n"):
        faults.append((text.count("\n") + 1, "no newline at the end"))
    for pattern, what in FORBIDDEN:
        for match in pattern.finditer(text):
            faults.append((text[: match.start()].count("\n") + 1, f"{what}: {match.group(0)!r}"))
    return faults


def main():
    paths = [path for path in sys.stdin.read().split("\0") if path]
    if not paths:
        print("no files given", file=sys.stderr)
        return 1
    count = 0
    for path in paths:
        for line, text in faults_of(path, Path(path).read_bytes()):
            count += 1
            print(f"{path}:{line}: {text}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
