// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/desktop_appearance.h"

#include "app/shell/portal_interface.h"

#include <QtDBus/QDBusMetaType>
#include <QtDBus/QDBusPendingCallWatcher>
#include <QtDBus/QDBusPendingReply>
#include <QtGui/QGuiApplication>
#include <QtGui/QStyleHints>

namespace dropseal::app {

namespace {

using Namespaces = QMap<QString, QVariantMap>;

const QLatin1String Appearance("org.freedesktop.appearance");
const QLatin1String KeptAs("desktop-looks");

bool paletteIsDark() {
    const QPalette palette = QGuiApplication::palette();
    return palette.color(QPalette::Window).lightnessF() < palette.color(QPalette::WindowText).lightnessF();
}

/// Read() of old portals wraps a value twice.
QVariant unwrapped(QVariant value) {
    while (value.userType() == qMetaTypeId<QDBusVariant>())
        value = qvariant_cast<QDBusVariant>(value).variant();
    return value;
}

} // namespace

DesktopAppearance::DesktopAppearance(AppSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_desktop(DesktopLooks::fromBytes(settings.windowState(KeptAs)))
    , m_palette_is_dark(paletteIsDark()) { // before the palette is ours
    apply();
    connect(&settings, &AppSettings::changed, this, &DesktopAppearance::apply);
}

DesktopAppearance::~DesktopAppearance() = default;

void DesktopAppearance::followDesktop() {
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
    const auto ask_qt = [this] {
        m_palette_is_dark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
        apply();
    };
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this, ask_qt);
#endif
    qDBusRegisterMetaType<Namespaces>();
    m_portal = std::make_unique<PortalInterface>();
    connect(m_portal.get(), &PortalInterface::SettingChanged, this,
            [this](const QString& name_space, const QString& key, const QDBusVariant& value) {
                take(name_space, key, value.variant());
            });
    readAll();
}

void DesktopAppearance::readAll() {
    const QDBusPendingCall call = m_portal->asyncCall(QStringLiteral("ReadAll"), QStringList{Appearance});
    auto* watcher = new QDBusPendingCallWatcher(call, this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this](QDBusPendingCallWatcher* done) {
        done->deleteLater();
        const QDBusPendingReply<Namespaces> reply = *done;
        if (reply.isError())
            return; // no portal: what the palette says
        const QVariantMap values = reply.value().value(Appearance);
        m_desktop = {};
        for (auto value = values.cbegin(); value != values.cend(); ++value)
            m_desktop.take(value.key(), unwrapped(value.value()).toUInt());
        m_settings.setWindowState(KeptAs, m_desktop.toBytes());
        apply();
    });
}

void DesktopAppearance::take(const QString& name_space, const QString& key, const QVariant& value) {
    if (name_space != Appearance || !m_desktop.take(key, unwrapped(value).toUInt()))
        return;
    m_settings.setWindowState(KeptAs, m_desktop.toBytes());
    apply();
}

void DesktopAppearance::apply() {
    Theme::apply(
        themeSourceFor(m_settings.theme(), m_settings.reducedMotion(), m_desktop, m_palette_is_dark));
    Q_EMIT changed();
}

} // namespace dropseal::app
