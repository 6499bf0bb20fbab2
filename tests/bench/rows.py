# SPDX-License-Identifier: GPL-3.0-or-later
"""The rows of the table. Each is a function(arena) that gives a Row; runs of the contestants alternate."""
import concurrent.futures
import http.client
import json
import os
import socket
import ssl
import statistics
import subprocess
import sys
import threading
import time
from dataclasses import dataclass

from timing import download, head, interleaved, upload, wrk
from peers import EMAIL, PASSWORD, RELEASE, Dropseal, Nginx, SpecificationStack, make_certificate, memory_mib

GIB = 1 << 30


@dataclass
class Row:
    work: str
    unit: str
    figures: dict  # name: value, Dropseal first
    ratio: float | None  # the one that the goal is about
    goal: str
    reached: bool

    @staticmethod
    def at_least(work, unit, figures, ratio, goal):
        return Row(work, unit, figures, ratio, f"≥ {goal}", ratio >= goal)

    @staticmethod
    def at_most(work, unit, figures, value, goal):
        return Row(work, unit, figures, value, f"≤ {goal}", value <= goal)


def rates(seconds, size):
    return {name: size / value / 1e6 for name, value in seconds.items()}


def put_rounds(arena, contestants, size_name):
    """{name: (peer, headers)} -> {name: median seconds}; what was stored is deleted outside the timed part."""
    source = arena.file(size_name)
    counter = iter(range(1_000_000))

    def once(peer):
        path = peer.upload_target(f"bench{next(counter)}.bin")
        taken, answer = upload(peer.port, path, source, peer.headers())
        gone = peer.uploaded(answer)[1] if isinstance(peer, Dropseal) else path
        status, _ = peer.call("DELETE", gone, **peer.headers())
        assert status in (200, 204), status
        return taken

    return interleaved(arena.rounds, {name: (lambda peer=peer: once(peer)) for name, peer in contestants.items()})


def upload_in_memory(arena):
    with arena.serving(Dropseal, durable=False) as ours, arena.serving(Nginx) as nginx:
        seen = put_rounds(arena, {"Dropseal": ours, "nginx": nginx}, GIB)
    return Row.at_least("upload 1 GiB, hashed, durability off, against nginx DAV PUT", "MB/s", rates(seen, GIB),
                        seen["nginx"] / seen["Dropseal"], 1.0)


def upload_durable(arena):
    source, target = arena.file(GIB), arena.place / "dd.bin"

    def dd():
        started = time.monotonic()
        subprocess.run(["dd", f"if={source}", f"of={target}", "bs=1M", "conv=fsync"], check=True, capture_output=True)
        taken = time.monotonic() - started
        target.unlink()
        return taken

    with arena.serving(Dropseal) as ours:
        def put():
            taken, answer = upload(ours.port, ours.upload_target("bench.bin"), source, ours.headers())
            ours.call("DELETE", ours.uploaded(answer)[1], **ours.headers())
            return taken
        seen = interleaved(arena.rounds, {"Dropseal": put, "dd conv=fsync": dd})
    return Row.at_least("upload 1 GiB, hashed, durability on, against dd conv=fsync", "MB/s", rates(seen, GIB),
                        seen["dd conv=fsync"] / seen["Dropseal"], 0.8)


def download_big(arena):
    source = arena.file(GIB)
    with arena.serving(Dropseal) as ours, arena.serving(Nginx) as nginx:
        _, answer = upload(ours.port, ours.upload_target("bench.bin"), source, ours.headers())
        path = ours.uploaded(answer)[0]
        upload(nginx.port, "/bench.bin", source, {})
        seen = interleaved(arena.rounds, {"Dropseal": lambda: download(ours.port, path, ours.headers()),
                                          "nginx": lambda: download(nginx.port, "/bench.bin", {})})
    return Row.at_least("download 1 GiB against nginx sendfile", "MB/s", rates(seen, GIB),
                        seen["nginx"] / seen["Dropseal"], 1.4)


def over_tls(arena):
    """As one file goes up and down again; the clients of both speak TLS 1.3 with the same cipher."""
    source = arena.file(GIB)
    certificate, key = make_certificate(arena.place, "bench")
    context = ssl.create_default_context(cafile=certificate)

    def wrap(plain):
        return context.wrap_socket(plain, server_hostname="127.0.0.1")

    with (arena.serving(Dropseal, durable=False, TLS_CERT=certificate, TLS_KEY=key) as ours,
          arena.serving(Nginx, tls=(certificate, key)) as nginx):
        ways = {"Dropseal": (ours, "/upload/bench.bin"), "nginx": (nginx, "/bench.bin")}
        taken = {"up": {name: [] for name in ways}, "down": {name: [] for name in ways}}
        for _ in range(arena.rounds):
            for name, (peer, path) in ways.items():
                up, answer = upload(peer.tls_port, path, source, peer.headers(), wrap)
                stored, gone = peer.uploaded(answer) if peer is ours else (path, path)
                taken["up"][name].append(up)
                taken["down"][name].append(download(peer.tls_port, stored, peer.headers(), wrap))
                status, _ = peer.call("DELETE", gone, **peer.headers())
                assert status in (200, 204), status
    rows = []
    for way, seen in taken.items():
        medians = {name: statistics.median(values) for name, values in seen.items()}
        rows.append(Row.at_least(f"{'upload' if way == 'up' else 'download'} 1 GiB over TLS against nginx", "MB/s",
                                 rates(medians, GIB), medians["nginx"] / medians["Dropseal"], 0.9))
    return rows


