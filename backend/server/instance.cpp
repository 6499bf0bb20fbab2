// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/server/instance.h"

#include "backend/server/small_file.h"
#include "shared/core/id.h"
#include "shared/json/object_reader.h"

namespace dropseal::server {

namespace {

constexpr const char* FileName = "instance.json";

Error damaged(const blobs::Folder& folder) {
    return {ErrorCode::bad_json,
            folder.path() + "/" + FileName + " is damaged; restore it, or the whole folder, from a backup"};
}

} // namespace

Result<std::optional<Instance>> readInstance(const blobs::Folder& folder) {
    auto text = readFile(folder, FileName);
    if (!text)
        return std::move(text).error();
    if (!text->has_value())
        return std::optional<Instance>();
    const auto value = json::parse((*text)->view());
    if (!value)
        return damaged(folder);
    json::ObjectReader reader(*value);
    Instance instance;
    instance.id = reader.requiredString("id");
    const auto created = parseTimestamp(reader.requiredString("created_at"));
    instance.access_kid = reader.requiredString("access_kid");
    instance.master_kid = reader.requiredString("master_kid");
    if (!reader.ok() || !created || !parseUuid(instance.id))
        return damaged(folder);
    instance.created_at = *created;
    return std::optional(std::move(instance));
}

Result<void> writeInstance(const blobs::Folder& folder, const Instance& instance) {
    json::Value value = json::Value::object();
    value["id"] = instance.id;
    value["created_at"] = formatTimestamp(instance.created_at);
    value["access_kid"] = instance.access_kid;
    value["master_kid"] = instance.master_kid;
    return writeFile(folder, FileName, json::dump(value) + "\n", Overwrite::Yes);
}

} // namespace dropseal::server
