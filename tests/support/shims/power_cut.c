// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that forgets what was not synced. Below POWER_CUT_ROOT, the folder POWER_CUT_SHADOW/tree holds what
// a power cut would leave, in the worst case that POSIX allows:
//   - fsync and fdatasync of a file bring its bytes there (by inode, in POWER_CUT_SHADOW/inodes);
//   - fsync of a folder brings its names there as they are now: new, moved and removed ones. A file whose
//   bytes
//     were never synced appears empty;
//   - nothing else does: not write, rename, unlink, close, sync_file_range.
// What lies below the root when the program starts counts as synced. Kill the program at any moment and go on
// with a copy of the tree. The disk itself is not synced, so that many rounds take little time.
//
// An fsync takes the state from before its call, never a later one. A kill in the middle of one leaves a part
// of it, as a disk would. The descriptor given is read, not a new one: closing a second one would drop
// SQLite's locks.
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PieceBytes = 64 * 1024, PathBytes = PATH_MAX + 512 };

static const char* root;
static const char* shadow;
static size_t root_length;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

__attribute__((format(printf, 1, 2), noreturn)) static void die(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("power_cut: ", stderr);
    vfprintf(stderr, format, arguments);
    fprintf(stderr, ": %s\n", strerror(errno));
    va_end(arguments);
    abort();
}

__attribute__((format(printf, 2, 3))) static void join(char* out, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(out, PathBytes, format, arguments);
    va_end(arguments);
    if (length < 0 || length >= PathBytes)
        die("a path is too long");
}

// The place of an inode's synced bytes. The birth time tells a new file from an old one with the same number.
static void inode_path(int fd, const char* name, char* out) {
    struct statx info;
    if (statx(fd, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &info) != 0)
        die("statx");
    join(out, "%s/inodes/%llu-%lld-%u", shadow, (unsigned long long)info.stx_ino,
         (long long)info.stx_btime.tv_sec, info.stx_btime.tv_nsec);
}

static ssize_t read_piece(int fd, char* piece, off_t offset) {
    ssize_t got = 0;
    do
        got = pread(fd, piece, PieceBytes, offset);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        die("pread");
    return got;
}

static void write_piece(int fd, const char* piece, size_t size, off_t offset) {
    while (size > 0) {
        const ssize_t done = pwrite(fd, piece, size, offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            die("pwrite");
        piece += done;
        offset += done;
        size -= (size_t)done;
    }
}

// Brings `to` to the bytes of `from`, in place: names of the tree are hard links to it.
static void copy_bytes(int from, int to) {
    static char live[PieceBytes];
    static char kept[PieceBytes];
    off_t offset = 0;
    for (;;) {
        const ssize_t got = read_piece(from, live, offset);
        if (got == 0)
            break;
        if (read_piece(to, kept, offset) < got || memcmp(live, kept, (size_t)got) != 0)
            write_piece(to, live, (size_t)got, offset);
        offset += got;
    }
    if (ftruncate(to, offset) != 0)
        die("ftruncate");
}

static void keep_file(int fd) {
    char place[PathBytes];
    char self[64];
    inode_path(fd, "", place);
    int from = fd;
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) { // never a database file
        snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
        from = open(self, O_RDONLY | O_CLOEXEC);
    }
    const int to = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (from < 0 || to < 0)
        die("open %s", place);
    copy_bytes(from, to);
    close(to);
    if (from != fd)
        close(from);
}

// Makes the name in the tree mean the inode's synced bytes.
static void keep_name(int folder_fd, const char* name, const char* tree_path) {
    char place[PathBytes];
    char fresh[PathBytes];
    inode_path(folder_fd, name, place);
    const int file = open(place, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0)
        die("open %s", place);
    close(file);
    join(fresh, "%s/fresh", shadow);
    unlink(fresh);
    if (link(place, fresh) != 0 || rename(fresh, tree_path) != 0)
        die("link %s", tree_path);
    unlink(fresh); // where both were the same file already, rename leaves it
}

