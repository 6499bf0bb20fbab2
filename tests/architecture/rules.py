# SPDX-License-Identifier: GPL-3.0-or-later
"""The rules of the house. Each takes the tree and yields (source, line, text); RULES names them all.

A rule of the second half (from `tls_errors_ignored` on) looks for a way of writing that is nearly always a fault. Where
it is none, the line says so: `// architecture: <reason>`. Rules about rooms know no excuse: the table is changed instead.
"""
import re

PRODUCT = ("app", "backend", "shared")
LONGEST_FILE_LINES = 400

# Which rooms may include what is not theirs to spread. First match rules.
LIBRARIES = [
    (re.compile(r"^(QtHttpServer/|QHttpServer|QAbstractHttpServer)"), "QtHttpServer", {"backend/http"}),
    (re.compile(r"^(QtSql/|QSql)"), "QtSql", {"backend/sql", "app/transfers"}),
    (re.compile(r"^nlohmann/"), "nlohmann-json", {"shared/json"}),
    (re.compile(r"^openssl/"), "OpenSSL", {"shared/crypto", "backend/edge"}),
    (re.compile(r"^(QJson|QtCore/QJson|QCbor|QtCore/QCbor)"), "Qt's JSON (it accepts duplicate members)", set()),
    (re.compile(r"^sqlite3\.h$|^libpq"), "a database's own library", {"backend/sql"}),
    (re.compile(r"^crypt\.h$"), "libxcrypt", {"backend/security"}),
    (re.compile(r"^curl/"), "libcurl", {"backend/mail", "backend/blobs"}),
    (re.compile(r"^hiredis/"), "hiredis", {"backend/cache"}),
    (re.compile(r"^prometheus/"), "prometheus-cpp", {"backend/metrics"}),
    (re.compile(r"^(QtConcurrent|QFuture|QPromise|QtCore/QFuture|QtCore/QPromise)"), "futures of Qt", set()),
]
GRAPHICS = re.compile(r"^(QtWidgets|QtGui|QtQuick|QWidget|QApplication|QGuiApplication|QPainter|QImage|QPixmap)")


def product_sources(tree):
    return [source for source in tree.sources if source.is_cpp and source.top in PRODUCT]


def search(sources, pattern, text, code_only=True):
    """Every match of a pattern, unless its line is excused."""
    for source in sources:
        for match in re.finditer(pattern, source.code if code_only else source.plain):
            line = source.line_of(match.start())
            if not source.is_excused(line):
                yield source, line, text


def room_edges(tree):
    for source in product_sources(tree):
        if source.room not in tree.rooms:
            yield source, 1, f"{source.room or source.top} is no room of installer/cmake/Rooms.cmake"
            continue
        allowed = tree.rooms[source.room] | {source.room}
        for line, path, quoted in source.includes():
            room = "/".join(path.split("/")[:2])
            if path.split("/")[0] in PRODUCT + ("tests",):
                if room not in allowed:
                    yield source, line, f"{source.room} may not use {room}"
            elif quoted and not re.search(r"(\.moc|^moc_\w+\.cpp|^ui_\w+\.h)$", path):
                yield source, line, f'"{path}": includes of our own are written from the root of the repository'


def library_rooms(tree):
    for source in product_sources(tree):
        for line, path, _ in source.includes():
            for pattern, name, rooms in LIBRARIES:
                if pattern.search(path) and source.room not in rooms:
                    where = "belongs to " + ", ".join(sorted(rooms)) if rooms else "is used nowhere"
                    yield source, line, f"<{path}>: {name} {where}"
                    break


def no_graphics_outside_app(tree):
    for source in product_sources(tree):
        for line, path, _ in source.includes():
            if source.top != "app" and GRAPHICS.search(path):
                yield source, line, f"<{path}>: only app/ knows widgets and pictures"


def no_qt_json(tree):
    yield from search(product_sources(tree), r"\bQJson(Document|Object|Array|Value)\b", "Qt's JSON is used nowhere")


def no_string_connects(tree):
    cpp = [source for source in tree.sources if source.is_cpp]
    yield from search(cpp, r"\b(SIGNAL|SLOT)\s*\(", "connect by pointer to member")


def file_length(tree):
    for source in tree.sources:
        lines = len(source.lines) - source.text.endswith("\n")
        if lines > LONGEST_FILE_LINES:
            yield source, lines, f"{lines} lines; at {LONGEST_FILE_LINES} a file is split"


def file_names(tree):
    for source in tree.sources:
        name = source.path.rsplit("/", 1)[-1]
        if source.is_cpp and not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)*\.(cpp|h)", name):
            yield source, 1, "file names are snake_case"


def header_guard(tree):
    for source in tree.sources:
        if source.path.endswith(".h") and not re.search(r"^#pragma once$", source.code, re.M):
            yield source, 1, "a header says #pragma once"


def tests_are_registered(tree):
    """A test that CMake does not know never runs, and nothing says so."""
    lists = {s.path.rsplit("/", 1)[0]: s.text for s in tree.sources if s.path.endswith("/CMakeLists.txt")}
    for source in tree.sources:
        folder, _, name = source.path.rpartition("/")
        is_test = re.fullmatch(r"tst_\w+\.cpp|test_\w+\.(py|sh)", name)
        if source.top == "tests" and is_test and folder != "tests/support":
            stem = name.rsplit(".", 1)[0]
            if not re.search(rf"\b{re.escape(stem)}\b", lists.get(folder, "")):
                yield source, 1, f"{folder}/CMakeLists.txt does not name it: it would never run"


