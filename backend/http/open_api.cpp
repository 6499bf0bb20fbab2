// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/http/open_api.h"

#include "backend/http/media_type.h"
#include "shared/api/problem.h"
#include "shared/api/schemas.h"
#include "shared/json/json.h"

namespace dropseal::http {

namespace {

json::Value reference(std::string_view schema) {
    return json::Value{{"$ref", "#/components/schemas/" + std::string(schema)}};
}

json::Value content(std::string_view type, json::Value schema) {
    json::Value out = json::Value::object();
    out[std::string(type)] = json::Value{{"schema", std::move(schema)}};
    return out;
}

json::Value binary() {
    return json::Value{{"type", "string"}, {"format", "binary"}};
}

json::Value requestBody(const Route& route, const Operation& operation) {
    json::Value types = json::Value::object();
    switch (route.body) {
    case Body::None:
        return nullptr;
    case Body::File:
        types = content("multipart/form-data", reference("UploadForm"));
        break;
    case Body::Raw:
        types = content("application/octet-stream", binary());
        break;
    case Body::JsonOrForm:
        types = content("application/json", reference(operation.request));
        types["application/x-www-form-urlencoded"] = json::Value{{"schema", reference(operation.request)}};
        break;
    case Body::Json:
        types = content("application/json", reference(operation.request));
        break;
    }
    return json::Value{{"required", true}, {"content", std::move(types)}};
}

json::Value parameter(std::string_view name, std::string_view place) {
    return json::Value{{"name", name},
                       {"in", place},
                       {"required", place == "path"},
                       {"schema", json::Value{{"type", "string"}}}};
}

json::Value parameters(std::string_view path, const Operation& operation) {
    json::Value out = json::Value::array();
    for (auto open = path.find('{'); open != std::string_view::npos; open = path.find('{', open + 1))
        out.push_back(parameter(path.substr(open + 1, path.find('}', open) - open - 1), "path"));
    for (const std::string_view name : operation.query)
        out.push_back(parameter(name, "query"));
    return out;
}

json::Value responses(const Operation& operation) {
    json::Value success{{"description", operation.summary}};
    if (operation.answer == "binary")
        success["content"] = content("application/octet-stream", binary());
    else if (!operation.answer.empty())
        success["content"] = content("application/json", reference(operation.answer));
    json::Value out = json::Value::object();
    out[std::to_string(operation.status)] = std::move(success);
    out["default"] = json::Value{{"description", "A problem (RFC 9457)."},
                                 {"content", content(api::ProblemType, reference("Problem"))}};
    return out;
}

json::Value operationOf(const Route& route, const Operation& operation, std::string_view path) {
    json::Value out{{"summary", operation.summary}};
    // Ids are unique in a document, so only the canonical path has one.
    if (path == route.path)
        out["operationId"] = operation.id;
    if (json::Value list = parameters(path, operation); !list.empty())
        out["parameters"] = std::move(list);
    if (json::Value body = requestBody(route, operation); !body.is_null())
        out["requestBody"] = std::move(body);
    out["responses"] = responses(operation);
    const bool bearer = route.guard != Guard::Public && route.guard != Guard::Link;
    out["security"] = json::Value::array();
    if (bearer)
        out["security"].push_back(json::Value{{"bearer", json::Value::array()}});
    return out;
}

json::Value components() {
    auto schemas = json::parse(api::schemasJson());
    json::Value bearer{{"type", "http"}, {"scheme", "bearer"}, {"bearerFormat", "JWT"}};
    return json::Value{{"schemas", schemas ? std::move(schemas).value() : json::Value::object()},
                       {"securitySchemes", json::Value{{"bearer", std::move(bearer)}}}};
}

} // namespace

std::string openApiDocument(std::span<const Route> routes, std::span<const Operation> operations,
                            std::string_view version) {
    json::Value paths = json::Value::object();
    for (std::size_t i = 0; i < routes.size() && i < operations.size(); ++i) {
        const Route& route = routes[i];
        const std::string method = toLower(api::toText(route.method));
        paths[std::string(route.path)][method] = operationOf(route, operations[i], route.path);
        for (const std::string_view alias : route.aliases)
            paths[std::string(alias)][method] = operationOf(route, operations[i], alias);
    }
    return json::dump(
        json::Value{{"openapi", "3.1.0"},
                    {"info", json::Value{{"title", "Dropseal"},
                                         {"version", version},
                                         {"license", json::Value{{"name", "GPL-3.0-or-later"},
                                                                 {"identifier", "GPL-3.0-or-later"}}}}},
                    {"paths", std::move(paths)},
                    {"components", components()}});
}

std::vector<std::string> operationsOf(std::string_view document) {
    std::vector<std::string> out;
    const auto value = json::parse(document);
    if (!value || !value->contains("paths"))
        return out;
    for (const auto& [path, methods] : value->at("paths").items()) {
        for (const auto& [method, operation] : methods.items()) {
            std::string line;
            for (const char c : method)
                line += static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
            out.push_back(line + ' ' + path);
        }
    }
    return out;
}

} // namespace dropseal::http
