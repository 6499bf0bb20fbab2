# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are killed: the bundled server during an upload, the app itself; and a second start."""
import os
import signal
import time

import processes
from case import main
from processes import wait_until
from program import PROGRAM, WindowTest, received, sha256_of

MIB = 1024 * 1024


class BackendKilled(WindowTest):
    def test_upload_survives_its_server(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("Site film.mp4", 300 * MIB)
        [server] = program.servers()
        program.drop(file)
        self.under_way(self.root / "server")
        os.kill(server, signal.SIGKILL)
        held = received(self.root / "server")
        self.assertLess(held, file.stat().st_size, "the upload was over too soon")
        said = "The server on this computer stopped and was started again. Nothing was lost."
        self.assertTrue(wait_until(lambda: said in (program.reader.label_now("Notice"),
                                                    program.reader.label_now("Banner")), 30),
                        program.reader.dump())
        self.assertNotEqual(program.servers(), [server])
        self.sealed(program, file.name, 200)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))

    def test_server_killed_between_uploads(self):
        program = self.start()
        self.first_account(program)
        for name in ("a.txt", "b.txt"):
            file = self.make_file(name, 1000)
            program.drop(file)
            self.sealed(program, name)
            os.kill(program.servers()[0], signal.SIGKILL)
            self.assertTrue(wait_until(program.servers, 20))

    def test_killed_app_leaves_no_server(self):
        program = self.start()
        self.first_account(program)
        [server] = program.servers()
        program.kill()
        self.assertTrue(wait_until(lambda: not processes.is_alive(server), 15), "an orphan dropseald")
        again = self.start()
        again.page("Files", 60)

    def test_killed_app_goes_on_with_its_queue(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("Site film.mp4", 300 * MIB)
        program.drop(file)
        self.under_way(self.root / "server")
        program.kill()
        again = self.start()
        again.page("Files", 60)
        self.sealed(again, file.name, 200)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))


class SecondStart(WindowTest):
    def test_hands_over_its_files(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("handed over.txt", 500)
        started = time.monotonic()
        second = self.start(file)
        self.assertEqual(second.process.wait(20), 0, second.said())
        self.assertLess(time.monotonic() - started, 20)
        self.sealed(program, file.name)
        self.assertEqual(len(processes.running(PROGRAM.name)), 1)

    def test_raises_the_window(self):
        program = self.start()
        self.first_account(program)
        window = program.window
        self.desktop.output(["xdotool", "windowminimize", "--sync", window])
        self.assertEqual(self.start().process.wait(20), 0)
        self.assertTrue(wait_until(lambda: str(window) in self.desktop.output(
            ["xdotool", "search", "--onlyvisible", "--pid", program.process.pid]).split(), 10), "it stayed minimised")

    def test_files_of_the_first_start_wait_for_the_account(self):
        file = self.make_file("early.txt", 500)
        program = self.start(file)
        self.first_account(program)
        self.sealed(program, file.name)


if __name__ == "__main__":
    main()
