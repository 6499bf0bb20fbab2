#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The release programs carry the hardening that installer/cmake/Compiler.cmake asks for. Argument: their folder."""
import subprocess
import sys
import unittest
from pathlib import Path

FOLDER = Path("build/release/bin")


def readelf(program, option):
    command = ["readelf", "--wide", option, str(program)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout


class HardeningTest(unittest.TestCase):
    def test_programs(self):
        programs = [path for path in FOLDER.iterdir() if path.is_file()]
        self.assertIn("dropseald", [program.name for program in programs])
        for program in programs:
            with self.subTest(program.name):
                dynamic, segments = readelf(program, "--dynamic"), readelf(program, "--segments")
                symbols = readelf(program, "--dyn-syms")
                self.assertIn("Flags: NOW PIE", dynamic)
                self.assertIn("BIND_NOW", dynamic)
                self.assertNotRegex(dynamic, r"\((RPATH|RUNPATH|TEXTREL)\)")
                self.assertIn("GNU_RELRO", segments)
                self.assertRegex(segments, r"GNU_STACK\s.* RW ")
                self.assertNotIn(" RWE ", segments)
                self.assertIn("__stack_chk_fail", symbols)
                self.assertRegex(symbols, r"__\w+_chk\b(?<!__stack_chk)")


if __name__ == "__main__":
    if len(sys.argv) == 2:
        FOLDER = Path(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
