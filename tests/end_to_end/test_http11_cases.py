# SPDX-License-Identifier: GPL-3.0-or-later
"""215 good and bad HTTP/1.1 requests against the backend alone and through nginx: the two never read a different
number of requests out of the same bytes, and the backend is well after each. Cases: tests/data/http11_cases.json.

Each row is sent as it stands, to `/`. What is a POST is sent again to a route that takes its body into memory and to one
that streams it, since `/` answers a POST before it looks at the body. `how` an answer came, as the rows say it:
"405 open" (the connection is good for the next request), "400 end" (it was ended), "wait" (more bytes are awaited)."""
import collections
import json
import os
import re
import sys

from nginx import AS_IT_COMES, LENIENT, Nginx
from support import DEV, ROOT, TestCase, main, wait_until
from wire import Wire

DATA = ROOT / "tests/data/http11_cases.json"
TARGETS = ("root", "memory", "stream")
PATIENCE = 20.0
SILENCE = 0.4
# What the edge refuses by itself, before anybody looks at the path.
REFUSALS = {"bad_request", "uri_too_long", "headers_too_large", "http_version_not_supported", "expectation_failed",
            "timeout"}

# Refused for what the path means; where the request ended was clear.
ROUTERS_WORD = {"MAL-URL-PERCENT-NULL"}


def load():
    table = json.loads(DATA.read_text(encoding="utf-8"))
    row = collections.namedtuple("Row", table["columns"])
    return [row(*values) for values in table["rows"]]


def bytes_of(parts, names):
    """Texts, and pairs [text, times] with {} for the number of the repetition; one byte for each character."""
    out = []
    for part in parts:
        if isinstance(part, str):
            out.append(re.sub(r"\{(\w+)\}", lambda found: names[found[1]], part))
        else:
            text, times = part
            out += [text.replace("{}", str(number)) for number in range(times)]
    return "".join(out).encode("latin-1")


def steps_of(row, target, names):
    """The sends of a row for one of TARGETS; none where the row is no POST."""
    steps = [bytes_of(parts, names) for parts in row.sends]
    if target == "root":
        return steps
    if not steps[0].startswith(b"POST / HTTP/1."):
        return None
    first = steps[0].replace(b"POST / ", b"POST /auth/login " if target == "memory" else b"PUT /upload/case ", 1)
    line, rest = first.split(b"\r\n", 1)
    if target == "stream":
        line += b"\r\nAuthorization: Bearer " + names["token"].encode()
    elif b"Content-Type" not in rest.split(b"\r\n\r\n")[0]:
        line += b"\r\nContent-Type: application/json"
    return [line + b"\r\n" + rest, *steps[1:]]


def method_of(step):
    return step.split(b" ", 1)[0].decode("latin-1")[:8]


def after(name):
    return f"GET /health HTTP/1.1\r\nHost: localhost\r\nX-Request-Id: {name}\r\n\r\n".encode()


def refused(answer):
    return answer.status >= 400 and answer.body.startswith(b"{") and json.loads(answer.body).get("code") in REFUSALS


def words_of(how, answers):
    """What `published` may ask for: a status, "accept", "close", "wait"."""
    words = {str(answer.status) for answer in answers[:1]}
    if answers and not refused(answers[0]):
        words.add("accept")
    words.update({"end": ["close"], "wait": ["wait"]}.get(how.split()[-1], []))
    return words


