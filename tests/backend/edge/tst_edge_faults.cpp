// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/backend/edge/edge_fixture.h"
#include "tests/support/qtest_print.h"

#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <thread>

using namespace dropseal;
using namespace dropseal::test;
using namespace std::chrono_literals;

namespace {

std::size_t residentKiB() {
    std::ifstream status("/proc/self/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    status >> size >> resident;
    return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / 1024;
}

std::size_t openDescriptors() {
    std::size_t count = 0;
    for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator("/proc/self/fd"))
        ++count;
    return count;
}

std::chrono::microseconds cpuTime() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) {
        return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

} // namespace

/// Clients that leave, flood or never come back; and the edge's own end in the middle of all that.
class TestEdgeFaults final : public EdgeFixture {
    Q_OBJECT

private Q_SLOTS:
    void init() { QVERIFY(start()); }
    void cleanup() { stop(); }

    void survivesLeaversAtEveryStage();
    void tellsHandlersThatTheClientLeft();
    void abortsCutBodies_data();
    void abortsCutBodies();
    void holdsMemoryFlat();
    void survivesDescriptorExhaustion();
    void keepsToMaxConnections();
    void servesBesideManyIdle();
    void endsInTheMiddle();
};

void TestEdgeFaults::survivesLeaversAtEveryStage() {
    const std::string form = "Content-Type: multipart/form-data; boundary=b\r\n";
    const std::vector<std::string> requests = {
        Client::post("/echo", "body"),
        Client::post("/late", "body"),
        Client::post("/later", "body"),
        Client::post("/decide-late", "body"),
        Client::post("/raw", std::string(300000, 'x')),
        Client::post("/form", Client::form(std::string(300000, 'x')), form),
        Client::post("/bad-sink", std::string(300000, 'x')),
        Client::post("/refuse", std::string(300000, 'x')),
        Client::get("/file?50000000"),
        Client::get("/broken-file"),
    };
    for (int round = 0; round < 3; ++round) {
        for (const std::string& request : requests) {
            for (const std::size_t share : {1, 40, 60, 99, 100}) {
                Client one = client();
                one.send(std::string_view(request).substr(0, request.size() * share / 100));
                if (round == 1)
                    std::this_thread::sleep_for(2ms);
                if (round == 2)
                    one.halfClose();
                if (share % 2 == 0)
                    one.reset();
            }
        }
    }
    QVERIFY(alive());
    QVERIFY(waitFor([&] {
        for (const auto& body : m_site->bodies()) {
            if (body->finished == body->aborted)
                return false; // exactly one of the two, whatever the client did
        }
        return true;
    }));
}

void TestEdgeFaults::tellsHandlersThatTheClientLeft() {
    Client one = client();
    one.send(Client::get("/later"));
    QVERIFY(waitFor([&] { return m_site->handled() == 1; }));
    one.reset();
    QVERIFY(waitFor([&] { return m_site->sawGone() == 1; }));
    QVERIFY(alive());
}

void TestEdgeFaults::abortsCutBodies_data() {
    QTest::addColumn<std::string>("request");
    QTest::newRow("length") << Client::post("/raw", std::string(500000, 'x')).substr(0, 400000);
    QTest::newRow("chunked") << std::string(
        "POST /raw HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n");
    QTest::newRow("form") << Client::post("/form", Client::form(std::string(500000, 'x')),
                                          "Content-Type: multipart/form-data; boundary=b\r\n")
                                 .substr(0, 400000);
}

void TestEdgeFaults::abortsCutBodies() {
    QFETCH(std::string, request);
    for (const bool reset : {true, false}) {
        Client one = client();
        one.send(request);
        QVERIFY(waitFor([&] { return !m_site->bodies().empty() && m_site->bodies().back()->bytes > 0; }));
        if (reset)
            one.reset();
        else
            one.halfClose();
        const auto body = m_site->bodies().back();
        QVERIFY(waitFor([&] { return body->aborted.load(); }));
        QVERIFY(!body->finished);
    }
    QCOMPARE(m_site->handled(), 0);
}

void TestEdgeFaults::holdsMemoryFlat() {
    QVERIFY(alive());
    const std::string block(1024 * 1024, 'x');
    const auto upload = [&](const std::string& begin, const std::string& end, int blocks) {
        Client one = client();
        one.send("POST " + begin);
        for (int i = 0; i < blocks; ++i)
            one.send(block);
        one.send(end);
        return statusOf(one.answer());
    };
    const auto form = [&](int blocks) {
        const std::string frame = Client::form("");
        const auto middle = frame.rfind("\r\n--b--");
        const std::string length =
            std::to_string(frame.size() + static_cast<std::size_t>(blocks) * block.size());
        return upload(
            "/form HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: " +
                length + "\r\n\r\n" + frame.substr(0, middle),
            frame.substr(middle), blocks);
    };
    QCOMPARE(form(5), 200); // warm
    const std::size_t before = residentKiB();
    QCOMPARE(form(200), 200);
    QCOMPARE(m_site->bodies().back()->bytes, std::int64_t{200} * 1024 * 1024);
    QVERIFY2(residentKiB() < before + 32 * 1024, std::to_string(residentKiB() - before).c_str());
}