PUT_SCRIPT = """
local number, body = 0, string.rep("x", 4096)
request = function()
  number = number + 1
  return wrk.format("PUT", "{prefix}" .. number .. "-{mark}.bin", wrk.headers, body)
end
"""


def small_uploads(arena):
    with arena.serving(Dropseal) as ours, arena.serving(Nginx) as nginx:
        marks = iter(range(1000))

        def puts(peer):
            script = PUT_SCRIPT.format(prefix=peer.upload_target("s"), mark=next(marks))
            rate, _, bad = wrk(peer.url, connections=16, seconds=arena.seconds, headers=peer.headers(), script=script)
            assert bad == 0, f"{bad} uploads to {peer.name} failed"
            return rate
        seen = interleaved(arena.rounds, {"Dropseal": lambda: puts(ours), "nginx": lambda: puts(nginx)})
    return Row.at_least("uploads of 4 KiB, 16 at a time, durable, against nginx DAV PUT without durability", "uploads/s",
                        seen, seen["Dropseal"] / seen["nginx"], 0.3)


def me(arena):
    with arena.serving(Dropseal) as ours, arena.serving(Nginx) as nginx, arena.serving(SpecificationStack) as stack:
        _, body = ours.call("GET", "/auth/me", **ours.headers())
        (nginx.folder / "www/me").write_bytes(body)

        def asks(peer, path):
            rate, _, bad = wrk(peer.url + path, seconds=arena.seconds, headers=peer.headers())
            assert bad == 0, f"{bad} answers of {peer.name} were not 2xx"
            return rate
        seen = interleaved(arena.rounds, {"Dropseal": lambda: asks(ours, "/auth/me"),
                                          "nginx, the same bytes": lambda: asks(nginx, "/me"),
                                          "specification's stack": lambda: asks(stack, "/auth/me")})
    others = iter(list(seen.values())[1:])
    nginx_rate, stack_rate = next(others), next(others)
    return [Row.at_least("/auth/me against the specification's stack", "requests/s", seen, seen["Dropseal"] / stack_rate,
                         45),
            Row.at_least("/auth/me against nginx serving the same bytes from a file", "requests/s", seen,
                         seen["Dropseal"] / nginx_rate, 0.9)]


def one_connection_p99(port, headers, seconds):
    """p99 in ms of requests one after the other on a kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        connection.request("GET", "/auth/me", headers=headers)
        connection.getresponse().read()
        taken.append((time.perf_counter() - started) * 1e3)
        time.sleep(0.001)
    connection.close()
    return statistics.quantiles(taken, n=100)[98]


def latency_beside_upload(arena):
    """curl sends at 200 MB/s for as long as the requests run."""
    with arena.serving(Dropseal) as ours:
        def beside():
            sender = subprocess.Popen(
                ["curl", "-sS", "-o", "/dev/null", "--limit-rate", "200M", "-H", f"Authorization: Bearer {ours.token}", "-T",
                 str(arena.file(GIB)), f"{ours.url}/upload/beside.bin"])
            time.sleep(0.3)
            value = one_connection_p99(ours.port, ours.headers(), arena.seconds)
            sender.wait(120)
            return value
        seen = interleaved(arena.rounds, {"beside a 200 MB/s upload": beside, "idle":
                                          lambda: one_connection_p99(ours.port, ours.headers(), arena.seconds)})
    return Row.at_most("p99 of /auth/me beside a 200 MB/s upload, against idle", "ms", seen,
                       seen["beside a 200 MB/s upload"] / seen["idle"], 5)


def latency_beside_logins(arena):
    person = json.dumps({"email": EMAIL, "password": PASSWORD})
    with arena.serving(Dropseal, BCRYPT_ROUNDS="12") as ours:
        def storm(until):
            while time.monotonic() < until:
                ours.call("POST", "/auth/login", person, **{"Content-Type": "application/json"})

        def beside():
            until = time.monotonic() + arena.seconds + 0.3
            threads = [threading.Thread(target=storm, args=(until,)) for _ in range(8)]
            for thread in threads:
                thread.start()
            time.sleep(0.3)
            value = one_connection_p99(ours.port, ours.headers(), arena.seconds)
            for thread in threads:
                thread.join()
            return value
        seen = interleaved(arena.rounds, {"during a storm of logins": beside, "idle":
                                          lambda: one_connection_p99(ours.port, ours.headers(), arena.seconds)})
    return Row.at_most("p99 of /auth/me during a storm of logins, against idle", "ms", seen,
                       seen["during a storm of logins"] / seen["idle"], 5)


BARE_LOOP = """
import bcrypt, os, sys, time
end, count, kept = time.monotonic() + float(sys.argv[1]), 0, bcrypt.hashpw(b"x", bcrypt.gensalt(12))
while time.monotonic() < end:
    bcrypt.hashpw(b"SecurePassword123!", kept); count += 1
