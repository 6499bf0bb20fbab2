#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each rule must fire on a small bad tree and stay silent on what only looks like it."""
import tempfile
import unittest
from pathlib import Path

from check import faults_of
from rules import LONGEST_FILE_LINES, RULES

TABLE = """set(DROPSEAL_ROOM_TABLE
    "shared/core|"
    "shared/json|shared/core"
    "shared/crypto|shared/core"
    "backend/metrics|shared/core"
    "backend/edge|shared/core shared/crypto"
    "backend/http|shared/core backend/edge"
    "backend/services|shared/core backend/stores"
    "backend/stores|shared/core"
    "backend/sql|shared/core backend/stores"
    "app/backend_process|shared/core"
    "app/pages|shared/core"
    "app/api_client|shared/core"
)
"""
SERVICE = "backend/services/file_service.cpp"
SQL = "backend/sql/file_table.cpp"

# rule, path, text (each must fire that rule, and no other)
BAD = [
    ("room_edges", SERVICE, '#include "backend/sql/file_table.h"\n'),
    ("room_edges", SERVICE, '#  include "app/pages/start_page.h"\n'),
    ("room_edges", "shared/core/id.h", '#pragma once\n#include "shared/json/json.h"\n'),
    ("room_edges", SERVICE, "#include <backend/edge/edge.h>\n"),
    ("room_edges", SERVICE, '#include "tests/support/fake_clock.h"\n'),
    ("room_edges", SERVICE, '#include "file_service.h"\n'),
    ("room_edges", "backend/misc/thing.cpp", "int a;\n"),
    ("room_edges", "shared/thing.cpp", "int a;\n"),
    ("library_rooms", "backend/edge/server.cpp", "#include <QtHttpServer/QHttpServer>\n"),
    ("library_rooms", SERVICE, "#include <QtSql/QSqlQuery>\n"),
    ("library_rooms", SERVICE, "#include <nlohmann/json.hpp>\n"),
    ("library_rooms", "backend/http/router.cpp", "#include <nlohmann/json_fwd.hpp>\n"),
    ("library_rooms", "backend/http/tls.cpp", "#include <openssl/ssl.h>\n"),
    ("library_rooms", SERVICE, "#include <QtCore/QCborValue>\n"),
    ("library_rooms", "app/pages/page.cpp", "#include <sqlite3.h>\n"),
    ("library_rooms", SERVICE, "#include <crypt.h>\n"),
    ("library_rooms", SERVICE, "#include <QtConcurrent/QtConcurrentRun>\n"),
    ("no_graphics_outside_app", "shared/core/a.cpp", "#include <QtWidgets/QLabel>\n"),
    ("no_graphics_outside_app", SERVICE, "#include <QtGui/QImage>\n"),
    ("no_qt_json", SERVICE, "auto a() { return QJsonDocument::fromJson(b); }\n"),
    ("no_string_connects", "app/pages/page.cpp", "void f() { connect(a, SIGNAL(clicked()), b, c); }\n"),
    ("no_string_connects", "tests/app/fake.cpp", "void f() { connect(a, b, c, SLOT (run())); }\n"),
    ("file_length", SERVICE, "int a;\n" * (LONGEST_FILE_LINES + 1)),
    ("file_length", "tests/end_to_end/long.py", "a = 1\n" * (LONGEST_FILE_LINES + 1)),
    ("file_names", "backend/services/FileService.cpp", "int a;\n"),
    ("header_guard", "backend/services/a.h", "// #pragma once\n#ifndef A_H\n#define A_H\n#endif\n"),
    ("tests_are_registered", "tests/shared/core/tst_lost.cpp", "int a;\n"),
    ("tests_are_registered", "tests/end_to_end/test_lost.py", "a = 1\n"),
    ("no_skipped_tests", "tests/support/a.cpp", 'void f() { QSKIP("later"); }\n'),
    ("no_skipped_tests", "tests/end_to_end/flow.py", "@unittest.skip('later')\ndef a(): pass\n"),
    ("tls_errors_ignored", "app/api_client/a.cpp", "void f() { reply->ignoreSslErrors(); }\n"),
    ("no_shell", SERVICE, 'void f() { system("ls"); }\n'),
    ("no_shell", SERVICE, 'void f() { std::system(text); }\n'),
    ("no_shell", SERVICE, 'void f() { auto a = popen("ls", "r"); }\n'),
    ("no_processes", "app/pages/page.cpp", "QProcess process;\n"),
    ("no_rich_text", "app/pages/page.cpp", "void f() { label->setTextFormat(Qt::RichText); }\n"),
    ("no_rich_text", "app/pages/page.cpp", "void f() { edit.setHtml(text); }\n"),
    ("no_read_all_from_network", "app/api_client/a.cpp", "auto f() { return reply->readAll(); }\n"),
    ("no_read_all_from_network", SERVICE, "#include <QtNetwork/QTcpSocket>\nauto f() { return s.readAll(); }\n"),
    ("one_percent_decoder", SERVICE, "auto f() { return QUrl::fromPercentEncoding(a); }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return given_token == m_token; }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return row.token_hash != expected; }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return expected == link.signature(); }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return tokenHash.hex() == wanted; }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return std::memcmp(mac.data(), b, 32) == 0; }\n"),
    ("secrets_compared_in_constant_time", SERVICE, "bool f() { return strcmp(password_hash, b) == 0; }\n"),
    ("sql_is_not_built", SQL, 'auto a = "SELECT id FROM t WHERE n = " + name;\n'),
    ("sql_is_not_built", SQL, 'auto a = QStringLiteral("DELETE FROM %1").arg(table);\n'),
    ("sql_is_not_built", SQL, 'void f() {\n    sql += " ORDER BY name";\n}\n'),
    ("sql_is_not_built", SQL, 'auto a = std::format("UPDATE t SET a = {}", b);\n'),
    ("sql_is_not_built", SQL, 'auto a = QStringLiteral(R"(SELECT a\n  FROM t WHERE b = )") + b;\n'),
    # An excuse without a reason is none.
    ("no_processes", "app/pages/page.cpp", "QProcess process; // architecture:\n"),
]

