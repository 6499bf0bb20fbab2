// SPDX-License-Identifier: GPL-3.0-or-later
// SECURITY: fault matrix row 2 on this room alone. A child process dies at each step of an upload; the next
// start finds the blob where its row was committed, and nothing else.
#include "tests/backend/blobs/disk_fixture.h"

#include <QtTest/QtTest>

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>

using namespace dropseal;
using namespace dropseal::test;

namespace {

constexpr const char* BlobVariable = "TST_DISK_RECOVERY_BLOB";
constexpr const char* FolderVariable = "TST_DISK_RECOVERY_FOLDER";

/// The child's work.
int uploadAndSettle() {
    auto folder = blobs::DataFolder::open(std::getenv(FolderVariable)).value();
    blobs::DiskSpoolArea area(folder);
    blobs::DiskBlobStore store(folder);
    const BlobId id = BlobId::parse(std::getenv(BlobVariable)).value();
    auto spool = area.create(300'000).value();
    if (!spool->append(someBytes(300'000)) || !spool->checkpoint() || !spool->finish() ||
        !store.put(*spool, id))
        return 1;
    store.settle(id);
    return 0;
}

/// Runs this program again as the child that dies at `point`; its wait status.
int runChild(const std::string& path, const BlobId& id, const std::string& point) {
    const std::string variables[] = {std::string(FolderVariable) + "=" + path,
                                     std::string(BlobVariable) + "=" + id.toString(),
                                     "DROPSEAL_CRASH_AT=" + point, "ASAN_OPTIONS=detect_leaks=0"};
    const pid_t child = ::fork();
    if (child == 0) {
        std::vector<char*> environment;
        for (const auto& variable : variables)
            environment.push_back(const_cast<char*>(variable.c_str()));
        environment.push_back(nullptr);
        char name[] = "tst_disk_recovery";
        char* const arguments[] = {name, nullptr};
        ::execve("/proc/self/exe", arguments, environment.data());
        ::_exit(127);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return status;
}

} // namespace

class DiskRecoveryTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void startsCleanAfterAnyCrash_data() {
        QTest::addColumn<bool>("committed"); // the row was, before the crash
        QTest::addColumn<bool>("moved");     // the blob lies on its shelf
        QTest::newRow("spool_append") << false << false;
        QTest::newRow("spool_checkpoint") << false << false;
        QTest::newRow("put_written") << false << false;
        QTest::newRow("put_noted") << false << false;
        QTest::newRow("put_synced") << false << false;
        QTest::newRow("put_renamed") << false << true;
        QTest::newRow("put_done") << false << true;
        QTest::newRow("settle") << true << true;
    }
    void startsCleanAfterAnyCrash() {
        QFETCH(bool, committed);
        QFETCH(bool, moved);
        QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/data";
        const BlobId id = BlobId::make();
        const int status = runChild(path, id, QTest::currentDataTag());
        QVERIFY2(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL,
                 "the child did not die: are crash points compiled in?");
        auto folder = blobs::DataFolder::open(path).value();
        blobs::DiskBlobStore store(folder);
        QVERIFY(!namesIn(QString::fromStdString(path + "/tmp")).isEmpty());
        QCOMPARE(store.open(id).ok(), moved);
        QVERIFY(
            store.recover([&](const BlobId& asked) { return Result<bool>(committed && asked == id); }).ok());
        QCOMPARE(namesIn(QString::fromStdString(path + "/tmp")), QStringList());
        QCOMPARE(readAll(store, id).has_value(), committed);
        if (committed)
            QVERIFY(readAll(store, id) == someBytes(300'000));
    }

    void withoutACrashNothingIsLeft() {
        QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/data";
        const BlobId id = BlobId::make();
        QCOMPARE(runChild(path, id, ""), 0);
        QCOMPARE(namesIn(QString::fromStdString(path + "/tmp")), QStringList());
    }

    void aFolderInTmpIsLeftAlone() {
        DiskFixture on;
        QVERIFY(QDir(on.tmpPath()).mkdir(QStringLiteral("folder")));
        QVERIFY(on.store->recover([](const BlobId&) { return Result<bool>(false); }).ok());
        QCOMPARE(namesIn(on.tmpPath()), QStringList(QStringLiteral("folder")));
    }
};

int main(int argc, char** argv) {
    if (std::getenv(FolderVariable) != nullptr)
        return uploadAndSettle();
    QCoreApplication application(argc, argv);
    DiskRecoveryTest test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_disk_recovery.moc"