print(count / float(sys.argv[1]))
"""


def logins(arena):
    seconds = max(arena.seconds, 4)
    person = json.dumps({"email": EMAIL, "password": PASSWORD})

    def bare():
        runs = [subprocess.Popen([sys.executable, "-c", BARE_LOOP, str(seconds)], stdout=subprocess.PIPE, text=True)
                for _ in range(os.cpu_count())]
        return sum(float(run.communicate(timeout=60)[0]) for run in runs)

    with arena.serving(Dropseal, BCRYPT_ROUNDS="12") as ours:
        def signs_in(until):
            count = 0
            while time.monotonic() < until:
                status, _ = ours.call("POST", "/auth/login", person, **{"Content-Type": "application/json"})
                count += status == 200
            return count

        def storm():
            started = time.monotonic()
            with concurrent.futures.ThreadPoolExecutor(8) as pool:
                done = sum(pool.map(signs_in, [started + seconds] * 8))
            return done / (time.monotonic() - started)
        seen = interleaved(arena.rounds, {"Dropseal": storm, "bare bcrypt loop": bare})
    return Row.at_least("logins/s at cost 12 against a bare bcrypt loop on all cores", "logins/s", seen,
                        seen["Dropseal"] / seen["bare bcrypt loop"], 0.9)


def idle_connections(arena):
    rows = []
    for count in (1000, 10000):
        with arena.serving(Dropseal, MAX_CONNECTIONS="20000", MAX_CONNECTIONS_PER_ADDRESS="20000") as ours:
            def asks(connections):
                rate, _, bad = wrk(ours.url + "/auth/me", connections=connections, seconds=arena.seconds,
                                   headers=ours.headers())
                assert bad == 0, f"{bad} answers were not 2xx"
                return rate

            def with_many(count=count):
                if count == 1000:
                    return asks(1000)
                idle = [socket.create_connection(("127.0.0.1", ours.port), 60) for _ in range(count)]
                try:
                    return asks(32)
                finally:
                    for connection in idle:
                        connection.close()
            name = "at 1,000 connections" if count == 1000 else "beside 10,000 idle ones"
            seen = interleaved(arena.rounds, {name: with_many, "at 32 connections": lambda: asks(32)})
            rows.append(Row.at_least(f"requests/s {name} against 32", "requests/s", seen,
                                     seen[name] / seen["at 32 connections"], 0.8))
            if count == 10000:
                rows.append(Row.at_most("peak memory with 10,000 idle connections", "MiB",
                                        {"Dropseal": memory_mib(ours.process.pid)}, memory_mib(ours.process.pid), 150))
    return rows


def memory_under_load(arena):
    """16 × 1 GiB up at once beside 200 readers that do not read."""
    source = arena.file(GIB)
    with arena.serving(Dropseal, durable=False) as ours:
        _, answer = upload(ours.port, ours.upload_target("read.bin"), source, ours.headers())
        path = ours.uploaded(answer)[0]
        readers = []
        for _ in range(200):
            reader = socket.create_connection(("127.0.0.1", ours.port), 60)
            reader.sendall(head("GET", path, ours.headers()))
            readers.append(reader)
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            list(pool.map(lambda number: upload(ours.port, ours.upload_target(f"up{number}.bin"), source, ours.headers()),
                          range(arena.big_uploads)))
        peak = memory_mib(ours.process.pid)
        for reader in readers:
            reader.close()
    return Row.at_most(f"peak memory: {arena.big_uploads} × 1 GiB up at once with 200 stalled readers", "MiB",
                       {"Dropseal": peak}, peak, 64)


def start_to_ready(arena):
    folder = arena.place / "start"
    with arena.serving(Dropseal, folder=folder):
        pass
    command = [str(RELEASE), "serve", "--listen", "127.0.0.1:0", "--data-dir", str(folder)]

    def start():
        started = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd="/",
                                   env={"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
        process.stdout.readline()
        taken = time.monotonic() - started
        process.terminate()
        process.wait()
        process.stdout.close()
        return taken * 1e3
    seen = interleaved(9, {"Dropseal": start})
    return Row.at_most("start to ready with an existing database", "ms", seen, seen["Dropseal"], 30)


ROWS = {"upload": upload_in_memory, "upload-durable": upload_durable, "download": download_big, "tls": over_tls,
        "small-uploads": small_uploads, "me": me, "latency-upload": latency_beside_upload,
        "latency-logins": latency_beside_logins, "logins": logins, "idle": idle_connections,
        "memory": memory_under_load, "start": start_to_ready}
