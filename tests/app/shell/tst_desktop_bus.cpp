// SPDX-License-Identifier: GPL-3.0-or-later
// The settings portal and the notification service of the desktop, played by this program on a bus of its
// own.
#include "app/shell/desktop_appearance.h"
#include "app/shell/desktop_notifications.h"

#include <QtCore/QTemporaryDir>
#include <QtDBus/QtDBus>
#include <QtTest/QtTest>

using namespace dropseal::app;

namespace {

constexpr int Patience = 20000; // ms; a bound for hanging, not for speed

using Namespaces = QMap<QString, QVariantMap>;

} // namespace

class FakePortal : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    explicit FakePortal(QObject* object) : QDBusAbstractAdaptor(object) {}
    QVariantMap values;

public Q_SLOTS:
    QMap<QString, QVariantMap> ReadAll(const QStringList& wanted) {
        return wanted.contains(QStringLiteral("org.freedesktop.appearance"))
                   ? Namespaces{{QStringLiteral("org.freedesktop.appearance"), values}}
                   : Namespaces{};
    }

Q_SIGNALS:
    void SettingChanged(const QString& name_space, const QString& key, const QDBusVariant& value);
};

class FakeNotifications : public QDBusAbstractAdaptor {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Notifications")
public:
    explicit FakeNotifications(QObject* object) : QDBusAbstractAdaptor(object) {}
    QStringList titles;
    QStringList bodies;
    QList<QStringList> acts;

public Q_SLOTS:
    uint Notify(const QString&, uint, const QString&, const QString& title, const QString& body,
                const QStringList& buttons, const QVariantMap&, int) {
        titles += title;
        bodies += body;
        acts += buttons;
        return static_cast<uint>(titles.size());
    }

Q_SIGNALS:
    void ActionInvoked(uint id, const QString& key);
    void NotificationClosed(uint id, uint reason);
};

class DesktopBusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() {
        qDBusRegisterMetaType<Namespaces>();
        m_folder = std::make_unique<QTemporaryDir>();
        m_settings = std::make_unique<AppSettings>(m_folder->filePath(QStringLiteral("settings.ini")));
        m_bus.emplace(QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop")));
        QVERIFY(m_bus->isConnected());
    }
    void cleanup() {
        m_bus.reset();
        QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
    }

    void withoutADesktopThePaletteDecides() {
        DesktopAppearance appearance(*m_settings);
        QCOMPARE(Theme::current(), ThemeName::Light);
        appearance.followDesktop();
        DesktopNotifications notifications;
        QSignalSpy unavailable(&notifications, &DesktopNotifications::unavailable);
        notifications.show({QStringLiteral("t"), {}, {}, {}});
        QTRY_COMPARE_WITH_TIMEOUT(unavailable.size(), 1, Patience); // and nothing has waited for it
        QCOMPARE(Theme::current(), ThemeName::Light);
    }

    void thePortalIsFollowed() {
        QObject desktop;
        auto* const portal = new FakePortal(&desktop);
        portal->values = {{QStringLiteral("color-scheme"), QVariant::fromValue(QDBusVariant(uint(1)))}};
        QVERIFY(m_bus->registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), &desktop));
        QVERIFY(m_bus->registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
        {
            DesktopAppearance appearance(*m_settings);
            QCOMPARE(Theme::current(), ThemeName::Light);
            appearance.followDesktop();
            QTRY_COMPARE_WITH_TIMEOUT(Theme::current(), ThemeName::Dark, Patience);
            const auto change = [portal](const char* key, uint value) {
                Q_EMIT portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                              QLatin1String(key), QDBusVariant(value));
            };
            change("contrast", 1);
            QTRY_COMPARE_WITH_TIMEOUT(Theme::current(), ThemeName::ContrastDark, Patience);
            change("color-scheme", 2);
            QTRY_COMPARE_WITH_TIMEOUT(Theme::current(), ThemeName::ContrastLight, Patience);
            change("reduced-motion", 1);
            QTRY_VERIFY_WITH_TIMEOUT(Theme::isReducedMotion(), Patience);
            m_settings->setTheme(ThemeSetting::Dark); // the setting overrules
            QCOMPARE(Theme::current(), ThemeName::Dark);
            m_settings->setTheme(ThemeSetting::System);
            change("color-scheme", 1);
            QTRY_COMPARE_WITH_TIMEOUT(Theme::current(), ThemeName::ContrastDark, Patience);
        }
        // The next start knows it before it has asked.
        const DesktopAppearance next(*m_settings);
        QCOMPARE(Theme::current(), ThemeName::ContrastDark);
    }

    void notificationsHaveButtons() {
        QObject desktop;
        auto* const service = new FakeNotifications(&desktop);
        QVERIFY(m_bus->registerObject(QStringLiteral("/org/freedesktop/Notifications"), &desktop));
        QVERIFY(m_bus->registerService(QStringLiteral("org.freedesktop.Notifications")));
        DesktopNotifications notifications;
        QSignalSpy acted(&notifications, &DesktopNotifications::acted);
        QSignalSpy opened(&notifications, &DesktopNotifications::opened);
        notifications.show({QStringLiteral("<b>.jpg is sealed"),
                            QStringLiteral("<b>"),
                            {DesktopNotice::Act::CopyLink},
                            {7}});
        QTRY_COMPARE_WITH_TIMEOUT(service->titles.size(), 1, Patience);
        QCOMPARE(service->titles.first(), QStringLiteral("<b>.jpg is sealed"));
        QCOMPARE(service->bodies.first(), QStringLiteral("&lt;b&gt;")); // a body may be read as markup
        QCOMPARE(service->acts.first(),
                 QStringList({QStringLiteral("default"), QStringLiteral("Open Dropseal"),
                              QStringLiteral("copy-link"), QStringLiteral("Copy link")}));
        // Its number comes by the same way as the press, so it is known by then.
        Q_EMIT service->ActionInvoked(99, QStringLiteral("copy-link")); // of another program
        Q_EMIT service->ActionInvoked(1, QStringLiteral("copy-link"));
        QTRY_COMPARE_WITH_TIMEOUT(acted.size(), 1, Patience);
        QCOMPARE(acted.first().at(1).value<DesktopNotice>().transfers, std::vector<std::int64_t>{7});
        Q_EMIT service->ActionInvoked(1, QStringLiteral("default"));
        QTRY_COMPARE_WITH_TIMEOUT(opened.size(), 1, Patience);
    }

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<AppSettings> m_settings;
    std::optional<QDBusConnection> m_bus;
};

QTEST_MAIN(DesktopBusTest)
#include "tst_desktop_bus.moc"
