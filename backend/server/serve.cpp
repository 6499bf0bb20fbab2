// SPDX-License-Identifier: GPL-3.0-or-later
#include "backend/edge/edge.h"
#include "backend/routes/account_watch.h"
#include "backend/routes/routes.h"
#include "backend/server/control_client.h"
#include "backend/server/installation.h"
#include "backend/server/process.h"
#include "backend/server/setup_token.h"
#include "backend/server/shutdown.h"
#include "backend/server/sweeper.h"
#include "backend/server/tls.h"
#include "backend/server/verbs.h"

#include <QtCore/QCoreApplication>

#include <atomic>
#include <unistd.h>

namespace dropseal::server {

namespace {

constexpr std::chrono::seconds DrainLimit{25};     // systemd kills after 90 s, Docker after 10 unless told
constexpr std::chrono::seconds FatalDrainLimit{2}; // nothing can be answered well any more
constexpr std::chrono::seconds StopLimit{5};       // what does not end after the drain is ended by the kernel

/// Ends the event loop with `code`, from any thread.
void endLoop(ExitCode code) {
    QMetaObject::invokeMethod(
        QCoreApplication::instance(), [code] { QCoreApplication::exit(static_cast<int>(code)); },
        Qt::QueuedConnection);
}

bool isLoopback(const std::string& host) {
    return host == "localhost" || host == "::1" || host.starts_with("127.");
}

/// One run of the server, in the order in which it comes up; it goes down in the opposite one.
class Serving {
public:
    Serving(const config::Settings& settings, const Command& command)
        : m_settings(settings), m_command(command) {}

    int run() {
        if (const auto failure = start())
            return report(*failure);
        announce();
        const int code = QCoreApplication::exec();
        stop(code == 0 ? DrainLimit : FatalDrainLimit);
        return code;
    }

private:
    std::optional<Failure> start();
    std::optional<Failure> openParentPipe();
    std::optional<Failure> prepareSetup();
    std::optional<Failure> listen();
    std::optional<Failure> checkReady();
    routes::RouteOptions routeOptions();
    edge::EdgeOptions edgeOptions() const;
    void reloadTls();
    void announce();
    void stop(std::chrono::seconds limit);

