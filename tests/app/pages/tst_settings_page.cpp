// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/settings_page.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/theme_picker.h"
#include "tests/app/pages/pages_rig.h"

#include <QtTest/QtTest>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QComboBox>
#include <QtWidgets/QLabel>
#include <QtWidgets/QLineEdit>
#include <QtWidgets/QRadioButton>
#include <QtWidgets/QSpinBox>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

class SettingsPageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_rig.reset(); }
    void aBoxIsItsSetting_data();
    void aBoxIsItsSetting();
    void linksLiveAsLongAsChosen_data();
    void linksLiveAsLongAsChosen();
    void numbersStayInBounds();
    void themesAreChosenByName();
    void whatChangesElsewhereIsShown();
    void defaultsAreRestoredPerGroup();
    void sharingAsksFirst();
    void theLogIsShown();
    void everyGroupHasItsNames_data();
    void everyGroupHasItsNames();
    void searchFindsOverAllGroups_data();
    void searchFindsOverAllGroups();
    void serversAreForgotten();
    void theWheelChangesNothing();

private:
    SettingsPage& page() { return static_cast<SettingsPage&>(*m_rig->page); }
    QCheckBox* box(const char* name) { return qobject_cast<QCheckBox*>(shown(*m_rig->page, name)); }
    QString chosenGroup() { return m_rig->page->findChild<PlaceList*>()->chosenKey(); }

    std::unique_ptr<PagesRig> m_rig;
};

void SettingsPageTest::init() {
    m_rig = std::make_unique<PagesRig>();
    QVERIFY(m_rig->is_signed_in);
    m_rig->show<SettingsPage>();
}

void SettingsPageTest::aBoxIsItsSetting_data() {
    QTest::addColumn<QString>("group");
    QTest::addColumn<QString>("name");
    QTest::addColumn<int>("setting");
    const char* names[] = {"Copy the link to the clipboard at once",
                           "Show a notification when a file is sealed",
                           "Names in notifications",
                           "Reduce motion",
                           "Compact rows",
                           "Keep serving in the tray"};
    const char* groups[] = {"links", "notifications", "notifications", "appearance", "appearance", "server"};
    for (int setting = 0; setting < 6; ++setting)
        QTest::newRow(names[setting]) << utf8(groups[setting]) << utf8(names[setting]) << setting;
}

void SettingsPageTest::aBoxIsItsSetting() {
    QFETCH(QString, group);
    QFETCH(QString, name);
    QFETCH(int, setting);
    const AppSettings& settings = m_rig->fixture.settings;
    const auto value = [&] {
        const bool values[] = {settings.copyLinkAtOnce(),       settings.notifyWhenSealed(),
                               settings.namesInNotifications(), settings.reducedMotion(),
                               settings.compactRows(),          settings.keepServingInTray()};
        return values[setting];
    };
    page().showGroup(group);
    QCheckBox* check = box(qPrintable(name));
    QVERIFY(check);
    QCOMPARE(check->text(), name);
    for (int i = 0; i < 2; ++i) {
        const bool before = value();
        QCOMPARE(check->isChecked(), before);
        check->click();
        QCOMPARE(value(), !before);
    }
}

void SettingsPageTest::linksLiveAsLongAsChosen_data() {
    QTest::addColumn<QString>("choice");
    QTest::addColumn<int>("hours");
    QTest::newRow("1 hour") << QStringLiteral("1 hour") << 1;
    QTest::newRow("1 day") << QStringLiteral("1 day") << 24;
    QTest::newRow("7 days") << QStringLiteral("7 days") << 168;
}

void SettingsPageTest::linksLiveAsLongAsChosen() {
    QFETCH(QString, choice);
    QFETCH(int, hours);
    page().showGroup(QStringLiteral("links"));
    auto* life = qobject_cast<QComboBox*>(shown(*m_rig->page, "Expire after"));
    QVERIFY(life);
    QCOMPARE(life->currentText(), QStringLiteral("7 days"));
    life->setCurrentIndex(0);
    life->setCurrentIndex(life->findText(choice));
    QCOMPARE(m_rig->fixture.settings.linkLife(), std::chrono::seconds(std::chrono::hours(hours)));
}

