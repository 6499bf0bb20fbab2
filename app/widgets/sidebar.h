// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/widgets/menu_button.h"

#include <QtWidgets/QListView>
#include <QtWidgets/QToolButton>
#include <QtWidgets/QWidget>

#include <vector>

class QMenu;
class QStandardItemModel;

namespace dropseal::app {

/// A list of places: the sidebar's "Pages" and the settings' "Settings groups". An empty selection is put
/// back (UI.md 8: a second Toggle), and setting the current place says nothing.
class PlaceList : public QListView {
    Q_OBJECT
public:
    struct Place {
        QString key; ///< what chosen() says; not shown
        QString name;
        QString icon_name;
        QString group; ///< a heading above the first place of a group; empty: none
    };

    explicit PlaceList(const QString& accessible_name, QWidget* parent = nullptr);
    void setPlaces(const std::vector<Place>& places);
    void setCounter(const QString& key, const QString& counter,
                    bool active = false); ///< "128"; active: accent, bold
    void choose(const QString& key);      ///< silent
    QString chosenKey() const;
    void setIconsOnly(bool icons_only);
    bool iconsOnly() const { return m_icons_only; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void chosen(const QString& key); ///< by the person

protected:
    void changeEvent(QEvent* event) override;

private:
    void onSelection();

    QStandardItemModel* m_model;
    QString m_key;
    bool m_silent = false;
    bool m_icons_only = false;
};

/// Name, server, a dot and a word for the connection; pops up the account menu. Named "Account menu".
class AccountButton : public MenuButton {
    Q_OBJECT
public:
    enum class Connection { Online, Connecting, Offline };
    explicit AccountButton(QWidget* parent = nullptr);

    /// `server` is what stands under the name ("files.example.org", "This computer"); the word goes into the
    /// accessible description and, unless online, into the text.
    void setAccount(const QString& name, const QString& server, Connection connection, const QString& word);
    void setIconsOnly(bool icons_only);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_name;
    QString m_server;
    QString m_word;
    Connection m_connection = Connection::Online;
    bool m_icons_only = false;
};

/// The left side of the window: places above, account below. Collapses to icons when told.
class Sidebar : public QWidget {
    Q_OBJECT
public:
    explicit Sidebar(QWidget* parent = nullptr);

    PlaceList* places() const { return m_places; }
    AccountButton* account() const { return m_account; }
    void setIconsOnly(bool icons_only);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    PlaceList* m_places;
    AccountButton* m_account;
};

} // namespace dropseal::app