def no_skipped_tests(tree):
    tests = [source for source in tree.sources if source.top == "tests" and source.is_cpp]
    yield from search(tests, r"\bQSKIP\s*\(", "a test does not skip itself")
    for source in tree.sources:
        if source.top == "tests" and source.path.endswith(".py") and not source.path.startswith("tests/architecture/"):
            for match in re.finditer(r"@(unittest\.)?skip|\.skipTest\(|pytest\.(skip|mark\.(skip|xfail))", source.text):
                yield source, source.line_of(match.start()), "a test does not skip itself"


def tls_errors_ignored(tree):
    yield from search(product_sources(tree), r"\bignoreSslErrors\s*\(", "TLS errors are never ignored")


def no_shell(tree):
    yield from search(product_sources(tree), r"(?<![\w.>:])(std\s*::\s*|::\s*)?(system|popen)\s*\(", "no shell is started")


def no_processes(tree):
    sources = [source for source in product_sources(tree) if source.room != "app/backend_process"]
    yield from search(sources, r"\bQProcess\b", "only app/backend_process starts programs")


def no_rich_text(tree):
    yield from search(product_sources(tree), r"\bsetHtml\s*\(|\bRichText\b|\bAutoText\b", "text is plain, always")


NETWORK_ROOMS = {"backend/edge", "backend/http", "backend/routes", "app/api_client"}


def no_read_all_from_network(tree):
    sources = [
        source
        for source in product_sources(tree)
        if source.room in NETWORK_ROOMS or any(path.startswith("QtNetwork/") for _, path, _ in source.includes())
    ]
    yield from search(sources, r"(\.|->)\s*readAll\s*\(", "read from the network by pieces, with a limit")


def one_percent_decoder(tree):
    users = [s for s in product_sources(tree) if re.search(r"\bfromPercentEncoding\s*\(", s.code)]
    if len(users) > 1:
        yield from search(users, r"\bfromPercentEncoding\s*\(", "percent-decoding happens once, in one file")


SECRET_WORDS = {"sig", "signature", "mac", "hmac", "token", "hash", "digest"}
FORM_WORDS = {"hex", "bytes", "text", "value", "string", "view", "data"}
OPERAND = r"[A-Za-z_][\w]*(?:(?:\(\))?(?:\.|->|::)\s*[A-Za-z_]\w*)*(?:\(\s*\))?"
COMPARE = re.compile(rf"(?P<left>{OPERAND})\s*(?:==|!=)\s*(?P<right>{OPERAND}|[^\s])")
BYTE_COMPARE = re.compile(r"\b(?:strn?cmp|memcmp|std::equal|ranges::equal)\s*\((?P<arguments>[^;]*)\)")


def names_secret(operand):
    """`m_refresh_token`, `expected.mac` and `tokenHash.hex()` do; `token.size()`, `hash_count` and `Token::Refresh` do not."""
    parts = [part for part in re.split(r"\(\s*\)|\.|->|::|\s+", operand) if part]
    if not parts or "::" in operand:
        return False
    while len(parts) > 1 and parts[-1].lower() in FORM_WORDS:
        parts.pop()
    words = [word.lower() for word in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z]+(?![a-z])", parts[-1])]
    while len(words) > 1 and words[-1] in FORM_WORDS:
        words.pop()
    return bool(words) and words[-1] in SECRET_WORDS


def is_constant(operand):
    """Numbers, characters, literals, nullptr, enumerators and ends of ranges: comparing with them gives no secret away."""
    is_enumerator = re.search(r"::\s*[A-Z]\w*$|::npos$", operand) or re.fullmatch(r"[A-Z]\w*", operand)
    is_end = re.search(r"(\.|->)c?end\(\s*\)$", operand)
    return bool(is_enumerator or is_end or operand in ("nullptr", "true", "false") or re.match(r"[\d\"'{\-]", operand))


def secrets_compared_in_constant_time(tree):
    for source in product_sources(tree):
        found = []
        for match in COMPARE.finditer(source.code):
            left, right = match["left"], match["right"]
            if (names_secret(left) and not is_constant(right)) or (names_secret(right) and not is_constant(left)):
                found.append(match.start())
        for match in BYTE_COMPARE.finditer(source.code):
            if any(names_secret(argument) for argument in re.findall(OPERAND, match["arguments"])):
                found.append(match.start())
        for offset in found:
            line = source.line_of(offset)
            if not source.is_excused(line):
                yield source, line, "compare secrets with the constant-time compare of shared/crypto"


SQL_TEXT = re.compile(
    r'"[^"]*\b(SELECT\s|INSERT\s+INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|WHERE\s|ORDER\s+BY\b|VALUES\s*\()', re.S
)
SQL_GLUE = re.compile(r'["\)\w]\s*\+=?\s*["\w(]|\.\s*arg\s*\(|\bformat\s*\(|\.\s*append\s*\(|\bsn?printf\s*\(')


def sql_is_not_built(tree):
    for source in product_sources(tree):
        for offset, code, plain in source.statements():
            sql = SQL_TEXT.search(plain)
            if sql and SQL_GLUE.search(code):
                first = source.line_of(offset + len(code) - len(code.lstrip()))
                last = source.line_of(offset + len(code))
                if not source.is_excused(first, last):
                    yield source, source.line_of(offset + sql.start()), "SQL is a literal; values are bound"


RULES = [
    room_edges,
    library_rooms,
    no_graphics_outside_app,
    no_qt_json,
    no_string_connects,
    file_length,
    file_names,
    header_guard,
    tests_are_registered,
    no_skipped_tests,
    tls_errors_ignored,
    no_shell,
    no_processes,
    no_rich_text,
    no_read_all_from_network,
    one_percent_decoder,
    secrets_compared_in_constant_time,
    sql_is_not_built,
]
