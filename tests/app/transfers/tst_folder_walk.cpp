// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/folder_walk.h"

#include <QtCore/QDir>
#include <QtCore/QFile>
#include <QtCore/QTemporaryDir>
#include <QtTest/QtTest>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

using namespace dropseal;
using namespace dropseal::app;

class TestFolderWalk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void filesAndFolders();
    void whatCannotBeSent_data();
    void whatCannotBeSent();
    void whatMayNotBeRead();
    void linksInAFolder();
    void aLinkThatIsDroppedItself();
    void loopsEnd();
    void namesThatAreNoText();
    void deepFoldersGetShortNames();
    void aFolderWithoutFiles();
    void itStopsWhenTold();

private:
    QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    void write(const char* name, int size = 3) const {
        QFile file(path(name));
        QDir().mkpath(QFileInfo(file).absolutePath());
        if (!file.open(QIODevice::WriteOnly) || file.write(QByteArray(size, 'x')) != size)
            qFatal("cannot write the test's file");
    }
    void link(const char* name, const QByteArray& target) const {
        if (::symlink(target.constData(), QFile::encodeName(path(name)).constData()) != 0)
            qFatal("cannot link");
    }
    static std::vector<JournalRow> walk(const QStringList& paths) {
        const std::atomic<bool> stop = false;
        return FolderWalk(stop).walk(paths);
    }
    /// "name size", or "name !code".
    static QStringList told(const std::vector<JournalRow>& rows) {
        QStringList lines;
        for (const JournalRow& row : rows) {
            const Transfer& transfer = row.transfer;
            QString line = transfer.name + QLatin1Char(' ');
            if (transfer.fault) {
                if (transfer.state != TransferState::Failed ||
                    transfer.fault->kind != ApiError::Kind::LocalFile ||
                    transfer.fault->problem.detail.empty())
                    line += QStringLiteral("?");
                const auto word = info(transfer.fault->problem.code).word;
                line += QLatin1Char('!') + QString::fromLatin1(word.data(), static_cast<int>(word.size()));
            } else {
                line += QString::number(transfer.size);
            }
            lines += line;
        }
        return lines;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestFolderWalk::filesAndFolders() {
    write("photos/b.jpg", 2);
    write("photos/a.jpg", 0);
    write("photos/C.jpg", 3);
    write("photos/2024/a.jpg", 4);
    write("photos/2024/.hidden", 5);
    write("photos/2023/deep/er/x y", 6);
    write("single.txt", 7);
    const auto rows = walk({path("single.txt"), path("photos/")});
    QCOMPARE(told(rows), (QStringList{QStringLiteral("single.txt 7"), QStringLiteral("photos – a.jpg 0"),
                                      QStringLiteral("photos – b.jpg 2"), QStringLiteral("photos – C.jpg 3"),
                                      QStringLiteral("photos – 2023 – deep – er – x y 6"),
                                      QStringLiteral("photos – 2024 – .hidden 5"),
                                      QStringLiteral("photos – 2024 – a.jpg 4")}));
    QCOMPARE(rows[6].transfer.local_path, path("photos/2024/a.jpg"));
}

void TestFolderWalk::whatCannotBeSent_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("line");
    const auto row = [](const char* name, const char* code) {
        QTest::newRow(name) << QString::fromLatin1(name)
                            << QString::fromLatin1(name) + QLatin1Char(' ') + QString::fromLatin1(code);
    };
    row("missing", "!not_found");
    row("pipe", "!unsupported_media_type");
    row("socket", "!unsupported_media_type");
    row("broken-link", "!not_found");
    row("own-link", "!forbidden"); // too many levels
}

