// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/backend_process/backend_process.h"
#include "app/pages/page_context.h"
#include "app/pages/settings_group.h"
#include "app/session/app_settings.h"
#include "app/session/session.h"
#include "app/widgets/buttons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/text_label.h"

#include <QtCore/QSignalBlocker>
#include <QtWidgets/QCheckBox>
#include <QtWidgets/QHBoxLayout>

namespace dropseal::app {

namespace {

/// The server that the app brings along.
class ServerSettings final : public SettingsGroup {
public:
    explicit ServerSettings(PageContext& context)
        : SettingsGroup(QStringLiteral("server"), tr("This computer’s server"), QStringLiteral("hard-drive"))
        , m_context(context)
        , m_state(new TextLabel(QString()))
        , m_address(new TextLabel(QString(), TextRole::Mono))
        , m_port(new TextLabel(QString())) {
        addSection(tr("Who can open links"));
        m_share =
            addCheck(tr("Network"), tr("Share on this network"),
                     tr("Anyone on this network who has a link can open it, and can see the sign-in page."));
        m_tray = addCheck(tr("Window closed"), tr("Keep serving in the tray"),
                          tr("Links to this computer work only while Dropseal runs."));
        addSection(tr("Server"));
        m_address->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        addRow(tr("State"), m_state);
        addRow(tr("Address"), m_address);
        addRow(tr("Port"), m_port, tr("It stays the same, so that links go on working."));
        QPushButton* log = makeButton(tr("Show log"), ButtonRole::Raised);
        addRow(tr("Log"), log);
        connect(log, &QPushButton::clicked, this, [this] { m_context.navigator.showServerLog(); });
        // The explicit yes comes first: until then the box stays as it was.
        connect(m_share, &QCheckBox::toggled, this, [this] { // a screen reader clicks nothing
            const QSignalBlocker silent(m_share);
            m_share->setChecked(m_context.settings.shareOnNetwork());
            m_context.navigator.askToShareOnNetwork();
        });
        connect(m_tray, &QCheckBox::toggled, &context.settings, &AppSettings::setKeepServingInTray);
        connect(&context.backend, &BackendProcess::stateChanged, this, &ServerSettings::load);
        connect(&context.session, &Session::stateChanged, this, &ServerSettings::load);
        load();
    }

    void load() override {
        const QSignalBlocker share(m_share);
        const QSignalBlocker tray(m_tray);
        const BackendProcess& backend = m_context.backend;
        const bool running = backend.state() == BackendProcess::State::Running;
        m_share->setChecked(m_context.settings.shareOnNetwork());
        m_tray->setChecked(m_context.settings.keepServingInTray());
        m_state->setText(stateText());
        m_address->setText(running ? backend.base().toString() : tr("None while it does not run"));
        const int port = running ? backend.port() : m_context.settings.bundledPort();
        m_port->setText(port > 0 ? QString::number(port) : tr("Chosen at the first start"));
    }

    void restoreDefaults(PageContext& context) override {
        context.settings.setKeepServingInTray(true);
        if (context.settings.shareOnNetwork())
            context.navigator.askToShareOnNetwork(); // takes it back, and restarts the server
    }

private:
    QString stateText() const {
        switch (m_context.backend.state()) {
        case BackendProcess::State::Running:
            return tr("Running");
        case BackendProcess::State::Starting:
            return tr("Starting");
        case BackendProcess::State::Failed:
            return tr("Stopped: it could not start");
        case BackendProcess::State::Stopped:
            break;
        }
        return tr("Not in use");
    }

    PageContext& m_context;
    TextLabel* m_state;
    TextLabel* m_address;
    TextLabel* m_port;
    QCheckBox* m_share;
    QCheckBox* m_tray;
};

} // namespace

SettingsGroup* makeServerSettings(PageContext& context) {
    return new ServerSettings(context);
}

} // namespace dropseal::app
