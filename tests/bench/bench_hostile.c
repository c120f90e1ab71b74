/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * bench_hostile - what hostile zones and servers cost: danescope check against each attack
 *
 * A server on the loopback answers as the attacker would, through a resolver or, with --iterate, as
 * root and below. Of the whole process: CPU (getrusage), messages asked, memory at its peak above that
 * of a calm domain, time, verdict. Goals: 50 ms, 200 messages, 8 MiB, 30 s. None may be "secured"; the
 * run fails where one is, or where there is no verdict.
 *
 *	bench_hostile [--smoke] [NAME...]
 */
#include <fcntl.h>
#include <jansson.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/hostile/attacks.h"

#define GOAL_CPU_MS   50.0
#define GOAL_MESSAGES 200
#define GOAL_KIB      (8 * 1024)
#define GOAL_MS       30000.0

extern char **environ;

/* What one look cost. */
struct cost {
	double cpu_ms, wall_ms;
	long kib;
	unsigned messages;
	char verdict[32], limits[128];
};

/* The files that the program is given, and what it runs. */
struct stage {
	char dir[64], anchor[96], hints[96], out[96];
	const char *program;
	int launcher;
	struct server server;
};

/* write_file - text into a file */
static void write_file(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	dns_must(f != NULL && fputs(text, f) >= 0 && fclose(f) == 0, path);
}

/* stage_begin - a folder of our own, and the server */
static void stage_begin(struct stage *s)
{
	snprintf(s->dir, sizeof s->dir, "/tmp/danescope-hostile-XXXXXX");
	dns_must(mkdtemp(s->dir) != NULL, "folder");
	snprintf(s->anchor, sizeof s->anchor, "%s/root.ds", s->dir);
	snprintf(s->hints, sizeof s->hints, "%s/root.hints", s->dir);
	snprintf(s->out, sizeof s->out, "%s/out", s->dir);
	write_file(s->hints, ". 3600 IN NS a.root.\na.root. 3600 IN A 127.0.0.2\n");
	s->program = getenv("DANESCOPE") != NULL ? getenv("DANESCOPE") : "./danescope";
	server_start(&s->server);
}

/* stage_end - leaves nothing behind */
static void stage_end(struct stage *s)
{
	close(s->launcher);
	server_end(&s->server);
	unlink(s->anchor);
	unlink(s->hints);
	unlink(s->out);
	rmdir(s->dir);
}

/* What the launcher is asked for, and what it answers. */
struct request {
	char program[256], anchor[96], hints[96], out[96], domain[256];
	unsigned port;
	bool iterate;
};

struct response {
	int status;
	struct rusage usage;
};

/* launch - the program, its report into a file; waits for its end */
static void launch(struct request *r, struct response *out)
{
	char resolver[32], port[16];
	char *const through[] = { r->program, "check", "--json", "--no-smtp", "--at",
		"2026-01-01T00:00:00Z", "--trust-anchor", r->anchor, "--resolver", resolver,
		r->domain, NULL };
	char *const alone[] = { r->program, "check", "--json", "--no-smtp", "--at",
		"2026-01-01T00:00:00Z", "--trust-anchor", r->anchor, "--iterate", "--root-hints",
		r->hints, "--dns-port", port, "-4", r->domain, NULL };
	posix_spawn_file_actions_t actions;
	pid_t pid = -1;

	snprintf(resolver, sizeof resolver, "127.0.0.1@%u", r->port);
	snprintf(port, sizeof port, "%u", r->port);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, r->out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	dns_must(posix_spawn(&pid, r->program, &actions, NULL, r->iterate ? alone : through,
		     environ) == 0 &&
		     wait4(pid, &out->status, 0, &out->usage) == pid,
	    r->program);
	posix_spawn_file_actions_destroy(&actions);
}

/* launcher_start - a process that does nothing but launch: a child's peak of memory begins with that
 * of who makes it, and ours holds worlds. Returns its end of a pair of sockets */
static int launcher_start(void)
{
	struct response response;
	struct request request;
	int pair[2];

	dns_must(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) == 0, "socketpair");
	if (fork() != 0) {
		close(pair[1]);
		return pair[0];
	}
	close(pair[0]);
	while (recv(pair[1], &request, sizeof request, 0) == (ssize_t)sizeof request) {
		memset(&response, 0, sizeof response);
		launch(&request, &response);
		(void)!send(pair[1], &response, sizeof response, MSG_NOSIGNAL);
	}
	_exit(0);
}

/* keep_limit - the bound that a finding speaks of: what stands in brackets in its text */
static void keep_limit(struct cost *c, const char *text)
{
	const char *from = text != NULL ? strchr(text, '(') : NULL;
	const char *to = from != NULL ? strchr(from, ')') : NULL;

	if (to != NULL)
		snprintf(c->limits, sizeof c->limits, " %.*s", (int)(to + 1 - from), from);
}

