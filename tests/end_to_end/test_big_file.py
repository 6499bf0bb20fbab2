# SPDX-License-Identifier: GPL-3.0-or-later
"""A big file by `curl -F`, by `curl -T -` and back: the same SHA-256, in little memory. `--gib 8` for the long run."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import time

from support import TestCase, main, sha256_of

MEMORY_LIMIT_MIB = 64
MIB = 1 << 20
CURL = ["curl", "-sS", "--fail-with-body", "--noproxy", "*"]


class BigFile(TestCase):
    size = 256 * MIB

    def make_file(self):
        """Random pieces with holes between them: big to read, small on the disk."""
        path = self.place / "big.bin"
        step = max(self.size // 64, MIB)
        with open(path, "wb") as file:
            for offset in range(0, self.size - MIB, step):
                file.seek(offset)
                file.write(os.urandom(MIB // 2))
            file.truncate(self.size)
        return path

    def curl(self, *arguments, **options):
        done = subprocess.run([*CURL, *map(str, arguments)], capture_output=True, timeout=3000, check=False, **options)
        self.assertEqual(done.returncode, 0, (done.stdout + done.stderr)[-2000:])
        return done.stdout

    def download_sha256(self, *arguments):
        digest, size = hashlib.sha256(), 0
        with subprocess.Popen([*CURL, *map(str, arguments)], stdout=subprocess.PIPE) as process:
            while piece := process.stdout.read(MIB):
                digest.update(piece)
                size += len(piece)
        self.assertEqual((process.returncode, size), (0, self.size))
        return digest.hexdigest()

    def field(self, answer, name):
        return json.loads(answer)[name]

    def rate(self, what, seconds):
        print(f"{what}: {self.size / seconds / 1e6:.0f} MB/s", flush=True)

    def test_up_and_down(self):
        free = shutil.disk_usage(self.place).free
        self.assertGreater(free, 2.2 * self.size, f"{self.place} has too little free space for this test")
        path = self.make_file()
        right = sha256_of(path)
        server = self.serve()
        authorization = "Authorization: Bearer " + server.sign_in()["access_token"]

        started = time.monotonic()
        answer = self.curl("-H", authorization, "-F", f"file=@{path}", server.url + "/upload")
        self.rate("curl -F", time.monotonic() - started)
        self.assertEqual(self.field(answer, "sha256"), right)
        self.assertEqual(self.field(answer, "size"), self.size)
        after_form = server.peak_memory_mib()

        started = time.monotonic()
        self.assertEqual(self.download_sha256(self.field(answer, "url")), right)
        self.rate("download", time.monotonic() - started)
        after_download = server.peak_memory_mib()
        file_id = self.field(answer, "id")
        self.curl("-H", authorization, "-X", "DELETE", f"{server.url}/api/v1/files/{file_id}?purge=true")

        with open(path, "rb") as content:
            started = time.monotonic()
            answer = self.curl("-H", authorization, "-T", "-", server.url + "/upload/stream.bin", stdin=content)
        self.rate("curl -T - (chunked)", time.monotonic() - started)
        self.assertEqual(self.field(answer, "sha256"), right)
        peak = server.peak_memory_mib()
        print(f"{self.size // MIB} MiB: memory at most {after_form:.0f} MiB after the form, {after_download:.0f} after "
              f"the download, {peak:.0f} after the stream", flush=True)
        self.assertLess(peak, MEMORY_LIMIT_MIB)
        self.stop(server)


if __name__ == "__main__":
    if "--gib" in sys.argv:
        at = sys.argv.index("--gib")
        BigFile.size = int(sys.argv[at + 1]) << 30
        del sys.argv[at:at + 2]
    main()
