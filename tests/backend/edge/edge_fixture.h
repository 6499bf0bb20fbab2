// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/backend/edge/client.h"
#include "tests/backend/edge/test_site.h"

#include <QtCore/QObject>

#include <memory>

namespace dropseal::test {

/// A site behind an edge on a free port: made anew for each test function that calls start().
class EdgeFixture : public QObject {
protected:
    /// False where it could not start.
    bool start(const edge::EdgeOptions& options = {}) {
        stop();
        m_site = std::make_unique<TestSite>();
        auto started = edge::Edge::start(options, m_site->policy(), m_site->pages(), m_site->http());
        if (started.ok())
            m_edge = std::move(started).value();
        return m_edge != nullptr;
    }
    void stop() {
        m_edge.reset();
        m_site.reset();
    }
    Client client(int receiveBuffer = 0) { return Client(m_edge->port(), receiveBuffer); }
    std::string ask(const std::string& request) {
        Client one = client();
        one.send(request);
        return one.answer();
    }
    bool alive() { return bodyOf(ask(Client::post("/echo", "alive"))) == "alive"; }

    std::unique_ptr<TestSite> m_site;
    std::unique_ptr<edge::Edge> m_edge;
};

} // namespace dropseal::test
