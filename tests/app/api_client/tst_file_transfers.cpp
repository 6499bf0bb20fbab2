// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/api_client/api_client.h"
#include "app/api_client/upload_transfer.h"
#include "tests/support/app/answers.h"
#include "tests/support/app/fake_network.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/stat.h>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class TestFileTransfers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aFileIsSentAndItsHashCompared_data();
    void aFileIsSentAndItsHashCompared();
    void anUploadThatFails_data();
    void anUploadThatFails();
    void aWrongHashIsNotSealed();
    void aFileThatChangesIsNotSentWhole_data();
    void aFileThatChangesIsNotSentWhole();
    void whatIsNoFileIsNotSent_data();
    void whatIsNoFileIsNotSent();
    void anExpiredTokenSendsTheFileAgain();
    void aHangingUploadCanBeGivenUp();
    void aFileIsFetched();
    void aFileThatIsNotTheOneIsNotKept_data();
    void aFileThatIsNotTheOneIsNotKept();
    void aCutDownloadGoesOn_data();
    void aCutDownloadGoesOn();
    void aFolderThatIsNotThere();

private:
    QString write(const QString& name, const QByteArray& bytes) {
        QFile file(m_folder->filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
            qFatal("cannot write the test's file");
        return file.fileName();
    }
    std::unique_ptr<UploadTransfer> upload(const QString& path, Heard& heard,
                                           const QString& name = QStringLiteral("a.bin")) {
        auto transfer = makeUpload(*m_client, path, name);
        connect(transfer.get(), &UploadTransfer::progress, this,
                [&heard](qint64 sent) { heard.progress.push_back(sent); });
        connect(transfer.get(), &UploadTransfer::checking, this, [&heard] { ++heard.checking; });
        connect(transfer.get(), &UploadTransfer::finished, this, [&heard] { ++heard.finished; });
        connect(transfer.get(), &UploadTransfer::failed, this,
                [&heard](const ApiError& error) { heard.error = error; });
        transfer->start();
        return transfer;
    }
    std::unique_ptr<DownloadTransfer> download(const QByteArray& wanted, const QString& target,
                                               Heard& heard) {
        auto transfer = makeDownload(*m_client, FileId::make(SystemClock().now()), wanted.size(),
                                     QString::fromLatin1(sha256Hex(wanted)), target);
        connect(transfer.get(), &DownloadTransfer::progress, this,
                [&heard](qint64 got) { heard.progress.push_back(got); });
        connect(transfer.get(), &DownloadTransfer::finished, this, [&heard] { ++heard.finished; });
        connect(transfer.get(), &DownloadTransfer::failed, this,
                [&heard](const ApiError& error) { heard.error = error; });
        transfer->start();
        return transfer;
    }
    QStringList leftFiles() const {
        return QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden | QDir::System, QDir::Name);
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<FakeNetwork> m_network;
    std::unique_ptr<TokenKeeper> m_tokens;
    std::unique_ptr<ApiClient> m_client;
};

void TestFileTransfers::init() {
    m_client.reset();
    m_tokens.reset();
    m_folder = std::make_unique<QTemporaryDir>();
    m_network = std::make_unique<FakeNetwork>();
    m_tokens = std::make_unique<TokenKeeper>(*m_network);
    m_client = std::make_unique<ApiClient>(*m_network, *m_tokens);
    m_client->setServer(QUrl(QStringLiteral("http://127.0.0.1:8000")));
    m_tokens->setTokens({"access-1", "refresh-1", std::chrono::seconds(900)});
}

