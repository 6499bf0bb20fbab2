# SPDX-License-Identifier: GPL-3.0-or-later
"""The harness itself, with a little program: what it reads is there, and what is not there fails."""
import os
from pathlib import Path

import processes
from case import TestCase, main
from drop import drag
from reader import Reader

LITTLE = Path(os.environ.get("DROPSEAL_LITTLE_WINDOW",
                             Path(__file__).resolve().parents[2] / "build/dev/bin/little_window"))


class Harness(TestCase):
    def setUp(self):
        super().setUp()
        self.process = self.desktop.spawn([LITTLE])
        self.reader = Reader(self.process.pid)
        self.window = self.desktop.window_of(self.process.pid)
        self.assertTrue(self.window, self.desktop.said())

    def test_reads_and_presses(self):
        self.assertEqual(self.reader.find("frame").name, "Little")
        self.assertIsNone(self.reader.label_now("Notice"))
        self.reader.fill("Word", "sealed ü")
        self.reader.press("Copy word")
        self.assertEqual(self.reader.label("Notice"), "Copied.")
        self.assertEqual(self.desktop.clipboard(), "sealed ü")
        with self.assertRaises(AssertionError):
            self.reader.find("push button", "Nothing", seconds=0.3)

    def test_drops(self):
        first, second = self.make_file("a file ü.bin", 10), self.make_file("b.txt", 3)
        self.assertEqual(drag(self.desktop, [first, second], self.window), "copy")
        self.reader.row("Things", "a file ü.bin", State="Taken")
        self.reader.row("Things", "b.txt", State="Taken")
        self.reader.find("check box", "Switch").toggle()
        self.assertEqual(drag(self.desktop, [first], self.window), "ignore")
        self.assertEqual(self.reader.tree("Things").row_count(), 2)

    def test_keys(self):
        self.desktop.focus(self.window)
        self.reader.find("text", "Word").focus()
        self.desktop.type("typed")
        self.assertEqual(self.reader.find("text", "Word").text, "typed")
        self.desktop.keys("Tab", "space")
        self.assertEqual(self.reader.label("Notice"), "Copied.")

    def test_menus(self):
        self.reader.find("push button", "Menu").show_menu()
        self.reader.menu_item("Say hello…").press()
        self.assertEqual(self.reader.label("Notice"), "Hello.")
        self.reader.gone("menu item", "Say hello…", seconds=5)
        left, top, _, height = self.desktop.geometry(self.window)
        self.desktop.click(left + 100, top + 50)  # and it holds the mouse no more
        self.reader.label_says("Notice", "Copied.")

    def test_ends_everything(self):
        self.assertIn(self.process.pid, processes.descendants())
        self.assertTrue(processes.running("Xvfb"))
        processes.end_all()
        self.assertEqual(processes.descendants(), [])


def _keyring_test(kind, can_store):
    class Case(TestCase):
        keyring = kind

        def test_keyring(self):
            answer = self.desktop.output(
                ["dbus-send", "--session", "--print-reply", "--dest=org.freedesktop.secrets",
                 "/org/freedesktop/secrets/aliases/default", "org.freedesktop.DBus.Properties.Get",
                 "string:org.freedesktop.Secret.Collection", "string:Locked"])
            self.assertEqual("boolean false" in answer, can_store, answer)
            self.assertEqual("boolean true" in answer, kind == "locked", answer)
    Case.__name__ = Case.__qualname__ = f"Keyring{kind.capitalize()}"
    return Case


KeyringUnlocked = _keyring_test("unlocked", True)
KeyringLocked = _keyring_test("locked", False)
KeyringAbsent = _keyring_test("absent", False)

if __name__ == "__main__":
    main()
