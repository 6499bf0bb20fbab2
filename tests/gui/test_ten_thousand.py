# SPDX-License-Identifier: GPL-3.0-or-later
"""Very many small files at once: the window answers all the while, and all of them arrive. Argument: how many."""
import sys
import time

from case import main
from program import WindowTest
from reader import Gone

COUNT = int(next((word.removeprefix("--files=") for word in sys.argv[1:] if word.startswith("--files=")), 1000))
ANSWER_SECONDS = 5  # of a window that lives, on a busy machine


class Many(WindowTest):
    def setUp(self):
        super().setUp()
        self.folder = self.files / "many"
        self.folder.mkdir()
        for number in range(COUNT):
            (self.folder / f"{number:05}.txt").write_bytes(b"%d" % number)

    def test_all_arrive_and_the_window_lives(self):
        program = self.start()
        self.first_account(program)
        if COUNT <= 1000:  # as a file manager hands them over
            second = self.start(*sorted(self.folder.iterdir()))
            self.assertEqual(second.process.wait(60), 0, second.said())
        else:
            self.assertEqual(program.drop(self.folder), "copy")
        slowest, done = 0.0, 0
        limit = time.monotonic() + 30 + COUNT / 10
        seen = 0
        while time.monotonic() < limit:
            started = time.monotonic()
            try:
                trees = program.reader.all("tree", "Transfers")
                seen = max([seen] + [tree.row_count() for tree in trees])
                buttons = program.reader.all("push button", "Menu")
            except Gone as gone:
                self.fail(f"the window does not answer: {gone}")
            slowest = max(slowest, time.monotonic() - started)
            self.assertTrue(buttons)
            done = self.on_the_server()
            if done == COUNT:
                break
            time.sleep(0.5)
        print(f"{done} of {COUNT} arrived, {seen} rows were seen, slowest answer {slowest:.2f} s, "
              f"{program.memory_mib():.0f} MiB", file=sys.stderr)
        self.assertEqual(done, COUNT)
        self.assertEqual(seen, COUNT)
        self.assertLess(slowest, ANSWER_SECONDS)

    def on_the_server(self):
        """Files that the bundled server holds, by its folder of blobs."""
        return sum(1 for path in (self.root / "server/blobs").rglob("*") if path.is_file())


if __name__ == "__main__":
    sys.argv[1:] = [word for word in sys.argv[1:] if not word.startswith("--files=")]
    main()
