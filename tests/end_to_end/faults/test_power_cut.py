# SPDX-License-Identifier: GPL-3.0-or-later
"""SECURITY: fault matrix rows 5 and 6: the power goes at a random moment under load. What was not synced is gone, or, in
every second round, a random half of the pages that were written since is there.

Use: test_power_cut.py --server PROGRAM --shims FOLDER [--rounds N] [--seed N]
"""
import random
import shutil
import tempfile
import time
from pathlib import Path

from options import options
from dropseald import Server
from ledger import Ledger, check_folder, left_in_tmp
from load import Crowd

FRESH_AFTER = 20
PAGE = 4096


def tear(live, tree, rng):
    """Brings some of the pages that were written but not synced into what is left, in no order."""
    for kept in tree.rglob("*"):
        written = live / kept.relative_to(tree)
        if not kept.is_file() or not written.is_file():
            continue
        new = written.read_bytes()
        old = bytearray(kept.read_bytes())
        for at in range(0, len(new), PAGE):
            page = new[at:at + PAGE]
            if page != old[at:at + PAGE] and rng.random() < 0.5:
                old.extend(bytes(max(0, at + len(page) - len(old))))
                old[at:at + len(page)] = page
        kept.write_bytes(old)


class Rounds:
    def __init__(self, base, rng):
        self.base = base
        self.rng = rng
        self.ledger = Ledger()
        self.number = 0
        self.folder = self.new_folder()

    def new_folder(self):
        self.number += 1
        folder = self.base / f"data{self.number}"
        folder.mkdir(mode=0o700)
        return folder

    def start(self):
        self.shadow = self.base / f"shadow{self.number}"
        return Server(options.server, self.folder, shim=options.shims / "power_cut.so", wait=False,
                      POWER_CUT_ROOT=str(self.folder), POWER_CUT_SHADOW=str(self.shadow))

    def cut(self, server, torn):
        server.kill()
        assert "its own name never was" not in server.said(), server.said()
        tree = self.shadow / "tree"
        live, self.folder = self.folder, self.base / f"data{self.number + 1}"
        self.number += 1
        if tree.is_dir():
            shutil.copytree(tree, self.folder, symlinks=True)
        else:
            self.folder.mkdir(mode=0o700)  # the cut came before the first sync
        if torn:
            tear(live, self.folder, self.rng)
        shutil.rmtree(live)
        shutil.rmtree(self.shadow, ignore_errors=True)

    def play_start(self):
        """The power goes while the server makes its folder."""
        server = self.start()
        time.sleep(self.rng.uniform(0.0, 0.2))
        self.cut(server, torn=False)

    def play(self, torn):
        server = self.start()
        server.wait_ready()
        crowd = Crowd(server, self.ledger, 4, self.rng)
        time.sleep(self.rng.uniform(0.01, 0.7))
        self.cut(server, torn)
        crowd.wait()

        server = Server(options.server, self.folder)
        assert not left_in_tmp(self.folder), left_in_tmp(self.folder)
        self.ledger.check(server)
        assert server.stop() == 0, server.said()
        check_folder(self.folder, self.ledger)


def main():
    rng = random.Random(options.seed)
    totals, left = {}, options.rounds
    while left > 0:
        with tempfile.TemporaryDirectory(prefix="dropseal-power-") as base:
            rounds = Rounds(Path(base).resolve(), rng)
            rounds.play_start()
            for number in range(min(left, FRESH_AFTER)):
                rounds.play(torn=number % 2 == 1)
            for what, count in rounds.ledger.counts.items():
                totals[what] = totals.get(what, 0) + count
        left -= FRESH_AFTER
        print(f"{max(left, 0)} rounds left, so far {totals}", flush=True)
    print(f"{options.rounds} rounds: {totals}")
    assert totals["uploads"] > 0 and totals["lost"] > 0, "the load did not load"


if __name__ == "__main__":
    main()
