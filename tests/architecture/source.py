# SPDX-License-Identifier: GPL-3.0-or-later
"""A source file as the rules see it: the same text once without comments, once also without what stands in strings."""
import re
from pathlib import Path

# In this order: a raw string, a string or character (an apostrophe between digits is a separator), comments.
TOKEN = re.compile(
    r'R"(?P<mark>[^()\\\s]{0,16})\((?P<raw>.*?)\)(?P=mark)"'
    r'|"(?P<text>(?:\\.|[^"\\\n])*)"'
    r"|(?<![0-9a-fA-F])'(?P<char>(?:\\.|[^'\\\n])+)'"
    r"|(?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)",
    re.S,
)
EXCUSE = re.compile(r"//\s*architecture:\s*\S.{7,}")
INCLUDE = re.compile(r"^[ \t]*#[ \t]*include[ \t]*(?:<(?P<system>[^>\n]+)>|\"(?P<own>[^\"\n]+)\")", re.M)


def blank(text):
    return re.sub(r"[^\n]", " ", text)


class Source:
    """`text` as written; `plain` without comments; `code` also without the contents of strings. All of equal length, so
    that an offset means the same place in each."""

    def __init__(self, path, text):
        self.path = path
        self.text = text
        parts = path.split("/")
        self.top = parts[0]
        self.room = "/".join(parts[:2]) if len(parts) > 2 else ""
        self.lines = text.split("\n")
        self.plain = TOKEN.sub(lambda m: blank(m.group(0)) if m.group("comment") else m.group(0), text)
        self.code = TOKEN.sub(self._without_contents, text)

    @staticmethod
    def _without_contents(match):
        whole = match.group(0)
        if match.group("comment"):
            return blank(whole)
        quote = whole[-1]
        start = whole.index(quote)
        return whole[: start + 1] + blank(whole[start + 1 : -1]) + quote

    @property
    def is_cpp(self):
        return self.path.endswith((".cpp", ".h"))

    def line_of(self, offset):
        return self.text.count("\n", 0, offset) + 1

    def is_excused(self, first_line, last_line=None):
        """A line (or one of a statement's lines) ends with `// architecture: <reason>`; the reason has some words."""
        last_line = last_line or first_line
        return any(EXCUSE.search(line) for line in self.lines[first_line - 1 : last_line])

    def includes(self):
        """Each #include as (line, path, whether it stands in quotes)."""
        for match in INCLUDE.finditer(self.plain):
            yield self.line_of(match.start("own") if match["own"] else match.start("system")), match["own"] or match["system"], bool(match["own"])

    def statements(self):
        """Each stretch between `;`, `{` and `}` as (offset, code, plain)."""
        start = 0
        for match in re.finditer(r"[;{}]", self.code):
            yield start, self.code[start : match.start()], self.plain[start : match.start()]
            start = match.end()


def read_tree(root):
    """Every source below the fixed top-level folders, build folders left out."""
    sources = []
    for top in ("app", "backend", "shared", "resources", "tests", "installer"):
        for path in sorted((Path(root) / top).rglob("*")):
            name = path.relative_to(root).as_posix()
            known = path.suffix in (".cpp", ".h", ".py", ".cmake", ".bash", ".sh") or path.name == "CMakeLists.txt"
            if path.is_file() and known and "/data/" not in name and "node_modules" not in name:
                sources.append(Source(name, path.read_text(encoding="utf-8")))
    return sources


def read_rooms(root):
    """The table of installer/cmake/Rooms.cmake: room -> the rooms that it may use."""
    text = (Path(root) / "installer/cmake/Rooms.cmake").read_text(encoding="utf-8")
    table = re.search(r"set\(DROPSEAL_ROOM_TABLE(.*?)\n\)", text, re.S)
    if not table:
        raise SystemExit("installer/cmake/Rooms.cmake has no DROPSEAL_ROOM_TABLE")
    rooms = {}
    for room, uses in re.findall(r'"([^"|]+)\|([^"]*)"', table.group(1)):
        rooms[room] = set(uses.split())
        if room.startswith("backend/") and room != "backend/metrics":
            rooms[room].add("backend/metrics")
    return rooms
