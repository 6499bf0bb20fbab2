// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/census.h"
#include "backend/edge/proxy_rule.h"
#include "tests/support/qtest_print.h"

#include <QtTest/QTest>

using namespace dropseal;
using namespace dropseal::edge;

namespace {

using Fields = std::vector<HeaderField>;

Network network(const char* address, int bits) {
    return {parseIp(address).value_or(IpAddress()), bits};
}

Peer peerAt(const std::string& address) {
    Peer peer;
    peer.address = address;
    peer.port = 4711;
    return peer;
}

RequestHead headWith(Fields fields) {
    RequestHead head;
    head.headers = std::move(fields);
    return head;
}

const std::vector<Network>& trusted() {
    static const std::vector<Network> list = {network("127.0.0.1", 128), network("10.1.0.0", 112),
                                              network("fd00::", 8)};
    return list;
}

} // namespace

Q_DECLARE_METATYPE(std::vector<dropseal::edge::HeaderField>)

/// Addresses, whose word counts about them, and how many connections one may have.
class TestProxyRule final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addresses_data();
    void addresses();
    void networks_data();
    void networks();
    void clients_data();
    void clients();
    void suspects_data();
    void suspects();
    void suspectsOnce();
    void census();
};

void TestProxyRule::addresses_data() {
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("same"); // empty: none
    const auto row = [](const char* text, const char* same) {
        QTest::newRow(text) << std::string(text) << std::string(same);
    };
    row("192.0.2.1", "192.0.2.1");
    row("::1", "::1");
    row("2001:DB8:0::5", "2001:db8::5");
    row("::ffff:192.0.2.1", "192.0.2.1");
    row("", "");
    row("192.0.2", "");
    row("192.0.2.01", "");
    row("192.0.2.256", "");
    row("192.0.2.1 ", "");
    row("[::1]", "");
    row("fe80::1%eth0", "");
    row("unknown", "");
    row("_hidden", "");
}

void TestProxyRule::addresses() {
    QFETCH(std::string, text);
    const auto address = parseIp(text);
    QTEST(address ? toText(*address) : std::string(), "same");
}

void TestProxyRule::networks_data() {
    QTest::addColumn<std::string>("base");
    QTest::addColumn<int>("bits");
    QTest::addColumn<std::string>("address");
    QTest::addColumn<bool>("holds");
    const auto row = [](const char* base, int bits, const char* address, bool holds) {
        QTest::addRow("%s/%d %s", base, bits, address)
            << std::string(base) << bits << std::string(address) << holds;
    };
    row("10.0.0.0", 104, "10.255.0.1", true);
    row("10.0.0.0", 104, "11.0.0.1", false);
    row("172.16.0.0", 108, "172.31.255.255", true);
    row("172.16.0.0", 108, "172.32.0.0", false);
    row("192.0.2.1", 128, "192.0.2.1", true);
    row("192.0.2.1", 128, "192.0.2.2", false);
    row("0.0.0.0", 96, "203.0.113.9", true);
    row("0.0.0.0", 96, "::1", false);
    row("::", 0, "203.0.113.9", true);
    row("fd00::", 8, "fdff::1", true);
    row("fd00::", 8, "fe00::1", false);
    row("2001:db8::", 33, "2001:db8:7fff::", true);
    row("2001:db8::", 33, "2001:db8:8000::", false);
}

void TestProxyRule::networks() {
    QFETCH(std::string, base);
    QFETCH(int, bits);
    QFETCH(std::string, address);
    QTEST(network(base.c_str(), bits).holds(parseIp(address).value()), "holds");
}

void TestProxyRule::clients_data() {
    QTest::addColumn<std::string>("peer");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<std::string>("client"); // address, " tls", " proxy"
    const auto row = [](const char* name, const char* peer, Fields fields, const char* client) {
        QTest::newRow(name) << std::string(peer) << std::move(fields) << std::string(client);
    };
    const auto from = [](const char* chain) { return Fields{{"x-forwarded-for", chain}}; };
    row("nothing said", "127.0.0.1", {}, "127.0.0.1 proxy");
    row("a stranger says something", "192.0.2.7", from("203.0.113.1"), "192.0.2.7");
    row("a stranger says https", "192.0.2.7", {{"x-forwarded-proto", "https"}}, "192.0.2.7");
    row("one hop", "127.0.0.1", from("203.0.113.1"), "203.0.113.1 proxy");
    row("the client invents one more", "127.0.0.1", from("198.51.100.9, 203.0.113.1"), "203.0.113.1 proxy");
    row("two proxies", "127.0.0.1", from("198.51.100.9, 203.0.113.1, 10.1.2.3"), "203.0.113.1 proxy");
    row("all are proxies", "127.0.0.1", from("10.1.0.1, 10.1.2.3"), "10.1.0.1 proxy");
    row("no address", "127.0.0.1", from("unknown"), "127.0.0.1 proxy");
    row("no address in the middle", "127.0.0.1", from("203.0.113.1, x, 10.1.2.3"), "10.1.2.3 proxy");
    row("empty entry", "127.0.0.1", from("203.0.113.1,"), "127.0.0.1 proxy");
    row("with a port", "127.0.0.1", from("203.0.113.1:5555"), "203.0.113.1 proxy");
    row("IPv6", "fd00::1", from("2001:db8::1"), "2001:db8::1 proxy");
    row("IPv6 in brackets", "127.0.0.1", from("[2001:db8::1]:5"), "2001:db8::1 proxy");
    row("bracket open", "127.0.0.1", from("[2001:db8::1"), "127.0.0.1 proxy");
    row("mapped", "127.0.0.1", from("::ffff:203.0.113.1"), "203.0.113.1 proxy");
    row("line break", "127.0.0.1", from("203.0.113.1\n"), "127.0.0.1 proxy");
    row("https", "127.0.0.1", {{"x-forwarded-proto", "HTTPS"}}, "127.0.0.1 tls proxy");
    row("http", "127.0.0.1", {{"x-forwarded-proto", "http"}}, "127.0.0.1 proxy");
    row("the last proxy's word", "127.0.0.1", {{"x-forwarded-proto", "https, http"}}, "127.0.0.1 proxy");
    row("other fields count for nothing", "127.0.0.1",
        {{"forwarded", "for=203.0.113.1;proto=https"},
         {"x-real-ip", "203.0.113.1"},
         {"x-forwarded-host", "e"}},
        "127.0.0.1 proxy");
}

