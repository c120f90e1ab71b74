/* SPDX-License-Identifier: BSD-2-Clause */
/* loop - the event loop, over libevent */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <event2/event.h>

#include "core/base/loop.h"

/* The queues: everything goes to the last one, unless it is urgent. */
enum { URGENT, OTHERS };

/* Before what is urgent is looked for again, so long and so many of the others at most. */
#define OTHERS_US  2000
#define OTHERS_MAX 16

struct ds_loop {
	struct event_base *base;
};

struct ds_watch {
	struct event *event;
	ds_loop_fn *fn;
	void *arg;
};

/* base_new - with two queues: what is urgent is looked for again after a few of the others */
static struct event_base *base_new(void)
{
	const struct timeval most = { .tv_usec = OTHERS_US };
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config != NULL &&
	    event_config_set_max_dispatch_interval(config, &most, OTHERS_MAX, OTHERS) == 0)
		base = event_base_new_with_config(config);
	if (config != NULL)
		event_config_free(config);
	if (base != NULL && event_base_priority_init(base, OTHERS + 1) != 0) {
		event_base_free(base);
		base = NULL;
	}
	return base;
}

/* ds_loop_new - an empty loop */
struct ds_loop *ds_loop_new(void)
{
	struct ds_loop *loop = calloc(1, sizeof(*loop));

	if (loop == NULL)
		return NULL;
	loop->base = base_new();
	if (loop->base == NULL) {
		free(loop);
		return NULL;
	}
	return loop;
}

/* ds_loop_free - its watches must be gone. What libevent frees late (a bufferevent that was at work
 * when its owner let go of it) it frees in a round of its own. */
struct ds_loop *ds_loop_free(struct ds_loop *loop)
{
	if (loop != NULL) {
		event_base_loop(loop->base, EVLOOP_NONBLOCK);
		event_base_free(loop->base);
		free(loop);
	}
	return NULL;
}

/* ds_loop_run - until it is stopped or nothing is waited for */
void ds_loop_run(struct ds_loop *loop)
{
	event_base_dispatch(loop->base);
}

/* ds_loop_once - one round of events */
void ds_loop_once(struct ds_loop *loop)
{
	event_base_loop(loop->base, EVLOOP_ONCE);
}

/* ds_loop_stop - after the callback that runs now */
void ds_loop_stop(struct ds_loop *loop)
{
	event_base_loopbreak(loop->base);
}

/* watch_fire - from libevent to whoever waits; the watch may be freed in there */
static void watch_fire(evutil_socket_t fd, short what, void *arg)
{
	struct ds_watch *watch = arg;

	(void)fd;
	(void)what;
	watch->fn(watch->arg);
}

/* watch_new - a watch that is not pending yet */
static struct ds_watch *watch_new(
    struct ds_loop *loop, int fd, short what, ds_loop_fn *fn, void *arg)
{
	struct ds_watch *watch = calloc(1, sizeof(*watch));

	if (watch == NULL)
		return NULL;
	watch->fn = fn;
	watch->arg = arg;
	watch->event = event_new(loop->base, fd, what, watch_fire, watch);
	if (watch->event == NULL) {
		free(watch);
		return NULL;
	}
	return watch;
}

/* watch_start - makes a new watch wait, or frees it */
static struct ds_watch *watch_start(struct ds_watch *watch)
{
	if (watch != NULL && event_add(watch->event, NULL) != 0)
		return ds_watch_free(watch);
	return watch;
}

/* ds_loop_readable - calls whenever there is something to read */
struct ds_watch *ds_loop_readable(struct ds_loop *loop, int fd, ds_loop_fn *fn, void *arg)
{
	return watch_start(watch_new(loop, fd, EV_READ | EV_PERSIST, fn, arg));
}

/* ds_loop_signal - calls from the loop, not from within the signal */
struct ds_watch *ds_loop_signal(struct ds_loop *loop, int signo, ds_loop_fn *fn, void *arg)
{
	return watch_start(watch_new(loop, signo, EV_SIGNAL | EV_PERSIST, fn, arg));
}

/* ds_loop_timer - an idle timer */
struct ds_watch *ds_loop_timer(struct ds_loop *loop, ds_loop_fn *fn, void *arg)
{
	return watch_new(loop, -1, 0, fn, arg);
}

/* ds_watch_after - sets a timer, once, in place of what it was set to */
bool ds_watch_after(struct ds_watch *watch, uint64_t microseconds)
{
	struct timeval tv;

	tv.tv_sec = (time_t)(microseconds / 1000000);
	tv.tv_usec = (suseconds_t)(microseconds % 1000000);
	return event_add(watch->event, &tv) == 0;
}

/* ds_watch_urgent - before whatever else waits */
void ds_watch_urgent(struct ds_watch *watch)
{
	event_priority_set(watch->event, URGENT);
}

/* ds_watch_cancel - it stays, and waits for nothing */
void ds_watch_cancel(struct ds_watch *watch)
{
	event_del(watch->event);
}

/* ds_watch_free - also from within its own callback; NULL is allowed */
struct ds_watch *ds_watch_free(struct ds_watch *watch)
{
	if (watch != NULL) {
		event_free(watch->event);
		free(watch);
	}
	return NULL;
}

/* clock_us - microseconds of a clock */
static int64_t clock_us(clockid_t clock)
{
	struct timespec ts = { 0, 0 };

	clock_gettime(clock, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

/* ds_loop_ticks - a clock that never goes back */
uint64_t ds_loop_ticks(const struct ds_loop *loop)
{
	(void)loop;
	return (uint64_t)clock_us(CLOCK_MONOTONIC);
}

/* ds_loop_wall - the time of day */
int64_t ds_loop_wall(const struct ds_loop *loop)
{
	(void)loop;
	return clock_us(CLOCK_REALTIME);
}

/* ds_loop_base - what core/net makes its sockets on */
struct event_base *ds_loop_base(struct ds_loop *loop)
{
	return loop->base;
}
