// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/file_messages.h"

#include "shared/api/codec.h"
#include "shared/core/limits.h"

namespace dropseal::api {

namespace {

/// What the server alone knows of a file.
constexpr std::string_view PrivilegedMembers[] = {
    "id", "key", "size", "sha256", "owner_id", "created_at", "deleted_at", "status", "role", "quota_bytes"};

json::Value toJson(const File& file) {
    return json::Value{{"id", file.id.toString()},
                       {"key", file.key},
                       {"filename", file.filename},
                       {"size", file.size},
                       {"sha256", file.sha256},
                       {"content_type", file.content_type},
                       {"created_at", formatTimestamp(file.created_at)},
                       {"deleted_at", orNull(file.deleted_at)}};
}

File readFile(json::ObjectReader& reader) {
    File file;
    file.id = requiredId<FileId>(reader, "id");
    file.key = reader.requiredString("key");
    file.filename = reader.requiredString("filename");
    file.size = reader.requiredInteger("size", 0, INT64_MAX);
    file.sha256 = reader.requiredString("sha256", 64, 64);
    file.content_type = reader.requiredString("content_type");
    file.created_at = requiredTime(reader, "created_at");
    file.deleted_at = optionalTime(reader, "deleted_at");
    return file;
}

Method readMethod(json::ObjectReader& reader) {
    const std::string word = reader.optionalString("method").value_or("GET");
    if (word == "PUT")
        return Method::Put;
    if (word != "GET")
        reader.fail("method", "unknown_value", "Give GET or PUT.");
    return Method::Get;
}

void checkPresignGet(json::ObjectReader& reader, const PresignRequest& request) {
    if (request.file_id && request.key)
        reader.fail("key", "conflict", "Give file_id or key, not both.");
    else if (!reader.has("file_id") && !reader.has("key"))
        reader.fail("key", "required", "Give file_id or key.");
}

void checkPresignPut(json::ObjectReader& reader, const PresignRequest& request) {
    for (const std::string_view name : {"file_id", "key"}) {
        if (reader.has(name))
            reader.fail(std::string(name), "conflict", "A PUT makes a new file, and never overwrites one.");
    }
    if (!reader.has("filename"))
        reader.fail("filename", "required", "This field is required.");
    if (!reader.has("size"))
        reader.fail("size", "required", "This field is required.");
    if (request.direct)
        reader.fail("direct", "conflict", "Only a GET can be direct.");
}

} // namespace

std::string encode(const File& file) {
    return json::dump(toJson(file));
}

std::string encode(const FileList& list) {
    json::Value items = json::Value::array();
    for (const File& file : list.items)
        items.push_back(toJson(file));
    return json::dump(json::Value{{"items", std::move(items)}, {"next_cursor", orNull(list.next_cursor)}});
}

std::string encode(const UploadAnswer& answer) {
    return json::dump(json::Value{{"filename", answer.filename},
                                  {"key", answer.key},
                                  {"url", answer.url},
                                  {"status", "uploaded"},
                                  {"id", answer.id.toString()},
                                  {"size", answer.size},
                                  {"sha256", answer.sha256},
                                  {"content_type", answer.content_type}});
}

std::string encode(const ChangeFileRequest& request) {
    return json::dump(json::Value{{"filename", request.filename}});
}

std::string encode(const PresignRequest& request) {
    json::Value out{{"method", toText(request.method)}, {"expires_in", request.expires_in.count()}};
    if (request.file_id)
        out["file_id"] = request.file_id->toString();
    if (request.key)
        out["key"] = *request.key;
    if (request.filename)
        out["filename"] = *request.filename;
    if (request.size)
        out["size"] = *request.size;
    if (request.content_type)
        out["content_type"] = *request.content_type;
    if (request.method == Method::Get)
        out["disposition"] = request.disposition;
    if (request.direct)
        out["direct"] = true;
    return json::dump(out);
}

std::string encode(const PresignAnswer& answer) {
    json::Value headers = json::Value::object();
    for (const auto& [name, value] : answer.headers)
        headers[name] = value;
    return json::dump(json::Value{{"url", answer.url},
                                  {"method", toText(answer.method)},
                                  {"headers", std::move(headers)},
                                  {"expires_at", formatTimestamp(answer.expires_at)}});
}

Result<File> decodeFile(std::string_view text) {
    return decodeObject(text,
                        [](json::ObjectReader& reader, const json::Value&) { return readFile(reader); });
}

Result<FileList> decodeFileList(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        FileList list;
        list.next_cursor = reader.optionalString("next_cursor");
        decodeItems(reader, list.items, readFile);
        return list;
    });
}

Result<UploadAnswer> decodeUploadAnswer(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        UploadAnswer answer;
        answer.filename = reader.requiredString("filename");
        answer.key = reader.requiredString("key");
        answer.url = reader.requiredString("url");
        answer.id = requiredId<FileId>(reader, "id");
        answer.size = reader.requiredInteger("size", 0, INT64_MAX);
        answer.sha256 = reader.requiredString("sha256", 64, 64);
        answer.content_type = reader.requiredString("content_type");
        return answer;
    });
}

Result<ChangeFileRequest> decodeChangeFileRequest(std::string_view text) {
    const auto value = json::parse(text);
    if (!value)
        return value.error();
    DROPSEAL_TRY(refusePrivileged(*value, PrivilegedMembers));
    json::ObjectReader reader(*value);
    ChangeFileRequest request{reader.requiredString("filename")};
    if (!reader.ok())
        return reader.error();
    return request;
}

Result<PresignRequest> decodePresignRequest(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value& body) {
        PresignRequest request;
        request.method = readMethod(reader);
        request.file_id = optionalId<FileId>(reader, "file_id");
        request.key = reader.optionalString("key", 1);
        request.filename = reader.optionalString("filename", 0, 1024);
        request.size = reader.optionalInteger("size", 0, INT64_MAX);
        request.content_type = reader.optionalString("content_type", 0, 255);
        const auto seconds = reader.optionalInteger("expires_in", 1, limits::PresignMax.count());
        request.expires_in = std::chrono::seconds(seconds.value_or(limits::UploadLinkLife.count()));
        const auto disposition = reader.optionalString("disposition");
        if (disposition && *disposition != "attachment" && *disposition != "inline")
            reader.fail("disposition", "unknown_value", "Give attachment or inline.");
        request.disposition = disposition.value_or("attachment");
        request.direct = reader.optionalBool("direct").value_or(false);
        if (body.is_object())
            request.method == Method::Get ? checkPresignGet(reader, request)
                                          : checkPresignPut(reader, request);
        return request;
    });
}

Result<PresignAnswer> decodePresignAnswer(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        PresignAnswer answer;
        answer.url = reader.requiredString("url");
        answer.method = readMethod(reader);
        answer.expires_at = requiredTime(reader, "expires_at");
        const json::Value* const headers = reader.find("headers");
        if (headers == nullptr || !headers->is_object()) {
            reader.fail("headers", "wrong_type", "This must be an object.");
            return answer;
        }
        for (const auto& [name, value] : headers->items()) {
            if (value.is_string())
                answer.headers.emplace_back(name, value.get<std::string>());
        }
        return answer;
    });
}

} // namespace dropseal::api
