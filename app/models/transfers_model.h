// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/transfers/transfer_queue.h"

#include <QtCore/QAbstractTableModel>
#include <QtCore/QSortFilterProxyModel>
#include <QtCore/QTimer>

#include <unordered_map>
#include <unordered_set>

namespace dropseal::app {

/// The queue as rows. DisplayRole: the name; the state in words ("Sending, 61 %", "Failed. Not sent: …"); the
/// link. Changes are gathered: at most 10 dataChanged a second, whatever the queue does. GUI thread.
class TransfersModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { NameColumn, StateColumn, LinkColumn, ColumnCount };

    explicit TransfersModel(TransferQueue& queue, QObject* parent = nullptr);
    ~TransfersModel() override;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    TransferNumber numberAt(int row) const;
    Transfer at(int row) const; ///< what the queue says now
    int rowOf(TransferNumber number) const;
    TransferState stateAt(int row) const;    ///< as it was last heard of; quicker than at()
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

private:
    /// A row: `key` grows downwards, so that a row is found by it without counting.
    struct Row {
        quint64 key = 0;
        TransferNumber number = 0;
    };
    /// What was last heard of a transfer, as far as the sums need it.
    struct Heard {
        quint64 key = 0;
        TransferState state = TransferState::Waiting;
        qint64 size = 0;
        qint64 done = 0;
        double bytes_per_second = 0;
    };

    void takeOrder();
    void added(const std::vector<TransferNumber>& numbers);
    void changed(TransferNumber number);
    void removed(const std::vector<TransferNumber>& numbers);
    void orderChanged();
    bool hasSameNumbers(const std::vector<TransferNumber>& order) const;
    void reorder(const std::vector<TransferNumber>& order);
    Heard hear(TransferNumber number, quint64 key) const;
    void count(TransferNumber number, const Heard& heard, int sign);
    void flush();
    void summarySoon();
    QString stateText(const Transfer& transfer) const;
    QVariant toolTip(const Transfer& transfer, int column) const;

    TransferQueue& m_queue;
    QString m_server_name;
    std::vector<Row> m_rows;
    std::unordered_map<TransferNumber, Heard> m_heard;
    quint64 m_next_key = 0;

    Summary m_counts;  ///< its numbers; the rest is worked out when asked for
    qint64 m_size = 0; ///< of all that is unfinished and whose size is known
    qint64 m_done = 0;
    std::unordered_set<TransferNumber> m_running;

    std::unordered_set<TransferNumber> m_dirty; ///< since the last dataChanged
    bool m_line_moved = false;                  ///< the places of those that wait
    QTimer m_flush_timer;
    QTimer m_line_timer;
    QTimer m_summary_timer;
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

private:
    TransfersModel& m_model;
    Show m_show = Show::All;
};

} // namespace dropseal::app
