// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fault/failing_calls.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdarg>
#include <cstddef>
#include <cstdio>

namespace dropseal::test {

namespace {

struct Plan {
    bool armed = false;
    Call call = Call::Write;
    int countdown = 0;
    int number = 0;
    bool sticky = false;
    int hits = 0;
    bool slow = false;
    bool interrupted = false;
    std::array<std::int64_t, 5> counts{};
};

thread_local Plan plan;

/// Whether this call fails now, with errno set.
bool fails(Call call) {
    ++plan.counts[static_cast<std::size_t>(call)];
    if (!plan.armed || plan.call != call)
        return false;
    --plan.countdown;
    if (plan.countdown > 0 || (plan.countdown < 0 && !plan.sticky))
        return false;
    ++plan.hits;
    errno = plan.number;
    return true;
}

/// Whether a slow write is interrupted now, with errno set.
bool isInterrupted() {
    if (!plan.slow)
        return false;
    plan.interrupted = !plan.interrupted;
    if (plan.interrupted)
        errno = EINTR;
    return plan.interrupted;
}

std::size_t shortened(std::size_t size) {
    return plan.slow && size > 1 ? 1 : size;
}

template <class Function>
Function* next(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
}

} // namespace

FailingCalls::FailingCalls(Call call, int nth, int number, bool sticky) {
    plan.armed = true;
    plan.call = call;
    plan.countdown = nth;
    plan.number = number;
    plan.sticky = sticky;
    plan.hits = 0;
}

FailingCalls::~FailingCalls() {
    plan.armed = false;
}

int FailingCalls::hits() const {
    return plan.hits;
}

SlowWrites::SlowWrites() {
    plan.slow = true;
}

SlowWrites::~SlowWrites() {
    plan.slow = false;
}

std::int64_t callCount(Call call) {
    return plan.counts[static_cast<std::size_t>(call)];
}

} // namespace dropseal::test

using dropseal::test::Call;

// The executable's own definitions come before the C library's for every call that the rooms make.
extern "C" {

ssize_t write(int fd, const void* data, size_t size) {
    static auto* const real = dropseal::test::next<ssize_t(int, const void*, size_t)>("write");
    if (fd > 2 && (dropseal::test::fails(Call::Write) || dropseal::test::isInterrupted()))
        return -1;
    return real(fd, data, fd > 2 ? dropseal::test::shortened(size) : size);
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
    static auto* const real = dropseal::test::next<ssize_t(int, const void*, size_t, off_t)>("pwrite");
    if (dropseal::test::fails(Call::Write) || dropseal::test::isInterrupted())
        return -1;
    return real(fd, data, dropseal::test::shortened(size), offset);
}

// What SQLite calls.
ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
    static auto* const real = dropseal::test::next<ssize_t(int, const void*, size_t, off64_t)>("pwrite64");
    if (dropseal::test::fails(Call::Write) || dropseal::test::isInterrupted())
        return -1;
    return real(fd, data, dropseal::test::shortened(size), offset);
}

int fsync(int) {
    return dropseal::test::fails(Call::Sync) ? -1 : 0;
}

int fdatasync(int) {
    return dropseal::test::fails(Call::Sync) ? -1 : 0;
}

int renameat2(int from_fd, const char* from, int to_fd, const char* to, unsigned int flags) noexcept {
    static auto* const real =
        dropseal::test::next<int(int, const char*, int, const char*, unsigned int)>("renameat2");
    return dropseal::test::fails(Call::Rename) ? -1 : real(from_fd, from, to_fd, to, flags);
}

int unlinkat(int fd, const char* name, int flags) noexcept {
    static auto* const real = dropseal::test::next<int(int, const char*, int)>("unlinkat");
    return dropseal::test::fails(Call::Unlink) ? -1 : real(fd, name, flags);
}

// openBeneath() asks for openat2(2), which has no function of its own in this C library.
long syscall(long number, ...) noexcept {
    static auto* const real = dropseal::test::next<long(long, ...)>("syscall");
    va_list arguments;
    va_start(arguments, number);
    std::array<long, 6> values{};
    for (long& value : values)
        value = va_arg(arguments, long);
    va_end(arguments);
    constexpr long OpenAt2 = 437;
    if (number == OpenAt2 && dropseal::test::fails(Call::Open))
        return -1;
    return real(number, values[0], values[1], values[2], values[3], values[4], values[5]);
}
}
