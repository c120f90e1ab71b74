/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * loop - one event loop for sockets, timers, signals and the keyboard
 *
 * A thin face over libevent, so that the console can wait for keys in the same
 * loop as the network without knowing libevent.
 */
#ifndef DS_CORE_BASE_LOOP_H
#define DS_CORE_BASE_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct ds_loop;
struct ds_watch; /* a file descriptor, timer or signal that is waited for */

typedef void ds_loop_fn(void *arg);

/* NULL: out of memory. SIGPIPE is not touched: whoever owns main() ignores it. */
struct ds_loop *ds_loop_new(void);
/* Its watches, and the networks on it, must be gone. */
struct ds_loop *ds_loop_free(struct ds_loop *);

/* Runs until ds_loop_stop, or until nothing is waited for. */
void ds_loop_run(struct ds_loop *);
/* Waits for at most one round of events and returns. */
void ds_loop_once(struct ds_loop *);
void ds_loop_stop(struct ds_loop *);

/* Each returns NULL when out of memory; what is returned is freed with ds_watch_free, also from
 * within its own callback. A watch that is not pending does not keep the loop running. */
struct ds_watch *ds_loop_readable(struct ds_loop *, int fd, ds_loop_fn *, void *arg);
struct ds_watch *ds_loop_signal(struct ds_loop *, int signo, ds_loop_fn *, void *arg);
/* A timer is made idle; ds_watch_after sets it (again), once. */
struct ds_watch *ds_loop_timer(struct ds_loop *, ds_loop_fn *, void *arg);
bool ds_watch_after(struct ds_watch *, uint64_t microseconds);
/* Its turn comes before whatever else waits: for keys, and the picture that answers them. To be
 * called while it is not pending, or at once after it was made. */
void ds_watch_urgent(struct ds_watch *);
void ds_watch_cancel(struct ds_watch *);
struct ds_watch *ds_watch_free(struct ds_watch *);

/* Microseconds of the monotonic clock, and of the wall clock since 1970. */
uint64_t ds_loop_ticks(const struct ds_loop *);
int64_t ds_loop_wall(const struct ds_loop *);

/* For core/net alone. */
struct event_base *ds_loop_base(struct ds_loop *);

#endif
