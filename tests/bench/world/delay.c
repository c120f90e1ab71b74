/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * delay - a line that takes its time, between two network namespaces: delay NETNS RTT_MS [SPREAD_MS]
 *
 * netem is not in every kernel; a tun device is. One is made here ("line0") and one in the network
 * namespace NETNS (a path, as /proc/PID/ns/net; "line1"); each packet from one to the other waits
 * for half of the round trip. With SPREAD_MS the round trip depends on the IPv4 address at the far
 * end, between RTT_MS and RTT_MS + SPREAD_MS, the same every time. It says "ready" when both are
 * there; addresses and routes are the caller's business. The devices go when the program goes.
 */
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#define PACKET_MAX 65536
#define BURST      64 /* packets taken from one side before the other has its turn */
#define RTT_MAX_MS 10000

/* A packet on its way. */
struct packet {
	uint64_t due; /* nanoseconds */
	int to;
	size_t len;
	uint8_t *data;
};

/* All of them, the one due first on top. */
struct heap {
	struct packet *packets;
	size_t n, room;
};

struct line {
	int ends[2]; /* near and far */
	int timer;
	unsigned rtt_ms, spread_ms;
	struct heap heap;
};

/* die - ends the program with the reason of the last call */
static _Noreturn void die(const char *what)
{
	perror(what);
	exit(1);
}

/* heap_push - puts a packet in its place */
static void heap_push(struct heap *heap, struct packet packet)
{
	size_t i = heap->n++;

	if (heap->n > heap->room) {
		heap->room = heap->room > 0 ? 2 * heap->room : 1024;
		heap->packets = realloc(heap->packets, heap->room * sizeof *heap->packets);
		if (heap->packets == NULL)
			die("delay: memory");
	}
	for (; i > 0 && heap->packets[(i - 1) / 2].due > packet.due; i = (i - 1) / 2)
		heap->packets[i] = heap->packets[(i - 1) / 2];
	heap->packets[i] = packet;
}

/* heap_pop - takes the one that is due first; there is one */
static struct packet heap_pop(struct heap *heap)
{
	struct packet top = heap->packets[0], last = heap->packets[--heap->n];
	size_t i = 0, child;

	while ((child = 2 * i + 1) < heap->n) {
		if (child + 1 < heap->n && heap->packets[child + 1].due < heap->packets[child].due)
			child++;
		if (last.due <= heap->packets[child].due)
			break;
		heap->packets[i] = heap->packets[child];
		i = child;
	}
	heap->packets[i] = last;
	return top;
}

/* ticks - nanoseconds of the monotonic clock */
static uint64_t ticks(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* half_trip - how long a packet takes that comes from an end */
static uint64_t half_trip(const struct line *line, int from, const uint8_t *data, size_t len)
{
	uint32_t address = 0;

	if (data[0] >> 4 == 4 && len >= 20)
		memcpy(&address, data + (from == 0 ? 16 : 12), sizeof address);
	address = (address ^ address >> 16) * 0x7feb352dU;
	return (line->rtt_ms * 1000 + (uint64_t)line->spread_ms * (address >> 16) / 66) * 500;
}

/* line_take - what has come in at an end */
static void line_take(struct line *line, int from)
{
	uint8_t buf[PACKET_MAX];

	for (int i = 0; i < BURST; i++) {
		ssize_t got = read(line->ends[from], buf, sizeof buf);
		struct packet packet = { .to = line->ends[1 - from] };

		if (got <= 0)
			return;
		packet.len = (size_t)got;
		packet.due = ticks() + half_trip(line, from, buf, packet.len);
		packet.data = malloc(packet.len);
		if (packet.data == NULL)
			die("delay: memory");
		memcpy(packet.data, buf, packet.len);
		heap_push(&line->heap, packet);
	}
}

/* line_give - delivers what is due, and sets the clock for the rest */
static void line_give(struct line *line)
{
	struct itimerspec next = { .it_value = { 0, 0 } };

	while (line->heap.n > 0 && line->heap.packets[0].due <= ticks()) {
		struct packet packet = heap_pop(&line->heap);

		/* What the other end cannot take now is lost, as on any line. */
		(void)!write(packet.to, packet.data, packet.len);
		free(packet.data);
	}
	if (line->heap.n > 0) {
		next.it_value.tv_sec = (time_t)(line->heap.packets[0].due / 1000000000);
		next.it_value.tv_nsec = (long)(line->heap.packets[0].due % 1000000000);
	}
	timerfd_settime(line->timer, TFD_TIMER_ABSTIME, &next, NULL);
}

/* line_run - for ever */
static void line_run(struct line *line)
{
	struct pollfd fds[3] = { { line->ends[0], POLLIN, 0 }, { line->ends[1], POLLIN, 0 },
		{ line->timer, POLLIN, 0 } };
	uint64_t expired;

	for (;;) {
		if (poll(fds, 3, -1) < 0)
			continue;
		for (int i = 0; i < 2; i++)
			if (fds[i].revents != 0)
				line_take(line, i);
		if (fds[2].revents != 0 && read(line->timer, &expired, sizeof expired) < 0)
			continue;
		line_give(line);
	}
}

/* end_open - a tun device in the namespace that this process is in */
static int end_open(const char *name)
{
	struct ifreq request = { .ifr_flags = IFF_TUN | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		die("delay: /dev/net/tun");
	snprintf(request.ifr_name, sizeof request.ifr_name, "%s", name);
	if (ioctl(fd, TUNSETIFF, &request) != 0)
		die("delay: TUNSETIFF");
	return fd;
}

/* milliseconds - an argument */
static unsigned milliseconds(const char *text)
{
	char *end;
	unsigned long n = strtoul(text, &end, 10);

	if (*text == '\0' || *end != '\0' || n > RTT_MAX_MS) {
		fprintf(stderr, "delay: %s: not a number of milliseconds\n", text);
		exit(2);
	}
	return (unsigned)n;
}

int main(int argc, char **argv)
{
	struct line line = { .timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK) };
	int netns;

	if (argc < 3 || argc > 4) {
		fprintf(stderr, "usage: delay NETNS RTT_MS [SPREAD_MS]\n");
		return 2;
	}
	line.rtt_ms = milliseconds(argv[2]);
	line.spread_ms = argc > 3 ? milliseconds(argv[3]) : 0;
	prctl(PR_SET_TIMERSLACK, 1);
	line.ends[0] = end_open("line0");
	netns = open(argv[1], O_RDONLY | O_CLOEXEC);
	if (netns < 0 || setns(netns, CLONE_NEWNET) != 0)
		die(argv[1]);
	line.ends[1] = end_open("line1");
	puts("ready");
	fflush(stdout);
	line_run(&line);
}
