# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes wrong at people's desks: each says what happened and offers one act; the queue goes on; nothing is lost."""
import os
import signal

from case import main
from program import EMAIL, PASSWORD, WindowTest, sha256_of
from reader import wait
from servers import FullDisk, OtherWebServer, Remote, TlsFront, Wiretap, contents_below, free_port

MIB = 1024 * 1024


class RemoteTest(WindowTest):
    """Signed in to somebody else's server, after `signed_in()`."""

    def remote(self, **settings):
        remote = Remote(self.place / "remote", EMAIL, PASSWORD, **settings)
        self.addCleanup(remote.close)
        return remote

    def front(self, remote, **options):
        port = free_port()
        return TlsFront(self.place / "front", port, remote.url, **options)

    def signed_in(self, url, **options):
        program = self.start(**options)
        self.choose_server(program, url)
        self.sign_in(program)
        program.page("Files", 60)
        return program

    def failed(self, program, name, words, seconds=30):
        state = program.reader.row("Transfers", name, seconds=seconds, State="Failed")["State"].name
        self.assertIn(words, state)
        return state


class Addresses(RemoteTest):
    def test_addresses_that_lead_nowhere(self):
        cats = OtherWebServer()
        self.addCleanup(cats.close)
        program = self.start()
        reader = program.reader
        program.page("Welcome")
        nobody = f"127.0.0.1:{free_port()}"
        self.choose_server(program, nobody)
        self.assertIn("does not answer", reader.label("Error"))
        self.assertEqual(reader.find("text", "Server address").text, nobody, "what was typed stays")
        reader.fill("Server address", cats.url)
        reader.press("Connect")
        reader.label_says("Error", "not a Dropseal")
        reader.fill("Server address", "http://user@name/")
        reader.press("Connect")
        self.assertTrue(wait(lambda: (reader.label_now("Error") or "not a Dropseal") != "not a Dropseal", 20))
        remote = self.remote()
        reader.fill("Server address", f"{remote.url}/some/page")
        reader.press("Connect")
        reader.find("push button", "Sign in")

    def test_certificates(self):
        port = free_port()
        remote = self.remote(PUBLIC_URL=f"https://127.0.0.1:{port}", TRUSTED_PROXIES="127.0.0.1")
        front = TlsFront(self.place / "front", port, remote.url)
        program = self.start()
        reader = program.reader
        self.choose_server(program, front.url)
        reader.find("push button", "Trust this server")
        wanted = front.fingerprint()
        shown = "".join(node.name for node in reader.all("label") + reader.all("text")).lower()
        self.assertIn(wanted, "".join(sign for sign in shown if sign in "0123456789abcdef"), reader.dump())
        reader.press("Trust this server")
        self.sign_in(program)
        program.page("Files", 60)
        file = self.make_file("a.txt", 1000)
        program.drop(file)
        self.sealed(program, file.name)
        self.assertEqual(self.fetch(self.new_link(), "--insecure"), sha256_of(file))

        front.stop()  # another certificate: somebody stands in between
        front.new_certificate()
        front.start()
        second = self.make_file("b.txt", 1000)
        program.drop(second)
        reader.label_says("Banner", "certificate")
        self.assertFalse(reader.shows("push button", "Trust this server"), "no one-click trust")
        self.assertEqual(reader.tree("Files").row_count(), 1, reader.dump())


class Sessions(RemoteTest):
    def test_wrong_password(self):
        remote = self.remote()
        program = self.start()
        self.choose_server(program, remote.url)
        self.sign_in(program, password="Wrong-Harbour-78")
        program.reader.label_says("Error", "do not belong together")
        self.assertEqual(program.reader.find("text", "E-mail").text, EMAIL, "what was typed stays")
        program.reader.fill("Password", PASSWORD)
        program.reader.press("Sign in")
        program.page("Files", 60)

    def test_suspended(self):
        remote = self.remote()
        program = self.signed_in(remote.url)
        remote.user("suspend", "--email", EMAIL)
        program.drop(self.make_file("a.txt", 1000))
        self.assertIn("suspended", program.reader.label("Reason", 30))
        remote.user("activate", "--email", EMAIL)
        program.reader.press("Sign in")
        program.reader.find("password text", "Password")
        self.sign_in(program)
        self.sealed(program, "a.txt")

    def test_suspended_at_the_door(self):
        remote = self.remote()
        remote.user("suspend", "--email", EMAIL)
        program = self.start()
        self.choose_server(program, remote.url)
        self.sign_in(program)
        program.reader.label_says("Error", "suspended")

    def test_registration(self):
        remote = self.remote()
        program = self.start()
        reader = program.reader
        self.choose_server(program, remote.url)
        reader.press("Create account")
        program.page("Create account")
        reader.fill("E-mail", EMAIL)
        reader.fill("Password", PASSWORD)
        reader.press("Create account")
        reader.label_says("Error", "already has an account")
        reader.fill("E-mail", "cleo@example.org")
        reader.press("Create account")
        program.page("Files", 60)


class ServerGone(RemoteTest):
    def test_queue_waits_for_the_server(self):
        remote = self.remote()
        program = self.signed_in(remote.url)
        remote.kill()
        file = self.make_file("while it is gone.txt", 5000)
        program.drop(file)
        program.reader.label_says("Banner", "No connection to 127.0.0.1", 40)
        cells = program.reader.row("Transfers", file.name)
        self.assertRegex(cells["State"].name, "^(Offline|Waiting)")
        remote.start()
        self.sealed(program, file.name, 90)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))
        program.reader.gone("label", description="Banner", name="No connection")

    def test_server_ends_during_an_upload(self):
        remote = self.remote()
        program = self.signed_in(remote.url)
        file = self.make_file("Site film.mp4", 300 * MIB)
        program.drop(file)
        self.under_way(remote.folder)
        remote.kill()
        program.reader.row("Transfers", file.name, State="Offline")
        remote.start()
        self.sealed(program, file.name, 200)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))


