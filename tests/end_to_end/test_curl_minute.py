# SPDX-License-Identifier: GPL-3.0-or-later
"""The six documented curl commands, word for word, against `installer/start --headless`; the minute of README.md."""
import hashlib
import json
import os
import re
import subprocess

from support import PASSWORD, ROOT, Backend, TestCase, main, port_is_free

# "API Usage Examples" of the specification. Only TOKEN, REFRESH_TOKEN and the file's path are put in.
COMMANDS = {
    "register": """curl -X POST http://localhost:8000/auth/register \\
  -H "Content-Type: application/json" \\
  -d '{
    "email": "alice@example.com",
    "password": "SecurePassword123!"
  }'""",
    "login": """curl -X POST http://localhost:8000/auth/login \\
  -H "Content-Type: application/json" \\
  -d '{
    "email": "alice@example.com",
    "password": "SecurePassword123!"
  }'""",
    "me": """# Replace TOKEN with access_token from login response
curl -X GET http://localhost:8000/auth/me \\
  -H "Authorization: Bearer TOKEN\"""",
    "upload": """# Replace TOKEN with access_token
curl -X POST http://localhost:8000/upload \\
  -H "Authorization: Bearer TOKEN" \\
  -F "file=@/path/to/document.pdf\"""",
    "refresh": """# Replace REFRESH_TOKEN with refresh_token from login
curl -X POST http://localhost:8000/auth/refresh \\
  -H "Content-Type: application/json" \\
  -d '{
    "refresh_token": "REFRESH_TOKEN"
  }'""",
    "logout": """curl -X POST http://localhost:8000/auth/logout \\
  -H "Content-Type: application/json" \\
  -d '{
    "refresh_token": "REFRESH_TOKEN"
  }'""",
}


class CurlMinute(TestCase):
    def setUp(self):
        super().setUp()
        # The commands say port 8000; where somebody else has it, only the port is changed.
        self.port = 8000 if port_is_free(8000) else 0
        listen = [] if self.port else ["--listen", "127.0.0.1:0"]
        self.server = Backend(self.data, command=[str(ROOT / "installer/start"), "--headless", *listen],
                              DATA_DIR=str(self.data), BCRYPT_ROUNDS="12", HOME=os.environ.get("HOME", "/"))
        self.addCleanup(self.end, self.server)
        if not self.port:
            print(f"port 8000 is taken: the commands run with port {self.server.port}", flush=True)
        self.calls = 0

    def shell(self, command, **values):
        """Runs a command as it is documented; its status and body."""
        for name, value in values.items():
            command = re.sub(rf"(?<![A-Z_]){name}\b(?! with)", value, command)
        command = command.replace("localhost:8000", f"localhost:{self.server.port}")
        home = self.place / "home"
        home.mkdir(exist_ok=True)
        # A .curlrc is how curl is told more without a word of the command changed.
        (home / ".curlrc").write_text('silent\nshow-error\nwrite-out = "\\n%{http_code}"\nnoproxy = "*"\n')
        done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=120, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": str(home)})
        self.assertEqual(done.returncode, 0, done.stderr)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), json.loads(body) if body else None

    def test_six_commands_and_a_stranger(self):
        content = os.urandom(3_000_000)
        document = self.place / "document.pdf"
        document.write_bytes(content)

        status, user = self.shell(COMMANDS["register"])
        self.assertEqual(status, 201, user)
        self.assertEqual(user["email"], "alice@example.com")
        self.assertRegex(user["created_at"], r"^\d{4}-\d\d-\d\dT.*Z$")

        status, pair = self.shell(COMMANDS["login"])
        self.assertEqual(status, 200, pair)
        self.assertEqual((pair["token_type"], pair["expires_in"]), ("bearer", 900))

        status, me = self.shell(COMMANDS["me"], TOKEN=pair["access_token"])
        self.assertEqual((status, me["id"]), (200, user["id"]))

        upload = COMMANDS["upload"].replace("/path/to/document.pdf", str(document))
        status, file = self.shell(upload, TOKEN=pair["access_token"])
        self.assertEqual(status, 200, file)
        self.assertEqual((file["filename"], file["status"], file["size"]), ("document.pdf", "uploaded", len(content)))
        self.assertRegex(file["key"], rf"^\d+-{user['id'][:8]}-document\.pdf$")
        self.assertEqual(file["sha256"], hashlib.sha256(content).hexdigest())

        status, renewed = self.shell(COMMANDS["refresh"], REFRESH_TOKEN=pair["refresh_token"])
        self.assertEqual(status, 200, renewed)
        self.assertNotEqual(renewed["refresh_token"], pair["refresh_token"])

        status, nothing = self.shell(COMMANDS["logout"], REFRESH_TOKEN=renewed["refresh_token"])
        self.assertEqual((status, nothing), (204, None))
        status, refused = self.shell(COMMANDS["me"], TOKEN=renewed["access_token"])
        self.assertEqual((status, refused["code"]), (401, "session_revoked"))

        # A stranger has nothing but the link.
        fetched = subprocess.run(["curl", "-fsS", "--noproxy", "*", file["url"]], capture_output=True, timeout=60,
                                 check=False, env={"PATH": os.environ["PATH"]})
        self.assertEqual(fetched.returncode, 0, fetched.stderr)
        self.assertEqual(hashlib.sha256(fetched.stdout).hexdigest(), hashlib.sha256(content).hexdigest())
        self.stop(self.server)

    def test_minute_of_the_readme(self):
        readme = (ROOT / "README.md").read_text()
        block = re.search(r"```bash\n(.*?)```", readme, re.S)[1]
        self.assertIn(PASSWORD, block)
        script = "set -euo pipefail\ncd " + str(self.place) + "\n" + block.replace(
            "localhost:8000", f"localhost:{self.server.port}")
        (self.place / "README.md").write_text(readme)
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=120, check=False,
                              env={"PATH": os.environ["PATH"], "HOME": str(self.place), "no_proxy": "*"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(hashlib.sha256(readme.encode()).hexdigest(), done.stdout)
        link = json.loads(done.stdout.strip().rpartition("\n")[2])["url"]
        fetched = subprocess.run(["curl", "-fsS", "--noproxy", "*", link], capture_output=True, timeout=60, check=False)
        self.assertEqual(fetched.stdout, readme.encode())


if __name__ == "__main__":
    main()
