/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lab in a child process. Two pipes tie it to its parent: one brings the parent the lab's
 * whereabouts; the other, the lifeline, carries nothing, and closes when the parent ends. That
 * holds after a crash and after kill -9 too, and does not depend on which thread made the child, as
 * a parent-death signal does. A pair of sockets, the stage, is there for the attacks.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* pipe2, close_range */
#endif
#include "lab/lab.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "core/base/i18n.h"
#include "lab/files.h"
#include "lab/lab_impl.h"

#define START_TIMEOUT_MS 60000
#define STOP_TIMEOUT_MS  5000
#define STOP_STEP_MS     5

/* What the child tells the parent, once. */
struct handover {
	bool ready;
	struct lab_view view;
	char error[256];
};

/* write_all - the whole of it, or -1 */
static int write_all(int fd, const void *data, size_t size)
{
	const char *from = data;

	while (size > 0) {
		ssize_t put = write(fd, from, size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			return -1;
		from += put;
		size -= (size_t)put;
	}
	return 0;
}

/* read_all - the whole of it within the time, or -1 */
static int read_all(int fd, void *data, size_t size)
{
	char *to = data;

	while (size > 0) {
		struct pollfd wait_for = { .fd = fd, .events = POLLIN };
		int ready = poll(&wait_for, 1, START_TIMEOUT_MS);
		ssize_t got;

		if (ready < 0 && errno == EINTR)
			continue;
		if (ready <= 0)
			return -1;
		got = read(fd, to, size);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		to += got;
		size -= (size_t)got;
	}
	return 0;
}

/* child_signals - none of the parent's handlers; Ctrl-C is the parent's to answer */
static void child_signals(void)
{
	struct sigaction to_default = { .sa_handler = SIG_DFL };
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	sigset_t none;

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &to_default, NULL);
	sigaction(SIGINT, &ignore, NULL);
	sigaction(SIGQUIT, &ignore, NULL);
	sigaction(SIGPIPE, &ignore, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* What ties the child to its parent: its ends, and the numbers that they have within the child. */
enum { TIE_REPORT, TIE_LIFELINE, TIE_STAGE, TIES };
#define TIE_FIRST 3

/* child_files - keep these ends, and nothing else of the parent's */
static void child_files(const int ends[TIES])
{
	int null = open("/dev/null", O_RDWR), high[TIES];

	for (int fd = 0; fd <= 2 && null >= 0; fd++)
		dup2(null, fd);
	/* By way of high numbers, for any may be in another's place. */
	for (int i = 0; i < TIES; i++)
		high[i] = fcntl(ends[i], F_DUPFD, 10);
	for (int i = 0; i < TIES; i++)
		dup2(high[i], TIE_FIRST + i);
	close_range(TIE_FIRST + TIES, ~0u, 0);
}

/* child_main - what the child does, to its end */
__attribute__((noreturn)) static void child_main(const int ends[TIES])
{
	int report = TIE_FIRST + TIE_REPORT;
	struct handover told;
	struct lab *lab;

	memset(&told, 0, sizeof(told));
	child_signals();
	child_files(ends);
	if (lab_start(&lab, TIE_FIRST + TIE_STAGE, told.error, sizeof(told.error)) == 0) {
		told.ready = true;
		told.view = *lab_view(lab);
	}
	if (write_all(report, &told, sizeof(told)) == 0 && told.ready) {
		close(report);
		lab_serve(lab, TIE_FIRST + TIE_LIFELINE);
	}
	lab_free(lab);
	/* Not exit(): what the parent had in its buffers is the parent's to write. */
	_exit(told.ready ? 0 : 1);
}

/* close_pair - both ends, as far as they are open */
static void close_pair(int pair[2])
{
	for (int i = 0; i < 2; i++)
		if (pair[i] >= 0)
			close(pair[i]);
}

/* lab_spawn - fork; the child makes keys and signs meanwhile */
int lab_spawn(struct lab_child *child, char *err, size_t errlen)
{
	int report[2] = { -1, -1 }, lifeline[2] = { -1, -1 }, stage[2] = { -1, -1 };

	memset(child, 0, sizeof(*child));
	child->pid = -1;
	child->lifeline = child->report = child->stage = -1;
	if (pipe2(report, O_CLOEXEC) != 0 || pipe2(lifeline, O_CLOEXEC) != 0 ||
	    socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, stage) != 0 ||
	    (child->pid = fork()) < 0) {
		snprintf(err, errlen, _("the practice network: %s"), strerror(errno));
		close_pair(report);
		close_pair(lifeline);
		close_pair(stage);
		return -1;
	}
	if (child->pid == 0)
		child_main((int[TIES]){ report[1], lifeline[0], stage[1] });
	child->lifeline = lifeline[1];
	child->report = report[0];
	child->stage = stage[0];
	close(lifeline[0]);
	close(report[1]);
	close(stage[1]);
	return 0;
}

/* lab_await - wait for the word that it serves */
int lab_await(struct lab_child *child, char *err, size_t errlen)
{
	struct handover told;
	bool heard = read_all(child->report, &told, sizeof(told)) == 0;

	close(child->report);
	child->report = -1;
	if (heard && told.ready) {
		child->view = told.view;
		return 0;
	}
	if (heard)
		snprintf(err, errlen, "%.*s", (int)sizeof(told.error) - 1, told.error);
	else
		snprintf(err, errlen, "%s", _("the practice network did not start"));
	lab_child_stop(child);
	return -1;
}

/* reap - wait for the child a while; false if it goes on living */
static bool reap(pid_t pid)
{
	const struct timespec step = { .tv_nsec = STOP_STEP_MS * 1000000L };

	for (int waited = 0; waited < STOP_TIMEOUT_MS; waited += STOP_STEP_MS) {
		pid_t ended = waitpid(pid, NULL, WNOHANG);

		if (ended == pid || (ended < 0 && errno != EINTR))
			return true;
		nanosleep(&step, NULL);
	}
	return false;
}

/* lab_child_stop - let go of the lifeline; if that does not help, kill */
void lab_child_stop(struct lab_child *child)
{
	close_pair((int[]){ child->report, child->lifeline });
	close_pair((int[]){ child->stage, -1 });
	child->lifeline = child->report = child->stage = -1;
	if (child->pid > 0 && !reap(child->pid)) {
		kill(child->pid, SIGKILL);
		while (waitpid(child->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	child->pid = -1;
	/* The child has removed its files itself unless it was killed. */
	lab_files_remove(&child->view);
}
