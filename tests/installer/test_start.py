#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""installer/start with apt, CMake and Ninja replaced by stand-ins that write down how they were called."""
import os
import shutil
import signal
import subprocess
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each stand-in appends its name and arguments to $LOG; the rest of its behaviour comes from the environment.
STAND_INS = {
    "dpkg-query": 'for a; do :; done\ncase " $MISSING " in *" $a "*) exit 1 ;; esac\necho installed',
    "apt-get": 'echo "apt-get $*" >>"$LOG"\necho apt chatter\ncase "$*" in *" $APT_FAILS"*) exit 100 ;; esac',
    "id": 'echo "$USER_ID"',
    "sudo": 'echo "sudo $*" >>"$LOG"\nexec "$@"',
    "cmake": 'echo "cmake $*" >>"$LOG"\necho chatter\n[ -z "$CMAKE_FAILS" ] || exit 1\n'
    'echo "CMAKE_HOME_DIRECTORY:INTERNAL=$(pwd -P)" >build/release/CMakeCache.txt\ntouch build/release/build.ninja',
    "ninja": 'echo "ninja $*" >>"$LOG"\necho chatter\n[ -z "$NINJA_FAILS" ] || exit 1\nmkdir -p build/release/bin\n'
    'cp "$STAND_IN_DIR/server" build/release/bin/dropseald\ncp "$STAND_IN_DIR/window" build/release/bin/dropseal',
    "window": 'printf "window"\nprintf "[%s]" "$@"\necho\nexit ${SERVER_EXIT:-0}',
    "server": 'printf "[%s]" "$@"\necho " in $(pwd -P)"\n[ -z "$WAIT" ] || { trap "echo stopped; exit 3" TERM; echo ready; '
    "while :; do sleep 0.05; done; }\nexit ${SERVER_EXIT:-0}",
}


class StartTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(os.path.realpath(folder.name))
        # A space in the path: the script has to quote.
        self.root = self.folder / "a clone"
        shutil.copytree(ROOT / "installer", self.root / "installer")
        shutil.copy(ROOT / "CMakePresets.json", self.root)
        programs = self.folder / "programs"
        programs.mkdir()
        for name, text in STAND_INS.items():
            (programs / name).write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
            (programs / name).chmod(0o755)
        self.log = self.folder / "log"
        self.environment = {
            "PATH": f"{programs}:/usr/bin:/bin", "LOG": str(self.log), "STAND_IN_DIR": str(programs),
            "MISSING": "", "APT_FAILS": "nothing", "USER_ID": "0", "DISPLAY": ":99",
        }

    def start(self, *arguments, **environment):
        """Runs installer/start from another folder; gives exit code, stdout, stderr, calls of the stand-ins."""
        self.log.write_text("", encoding="utf-8")
        run = subprocess.run(
            [self.root / "installer/start", *arguments], cwd=self.folder, env={**self.environment, **environment},
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False,
        )
        return run.returncode, run.stdout, run.stderr, self.log.read_text(encoding="utf-8").splitlines()

    def test_passes_arguments_stdout_folder_and_exit_code(self):
        code, out, err, _ = self.start("--headless", "--listen", "127.0.0.1:0", "a b", SERVER_EXIT="69")
        self.assertEqual((code, out), (69, f"[serve][--listen][127.0.0.1:0][a b] in {self.folder}\n"))
        self.assertNotIn("the desktop app", err)

    def test_opens_the_window_and_hands_it_the_files(self):
        for display in ("DISPLAY", "WAYLAND_DISPLAY"):
            with self.subTest(display):
                code, out, _, _ = self.start("a b", "--c", **{"DISPLAY": "", "SERVER_EXIT": "75", display: "there"})
                self.assertEqual((code, out), (75, "window[a b][--c]\n"))
        self.assertEqual(self.start()[:2], (0, "window[]\n"))

    def test_without_a_display_it_names_the_way_out(self):
        code, out, err, calls = self.start(DISPLAY="")
        self.assertEqual((code, out, calls), (69, "", []))
        self.assertTrue(err.startswith("error: ") and "installer/start --headless" in err, err)
        self.assertEqual(self.start("--headless", DISPLAY="")[0], 0)

    def test_build_only_starts_nothing(self):
        code, out, _, calls = self.start("--build-only")
        self.assertEqual((code, out), (0, ""))
        self.assertEqual([call.split()[0] for call in calls], ["cmake", "ninja"])

    def test_second_run_neither_installs_nor_configures(self):
        self.start("--build-only")
        code, _, _, calls = self.start("--build-only")
        self.assertEqual((code, [call.split()[0] for call in calls]), (0, ["ninja"]))

    def test_configures_again_after_a_move_and_after_new_presets(self):
        self.start("--build-only")
        os.utime(self.root / "CMakePresets.json", (2**31, 2**31))
        self.assertIn("cmake --preset release", self.start("--build-only")[3])
        moved = self.folder / "moved"
        self.root.rename(moved)
        self.root = moved
        os.utime(self.root / "CMakePresets.json", (0, 0))
        self.assertIn("cmake --preset release", self.start("--build-only")[3])

    def test_installs_only_what_is_missing(self):
        code, out, err, calls = self.start("--build-only", MISSING="ccache libssl-dev")
        self.assertEqual((code, out), (0, ""))
        self.assertIn("installing through apt: ccache libssl-dev\n", err)
        self.assertTrue(calls[1].endswith("install -y --no-install-recommends ccache libssl-dev"), calls)
        self.assertFalse([call for call in calls if call.startswith("sudo")])

    def test_uses_sudo_where_not_root(self):
        _, _, _, calls = self.start("--build-only", MISSING="ccache", USER_ID="1000")
        self.assertTrue(calls[0].startswith("sudo env DEBIAN_FRONTEND=noninteractive apt-get"), calls)

    def test_a_failed_update_is_no_reason_to_stop(self):
        self.assertEqual(self.start("--build-only", MISSING="ccache", APT_FAILS="update")[0], 0)

    def test_errors(self):
        rows = [
            ("unknown flag", ["--hedless"], {}, 64, "does not know '--hedless'"),
            ("too much", ["--build-only", "--headless"], {}, 64, "--build-only takes nothing after it"),
            ("apt fails", ["--build-only"], {"MISSING": "g++", "APT_FAILS": "install"}, 69, "apt-get install g++"),
            ("CMake fails", ["--headless"], {"CMAKE_FAILS": "1"}, 70, "could not configure release"),
            ("Ninja fails", ["--headless"], {"NINJA_FAILS": "1"}, 70, "the build of release failed"),
        ]
        for name, arguments, environment, code, text in rows:
            with self.subTest(name):
                got, out, err, _ = self.start(*arguments, **environment)
                self.assertEqual((got, out), (code, ""))
                last = err.splitlines()[-1]
                self.assertTrue(last.startswith("error: ") and text in last, err)

    def test_no_sudo(self):
        (self.folder / "programs/sudo").unlink()
        tools = self.folder / "tools"
        tools.mkdir()
        for name in ("bash", "sh", "env", "dirname", "readlink", "cat", "sed", "sort", "grep"):
            (tools / name).symlink_to(shutil.which(name))
        path = f"{self.folder}/programs:{tools}"
        code, _, err, _ = self.start("--build-only", MISSING="g++", USER_ID="1000", PATH=path)
        self.assertEqual(code, 77, err)
        self.assertIn("as root run: apt-get install g++", err)

    def test_signals_reach_the_program(self):
        process = subprocess.Popen(
            [self.root / "installer/start", "--headless"], env={**self.environment, "WAIT": "1"},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )
        self.addCleanup(process.kill)
        self.assertTrue(process.stdout.readline().startswith("[serve]"))
        self.assertEqual(process.stdout.readline(), "ready\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.stdout.read(), "stopped\n")
        self.assertEqual(process.wait(timeout=30), 3)
        process.stdout.close()


if __name__ == "__main__":
    unittest.main()
