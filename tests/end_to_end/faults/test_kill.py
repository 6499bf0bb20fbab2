# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY: fault matrix row 1, and 3 by chance: kill -9 at a random moment under load, round after round on one folder.

Use: test_kill.py --server PROGRAM [--rounds N] [--seed N]
"""
import random
import tempfile
import time
from pathlib import Path

from options import options
from dropseald import Server
from ledger import Ledger, check_folder, left_in_tmp
from load import Crowd

FRESH_AFTER = 25  # rounds: then a new folder, so that checking everything stays quick


def play(folder, rounds, rng, totals):
    ledger = Ledger()
    for _ in range(rounds):
        server = Server(options.server, folder)
        crowd = Crowd(server, ledger, 4, rng)
        time.sleep(rng.uniform(0.001, 0.5))
        server.kill()
        crowd.wait()

        server = Server(options.server, folder)
        assert not left_in_tmp(folder), left_in_tmp(folder)
        ledger.check(server)
        assert server.stop() == 0, server.said()
        check_folder(folder, ledger)
    for what, count in ledger.counts.items():
        totals[what] = totals.get(what, 0) + count


def main():
    rng = random.Random(options.seed)
    totals, left = {}, options.rounds
    while left > 0:
        with tempfile.TemporaryDirectory(prefix="dropseal-kill-") as folder:
            play(Path(folder, "data"), min(left, FRESH_AFTER), rng, totals)
        left -= FRESH_AFTER
        print(f"{max(left, 0)} rounds left, so far {totals}", flush=True)
    print(f"{options.rounds} rounds: {totals}")
    assert totals["uploads"] > 0 and totals["lost"] > 0, "the load did not load"


if __name__ == "__main__":
    main()
