# SPDX-License-Identifier: GPL-3.0-or-later
"""The contract of names (UI.md 8), and the program by keys alone."""
from case import main
from processes import wait_until
from program import EMAIL, PASSWORD, WindowTest, sha256_of
from reader import Gone, wait
from servers import Remote

CONTROLS = {"push button", "check box", "text", "password text", "combo box", "spin button", "tree", "tree table",
            "list", "radio button", "progress bar", "slider", "link", "toggle button"}
OUR_NAMES = {"frame", "dialog"}


class Names(WindowTest):
    server_settings = {"MAX_UPLOAD_BYTES": 1_000_000}

    def with_dock(self, program):
        """A file that stays in the dock, since the server refuses it, and one that is sealed."""
        program.drop(self.make_file("a.txt", 10), self.make_file("large.bin", 2_000_000))
        program.reader.row("Transfers", "large.bin", State="Failed")
        return self.sealed(program, "a.txt")

    def audit(self, program, page, *, twice=()):
        """No showing control without a name, no two with one name; what stands twice is named."""
        seen, faults = {}, []
        for node in program.reader.all():
            if node.role not in CONTROLS:
                continue
            if not node.name:
                faults.append(f"{page}: a {node.role} has no name (at {node.extents()})")
            elif node.name in seen and node.name not in twice:
                faults.append(f"{page}: {node.role} and {seen[node.name]} are both named {node.name!r}")
            elif any(sign in node.name for sign in "&…") or node.name.endswith(":"):
                faults.append(f"{page}: {node.name!r} carries a mnemonic, dots or a colon")
            seen.setdefault(node.name, node.role)
        return faults

    def test_every_page(self):
        remote = Remote(self.place / "remote", EMAIL, PASSWORD)
        self.addCleanup(remote.close)
        program = self.start()
        reader = program.reader
        faults = []
        program.page("Welcome")
        faults += self.audit(program, "Welcome")
        self.choose_server(program, "127.0.0.1:1")
        reader.label("Error")
        faults += self.audit(program, "Choose server")
        reader.fill("Server address", remote.url)
        reader.press("Connect")
        program.page("Sign in")
        faults += self.audit(program, "Sign in")
        reader.press("Create account")
        program.page("Create account")
        faults += self.audit(program, "Create account")
        reader.press("Back to sign in")
        self.sign_in(program)
        program.page("Files", 60)
        reader.find("push button", "Drop zone")
        faults += self.audit(program, "Files, empty", twice=("Add files",))
        program.drop(self.make_file("a.txt", 10))
        self.sealed(program, "a.txt")
        self.notice_goes(program)
        faults += self.audit(program, "Files")
        program.keys("ctrl+2")
        program.page("Transfers")
        faults += self.audit(program, "Transfers")
        program.keys("ctrl+comma")
        program.page("Settings")
        groups = reader.find("list", "Settings groups")
        for group in [node for node in groups.walk(into_lists=True) if node.role == "list item"]:
            group.toggle()
            wait(lambda: group.has("selected"), 5)
            faults += self.audit(program, f"Settings, {group.name}")
        self.assertEqual(faults, [])

    def notice_goes(self, program):
        wait(lambda: program.reader.label_now("Notice") is None, 30)

    def focused(self, program):
        """The name of what has the keyboard."""
        def look():
            for window in program.reader.windows():
                for node in window.walk():
                    if node.role not in OUR_NAMES and node.has("focused"):
                        return node.name or node.role
            return None
        try:
            return wait(look, 2)
        except Gone:
            return None

    def walk(self, program, key, most=60):
        """Names in the order of the key, until the first one comes again."""
        names = [self.focused(program)]
        for _ in range(most):
            self.desktop.keys(key)
            name = self.focused(program)
            if name == names[0]:
                return names
            names.append(name)
        return names

    def test_tab_visits_every_area_once(self):
        program = self.start()
        self.first_account(program)
        self.with_dock(program)["Name"].toggle()
        self.notice_goes(program)
        self.desktop.focus(program.window)
        program.reader.find("text", "Search files").focus()
        there = self.walk(program, "Tab")
        # The walk starts in the header's search; the sidebar comes before the header, so it closes the round.
        places = {"header": "Add files", "action row": "Copy link", "list": "Files", "dock": "Transfers",
                  "footer": "Change link defaults", "sidebar": "Pages"}
        found = [there.index(name) if name in there else None for name in places.values()]
        self.assertNotIn(None, found, f"{list(places)}: {there}")
        self.assertEqual(found, sorted(found), there)
        self.assertEqual(len(there), len(set(there)), there)
        back = self.walk(program, "shift+Tab")
        self.assertEqual([back[0]] + back[:0:-1], there)

    def test_areas_by_f6(self):
        program = self.start()
        self.first_account(program)
        self.with_dock(program)
        self.desktop.focus(program.window)
        program.reader.find("list", "Pages").focus()
        names = self.walk(program, "F6", 10)
        self.assertIn("Files", names, names)
        self.assertIn("Show transfers", names, names)  # the dock
        self.assertEqual(len(names), len(set(names)), names)

    def test_keys_alone(self):
        program = self.start()
        program.page("Welcome")
        self.desktop.focus(program.window)
        for _ in range(6):
            if self.focused(program) == "Use this computer":
                break
            self.desktop.keys("Tab")
        self.desktop.keys("space")
        program.reader.find("push button", "Continue", seconds=60)
        self.assertTrue(wait_until(lambda: self.focused(program) == "E-mail", 10), "focus in the first empty field")
        self.desktop.type(EMAIL)
        self.desktop.keys("Tab")
        self.assertEqual(self.focused(program), "Password")
        self.desktop.type(PASSWORD)
        self.desktop.keys("Return")
        program.page("Files", 60)
        file = self.make_file("by keys.txt", 100)
        program.keys("ctrl+o")
        program.reader.find("dialog", "Add files")
        self.desktop.type(str(file))
        self.desktop.keys("Return")
        self.sealed(program, file.name)
        link = self.new_link()
        self.assertEqual(self.fetch(link), sha256_of(file))
        self.desktop.set_clipboard("nothing")
        program.keys("ctrl+l")
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))
        program.keys("ctrl+f")
        self.assertTrue(wait_until(lambda: self.focused(program) == "Search files", 5), self.focused(program))
        self.desktop.type("zzz")
        self.assertTrue(wait(lambda: "by keys.txt" not in program.reader.dump().split("Transfers")[0], 10))
        self.desktop.keys("Escape")
        program.reader.row("Files", file.name)
        program.keys("ctrl+comma")
        program.page("Settings")
        program.keys("ctrl+1")
        program.page("Files")


if __name__ == "__main__":
    main()
