/*
 * SPDX-FileCopyrightText: 2026 The storageport authors
 * SPDX-License-Identifier: Apache-2.0
 *
 * Preloaded into a process, it lets fdatasync and fsync take at least as many nanoseconds as STORAGEPORT_SYNC_NANOS says, as a disk without a
 * cache would. The real call is made first. The rest is slept, not spun, since a thread that waits for a disk leaves the processor to others; the
 * timer slack of the thread, 50 us by default, is set to the least there is.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <time.h>

static __thread int precise;

static int slowed(const char *name, int fd)
{
    const char *nanos = getenv("STORAGEPORT_SYNC_NANOS");
    long least = nanos == NULL ? 0 : atol(nanos);
    int (*real)(int) = (int (*)(int)) dlsym(RTLD_NEXT, name);
    struct timespec until;
    int result, error;

    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += (until.tv_nsec + least) / 1000000000L;
    until.tv_nsec = (until.tv_nsec + least) % 1000000000L;
    result = real(fd);
    error = errno;
    if (!precise) {
        precise = prctl(PR_SET_TIMERSLACK, 1UL) == 0;
    }
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL) == EINTR) {
    }
    errno = error;
    return result;
}

int fdatasync(int fd)
{
    return slowed("fdatasync", fd);
}

int fsync(int fd)
{
    return slowed("fsync", fd);
}
