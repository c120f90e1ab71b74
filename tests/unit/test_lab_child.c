/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice network in a child process: it serves, it ends when told, it ends when its parent
 * is killed, and it leaves no files and no process behind.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "lab/lab.h"

#define PATIENCE_MS 20000

/* connected - a socket to a port of the lab */
static int connected(int type, const char *address, uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(port) };
	int fd = socket(AF_INET, type, 0);

	assert_true(fd >= 0);
	assert_int_equal(inet_pton(AF_INET, address, &to.sin_addr), 1);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	return fd;
}

/* receive - what comes on a socket; the length */
static size_t receive(int fd, void *data, size_t size)
{
	struct pollfd wait_for = { .fd = fd, .events = POLLIN };
	ssize_t got;

	assert_int_equal(poll(&wait_for, 1, PATIENCE_MS), 1);
	got = recv(fd, data, size, 0);
	assert_true(got > 0);
	return (size_t)got;
}

/* gone - wait until neither the file nor the process is there; the process may be ours to reap */
static bool gone(const char *path, pid_t pid)
{
	for (int waited = 0; waited < PATIENCE_MS; waited += 20) {
		if (pid > 0)
			waitpid(pid, NULL, WNOHANG);
		if (access(path, F_OK) != 0 && (pid <= 0 || (kill(pid, 0) != 0 && errno == ESRCH)))
			return true;
		usleep(20000);
	}
	return false;
}

/* start - a lab of our own */
static struct lab_child start(void)
{
	struct lab_child child;
	char error[256] = "";

	if (lab_spawn(&child, error, sizeof(error)) != 0 ||
	    lab_await(&child, error, sizeof(error)) != 0)
		fail_msg("%s", error);
	return child;
}

/* DNS and SMTP answer where the view says, the files are there, and all is gone afterwards */
static void test_serves(void **state)
{
	static const uint8_t query[] = { 0x12, 0x34, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 2, 'n', 'l', 0,
		0, 2, 0, 1 };
	struct lab_child child = start();
	uint8_t answer[2048];
	pid_t pid = child.pid;
	char *directory = strdup(child.view.directory);
	int fd;

	(void)state;
	assert_int_equal(access(child.view.anchor, R_OK), 0);
	assert_int_equal(access(child.view.hints, R_OK), 0);
	fd = connected(SOCK_DGRAM, child.view.resolver, child.view.dns_port);
	assert_int_equal(send(fd, query, sizeof(query), 0), sizeof(query));
	assert_true(receive(fd, answer, sizeof(answer)) > sizeof(query));
	assert_memory_equal(answer, query, 2);
	assert_int_equal(answer[3] & 15, 0); /* NOERROR */
	assert_int_equal(answer[7], 2);      /* two name servers */
	close(fd);
	fd = connected(SOCK_STREAM, child.view.mail_address, child.view.smtp_port);
	receive(fd, answer, sizeof(answer));
	assert_memory_equal(answer, "220 ", 4);
	close(fd);
	lab_child_stop(&child);
	assert_true(gone(directory, pid));
	lab_child_stop(&child); /* harmless */
	free(directory);
}

/* two labs do not get in each other's way, whichever ends first */
static void test_two_labs(void **state)
{
	struct lab_child one = start(), two = start();
	char *directory = strdup(one.view.directory);
	pid_t pid = one.pid;

	(void)state;
	assert_int_not_equal(one.view.dns_port, two.view.dns_port);
	assert_int_not_equal(one.view.smtp_port, two.view.smtp_port);
	assert_string_not_equal(one.view.directory, two.view.directory);
	lab_child_stop(&one);
	assert_true(gone(directory, pid));
	assert_int_equal(access(two.view.anchor, R_OK), 0);
	lab_child_stop(&two);
	free(directory);
}

/* Ctrl-C is the parent's to answer; SIGTERM ends the lab, files included */
static void test_signals(void **state)
{
	struct lab_child child = start();

	(void)state;
	kill(child.pid, SIGINT);
	usleep(200000);
	assert_int_equal(waitpid(child.pid, NULL, WNOHANG), 0);
	kill(child.pid, SIGTERM);
	assert_true(gone(child.view.directory, child.pid));
	lab_child_stop(&child);
}

/* a lab that is killed cannot clean up: its parent does */
static void test_child_killed(void **state)
{
	struct lab_child child = start();
	char *directory = strdup(child.view.directory);

	(void)state;
	kill(child.pid, SIGKILL);
	lab_child_stop(&child);
	assert_true(gone(directory, -1));
	free(directory);
}

/* parent - what the parent to be killed does: start a lab, tell of it, and wait */
static void parent(int tell)
{
	struct lab_child child;
	char error[256];

	if (lab_spawn(&child, error, sizeof(error)) == 0 &&
	    lab_await(&child, error, sizeof(error)) == 0 &&
	    write(tell, &child, sizeof(child)) == (ssize_t)sizeof(child))
		pause();
	_exit(1);
}

/* when the parent is killed, the lab ends by itself and takes its files along */
static void test_parent_killed(void **state)
{
	struct lab_child child;
	int tell[2];
	pid_t pid;

	(void)state;
	/* The orphan becomes ours, so that we can see it end. */
	assert_int_equal(prctl(PR_SET_CHILD_SUBREAPER, 1), 0);
	assert_int_equal(pipe(tell), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		parent(tell[1]);
	close(tell[1]);
	for (size_t got = 0; got < sizeof(child);) {
		ssize_t more = read(tell[0], (char *)&child + got, sizeof(child) - got);

		assert_true(more > 0);
		got += (size_t)more;
	}
	close(tell[0]);
	assert_int_equal(access(child.view.anchor, R_OK), 0);
	assert_int_equal(kill(pid, SIGKILL), 0);
	assert_int_equal(waitpid(pid, NULL, 0), pid);
	assert_true(gone(child.view.directory, child.pid));
}

/* every domain of the table is complete, and expects a verdict that there is */
static void test_domains(void **state)
{
	static const char *verdicts[] = { "secured", "partial", "unprotected", "broken",
		"no-mail" };

	(void)state;
	assert_true(lab_domain_count() >= 13);
	for (size_t i = 0; i < lab_domain_count(); i++) {
		const struct lab_domain *domain = lab_domain(i);
		size_t known = 0;

		assert_true(strlen(domain->story) > 20);
		for (size_t k = 0; k < sizeof(verdicts) / sizeof(verdicts[0]); k++)
			known += strcmp(domain->verdict, verdicts[k]) == 0;
		assert_int_equal(known, 1);
		for (size_t k = 0; k < i; k++)
			assert_string_not_equal(domain->name, lab_domain(k)->name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_serves),
		cmocka_unit_test(test_two_labs),
		cmocka_unit_test(test_signals),
		cmocka_unit_test(test_child_killed),
		cmocka_unit_test(test_parent_killed),
		cmocka_unit_test(test_domains),
	};

	return cmocka_run_group_tests_name("lab_child", tests, NULL, NULL) != 0;
}