void SettingsPageTest::numbersStayInBounds() {
    page().showGroup(QStringLiteral("transfers"));
    auto* spin = qobject_cast<QSpinBox*>(shown(*m_rig->page, "At the same time"));
    QVERIFY(spin);
    QCOMPARE(spin->value(), 3);
    spin->setValue(99);
    QCOMPARE(m_rig->fixture.settings.parallelTransfers(), 8);
    spin->setValue(0);
    QCOMPARE(m_rig->fixture.settings.parallelTransfers(), 1);
}

void SettingsPageTest::themesAreChosenByName() {
    page().showGroup(QStringLiteral("appearance"));
    const std::pair<const char*, ThemeSetting> themes[] = {{"Dark", ThemeSetting::Dark},
                                                           {"High contrast", ThemeSetting::HighContrast},
                                                           {"Light", ThemeSetting::Light},
                                                           {"System", ThemeSetting::System}};
    for (const auto& [name, theme] : themes) {
        QRadioButton* found = nullptr;
        for (QRadioButton* radio : m_rig->page->findChildren<QRadioButton*>())
            found = radio->text() == QLatin1String(name) ? radio : found;
        QVERIFY2(found && found->isVisible(), name);
        found->click();
        QCOMPARE(m_rig->fixture.settings.theme(), theme);
    }
}

void SettingsPageTest::whatChangesElsewhereIsShown() {
    page().showGroup(QStringLiteral("appearance"));
    QVERIFY(!box("Compact rows")->isChecked());
    m_rig->fixture.settings.setCompactRows(true); // from the View menu
    QVERIFY(box("Compact rows")->isChecked());
    m_rig->fixture.settings.setTheme(ThemeSetting::Dark);
    QCOMPARE(m_rig->page->findChild<ThemePicker*>()->chosen(), ThemeSource::Choice::Dark);
}

void SettingsPageTest::defaultsAreRestoredPerGroup() {
    AppSettings& settings = m_rig->fixture.settings;
    settings.setCopyLinkAtOnce(false);
    settings.setParallelTransfers(7);
    settings.setKeepServingInTray(false);
    page().showGroup(QStringLiteral("links"));
    auto* restore = qobject_cast<QAbstractButton*>(shown(*m_rig->page, "Restore defaults"));
    QVERIFY(restore);
    QCOMPARE(restore->text(), QStringLiteral("Restore defaults for Links"));
    restore->click();
    QVERIFY(settings.copyLinkAtOnce());
    QVERIFY(box("Copy the link to the clipboard at once")->isChecked());
    QCOMPARE(settings.parallelTransfers(), 7);
    page().showGroup(QStringLiteral("server"));
    restore->click();
    QVERIFY(settings.keepServingInTray());
    QVERIFY(m_rig->fixture.navigator.others.isEmpty()); // it was not shared
    page().showGroup(QStringLiteral("servers"));
    QVERIFY(!restore->isVisible()); // nothing there has a default
}

void SettingsPageTest::sharingAsksFirst() {
    page().showGroup(QStringLiteral("server"));
    QCheckBox* share = box("Share on this network");
    QVERIFY(share);
    share->click();
    QCOMPARE(m_rig->fixture.navigator.others, QStringList{QStringLiteral("share")});
    QVERIFY(!share->isChecked());
    QVERIFY(!m_rig->fixture.settings.shareOnNetwork());
    m_rig->fixture.settings.setShareOnNetwork(true); // the person said yes
    QVERIFY(share->isChecked());
}

void SettingsPageTest::theLogIsShown() {
    page().showGroup(QStringLiteral("server"));
    QVERIFY(m_rig->press("Show log"));
    QCOMPARE(m_rig->fixture.navigator.others, QStringList{QStringLiteral("log")});
}

void SettingsPageTest::everyGroupHasItsNames_data() {
    QTest::addColumn<QString>("group");
    for (const char* group : {"links", "transfers", "notifications", "appearance", "servers", "server"})
        QTest::newRow(group) << utf8(group);
}