/* read_report - the verdict, and the bounds that were reached */
static void read_report(const char *path, struct cost *c)
{
	json_t *report = json_load_file(path, 0, NULL), *finding;
	const char *verdict = json_string_value(json_object_get(report, "verdict"));
	size_t i;

	snprintf(c->verdict, sizeof c->verdict, "%s", verdict != NULL ? verdict : "none");
	json_array_foreach(json_object_get(report, "findings"), i, finding)
	{
		const char *code = json_string_value(json_object_get(finding, "code"));

		if (code != NULL && strcmp(code, "LIMIT_REACHED") == 0)
			keep_limit(c, json_string_value(json_object_get(finding, "text")));
	}
	json_decref(report);
}

/* milliseconds - between two moments, or of a process */
static double milliseconds(const struct timeval *tv)
{
	return (double)tv->tv_sec * 1e3 + (double)tv->tv_usec / 1e3;
}

/* look - one attack */
static void look(struct stage *s, struct attack *a, struct cost *c)
{
	struct request request = { .port = s->server.port, .iterate = a->iterate };
	struct timespec from, to;
	struct response r = { .status = -1 };

	memset(c, 0, sizeof *c);
	snprintf(request.program, sizeof request.program, "%s", s->program);
	snprintf(request.domain, sizeof request.domain, "%s", a->domain);
	memcpy(request.anchor, s->anchor, sizeof s->anchor);
	memcpy(request.hints, s->hints, sizeof s->hints);
	memcpy(request.out, s->out, sizeof s->out);
	write_file(s->anchor, a->world->anchors);
	server_begin(&s->server, a->fn, a);
	clock_gettime(CLOCK_MONOTONIC, &from);
	dns_must(send(s->launcher, &request, sizeof request, 0) == (ssize_t)sizeof request &&
		     recv(s->launcher, &r, sizeof r, 0) == (ssize_t)sizeof r,
	    "launcher");
	clock_gettime(CLOCK_MONOTONIC, &to);
	c->wall_ms =
	    (double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;
	c->cpu_ms = milliseconds(&r.usage.ru_utime) + milliseconds(&r.usage.ru_stime);
	c->kib = r.usage.ru_maxrss;
	for (unsigned i = 0; i < SERVER_ADDRESSES; i++)
		c->messages += s->server.asked[i];
	server_begin(&s->server, NULL, NULL); /* who still asks gets no answer */
	read_report(s->out, c);
	if (!WIFEXITED(r.status) || WEXITSTATUS(r.status) > 3)
		snprintf(c->verdict, sizeof c->verdict, "died");
}

/* print - one line; true where the answer is none that may not be */
static bool print(const struct attack *a, const struct cost *c, long idle)
{
	bool met = c->cpu_ms <= GOAL_CPU_MS && c->messages <= GOAL_MESSAGES &&
		   c->kib - idle <= GOAL_KIB && c->wall_ms <= GOAL_MS;

	printf("%-24s %8.1f %8u %8.1f %9.0f  %-6s %s%s\n", a->name, c->cpu_ms, c->messages,
	    (double)(c->kib - idle) / 1024, c->wall_ms, met ? "met" : "missed", c->verdict,
	    c->limits);
	return strcmp(c->verdict, "none") != 0 && strcmp(c->verdict, "died") != 0 &&
	       strcmp(c->verdict, "secured") != 0;
}

/* wanted - is it among the names, or are there none? */
static bool wanted(int argc, char **argv, const char *name)
{
	bool any = false;

	for (int i = 1; i < argc; i++) {
		if (argv[i][0] == '-')
			continue;
		any = true;
		if (strcmp(argv[i], name) == 0)
			return true;
	}
	return !any;
}

int main(int argc, char **argv)
{
	bool quick = argc > 1 && strcmp(argv[1], "--smoke") == 0, good = true;
	struct stage stage;
	long idle = 0;

	memset(&stage, 0, sizeof stage);
	stage.launcher = launcher_start();
	stage_begin(&stage);
	printf("goals: %.0f ms of CPU, %d messages, %d MiB above a calm domain, %.0f s\n",
	    GOAL_CPU_MS, GOAL_MESSAGES, GOAL_KIB / 1024, GOAL_MS / 1e3);
	printf("%-24s %8s %8s %8s %9s\n", "attack", "CPU ms", "messages", "MiB more", "wall ms");
	for (size_t i = 0; i < attacks_count(); i++) {
		struct attack a;
		struct cost c;

		if (!attack_make(&a, i, quick))
			continue;
		if (i == 0 || wanted(argc, argv, a.name)) {
			look(&stage, &a, &c);
			idle = i == 0 ? c.kib : idle;
			good = print(&a, &c, idle) && good;
			fflush(stdout);
		}
		attack_clear(&a);
	}
	stage_end(&stage);
	printf("  never secured, always a verdict: %s\n", good ? "met" : "missed");
	return good ? 0 : 1;
}
