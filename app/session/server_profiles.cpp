// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/server_profiles.h"

#include "app/session/server_address.h"

#include <QtCore/QSettings>

#include <algorithm>

namespace dropseal::app {

namespace {

const QLatin1String Servers("servers");
const QLatin1String Current("current_server");

struct Kept {
    std::vector<ServerProfile> profiles;
    int current = -1;
};

Kept load(const QString& file) {
    QSettings settings(file, QSettings::IniFormat);
    Kept kept;
    kept.current = settings.value(Current, -1).toInt();
    const int count = settings.beginReadArray(Servers);
    for (int i = 0; i < count; ++i) {
        settings.setArrayIndex(i);
        ServerProfile profile;
        profile.bundled = settings.value(QLatin1String("bundled")).toBool();
        profile.base = QUrl(settings.value(QLatin1String("base")).toString());
        profile.pinned_fingerprint = settings.value(QLatin1String("pinned_fingerprint")).toString();
        profile.last_login = settings.value(QLatin1String("last_login")).toString();
        profile.kept_is_stale = settings.value(QLatin1String("kept_is_stale")).toBool();
        kept.profiles.push_back(profile);
    }
    settings.endArray();
    if (kept.current >= static_cast<int>(kept.profiles.size()))
        kept.current = -1;
    return kept;
}

bool isSame(const ServerProfile& profile, const ServerProfile& other) {
    return profile.bundled ? other.bundled : !other.bundled && other.base == profile.base;
}

void save(const QString& file, const Kept& kept) {
    QSettings settings(file, QSettings::IniFormat);
    settings.setValue(Current, kept.current);
    settings.remove(Servers);
    settings.beginWriteArray(Servers, static_cast<int>(kept.profiles.size()));
    for (std::size_t i = 0; i < kept.profiles.size(); ++i) {
        const ServerProfile& profile = kept.profiles[i];
        settings.setArrayIndex(static_cast<int>(i));
        settings.setValue(QLatin1String("bundled"), profile.bundled);
        settings.setValue(QLatin1String("base"), profile.base.toString(QUrl::FullyEncoded));
        settings.setValue(QLatin1String("pinned_fingerprint"), profile.pinned_fingerprint);
        settings.setValue(QLatin1String("last_login"), profile.last_login);
        settings.setValue(QLatin1String("kept_is_stale"), profile.kept_is_stale);
    }
    settings.endArray();
}

} // namespace

QString ServerProfile::displayName() const {
    return bundled ? QStringLiteral("This computer") : shownServer(base);
}

ServerProfiles::ServerProfiles(const QString& settings_file) : m_settings_file(settings_file) {
}

std::vector<ServerProfile> ServerProfiles::all() const {
    return load(m_settings_file).profiles;
}

std::optional<ServerProfile> ServerProfiles::current() const {
    const Kept kept = load(m_settings_file);
    if (kept.current < 0)
        return std::nullopt;
    return kept.profiles[static_cast<std::size_t>(kept.current)];
}

void ServerProfiles::setCurrent(const ServerProfile& profile) {
    Kept kept = load(m_settings_file);
    auto found = std::ranges::find_if(
        kept.profiles, [&profile](const ServerProfile& other) { return isSame(profile, other); });
    if (found == kept.profiles.end())
        found = kept.profiles.insert(kept.profiles.end(), profile);
    else
        *found = profile;
    kept.current = static_cast<int>(found - kept.profiles.begin());
    save(m_settings_file, kept);
}

void ServerProfiles::forgetCurrent() {
    Kept kept = load(m_settings_file);
    if (kept.current < 0)
        return;
    kept.profiles.erase(kept.profiles.begin() + kept.current);
    kept.current = -1;
    save(m_settings_file, kept);
}

void ServerProfiles::forget(const ServerProfile& profile) {
    Kept kept = load(m_settings_file);
    const auto found = std::ranges::find_if(
        kept.profiles, [&profile](const ServerProfile& other) { return isSame(profile, other); });
    const int row = static_cast<int>(found - kept.profiles.begin());
    if (found == kept.profiles.end() || row == kept.current)
        return;
    kept.profiles.erase(found);
    if (row < kept.current)
        --kept.current;
    save(m_settings_file, kept);
}

} // namespace dropseal::app
