// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QString>
#include <QtCore/QUrl>

#include <optional>
#include <vector>

namespace dropseal::app {

/// A server that was used, remembered without secrets.
struct ServerProfile {
    bool bundled = false;
    QUrl base;                  ///< no path
    QString pinned_fingerprint; ///< SHA-256 hex, where the person trusted this one certificate
    QString last_login;         ///< fills the E-mail field
    /// What the keyring has for it is old (it was locked when there was something newer to keep, or nothing):
    /// using it would look like a stolen session.
    bool kept_is_stale = false;

    QString displayName() const; ///< "This computer", or host with port where it is not the scheme's own
};

/// The profiles and which one is in use, in the app's settings file.
class ServerProfiles {
public:
    explicit ServerProfiles(const QString& settings_file);
    std::vector<ServerProfile> all() const;
    std::optional<ServerProfile> current() const;
    void setCurrent(const ServerProfile& profile); ///< adds or replaces by base (the bundled one: by bundled)
    void forgetCurrent();
    void forget(const ServerProfile& profile); ///< one that is not in use

private:
    QString m_settings_file;
};

} // namespace dropseal::app