void TestFileTransfers::aFileIsSentAndItsHashCompared_data() {
    QTest::addColumn<int>("size");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("nothing") << 0 << QStringLiteral("empty") << QByteArray("/upload/empty");
    QTest::newRow("a byte") << 1 << QStringLiteral("a b.txt") << QByteArray("/upload/a%20b.txt");
    QTest::newRow("some pieces") << 100000 << QStringLiteral("100%25.bin")
                                 << QByteArray("/upload/100%2525.bin");
    QTest::newRow("signs") << 10 << QStringLiteral("photos – 2024 – a?#b.jpg")
                           << QByteArray("/upload/photos%20%E2%80%93%202024%20%E2%80%93%20a%3F%23b.jpg");
    QTest::newRow("long") << 10 << QString(255, QLatin1Char('x')) << "/upload/" + QByteArray(255, 'x');
}

void TestFileTransfers::aFileIsSentAndItsHashCompared() {
    QFETCH(int, size);
    QFETCH(QString, name);
    QFETCH(QByteArray, path);
    const QByteArray bytes = someBytes(size);
    QByteArray arrived;
    m_network->script = [&](FakeCall& call) {
        arrived = call.takeBody();
        call.answer(200, encoded(uploadAnswer(arrived)));
    };
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("local"), bytes), heard, name);
    QTRY_VERIFY(heard.isOver());
    QVERIFY(!heard.error);
    QCOMPARE(arrived, bytes);
    QCOMPARE(m_network->seen.front(), "PUT " + path);
    if (size > 0) {
        QCOMPARE(heard.progress.back(), qint64{size});
        QCOMPARE(heard.checking, 1);
    }
}

void TestFileTransfers::anUploadThatFails_data() {
    using Script = std::function<void(FakeCall&)>;
    QTest::addColumn<Script>("script");
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::addColumn<int>("status");
    const auto early = [](ErrorCode code) {
        return Script([code](FakeCall& call) {
            call.takeBody(20000);
            call.problem(code);
        });
    };
    QTest::newRow("too large") << early(ErrorCode::file_too_large) << ApiError::Kind::Server << 413;
    QTest::newRow("server full") << early(ErrorCode::insufficient_storage) << ApiError::Kind::Server << 507;
    QTest::newRow("signed out") << early(ErrorCode::session_revoked) << ApiError::Kind::SignedOut << 401;
    const auto cutThen = [](ErrorCode code) {
        return Script([code](FakeCall& call) {
            if (call.path() == "/") {
                call.answer(200, encoded(rootInfo()));
                return;
            }
            if (call.request.method != "PUT") {
                call.problem(code);
                return;
            }
            call.takeBody(20000);
            call.fail(ApiError::Kind::NoConnection);
        });
    };
    QTest::newRow("cut since it is too large")
        << cutThen(ErrorCode::file_too_large) << ApiError::Kind::Server << 413;
    QTest::newRow("cut since signed out")
        << cutThen(ErrorCode::session_revoked) << ApiError::Kind::SignedOut << 401;
    QTest::newRow("cut, and busy") << cutThen(ErrorCode::service_unavailable) << ApiError::Kind::NoConnection
                                   << 0;
    QTest::newRow("cut") << Script([](FakeCall& call) {
        call.takeBody(20000);
        call.fail(ApiError::Kind::NoConnection);
    }) << ApiError::Kind::NoConnection
                         << 0;
    QTest::newRow("no answer") << Script([](FakeCall& call) {
        call.takeBody();
        call.fail(ApiError::Kind::Timeout);
    }) << ApiError::Kind::Timeout
                               << 0;
    QTest::newRow("garbage") << Script([](FakeCall& call) {
        call.takeBody();
        call.answer(200, "thanks");
    }) << ApiError::Kind::NotDropseal
                             << 200;
}

void TestFileTransfers::anUploadThatFails() {
    QFETCH(std::function<void(FakeCall&)>, script);
    QFETCH(ApiError::Kind, kind);
    QFETCH(int, status);
    m_network->script = script;
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("local"), someBytes(100000)), heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.finished, 0);
    QCOMPARE(heard.error->kind, kind);
    QCOMPARE(heard.error->status, status);
}