static void forget_lost_names(int folder_fd, const char* tree_folder) {
    DIR* listing = opendir(tree_folder);
    if (listing == NULL)
        die("opendir %s", tree_folder);
    for (const struct dirent* entry; (entry = readdir(listing)) != NULL;) {
        struct stat info;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(folder_fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0)
            continue;
        unlinkat(dirfd(listing), entry->d_name, 0);
    }
    closedir(listing);
}

static void keep_folder(int fd, const char* tree_folder) {
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    DIR* listing = opendir(self);
    if (listing == NULL)
        die("opendir %s", self);
    for (const struct dirent* entry; (entry = readdir(listing)) != NULL;) {
        char tree_path[PathBytes];
        struct stat info;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
            continue;
        join(tree_path, "%s/%s", tree_folder, entry->d_name);
        if (S_ISDIR(info.st_mode) && mkdir(tree_path, 0700) != 0 && errno != EEXIST)
            die("mkdir %s", tree_path);
        if (S_ISREG(info.st_mode))
            keep_name(fd, entry->d_name, tree_path);
    }
    closedir(listing);
    forget_lost_names(fd, tree_folder);
}

// At the start everything counts as synced.
static void keep_everything(int fd, const char* tree_folder) {
    keep_folder(fd, tree_folder);
    char self[64];
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    DIR* listing = opendir(self);
    if (listing == NULL)
        die("opendir %s", self);
    for (const struct dirent* entry; (entry = readdir(listing)) != NULL;) {
        char below[PathBytes];
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        const int child = openat(fd, entry->d_name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
        struct stat info;
        if (child < 0 || fstat(child, &info) != 0)
            continue; // a socket, or a link
        join(below, "%s/%s", tree_folder, entry->d_name);
        if (S_ISDIR(info.st_mode))
            keep_everything(child, below);
        if (S_ISREG(info.st_mode))
            keep_file(child);
        close(child);
    }
    closedir(listing);
}

__attribute__((constructor)) static void begin(void) {
    root = getenv("POWER_CUT_ROOT");
    shadow = getenv("POWER_CUT_SHADOW");
    if (root == NULL || shadow == NULL) {
        root = NULL;
        return;
    }
    root_length = strlen(root);
    char path[PathBytes];
    mkdir(shadow, 0700);
    join(path, "%s/inodes", shadow);
    mkdir(path, 0700);
    join(path, "%s/tree", shadow);
    mkdir(path, 0700);
    const int fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        die("open %s", root);
    keep_everything(fd, path);
    close(fd);
}

// 1: the sync was taken care of; 0: the descriptor lies elsewhere.
static int keep(int fd) {
    char self[64];
    char path[PathBytes];
    char tree_folder[PathBytes];
    struct stat info;
    if (root == NULL || fstat(fd, &info) != 0)
        return 0;
    snprintf(self, sizeof self, "/proc/self/fd/%d", fd);
    const ssize_t length = readlink(self, path, sizeof path - 1);
    if (length <= 0)
        return 0;
    path[length] = '\0';
    if (strncmp(path, root, root_length) != 0 || (path[root_length] != '/' && path[root_length] != '\0'))
        return 0;
    pthread_mutex_lock(&mutex);
    if (S_ISREG(info.st_mode))
        keep_file(fd);
    join(tree_folder, "%s/tree%s", shadow, path + root_length);
    if (S_ISDIR(info.st_mode)) {
        if (access(tree_folder, F_OK) == 0)
            keep_folder(fd, tree_folder);
        else
            fprintf(stderr, "power_cut: %s is synced, but its own name never was: it would be lost\n", path);
    }
    pthread_mutex_unlock(&mutex);
    return 1;
}

int fsync(int fd) {
    return keep(fd) ? 0 : fcntl(fd, F_GETFD) < 0 ? -1 : 0;
}

int fdatasync(int fd) {
    return fsync(fd);
}
