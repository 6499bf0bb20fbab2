// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/transfers/transfer_list.h"

#include <QtTest/QtTest>

using namespace dropseal::app;

using Numbers = std::vector<TransferNumber>;
Q_DECLARE_METATYPE(Numbers)

class TestTransferList : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void moving_data();
    void moving();
    void movingForEver_data();
    void movingForEver();
    void theLineHoldsWhatWaits();
    void accountsAreApart();
    void newOnesComeAfterMovedOnes();

private:
    static TransferList five() {
        TransferList list;
        for (int i = 1; i <= 5; ++i)
            list.add(row(i), QStringLiteral("ada"));
        return list;
    }
    static JournalRow row(int number, const char* account = "ada") {
        JournalRow row;
        row.transfer.number = number;
        row.place = number;
        row.account = QString::fromLatin1(account);
        return row;
    }
    static Numbers shown(const TransferList& list) {
        Numbers numbers;
        for (const Entry* entry : list.shown())
            numbers.push_back(entry->number());
        return numbers;
    }
};

void TestTransferList::moving_data() {
    QTest::addColumn<int>("number");
    QTest::addColumn<int>("places");
    QTest::addColumn<Numbers>("order");
    QTest::newRow("forward") << 3 << -1 << Numbers{1, 3, 2, 4, 5};
    QTest::newRow("back") << 3 << 1 << Numbers{1, 2, 4, 3, 5};
    QTest::newRow("to the front") << 4 << -3 << Numbers{4, 1, 2, 3, 5};
    QTest::newRow("to the end") << 2 << 3 << Numbers{1, 3, 4, 5, 2};
    QTest::newRow("beyond the front") << 4 << std::numeric_limits<int>::min() << Numbers{4, 1, 2, 3, 5};
    QTest::newRow("beyond the end") << 2 << std::numeric_limits<int>::max() << Numbers{1, 3, 4, 5, 2};
    QTest::newRow("nowhere") << 2 << 0 << Numbers{1, 2, 3, 4, 5};
    QTest::newRow("the first forward") << 1 << -1 << Numbers{1, 2, 3, 4, 5};
    QTest::newRow("the last back") << 5 << 1 << Numbers{1, 2, 3, 4, 5};
}

void TestTransferList::moving() {
    QFETCH(int, number);
    QFETCH(int, places);
    QFETCH(Numbers, order);
    TransferList list = five();
    const auto moved = list.move(*list.find(number), places);
    QCOMPARE(moved.empty(), order == (Numbers{1, 2, 3, 4, 5}));
    QCOMPARE(shown(list), order);
    QCOMPARE(list.firstWaiting(9), order);
    list.show(QStringLiteral("ada")); // and by the places alone
    QCOMPARE(shown(list), order);
}

void TestTransferList::movingForEver_data() {
    QTest::addColumn<int>("places");
    QTest::newRow("to the front") << -9;
    QTest::newRow("between two") << -1;
    QTest::newRow("to the end") << 9;
}

/// Numbers between two numbers come to an end; the order must not.
void TestTransferList::movingForEver() {
    QFETCH(int, places);
    TransferList list = five();
    for (int i = 0; i < 5000; ++i) {
        Numbers expected = shown(list);
        const std::size_t from = places < 0 ? 4 : 0;
        const std::size_t to = places == -1 ? 3 : 4 - from;
        const TransferNumber number = expected[from];
        expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(from));
        expected.insert(expected.begin() + static_cast<std::ptrdiff_t>(to), number);
        QVERIFY(!list.move(*list.find(number), places).empty());
        QCOMPARE(shown(list), expected);
        QCOMPARE(list.firstWaiting(9), expected);
    }
}

void TestTransferList::theLineHoldsWhatWaits() {
    TransferList list = five();
    list.setState(*list.find(2), TransferState::Paused);
    QCOMPARE(list.firstWaiting(9), (Numbers{1, 3, 4, 5}));
    QCOMPARE(list.placeInLine(*list.find(3)), 2);
    QCOMPARE(list.placeInLine(*list.find(2)), 0);
    list.setState(*list.find(1), TransferState::Sending);
    QCOMPARE(list.placeInLine(*list.find(3)), 1);
    QCOMPARE(list.firstWaiting()->number(), TransferNumber{3});
    list.setState(*list.find(2), TransferState::Waiting);
    QCOMPARE(list.firstWaiting()->number(), TransferNumber{2});
    list.remove({2, 3, 99});
    QCOMPARE(list.firstWaiting(9), (Numbers{4, 5}));
    QCOMPARE(shown(list), (Numbers{1, 4, 5}));
}

void TestTransferList::accountsAreApart() {
    TransferList list = five();
    list.add(row(6, "bob"), QStringLiteral("ada"));
    QCOMPARE(shown(list), (Numbers{1, 2, 3, 4, 5}));
    list.show(QStringLiteral("bob"));
    QCOMPARE(shown(list), Numbers{6});
    QCOMPARE(list.firstWaiting(9), Numbers{6});
    list.show({});
    QVERIFY(shown(list).empty());
    QVERIFY(list.firstWaiting() == nullptr);
}

void TestTransferList::newOnesComeAfterMovedOnes() {
    TransferList list = five();
    list.move(*list.find(1), 9);
    list.add(row(6), QStringLiteral("ada"));
    QCOMPARE(shown(list), (Numbers{2, 3, 4, 5, 1, 6}));
    QCOMPARE(list.firstWaiting(9), (Numbers{2, 3, 4, 5, 1, 6}));
}

QTEST_GUILESS_MAIN(TestTransferList)
#include "tst_transfer_list.moc"
