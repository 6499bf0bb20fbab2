// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/intake.h"
#include "tests/support/app/fake_queue.h"

#include <QtCore/QMimeData>
#include <QtCore/QTemporaryDir>
#include <QtCore/QUrl>
#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtGui/QImage>
#include <QtTest/QtTest>
#include <QtWidgets/QFileDialog>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QWidget>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

enum Content {
    Nothing,
    Text,
    EmptyText,
    Image,
    LocalFile,
    TwoFiles,
    WebLink,
    WebImage,
    FileAndWebLink,
    Html
};

std::unique_ptr<QMimeData> mimeOf(Content content) {
    auto mime = std::make_unique<QMimeData>();
    const QUrl local = QUrl::fromLocalFile(QStringLiteral("/ada/Ünïcode 100%.txt"));
    const QUrl other = QUrl::fromLocalFile(QStringLiteral("/ada/folder"));
    const QUrl web(QStringLiteral("https://example.org/a.jpg"));
    QImage image(4, 4, QImage::Format_RGB32);
    image.fill(Qt::red);
    switch (content) {
    case Nothing:
        break;
    case Text:
        mime->setText(QStringLiteral("grüße"));
        break;
    case EmptyText:
        mime->setText(QString());
        break;
    case Image:
        mime->setImageData(image);
        break;
    case LocalFile:
        mime->setUrls({local});
        break;
    case TwoFiles:
        mime->setUrls({local, other});
        break;
    case WebLink:
        mime->setUrls({web});
        mime->setText(web.toString());
        break;
    case WebImage:
        mime->setUrls({web});
        mime->setImageData(image);
        break;
    case FileAndWebLink:
        mime->setUrls({local, web});
        break;
    case Html:
        mime->setHtml(QStringLiteral("<b>bold</b>"));
        mime->setText(QStringLiteral("bold"));
        break;
    }
    return mime;
}

} // namespace

class IntakeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void takesWhatItCanRead_data();
    void takesWhatItCanRead();
    void pastes_data();
    void pastes();
    void anImageArrivesWhole();
    void twoPastesOfOneMinuteHaveTwoNames();
    void theDialogNamesItself();
    void oneDialogAtATime();
    void emptyPathsAreNoFiles();
};

void IntakeTest::takesWhatItCanRead_data() {
    QTest::addColumn<int>("content");
    QTest::addColumn<bool>("takes");
    QTest::addColumn<QString>("told");    ///< a pattern; empty: the queue hears nothing
    QTest::addColumn<QString>("refused"); ///< a pattern; empty: nothing is said
    const QString file = QStringLiteral("^addUploads /ada/Ünïcode 100%\\.txt$");
    const QString time = QStringLiteral("\\d{4}-\\d\\d-\\d\\d \\d\\d\\.\\d\\d");
    const QString text = QStringLiteral("^addBytes Pasted text %1\\.txt$").arg(time);
    const QString image = QStringLiteral("^addBytes Pasted image %1\\.png$").arg(time);
    QTest::newRow("nothing") << int(Nothing) << false << QString()
                             << QStringLiteral("no file, image or text");
    QTest::newRow("text") << int(Text) << true << text << QString();
    QTest::newRow("empty text") << int(EmptyText) << false << QString()
                                << QStringLiteral("no file, image or text");
    QTest::newRow("image") << int(Image) << true << image << QString();
    QTest::newRow("a file") << int(LocalFile) << true << file << QString();
    QTest::newRow("file and folder") << int(TwoFiles) << true << QStringLiteral("100%\\.txt\\|/ada/folder$")
                                     << QString();
    QTest::newRow("a web page's link")
        << int(WebLink) << false << QString() << QStringLiteral("^This is not on this computer");
    QTest::newRow("a web page's image") << int(WebImage) << true << image << QString();
    QTest::newRow("a file and a link")
        << int(FileAndWebLink) << true << file << QStringLiteral("^1 of these are not on this computer");
    QTest::newRow("rich text") << int(Html) << true << text << QString();
}

void IntakeTest::takesWhatItCanRead() {
    QFETCH(int, content);
    QFETCH(bool, takes);
    QFETCH(QString, told);
    QFETCH(QString, refused);
    const auto mime = mimeOf(static_cast<Content>(content));
    QCOMPARE(Intake::takes(*mime), takes);
    FakeQueue queue;
    QWidget window;
    Intake intake(queue, &window);
    QSignalSpy refusals(&intake, &Intake::refused);
    QSignalSpy taken(&intake, &Intake::taken);
    intake.take(*mime);
    if (told.isEmpty()) {
        QVERIFY(!refusals.isEmpty());
        QVERIFY(queue.told.isEmpty());
    } else {
        QTRY_COMPARE(queue.told.size(), 1); // an image is packed on a thread
        QVERIFY2(queue.told.first().contains(QRegularExpression(told)), qPrintable(queue.told.first()));
        QTRY_COMPARE(taken.size(), 1);
    }
    const QString why = refusals.isEmpty() ? QString() : refusals.first().first().toString();
    QVERIFY2(refused.isEmpty() ? why.isEmpty() : why.contains(QRegularExpression(refused)), qPrintable(why));
}