class Files(RemoteTest):
    def test_too_large_and_the_queue_goes_on(self):
        remote = self.remote(MAX_UPLOAD_BYTES="1000000")
        program = self.signed_in(remote.url)
        large, small = self.make_file("large.bin", 2_000_000), self.make_file("small.bin", 1000)
        program.drop(large, small)
        self.failed(program, large.name, "Not sent: this server takes files up to 1.0 MB. This one has 2.0 MB")
        self.sealed(program, small.name)

    def test_too_large_for_a_proxy(self):
        port = free_port()
        remote = self.remote(PUBLIC_URL=f"https://127.0.0.1:{port}", TRUSTED_PROXIES="127.0.0.1")
        front = TlsFront(self.place / "front", port, remote.url, limit="1m")
        program = self.start()
        self.choose_server(program, front.url)
        program.reader.press("Trust this server")
        self.sign_in(program)
        program.page("Files", 60)
        program.drop(self.make_file("large.bin", 4_000_000))
        self.failed(program, "large.bin", "proxy")

    def test_server_without_room(self):
        disk = FullDisk(self.place / "disk", "/remote/tmp/")
        remote = self.remote(**disk.variables())
        program = self.signed_in(remote.url)
        disk.full()
        file = self.make_file("large.bin", 3 * MIB)
        program.drop(file)
        self.assertIn("Delete files there, then retry.", self.failed(program, file.name, "Not sent: the server"))
        disk.full(False)
        program.reader.row("Transfers", file.name)["Name"].toggle()
        program.reader.press("Retry")
        self.sealed(program, file.name)

    def test_files_that_hurt(self):
        remote = self.remote()
        # As root every file can be read: that right is taken from the program.
        rights = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.getuid() == 0 else []
        program = self.signed_in(remote.url, before=rights)
        secret = self.make_file("secret.txt", 100)
        secret.chmod(0)
        empty = self.make_file("empty.txt")
        long_name = self.make_file("ü" * 125 + "a.txt", 100)
        self.assertEqual(len(long_name.name.encode()), 255)
        tricky = self.make_file("photo\u202egpj.exe", 100)
        dangling = self.files / "dangling"
        dangling.symlink_to(self.files / "nothing")
        program.drop(secret, empty, long_name, tricky, dangling)
        self.failed(program, secret.name, "cannot be read. Check its permissions, then retry.")
        for path in (empty, long_name):
            self.sealed(program, path.name)
        names = [row[0] for row in program.reader.tree("Files").rows()]
        self.assertEqual(len(names), 3, names)
        self.assertFalse([name for name in names if "\u202e" in name], "names are shown without signs that turn text")
        secret.chmod(0o600)
        program.reader.row("Transfers", secret.name)["Name"].toggle()
        program.reader.press("Retry")
        self.sealed(program, secret.name)

    def test_folder_with_folders(self):
        remote = self.remote()
        program = self.signed_in(remote.url)
        deep = self.files / "photos" / "2024"
        deep.mkdir(parents=True)
        (deep / "a.jpg").write_bytes(b"a")
        (self.files / "photos" / "b.jpg").write_bytes(b"b")
        program.drop(self.files / "photos")
        self.sealed(program, "photos – 2024 – a.jpg")
        self.sealed(program, "photos – b.jpg")

    def test_file_that_changes(self):
        remote = self.remote()
        program = self.signed_in(remote.url)
        file = self.make_file("log.txt", 300 * MIB)
        program.drop(file)
        self.under_way(remote.folder)
        os.kill(remote.server.process.pid, signal.SIGSTOP)  # so that there is something left to change
        with open(file, "r+b") as change:
            change.seek(280 * MIB)
            change.write(b"meanwhile")
        os.kill(remote.server.process.pid, signal.SIGCONT)
        self.sealed(program, file.name, 200)
        self.assertEqual(self.fetch(self.new_link()), sha256_of(file))


class KeyringAbsent(RemoteTest):
    keyring = "absent"

    def test_this_session_only(self):
        remote = self.remote()
        wire = Wiretap(remote.port)
        self.addCleanup(wire.close)
        program = self.signed_in(wire.url)
        program.reader.label_says("Banner", "keyring", 60)
        file = self.make_file("a.txt", 1000)
        program.drop(file)
        self.sealed(program, file.name)
        link = self.new_link()
        self.assertEqual(program.quit(), 0)
        self.assertTrue(wire.secrets())
        forbidden = wire.secrets() | {PASSWORD.encode(), link.split("?")[-1].encode()}
        for path, data in contents_below(self.desktop.home):
            for secret in forbidden:
                self.assertNotIn(secret, data, f"{path} holds a secret")
        program = self.start()
        program.page("Sign in", 60)
        self.assertEqual(program.reader.find("text", "E-mail").text, EMAIL)


class KeyringLocked(KeyringAbsent):
    keyring = "locked"


class KeyringUnlocked(RemoteTest):
    def test_token_is_in_the_keyring_only(self):
        remote = self.remote()
        wire = Wiretap(remote.port)
        self.addCleanup(wire.close)
        program = self.signed_in(wire.url)
        self.assertEqual(program.quit(), 0)
        for path, data in contents_below(self.desktop.home):
            for secret in wire.secrets() | {PASSWORD.encode()}:
                self.assertNotIn(secret, data, f"{path} holds a secret")
        program = self.start()
        program.page("Files", 60)


if __name__ == "__main__":
    main()