void TestEdgeFaults::survivesDescriptorExhaustion() {
    std::vector<Client> clients;
    for (int i = 0; i < 30; ++i)
        clients.push_back(client());
    QVERIFY(alive());
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const rlim_t before = limit.rlim_cur;
    // Clients that are in the process's own table already, then none is left for the server's side.
    std::vector<edge::Descriptor> sockets;
    for (int i = 0; i < 20; ++i)
        sockets.emplace_back(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    std::vector<std::thread> connecting;
    std::atomic<int> ready = 0;
    std::atomic<bool> go = false;
    std::atomic<int> ended = 0;
    for (edge::Descriptor& socket : sockets)
        connecting.emplace_back([&] { // before the limit: UBSan's first look at a type needs a pipe
            ++ready;
            waitFor([&] { return go.load(); });
            ended += connectAndWait(socket.get(), m_edge->port()) ? 1 : 0;
            waitFor([&] { return !go; }); // nor may a thread end meanwhile
        });
    QVERIFY(waitFor([&] { return ready == 20; }));
    limit.rlim_cur = openDescriptors();
    ::setrlimit(RLIMIT_NOFILE, &limit);
    go = true;
    std::this_thread::sleep_for(500ms);
    const auto cpu = cpuTime();
    std::this_thread::sleep_for(500ms);
    const auto used = cpuTime() - cpu;
    clients[0].send(Client::post("/echo", "still")); // those inside are served
    const std::string answer = clients[0].answer();
    limit.rlim_cur = before;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    go = false;
    for (std::thread& thread : connecting)
        thread.join();
    QCOMPARE(bodyOf(answer), std::string("still"));
    QVERIFY2(used < 250ms, std::to_string(used.count()).c_str()); // it does not spin
    QVERIFY(ended > 0);
    QVERIFY(alive());
}

void TestEdgeFaults::keepsToMaxConnections() {
    edge::EdgeOptions options;
    options.max_connections = 5;
    options.idle_timeout = 10min;
    QVERIFY(start(options));
    std::vector<Client> clients;
    for (int i = 0; i < 5; ++i) {
        clients.push_back(client());
        clients.back().send(Client::get("/whoami"));
        QCOMPARE(statusOf(clients.back().answer()), 200);
    }
    Client sixth = client(); // waits in the kernel's queue
    sixth.send(Client::get("/whoami"));
    QVERIFY(sixth.silentFor(300ms));
    clients.pop_back();
    QCOMPARE(statusOf(sixth.answer()), 200);
    Client seventh = client(); // nobody leaves, so the idle ones must
    seventh.send(Client::get("/whoami"));
    QCOMPARE(statusOf(seventh.answer()), 200);
}

void TestEdgeFaults::servesBesideManyIdle() {
    edge::EdgeOptions options;
    options.idle_timeout = 10min;
    options.head_deadline = 10min;
    QVERIFY(start(options));
    const std::size_t before = residentKiB();
    std::vector<Client> idle;
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const std::size_t count =
        std::min<std::size_t>(4000, limit.rlim_max / 4); // both ends are in this process
    for (std::size_t i = 0; i < count; ++i) {
        idle.push_back(client());
        QVERIFY(idle.back().connected());
        if (i % 2 == 0) { // half of them have been served once
            idle.back().send(Client::get("/whoami"));
            QCOMPARE(statusOf(idle.back().answer()), 200);
        }
    }
    QVERIFY(alive());
    const std::size_t each = (residentKiB() - std::min(before, residentKiB())) * 1024 / count;
    qInfo("%zu bytes for each of %zu idle connections, both ends", each, count);
    QVERIFY(each < 15 * 1024);
    for (std::size_t i = 0; i < count; i += 1000) {
        idle[i].send(Client::post("/echo", "again"));
        QCOMPARE(bodyOf(idle[i].answer()), std::string("again"));
    }
}

void TestEdgeFaults::endsInTheMiddle() {
    std::vector<Client> clients;
    for (int i = 0; i < 20; ++i) {
        for (const std::string& request :
             {Client::get("/later"), Client::get("/decide-late"), Client::get("/file?1000000000"),
              Client::post("/raw", std::string(3000000, 'x')).substr(0, 1000000),
              Client::post("/echo", std::string(1000, 'x')).substr(0, 500)}) {
            clients.push_back(client());
            clients.back().send(request);
        }
    }
    QVERIFY(waitFor([&] { return m_site->bodies().size() == 20; }));
    m_edge.reset();
    for (const auto& body : m_site->bodies())
        QVERIFY(body->aborted);
    for (const auto& [bytes, whole] : m_site->sent())
        QVERIFY(!whole);
}

QTEST_GUILESS_MAIN(TestEdgeFaults)
#include "tst_edge_faults.moc"
