// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/json/json.h"
#include "shared/json/object_reader.h"
#include "tests/support/qtest_print.h"

#include <random>

using namespace dropseal;
using json::ObjectReader;
using json::Value;

namespace {

std::string nested(const std::string& open, const std::string& close, std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i)
        text += open;
    for (std::size_t i = 0; i < depth; ++i)
        text += close;
    return text;
}

Value parsed(std::string_view text) {
    auto value = json::parse(text);
    return value ? std::move(*value) : Value();
}

std::string faultsOf(const ObjectReader& reader) {
    std::string text;
    if (reader.ok())
        return text;
    const Error error = reader.error();
    for (const FieldError& fault : error.extras.fields)
        text += (text.empty() ? "" : " ") + fault.field + ':' + fault.code;
    return text;
}

} // namespace

class TestSharedJson : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void goodTextIsRead_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("written"); // what dump() makes of it
        QTest::newRow("object") << QByteArray(R"( {"b" : 1 , "a":[true,false,null]} )")
                                << QByteArray(R"({"b":1,"a":[true,false,null]})");
        QTest::newRow("empty object") << QByteArray("{}") << QByteArray("{}");
        QTest::newRow("empty array") << QByteArray("[]") << QByteArray("[]");
        QTest::newRow("white space") << QByteArray("\t\r\n [\n]\n") << QByteArray("[]");
        QTest::newRow("scalar") << QByteArray("17") << QByteArray("17");
        QTest::newRow("empty name") << QByteArray(R"({"":0})") << QByteArray(R"({"":0})");
        QTest::newRow("same name on two levels")
            << QByteArray(R"({"a":{"a":{"a":1}}})") << QByteArray(R"({"a":{"a":{"a":1}}})");
        QTest::newRow("same name in two items")
            << QByteArray(R"([{"a":1},{"a":2}])") << QByteArray(R"([{"a":1},{"a":2}])");
        // Not as a raw string: moc takes its quotes for the end, and finds no class at all.
        QTest::newRow("escapes") << QByteArray("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\"]")
                                 << QByteArray("[\"\\\"\\\\/\\b\\f\\n\\r\\tA\"]");
        QTest::newRow("NUL by escape") << QByteArray(R"(["a\u0000b"])") << QByteArray(R"(["a\u0000b"])");
        QTest::newRow("surrogate pair")
            << QByteArray(R"(["\ud83d\ude00"])") << QByteArray("[\"\xf0\x9f\x98\x80\"]");
        QTest::newRow("raw UTF-8") << QByteArray("[\"\xc3\xa4\xe2\x82\xac\xf4\x8f\xbf\xbf\"]")
                                   << QByteArray("[\"\xc3\xa4\xe2\x82\xac\xf4\x8f\xbf\xbf\"]");
        QTest::newRow("minus") << QByteArray("[-1]") << QByteArray("[-1]");
        QTest::newRow("largest") << QByteArray("[18446744073709551615]")
                                 << QByteArray("[18446744073709551615]");
        QTest::newRow("smallest") << QByteArray("[-9223372036854775808]")
                                  << QByteArray("[-9223372036854775808]");
        QTest::newRow("fraction") << QByteArray("[1.5e2]") << QByteArray("[150.0]");
    }
    void goodTextIsRead() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, written);
        const auto value = json::parse(text.toStdString());
        QVERIFY2(value.ok(), value ? "" : value.error().detail.c_str());
        QCOMPARE(json::dump(*value), written.toStdString());
    }

    void badTextIsRefused_data() {
        QTest::addColumn<QByteArray>("text");
        const auto row = [](const char* name, const QByteArray& text) { QTest::newRow(name) << text; };
        row("nothing", "");
        row("white space only", " \n");
        row("cut object", "{\"a\":1");
        row("cut string", "[\"a");
        row("cut literal", "[tru]");
        row("upper case literal", "[TRUE]");
        row("trailing comma", "[1,]");
        row("trailing comma in object", "{\"a\":1,}");
        row("double comma", "[1,,2]");
        row("missing comma", "[1 2]");
        row("missing colon", "{\"a\" 1}");
        row("name without quotes", "{a:1}");
        row("number as name", "{1:1}");
        row("single quotes", "['a']");
        row("comment", "[1] // x");
        row("comment inside", "[/* x */1]");
        row("two values", "{}{}");
        row("trailing text", "{} x");
        row("trailing bracket", "[]]");
        row("trailing NUL", QByteArray("{}\0", 3));
        row("text behind a NUL", QByteArray("{}\0{\"admin\":true}", 17));
        row("NUL in a string", QByteArray("[\"a\0b\"]", 7));
        row("NUL in front", QByteArray("\0{}", 3));
        row("byte order mark", "\xef\xbb\xbf{}");
        row("UTF-16", QByteArray("{\0}\0", 4));
        row("form feed", "[\f1]");
        row("no-break space", "[\xc2\xa0"
                              "1]");
        row("line feed in string", "[\"a\nb\"]");
        row("control in string", "[\"a\x01\"]");
        row("bad escape", R"(["\x41"])");
        row("cut escape", R"(["\u00"])");
        row("lone high surrogate", R"(["\ud800"])");
        row("lone low surrogate", R"(["\udc00"])");
        row("high surrogate twice", R"(["\ud800\ud800"])");
        row("leading zero", "[01]");
        row("plus", "[+1]");
        row("bare point", "[.5]");
        row("open point", "[1.]");
        row("open exponent", "[1e]");
        row("hex", "[0x10]");
        row("lone minus", "[-]");
        row("NaN", "[NaN]");
        row("Infinity", "[Infinity]");
        row("minus Infinity", "[-Infinity]");
        row("infinite by size", "[1e400]");
        row("minus infinite by size", "[-1e400]");
        row("integer over 64 bits", "[18446744073709551616]");
        row("integer under 64 bits", "[-9223372036854775809]");
        row("endless integer", QByteArray("[").append(QByteArray(100000, '9')).append(']'));
        row("duplicate", R"({"a":1,"a":1})");
        row("duplicate by escape", R"({"role":1,"\u0072ole":2})");
        row("duplicate inside", R"([{"b":{"a":1,"c":2,"a":3}}])");
        row("duplicate empty name", R"({"":1,"":1})");
    }
    void badTextIsRefused() {
        QFETCH(QByteArray, text);
        const auto value = json::parse(text.toStdString());
        QVERIFY(!value.ok());
        QCOMPARE(value.error().code, ErrorCode::bad_json);
    }

    void badUtf8IsRefused_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("lone continuation") << QByteArray("\x80");
        QTest::newRow("lone start") << QByteArray("\xc3");
        QTest::newRow("overlong slash") << QByteArray("\xc0\xaf");
        QTest::newRow("overlong slash of three") << QByteArray("\xe0\x80\xaf");
        QTest::newRow("overlong NUL") << QByteArray("\xc0\x80");
        QTest::newRow("surrogate") << QByteArray("\xed\xa0\x80");
        QTest::newRow("beyond U+10FFFF") << QByteArray("\xf4\x90\x80\x80");
        QTest::newRow("five bytes") << QByteArray("\xf8\x88\x80\x80\x80");
        QTest::newRow("FE") << QByteArray("\xfe");
        QTest::newRow("FF") << QByteArray("\xff");
        QTest::newRow("cut") << QByteArray("\xf0\x9f\x98");
        QTest::newRow("Latin-1") << QByteArray("caf\xe9");
    }
    void badUtf8IsRefused() {
        QFETCH(QByteArray, bytes);
        QVERIFY(!json::parse("[\"" + bytes.toStdString() + "\"]").ok());
        QVERIFY(!json::parse("{\"" + bytes.toStdString() + "\":1}").ok());
        QVERIFY(!json::parse(bytes.toStdString()).ok());
    }

    void depthIsLimited() {
        QVERIFY(json::parse(nested("[", "]", 32)).ok());
        QVERIFY(!json::parse(nested("[", "]", 33)).ok());
        QVERIFY(json::parse(nested("[", "]", 31).insert(31, "{}")).ok());
        QVERIFY(!json::parse(nested("[", "]", 32).insert(32, "{}")).ok());
        QVERIFY(!json::parse(nested("[", "]", 100000)).ok());
        QVERIFY(!json::parse(nested("{\"a\":", "}", 100000)).ok());
        QVERIFY(!json::parse(std::string(100000, '[')).ok());
        QVERIFY(!json::parse(nested("[{\"a\":", "}]", 100000)).ok());
        const std::string branch = nested("[", "]", 31);
        QVERIFY2(json::parse('[' + branch + ',' + branch + ']').ok(), "depth counts, not the brackets");
    }

    /// A search of all members for each new one would take minutes here.
    void manyMembersAreQuick() {
        std::string text = "{";
        for (int i = 0; i < 30000; ++i)
            text += "\"m" + std::to_string(i) + "\":" + std::to_string(i) + ',';
        auto value = json::parse(text + "\"last\":0}");
        QVERIFY(value.ok());
        QCOMPARE(value->size(), std::size_t{30001});
        QVERIFY(!json::parse(text + "\"m0\":0}").ok());
        QVERIFY(!json::parse(text + "\"m29999\":0}").ok());
    }

    void duplicatesAreFoundAtEverySize() {
        std::string text = "{\"m0\":0";
        for (int i = 1; i < 40; ++i) {
            QVERIFY(json::parse(text + '}').ok());
            for (int twin = 0; twin < i; ++twin)
                QVERIFY(!json::parse(text + ",\"m" + std::to_string(twin) + "\":1}").ok());
            text += ",\"m" + std::to_string(i) + "\":0";
        }
    }

    void noiseNeverHarms() {
        std::mt19937 random(20261120); // the same noise in each run
        const std::string alphabet = "{}[]\",:\\u0019.eE+-truefalsn \n\xc3\xa4\xff";
        for (int round = 0; round < 20000; ++round) {
            std::string text;
            for (auto length = random() % 24; length > 0; --length)
                text += alphabet[random() % alphabet.size()];
            if (const auto value = json::parse(text); value.ok()) {
                const auto again = json::parse(json::dump(*value));
                QVERIFY2(again.ok(), text.c_str());
                QCOMPARE(json::dump(*again), json::dump(*value));
            }
        }
    }

    /// A selection of minimaxir/big-list-of-naughty-strings (MIT).
    void naughtyStringsPass_data() {
        QTest::addColumn<QString>("text");
        int row = 0;
        for (const char16_t* const text : {
                 u"",
                 u"undefined",
                 u"null",
                 u"true",
                 u"1E+02",
                 u"NaN",
                 u"-Infinity",
                 u"0x0",
                 u"1/0",
                 u"123456789012345678901234567890123456789",
                 u",./;'[]\\-=",
                 u"<>?:\"{}|_+",
                 u"!@#$%^&*()`~",
                 u"\u00ad\u0600\u200b\u202e\ufeff\ufffe",
                 u"\u03a9\u2248\u00e7\u221a",
                 u"\u2070\u2074\u2075",
                 u"\u7530\u4e2d\u3055\u3093",
                 u"\U00020bb7\U0001f600\U0001f468\u200d",
                 u"\u0628\u0650\u0633\u0652\u0645\u0650",
                 u"\u202etest\u202c",
                 u"\u2028\u2029",
                 u"T\u0317\u033ao\u031e\u0324 \u0347invoke",
                 u"<script>alert(0)</script>",
                 u"&lt;script&gt;",
                 u"1;DROP TABLE users",
                 u"' OR 1=1 -- 1",
                 u"../../../etc/passwd%00",
                 u"$(touch /tmp/x)",
                 u"%s%n%d",
                 u"\n\r\t\b\f\u0001\u001f\u007f\u0085",
                 u"{\"a\":1}",
             })
            QTest::addRow("%d", row++) << QString::fromUtf16(text);
    }
    void naughtyStringsPass() {
        QFETCH(QString, text);
        const std::string utf8 = text.toStdString();
        Value value;
        value[utf8] = utf8;
        const auto back = json::parse(json::dump(value));
        QVERIFY(back.ok());
        QCOMPARE(back->items().begin().key(), utf8);
        QCOMPARE(back->items().begin().value().get<std::string>(), utf8);
    }

    void dumpReplacesBadBytes() {
        Value value;
        value["name"] = "caf\xe9";
        QCOMPARE(json::dump(value), std::string("{\"name\":\"caf\xef\xbf\xbd\"}"));
    }

    void readerTakesTheRightTypes() {
        const Value value =
            parsed(R"({"text":"\u00e4\ud83d\ude00","n":-5,"big":18446744073709551615,"yes":true,
                                      "none":null,"real":1.0})");
        ObjectReader reader(value);
        QCOMPARE(reader.requiredString("text", 2, 2), std::string("\xc3\xa4\xf0\x9f\x98\x80"));
        QCOMPARE(reader.optionalInteger("n", -5, 5).value_or(0), std::int64_t{-5});
        QCOMPARE(reader.requiredInteger("n", -5, 5), std::int64_t{-5});
        QVERIFY(reader.optionalBool("yes") == true);
        QVERIFY(!reader.optionalString("none") && !reader.optionalString("absent"));
        QVERIFY(!reader.optionalInteger("absent", 0, 1) && !reader.optionalBool("none"));
        QVERIFY(reader.has("text") && !reader.has("none") && !reader.has("absent"));
        QVERIFY(reader.ok());
    }

    void readerCollectsEveryFault_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("faults");
        QTest::newRow("good") << QByteArray(R"({"a":"abc","n":3})") << "";
        QTest::newRow("both absent") << QByteArray("{}") << "a:required n:required";
        QTest::newRow("null is absent") << QByteArray(R"({"a":null,"n":null})") << "a:required n:required";
        QTest::newRow("wrong types") << QByteArray(R"({"a":1,"n":"3"})") << "a:wrong_type n:wrong_type";
        QTest::newRow("arrays") << QByteArray(R"({"a":["abc"],"n":[3]})") << "a:wrong_type n:wrong_type";
        QTest::newRow("too short") << QByteArray(R"({"a":"a","n":3})") << "a:too_short";
        QTest::newRow("too long") << QByteArray(R"({"a":"abcde","n":3})") << "a:too_long";
        QTest::newRow("characters, not bytes")
            << QByteArray(R"({"a":"\u20ac\u20ac\u20ac\u20ac","n":3})") << "";
        QTest::newRow("too small") << QByteArray(R"({"a":"abc","n":-1})") << "n:out_of_range";
        QTest::newRow("too large") << QByteArray(R"({"a":"abc","n":10})") << "n:out_of_range";
        QTest::newRow("2^64 - 1") << QByteArray(R"({"a":"abc","n":18446744073709551615})")
                                  << "n:out_of_range";
        QTest::newRow("fraction") << QByteArray(R"({"a":"abc","n":3.0})") << "n:wrong_type";
        QTest::newRow("bool as number") << QByteArray(R"({"a":"abc","n":true})") << "n:wrong_type";
        QTest::newRow("array body") << QByteArray("[]") << "body:wrong_type";
        QTest::newRow("string body") << QByteArray("\"a\"") << "body:wrong_type";
        QTest::newRow("null body") << QByteArray("null") << "body:wrong_type";
    }
    void readerCollectsEveryFault() {
        QFETCH(QByteArray, text);
        QFETCH(QString, faults);
        const Value value = parsed(text.toStdString());
        ObjectReader reader(value);
        static_cast<void>(reader.requiredString("a", 2, 4));
        static_cast<void>(reader.requiredInteger("n", 0, 9));
        QCOMPARE(faultsOf(reader), faults.toStdString());
        QCOMPARE(reader.ok(), faults.isEmpty());
        if (!reader.ok())
            QCOMPARE(reader.error().code, ErrorCode::validation_failed);
    }

    void readerTakesFaultsOfItsCaller() {
        const Value value = parsed(R"({"flag":"yes"})");
        ObjectReader reader(value);
        QVERIFY(!reader.optionalBool("flag"));
        reader.fail("email", "invalid", "This is no address.");
        QCOMPARE(faultsOf(reader), std::string("flag:wrong_type email:invalid"));
    }
};

QTEST_GUILESS_MAIN(TestSharedJson)
#include "tst_shared_json.moc"
