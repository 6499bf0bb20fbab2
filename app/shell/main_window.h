// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QtWidgets/QMainWindow>

class QSplitter;
class QStackedWidget;

namespace dropseal::app {

class AppSettings;
class Banner;
class Sidebar;
class Toast;

/// The frame: sidebar on the left, the banner's place above the pages, the notice over them. Which page is in
/// front is Navigation's. GUI thread.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    explicit MainWindow(AppSettings& settings);

    Sidebar& sidebar() const { return *m_sidebar; }
    Banner& banner() const { return *m_banner; }
    Toast& toast() const { return *m_toast; }
    QStackedWidget& pages() const { return *m_pages; }

    void setPageTitle(const QString& title); ///< "Files – Dropseal"
    void setSidebarShown(bool shown);
    /// To the front, from wherever it is. The token is the desktop's leave to do so; it may be empty.
    void open(const QByteArray& activation_token = {});
    void keepState(); ///< size, place and sidebar, for the next start
    void setMayClose(bool may_close) { m_may_close = may_close; }

Q_SIGNALS:
    void firstFrame();
    void closeAsked(); ///< the window stays until somebody lets it go
    void shownChanged();

protected:
    void closeEvent(QCloseEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitSidebar();

    AppSettings& m_settings;
    QSplitter* m_splitter;
    Banner* m_banner;
    QStackedWidget* m_pages;
    Toast* m_toast;
    Sidebar* m_sidebar;
    int m_sidebar_width;
    bool m_has_painted = false;
    bool m_may_close = false;
};

} // namespace dropseal::app
