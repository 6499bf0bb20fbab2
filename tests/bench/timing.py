# SPDX-License-Identifier: GPL-3.0-or-later
"""What puts load on a server: streams over raw sockets, wrk for small requests. Every run is bounded."""
import os
import re
import socket
import statistics
import subprocess
import tempfile
import time

CHUNK = 1 << 20


def head(method, path, headers, length=None):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    if length is not None:
        lines.append(f"Content-Length: {length}")
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def read_head(connection):
    """(status, headers, the first bytes of the body)."""
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        if not piece:
            raise AssertionError(f"the connection ended in the head: {received[:200]!r}")
        received += piece
    text, body = received.split(b"\r\n\r\n", 1)
    lines = text.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines[1:])}
    return int(lines[0].split()[1]), headers, body


def upload(port, path, source, headers, wrap=None):
    """PUTs a file; (seconds until the answer, body of the answer)."""
    size = os.path.getsize(source)
    with open(source, "rb") as file, socket.create_connection(("127.0.0.1", port), 120) as plain:
        connection = wrap(plain) if wrap else plain
        started = time.monotonic()
        connection.sendall(head("PUT", path, headers, size))
        if wrap:
            while piece := file.read(CHUNK):
                connection.sendall(piece)
        else:
            connection.sendfile(file)
        status, fields, body = read_head(connection)
        while len(body) < int(fields.get("content-length", "0")):
            body += connection.recv(65536)
        taken = time.monotonic() - started
    assert status in (200, 201, 204), (status, body)
    return taken, body


def download(port, path, headers, wrap=None):
    """GETs; seconds until the last byte."""
    buffer = bytearray(CHUNK)
    with socket.create_connection(("127.0.0.1", port), 120) as plain:
        connection = wrap(plain) if wrap else plain
        started = time.monotonic()
        connection.sendall(head("GET", path, headers))
        status, fields, body = read_head(connection)
        assert status == 200, status
        left = int(fields["content-length"]) - len(body)
        while left > 0:
            got = connection.recv_into(buffer)
            assert got, "the connection ended in the body"
            left -= got
        return time.monotonic() - started


def wrk(url, *, connections=32, seconds=3, threads=1, headers=None, script=None):
    """requests/s, p99 in ms, and how many did not answer 2xx."""
    command = ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in (headers or {}).items():
        command += ["-H", f"{name}: {value}"]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        if script:
            file.write(script)
            file.flush()
            command += ["-s", file.name]
        said = subprocess.run([*command, url], capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    p99 = float(value) * {"us": 0.001, "ms": 1, "s": 1000}[unit]
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    return rate, p99, int(bad[1]) if bad else 0


def interleaved(rounds, contestants):
    """Runs each of {name: function} `rounds` times in turn; {name: median of what they return}."""
    seen = {name: [] for name in contestants}
    for _ in range(rounds):
        for name, function in contestants.items():
            seen[name].append(function())
    return {name: statistics.median(values) for name, values in seen.items()}
