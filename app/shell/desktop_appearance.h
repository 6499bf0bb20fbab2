// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/shell/appearance.h"

#include <QtCore/QObject>

#include <memory>

namespace dropseal::app {

class PortalInterface;

/// Keeps the look as the setting and the desktop want it. The first look comes from what the desktop said
/// last time; the portal is asked without waiting for it. GUI thread.
class DesktopAppearance : public QObject {
    Q_OBJECT
public:
    /// Applies the first look: made before the first widget.
    explicit DesktopAppearance(AppSettings& settings, QObject* parent = nullptr);
    ~DesktopAppearance() override;

    /// Asks the portal and follows it; after the first frame.
    void followDesktop();
    const DesktopLooks& desktop() const { return m_desktop; }

Q_SIGNALS:
    void changed();

private:
    void readAll();
    void take(const QString& name_space, const QString& key, const QVariant& value);
    void apply();

    AppSettings& m_settings;
    DesktopLooks m_desktop;
    bool m_palette_is_dark;
    std::unique_ptr<PortalInterface> m_portal;
};

} // namespace dropseal::app
