// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/app.h"

#include "app/pages/about_dialog.h"
#include "app/pages/link_copier.h"
#include "app/pages/quit_dialog.h"
#include "app/pages/server_log_dialog.h"
#include "app/pages/share_network_dialog.h"
#include "app/shell/keys_dialog.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/toast.h"
#include "app/words/display_text.h"

#include <QtCore/QTimer>
#include <QtGui/QAction>
#include <QtGui/QGuiApplication>

namespace dropseal::app {

namespace {

const QLatin1String TrayTold("tray-told");
const QLatin1String TransfersPlace("transfers");

} // namespace

App::App(const AppPaths& paths, std::unique_ptr<InstanceLock> lock)
    : m_core(paths), m_instance(std::move(lock), paths.app), m_parts(m_core) {
    connectServer();
    connectDesktop();
    connectLeaving();
    connect(&m_parts.window, &MainWindow::firstFrame, this, &App::afterFirstFrame);
    connect(&m_instance, &SingleInstance::called, this, [this](const InstanceMessage& message) {
        m_parts.window.open(message.activation_token);
        if (!message.files.isEmpty())
            m_parts.intake.addPaths(message.files);
    });
}

App::~App() = default;

/// The first page is known before the window shows; the server starts while it paints.
void App::start(const QStringList& files) {
    m_instance.listen();
    m_core.session.start();
    m_parts.window.show();
    if (!files.isEmpty())
        m_parts.intake.addPaths(files);
}

/// What talks to the desktop, and what is not seen yet, comes after the first frame.
void App::afterFirstFrame() {
    m_parts.appearance.followDesktop();
    m_parts.tray.isThere();
    m_parts.notifier.setTrayIcon(m_parts.tray.icon());
    makePages();
}

/// One page for each turn of the event loop, so that none of them is felt.
void App::makePages() {
    if (m_parts.navigation.makeNextPage())
        QTimer::singleShot(0, this, &App::makePages);
}

void App::connectServer() {
    connect(&m_parts.navigation, &Navigation::serverLogAsked, this, &App::showServerLog);
    connect(&m_parts.navigation, &Navigation::sharingAsked, this, &App::askToShare);
    connect(&m_parts.banners, &Banners::acted, this, &App::bannerActed);
    connect(&m_parts.banners, &Banners::factsChanged, this, &App::updateAccountButton);
    connect(&m_core.server, &BundledServer::startedAgain, this, [this] {
        m_parts.window.toast().say(
            tr("The server on this computer stopped and was started again. Nothing was lost."),
            {tr("Show log"), [this] { showServerLog(); }, false});
    });
    connect(&m_core.server, &BundledServer::sharingIs, this, [this](bool on) {
        const QString address = m_core.server.sharedAddress();
        if (on && !address.isEmpty())
            m_parts.window.toast().say(tr("Shared on this network. New links begin with %1.")
                                           .arg(isolatedLeftToRight(QStringLiteral("http://") + address)));
        else if (!on)
            m_parts.window.toast().say(tr("No longer shared. Links open on this computer only."));
    });
    updateAccountButton();
}

void App::connectDesktop() {
    connect(&m_core.transfers, &TransfersModel::summaryChanged, this, &App::updateCounters);
    connect(&m_core.links, &FileLinks::changed, this, &App::updateCounters);
    connect(&m_core.links, &FileLinks::reset, this, &App::updateCounters);
    connect(&m_parts.notifier, &Notifier::openWindow, this, [this] { m_parts.window.open(); });
    connect(&m_parts.notifier, &Notifier::showTransfers, this,
            [this] { m_parts.navigation.show(PageId::Transfers); });
    connect(&m_parts.notifier, &Notifier::copyLink, this,
            [](const QString& link) { LinkCopier::toClipboard(link); });
    connect(&m_parts.tray, &Tray::pressed, this, [this] { m_parts.window.open(); });
    const Actions& acts = m_parts.actions;
    connect(acts.help, &QAction::triggered, this,
            [this] { openDialog(new KeysDialog(m_parts.actions, &m_parts.window)); });
    connect(acts.about, &QAction::triggered, this, [this] {
        openDialog(new AboutDialog(m_parts.context, m_parts.errors.lines(), &m_parts.window));
    });
    updateCounters();
}

void App::connectLeaving() {
    connect(&m_parts.window, &MainWindow::closeAsked, this, [this] { leave(LeaveBy::CloseWindow); });
    connect(m_parts.actions.quit, &QAction::triggered, this, [this] { leave(LeaveBy::Quit); });
    // The session of the desktop ends: nobody is there to answer.
    connect(
        qGuiApp, &QGuiApplication::commitDataRequest, this,
        [this] {
            m_parts.window.setMayClose(true);
            m_parts.window.keepState();
            m_core.queue->flush();
        },
        Qt::DirectConnection);
}

int App::liveLinks() const {
    return m_core.links.liveCount(QDateTime::currentDateTimeUtc());
}

void App::updateCounters() {
    const TransfersModel::Summary summary = m_core.transfers.summary();
    const QString count = summary.unfinished > 0 ? QLocale().toString(summary.unfinished) : QString();
    m_parts.window.sidebar().places()->setCounter(TransfersPlace, count, true);
    m_parts.tray.setLiveLinks(m_core.session.profile().bundled ? liveLinks() : 0);
}

void App::updateAccountButton() {
    const auto& user = m_core.session.user();
    if (!user)
        return;
    const BannerFacts facts = m_parts.banners.facts();
    const QString name = QString::fromStdString(user->name.value_or(user->email));
    const bool in_network = facts.bundled && facts.shared && !facts.shared_address.isEmpty();
    const QString server = in_network ? tr("This network") : facts.server;
    using Connection = AccountButton::Connection;
    m_parts.window.sidebar().account()->setAccount(name, server,
                                                   facts.offline ? Connection::Offline : Connection::Online,
                                                   facts.offline ? tr("Offline") : whoCanOpenLinks(facts));
}

void App::showServerLog() {
    openDialog(new ServerLogDialog(m_core.backend, &m_parts.window));
}

/// One dialog at a time: two would stand in each other's way.
void App::openDialog(QDialog* dialog) {
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_dialog != nullptr)
        m_dialog->close();
    m_dialog = dialog;
    m_parts.window.open();
    dialog->open();
}

