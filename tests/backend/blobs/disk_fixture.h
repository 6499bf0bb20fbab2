// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "backend/blobs/data_folder.h"
#include "backend/blobs/disk_blob_store.h"
#include "backend/blobs/disk_spool_area.h"
#include "shared/crypto/sha256.h"
#include "tests/support/qtest_print.h"

#include <QtCore/QDir>
#include <QtCore/QTemporaryDir>

#include <optional>
#include <string>
#include <vector>

namespace dropseal::test {

/// Bytes that differ at each place, and by `seed`.
inline std::vector<std::uint8_t> someBytes(std::size_t size, std::uint32_t seed = 1) {
    std::vector<std::uint8_t> bytes(size);
    std::uint32_t state = seed * 2654435761U + 1;
    for (auto& byte : bytes) {
        state = state * 1664525U + 1013904223U;
        byte = static_cast<std::uint8_t>(state >> 24);
    }
    return bytes;
}

inline std::string hashOf(const std::vector<std::uint8_t>& bytes) {
    return crypto::sha256Hex(std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
}

/// All of a blob, or none where it cannot be read.
inline std::optional<std::vector<std::uint8_t>> readAll(stores::BlobStore& store, const BlobId& id) {
    auto reader = store.open(id);
    if (!reader)
        return std::nullopt;
    std::vector<std::uint8_t> bytes(static_cast<std::size_t>((*reader)->size()));
    const auto got = (*reader)->read(0, bytes);
    return got && *got == bytes.size() ? std::optional(bytes) : std::nullopt;
}

/// Names in a folder, hidden ones too.
inline QStringList namesIn(const QString& path) {
    return QDir(path).entryList(QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot);
}

/// A data folder that goes with it. Without durability, where a test looks at something else: a busy disk
/// makes each sync slow.
struct DiskFixture {
    QTemporaryDir dir;
    std::string path = dir.path().toStdString() + "/data";
    std::optional<blobs::DataFolder> folder;
    std::optional<blobs::DiskSpoolArea> area;
    std::optional<blobs::DiskBlobStore> store;

    blobs::Durability durability;

    explicit DiskFixture(blobs::Durability durability_ = blobs::Durability::Off) : durability(durability_) {
        openAgain();
    }

    void openAgain() {
        store.reset();
        area.reset();
        folder.reset();
        folder.emplace(blobs::DataFolder::open(path, durability).value());
        area.emplace(*folder);
        store.emplace(*folder);
    }

    QString tmpPath() const { return QString::fromStdString(path + "/tmp"); }

    /// A finished spool of these bytes.
    std::unique_ptr<stores::Spool> spoolOf(const std::vector<std::uint8_t>& bytes) {
        auto spool = area->create(std::nullopt).value();
        if (!spool->append(bytes) || !spool->finish())
            return nullptr;
        return spool;
    }
};

} // namespace dropseal::test
