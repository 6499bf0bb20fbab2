# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the rows and writes RESULTS.md. A ratio counts only against what ran in the same minutes."""
import argparse
import contextlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rows import ROWS

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "end_to_end"))
from support import more_descriptors  # noqa: E402


class Arena:
    """The folder of a run, how often and how long things run, the files that are sent."""

    def __init__(self, quick):
        self.place = Path(tempfile.mkdtemp(prefix="dropseal-bench-"))
        self.memory = Path(tempfile.mkdtemp(prefix="dropseal-bench-", dir="/dev/shm"))
        self.rounds = 3 if quick else 5
        self.seconds = 2 if quick else 4
        self.big_uploads = 4 if quick else 16
        self.folders = 0

    def file(self, size):
        path = self.memory / f"{size}.bin"
        if not path.exists():
            with open(path, "wb") as file:
                for _ in range(size >> 20):
                    file.write(os.urandom(1 << 20))
        return path

    @contextlib.contextmanager
    def serving(self, peer_class, folder=None, **variables):
        self.folders += 1
        kept = folder is not None
        folder = folder or self.place / str(self.folders)
        peer = peer_class(folder, **variables)
        try:
            yield peer
        finally:
            peer.stop()
            if not kept:
                shutil.rmtree(folder, ignore_errors=True)

    def close(self):
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.memory, ignore_errors=True)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(rows):
    lines = ["| work | figures (medians) | ratio or value | goal | |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        figures = ", ".join(f"{name} {number(value)} {row.unit}" for name, value in row.figures.items())
        lines.append(f"| {row.work} | {figures} | {number(row.ratio)} | {row.goal} | "
                     f"{'reached' if row.reached else 'missed'} |")
    return "\n".join(lines)


def machine():
    cpu = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    return f"{os.cpu_count()} cores of {cpu}, {memory:.0f} GiB, Linux {platform.release()}"


def main():
    parser = argparse.ArgumentParser(prog="tests/bench/run", description=__doc__)
    parser.add_argument("rows", nargs="*", metavar="ROW", help="only these: " + ", ".join(ROWS))
    parser.add_argument("--quick", action="store_true", help="fewer and shorter rounds, 4 big uploads instead of 16")
    parser.add_argument("--write", action="store_true", help="write tests/bench/RESULTS.md")
    options = parser.parse_args()
    unknown = set(options.rows) - set(ROWS)
    if unknown:
        parser.error(f"there is no row {', '.join(sorted(unknown))}; there are: {', '.join(ROWS)}")
    more_descriptors()
    arena, rows = Arena(options.quick), []
    try:
        for name in options.rows or ROWS:
            started = time.monotonic()
            made = ROWS[name](arena)
            rows += made if isinstance(made, list) else [made]
            print(f"{name}: {time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
    finally:
        arena.close()
    text = table(rows)
    print(text)
    if options.write:
        commit = subprocess.run(["git", "-C", str(HERE), "rev-parse", "--short", "HEAD"], capture_output=True, text=True,
                                check=False).stdout.strip()
        command = " ".join(["tests/bench/run", *sys.argv[1:]])
        (HERE / "RESULTS.md").write_text(
            f"# Dropseal beside its peers\n\n{time.strftime('%Y-%m-%d')}, commit {commit}, {machine()}. Command: `{command}`. "
            f"All on the loopback, contestants interleaved, medians of {arena.rounds} rounds.\n\n{text}\n")


main()
