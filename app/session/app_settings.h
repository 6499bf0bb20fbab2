// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtCore/QObject>
#include <QtCore/QSettings>
#include <QtCore/QString>

#include <chrono>

namespace dropseal::app {

enum class ThemeSetting { System, Light, Dark, HighContrast };

/// What a person may change, as one table of typed values with their defaults; kept in the app's settings
/// file. GUI thread.
class AppSettings : public QObject {
    Q_OBJECT
public:
    explicit AppSettings(const QString& settings_file, QObject* parent = nullptr);

    std::chrono::seconds linkLife() const; ///< 1 hour, 1 day or 7 days (default)
    void setLinkLife(std::chrono::seconds life);
    bool copyLinkAtOnce() const; ///< default true
    void setCopyLinkAtOnce(bool on);
    bool notifyWhenSealed() const; ///< default true
    void setNotifyWhenSealed(bool on);
    bool namesInNotifications() const; ///< default true
    void setNamesInNotifications(bool on);
    int parallelTransfers() const; ///< 1 to 8, default 3
    void setParallelTransfers(int count);
    ThemeSetting theme() const;
    void setTheme(ThemeSetting theme);
    bool reducedMotion() const; ///< in addition to what the desktop says
    void setReducedMotion(bool on);
    bool compactRows() const; ///< default false
    void setCompactRows(bool on);
    bool keepServingInTray() const; ///< default true
    void setKeepServingInTray(bool on);
    bool shareOnNetwork() const; ///< the bundled server listens on the network; default false
    void setShareOnNetwork(bool on);
    int bundledPort() const; ///< 0: none chosen yet
    void setBundledPort(int port);
    QByteArray windowState(const QString& part) const; ///< "geometry", "files-header", "dock-height" …
    void setWindowState(const QString& part, const QByteArray& state);
    void restoreDefaults(const QString& group); ///< "links", "transfers", "appearance" …

Q_SIGNALS:
    void changed();

private:
    int number(int row) const;
    void setNumber(int row, int value);

    QSettings m_settings;
};

} // namespace dropseal::app