    const config::Settings& m_settings;
    const Command& m_command;
    ShutdownSignals m_signals; ///< first of all: the threads inherit what it blocks
    std::unique_ptr<ParentPipe> m_parent;
    http::JsonAccessLog m_log{STDERR_FILENO};
    std::unique_ptr<Installation> m_installation;
    std::unique_ptr<SetupToken> m_setup;
    edge::TlsSlot::Context m_tls;
    std::unique_ptr<routes::App> m_app;
    std::unique_ptr<edge::Edge> m_edge;
    std::unique_ptr<Sweeper> m_sweeper;
};

std::optional<Failure> Serving::start() {
    if (auto failure = loadTls(m_settings, m_tls))
        return failure;
    m_signals.watch([] { endLoop(ExitCode::Ok); },
                    m_tls ? std::function<void()>([this] { reloadTls(); }) : nullptr);
    if (auto failure = openParentPipe())
        return failure;
    Failure failure;
    m_installation = Installation::open(m_settings, failure, [](const std::string& words) {
        say("the database must not be used any more, ending: " + words);
        endLoop(ExitCode::IoError);
    });
    if (m_installation == nullptr)
        return failure;
    if (auto setup_failure = prepareSetup())
        return setup_failure;
    if (auto listen_failure = listen())
        return listen_failure;
    m_sweeper = std::make_unique<Sweeper>(m_installation->services().expiry);
    return checkReady();
}

std::optional<Failure> Serving::openParentPipe() {
    if (!m_command.setup_token_fd)
        return std::nullopt;
    m_parent = std::make_unique<ParentPipe>(*m_command.setup_token_fd);
    if (!m_parent->isOpen())
        return Failure{ExitCode::Usage,
                       "--setup-token-fd " + std::to_string(*m_command.setup_token_fd) +
                           " is not an open descriptor; hand one over when you start dropseald"};
    m_parent->watch([] { endLoop(ExitCode::Ok); });
    return std::nullopt;
}

std::optional<Failure> Serving::prepareSetup() {
    m_setup = std::make_unique<SetupToken>(m_installation->folder().root());
    const auto any = m_installation->services().accounts.anyAdmin();
    if (!any)
        return failureOf(any.error(), Stage::Database);
    if (*any)
        m_setup->end();
    else if (m_parent)
        m_setup->keepInMemory();
    else if (auto kept = m_setup->keepInFile(); !kept)
        return failureOf(kept.error(), Stage::DataFolder);
    return std::nullopt;
}

routes::RouteOptions Serving::routeOptions() {
    routes::RouteOptions options;
    options.public_url = m_settings.public_url;
    options.allowed_hosts = m_settings.allowed_hosts;
    options.bound_to_loopback = isLoopback(m_settings.listen.host);
    options.cors_origins = m_settings.cors_origins;
    options.require_https = m_settings.require_https;
    options.hsts_subdomains = m_settings.hsts_subdomains;
    options.hidden_proxy = [](const std::string& address) {
        say("warning: more than " + std::to_string(routes::AccountWatch::Many) + " accounts come from " +
            address + "; if a proxy stands there, name it in TRUSTED_PROXIES: its clients count as one");
    };
    options.max_json_bytes = m_settings.max_json_bytes;
    options.setup_token = [this] { return m_setup->text(); };
    options.admin_made = [this] { m_setup->end(); };
    options.readiness = {{"database", [this] { return m_installation->database().check(); }},
                         {"storage", [this] { return m_installation->blobs().check(); }}};
    options.access_log = &m_log;
    return options;
}

edge::EdgeOptions Serving::edgeOptions() const {
    edge::EdgeOptions options;
    options.host = m_settings.listen.host;
    options.port = m_settings.listen.port;
    options.control_socket = m_installation->folder().run().path() + "/" + ControlSocketName;
    options.workers = m_settings.workers;
    options.max_connections = possibleConnections(m_settings.max_connections);
    options.max_connections_per_address = m_settings.max_connections_per_address;
    options.max_requests_per_connection = m_settings.max_requests_per_connection;
    options.head = {m_settings.max_head_bytes, m_settings.max_head_fields, m_settings.max_target_bytes};
    options.head_deadline = m_settings.head_timeout;
    options.idle_timeout = m_settings.idle_timeout;
    options.min_upload_rate = m_settings.min_upload_rate;
    options.send_stall = m_settings.download_stall;
    options.handler_limit = m_settings.handler_timeout;
    options.tls = m_tls;
    for (const config::AddressBlock& block : m_settings.trusted_proxies)
        options.trusted_proxies.push_back({block.address, block.bits});
    options.unlimited_addresses = options.trusted_proxies;
    for (const char* const own : {"127.0.0.0/8", "::1"})
        if (const auto block = config::readNetwork(own))
            options.unlimited_addresses.push_back({block->address, block->bits});
    options.unknown_proxy = [](const std::string& address) {
        say("warning: " + address +
            " forwards requests of others, but TRUSTED_PROXIES does not name it: all its clients count as "
            "one, and https before it is not seen");
    };
    return options;
}

std::optional<Failure> Serving::listen() {
    ServiceSet& services = m_installation->services();
    m_app = routes::makeApp({services.accounts, services.sessions, services.uploads, services.files,
                             services.links, m_installation->clock()},
                            routeOptions());
    auto edge = edge::Edge::start(edgeOptions(), m_app->policy(), m_app->errorPage(), m_app->httpServers());
    if (!edge)
        return failureOf(edge.error(), Stage::Listening);
    m_edge = std::move(*edge);
    return std::nullopt;
}

std::optional<Failure> Serving::checkReady() {
    for (const auto& check : routeOptions().readiness)
        if (const auto ready = check.check(); !ready)
            return failureOf(ready.error(), Stage::Files);
    return std::nullopt;
}

/// A bad pair must not end a server that runs well with the one before.
void Serving::reloadTls() {
    if (const auto failure = loadTls(m_settings, m_tls))
        return say("the certificate stays as it was: " + failure->words);
    m_edge->setTls(m_tls);
    say("new connections get the certificate as it is now in " + m_settings.tls_certificate);
}

void Serving::announce() {
    const std::string token = m_setup->text();
    if (m_parent)
        m_parent->writeLine(token.empty() ? "setup done" : "setup token: " + token);
    else if (!token.empty())
        writeLine(STDERR_FILENO, "setup token: " + token);
    writeLine(STDOUT_FILENO, "listening on " + config::originOf(m_tls ? "https" : "http",
                                                                m_settings.listen.host, m_edge->port()));
    notifySystemd("READY=1");
}

void Serving::stop(std::chrono::seconds limit) {
    // Nothing is lost by SIGALRM: what was acknowledged is durable, and the next start clears up.
    ::alarm(static_cast<unsigned>((limit + StopLimit).count()));
    notifySystemd("STOPPING=1");
    m_app->setDraining();
    m_edge->stopAccepting();
    if (!m_edge->drain(limit))
        say("some requests were cut after " + std::to_string(limit.count()) + " s");
    m_sweeper.reset();
    m_app->stop();
    m_edge.reset();
    m_app.reset();
    m_installation.reset();
    ::alarm(0);
}

} // namespace

int serve(const config::Settings& settings, const Command& command) {
    return Serving(settings, command).run();
}

} // namespace dropseal::server