void App::askToShare() {
    if (m_core.server.isShared()) {
        m_core.server.setShared(false);
        return;
    }
    const QString address = lanAddress();
    const QString shown = address.isEmpty()
                              ? QString()
                              : QStringLiteral("http://%1:%2").arg(address).arg(m_core.backend.port());
    auto* const dialog = new ShareNetworkDialog(shown, &m_parts.window);
    connect(dialog, &QDialog::accepted, this, [this] { m_core.server.setShared(true); });
    openDialog(dialog);
}

void App::bannerActed(StandingFact fact) {
    switch (fact) {
    case StandingFact::ServerFailed:
        m_core.server.startAgain();
        return;
    case StandingFact::CertificateChanged:
        m_parts.navigation.show(PageId::ChooseServer);
        return;
    case StandingFact::Keyring:
        m_core.session.retryKeyring();
        return;
    case StandingFact::NoNetwork:
    case StandingFact::SharedOnNetwork:
    case StandingFact::LocalOnly:
        askToShare();
        return;
    case StandingFact::Offline:
        return;
    }
}

LeaveFacts App::leaveFacts(LeaveBy by) {
    LeaveFacts facts;
    facts.by = by;
    facts.has_tray = m_parts.tray.isThere();
    facts.keep_serving = m_core.settings.keepServingInTray();
    facts.bundled =
        m_core.backend.state() == BackendProcess::State::Running && m_core.session.profile().bundled;
    facts.live_links = facts.bundled ? liveLinks() : 0;
    facts.sending = m_core.transfers.summary().unfinished;
    return facts;
}

void App::leave(LeaveBy by) {
    const LeaveFacts facts = leaveFacts(by);
    switch (leaveBy(facts)) {
    case Leave::Quit:
        quit();
        return;
    case Leave::HideToTray:
        hideToTray(facts);
        return;
    case Leave::Ask:
        askBeforeQuitting(facts);
        return;
    }
}

void App::askBeforeQuitting(const LeaveFacts& facts) {
    auto* const dialog = new QuitDialog(facts.sending, facts.live_links, &m_parts.window);
    connect(dialog, &QDialog::accepted, this, &App::quit);
    openDialog(dialog);
}

/// Said once: the next time one knows it.
void App::hideToTray(const LeaveFacts& facts) {
    m_parts.window.keepState();
    m_parts.window.hide();
    if (m_core.settings.windowState(TrayTold) == "1")
        return;
    m_core.settings.setWindowState(TrayTold, "1");
    m_parts.notifier.stillServing(
        facts.live_links > 0 ? tr("Your links work as long as it does. Quit it from the icon in the tray.")
                             : tr("Your files are being sent. Quit it from the icon in the tray."));
}

void App::quit() {
    m_parts.window.keepState();
    m_parts.window.setMayClose(true);
    m_parts.window.hide();
    m_core.queue->flush();
    QCoreApplication::exit(0);
}

} // namespace dropseal::app