void TestFolderWalk::whatCannotBeSent() {
    QFETCH(QString, name);
    QFETCH(QString, line);
    QCOMPARE(::mkfifo(QFile::encodeName(path("pipe")).constData(), 0600), 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    qstrncpy(address.sun_path, QFile::encodeName(path("socket")).constData(), sizeof address.sun_path);
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    QCOMPARE(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    link("broken-link", "nowhere");
    link("own-link", "own-link");
    QCOMPARE(told(walk({m_folder->filePath(name)})), QStringList{line});
    ::close(socket);
}

void TestFolderWalk::whatMayNotBeRead() {
    write("all/closed.txt");
    write("all/folder/inside.txt");
    write("all/open.txt");
    const bool is_root = ::geteuid() == 0; // who may read everything
    QCOMPARE(::chmod(QFile::encodeName(m_folder->path()).constData(), 0755), 0);
    QCOMPARE(::chmod(QFile::encodeName(path("all/closed.txt")).constData(), 0), 0);
    QCOMPARE(::chmod(QFile::encodeName(path("all/folder")).constData(), 0), 0);
    if (is_root)
        QCOMPARE(::seteuid(65534), 0);
    const auto rows = walk({path("all")});
    if (is_root)
        QCOMPARE(::seteuid(0), 0);
    QCOMPARE(::chmod(QFile::encodeName(path("all/folder")).constData(), 0700), 0);
    QCOMPARE(told(rows),
             (QStringList{QStringLiteral("all – closed.txt !forbidden"), QStringLiteral("all – open.txt 3"),
                          QStringLiteral("all – folder !forbidden")}));
}

/// Nobody who drops a folder means to publish what lies elsewhere.
void TestFolderWalk::linksInAFolder() {
    write("outside/secret.txt");
    write("all/a.txt", 1);
    write("all/sub/b.txt", 2);
    link("all/inner-file", "sub/b.txt");
    link("all/inner-folder", "sub");
    link("all/out-file", "../outside/secret.txt");
    link("all/out-folder", "../outside");
    link("all/out-neighbour", "../all-too");
    write("all-too", 4);
    QCOMPARE(told(walk({path("all")})),
             (QStringList{QStringLiteral("all – a.txt 1"), QStringLiteral("all – inner-file 2"),
                          QStringLiteral("all – out-file !unsupported_media_type"),
                          QStringLiteral("all – out-folder !unsupported_media_type"),
                          QStringLiteral("all – out-neighbour !unsupported_media_type"),
                          QStringLiteral("all – sub – b.txt 2")}));
}

void TestFolderWalk::aLinkThatIsDroppedItself() {
    write("real/a.txt", 1);
    link("folder-link", "real");
    link("file-link", "real/a.txt");
    QCOMPARE(told(walk({path("folder-link"), path("file-link")})),
             (QStringList{QStringLiteral("folder-link – a.txt 1"), QStringLiteral("file-link 1")}));
}

void TestFolderWalk::loopsEnd() {
    write("all/a.txt", 1);
    link("all/here", ".");
    link("all/up", "../all");
    write("all/sub/b.txt", 2);
    link("all/sub/up", "..");
    QCOMPARE(told(walk({path("all")})),
             (QStringList{QStringLiteral("all – a.txt 1"), QStringLiteral("all – sub – b.txt 2")}));
}

void TestFolderWalk::namesThatAreNoText() {
    write("all/a.txt", 1);
    const QByteArray odd = QFile::encodeName(path("all")) + "/caf\xe9.txt";
    QVERIFY(::mknod(odd.constData(), S_IFREG | 0600, 0) == 0);
    const QStringList lines = told(walk({path("all")}));
    QCOMPARE(lines.size(), 2);
    QVERIFY(lines[1].endsWith(QStringLiteral("!forbidden")));
}

void TestFolderWalk::deepFoldersGetShortNames() {
    const QByteArray part(100, 'd');
    write(QByteArray(part + '/' + part + '/' + part + "/file.tar").constData());
    const auto rows = walk({path(part.constData())});
    QCOMPARE(rows.size(), std::size_t{1});
    QCOMPARE(rows[0].transfer.name.toUtf8().size(), 255);
    QVERIFY(rows[0].transfer.name.endsWith(QStringLiteral(" – file.tar")));
}

void TestFolderWalk::aFolderWithoutFiles() {
    QVERIFY(QDir().mkpath(path("empty/below")));
    QCOMPARE(told(walk({path("empty")})), QStringList{QStringLiteral("empty !unsupported_media_type")});
}

void TestFolderWalk::itStopsWhenTold() {
    write("all/a.txt");
    const std::atomic<bool> stop = true;
    QVERIFY(FolderWalk(stop).walk({path("all")}).empty());
}

QTEST_GUILESS_MAIN(TestFolderWalk)
#include "tst_folder_walk.moc"
