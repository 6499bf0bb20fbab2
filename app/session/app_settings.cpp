// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/session/app_settings.h"

#include <array>

namespace dropseal::app {

namespace {

/// One setting: its group is the part before the slash, as restoreDefaults() takes it. Yes and no are 1 and
/// 0.
struct Row {
    const char* key;
    int by_default;
    int least;
    int most;
};

enum RowNumber {
    LinkLife,
    CopyLink,
    NotifySealed,
    NamesShown,
    Parallel,
    ThemeRow,
    Motion,
    Compact,
    Tray,
    Share,
    Port,
    RowCount
};

constexpr int HourSeconds = 3600;
constexpr int DaySeconds = 24 * HourSeconds;
constexpr int WeekSeconds = 7 * DaySeconds;

constexpr std::array<Row, RowCount> Table = {{
    {"links/life_seconds", WeekSeconds, HourSeconds, WeekSeconds},
    {"links/copy_at_once", 1, 0, 1},
    {"notifications/when_sealed", 1, 0, 1},
    {"notifications/names", 1, 0, 1},
    {"transfers/parallel", 3, 1, 8},
    {"appearance/theme", 0, 0, 3},
    {"appearance/reduced_motion", 0, 0, 1},
    {"appearance/compact_rows", 0, 0, 1},
    {"server/keep_serving_in_tray", 1, 0, 1},
    {"server/share_on_network", 0, 0, 1},
    {"server/bundled_port", 0, 0, 65535},
}};

QString windowKey(const QString& part) {
    return QStringLiteral("window/") + part;
}

} // namespace

AppSettings::AppSettings(const QString& settings_file, QObject* parent)
    : QObject(parent), m_settings(settings_file, QSettings::IniFormat) {
}

/// A value that somebody else wrote into the file and that makes no sense counts as the default.
int AppSettings::number(int row) const {
    const Row& entry = Table[static_cast<std::size_t>(row)];
    bool is_number = false;
    const int value = m_settings.value(QLatin1String(entry.key), entry.by_default).toInt(&is_number);
    return is_number && value >= entry.least && value <= entry.most ? value : entry.by_default;
}

void AppSettings::setNumber(int row, int value) {
    const Row& entry = Table[static_cast<std::size_t>(row)];
    const int bounded = std::clamp(value, entry.least, entry.most);
    if (number(row) == bounded)
        return;
    m_settings.setValue(QLatin1String(entry.key), bounded);
    Q_EMIT changed();
}

std::chrono::seconds AppSettings::linkLife() const {
    const int seconds = number(LinkLife);
    const bool is_offered = seconds == HourSeconds || seconds == DaySeconds || seconds == WeekSeconds;
    return std::chrono::seconds(is_offered ? seconds : WeekSeconds);
}

void AppSettings::setLinkLife(std::chrono::seconds life) {
    setNumber(LinkLife, static_cast<int>(life.count()));
}

bool AppSettings::copyLinkAtOnce() const {
    return number(CopyLink) != 0;
}

void AppSettings::setCopyLinkAtOnce(bool on) {
    setNumber(CopyLink, on ? 1 : 0);
}

bool AppSettings::notifyWhenSealed() const {
    return number(NotifySealed) != 0;
}

void AppSettings::setNotifyWhenSealed(bool on) {
    setNumber(NotifySealed, on ? 1 : 0);
}

bool AppSettings::namesInNotifications() const {
    return number(NamesShown) != 0;
}

void AppSettings::setNamesInNotifications(bool on) {
    setNumber(NamesShown, on ? 1 : 0);
}

int AppSettings::parallelTransfers() const {
    return number(Parallel);
}

void AppSettings::setParallelTransfers(int count) {
    setNumber(Parallel, count);
}

ThemeSetting AppSettings::theme() const {
    return static_cast<ThemeSetting>(number(ThemeRow));
}

void AppSettings::setTheme(ThemeSetting theme) {
    setNumber(ThemeRow, static_cast<int>(theme));
}

bool AppSettings::reducedMotion() const {
    return number(Motion) != 0;
}

void AppSettings::setReducedMotion(bool on) {
    setNumber(Motion, on ? 1 : 0);
}

bool AppSettings::compactRows() const {
    return number(Compact) != 0;
}

void AppSettings::setCompactRows(bool on) {
    setNumber(Compact, on ? 1 : 0);
}

bool AppSettings::keepServingInTray() const {
    return number(Tray) != 0;
}

void AppSettings::setKeepServingInTray(bool on) {
    setNumber(Tray, on ? 1 : 0);
}

bool AppSettings::shareOnNetwork() const {
    return number(Share) != 0;
}

void AppSettings::setShareOnNetwork(bool on) {
    setNumber(Share, on ? 1 : 0);
}

int AppSettings::bundledPort() const {
    return number(Port);
}

void AppSettings::setBundledPort(int port) {
    setNumber(Port, port);
}

QByteArray AppSettings::windowState(const QString& part) const {
    return m_settings.value(windowKey(part)).toByteArray();
}

void AppSettings::setWindowState(const QString& part, const QByteArray& state) {
    m_settings.setValue(windowKey(part), state); // nobody shows it: no changed()
}

void AppSettings::restoreDefaults(const QString& group) {
    // What this program chose, not the person, stays: links carry the port.
    for (const Row& row : Table) {
        const QString key = QLatin1String(row.key);
        if (key.startsWith(group + u'/') && &row != &Table[Port])
            m_settings.remove(key);
    }
    Q_EMIT changed();
}

} // namespace dropseal::app
