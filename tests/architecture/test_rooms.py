#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""dropseal_room() must stop the configure step on an edge that the table does not have. Arguments: cmake, repository."""
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

CMAKE, ROOT = "cmake", str(Path(__file__).resolve().parents[2])

PROJECT = """cmake_minimum_required(VERSION 3.25)
project(rooms LANGUAGES CXX)
add_library(dropseal_rules INTERFACE)
add_library(Dropseal::Rules ALIAS dropseal_rules)
add_library(Qt6::Core INTERFACE IMPORTED)
include("{root}/installer/cmake/Rooms.cmake")
target_precompile_headers(dropseal_pch PRIVATE <string>)
dropseal_room(shared/core SOURCES a.cpp)
dropseal_room(backend/metrics SOURCES a.cpp USES shared/core)
dropseal_room(backend/stores SOURCES a.cpp USES shared/core USES_PRIVATE backend/metrics)
{last}
"""

# name, last line of the project, what CMake must say ("" = it must configure)
ROWS = [
    ("allowed", "dropseal_room(backend/sql SOURCES a.cpp USES shared/core backend/stores)", ""),
    ("forbidden", "dropseal_room(shared/json SOURCES a.cpp USES backend/stores)", "shared/json may not use backend/stores"),
    ("forbidden in private", "dropseal_room(backend/blobs SOURCES a.cpp USES_PRIVATE backend/sql)", "backend/blobs may not use backend/sql"),
    ("app to backend", "dropseal_room(app/api_client SOURCES a.cpp USES backend/stores)", "app/api_client may not use backend/stores"),
    ("unknown room", "dropseal_room(backend/misc SOURCES a.cpp)", "There is no room 'backend/misc'"),
    ("unknown word", "dropseal_room(backend/sql SORUCES a.cpp)", "unknown words"),
]


class RoomsTest(unittest.TestCase):
    def test_edges(self):
        for name, last, message in ROWS:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                Path(folder, "CMakeLists.txt").write_text(PROJECT.format(root=ROOT, last=last), encoding="utf-8")
                Path(folder, "a.cpp").write_text("int a;\n", encoding="utf-8")
                command = [CMAKE, "-G", "Ninja", "-S", folder, "-B", os.path.join(folder, "build")]
                # The compiler is known to work: asking it again for each row would only cost time.
                command += ["-DCMAKE_CXX_COMPILER_WORKS=1"]
                run = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
                said = " ".join((run.stdout + run.stderr).split())
                if message:
                    self.assertNotEqual(run.returncode, 0, said)
                    self.assertIn(message, said)
                else:
                    self.assertEqual(run.returncode, 0, said)


if __name__ == "__main__":
    if len(sys.argv) == 3:
        CMAKE, ROOT = sys.argv[1:]
    unittest.main(argv=sys.argv[:1])
