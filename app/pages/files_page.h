// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"
#include "app/pages/page.h"

#include <QtCore/QTimer>

class QAction;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace dropseal::app {

class ActionRow;
class Bar;
class ChoiceBox;
class DropZone;
class EmptyState;
class FileCommands;
class FilesList;
class PageHeader;
class SearchField;
class SkeletonRows;
class TextLabel;
class TransferDock;

/// The person's files: list, trash, transfers below, the way in by dropping. All acts are on the selection.
class FilesPage : public Page {
    Q_OBJECT
public:
    explicit FilesPage(PageContext& context, QWidget* parent = nullptr);

    QString title() const override;
    void entered() override;
    bool find() override;
    void reload() override;
    QList<QWidget*> areas() const override;
    int roomBelow() const override;
    void setMenu(QMenu* menu) override;
    /// Chooses that file's row, as soon as it is there.
    void showFile(const QString& file_id);
    void copyNewestLink();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeHeader();
    void makeActionRow();
    QWidget* makeContent();
    void makeDropZone();
    void makeFooter();
    void connectActs();
    void connectContext();

    void modelChanged();
    void showContent(QWidget* content);
    QWidget* contentForState();
    void sayNothingFound();
    void sayFailed();
    void updateActs();
    void updateAge();
    void updateFooter();
    void setTrash(bool trash);
    void chooseWanted();
    void openMenu(const QPoint& at);
    std::vector<FileEntry> chosenOrNewest() const;
    std::vector<FileEntry> newest() const;

    PageContext& m_context;
    FileCommands* m_commands;
    PageHeader* m_header;
    ChoiceBox* m_filter;
    TextLabel* m_age;
    SearchField* m_search;
    QPushButton* m_add;
    ActionRow* m_acts;
    QList<QWidget*> m_file_buttons;  ///< of the list
    QList<QWidget*> m_trash_buttons; ///< of the trash
    QSplitter* m_splitter;
    QStackedWidget* m_stack;
    FilesList* m_list;
    QWidget* m_zone_room;
    DropZone* m_zone;
    SkeletonRows* m_skeleton;
    EmptyState* m_nothing_found;
    EmptyState* m_empty_trash;
    EmptyState* m_failed;
    QWidget* m_blank; ///< the first moments of loading
    TransferDock* m_dock;
    Bar* m_footer;
    TextLabel* m_new_links;
    TextLabel* m_space;
    QTimer m_skeleton_due;
    QString m_wanted_file;
    int m_top_before = -1; ///< where the chosen rows began before they went
};

} // namespace dropseal::app
