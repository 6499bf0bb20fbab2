// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/models/files_rig.h"

using namespace dropseal;
using namespace dropseal::app;
using namespace dropseal::app::test;

namespace {

QString text(const char* utf8) {
    return QString::fromUtf8(utf8);
}

} // namespace

class FilesModelRenameTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void renamedAtOnce();
    void renamedButRefused();
    void twoRenamesInARow();
    void aRenamedRowMovesWithItsSelection();
};

void FilesModelRenameTest::renamedAtOnce() {
    FilesRig rig;
    rig.server.files.addMany(3);
    QVERIFY(rig.load());
    const FileId id = rig.model.at(1).id;
    rig.server.files.holds = isChange;
    std::optional<ApiResult<api::File>> answer;
    rig.model.rename(id, text("Neu – 北.txt"), &rig.page,
                     [&](const ApiResult<api::File>& file) { answer = file; });
    QCOMPARE(rig.model.at(1).name, text("Neu – 北.txt"));
    const int lists = rig.lists();
    rig.model.reload(); // still says the old name
    QTRY_COMPARE(rig.lists(), lists + 1);
    QTest::qWait(20);
    QCOMPARE(rig.model.at(1).name, text("Neu – 北.txt"));
    rig.server.files.holds = {};
    rig.server.files.release();
    QTRY_VERIFY(answer.has_value());
    QVERIFY(answer->ok());
    QCOMPARE(rig.server.files.find(id)->filename, std::string("Neu – 北.txt"));
    rig.server.files.find(id)->filename = "by somebody else.txt";
    rig.model.reload();
    QTRY_COMPARE(rig.model.at(1).name, text("by somebody else.txt"));
}

void FilesModelRenameTest::renamedButRefused() {
    FilesRig rig;
    rig.server.files.addMany(3);
    QVERIFY(rig.load());
    const QStringList before = rig.names();
    rig.server.files.refused[rig.model.at(1).id] = ErrorCode::validation_failed;
    std::optional<ApiError> error;
    rig.model.rename(rig.model.at(1).id, text("a/b"), &rig.page, [&](const ApiResult<api::File>& file) {
        if (!file)
            error = file.error();
    });
    QCOMPARE(rig.model.at(1).name, text("a/b"));
    QTRY_VERIFY(error.has_value());
    QCOMPARE(rig.names(), before);
}

void FilesModelRenameTest::twoRenamesInARow() {
    FilesRig rig;
    rig.server.files.addMany(1);
    QVERIFY(rig.load());
    const FileId id = rig.model.at(0).id;
    rig.server.files.holds = isChange;
    int answers = 0;
    const auto count = [&](const ApiResult<api::File>&) { ++answers; };
    rig.model.rename(id, text("first.txt"), &rig.page, count);
    rig.model.rename(id, text("second.txt"), &rig.page, count);
    QTRY_COMPARE(rig.server.files.held.size(), std::size_t{2});
    rig.server.files.release(0, 1);
    QTRY_COMPARE(answers, 1);
    QCOMPARE(rig.model.at(0).name, text("second.txt"));
    rig.server.files.refused[id] = ErrorCode::forbidden;
    rig.server.files.release();
    QTRY_COMPARE(answers, 2);
    QCOMPARE(rig.model.at(0).name, text("first.txt")); // what the server has
}

void FilesModelRenameTest::aRenamedRowMovesWithItsSelection() {
    FilesRig rig;
    rig.server.files.addMany(9);
    rig.model.sort(FilesModel::NameColumn, Qt::AscendingOrder);
    QVERIFY(rig.load());
    const QPersistentModelIndex up(rig.model.index(6, 0));
    const QPersistentModelIndex down(rig.model.index(2, 0));
    rig.model.rename(rig.model.at(6).id, text("aaa.txt"), &rig.page, {});
    rig.model.rename(rig.model.at(2).id, text("zzz.txt"), &rig.page, {});
    QTRY_COMPARE(rig.names(), rig.namesAtServer(text("filename")));
    QCOMPARE(up.row(), 0);
    QCOMPARE(down.row(), 8);
}

QTEST_GUILESS_MAIN(FilesModelRenameTest)
#include "tst_files_model_rename.moc"
