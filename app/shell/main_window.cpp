// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/main_window.h"

#include "app/session/app_settings.h"
#include "app/widgets/banner.h"
#include "app/widgets/icons.h"
#include "app/widgets/metrics.h"
#include "app/widgets/sidebar.h"
#include "app/widgets/toast.h"

#include <QtGui/QCloseEvent>
#include <QtWidgets/QSplitter>
#include <QtWidgets/QStackedWidget>
#include <QtWidgets/QVBoxLayout>

namespace dropseal::app {

namespace {

const QLatin1String GeometryState("geometry");
const QLatin1String SidebarState("sidebar-width");

} // namespace

MainWindow::MainWindow(AppSettings& settings)
    : m_settings(settings)
    , m_splitter(new QSplitter(Qt::Horizontal))
    , m_banner(new Banner)
    , m_pages(new QStackedWidget)
    , m_sidebar_width(settings.windowState(SidebarState).toInt()) {
    setWindowIcon(appIcon());
    setWindowTitle(tr("Dropseal"));
    setMinimumSize(metrics::windowMinWidth(), metrics::windowMinHeight());

    auto* const column = new QWidget;
    auto* const layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_banner);
    layout->addWidget(m_pages, 1);
    m_toast = new Toast(column);

    // Tab goes through the page first and comes to the sidebar last (UI.md 8): in the order they are put in.
    m_splitter->addWidget(column);
    m_sidebar = new Sidebar;
    m_splitter->insertWidget(0, m_sidebar);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setStretchFactor(0, 0);
    m_splitter->setStretchFactor(1, 1);
    m_sidebar->hide();
    if (m_sidebar_width < metrics::sidebarMin() || m_sidebar_width > metrics::sidebarMax())
        m_sidebar_width = metrics::sidebarWidth();
    connect(m_splitter, &QSplitter::splitterMoved, this, [this](int position) {
        if (!m_sidebar->places()->iconsOnly())
            m_sidebar_width = layoutDirection() == Qt::RightToLeft ? m_sidebar->width() : position;
    });
    setCentralWidget(m_splitter);
    if (!restoreGeometry(settings.windowState(GeometryState)))
        resize(metrics::windowFirstWidth(), metrics::windowFirstHeight());
}

void MainWindow::setPageTitle(const QString& title) {
    setWindowTitle(tr("%1 – Dropseal").arg(title));
}

void MainWindow::setSidebarShown(bool shown) {
    if (m_sidebar->isVisibleTo(this) == shown)
        return;
    m_sidebar->setVisible(shown);
    fitSidebar();
}

void MainWindow::fitSidebar() {
    m_sidebar->setIconsOnly(width() < metrics::sidebarCollapsesUnder());
    const int side = m_sidebar->places()->iconsOnly() ? metrics::sidebarCollapsed() : m_sidebar_width;
    m_splitter->setSizes({side, qMax(0, width() - side - m_splitter->handleWidth())});
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    const bool collapse = width() < metrics::sidebarCollapsesUnder();
    if (collapse != m_sidebar->places()->iconsOnly())
        fitSidebar();
}

void MainWindow::open(const QByteArray& activation_token) {
    if (!activation_token.isEmpty())
        qputenv("XDG_ACTIVATION_TOKEN", activation_token); // where Qt's Wayland plugin looks for it
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
    Q_EMIT shownChanged();
}

void MainWindow::keepState() {
    m_settings.setWindowState(GeometryState, saveGeometry());
    m_settings.setWindowState(SidebarState, QByteArray::number(m_sidebar_width));
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (m_may_close) {
        QMainWindow::closeEvent(event);
        return;
    }
    event->ignore();
    Q_EMIT closeAsked();
}

void MainWindow::paintEvent(QPaintEvent* event) {
    QMainWindow::paintEvent(event);
    if (!std::exchange(m_has_painted, true))
        QMetaObject::invokeMethod(this, &MainWindow::firstFrame, Qt::QueuedConnection);
}

} // namespace dropseal::app
