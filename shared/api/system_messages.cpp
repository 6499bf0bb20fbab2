// SPDX-License-Identifier: GPL-3.0-or-later
#include "shared/api/system_messages.h"

#include "shared/api/codec.h"

namespace dropseal::api {

std::string encode(const Health& health) {
    return json::dump(json::Value{{"status", health.status}, {"version", health.version}});
}

std::string encode(const Readiness& readiness) {
    json::Value checks = json::Value::object();
    for (const auto& [name, state] : readiness.checks)
        checks[name] = state;
    return json::dump(json::Value{{"status", readiness.status}, {"checks", std::move(checks)}});
}

std::string encode(const RootInfo& info) {
    json::Value features{{"registration", info.registration},
                         {"mail", info.mail},
                         {"setup_required", info.setup_required},
                         {"max_upload_bytes", info.max_upload_bytes}};
    return json::dump(json::Value{{"name", info.name},
                                  {"version", info.version},
                                  {"docs", info.docs},
                                  {"openapi", info.openapi},
                                  {"features", std::move(features)}});
}

Result<Health> decodeHealth(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        return Health{reader.requiredString("status"), reader.requiredString("version")};
    });
}

Result<Readiness> decodeReadiness(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        Readiness readiness;
        readiness.status = reader.requiredString("status");
        const json::Value* const checks = reader.find("checks");
        if (checks == nullptr || !checks->is_object()) {
            reader.fail("checks", "wrong_type", "This must be an object.");
            return readiness;
        }
        for (const auto& [name, state] : checks->items()) {
            if (state.is_string())
                readiness.checks.emplace_back(name, state.get<std::string>());
        }
        return readiness;
    });
}

Result<RootInfo> decodeRootInfo(std::string_view text) {
    return decodeObject(text, [](json::ObjectReader& reader, const json::Value&) {
        RootInfo info;
        info.name = reader.requiredString("name");
        info.version = reader.requiredString("version");
        info.docs = reader.optionalString("docs").value_or(std::string());
        info.openapi = reader.optionalString("openapi").value_or(std::string());
        const json::Value* const features = reader.find("features");
        if (features == nullptr) {
            reader.fail("features", "required", "This field is required.");
            return info;
        }
        json::ObjectReader inner(*features);
        info.registration = inner.requiredString("registration");
        info.mail = inner.optionalBool("mail").value_or(false);
        info.setup_required = inner.optionalBool("setup_required").value_or(false);
        info.max_upload_bytes = inner.requiredInteger("max_upload_bytes", 0, INT64_MAX);
        if (!inner.ok())
            reader.fail("features", "invalid", "This is not right.");
        return info;
    });
}

} // namespace dropseal::api
