/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The attack: for each of the attacker's deeds both senders set out, over real sockets, and what
 * came of either letter must be what RFC 7672 lets one expect.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <sys/socket.h>

#include "lab/lab.h"

#define PATIENCE_MS 25000

static const char letter[] = "Subject: the new dike\n\nDear minister,\n.a dot first\nNobody knows "
			     "it yet.\n\x1b[2Jodd octets\n";

/* What came of one sender's letter. */
struct result {
	unsigned deeds[LAB_DEEDS];
	unsigned parts[LAB_PARTS]; /* events of each part */
	enum lab_cause cause;
	char read[LAB_LETTER_MAX]; /* what the attacker has read */
	char log[LAB_EVENT_TEXT];
};

struct run {
	struct result of[LAB_SENDERS];
	uint64_t first, last;
	size_t events;
};

/* lab_up - one lab for all tests */
static int lab_up(void **state)
{
	struct lab_child *child = malloc(sizeof(*child));
	char error[256] = "";

	if (child == NULL || lab_spawn(child, error, sizeof(error)) != 0 ||
	    lab_await(child, error, sizeof(error)) != 0) {
		fprintf(stderr, "%s\n", error);
		return -1;
	}
	*state = child;
	return 0;
}

/* lab_down - and its end */
static int lab_down(void **state)
{
	lab_child_stop(*state);
	free(*state);
	return 0;
}

/* take - one event into the result */
static void take(struct run *run, const struct lab_event *event)
{
	struct result *of = &run->of[event->sender];

	run->events++;
	run->first = run->first == 0 || event->us < run->first ? event->us : run->first;
	run->last = event->us > run->last ? event->us : run->last;
	of->deeds[event->deed]++;
	of->parts[event->part]++;
	if (event->deed == LAB_DEED_READ) {
		size_t used = strlen(of->read);

		snprintf(of->read + used, sizeof(of->read) - used, "%s\n", event->text);
	}
	if (event->deed == LAB_DEED_DEFERRED)
		of->cause = (enum lab_cause)event->number;
	if (event->deed == LAB_DEED_DEFERRED || event->deed == LAB_DEED_SENT)
		snprintf(of->log, sizeof(of->log), "%s", event->text);
}

/* next - the next event; false: none came in time */
static bool next(struct lab_child *child, struct lab_event *event)
{
	struct pollfd ready = { .fd = child->stage, .events = POLLIN };
	int got;

	while ((got = lab_child_event(child, event)) == 0)
		if (poll(&ready, 1, PATIENCE_MS) != 1)
			return false;
	return got > 0;
}

/* play - one attack, to its end */
static struct run play(struct lab_child *child, enum lab_attack attack)
{
	struct run run;
	struct lab_event event;

	memset(&run, 0, sizeof(run));
	assert_int_equal(lab_child_attack(child, attack, letter), 0);
	do {
		assert_true(next(child, &event));
		take(&run, &event);
	} while (event.deed != LAB_DEED_OVER);
	assert_true(run.events < LAB_EVENTS_MAX);
	for (size_t i = 0; i < LAB_SENDERS; i++)
		assert_int_equal(
		    run.of[i].deeds[LAB_DEED_SENT] + run.of[i].deeds[LAB_DEED_DEFERRED], 1);
	return run;
}

/* delivered - where it was meant to, unread; encrypted or not */
static void delivered(const struct result *of)
{
	assert_int_equal(of->deeds[LAB_DEED_SENT], 1);
	assert_int_equal(of->deeds[LAB_DEED_ARRIVED], 1);
	assert_int_equal(of->deeds[LAB_DEED_READ], 0);
	assert_int_equal(of->deeds[LAB_DEED_TLS], 1);
	assert_non_null(strstr(of->log, "status=sent (250 2.0.0 Ok: queued as "));
}

/* read_by_attacker - octet for octet; the sender believes that all is well */
static void read_by_attacker(const struct result *of, bool arrived)
{
	assert_int_equal(of->deeds[LAB_DEED_SENT], 1);
	assert_int_equal(of->deeds[LAB_DEED_ARRIVED], arrived);
	assert_string_equal(of->read, letter);
	assert_non_null(strstr(of->log, "status=sent"));
}