void SettingsPageTest::everyGroupHasItsNames() {
    QFETCH(QString, group);
    page().showGroup(group);
    QCOMPARE(chosenGroup(), group);
    QCOMPARE(namingFaults(*m_rig->page), QStringList());
    QVERIFY(shown(*m_rig->page, "Settings groups"));
    QVERIFY(shown(*m_rig->page, "Search settings"));
    page().showGroup(QStringLiteral("nonsense"));
    QCOMPARE(chosenGroup(), group);
}

void SettingsPageTest::searchFindsOverAllGroups_data() {
    QTest::addColumn<QString>("search");
    QTest::addColumn<QString>("found"); ///< names of controls
    QTest::addColumn<QString>("hidden");
    QTest::newRow("by label") << QStringLiteral("expire") << QStringLiteral("Expire after")
                              << QStringLiteral("Compact rows");
    QTest::newRow("by help") << QStringLiteral("slow connection") << QStringLiteral("At the same time")
                             << QStringLiteral("Expire after");
    QTest::newRow("by group") << QStringLiteral("NOTIF") << QStringLiteral("Names in notifications")
                              << QStringLiteral("Expire after");
    QTest::newRow("by choice") << QStringLiteral("contrast") << QStringLiteral("Theme")
                               << QStringLiteral("Reduce motion");
    QTest::newRow("nothing") << QStringLiteral("zzz") << QStringLiteral("Clear search")
                             << QStringLiteral("Expire after");
}

void SettingsPageTest::searchFindsOverAllGroups() {
    QFETCH(QString, search);
    QFETCH(QString, found);
    QFETCH(QString, hidden);
    QLineEdit* field = shownInput(*m_rig->page, "Search settings");
    field->setText(search);
    QVERIFY(shown(*m_rig->page, qPrintable(found)));
    QVERIFY(!shown(*m_rig->page, qPrintable(hidden)));
    field->clear();
    QVERIFY(shown(*m_rig->page, "Expire after"));
    QVERIFY(!shown(*m_rig->page, "Compact rows"));
}

void SettingsPageTest::serversAreForgotten() {
    ServerProfile other;
    other.base = QUrl(QStringLiteral("https://old.example.org"));
    ServerProfile current = m_rig->fixture.world.profiles.current().value();
    m_rig->fixture.world.profiles.setCurrent(other);
    m_rig->fixture.world.profiles.setCurrent(current);
    m_rig->fixture.world.credentials.kept[QStringLiteral("https://old.example.org")] = "refresh";
    page().entered();
    page().showGroup(QStringLiteral("servers"));
    QTreeView* servers = m_rig->tree("Servers");
    QCOMPARE(servers->model()->rowCount(), 2);
    QAbstractButton* forget = shownButton(*m_rig->page, "Forget server");
    QVERIFY(!forget->isEnabled());
    const auto rowOf = [&](const char* name) {
        for (int row = 0; row < servers->model()->rowCount(); ++row) {
            if (servers->model()->index(row, 0).data().toString() == QLatin1String(name))
                return row;
        }
        return -1;
    };
    servers->selectionModel()->select(servers->model()->index(rowOf("files.example.org"), 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QVERIFY(!forget->isEnabled()); // it is in use
    servers->selectionModel()->select(servers->model()->index(rowOf("old.example.org"), 0),
                                      QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    QVERIFY(forget->isEnabled());
    forget->click();
    QCOMPARE(servers->model()->rowCount(), 1);
    QCOMPARE(m_rig->fixture.world.profiles.all().size(), std::size_t(1));
    QVERIFY(!m_rig->fixture.world.credentials.kept.contains(QStringLiteral("https://old.example.org")));
    QCOMPARE(m_rig->fixture.world.profiles.current().value().base, current.base);
}

void SettingsPageTest::theWheelChangesNothing() {
    page().showGroup(QStringLiteral("transfers"));
    auto* spin = qobject_cast<QSpinBox*>(shown(*m_rig->page, "At the same time"));
    m_rig->page->findChild<PlaceList*>()->setFocus();
    QWheelEvent wheel(QPointF(5, 5), spin->mapToGlobal(QPointF(5, 5)), QPoint(), QPoint(0, 120), Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(spin, &wheel);
    QCOMPARE(spin->value(), 3);
}

QTEST_MAIN(SettingsPageTest)
#include "tst_settings_page.moc"
