// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/seal_announcer.h"
#include "tests/app/pages/pages_rig.h"

#include <QtGui/QClipboard>
#include <QtTest/QtTest>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

QString clipboard() {
    return QGuiApplication::clipboard()->text();
}

QString linkOf(int number) {
    return QStringLiteral("https://files.example.org/d/%1").arg(number);
}

} // namespace

class SealAnnouncerTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void oneFile_data();
    void oneFile();
    void severalTogether_data();
    void severalTogether();
    void laterOnesAreAnotherGroup();
    void theExpiryIsRemembered();
    void theListIsAskedAnewButNotForEach();
    void aFileWithoutLinkCanHaveOne();
    void downloadsAreSaid();
    void whatIsGoneIsNotSaid();

private:
    /// As the queue does it: sealed, with a link.
    void seal(int number, bool with_link = true);

    std::unique_ptr<PagesRig> m_rig;
    std::unique_ptr<SealAnnouncer> m_announcer;
};

void SealAnnouncerTest::init() {
    m_rig = std::make_unique<PagesRig>();
    QVERIFY(m_rig->is_signed_in);
    m_rig->fixture.window.show();
    m_announcer = std::make_unique<SealAnnouncer>(m_rig->fixture.context);
    QGuiApplication::clipboard()->setText(QStringLiteral("before"));
}

void SealAnnouncerTest::cleanup() {
    m_announcer.reset();
    m_rig.reset();
}

void SealAnnouncerTest::seal(int number, bool with_link) {
    Transfer transfer;
    transfer.state = TransferState::Sealed;
    transfer.name = QStringLiteral("file %1.txt").arg(number);
    transfer.file_id = m_rig->server.add(transfer.name).id;
    if (with_link) {
        transfer.link = linkOf(number);
        transfer.link_expires = QDateTime::currentDateTimeUtc().addDays(7);
    }
    Q_EMIT m_rig->fixture.queue.sealed(m_rig->addTransfer(transfer));
}

void SealAnnouncerTest::oneFile_data() {
    QTest::addColumn<bool>("at_once");
    QTest::addColumn<QString>("notice");
    QTest::newRow("copied") << true << utf8("Link copied. \u2068file 1.txt\u2069 is sealed.");
    QTest::newRow("not copied") << false << utf8("\u2068file 1.txt\u2069 is sealed.");
}

void SealAnnouncerTest::oneFile() {
    QFETCH(bool, at_once);
    QFETCH(QString, notice);
    m_rig->fixture.settings.setCopyLinkAtOnce(at_once);
    seal(1);
    QVERIFY2(m_rig->says(notice), qPrintable(m_rig->fixture.toast.text()));
    QCOMPARE(clipboard(), at_once ? linkOf(1) : QStringLiteral("before"));
    if (!at_once) {
        QAbstractButton* copy = shownButton(m_rig->fixture.toast, "Copy link");
        QVERIFY(copy);
        copy->click();
        QCOMPARE(clipboard(), linkOf(1));
    }
}

void SealAnnouncerTest::severalTogether_data() {
    QTest::addColumn<bool>("at_once");
    QTest::addColumn<QString>("notice");
    QTest::newRow("copied") << true << QStringLiteral("3 links copied.");
    QTest::newRow("not copied") << false << QStringLiteral("3 files are sealed.");
}

void SealAnnouncerTest::severalTogether() {
    QFETCH(bool, at_once);
    QFETCH(QString, notice);
    m_rig->fixture.settings.setCopyLinkAtOnce(at_once);
    for (int number = 1; number <= 3; ++number)
        seal(number);
    QVERIFY2(m_rig->says(notice), qPrintable(m_rig->fixture.toast.text()));
    const QString links = QStringList({linkOf(1), linkOf(2), linkOf(3)}).join(u'\n');
    QCOMPARE(clipboard(), at_once ? links : QStringLiteral("before"));
    QAbstractButton* act = shownButton(m_rig->fixture.toast, at_once ? "Show" : "Copy link");
    QVERIFY(act);
    act->click();
    if (at_once)
        QVERIFY(m_rig->fixture.navigator.others.value(0).startsWith(QStringLiteral("file ")));
    else
        QCOMPARE(clipboard(), links);
}

void SealAnnouncerTest::laterOnesAreAnotherGroup() {
    seal(1);
    QTRY_COMPARE(clipboard(), linkOf(1));
    QTest::qWait(1300);
    seal(2);
    QTRY_COMPARE(clipboard(), linkOf(2));
}

void SealAnnouncerTest::theExpiryIsRemembered() {
    seal(1);
    seal(2, false);
    QVERIFY(m_rig->fixture.links.expiryOf(m_rig->server.files.at(0).id).isValid());
    QVERIFY(!m_rig->fixture.links.expiryOf(m_rig->server.files.at(1).id).isValid());
}

void SealAnnouncerTest::theListIsAskedAnewButNotForEach() {
    QVERIFY(m_rig->load());
    const auto before = m_rig->server.list_queries.size();
    for (int number = 1; number <= 50; ++number)
        seal(number);
    QTRY_COMPARE(m_rig->fixture.files.rowCount(), 50);
    QVERIFY(m_rig->server.list_queries.size() - before <= 4);
}

void SealAnnouncerTest::aFileWithoutLinkCanHaveOne() {
    seal(1, false);
    QVERIFY(m_rig->says(utf8("\u2068file 1.txt\u2069 is sealed, but has no link yet.")));
    QCOMPARE(clipboard(), QStringLiteral("before"));
    shownButton(m_rig->fixture.toast, "Copy link")->click();
    const QString id = QString::fromStdString(m_rig->server.files.at(0).id.toString());
    QTRY_VERIFY(clipboard().endsWith(id));
}

void SealAnnouncerTest::downloadsAreSaid() {
    Transfer transfer;
    transfer.kind = TransferKind::Download;
    transfer.state = TransferState::Sealed;
    transfer.name = QStringLiteral("a.txt");
    transfer.local_path = QStringLiteral("/tmp/a.txt");
    Q_EMIT m_rig->fixture.queue.downloaded(m_rig->addTransfer(transfer));
    QVERIFY(m_rig->says(utf8("\u2068a.txt\u2069 is downloaded and checked.")));
    QCOMPARE(clipboard(), QStringLiteral("before"));
}

void SealAnnouncerTest::whatIsGoneIsNotSaid() {
    Q_EMIT m_rig->fixture.queue.sealed(4711);
    Q_EMIT m_rig->fixture.queue.downloaded(4711);
    QTest::qWait(400);
    QCOMPARE(m_rig->fixture.toast.text(), QString());
    QCOMPARE(clipboard(), QStringLiteral("before"));
}

QTEST_MAIN(SealAnnouncerTest)
#include "tst_seal_announcer.moc"
