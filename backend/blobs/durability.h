// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace dropseal::blobs {

/// Whether success means "survives a power cut". Off is for benchmarks and for tests that look at something
/// else; no setting reaches it.
enum class Durability { Full, Off };

} // namespace dropseal::blobs