void TestProxyRule::clients() {
    QFETCH(std::string, peer);
    QFETCH(Fields, fields);
    const ProxyRule rule(trusted());
    const Peer client = rule.clientOf(peerAt(peer), headWith(fields));
    QTEST(client.address + (client.secure ? " tls" : "") + (client.through_proxy ? " proxy" : ""), "client");
    Peer local = peerAt("");
    local.local_control = true;
    QVERIFY(!rule.clientOf(local, headWith(fields)).secure);
    QVERIFY(rule.clientOf(local, headWith(fields)).local_control);
}

void TestProxyRule::suspects_data() {
    QTest::addColumn<std::string>("peer");
    QTest::addColumn<Fields>("fields");
    QTest::addColumn<std::string>("suspected");
    const auto row = [](const char* name, const char* peer, Fields fields, const char* suspected) {
        QTest::newRow(name) << std::string(peer) << std::move(fields) << std::string(suspected);
    };
    const Fields forwarded = {{"x-forwarded-for", "203.0.113.1"}};
    row("neighbour", "192.168.1.2", forwarded, "192.168.1.2");
    row("this machine", "127.0.0.2", forwarded, "127.0.0.2");
    row("Forwarded", "172.20.0.1", {{"forwarded", "for=x"}}, "172.20.0.1");
    row("local IPv6", "fe80::1", {{"x-real-ip", "x"}}, "fe80::1");
    row("a plain neighbour", "192.168.1.2", {{"accept", "*/*"}}, "");
    row("a stranger", "203.0.113.5", forwarded, "");
    row("trusted", "10.1.2.3", forwarded, "");
}

void TestProxyRule::suspects() {
    QFETCH(std::string, peer);
    QFETCH(Fields, fields);
    std::string suspected;
    const ProxyRule rule(trusted(), [&](const std::string& address) { suspected = address; });
    QCOMPARE(rule.clientOf(peerAt(peer), headWith(fields)).through_proxy, peer == "10.1.2.3");
    QTEST(suspected, "suspected");
}

void TestProxyRule::suspectsOnce() {
    int told = 0;
    const ProxyRule rule({}, [&](const std::string&) { ++told; });
    for (const char* const peer : {"10.0.0.1", "10.0.0.1", "10.0.0.2"})
        QCOMPARE(rule.clientOf(peerAt(peer), headWith({{"x-forwarded-for", "x"}})).address,
                 std::string(peer));
    QCOMPARE(told, 1);
}

void TestProxyRule::census() {
    Census census(2, trusted());
    QVERIFY(census.enter(peerAt("192.0.2.1")) && census.enter(peerAt("192.0.2.1")));
    QVERIFY(!census.enter(peerAt("192.0.2.1")));
    QVERIFY(census.enter(peerAt("192.0.2.2")));
    census.leave(peerAt("192.0.2.1"));
    QVERIFY(census.enter(peerAt("192.0.2.1")));
    // One customer has a whole /64.
    QVERIFY(census.enter(peerAt("2001:db8::1")) && census.enter(peerAt("2001:db8::ffff:2")));
    QVERIFY(!census.enter(peerAt("2001:db8::3")));
    QVERIFY(census.enter(peerAt("2001:db8:0:1::3")));
    Peer local;
    local.local_control = true;
    for (int i = 0; i < 3; ++i)
        QVERIFY(census.enter(peerAt("10.1.2.3")) && census.enter(local)); // brings everybody; is the admin
    QCOMPARE(census.count(), std::size_t(12));
    Census unlimited;
    for (int i = 0; i < 1000; ++i)
        QVERIFY(unlimited.enter(peerAt("192.0.2.1")));
}

QTEST_APPLESS_MAIN(TestProxyRule)
#include "tst_proxy_rule.moc"