void TestFileTransfers::aWrongHashIsNotSealed() {
    m_network->script = [](FakeCall& call) {
        if (call.request.method != "PUT") {
            call.answer(204, "");
            return;
        }
        QByteArray arrived = call.takeBody();
        arrived[5] = static_cast<char>(arrived[5] ^ 1);
        call.answer(200, encoded(uploadAnswer(arrived)));
    };
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("local"), someBytes(100000)), heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.finished, 0);
    QCOMPARE(heard.error->problem.code, ErrorCode::checksum_mismatch);
    QTRY_COMPARE(m_network->seen.size(), std::size_t{2}); // and what arrived is taken away again
    QVERIFY(m_network->seen[1].startsWith("DELETE /api/v1/files/"));
}

void TestFileTransfers::aFileThatChangesIsNotSentWhole_data() {
    QTest::addColumn<int>("new_size");
    QTest::newRow("shorter") << 30000;
    QTest::newRow("longer") << 200000;
    QTest::newRow("other bytes") << 100000;
}

void TestFileTransfers::aFileThatChangesIsNotSentWhole() {
    QFETCH(int, new_size);
    const QString path = write(QStringLiteral("local"), someBytes(100000));
    QByteArray arrived;
    m_network->script = [&](FakeCall& call) {
        arrived = call.takeBody(20000);
        QTest::qSleep(20); // another time of change, on file systems with coarse ones too
        write(QStringLiteral("local"), QByteArray(new_size, 'n'));
        arrived += call.takeBody();
    };
    Heard heard;
    const auto transfer = upload(path, heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.error->kind, ApiError::Kind::LocalFile);
    QCOMPARE(heard.error->problem.code, ErrorCode::conflict);
    QVERIFY(arrived.size() < 100000);
}

void TestFileTransfers::whatIsNoFileIsNotSent_data() {
    QTest::addColumn<QString>("name");
    QTest::newRow("missing") << QStringLiteral("missing");
    QTest::newRow("folder") << QStringLiteral(".");
    QTest::newRow("pipe") << QStringLiteral("pipe");
}

void TestFileTransfers::whatIsNoFileIsNotSent() {
    QFETCH(QString, name);
    QCOMPARE(::mkfifo(QFile::encodeName(m_folder->filePath(QStringLiteral("pipe"))).constData(), 0600), 0);
    Heard heard;
    const auto transfer = upload(m_folder->filePath(name), heard);
    QVERIFY(!heard.isOver()); // never before start() returned
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.error->kind, ApiError::Kind::LocalFile);
    QVERIFY(!heard.error->problem.detail.empty());
    QVERIFY(m_network->seen.empty());
}

void TestFileTransfers::anExpiredTokenSendsTheFileAgain() {
    const QByteArray bytes = someBytes(100000);
    m_network->script = [](FakeCall& call) {
        if (call.path().endsWith("/refresh")) {
            call.answer(200, tokens("access-2", "refresh-2"));
        } else if (call.header("authorization") == "Bearer access-2") {
            const QByteArray arrived = call.takeBody();
            call.answer(200, encoded(uploadAnswer(arrived)));
        } else {
            call.takeBody(50000);
            call.problem(ErrorCode::token_expired);
        }
    };
    Heard heard;
    const auto transfer = upload(write(QStringLiteral("local"), bytes), heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.finished, 1);
    QCOMPARE(m_network->seen.size(), std::size_t{3});
}

void TestFileTransfers::aHangingUploadCanBeGivenUp() {
    m_network->script = [](FakeCall& call) { call.takeBody(20000); };
    Heard heard;
    auto transfer = upload(write(QStringLiteral("local"), someBytes(100000)), heard);
    QTRY_VERIFY(!heard.progress.empty());
    transfer->cancel();
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.error->kind, ApiError::Kind::Cancelled);
    QVERIFY(m_network->calls.front() == nullptr);
    Heard other;
    transfer = upload(m_folder->filePath(QStringLiteral("local")), other);
    QTRY_VERIFY(!other.progress.empty());
    transfer.reset();
    QVERIFY(m_network->calls.back() == nullptr);
    QVERIFY(!other.isOver());
}

