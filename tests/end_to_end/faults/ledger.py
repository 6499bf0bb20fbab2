# SPDX-License-Identifier: GPL-3.0-or-later
"""What the server acknowledged, and how it is held to it.

An answer that came is a promise. A call whose answer was lost may have been done or not; whichever it is, it must have
been done wholly.
"""
import hashlib
import sqlite3
import threading
from pathlib import Path

PASSWORD = "correct horse battery staple"


def sha256(data):
    return hashlib.sha256(data).hexdigest()


class Account:
    """One person with one signed-in client; used by one thread at a time."""

    def __init__(self, email):
        self.email = email
        self.is_certain = False  # the registration was acknowledged
        self.access = None
        self.refresh = None  # the last refresh token that came
        self.sessions = 0  # logins that were acknowledged
        self.lost_logins = 0
        self.files = {}  # id -> (sha256, size), acknowledged and not deleted
        self.lost_uploads = set()  # sha256 of what may be there
        self.lost_deletions = {}  # id -> (sha256, size): may be there or not
        self.deleted = set()


class Ledger:
    def __init__(self):
        self.accounts = []
        self.lock = threading.Lock()
        self.counts = dict.fromkeys(("uploads", "deletions", "refreshes", "logins", "registrations", "lost"), 0)

    def count(self, what):
        with self.lock:
            self.counts[what] += 1

    def new_account(self):
        with self.lock:
            account = Account(f"user{len(self.accounts)}@example.org")
            self.accounts.append(account)
            return account

    # After a start: the server is held to what it said.

    def check(self, server):
        for account in self.accounts:
            self.check_account(server, account)

    def check_account(self, server, account):
        status, answer = server.login(account.email, PASSWORD)
        if status == 401 and not account.is_certain:
            status, answer = server.register(account.email, PASSWORD)
            assert status == 201, f"{account.email}: a lost registration can be neither used nor repeated: {answer}"
            status, answer = server.login(account.email, PASSWORD)
        assert status == 200, f"{account.email}: cannot log in: {status} {answer}"
        account.is_certain = True
        account.sessions += 1
        if account.refresh is not None:
            # The last token that came must work, whatever became of the call that may have replaced it.
            status, answer = server.refresh(account.refresh)
            assert status == 200, f"{account.email}: was signed out: {status} {answer}"
        account.access, account.refresh = answer["access_token"], answer["refresh_token"]
        self.check_files(server, account)

    def check_files(self, server, account):
        listed = server.files(account.access)
        for file_id, (digest, size) in account.files.items():
            assert file_id in listed, f"{account.email}: acknowledged upload {file_id} of {size} bytes is lost"
            assert (listed[file_id]["sha256"], listed[file_id]["size"]) == (digest, size), listed[file_id]
        for file_id, record in listed.items():
            assert file_id not in account.deleted, f"{account.email}: deleted {file_id} is listed again"
            if file_id not in account.files:
                digest = record["sha256"]
                known = digest in account.lost_uploads or file_id in account.lost_deletions
                assert known, f"{account.email}: nobody sent {record}"
                account.files[file_id] = (digest, record["size"])
            status, _, data = server.content(account.access, file_id)
            assert status == 200, f"{account.email}: {file_id}: {status} {data[:300]}"
            assert sha256(data) == record["sha256"], f"{account.email}: {file_id} is damaged"
        account.deleted.update(id for id in account.lost_deletions if id not in listed)
        account.lost_deletions = {}
        account.lost_uploads = set()


def left_in_tmp(data_folder):
    return sorted(path.name for path in Path(data_folder, "tmp").iterdir())


def check_folder(data_folder, ledger=None, database=None):
    """After the server has ended: database and blobs agree, and nothing is left over."""
    data_folder = Path(data_folder)
    left = left_in_tmp(data_folder)
    assert not left, f"left in tmp: {left}"
    rows = sqlite3.connect(f"file:{database or data_folder / 'dropseal.db'}", uri=True)
    try:
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
        blobs = {name for (name,) in rows.execute("SELECT blob_id FROM files")}
        dead = {name for (name,) in rows.execute("SELECT blob_id FROM dead_blobs")}
        small = {name: bytes(data) for name, data in rows.execute("SELECT blob_id, bytes FROM small_blobs")}
        found = {path.name for path in Path(data_folder, "blobs").glob("*/*")}
        assert not found & small.keys(), f"blobs on disk and in the database: {found & small.keys()}"
        assert blobs <= found | small.keys(), f"rows without blobs: {blobs - found - small.keys()}"
        assert found <= blobs | dead, f"blobs without rows: {found - blobs - dead}"
        assert small.keys() <= blobs, f"small blobs without rows: {small.keys() - blobs}"
        for blob, digest, size in rows.execute("SELECT blob_id, sha256, size FROM files"):
            data = small[blob] if blob in small else Path(data_folder, "blobs", blob[:2], blob).read_bytes()
            assert (sha256(data), len(data)) == (digest, size), f"blob {blob} is damaged"
        used = "SELECT email, used_bytes, (SELECT coalesce(sum(size), 0) FROM files WHERE owner_id = users.id " \
               "AND deleted_at IS NULL) FROM users"
        for email, noted, summed in rows.execute(used):
            assert noted == summed, f"{email}: used_bytes is {noted}, the files have {summed}"
        if ledger:
            check_sessions(rows, ledger)
    finally:
        rows.close()


def check_sessions(rows, ledger):
    """A refresh never makes a second family: there are as many sessions as logins."""
    for account in ledger.accounts:
        count, = rows.execute("SELECT count(*) FROM sessions JOIN users ON users.id = user_id WHERE email = ?",
                              (account.email,)).fetchone()
        assert account.sessions <= count <= account.sessions + account.lost_logins, \
            f"{account.email}: {count} sessions, {account.sessions} logins and {account.lost_logins} lost ones"
        account.sessions, account.lost_logins = count, 0