/* refused - the letter has not left the sender, and here is why */
static void refused(const struct result *of, enum lab_cause cause, const char *log)
{
	assert_int_equal(of->deeds[LAB_DEED_DEFERRED], 1);
	assert_int_equal(of->cause, cause);
	assert_int_equal(of->deeds[LAB_DEED_LETTER], 0);
	assert_int_equal(of->deeds[LAB_DEED_READ], 0);
	assert_int_equal(of->deeds[LAB_DEED_ARRIVED], 0);
	assert_non_null(strstr(of->log, "status=deferred"));
	if (strstr(of->log, log) == NULL)
		fail_msg("%s: not in: %s", log, of->log);
}

/* nobody attacks: both letters arrive, one of them by proof */
static void test_none(void **state)
{
	struct run run = play(*state, LAB_ATTACK_NONE);
	const struct result *plain = &run.of[LAB_SENDER_PLAIN], *dane = &run.of[LAB_SENDER_DANE];

	delivered(plain);
	assert_int_equal(plain->deeds[LAB_DEED_UNLOOKED], 1);
	assert_int_equal(plain->parts[LAB_PART_TLSA], 0);
	delivered(dane);
	assert_int_equal(dane->deeds[LAB_DEED_PROVED], 3);
	assert_int_equal(dane->deeds[LAB_DEED_MATCHED], 1);
	for (size_t i = 0; i < LAB_SENDERS; i++)
		for (enum lab_deed deed = LAB_DEED_FORGED; deed <= LAB_DEED_PASSED; deed++)
			assert_int_equal(run.of[i].deeds[deed], 0);
	assert_true(run.last - run.first < 20000000);
}

/* the MX answer forged: one goes to the attacker's host, the other sees that it is false */
static void test_mx(void **state)
{
	struct run run = play(*state, LAB_ATTACK_MX);

	read_by_attacker(&run.of[LAB_SENDER_PLAIN], false);
	assert_non_null(strstr(run.of[LAB_SENDER_PLAIN].log, "relay=mx.attacker.example["));
	refused(&run.of[LAB_SENDER_DANE], LAB_CAUSE_MX, "Name service error for name=minbrief.nl");
	assert_int_equal(run.of[LAB_SENDER_DANE].deeds[LAB_DEED_BOGUS], 1);
	for (size_t i = 0; i < LAB_SENDERS; i++)
		assert_int_equal(run.of[i].deeds[LAB_DEED_FORGED], 1);
}

/* STARTTLS stripped: one goes on in the open, and it arrives all the same */
static void test_strip(void **state)
{
	struct run run = play(*state, LAB_ATTACK_STRIP);

	read_by_attacker(&run.of[LAB_SENDER_PLAIN], true);
	assert_int_equal(run.of[LAB_SENDER_PLAIN].deeds[LAB_DEED_OPEN], 1);
	assert_int_equal(run.of[LAB_SENDER_PLAIN].deeds[LAB_DEED_TLS], 0);
	refused(&run.of[LAB_SENDER_DANE], LAB_CAUSE_NO_OFFER,
	    "TLS is required, but was not offered by host mail.minbrief.nl[127.53.10.25])");
	for (size_t i = 0; i < LAB_SENDERS; i++)
		assert_int_equal(run.of[i].deeds[LAB_DEED_STRIPPED], 1);
}

/* a certificate of his own: encrypted, to the wrong one */
static void test_cert(void **state)
{
	struct run run = play(*state, LAB_ATTACK_CERT);

	read_by_attacker(&run.of[LAB_SENDER_PLAIN], false);
	assert_int_equal(run.of[LAB_SENDER_PLAIN].deeds[LAB_DEED_TLS], 1);
	refused(&run.of[LAB_SENDER_DANE], LAB_CAUSE_MISMATCH, "Server certificate not trusted");
	assert_int_equal(run.of[LAB_SENDER_DANE].deeds[LAB_DEED_MISMATCH], 1);
}

/* the TLSA answer hidden: that cannot be proved, so nothing is sent */
static void test_tlsa(void **state)
{
	struct run run = play(*state, LAB_ATTACK_TLSA);

	read_by_attacker(&run.of[LAB_SENDER_PLAIN], false);
	refused(
	    &run.of[LAB_SENDER_DANE], LAB_CAUSE_TLSA, "TLSA lookup error for mail.minbrief.nl:25");
	assert_int_equal(run.of[LAB_SENDER_DANE].deeds[LAB_DEED_HID], 1);
	assert_int_equal(run.of[LAB_SENDER_DANE].deeds[LAB_DEED_CONNECT], 0);
}

