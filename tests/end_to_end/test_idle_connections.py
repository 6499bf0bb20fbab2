# SPDX-License-Identifier: GPL-3.0-or-later
"""1,000 and 10,000 connections that say nothing do not slow the others. Prints the figures; fails on seconds only."""
import http.client
import socket
import time

from support import TestCase, main, more_descriptors

REQUESTS = 1000
TOO_SLOW_SECONDS = 2.0


class IdleConnections(TestCase):
    def latencies(self, server):
        """Sorted seconds of requests on one connection, and of requests on new ones."""
        kept, new = [], []
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        for _ in range(REQUESTS):
            started = time.perf_counter()
            connection.request("GET", "/health")
            answer = connection.getresponse()
            answer.read()
            kept.append(time.perf_counter() - started)
            self.assertEqual(answer.status, 200)
        connection.close()
        for _ in range(REQUESTS // 5):
            started = time.perf_counter()
            self.assertEqual(server.call("GET", "/health")[0], 200)
            new.append(time.perf_counter() - started)
        return sorted(kept), sorted(new)

    def measure(self, count):
        server = self.serve(folder=self.place / str(count), MAX_CONNECTIONS="20000")
        before = self.latencies(server)
        idle = []
        try:
            started = time.perf_counter()
            for _ in range(count):
                client = socket.create_connection(("127.0.0.1", server.port), 60)
                if len(idle) % 2:
                    client.sendall(b"G")  # a head that does not come to its end
                idle.append(client)
            opened = time.perf_counter() - started
            self.assertEqual(sum(map(self.is_open, idle)), count)
            beside = self.latencies(server)
            took = time.perf_counter() - started
        finally:
            for client in idle:
                client.close()
        for name, one, other in zip(("kept", "new"), before, beside):
            print(f"{count} idle, {name} connection: p50 {one[len(one) // 2] * 1e3:.2f} -> "
                  f"{other[len(other) // 2] * 1e3:.2f} ms, p99 {one[len(one) * 99 // 100] * 1e3:.2f} -> "
                  f"{other[len(other) * 99 // 100] * 1e3:.2f} ms", flush=True)
            self.assertLess(other[len(other) * 99 // 100], TOO_SLOW_SECONDS)
        print(f"{count} idle: opened in {opened:.2f} s, {server.peak_memory_mib():.0f} MiB at most", flush=True)
        self.assertLess(took, 120)
        self.assertTrue(server.is_ready())
        self.stop(server)

    @staticmethod
    def is_open(client):
        client.setblocking(False)
        try:
            return client.recv(1, socket.MSG_PEEK) != b""
        except BlockingIOError:
            return True
        except OSError:
            return False

    def test_1000(self):
        self.measure(1000)

    def test_10000(self):
        self.assertGreater(more_descriptors(), 11000, "the system allows too few descriptors: raise `ulimit -Hn`")
        self.measure(10000)


if __name__ == "__main__":
    main()
