# SPDX-License-Identifier: GPL-3.0-or-later
"""A tour through every page and state, with a picture of each. What the pictures show is looked at by people; the tour
fails where a page does not come, or a picture shows nothing."""
import os
import re
import signal
import time

from program import EMAIL, PASSWORD, WindowTest
from reader import wait
from servers import Remote, TlsFront, free_port

MIB = 1024 * 1024
LEAST_COLOURS = 24  # of a page with text: antialiased glyphs alone give more
SAMPLES = {"Facade north.jpg": 4_300_000, "Tender 2026.pdf": 812_000, "Site plan ü.dwg.zip": 21_700_000,
           "Minutes 19 November.txt": 3_900, "Budget.ods": 64_000}


class Tour(WindowTest):
    """`look`: what the files are called after; `arguments`: of the program; `scale`: of the screen."""

    look = "light-1x"
    theme = 1
    scale = 1
    arguments = ()

    def setUp(self):
        self.settings = {"appearance/theme": self.theme, "appearance/reduced_motion": 1}
        width, height = 1280, 860
        self.screen = (width * self.scale, height * self.scale)
        super().setUp()
        self.number = 0
        self.program = None

    def start(self, *arguments, **options):
        options.setdefault("environment", {"QT_SCALE_FACTOR": str(self.scale)})
        return super().start(*self.arguments, *arguments, **options)

    def place_of_window(self):
        left, top, width, height = self.desktop.geometry(self.program.window)
        return f"{width}x{height}+{left}+{top}"

    def shot(self, name, whole=False):
        """What stands where the window is, with menus and dialogs over it; or the whole screen."""
        self.number += 1
        # The pointer and blinking cursors would make each run's pictures different.
        self.desktop.output(["xdotool", "mousemove", self.screen[0] - 2, self.screen[1] - 2, "sleep", "0.25"])
        part = None if whole else self.place_of_window()
        path = self.desktop.picture(f"{self.look}/{self.number:02}-{name}", crop=part)
        colours = int(self.desktop.output(["identify", "-format", "%k", path]))
        self.assertGreater(colours, LEAST_COLOURS, f"{path} shows nothing")
        return path

    def tour(self):
        self.bundled_server()
        self.remote_server()
        light = self.look.startswith(("light", "right"))
        mean = float(self.desktop.output(["convert", self.first_picture, "-colorspace", "Gray", "-format", "%[fx:mean]",
                                          "info:"]))
        if light:
            self.assertGreater(mean, 0.6, "a light page is dark")
        elif "dark" in self.look:
            self.assertLess(mean, 0.4, "a dark page is light")

    def bundled_server(self):
        self.program = program = self.start()
        reader = program.reader
        program.page("Welcome")
        self.first_picture = self.shot("welcome")
        reader.press("Use this computer")
        reader.find("push button", "Continue", seconds=60)
        self.shot("first-account")
        reader.fill("E-mail", "nobody")
        reader.press("Continue")
        reader.label("Error")
        self.shot("first-account-errors")
        reader.fill("E-mail", EMAIL)
        reader.fill("Password", PASSWORD)
        reader.press("Continue")
        program.page("Files", 60)
        reader.find("push button", "Drop zone")
        self.shot("files-empty")
        files = [self.make_file(name, size) for name, size in SAMPLES.items()]
        program.drop(*files[:3], hover=lambda: self.shot_with_pointer("files-drop"))
        for file in files[:3]:
            self.sealed(program, file.name)
        self.shot("files-notice")
        program.drop(*files[3:])
        for file in files[3:]:
            self.sealed(program, file.name)
        self.on_the_way(program)
        self.acts(program)
        self.pages(program)
        self.dialogs(program)
        program.quit()

    def shot_with_pointer(self, name):
        self.number += 1
        self.desktop.picture(f"{self.look}/{self.number:02}-{name}", crop=self.place_of_window())

    def on_the_way(self, program):
        """Transfers of every state: the server stands still while the pictures are taken."""
        [server] = program.servers()
        film = self.make_file("Site film.mp4", 700 * MIB)
        others = [self.make_file(f"Interview {number}.wav", 150 * MIB) for number in range(1, 4)]
        missing = self.make_file("Old plan.pdf", 150 * MIB)
        os.kill(server, signal.SIGSTOP)
        try:
            program.drop(film, *others, missing)
            self.let_run(server, lambda: self.state_of(film), r"Sending, [1-9]\d")
            missing.unlink()
            self.shot("files-sending")
            program.keys("ctrl+2")
            program.page("Transfers")
            self.shot("transfers-sending")
            program.reader.row("Transfers", others[0].name)["Name"].toggle()
            wait(lambda: program.reader.find("push button", "Pause").enabled, 5)
            program.reader.press("Pause")
            self.shot("transfers-paused")
            program.reader.press("Resume")
        finally:
            os.kill(server, signal.SIGCONT)
        program.reader.row("Transfers", missing.name, seconds=90, State="Failed")
        for file in others:
            program.reader.row("Transfers", file.name, seconds=90, State="Sealed")
        program.reader.row("Transfers", film.name, seconds=200, State="Sealed")
        self.shot("transfers-failed")
        program.keys("ctrl+1")
        program.page("Files")
        self.shot("files-failed")

    def state_of(self, file):
        return next((row[1] for row in self.program.reader.tree("Transfers").rows() if row[0] == file.name), "")

    def let_run(self, server, state, wanted, burst=0.03):
        """A fast machine would be through before the first picture: the server works in bursts until it is so."""
        for _ in range(400):
            if re.match(wanted, state()):
                return
            os.kill(server, signal.SIGCONT)
            time.sleep(burst)
            os.kill(server, signal.SIGSTOP)
            time.sleep(0.15)  # what the rows say comes a few times a second
        self.fail(f"it never was {wanted}, but {state()}")

    def acts(self, program):
        reader = program.reader
        row = reader.row("Files", "Tender 2026.pdf")
        row["Name"].toggle()
        self.shot("files-chosen")
        reader.find("push button", "Menu").show_menu()
        self.shot("menu", whole=True)
        self.desktop.keys("Escape")
        reader.find("push button", "Account menu").show_menu()
        self.shot("account-menu")
        self.desktop.keys("Escape")
        reader.fill("Search files", "zzz")
        reader.find("push button", "Clear search")
        self.shot("files-nothing-found")
        reader.press("Clear search")
        reader.row("Files", "Budget.ods")["Name"].toggle()
        reader.press("Delete")
        reader.label_says("Notice", "deleted")
        self.shot("files-deleted")

    def pages(self, program):
        program.keys("ctrl+comma")
        program.page("Settings")
        groups = program.reader.find("list", "Settings groups")
        for group in [node for node in groups.walk(into_lists=True) if node.role == "list item"]:
            group.toggle()
            wait(lambda: group.has("selected"), 5)
            self.shot("settings-" + group.name.lower().replace(" ", "-"))
        program.keys("ctrl+1")
        program.page("Files")

    def dialogs(self, program):
        reader = program.reader
        for item, name in (("About", "about"), ("Share on this network", "share-on-network"),
                           ("Server log", "server-log")):
            button = "Account menu" if item == "About" else "Menu"
            reader.find("push button", button).show_menu()
            found = wait(lambda: [node for node in reader.all("menu item", showing=False)
                                  if node.name.rstrip("…").startswith(item)], 5)
            self.assertTrue(found, f"no menu item {item}: {reader.dump()}")
            found[0].press()
            reader.find("dialog", seconds=10)
            self.shot(name)
            self.desktop.keys("Escape")
            reader.gone("dialog", seconds=10)

    def remote_server(self):
        port = free_port()
        remote = Remote(self.place / "remote", EMAIL, PASSWORD, PUBLIC_URL=f"https://127.0.0.1:{port}",
                        TRUSTED_PROXIES="127.0.0.1")
        self.addCleanup(remote.close)
        front = TlsFront(self.place / "front", port, remote.url)
        self.program = program = self.start()
        reader = program.reader
        program.page("Files", 60)
        program.menu("Account menu", "Sign out")
        program.page("Sign in")
        self.shot("sign-in")
        self.sign_in(program, password="Wrong-Harbour-78")
        reader.label("Error")
        self.shot("sign-in-wrong")
        self.choose_server(program, f"127.0.0.1:{free_port()}")
        reader.label("Error")
        self.shot("choose-server-error")
        reader.fill("Server address", front.url)
        reader.press("Connect")
        reader.find("push button", "Trust this server")
        self.shot("certificate-unknown")
        reader.press("Trust this server")
        reader.press("Create account")
        program.page("Create account")
        self.shot("create-account")
        reader.press("Back to sign in")
        self.sign_in(program)
        program.page("Files", 60)
        front.stop()
        program.drop(self.make_file("While it is gone.txt", 5000))
        reader.label_says("Banner", "No connection", 40)
        self.shot("files-offline")
        front.start()
        self.sealed(program, "While it is gone.txt", 90)
        front.stop()
        front.new_certificate()
        front.start()
        program.drop(self.make_file("To a stranger.txt", 5000))
        reader.label_says("Banner", "certificate", 40)
        self.shot("certificate-changed")
        program.menu("Account menu", "Sign out")
        self.session_ended(remote)

    def session_ended(self, remote):
        program = self.program
        self.choose_server(program, remote.url)
        self.sign_in(program)
        program.page("Files", 60)
        remote.user("suspend", "--email", EMAIL)
        program.drop(self.make_file("Waits.txt", 5000))
        program.reader.label("Reason", 40)
        self.shot("session-ended")
