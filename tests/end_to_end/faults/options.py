# SPDX-License-Identifier: GPL-3.0-or-later
"""What CMake tells each of these scripts."""
import argparse
import random
import sys
from pathlib import Path

parser = argparse.ArgumentParser()
parser.add_argument("--server", type=Path, required=True, help="the dropseald program")
parser.add_argument("--shims", type=Path, help="the folder of the preloaded libraries")
parser.add_argument("--rounds", type=int, default=5)
parser.add_argument("--seed", type=int, default=None)
options, rest = parser.parse_known_args()
options.server = options.server.resolve()
sys.argv[1:] = rest
if options.seed is None:
    options.seed = random.SystemRandom().randrange(1 << 30)
print(f"seed {options.seed}", flush=True)
if not options.server.is_file():
    sys.exit(f"{options.server} is missing: build it first")
