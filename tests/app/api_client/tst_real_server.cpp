// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/api_client.h"
#include "app/api_client/upload_transfer.h"

#include <QtCore/QCryptographicHash>
#include <QtCore/QElapsedTimer>
#include <QtCore/QProcess>
#include <QtCore/QTemporaryDir>
#include <QtCore/QTimer>
#include <QtTest/QtTest>

#include <ctime>

using namespace dropseal;
using namespace dropseal::app;

namespace {

constexpr int Patience = 60000;
constexpr qint64 LargestUpload = 64 * 1024 * 1024;

struct Heard {
    std::optional<api::UploadAnswer> sealed;
    bool is_fetched = false;
    std::optional<ApiError> error;
    qint64 done = 0;

    bool isOver() const { return sealed || is_fetched || error; }
};

/// What this thread has worked.
double threadCpuMs() {
    timespec spent{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) * 1e3 + static_cast<double>(spent.tv_nsec) / 1e6;
}

} // namespace

/// The app's whole way to the server, over real sockets, with the program that people run.
class TestRealServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void aFileGoesThereAndBack_data();
    void aFileGoesThereAndBack();
    void aFileThatIsTooLargeIsRefusedEarly();
    void aDiskThatFillsUpIsSaid();
    void aWrongPasswordIsSaid();
    void anEndedSessionStopsAnUpload();
    void aServerThatDiesCutsTheUpload();

private:
    void startServer();
    void signIn();
    void setDiskFull(bool is_full) const;
    QString write(const QString& name, qint64 size);
    std::unique_ptr<UploadTransfer> upload(const QString& path, Heard& heard);
    static QByteArray hashOf(const QString& path);

    QTemporaryDir m_folder;
    QProcess m_server;
    std::unique_ptr<Network> m_network;
    std::unique_ptr<TokenKeeper> m_tokens;
    std::unique_ptr<ApiClient> m_client;
};

/// The control file of tests/support/shims/faulty_disk.c.
void TestRealServer::setDiskFull(bool is_full) const {
    struct {
        std::int64_t kind = 0, countdown = 1, number = ENOSPC, sticky = 1;
        std::int64_t seen[4] = {};
        char path[192] = "/data/tmp/";
    } control;
    control.kind = is_full ? 1 : 0; // writing fails
    QFile file(m_folder.filePath(QStringLiteral("disk")));
    if (!file.open(QIODevice::ReadWrite) ||
        file.write(reinterpret_cast<const char*>(&control), sizeof control) != sizeof control)
        qFatal("cannot write the control file");
}

void TestRealServer::startServer() {
    setDiskFull(false);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("LD_PRELOAD"), QString::fromLocal8Bit(qgetenv("DROPSEAL_FAULTY_DISK")));
    environment.insert(QStringLiteral("FAULTY_DISK_CONTROL"), m_folder.filePath(QStringLiteral("disk")));
    environment.insert(QStringLiteral("MAX_UPLOAD_BYTES"), QString::number(LargestUpload));
    environment.insert(QStringLiteral("BCRYPT_ROUNDS"),
                       QStringLiteral("4")); // the hashing itself is tested elsewhere
    m_server.setProcessEnvironment(environment);
    m_server.setProcessChannelMode(QProcess::SeparateChannels);
    m_server.start(QString::fromLocal8Bit(qgetenv("DROPSEALD")),
                   {QStringLiteral("serve"), QStringLiteral("--listen"), QStringLiteral("127.0.0.1:0"),
                    QStringLiteral("--data-dir"), m_folder.filePath(QStringLiteral("data"))});
    QTRY_VERIFY_WITH_TIMEOUT(m_server.canReadLine(), Patience);
    const QByteArray line = m_server.readLine().trimmed();
    QVERIFY2(line.startsWith("listening on "), line.constData());
    const QUrl base(QString::fromUtf8(line.mid(13)));
    m_client->setServer(base);
    m_tokens->setServer(base);
}

void TestRealServer::initTestCase() {
    m_network = makeNetwork();
    m_tokens = std::make_unique<TokenKeeper>(*m_network);
    m_client = std::make_unique<ApiClient>(*m_network, *m_tokens);
    startServer();
    api::RegisterRequest ada;
    ada.email = "ada@example.org";
    ada.password = "SecurePassword123!";
    std::optional<bool> is_made;
    m_client->registerUser(ada, this, [&](const ApiResult<api::User>& user) { is_made = user.ok(); });
    QTRY_VERIFY_WITH_TIMEOUT(is_made.has_value(), Patience);
    QVERIFY(*is_made);
    signIn();
}

