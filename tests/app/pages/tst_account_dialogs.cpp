// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/about_dialog.h"
#include "app/pages/quit_dialog.h"
#include "app/pages/server_log_dialog.h"
#include "app/pages/share_network_dialog.h"
#include "tests/support/app/page_fixture.h"

#include <QtGui/QClipboard>
#include <QtGui/QGuiApplication>
#include <QtTest/QtTest>
#include <QtWidgets/QLabel>
#include <QtWidgets/QPlainTextEdit>
#include <QtWidgets/QPushButton>

using namespace dropseal::app;
using namespace dropseal::app::test;

class TestAccountDialogs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sharingNeedsAnExplicitYes();
    void sharingNeedsANetwork();
    void quitting_data();
    void quitting();
    void quittingIsNotWhatEnterMeans();
    void theLogComesAsItIsWritten();
    void aboutTellsWhatHelpsOthersToHelp();

private:
    static bool show(QDialog& dialog) {
        dialog.open();
        dialog.activateWindow();
        return QTest::qWaitForWindowActive(&dialog) && namingFaults(dialog).isEmpty();
    }
    static QString textOf(const QDialog& dialog) {
        QStringList all;
        for (const QLabel* label : dialog.findChildren<QLabel*>())
            all += label->text();
        return all.join(u'\n');
    }
};

void TestAccountDialogs::sharingNeedsAnExplicitYes() {
    ShareNetworkDialog dialog(QStringLiteral("http://192.168.1.20:41234"));
    QSignalSpy yes(&dialog, &QDialog::accepted);
    QVERIFY(show(dialog));
    QVERIFY(textOf(dialog).contains(
        QStringLiteral("Anyone on this network who has a link can open it, and can see this sign-in page.")));
    QVERIFY(textOf(dialog).contains(QStringLiteral("http://192.168.1.20:41234")));
    QTest::keyClick(&dialog, Qt::Key_Return); // the focus is on "Not now"
    QVERIFY(!dialog.isVisible());
    QCOMPARE(yes.count(), 0);
    QVERIFY(show(dialog));
    QTest::keyClick(&dialog, Qt::Key_Escape);
    QCOMPARE(yes.count(), 0);
    QVERIFY(show(dialog));
    shownButton(dialog, "Share on this network")->click();
    QCOMPARE(yes.count(), 1);
}

void TestAccountDialogs::sharingNeedsANetwork() {
    ShareNetworkDialog dialog({});
    QVERIFY(show(dialog));
    QVERIFY(shownButton(dialog, "Share on this network") == nullptr);
    QVERIFY(textOf(dialog).contains(QStringLiteral("This computer has no address on a network.")));
}

void TestAccountDialogs::quitting_data() {
    QTest::addColumn<int>("sending");
    QTest::addColumn<int>("links");
    QTest::addColumn<QString>("question");
    QTest::newRow("both") << 2 << 3
                          << QStringLiteral(
                                 "2 files are still being sent, 3 links work only while Dropseal runs.");
    QTest::newRow("one of each") << 1 << 1
                                 << QStringLiteral(
                                        "1 file is still being sent, 1 link works only while Dropseal runs.");
    QTest::newRow("files") << 5 << 0 << QStringLiteral("5 files are still being sent.");
    QTest::newRow("links") << 0 << 4 << QStringLiteral("4 links work only while Dropseal runs.");
}

void TestAccountDialogs::quitting() {
    QFETCH(int, sending);
    QFETCH(int, links);
    QFETCH(QString, question);
    QuitDialog dialog(sending, links);
    QSignalSpy quit(&dialog, &QDialog::accepted);
    QVERIFY(show(dialog));
    QVERIFY(textOf(dialog).startsWith(question));
    QCOMPARE(textOf(dialog).contains(QStringLiteral("next start")), sending > 0);
    shownButton(dialog, "Quit")->click();
    QCOMPARE(quit.count(), 1);
    QVERIFY(!dialog.isVisible());
}

void TestAccountDialogs::quittingIsNotWhatEnterMeans() {
    QuitDialog dialog(1, 0);
    QSignalSpy quit(&dialog, &QDialog::accepted);
    QSignalSpy kept(&dialog, &QDialog::rejected);
    QVERIFY(show(dialog));
    QTest::keyClick(&dialog, Qt::Key_Return);
    QCOMPARE(quit.count(), 0);
    QCOMPARE(kept.count(), 1);
}

void TestAccountDialogs::theLogComesAsItIsWritten() {
    PageFixture fixture;
    ServerLogDialog dialog(fixture.backend);
    QVERIFY(show(dialog));
    auto* lines = dialog.findChild<QPlainTextEdit*>();
    QCOMPARE(lines->toPlainText(), QString());
    BackendProcess::Options options;
    options.program = QStringLiteral("/bin/sh"); // it cannot open "serve", and says so
    options.data_dir = fixture.folder.path();
    fixture.backend.start(options);
    QTRY_VERIFY(!lines->toPlainText().isEmpty());
    QTRY_COMPARE(fixture.backend.state(), BackendProcess::State::Failed);
    shownButton(dialog, "Copy log")->click();
    QCOMPARE(QGuiApplication::clipboard()->text(), fixture.backend.log());
    QTRY_COMPARE(lines->toPlainText(), fixture.backend.log());
}

void TestAccountDialogs::aboutTellsWhatHelpsOthersToHelp() {
    PageFixture fixture;
    QVERIFY(fixture.signIn());
    AboutDialog dialog(fixture.context, {QStringLiteral("internal_error · HTTP 500 · request 0190abc")});
    QVERIFY(show(dialog));
    shownButton(dialog, "Copy details")->click();
    const QString details = QGuiApplication::clipboard()->text();
    for (const char* part : {"Dropseal 0.", "Qt 6.", "files.example.org", "0.1.0", "request 0190abc"})
        QVERIFY2(details.contains(QLatin1String(part)), part);
    for (const char* secret : {"ada@example.org", "access-1", "refresh-1"})
        QVERIFY2(!details.contains(QLatin1String(secret)), secret);
    bool has_licence = false;
    for (const QPlainTextEdit* text : dialog.findChildren<QPlainTextEdit*>())
        has_licence = has_licence || text->toPlainText().contains(QStringLiteral("ISC License"));
    QVERIFY(has_licence);
}

QTEST_MAIN(TestAccountDialogs)
#include "tst_account_dialogs.moc"
