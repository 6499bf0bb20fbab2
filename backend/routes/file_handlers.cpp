// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/routes/handlers.h"

namespace dropseal::routes {

using http::Response;

namespace {

/// "name" ascending, "-name" descending.
void readSort(std::string_view text, stores::FileQuery& query, std::vector<FieldError>& faults) {
    query.descending = text.starts_with('-');
    if (query.descending)
        text.remove_prefix(1);
    if (text == "created_at")
        query.sort = stores::FileSort::Created;
    else if (text == "filename")
        query.sort = stores::FileSort::Name;
    else if (text == "size")
        query.sort = stores::FileSort::Size;
    else
        faults.push_back(
            {"sort", "unknown_value", "Use created_at, filename or size, with - for descending."});
}

/// A flag of a query: absent is false.
bool readFlag(const http::Query& query, std::string_view name, std::vector<FieldError>& faults) {
    const std::string* const value = query.find(name);
    if (value == nullptr || *value == "false" || *value == "0")
        return false;
    if (*value != "true" && *value != "1")
        faults.push_back({std::string(name), "unknown_value", "Use true or false."});
    return true;
}

Answer fileAnswer(const Result<stores::FileRecord>& file) {
    if (!file)
        return file.error();
    return Response::json(api::encode(toApi(*file)));
}

} // namespace

Answer listFiles(BackendState& state, const http::Call& call) {
    const http::Query& given = call.context.query;
    std::vector<FieldError> faults;
    stores::FileQuery query;
    query.owner_id = principalOf(call).userId();
    query.page = pageOf(given, faults);
    query.trash = readFlag(given, "trash", faults);
    if (const std::string* const text = given.find("q"))
        query.text = *text;
    if (const std::string* const sort = given.find("sort"))
        readSort(*sort, query, faults);
    if (!faults.empty())
        return Error::fields(std::move(faults));
    const auto files = state.services.files.list(query);
    if (!files)
        return files.error();
    api::FileList list;
    for (const stores::FileRecord& file : files->items)
        list.items.push_back(toApi(file));
    list.next_cursor = files->next;
    return Response::json(api::encode(list));
}

Answer showFile(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    return fileAnswer(state.services.files.get(principalOf(call), *id));
}

Answer changeFile(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    const auto request = api::decodeChangeFileRequest(call.body);
    if (!request)
        return request.error();
    return fileAnswer(state.services.files.rename(principalOf(call), *id, request->filename));
}

Answer deleteFile(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    std::vector<FieldError> faults;
    const bool purge = readFlag(call.context.query, "purge", faults);
    if (!faults.empty())
        return Error::fields(std::move(faults));
    const services::Principal& caller = principalOf(call);
    services::FileService& files = state.services.files;
    const auto done = purge ? files.purge(caller, *id) : files.trash(caller, *id);
    state.profiles.raise(caller.userId());
    DROPSEAL_TRY(done);
    return Response::empty();
}

Answer restoreFile(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    const auto file = state.services.files.restore(principalOf(call), *id);
    state.profiles.raise(principalOf(call).userId());
    return fileAnswer(file);
}

Answer revokeLinks(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    DROPSEAL_TRY(state.services.files.revokeLinks(principalOf(call), *id));
    return Response::empty();
}

} // namespace dropseal::routes