void TestFileTransfers::aFileIsFetched() {
    const QByteArray bytes = someBytes(300000);
    m_network->script = [&](FakeCall& call) {
        call.head(200, {});
        for (int at = 0; at < bytes.size(); at += 65536)
            call.piece(bytes.mid(at, 65536));
        call.end();
    };
    Heard heard;
    const QString target = m_folder->filePath(QString(255, QLatin1Char('t')));
    const auto transfer = download(bytes, target, heard);
    QTRY_VERIFY(heard.isOver());
    QVERIFY(!heard.error);
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
    QCOMPARE(leftFiles().size(), 1);
    QCOMPARE(heard.progress.back(), qint64{300000});
}

void TestFileTransfers::aFileThatIsNotTheOneIsNotKept_data() {
    QTest::addColumn<QByteArray>("arrives");
    const QByteArray bytes = someBytes(1000);
    QByteArray changed = bytes;
    changed[500] = static_cast<char>(changed[500] ^ 1);
    QTest::newRow("a bit is wrong") << changed;
    QTest::newRow("too short") << bytes.left(999);
    QTest::newRow("too long") << bytes + "x";
    QTest::newRow("nothing") << QByteArray();
}

void TestFileTransfers::aFileThatIsNotTheOneIsNotKept() {
    QFETCH(QByteArray, arrives);
    m_network->script = [&](FakeCall& call) {
        call.head(200, {});
        QPointer<FakeCall> alive(&call);
        call.piece(arrives);
        if (alive)
            call.end();
    };
    const QString target = write(QStringLiteral("target"), "what was there before");
    Heard heard;
    const auto transfer = download(someBytes(1000), target, heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.finished, 0);
    QCOMPARE(heard.error->problem.code, ErrorCode::checksum_mismatch);
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("what was there before"));
    QCOMPARE(leftFiles(), QStringList{QStringLiteral("target")});
}

void TestFileTransfers::aCutDownloadGoesOn_data() {
    QTest::addColumn<bool>("takes_ranges");
    QTest::newRow("from where it broke") << true;
    QTest::newRow("from the beginning, where the server knows no ranges") << false;
}

void TestFileTransfers::aCutDownloadGoesOn() {
    QFETCH(bool, takes_ranges);
    const QByteArray bytes = someBytes(100000);
    std::vector<QByteArray> ranges;
    m_network->script = [&](FakeCall& call) {
        const QByteArray range = call.header("range");
        ranges.push_back(range);
        if (range.isEmpty()) {
            call.head(200, {});
            call.piece(bytes.left(40000));
            call.fail(ApiError::Kind::NoConnection);
            return;
        }
        if (takes_ranges)
            call.head(206, {{"content-range", "bytes 40000-99999/100000"}});
        else
            call.head(200, {});
        call.piece(takes_ranges ? bytes.mid(40000) : bytes);
        call.end();
    };
    Heard heard;
    const QString target = m_folder->filePath(QStringLiteral("target"));
    const auto transfer = download(bytes, target, heard);
    QTRY_VERIFY(heard.isOver());
    QVERIFY(!heard.error);
    QCOMPARE(ranges, (std::vector<QByteArray>{QByteArray(), "bytes=40000-"}));
    QFile file(target);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), bytes);
}

void TestFileTransfers::aFolderThatIsNotThere() {
    Heard heard;
    const auto transfer =
        download(someBytes(10), m_folder->filePath(QStringLiteral("no/such/folder/x")), heard);
    QTRY_VERIFY(heard.isOver());
    QCOMPARE(heard.error->kind, ApiError::Kind::LocalFile);
    QVERIFY(m_network->seen.empty());
}

Q_DECLARE_METATYPE(std::function<void(FakeCall&)>)
Q_DECLARE_METATYPE(ApiError::Kind)

QTEST_GUILESS_MAIN(TestFileTransfers)
#include "tst_file_transfers.moc"
