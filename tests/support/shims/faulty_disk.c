// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails when it is told to. The file FAULTY_DISK_CONTROL is shared memory (struct Control, 8-byte
// numbers in the machine's order, written by tests/end_to_end/faults); `kind` is set last. Calls on files
// whose path holds `path` are counted; the countdown-th one, and with `sticky` each later one, fails with
// `number`.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { KindNone, KindWrite, KindSync, KindRename, KindSlow };

struct Control {
    int64_t kind;
    int64_t countdown;
    int64_t number; // errno
    int64_t sticky;
    int64_t hits;        // calls made to fail
    int64_t slowed;      // writes cut to one byte, or interrupted
    int64_t syncs_after; // syncs of the file whose sync failed, after that: must stay 0
    int64_t failed_inode;
    char path[192];
};

static struct Control* control;

__attribute__((constructor)) static void begin(void) {
    const char* const path = getenv("FAULTY_DISK_CONTROL");
    if (path == NULL)
        return;
    const int fd = open(path, O_RDWR | O_CLOEXEC);
    void* const memory =
        fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (memory == MAP_FAILED) {
        fprintf(stderr, "faulty_disk: %s: %s\n", path, strerror(errno));
        abort();
    }
    close(fd);
    control = memory;
}

static int64_t kind_now(void) {
    return control == NULL ? KindNone : __atomic_load_n(&control->kind, __ATOMIC_ACQUIRE);
}

static int names(int fd, const char* name) {
    char self[64];
    char path[PATH_MAX];
    if (fd >= 0) {
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        const ssize_t length = readlink(self, path, sizeof path - 1);
        if (length <= 0)
            return 0;
        path[length] = '\0';
        if (path[0] == '/' && strstr(path, control->path) != NULL)
            return 1;
    }
    return name != NULL && strstr(name, control->path) != NULL;
}

// Whether this call fails now; errno is set.
static int fails(int64_t kind, int fd, const char* name) {
    if (kind_now() != kind || !names(fd, name))
        return 0;
    const int64_t left = __atomic_sub_fetch(&control->countdown, 1, __ATOMIC_ACQ_REL);
    if (left > 0 || (left < 0 && !control->sticky))
        return 0;
    __atomic_add_fetch(&control->hits, 1, __ATOMIC_ACQ_REL);
    errno = (int)control->number;
    return 1;
}

// A slow disk interrupts every second write and takes one byte of each.
static int interrupts(int fd, size_t* size) {
    if (*size < 2 || kind_now() != KindSlow || !names(fd, NULL))
        return 0;
    if (__atomic_add_fetch(&control->slowed, 1, __ATOMIC_ACQ_REL) % 2 != 0) {
        errno = EINTR;
        return 1;
    }
    *size = 1;
    return 0;
}

#define NEXT(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void* data, size_t size) {
    static __typeof__(&write) next;
    if (next == NULL)
        next = NEXT(write);
    if (fails(KindWrite, fd, NULL) || interrupts(fd, &size))
        return -1;
    return next(fd, data, size);
}

ssize_t pwrite(int fd, const void* data, size_t size, off_t offset) {
    static __typeof__(&pwrite) next;
    if (next == NULL)
        next = NEXT(pwrite);
    if (fails(KindWrite, fd, NULL) || interrupts(fd, &size))
        return -1;
    return next(fd, data, size, offset);
}

ssize_t pwrite64(int fd, const void* data, size_t size, off64_t offset) {
    return pwrite(fd, data, size, offset);
}

ssize_t writev(int fd, const struct iovec* pieces, int count) {
    static __typeof__(&writev) next;
    if (next == NULL)
        next = NEXT(writev);
    return fails(KindWrite, fd, NULL) ? -1 : next(fd, pieces, count);
}

static int sync_file(int fd, int (*next)(int)) {
    struct stat info;
    if (control != NULL && control->failed_inode != 0 && fstat(fd, &info) == 0 &&
        (int64_t)info.st_ino == control->failed_inode)
        __atomic_add_fetch(&control->syncs_after, 1, __ATOMIC_ACQ_REL);
    if (!fails(KindSync, fd, NULL))
        return next(fd);
    const int number = errno;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && control->failed_inode == 0)
        control->failed_inode = (int64_t)info.st_ino;
    errno = number;
    return -1;
}

int fsync(int fd) {
    static __typeof__(&fsync) next;
    if (next == NULL)
        next = NEXT(fsync);
    return sync_file(fd, next);
}

int fdatasync(int fd) {
    static __typeof__(&fdatasync) next;
    if (next == NULL)
        next = NEXT(fdatasync);
    return sync_file(fd, next);
}

int renameat2(int from_fd, const char* from, int to_fd, const char* to, unsigned int flags) {
    static __typeof__(&renameat2) next;
    if (next == NULL)
        next = NEXT(renameat2);
    return fails(KindRename, to_fd, to) ? -1 : next(from_fd, from, to_fd, to, flags);
}

int rename(const char* from, const char* to) {
    static __typeof__(&rename) next;
    if (next == NULL)
        next = NEXT(rename);
    return fails(KindRename, -1, to) ? -1 : next(from, to);
}