# path, text: nothing fires
GOOD = [
    (SERVICE, '#include "backend/stores/file_store.h"\n#include "shared/core/id.h"\n#include "backend/metrics/a.h"\n'),
    (SERVICE, '#include "file_service.moc"\n#include "moc_file_service.cpp"\n'),
    (SERVICE, '// #include "app/pages/page.h"\n/* #include <QtSql/QSqlQuery>\n */\n'),
    ("backend/http/router.cpp", "#include <QtHttpServer/QHttpServer>\n"),
    (SQL, "#include <QtSql/QSqlQuery>\n#include <sqlite3.h>\n"),
    ("shared/json/json.cpp", "#include <nlohmann/json.hpp>\n"),
    ("shared/crypto/sha256.cpp", "#include <openssl/evp.h>\n"),
    ("backend/edge/channel.cpp", "#include <openssl/ssl.h>\n"),
    ("app/pages/page.cpp", "#include <QtWidgets/QLabel>\n"),
    ("app/backend_process/runner.cpp", "QProcess process;\n"),
    (SERVICE, "// QJsonDocument, SIGNAL(, system(, QProcess and RichText are forbidden\n"),
    (SERVICE, 'auto a = "system(QProcess RichText SIGNAL(";\n'),
    (SERVICE, "void f() { file_system(a); m.system(b); }\n"),
    ("app/pages/page.cpp", "QProcess process; // architecture: opens the folder in the file manager\n"),
    (SERVICE, "int a;\n" * LONGEST_FILE_LINES),
    ("tests/support/tst_like.cpp", "int a;\n"),
    ("app/api_client/a.cpp", "auto f() { return reply->read(4096); }\n"),
    (SERVICE, "auto f() { return file.readAll(); }\n"),
    (SERVICE, "bool f() { return token.size() == 32 && hash_count == 2 && token != nullptr; }\n"),
    (SERVICE, 'bool f() { return token == "" || kind == TokenKind::Refresh || kind == Token::Hash; }\n'),
    (SERVICE, "bool f() { return constantTimeEqual(given_token, m_token); }\n"),
    (SERVICE, "bool f() { return tokens.find(token) == tokens.end() || token_kind == kind; }\n"),
    (SERVICE, "bool f() { return a.token == b.token; } // architecture: both are public test values\n"),
    (SERVICE, "int f() { return 1'000'000 + '\\'' + '\"'; } // it's \"fine\"\n"),
    (SQL, 'auto a = "SELECT id FROM t WHERE n = ?"; int b = c + d;\n'),
    (SQL, 'auto a = "SELECT id " "FROM t " "WHERE n = :n";\n'),
    (SQL, 'auto a = "SELECT id FROM t WHERE " + columns; // architecture: a fixed list of column names\n'),
    (SQL, 'auto a = QStringLiteral("could not open %1").arg(path);\n'),
]


class RulesTest(unittest.TestCase):
    def faults(self, files):
        with tempfile.TemporaryDirectory() as folder:
            files = {"installer/cmake/Rooms.cmake": TABLE, **files}
            for path, text in files.items():
                (Path(folder) / path).parent.mkdir(parents=True, exist_ok=True)
                (Path(folder) / path).write_text(text, encoding="utf-8")
            return faults_of(folder)

    def test_bad_trees_fire(self):
        for rule, path, text in BAD:
            with self.subTest(rule=rule, text=text[:80]):
                files = {path: text}
                if rule == "one_percent_decoder":
                    files["backend/edge/path.cpp"] = text
                fired = {name for name, *_ in self.faults(files)}
                self.assertEqual(fired, {rule})

    def test_every_rule_has_a_bad_tree(self):
        self.assertEqual({rule.__name__ for rule in RULES}, {rule for rule, *_ in BAD})

    def test_good_trees_are_silent(self):
        for path, text in GOOD:
            with self.subTest(path=path, text=text[:80]):
                self.assertEqual(self.faults({path: text}), [])

    def test_one_percent_decoder_is_allowed(self):
        self.assertEqual(self.faults({SERVICE: "auto f() { return QUrl::fromPercentEncoding(a); }\n"}), [])

    def test_registered_test_is_silent(self):
        files = {"tests/a/tst_found.cpp": "int a;\n", "tests/a/CMakeLists.txt": "dropseal_test(tst_found SOURCES tst_found.cpp)\n"}
        self.assertEqual(self.faults(files), [])

    def test_line_is_right(self):
        faults = self.faults({SERVICE: '/* a\n b */\n\n#include "backend/sql/a.h"\n'})
        self.assertEqual([(path, line) for _, path, line, _ in faults], [(SERVICE, 4)])

    def test_missing_table_stops(self):
        with self.assertRaises(SystemExit):
            self.faults({"installer/cmake/Rooms.cmake": "set(OTHER)\n"})


if __name__ == "__main__":
    unittest.main()
