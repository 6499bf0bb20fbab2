// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/config/setting_sources.h"

#include <filesystem>
#include <pwd.h>
#include <unistd.h>

namespace dropseal::config {

namespace {

std::string homeOfUser() {
    passwd entry{};
    passwd* found = nullptr;
    char buffer[4096];
    if (::getpwuid_r(::geteuid(), &entry, buffer, sizeof buffer, &found) == 0 && found != nullptr)
        return found->pw_dir;
    return {};
}

std::string valueOf(const Surroundings& surroundings, const std::string& name) {
    const auto found = surroundings.environment.find(name);
    return found == surroundings.environment.end() ? std::string() : found->second;
}

} // namespace

Surroundings Surroundings::ofProcess(std::map<std::string, std::string> given_flags) {
    Surroundings surroundings;
    std::error_code fault;
    surroundings.start_folder = std::filesystem::current_path(fault).string();
    if (fault)
        surroundings.start_folder.assign(1, '/'); // the folder was removed under us
    for (char** entry = ::environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text = *entry;
        if (const auto equals = text.find('='); equals != std::string_view::npos)
            surroundings.environment.emplace(text.substr(0, equals), text.substr(equals + 1));
    }
    surroundings.flags = std::move(given_flags);
    surroundings.root = ::geteuid() == 0;
    surroundings.home = homeOfUser();
    return surroundings;
}

std::string absolutePath(const std::string& path, const std::string& folder) {
    const std::filesystem::path joined = std::filesystem::path(folder) / path;
    std::string clean = joined.lexically_normal().string();
    while (clean.size() > 1 && clean.ends_with('/'))
        clean.pop_back();
    return clean;
}

std::string defaultDataFolder(const Surroundings& surroundings) {
    if (surroundings.root)
        return "/var/lib/dropseal";
    // A relative XDG_DATA_HOME counts as none (XDG Base Directory Specification 0.8).
    if (const std::string base = valueOf(surroundings, "XDG_DATA_HOME"); base.starts_with('/'))
        return absolutePath("dropseal", base);
    std::string home = valueOf(surroundings, "HOME");
    if (!home.starts_with('/'))
        home = surroundings.home;
    return home.starts_with('/') ? absolutePath(".local/share/dropseal", home) : std::string();
}

} // namespace dropseal::config