void TestRealServer::cleanupTestCase() {
    m_server.terminate();
    QVERIFY(m_server.waitForFinished(Patience));
}

void TestRealServer::signIn() {
    std::optional<bool> is_in;
    m_client->login({"ada@example.org", "SecurePassword123!", {}, {}, {}}, this,
                    [&](const ApiResult<api::TokenPair>& pair) {
                        if (pair)
                            m_tokens->setTokens(*pair);
                        is_in = pair.ok();
                    });
    QTRY_VERIFY_WITH_TIMEOUT(is_in.has_value(), Patience);
    QVERIFY(*is_in);
}

QString TestRealServer::write(const QString& name, qint64 size) {
    QFile file(m_folder.filePath(name));
    if (!file.open(QIODevice::WriteOnly))
        qFatal("cannot write the test's file");
    QByteArray piece(1024 * 1024, '\0');
    for (qint64 at = 0; at < size; at += piece.size()) {
        piece.fill(static_cast<char>(at / piece.size()));
        file.write(piece.constData(), std::min<qint64>(piece.size(), size - at));
    }
    return file.fileName();
}

QByteArray TestRealServer::hashOf(const QString& path) {
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!file.open(QIODevice::ReadOnly) || !hash.addData(&file))
        return {};
    return hash.result().toHex();
}

std::unique_ptr<UploadTransfer> TestRealServer::upload(const QString& path, Heard& heard) {
    auto transfer = makeUpload(*m_client, path, QStringLiteral("Bericht – ü 100%.bin"));
    connect(transfer.get(), &UploadTransfer::progress, this, [&heard](qint64 sent) { heard.done = sent; });
    connect(transfer.get(), &UploadTransfer::finished, this,
            [&heard](const api::UploadAnswer& answer) { heard.sealed = answer; });
    connect(transfer.get(), &UploadTransfer::failed, this,
            [&heard](const ApiError& error) { heard.error = error; });
    transfer->start();
    return transfer;
}

void TestRealServer::aFileGoesThereAndBack_data() {
    QTest::addColumn<qint64>("size");
    QTest::newRow("nothing") << qint64{0};
    QTest::newRow("a byte") << qint64{1};
    QTest::newRow("a mebibyte and one") << qint64{1024 * 1024 + 1};
    QTest::newRow("the largest") << LargestUpload;
}

void TestRealServer::aFileGoesThereAndBack() {
    QFETCH(qint64, size);
    const QString path = write(QStringLiteral("sent"), size);
    QTimer tick; // how long the window would have stood still
    QElapsedTimer since;
    qint64 longest_ms = 0;
    double most_cpu_ms = 0;
    double cpu_before = threadCpuMs();
    connect(&tick, &QTimer::timeout, this, [&] {
        longest_ms = std::max(longest_ms, since.restart());
        const double cpu = threadCpuMs();
        most_cpu_ms = std::max(most_cpu_ms, cpu - cpu_before);
        cpu_before = cpu;
    });
    tick.start(1);
    since.start();
    Heard sent;
    const auto transfer = upload(path, sent);
    QTRY_VERIFY_WITH_TIMEOUT(sent.isOver(), Patience);
    QVERIFY2(sent.sealed.has_value(), sent.error ? sent.error->problem.detail.c_str() : "");
    QCOMPARE(sent.sealed->size, size);
    QCOMPARE(QString::fromStdString(sent.sealed->filename), QStringLiteral("Bericht – ü 100%.bin"));

    const QString target = m_folder.filePath(QStringLiteral("fetched"));
    Heard fetched;
    const auto back =
        makeDownload(*m_client, sent.sealed->id, size, QString::fromStdString(sent.sealed->sha256), target);
    connect(back.get(), &DownloadTransfer::finished, this, [&fetched] { fetched.is_fetched = true; });
    connect(back.get(), &DownloadTransfer::failed, this,
            [&fetched](const ApiError& error) { fetched.error = error; });
    back->start();
    QTRY_VERIFY_WITH_TIMEOUT(fetched.isOver(), Patience);
    QVERIFY2(fetched.is_fetched, fetched.error ? fetched.error->problem.detail.c_str() : "");
    QCOMPARE(hashOf(target), hashOf(path));
    qInfo("longest pause of the event loop: %lld ms, most work between two looks: %.1f ms",
          static_cast<long long>(longest_ms), most_cpu_ms);
}