class Http11Cases(TestCase):
    def setUp(self):
        super().setUp()
        self.rows = load()
        self.server = self.serve()
        self.token = self.server.sign_in()["access_token"]
        status, file = self.server.upload(self.token, "seen.txt", b"0123456789")
        self.assertEqual(status, 200)
        self.names = {"token": self.token, "file": f"/api/v1/files/{file['id']}/content",
                      "etag": f'"{file["sha256"]}"', "bare": file["sha256"]}

    def logged(self):
        """The lines that the backend has written since the last call, without moving the place where it writes."""
        text = os.pread(self.server.log.fileno(), 1 << 24, self.log_seen)
        text = text[:text.rfind(b"\n") + 1]
        self.log_seen += len(text)
        lines = [json.loads(line) for line in text.splitlines() if line.startswith(b'{"')]
        lines = [line for line in lines if not line["request_id"].endswith(".well")]
        self.read += lines
        return lines

    def well(self, name):
        """A stranger with a plain request on a new connection is served."""
        with Wire(self.server.port) as wire:
            wire.send(after(name))
            wire.read(PATIENCE, lambda wire: wire.answers)
            self.assertEqual([answer.status for answer in wire.answers], [200], name)
            self.assertEqual(wire.answers[0].field("x-request-id"), name)

    def play(self, steps, name, waits):
        """Sends the steps, then a plain request on the same connection: how it ended, and the answers before that."""
        with Wire(self.server.port) as wire:
            for number, step in enumerate(steps):
                wire.send(step, method_of(step))
                seen = number + 1
                wire.read(SILENCE if waits else PATIENCE, lambda wire: len(wire.answers) >= seen)
            if not wire.answers and not wire.closed:
                return "wait", [], wire
            wire.send(after(name), "GET")

            def tagged(wire):
                return wire.answers[-1].field("x-request-id") == name
            wire.read(PATIENCE, tagged)
            if wire.answers and tagged(wire):
                self.assertEqual(wire.answers[-1].status, 200)
                return self.told(wire.answers[:-1], "open"), wire.answers[:-1], wire
            self.assertTrue(wire.closed, f"{name}: the next request got no answer")
            self.assertEqual(wire.received, b"", name)
            return self.told(wire.answers, "end"), wire.answers, wire

    @staticmethod
    def told(answers, end):
        return " ".join([*(str(answer.status) for answer in answers), end])

    def test_alone(self):
        stored = 1
        for row in self.rows:
            for target in TARGETS:
                steps = steps_of(row, target, self.names)
                expected = getattr(row, target)
                self.assertEqual(steps is None, expected is None, row.id)
                if steps is None:
                    continue
                with self.subTest(row.id, target=target):
                    how, answers, wire = self.play(steps, f"{row.id}.{target}", expected == "wait")
                    self.assertEqual(how, expected, [answer.body[:200] for answer in answers])
                    self.assertTrue(words_of(how, answers) & set(row.allowed.split()), f"{how}: {row.published}")
                    if answers and refused(answers[0]) and row.id not in ROUTERS_WORD:
                        self.assertEqual((len(answers), wire.closed), (1, True), "refused, and then read on")
                        self.assertEqual(answers[0].field("content-type"), "application/problem+json")
                    self.details(row, answers)
                    stored += how.startswith("200") and target == "stream"
                    self.well(f"{row.id}.{target}.well")
        self.assertEqual(len(self.server.files(self.token)), stored, "a refused upload left a file")
        self.stop(self.server)

    def details(self, row, answers):
        """What the published outcome asks for beyond the status."""
        for answer in answers:
            if answer.status != 304:
                self.assertTrue(answer.field("content-type") or answer.status == 204)
            self.assertRegex(answer.field("date"), r"^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$")
            self.assertEqual(answer.field("x-content-type-options"), "nosniff")
            self.assertIsNone(answer.field("set-cookie"))
            self.assertIsNone(answer.field("last-modified"))
            if answer.status == 405 or (answer.status == 204 and "OPTIONS" in str(row.sends)):
                self.assertIn("GET", answer.field("allow"))
            if answer.status in (204, 304):
                self.assertIsNone(answer.field("content-length"))
            if answer.status == 304:
                self.assertEqual(answer.field("etag"), self.names["etag"])
            self.assertNotIn(b"secret-token-123", answer.body)

    def test_through_nginx(self):
        self.log_seen = 0
        nginx = Nginx(self.place / "nginx", self.server.port, (AS_IT_COMES, LENIENT))
        self.addCleanup(nginx.close)
        self.sent, self.read = {}, []  # what nginx says that it sent, by its id; what the backend says that it read
        self.logged()  # the set-up is none of nginx's business
        self.read.clear()
        for row in self.rows:
            for target in TARGETS:
                steps = steps_of(row, target, self.names)
                if steps is None:
                    continue
                for port in nginx.ports:
                    with self.subTest(row.id, target=target, lenient=port == nginx.ports[1]):
                        self.through(port, steps)
                        self.compare(nginx)
                        self.well(f"{row.id}.well")
        self.whole(nginx)
        self.stop(self.server)

    def through(self, port, steps):
        with Wire(port) as wire:
            for number, step in enumerate(steps):
                wire.send(step, method_of(step))
                seen = number + 1
                wire.read(PATIENCE, lambda wire: len(wire.answers) >= seen)
            wire.send(after("after"), "GET")
            count = len(wire.answers)
            wire.read(PATIENCE, lambda wire: len(wire.answers) > count)
        # The next client comes over the same connection to the backend.
        with Wire(port) as wire:
            wire.send(after("next"), "GET")
            wire.read(PATIENCE, lambda wire: wire.answers)
            self.assertEqual([(answer.status, json.loads(answer.body)["status"]) for answer in wire.answers],
                             [(200, "ok")], "the next client got another one's answer")

    def compare(self, nginx):
        """Each request that the backend read is one that nginx sent, with the same method and the same answer."""
        def known():
            self.sent.update((line["id"], line) for line in nginx.new_lines())
            return all(line["request_id"] in self.sent for line in fresh)
        fresh = [line for line in self.logged() if line["method"]]
        self.assertTrue(wait_until(known, 10), f"nginx never sent one of {fresh}")
        for line in fresh:
            sent = self.sent[line["request_id"]]
            self.assertEqual(line["method"], sent["method"])
            if sent["upstream"] not in ("", "-"):  # else it gave up before the answer
                self.assertEqual(str(line["status"]), sent["upstream"])

    def whole(self, nginx):
        """In the end each request that nginx sent was read, once; those whose head was refused have no name."""
        def all_told():
            self.compare(nginx)
            named = [line["request_id"] for line in self.read if line["method"]]
            answered = {name for name, line in self.sent.items() if line["upstream"] not in ("", "-")}
            nameless = len(self.read) - len(named)
            self.figures = len(self.sent), len(answered), nameless
            return len(named) == len(set(named)) and len(answered - set(named)) == nameless
        self.assertTrue(wait_until(all_told, 10), self.figures)
        print("through nginx: it read %d requests and sent %d of them on, of which the backend refused %d heads" %
              self.figures, flush=True)
        self.assertGreater(self.figures[1], 300)


if __name__ == "__main__":
    if "--dev" in sys.argv:
        sys.argv.remove("--dev")
        Http11Cases.program = DEV
        assert DEV.is_file(), f"{DEV} is missing: build the preset dev first"
    main()
