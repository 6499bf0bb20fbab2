# SPDX-License-Identifier: GPL-3.0-or-later
"""From the first start to a link that a stranger opens, over a restart, to another server."""
from case import main
from program import EMAIL, PASSWORD, WindowTest, sha256_of
from servers import Remote


class Journey(WindowTest):
    def test_first_start_to_second_server(self):
        program = self.start()
        self.first_account(program)
        first = self.make_file("Facade north ü.bin", 3_000_000)
        self.assertEqual(program.drop(first), "copy")
        self.sealed(program, first.name)
        notice = program.reader.label("Notice")
        self.assertIn("Link copied", notice)
        link = self.new_link()
        self.assertEqual(self.fetch(link), sha256_of(first))
        self.assertRegex(program.reader.row("Files", first.name)["Link"].name, "^Expires in 7 days")

        self.assertEqual(program.quit(), 0)
        self.assertEqual(self.fetch_fails(link), True, "the bundled server outlives the app")
        program = self.start()
        program.page("Files", 60)
        program.reader.row("Files", first.name)
        self.assertEqual(self.fetch(link), sha256_of(first), "links live on the kept port")

        program.menu("Account menu", "Sign out")
        program.page("Sign in")
        remote = Remote(self.place / "remote", "bea@example.org", PASSWORD)
        self.addCleanup(remote.close)
        self.choose_server(program, remote.url)
        self.sign_in(program, "bea@example.org")
        program.page("Files", 60)
        second = self.make_file("Tender.txt", 100_000)
        self.assertEqual(program.drop(second), "copy")
        self.sealed(program, second.name)
        second_link = self.new_link(link)
        self.assertTrue(second_link.startswith(remote.url), second_link)
        self.assertEqual(self.fetch(second_link), sha256_of(second))
        self.assertFalse(program.reader.tree("Files").row_count() != 1, "each server has its own files")

    def fetch_fails(self, link):
        try:
            self.fetch(link)
        except AssertionError:
            return True
        return False

    def test_copy_link_of_a_row(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("a.txt", 12)
        self.assertEqual(program.drop(file), "copy")
        cells = self.sealed(program, file.name)
        link = self.new_link()
        self.desktop.set_clipboard("something else")
        cells["Name"].toggle()
        program.reader.press("Copy link")
        self.assertEqual(self.fetch(self.new_link(link)), sha256_of(file))

    def test_delete_and_undo(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("a.txt", 12)
        program.drop(file)
        self.sealed(program, file.name)["Name"].toggle()
        program.reader.press("Delete")
        program.reader.label_says("Notice", "deleted")
        program.reader.press("Undo")
        program.reader.row("Files", file.name)

    def test_paste(self):
        program = self.start()
        self.first_account(program)
        file = self.make_file("pasted file.txt", 1000)
        self.desktop.set_clipboard(f"file://{str(file).replace(' ', '%20')}\r\n", "text/uri-list")
        program.keys("ctrl+v")
        self.sealed(program, file.name)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))

    def test_account_of_the_first_start_signs_in_again(self):
        program = self.start()
        self.first_account(program)
        program.menu("Account menu", "Sign out")
        program.page("Sign in")
        self.sign_in(program, EMAIL, PASSWORD)
        program.page("Files", 60)


if __name__ == "__main__":
    main()