void TestRealServer::aFileThatIsTooLargeIsRefusedEarly() {
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("large"), LargestUpload + 1), heard);
    QTRY_VERIFY_WITH_TIMEOUT(heard.isOver(), Patience);
    QVERIFY(heard.error.has_value());
    QCOMPARE(heard.error->kind, ApiError::Kind::Server);
    QCOMPARE(heard.error->problem.code, ErrorCode::file_too_large);
    QVERIFY(heard.error->problem.extras.limit == LargestUpload);
}

/// In the middle of an upload, which is not sent to its end for that.
void TestRealServer::aDiskThatFillsUpIsSaid() {
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("sent"), LargestUpload), heard);
    QTRY_VERIFY_WITH_TIMEOUT(heard.done > 0 || heard.isOver(), Patience);
    setDiskFull(true);
    QTRY_VERIFY_WITH_TIMEOUT(heard.isOver(), Patience);
    setDiskFull(false);
    QVERIFY(heard.error.has_value());
    QCOMPARE(heard.error->kind, ApiError::Kind::Server);
    QCOMPARE(heard.error->problem.code, ErrorCode::insufficient_storage);
    QVERIFY(heard.error->problem.extras.bytes_free.has_value());
    Heard again;
    const auto retry = upload(m_folder.filePath(QStringLiteral("sent")), again);
    QTRY_VERIFY_WITH_TIMEOUT(again.isOver(), Patience);
    QVERIFY2(again.sealed.has_value(), again.error ? again.error->problem.detail.c_str() : "");
}

void TestRealServer::aWrongPasswordIsSaid() {
    std::optional<ApiError> error;
    m_client->login({"ada@example.org", "Wrong", {}, {}, {}}, this,
                    [&](const ApiResult<api::TokenPair>& pair) { error = pair.error(); });
    QTRY_VERIFY_WITH_TIMEOUT(error.has_value(), Patience);
    QCOMPARE(error->problem.code, ErrorCode::invalid_credentials);
    QVERIFY(m_tokens->hasSession());
}

void TestRealServer::anEndedSessionStopsAnUpload() {
    std::optional<ApiError> why;
    const auto watch =
        connect(m_tokens.get(), &TokenKeeper::ended, this, [&](const ApiError& error) { why = error; });
    std::optional<bool> is_out;
    m_client->logout(this, [&](const ApiResult<Nothing>& done) { is_out = done.ok(); });
    QTRY_VERIFY_WITH_TIMEOUT(is_out.has_value(), Patience);
    QVERIFY(*is_out);
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("sent"), LargestUpload), heard);
    QTRY_VERIFY_WITH_TIMEOUT(heard.isOver(), Patience);
    QVERIFY(heard.error.has_value());
    QCOMPARE(heard.error->kind, ApiError::Kind::SignedOut);
    QVERIFY(why.has_value());
    QVERIFY(why->problem.extras.reason == "logout");
    disconnect(watch);
    signIn();
}

void TestRealServer::aServerThatDiesCutsTheUpload() {
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("sent"), LargestUpload), heard);
    QTRY_VERIFY_WITH_TIMEOUT(heard.done > 0 || heard.isOver(), Patience);
    m_server.kill();
    QVERIFY(m_server.waitForFinished(Patience));
    QTRY_VERIFY_WITH_TIMEOUT(heard.isOver(), Patience);
    QVERIFY(heard.error.has_value());
    QCOMPARE(heard.error->kind, ApiError::Kind::NoConnection);
    startServer(); // on another port, with the same folder: the session is still good
    Heard again;
    const auto retry = upload(m_folder.filePath(QStringLiteral("sent")), again);
    QTRY_VERIFY_WITH_TIMEOUT(again.isOver(), Patience);
    QVERIFY2(again.sealed.has_value(), again.error ? again.error->problem.detail.c_str() : "");
}

QTEST_GUILESS_MAIN(TestRealServer)
#include "tst_real_server.moc"
