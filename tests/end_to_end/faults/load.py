# SPDX-License-Identifier: GPL-3.0-or-later
"""People who register, log in, refresh, upload and delete all the time, until their server is gone."""
import random
import threading

from dropseald import Lost
from ledger import PASSWORD, sha256

SIZES = (0, 1, 1000, 20_000, 65_536, 65_537, 200_000, 262_144, 700_000, 2_000_000)


class Person(threading.Thread):
    def __init__(self, server, ledger, account, seed):
        super().__init__(daemon=True)
        self.server = server
        self.ledger = ledger
        self.account = account
        self.random = random.Random(seed)
        self.fault = None
        self.stopped = threading.Event()

    def run(self):
        try:
            while not self.stopped.is_set():
                self.step()
        except Lost:
            self.ledger.count("lost")
        except Exception as error:  # a wrong answer: told by the main thread
            self.fault = error

    def step(self):
        account = self.account
        if not account.is_certain:
            status, answer = self.server.register(account.email, PASSWORD)
            assert status in (201, 409), answer
            account.is_certain = True
            self.ledger.count("registrations")
        elif account.refresh is None or self.random.random() < 0.05:
            self.log_in()
        else:
            action = self.random.choices((self.upload, self.delete, self.renew), (6, 2, 2))[0]
            action()

    def log_in(self):
        self.account.lost_logins += 1
        status, answer = self.server.login(self.account.email, PASSWORD)
        assert status == 200, answer
        self.account.lost_logins -= 1
        self.account.sessions += 1
        self.account.access, self.account.refresh = answer["access_token"], answer["refresh_token"]
        self.ledger.count("logins")

    def renew(self):
        status, answer = self.server.refresh(self.account.refresh)
        assert status == 200, answer
        self.account.access, self.account.refresh = answer["access_token"], answer["refresh_token"]
        self.ledger.count("refreshes")

    def upload(self):
        data = self.random.randbytes(self.random.choice(SIZES))
        digest = sha256(data)
        self.account.lost_uploads.add(digest)
        status, answer = self.server.upload(self.account.access, f"f{self.random.randrange(1000)}.bin", data)
        assert status == 200, answer
        assert (answer["sha256"], answer["size"]) == (digest, len(data)), answer
        self.account.lost_uploads.discard(digest)
        self.account.files[answer["id"]] = (digest, len(data))
        self.ledger.count("uploads")

    def delete(self):
        if not self.account.files:
            return
        file_id = self.random.choice(list(self.account.files))
        self.account.lost_deletions[file_id] = self.account.files.pop(file_id)
        purge = "?purge=true" if self.random.random() < 0.5 else ""
        status, _, answer = self.server.call("DELETE", f"/api/v1/files/{file_id}{purge}", token=self.account.access)
        assert status == 204, answer
        del self.account.lost_deletions[file_id]
        self.account.deleted.add(file_id)
        self.ledger.count("deletions")


class Crowd:
    """Some people at once. Each has their own account; more accounts come with the rounds."""

    def __init__(self, server, ledger, count, rng):
        while len(ledger.accounts) < count:
            ledger.new_account()
        if rng.random() < 0.3:
            ledger.new_account()
        chosen = rng.sample(ledger.accounts, count)
        self.people = [Person(server, ledger, account, rng.random()) for account in chosen]
        for person in self.people:
            person.start()

    def wait(self):
        """After the server is gone, or when they are asked to stop."""
        for person in self.people:
            person.stopped.set()
        for person in self.people:
            person.join(120)
            assert not person.is_alive(), "a call never ended"
            if person.fault:
                raise person.fault
