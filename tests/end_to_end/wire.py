# SPDX-License-Identifier: GPL-3.0-or-later
"""A client that sends bytes as they are and takes apart what comes back."""
import re
import socket
import time

STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})[ \r]")


class Answer:
    def __init__(self, status, fields, body):
        self.status = status
        self.fields = fields  # [(lower-case name, value)]
        self.body = body

    def field(self, name):
        return next((value for key, value in self.fields if key == name), None)


class Wire:
    """One connection. `answers` are the whole ones that have come so far, without 1xx."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), 20)
        self.received = b""
        self.answers = []
        self.interim = []
        self.closed = False
        self.methods = []  # of the requests that are under way, as far as they are known: HEAD has no body

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data, method=""):
        self.methods.append(method)
        try:
            self.socket.sendall(data)
        except OSError:
            pass  # it has ended the connection already; what it said is read next

    def read(self, seconds, enough=lambda wire: False):
        """Until `enough`, the end of the connection, or `seconds` have passed."""
        end = time.monotonic() + seconds
        while not self.closed and not enough(self) and (left := end - time.monotonic()) > 0:
            self.socket.settimeout(left)
            try:
                piece = self.socket.recv(1 << 18)
            except TimeoutError:
                return
            except OSError:
                piece = b""
            self.closed = not piece
            self.received += piece
            while self.take():
                pass

    def take(self):
        end = self.received.find(b"\r\n\r\n")
        match = STATUS.match(self.received)
        if end < 0 or not match:
            return False
        status = int(match[1])
        lines = self.received[:end].split(b"\r\n")[1:]
        fields = [(name.decode("latin-1").lower(), value.decode("latin-1").strip())
                  for name, _, value in (line.partition(b":") for line in lines)]
        answer = Answer(status, fields, b"")
        if 100 <= status < 200:
            self.received = self.received[end + 4:]
            self.interim.append(answer)
            return True
        size = 0
        method = self.methods[min(len(self.answers), len(self.methods) - 1)] if self.methods else ""
        if method != "HEAD" and status not in (204, 304):
            size = int(answer.field("content-length") or 0)
        if len(self.received) < end + 4 + size:
            return False
        answer.body = self.received[end + 4:end + 4 + size]
        self.received = self.received[end + 4 + size:]
        self.answers.append(answer)
        return True