void IntakeTest::pastes_data() {
    QTest::addColumn<int>("content");
    QTest::addColumn<bool>("takes");
    QTest::newRow("nothing") << int(Nothing) << false;
    QTest::newRow("text") << int(Text) << true;
    QTest::newRow("files") << int(TwoFiles) << true;
    QTest::newRow("a web link") << int(WebLink) << false;
}

void IntakeTest::pastes() {
    QFETCH(int, content);
    QFETCH(bool, takes);
    FakeQueue queue;
    QWidget window;
    Intake intake(queue, &window);
    QSignalSpy refusals(&intake, &Intake::refused);
    QGuiApplication::clipboard()->setMimeData(mimeOf(static_cast<Content>(content)).release());
    intake.paste();
    QCOMPARE(queue.told.size(), takes ? 1 : 0);
    QCOMPARE(refusals.size(), takes ? 0 : 1);
    if (!takes)
        QCOMPARE(refusals.first().first().toString(),
                 QStringLiteral("The clipboard holds no file, image or text."));
}

void IntakeTest::anImageArrivesWhole() {
    FakeQueue queue;
    QWidget window;
    Intake intake(queue, &window);
    intake.take(*mimeOf(Image));
    QTRY_COMPARE(queue.bytes.size(), std::size_t(1));
    const QImage image = QImage::fromData(queue.bytes.front(), "PNG");
    QCOMPARE(image.size(), QSize(4, 4));
    QCOMPARE(image.pixelColor(2, 2), QColor(Qt::red));
}

void IntakeTest::twoPastesOfOneMinuteHaveTwoNames() {
    FakeQueue queue;
    QWidget window;
    Intake intake(queue, &window);
    for (int i = 0; i < 3; ++i)
        intake.take(*mimeOf(Text));
    QCOMPARE(queue.told.size(), 3);
    QCOMPARE(QSet<QString>(queue.told.begin(), queue.told.end()).size(), 3);
}

void IntakeTest::theDialogNamesItself() {
    QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    FakeQueue queue;
    QWidget window;
    window.show();
    Intake intake(queue, &window);
    intake.addFiles();
    auto* dialog = window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->windowTitle(), QStringLiteral("Add files"));
    QCOMPARE(dialog->fileMode(), QFileDialog::ExistingFiles);
    QVERIFY(dialog->isModal());
    dialog->setDirectory(folder.path());
    dialog->selectFile(file.fileName());
    dialog->findChild<QLineEdit*>()->setText(file.fileName());
    QMetaObject::invokeMethod(dialog, "accept");
    QTRY_COMPARE(queue.told, QStringList{QStringLiteral("addUploads ") + file.fileName()});
    // The next one begins where the last one was.
    QTRY_VERIFY(!window.findChild<QFileDialog*>());
    intake.addFolder();
    dialog = window.findChild<QFileDialog*>();
    QVERIFY(dialog);
    QCOMPARE(dialog->fileMode(), QFileDialog::Directory);
    QCOMPARE(dialog->directory().absolutePath(), QDir(folder.path()).absolutePath());
}

void IntakeTest::oneDialogAtATime() {
    FakeQueue queue;
    QWidget window;
    window.show();
    Intake intake(queue, &window);
    intake.addFiles();
    intake.addFiles();
    intake.addFolder();
    QCOMPARE(window.findChildren<QFileDialog*>().size(), 1);
    window.findChild<QFileDialog*>()->reject();
    QTRY_VERIFY(!window.findChild<QFileDialog*>());
    QVERIFY(queue.told.isEmpty());
    intake.addFolder();
    QCOMPARE(window.findChildren<QFileDialog*>().size(), 1);
}

void IntakeTest::emptyPathsAreNoFiles() {
    FakeQueue queue;
    QWidget window;
    Intake intake(queue, &window);
    intake.addPaths({});
    intake.addPaths({QString()});
    QVERIFY(queue.told.isEmpty());
    intake.addPaths({QString(), QStringLiteral("/a"), QStringLiteral("/b")});
    QCOMPARE(queue.told, QStringList{QStringLiteral("addUploads /a|/b")});
}

QTEST_MAIN(IntakeTest)
#include "tst_intake.moc"
