// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace dropseal::test {

/// The system calls that FailingCalls can make fail.
enum class Call { Write, Sync, Rename, Open, Unlink };

/// While it lives, the n-th call of its kind on this thread fails with an errno (and, where `sticky`, every
/// later one too). The calls of other threads, and other kinds, go through. Links tests/support/fault, whose
/// write, pwrite, fsync, fdatasync, renameat2, openat and unlinkat stand in front of the C library's.
/// A sync that does not fail does nothing: no power cut comes in such a test, and the disk may be busy.
class FailingCalls {
public:
    FailingCalls(Call call, int nth, int number, bool sticky = false);
    ~FailingCalls();
    FailingCalls(const FailingCalls&) = delete;
    FailingCalls& operator=(const FailingCalls&) = delete;

    /// How often a call was made to fail.
    int hits() const;
};

/// While it lives, each write on this thread takes one byte at most, and every second one is interrupted
/// (EINTR) before it begins.
class SlowWrites {
public:
    SlowWrites();
    ~SlowWrites();
    SlowWrites(const SlowWrites&) = delete;
    SlowWrites& operator=(const SlowWrites&) = delete;
};

/// Calls of a kind that this thread made so far, the failed ones included.
std::int64_t callCount(Call call);

} // namespace dropseal::test