/* in between: encrypted twice, and nobody notices but who looks at the key */
static void test_relay(void **state)
{
	struct run run = play(*state, LAB_ATTACK_RELAY);

	read_by_attacker(&run.of[LAB_SENDER_PLAIN], true);
	assert_int_equal(run.of[LAB_SENDER_PLAIN].deeds[LAB_DEED_PASSED], 1);
	assert_int_equal(run.of[LAB_SENDER_PLAIN].deeds[LAB_DEED_TLS], 1);
	refused(&run.of[LAB_SENDER_DANE], LAB_CAUSE_MISMATCH, "Server certificate not trusted");
}

/* a run that is stopped says nothing more, and the next one is as good as the first */
static void test_stop(void **state)
{
	struct lab_child *child = *state;
	struct pollfd ready = { .fd = child->stage, .events = POLLIN };
	struct lab_event event;
	struct run run;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(lab_child_attack(child, LAB_ATTACK_RELAY, letter), 0);
		if (i > 0)
			assert_true(next(child, &event));
		lab_child_attack_stop(child);
		while (poll(&ready, 1, 300) == 1)
			assert_int_equal(lab_child_event(child, &event), 0);
	}
	/* one request upon the other: the last one counts */
	assert_int_equal(lab_child_attack(child, LAB_ATTACK_MX, letter), 0);
	run = play(child, LAB_ATTACK_NONE);
	delivered(&run.of[LAB_SENDER_PLAIN]);
	delivered(&run.of[LAB_SENDER_DANE]);
}

/* said_to_bystander - what the mail host's address says to EHLO of somebody who is no sender of ours */
static void said_to_bystander(const struct lab_child *child, char *text, size_t size)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(child->view.smtp_port),
		.sin_addr = { htonl(0x7f350a19) } }; /* 127.53.10.25 */
	static const char ehlo[] = "EHLO probe.example\r\n";
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	size_t used = 0;

	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(send(fd, ehlo, sizeof(ehlo) - 1, 0), sizeof(ehlo) - 1);
	while (used + 1 < size) {
		struct pollfd ready = { .fd = fd, .events = POLLIN };
		ssize_t got;

		text[used] = '\0';
		if (strstr(text, "\r\n250 ") != NULL)
			break;
		assert_int_equal(poll(&ready, 1, PATIENCE_MS), 1);
		got = recv(fd, text + used, size - 1 - used, 0);
		assert_true(got > 0);
		used += (size_t)got;
	}
	close(fd);
}

/* the attacker is after two senders: whoever else looks at the mail host sees it as it is */
static void test_bystander(void **state)
{
	struct lab_child *child = *state;
	struct lab_event event;
	char text[4096];

	assert_int_equal(lab_child_attack(child, LAB_ATTACK_STRIP, letter), 0);
	assert_true(next(child, &event));
	said_to_bystander(child, text, sizeof(text));
	assert_memory_equal(text, "220 mail.minbrief.nl ", 21);
	assert_non_null(strstr(text, "250-STARTTLS"));
	lab_child_attack_stop(child);
	said_to_bystander(child, text, sizeof(text));
	assert_non_null(strstr(text, "250-STARTTLS"));
}

/* the lab is gone in the middle of a run: that is told, and no sender is left */
static void test_killed(void **state)
{
	struct lab_child child;
	struct lab_event event;
	char error[256];

	(void)state;
	assert_int_equal(lab_spawn(&child, error, sizeof(error)), 0);
	assert_int_equal(lab_await(&child, error, sizeof(error)), 0);
	assert_int_equal(lab_child_attack(&child, LAB_ATTACK_NONE, letter), 0);
	assert_true(next(&child, &event));
	kill(child.pid, SIGKILL);
	while (next(&child, &event))
		;
	assert_int_equal(lab_child_event(&child, &event), -1);
	assert_int_equal(lab_child_attack(&child, LAB_ATTACK_NONE, letter), -1);
	lab_child_stop(&child);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_mx),
		cmocka_unit_test(test_strip),
		cmocka_unit_test(test_cert),
		cmocka_unit_test(test_tlsa),
		cmocka_unit_test(test_relay),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_bystander),
		cmocka_unit_test(test_killed),
	};

	return cmocka_run_group_tests_name("lab_attack", tests, lab_up, lab_down) != 0;
}
