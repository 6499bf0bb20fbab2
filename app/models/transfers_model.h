// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSortFilterProxyModel>

namespace dropseal::app {

/// The queue as rows. DisplayRole: the name; the state in words ("Sending, 61 %", "Failed. Not sent: …"); the
/// link. Changes are gathered: at most 10 dataChanged a second, whatever the queue does. GUI thread.
class TransfersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, LinkColumn, ColumnCount };

    explicit TransfersModel(TransferQueue& queue, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    TransferNumber numberAt(int row) const;
    Transfer at(int row) const;
    int rowOf(TransferNumber number) const;
    void setServerName(const QString& name); ///< for "No connection to files.example.org."

    /// What the painted row says: second line, and the word at the right ("61 %", "Checking").
    QString details(const Transfer& transfer) const;
    QString word(const Transfer& transfer) const;

    struct Summary {
        int unfinished = 0;
        int failed = 0;
        int done = 0;
        double bytes_per_second = 0; ///< of all that run
        double fraction = 0;         ///< of all that is unfinished, by bytes
    };
    Summary summary() const;
    QString summaryText() const; ///< "3 not finished, 1 failed · 84.1 MB/s"; empty when there is nothing

Q_SIGNALS:
    void summaryChanged(); ///< at most 4 times a second
};

/// All, Active, Failed or Done.
class TransfersFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    enum class Show { All, Active, Failed, Done };
    explicit TransfersFilter(TransfersModel& model, QObject* parent = nullptr);
    void setShow(Show show);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;
};

} // namespace dropseal::app
