#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the whole tree and holds it against the rules of the house. Argument: the root of the repository."""
import sys

from rules import RULES
from source import read_rooms, read_tree


class Tree:
    def __init__(self, root):
        self.rooms = read_rooms(root)
        self.sources = read_tree(root)


def faults_of(root):
    """Every fault as (rule, path, line, text)."""
    tree = Tree(root)
    if not tree.sources:
        raise SystemExit(f"{root} holds no sources")
    return [(rule.__name__, source.path, line, text) for rule in RULES for source, line, text in rule(tree)]


def main():
    faults = faults_of(sys.argv[1])
    for rule, path, line, text in faults:
        print(f"{path}:{line}: {text} [{rule}]")
    print(f"{len(RULES)} rules, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
