# SPDX-License-Identifier: GPL-3.0-or-later
"""Very many small files at once: the window answers all the while, and all of them arrive. Argument: how many."""
import json
import re
import sys
import time
from urllib.request import ProxyHandler, Request, build_opener

from case import main
from program import EMAIL, PASSWORD, WindowTest
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
        slowest, seen = 0.0, 0
        limit = time.monotonic() + 60 + COUNT / 8
        while time.monotonic() < limit:
            started = time.monotonic()
            try:
                rows = [tree.row_count() for tree in program.reader.all("tree", "Transfers")]
                buttons = program.reader.all("push button", "Menu")
            except Gone as gone:
                self.fail(f"the window does not answer: {gone}")
            slowest = max(slowest, time.monotonic() - started)
            self.assertTrue(buttons)
            seen = max([seen, *rows])
            if seen and not rows:  # the dock goes when nothing is left to do
                break
            time.sleep(0.5)
        done = self.on_the_server()
        print(f"{done} of {COUNT} arrived, {seen} rows were seen, slowest answer {slowest:.2f} s, "
              f"{program.memory_mib():.0f} MiB", file=sys.stderr)
        self.assertEqual(done, COUNT)
        self.assertEqual(seen, COUNT)
        self.assertLess(slowest, ANSWER_SECONDS)

    def on_the_server(self):
        """Files that the bundled server has, asked as any client asks."""
        base = "http://127.0.0.1:" + re.search(r"bundled_port=(\d+)", self.settings_text())[1]
        login = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        token = self.ask(Request(base + "/auth/login", login, {"Content-Type": "application/json"}))["access_token"]
        count, cursor = 0, ""
        while cursor is not None:
            more = f"&cursor={cursor}" if cursor else ""
            page = self.ask(Request(f"{base}/api/v1/files?limit=200{more}",
                                    headers={"Authorization": f"Bearer {token}"}))
            count, cursor = count + len(page["items"]), page["next_cursor"]
        return count

    def settings_text(self):
        return (self.root / "app/settings.ini").read_text()

    @staticmethod
    def ask(request):
        with build_opener(ProxyHandler({})).open(request, timeout=60) as answer:
            return json.load(answer)


if __name__ == "__main__":
    sys.argv[1:] = [word for word in sys.argv[1:] if not word.startswith("--files=")]
    main()
