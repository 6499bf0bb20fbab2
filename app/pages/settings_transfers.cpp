// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/pages/page_context.h"
#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"

#include <QtCore/QSignalBlocker>
#include <QtGui/QWheelEvent>
#include <QtWidgets/QSpinBox>

namespace dropseal::app {

namespace {

constexpr int MostAtOnce = 8; // as AppSettings keeps it

/// Scrolling the page must not change a number in passing.
class CalmSpinBox final : public QSpinBox {
protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus())
            QSpinBox::wheelEvent(event);
        else
            event->ignore();
    }
};

class TransferSettings final : public SettingsGroup {
public:
    explicit TransferSettings(AppSettings& settings)
        : SettingsGroup(QStringLiteral("transfers"), tr("Transfers"), QStringLiteral("arrow-up-from-line"))
        , m_settings(settings)
        , m_parallel(new CalmSpinBox) {
        m_parallel->setAccessibleName(tr("At the same time"));
        m_parallel->setRange(1, MostAtOnce);
        m_parallel->setFocusPolicy(Qt::StrongFocus); // not by the wheel
        addSection(tr("Sending and downloading"));
        addRow(tr("At the same time"), m_parallel,
               tr("More files at once do not make a slow connection faster."), tr("files"));
        connect(m_parallel, &QSpinBox::valueChanged, &settings, &AppSettings::setParallelTransfers);
        load();
    }

    void load() override {
        const QSignalBlocker parallel(m_parallel);
        m_parallel->setValue(m_settings.parallelTransfers());
    }

private:
    AppSettings& m_settings;
    QSpinBox* m_parallel;
};

} // namespace

SettingsGroup* makeTransferSettings(PageContext& context) {
    return new TransferSettings(context.settings);
}

} // namespace dropseal::app
