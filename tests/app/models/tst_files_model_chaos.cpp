// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/files_rig.h"

#include <QtCore/QRandomGenerator>

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class FilesModelChaosTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aServerThatLies_data();
    void aServerThatLies();
    void whateverHappensTheListEndsAsTheServers_data();
    void whateverHappensTheListEndsAsTheServers();
};

void FilesModelChaosTest::aServerThatLies_data() {
    QTest::addColumn<std::function<void(api::FileList&)>>("lie");
    using Lie = std::function<void(api::FileList&)>;
    QTest::newRow("the same row twice") << Lie([](api::FileList& list) {
        if (!list.items.empty())
            list.items.push_back(list.items.front());
    });
    QTest::newRow("in a circle") << Lie([](api::FileList& list) { list.next_cursor = "again"; });
    QTest::newRow("an endless list of nothing") << Lie([](api::FileList& list) {
        list.items.clear();
        list.next_cursor = std::to_string(QRandomGenerator::global()->generate());
    });
    QTest::newRow("the same page for ever") << Lie([](api::FileList& list) {
        list.next_cursor = std::to_string(QRandomGenerator::global()->generate());
    });
    QTest::newRow("another order each time") << Lie([](api::FileList& list) {
        std::shuffle(list.items.begin(), list.items.end(), *QRandomGenerator::global());
    });
    QTest::newRow("sizes below zero") << Lie([](api::FileList& list) {
        for (api::File& file : list.items)
            file.size = -5;
    });
}

void FilesModelChaosTest::aServerThatLies() {
    QFETCH(std::function<void(api::FileList&)>, lie);
    FilesRig rig;
    rig.server.files.page_size = 10;
    rig.server.files.addMany(25);
    rig.server.files.lies = lie;
    rig.model.reload();
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 1500) {
        rig.model.fetchMore({});
        rig.model.reload();
        QTest::qWait(20);
    }
    QVERIFY2(rig.lists() < 100, qPrintable(QString::number(rig.lists())));
    QVERIFY(rig.model.rowCount() <= 25);
    // And heals when the server does.
    rig.server.files.lies = {};
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder);
    QTRY_COMPARE_WITH_TIMEOUT(rig.names(), rig.namesAtServer(text("filename")).mid(0, 10), 10000);
    QTRY_VERIFY_WITH_TIMEOUT(rig.model.canFetchMore({}), 10000);
    QVERIFY(rig.fetchAll());
    QCOMPARE(rig.names(), rig.namesAtServer(text("filename")));
}

void FilesModelChaosTest::whateverHappensTheListEndsAsTheServers_data() {
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("sort");
    QTest::newRow("by date") << int(FilesModel::AddedColumn) << text("-created_at");
    QTest::newRow("by name") << int(FilesModel::NameColumn) << text("-filename");
    QTest::newRow("by size") << int(FilesModel::SizeColumn) << text("-size");
}

void FilesModelChaosTest::whateverHappensTheListEndsAsTheServers() {
    QFETCH(int, column);
    QFETCH(QString, sort);
    FilesRig rig;
    rig.server.files.page_size = 8;
    rig.server.files.addMany(30);
    rig.model.sort(column, Qt::DescendingOrder);
    QVERIFY(rig.loadAll());
    QRandomGenerator random(static_cast<quint32>(20 + column));
    std::vector<std::unique_ptr<Outcome>> outcomes;
    for (int round = 0; round < 40; ++round) {
        auto& there = rig.server.files.files;
        for (int i = 0; i < 3 && there.size() > 5; ++i) {
            const auto any = static_cast<std::size_t>(random.bounded(static_cast<int>(there.size())));
            const int choice = random.bounded(5);
            if (choice == 0)
                rig.server.files.drop(there[any].id);
            else if (choice == 1)
                there[any].filename = "moved " + std::to_string(random.bounded(1000));
            else if (choice == 2)
                rig.server.files.addMany(random.bounded(12));
            const int row = random.bounded(qMax(1, rig.model.rowCount() - 3));
            if (choice == 3 && rig.model.rowCount() > 3) {
                outcomes.push_back(std::make_unique<Outcome>());
                const auto chosen = rig.rows(row, 2);
                rig.model.remove(chosen, &rig.page, outcomes.back()->keeper());
                if (random.bounded(2) == 0) {
                    outcomes.push_back(std::make_unique<Outcome>());
                    rig.model.restore(chosen, &rig.page, outcomes.back()->keeper());
                }
            } else if (choice == 4 && rig.model.rowCount() > 3) {
                rig.model.rename(rig.model.at(row).id, QStringLiteral("n%1").arg(random.bounded(1000)),
                                 &rig.page, {});
            }
        }
        rig.server.network.delay = std::chrono::milliseconds(random.bounded(3) * 10);
        rig.model.reload();
        QTest::qWait(random.bounded(40));
    }
    rig.server.network.delay = {};
    rig.model.reload();
    const auto isSettled = [&] {
        rig.model.fetchMore({});
        const auto is_said = [](const auto& outcome) { return outcome->is_said; };
        return rig.names() == rig.namesAtServer(sort) && std::ranges::all_of(outcomes, is_said);
    };
    QVERIFY2(QTest::qWaitFor(isSettled, 60000), qPrintable(rig.names().join(QLatin1Char('|'))));
    QCOMPARE(rig.names(), rig.namesAtServer(sort));
    for (const auto& outcome : outcomes)
        QVERIFY(outcome->is_said);
}

QTEST_GUILESS_MAIN(FilesModelChaosTest)
#include "tst_files_model_chaos.moc"
