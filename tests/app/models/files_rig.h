// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/models/files_model.h"
#include "tests/support/app/fake_files.h"

#include <QtCore/QTemporaryDir>
#include <QtTest/QAbstractItemModelTester>
#include <QtTest/QtTest>

namespace dropseal::app::test {

/// A FilesModel before a fake server, watched.
struct FilesRig {
    enum Watch { Watched, Unwatched }; ///< the tester looks at every cell after every change

    explicit FilesRig(Watch watch = Watched) {
        links.setAccount(QStringLiteral("http://127.0.0.1:8000 ada"));
        if (watch == Watched)
            tester = std::make_unique<QAbstractItemModelTester>(
                &model, QAbstractItemModelTester::FailureReportingMode::Fatal);
    }

    bool isReady() const { return model.state() == FilesModel::State::Ready; }
    /// Nothing more to come: running calls are the client's children.
    bool isCalm() const { return isReady() && server.client.children().isEmpty() && !model.canFetchMore({}); }
    bool load() {
        model.reload();
        return QTest::qWaitFor([this] { return isReady(); });
    }
    /// As a view does that is scrolled to its end.
    bool fetchAll() {
        const auto step = [this] {
            model.fetchMore({});
            return isCalm();
        };
        return QTest::qWaitFor(step, 60000);
    }
    bool loadAll() { return load() && fetchAll(); }
    QStringList names() const {
        QStringList found;
        for (int row = 0; row < model.rowCount(); ++row)
            found.push_back(model.at(row).name);
        return found;
    }
    QStringList namesAtServer(const QString& sort = QStringLiteral("-created_at"), const QString& search = {},
                              bool trash = false) const {
        QStringList found;
        for (const api::File& file : server.files.listed(sort, search, trash))
            found.push_back(QString::fromStdString(file.filename));
        return found;
    }
    QVariant cell(int row, int column, int role = Qt::DisplayRole) const {
        return model.data(model.index(row, column), role);
    }
    std::vector<FileEntry> rows(int first, int count) const {
        std::vector<FileEntry> found;
        for (int row = first; row < first + count; ++row)
            found.push_back(model.at(row));
        return found;
    }
    int lists() const { return static_cast<int>(server.files.list_queries.size()); }

    FakeServer server;
    QTemporaryDir folder;
    FileLinks links{server.client, folder.filePath(QStringLiteral("links"))};
    FilesModel model{server.client, links};
    std::unique_ptr<QAbstractItemModelTester> tester;
    QObject page; ///< a context
};

/// What an act came to.
struct Outcome {
    bool is_said = false;
    int done = 0;
    FileActs::Failed failed;

    FilesModel::Outcome keeper() {
        return [this](int how_many, FileActs::Failed which) {
            is_said = true;
            done = how_many;
            failed = std::move(which);
        };
    }
};

inline bool isChange(const FakeCall& call) {
    return call.request.method != "GET";
}

inline bool isList(const FakeCall& call) {
    return call.request.method == "GET";
}

} // namespace dropseal::app::test
