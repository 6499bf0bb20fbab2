// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/conditional.h"
#include "backend/http/content_disposition.h"
#include "backend/http/problem_answer.h"
#include "backend/http/range.h"
#include "backend/routes/blob_source.h"
#include "backend/routes/handlers.h"
#include "backend/services/media_type.h"

namespace dropseal::routes {

using http::Response;

namespace {

enum class Wanted { Attachment, Inline };

Result<services::Serving> serving(const services::OpenFile& open, Wanted wanted, std::string_view type) {
    std::array<std::uint8_t, services::SniffBytes> beginning{};
    std::size_t length = 0;
    // Only what shall be shown needs a look at its bytes.
    if (wanted == Wanted::Inline && open.file.size > 0) {
        const auto read = open.reader->read(0, beginning);
        if (!read)
            return read.error();
        length = *read;
    }
    return services::servingOf(wanted == Wanted::Inline, type, std::span(beginning).first(length));
}

/// What Range asks for; the whole for HEAD, since RFC 9110 section 14.2 defines it for GET alone.
http::ByteRange rangeOf(const http::Call& call, const std::string& etag, std::int64_t size) {
    const std::string* const range = call.head.find("range");
    const std::string* const condition = call.head.find("if-range");
    const bool counts = range != nullptr && call.head.method == "GET" &&
                        (condition == nullptr || http::ifRangeAllows(*condition, etag));
    return http::parseRange(counts ? std::string_view(*range) : std::string_view(), size);
}

Response unsatisfiable(const http::Call& call, const http::ByteRange& range, std::int64_t size) {
    Response response = http::problemAnswer(ErrorCode::range_not_satisfiable, call.request_id);
    response.header("Content-Range", http::contentRange(range, size));
    return response;
}

/// The conditions of RFC 9110 section 13.2.2 in their order; none where the bytes go out.
std::optional<Response> decidedByConditions(const http::Call& call, const std::string& etag) {
    const std::string* const match = call.head.find("if-match");
    if (match != nullptr && !http::ifMatchNames(*match, etag))
        return http::problemAnswer(ErrorCode::precondition_failed, call.request_id);
    const std::string* const none = call.head.find("if-none-match");
    if (none == nullptr || !http::ifNoneMatchNames(*none, etag))
        return std::nullopt;
    Response response = Response::empty(304);
    response.caching = http::Caching::Revalidate;
    response.policy = http::Policy::Bytes;
    response.header("ETag", etag);
    return response;
}

/// The bytes of a file whose owner, or whose link, was checked. `type` is the stored one, or a link's own.
Answer bytesOf(BackendState& state, const http::Call& call, const stores::FileRecord& file, Wanted wanted,
               std::string_view type) {
    const std::string etag = '"' + file.sha256 + '"';
    auto open = state.services.files.open(file);
    if (!open)
        return std::move(open).error();
    if (auto decided = decidedByConditions(call, etag))
        return std::move(*decided);
    const http::ByteRange range = rangeOf(call, etag, file.size);
    if (range.kind == http::ByteRange::Kind::Unsatisfiable)
        return unsatisfiable(call, range, file.size);
    auto shown = serving(*open, wanted, type);
    if (!shown)
        return std::move(shown).error();
    Response response;
    response.content_type = std::move(shown->content_type);
    response.caching = http::Caching::Revalidate;
    response.policy = http::Policy::Bytes;
    response.header("ETag", etag);
    response.header("Accept-Ranges", "bytes");
    response.header("Content-Disposition",
                    http::contentDisposition(shown->is_inline ? "inline" : "attachment", file.filename));
    if (range.kind == http::ByteRange::Kind::Part) {
        response.status = 206;
        response.header("Content-Range", http::contentRange(range, file.size));
    }
    if (range.length > 0)
        response.file = http::FileAnswer{std::make_shared<BlobSource>(std::move(open->reader)), range.offset,
                                         range.length};
    return response;
}

Answer ownBytes(BackendState& state, const http::Call& call, const Result<stores::FileRecord>& file) {
    if (!file)
        return file.error();
    return bytesOf(state, call, *file, Wanted::Attachment, file->content_type);
}

} // namespace

Answer content(BackendState& state, const http::Call& call) {
    const auto id = pathId<FileId>(call);
    if (!id)
        return id.error();
    return ownBytes(state, call, state.services.files.get(principalOf(call), *id));
}

Answer download(BackendState& state, const http::Call& call) {
    return ownBytes(state, call, state.services.files.getByKey(principalOf(call), call.pathValue(0)));
}

Answer downloadByQuery(BackendState& state, const http::Call& call) {
    const std::string* const key = call.context.query.find("key");
    if (key == nullptr || key->empty())
        return Error::field("key", "required", "Give the key of a file.");
    return ownBytes(state, call, state.services.files.getByKey(principalOf(call), *key));
}

Answer openLink(BackendState& state, const http::Call& call) {
    const auto link = state.services.links.checkGet(call.pathValue(0), call.head.query);
    if (!link)
        return link.error();
    const std::string& type = link->content_type.empty() ? link->file.content_type : link->content_type;
    const Wanted wanted = link->disposition == "inline" ? Wanted::Inline : Wanted::Attachment;
    return bytesOf(state, call, link->file, wanted, type);
}

} // namespace dropseal::routes
