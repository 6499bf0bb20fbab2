// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/blobs/open_beneath.h"
#include "tests/backend/blobs/disk_fixture.h"

#include <QtTest/QtTest>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>

using namespace dropseal;
using namespace dropseal::test;

namespace {

unsigned modeOf(const std::string& path) {
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 ? info.st_mode & 07777U : 0;
}

void writeFile(const std::string& path, const std::string& text) {
    std::ofstream(path) << text;
}

QString shelfOf(const DiskFixture& on, const BlobId& id) {
    return QString::fromStdString(on.path + "/blobs/" + blobs::DataFolder::shelfName(id));
}

std::string readFile(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

class DataFolderTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void makesItsLayoutForOneUserOnly() {
        DiskFixture on;
        QCOMPARE(modeOf(on.path), 0700U);
        for (const char* name : {"blobs", "tmp", "run", "secrets"})
            QCOMPARE(modeOf(on.path + "/" + name), 0700U);
        QCOMPARE(modeOf(on.path + "/lock"), 0600U);
        const BlobId id = BlobId::make();
        QVERIFY(on.store->put(*on.spoolOf(someBytes(10)), id).ok());
        QCOMPARE(modeOf(on.path + "/blobs/" + blobs::DataFolder::shelfName(id)), 0700U);
    }

    void makesTheFoldersAbove() {
        QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/a/b/c";
        QVERIFY(blobs::DataFolder::open(path).ok());
        QCOMPARE(modeOf(dir.path().toStdString() + "/a"), 0700U);
    }

    void closesFoldersThatOthersCouldEnter() {
        DiskFixture on;
        const std::string secrets = on.path + "/secrets";
        QCOMPARE(::chmod(secrets.c_str(), 0755), 0);
        on.openAgain();
        QCOMPARE(modeOf(secrets), 0700U);
    }

    void aSecondServerIsToldTheFirstOnesNumber() {
        DiskFixture on;
        int pipe_fds[2];
        QCOMPARE(::pipe(pipe_fds), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto second = blobs::DataFolder::open(on.path, blobs::Durability::Off);
            const std::string text = second                                     ? "opened"
                                     : second.error().code == ErrorCode::locked ? second.error().detail
                                                                                : "wrong code";
            [[maybe_unused]] const auto written = ::write(pipe_fds[1], text.data(), text.size());
            ::_exit(0);
        }
        ::close(pipe_fds[1]);
        std::array<char, 1000> text{};
        std::size_t size = 0;
        for (ssize_t got;
             size < text.size() && (got = ::read(pipe_fds[0], text.data() + size, text.size() - size)) > 0;)
            size += static_cast<std::size_t>(got);
        ::close(pipe_fds[0]);
        ::waitpid(child, nullptr, 0);
        const std::string said(text.data(), size);
        QVERIFY2(said.find("(process " + std::to_string(::getpid()) + ")") != std::string::npos,
                 said.c_str());
        QVERIFY2(said.find(on.path) != std::string::npos, said.c_str());
    }

    void theLockEndsWithItsHolder() {
        DiskFixture on;
        QCOMPARE(blobs::DataFolder::open(on.path, blobs::Durability::Off).error().code, ErrorCode::locked);
        on.openAgain();
        QVERIFY(on.folder.has_value());
    }

    void saysWhatIsWrongAtTheStart_data() {
        QTest::addColumn<QString>("name");
        for (const char* name : {"blobs", "tmp", "run", "secrets", "lock"})
            QTest::newRow(name) << QString::fromLatin1(name);
    }
    void saysWhatIsWrongAtTheStart() {
        QFETCH(QString, name);
        QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/data";
        const std::string outside = dir.path().toStdString() + "/outside";
        QVERIFY(QDir().mkpath(QString::fromStdString(path + "/blobs")));
        QVERIFY(QDir().mkpath(QString::fromStdString(outside)));
        const std::string link = path + "/" + name.toStdString();
        ::rmdir(link.c_str());
        QCOMPARE(::symlink(outside.c_str(), link.c_str()), 0);
        const auto opened = blobs::DataFolder::open(path, blobs::Durability::Off);
        QVERIFY(!opened.ok());
        QVERIFY(!opened.error().detail.empty());
        QVERIFY2(opened.error().detail.find(path) != std::string::npos, opened.error().detail.c_str());
        QCOMPARE(namesIn(QString::fromStdString(outside)), QStringList());
    }

    void aFileInTheWayIsSaid() {
        QTemporaryDir dir;
        const std::string path = dir.path().toStdString() + "/file";
        writeFile(path, "x");
        const auto opened = blobs::DataFolder::open(path, blobs::Durability::Off);
        QVERIFY(!opened.ok());
        QVERIFY(!opened.error().detail.empty());
        QVERIFY(!blobs::DataFolder::open(path + "/below", blobs::Durability::Off).ok());
    }

    void aPlantedLinkIsNeverRead() {
        DiskFixture on;
        const std::string secret = on.dir.path().toStdString() + "/secret";
        writeFile(secret, "do not tell");
        const BlobId id = BlobId::make();
        const std::string link = on.path + "/blobs/" + blobs::DataFolder::blobPath(id);
        QVERIFY(QDir().mkpath(shelfOf(on, id)));
        QCOMPARE(::symlink(secret.c_str(), link.c_str()), 0);
        QCOMPARE(on.store->open(id).error().code, ErrorCode::internal_error);
        QVERIFY(!on.store->open(id).error().cause.empty());
        QVERIFY(on.store->remove(id).ok());
        QCOMPARE(readFile(secret), std::string("do not tell"));
    }

    void aPlantedShelfIsNeverEntered() {
        DiskFixture on;
        const BlobId id = BlobId::make();
        const std::string shelf = on.path + "/blobs/" + blobs::DataFolder::shelfName(id);
        const std::string outside = on.dir.path().toStdString() + "/outside";
        QCOMPARE(::mkdir(outside.c_str(), 0700), 0);
        writeFile(outside + "/" + id.toString(), "do not tell");
        QCOMPARE(::symlink(outside.c_str(), shelf.c_str()), 0);
        QCOMPARE(on.store->open(id).error().code, ErrorCode::internal_error);
        QVERIFY(!on.store->remove(id).ok());
        auto spool = on.spoolOf(someBytes(10));
        QVERIFY(!on.store->put(*spool, id).ok());
        QCOMPARE(readFile(outside + "/" + id.toString()), std::string("do not tell"));
    }

    void aPlantedNoteIsNotFollowed() {
        DiskFixture on;
        const std::string outside = on.dir.path().toStdString() + "/outside";
        writeFile(outside, "keep");
        const BlobId id = BlobId::make();
        QCOMPARE(::symlink(outside.c_str(), (on.path + "/tmp/" + id.toString() + ".finish").c_str()), 0);
        auto spool = on.spoolOf(someBytes(10));
        QVERIFY(!on.store->put(*spool, id).ok());
        QVERIFY(on.store->recover([](const BlobId&) { return Result<bool>(false); }).ok());
        QCOMPARE(readFile(outside), std::string("keep"));
        spool.reset();
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
    }

    void aPipeInPlaceOfABlobDoesNotHang() {
        DiskFixture on;
        const BlobId id = BlobId::make();
        QVERIFY(QDir().mkpath(shelfOf(on, id)));
        QCOMPARE(::mkfifo((on.path + "/blobs/" + blobs::DataFolder::blobPath(id)).c_str(), 0600), 0);
        QCOMPARE(on.store->open(id).error().code, ErrorCode::internal_error);
    }

    void bothWaysOfOpeningAgree_data() {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("number");
        QTest::newRow("file") << "plain" << 0;
        QTest::newRow("below") << "folder/plain" << 0;
        QTest::newRow("missing") << "none" << ENOENT;
        QTest::newRow("link") << "link" << ELOOP;
        QTest::newRow("link on the way") << "folder_link/plain" << ELOOP;
        QTest::newRow("above") << "../data" << EXDEV;
        QTest::newRow("above, later") << "folder/../../data" << EXDEV;
        QTest::newRow("absolute") << "/etc/hostname" << EXDEV;
    }
    void bothWaysOfOpeningAgree() {
        QFETCH(QString, path);
        QFETCH(int, number);
        DiskFixture on;
        writeFile(on.path + "/plain", "x");
        QCOMPARE(::mkdir((on.path + "/folder").c_str(), 0700), 0);
        writeFile(on.path + "/folder/plain", "x");
        QCOMPARE(::symlink("plain", (on.path + "/link").c_str()), 0);
        QCOMPARE(::symlink("folder", (on.path + "/folder_link").c_str()), 0);
        const int root = on.folder->root().fd();
        errno = 0;
        const bool quick = blobs::openBeneath(root, path.toStdString(), O_RDONLY).isOpen();
        QCOMPARE(quick ? 0 : errno, number);
        errno = 0;
        const bool slow = blobs::openStepByStep(root, path.toStdString(), O_RDONLY).isOpen();
        QCOMPARE(slow ? 0 : errno, number);
    }

    void aCheckNeedsAWritableFolder() {
        DiskFixture on;
        QVERIFY(on.store->check().ok());
        QCOMPARE(namesIn(on.tmpPath()), QStringList());
        QVERIFY(QDir(on.tmpPath()).removeRecursively());
        QVERIFY(!on.store->check().ok());
    }
};

QTEST_GUILESS_MAIN(DataFolderTest)
#include "tst_data_folder.moc"
