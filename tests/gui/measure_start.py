# SPDX-License-Identifier: GPL-3.0-or-later
"""How long dropseal takes from exec to its first mapped window and how much memory it holds then, against a bare Qt
window, in turns. Prints a table; argument: runs of each (9). No test: figures for the note."""
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import processes
from desktop import Desktop
from program import PROGRAM

HERE = Path(__file__).resolve().parent
SETTLE_SECONDS = 2


def build_bare_window(folder):
    """As the preset release builds: it is not part of any."""
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", "Qt6Widgets"], capture_output=True, text=True,
                           check=True).stdout.split()
    target = Path(folder) / "bare_window"
    subprocess.run(["g++", "-std=c++20", "-O2", "-fPIC", HERE / "fixtures/bare_window.cpp", "-o", target, *flags],
                   check=True)
    return target


def memory_kib(pid, what):
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(what + ":"):
            return int(line.split()[1])
    return 0


def measure(desktop, program):
    """(seconds to the first mapped window, RSS and PSS in MiB after a while)."""
    watch = desktop.spawn(["xprop", "-root", "-spy", "_NET_CLIENT_LIST"], stdout=subprocess.PIPE, text=True)
    watch.stdout.readline()  # as it is before
    started = time.monotonic()
    process = desktop.spawn([program], environment={"QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0"})
    while "0x" not in watch.stdout.readline():
        continue
    seconds = time.monotonic() - started
    time.sleep(SETTLE_SECONDS)
    memory = tuple(memory_kib(process.pid, what) / 1024 for what in ("Rss", "Pss"))
    processes.end(process)
    processes.end(watch)
    watch.stdout.close()
    return seconds, *memory


def main():
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    place = Path(tempfile.mkdtemp(prefix="dropseal-gui-"))
    found = {"bare window": [], "dropseal": []}
    try:
        bare = build_bare_window(place)
        with Desktop(place) as desktop:
            for name, program in (("bare window", bare), ("dropseal", PROGRAM)):
                measure(desktop, program)  # the first run fills the caches
            for _ in range(runs):
                for name, program in (("bare window", bare), ("dropseal", PROGRAM)):
                    found[name].append(measure(desktop, program))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    print(f"medians of {runs} runs in turns: exec to first mapped window, RSS and PSS {SETTLE_SECONDS} s later")
    for name, rows in found.items():
        seconds, rss, pss = (statistics.median(column) for column in zip(*rows))
        spread = max(row[0] for row in rows) - min(row[0] for row in rows)
        print(f"{name:12} {seconds * 1000:7.0f} ms (spread {spread * 1000:.0f})  RSS {rss:6.1f} MiB  "
              f"PSS {pss:6.1f} MiB")


if __name__ == "__main__":
    main()
