/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A run: two senders are forked, what they and the attacker do is gathered and told to the console.
 */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <arpa/inet.h>
#include <event2/event.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "lab/sender.h"
#include "lab/world.h"

/* One sender of the run. */
struct player {
	struct lab_stage *stage;
	pid_t pid;            /* -1: none */
	struct event *events; /* of the socket to it */
	int socket;           /* -1: it has ended */
	bool settled;         /* it has said what became of the letter */
};

struct lab_stage {
	struct event_base *base;
	const struct lab_view *view;
	int console;
	struct event *requests, *limit;
	struct lab_request request; /* of the run of this moment */
	bool running;
	size_t told;                                  /* events of this run */
	bool once[LAB_SENDERS][LAB_PARTS][LAB_DEEDS]; /* deeds by the DNS: told once */
	struct player players[LAB_SENDERS];
};

/* lab_event_fill - all but whose, and when */
void lab_event_fill(struct lab_event *event, enum lab_part part, enum lab_deed deed, int number,
    const char *format, ...)
{
	va_list args;

	memset(event, 0, sizeof(*event));
	event->part = (uint8_t)part;
	event->deed = (uint8_t)deed;
	event->number = number;
	va_start(args, format);
	vsnprintf(event->text, sizeof(event->text), format, args);
	va_end(args);
}

/* lab_event_send - as one message */
int lab_event_send(int fd, const struct lab_event *event)
{
	size_t length = offsetof(struct lab_event, text) + strlen(event->text) + 1;

	return send(fd, event, length, MSG_NOSIGNAL | MSG_DONTWAIT) == (ssize_t)length ? 0 : -1;
}

/* lab_event_take - one message */
int lab_event_take(int fd, struct lab_event *event)
{
	ssize_t got;

	do
		got = recv(fd, event, sizeof(*event), MSG_DONTWAIT);
	while (got < 0 && errno == EINTR);
	if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return 0;
	if (got <= (ssize_t)offsetof(struct lab_event, text))
		return -1;
	((char *)event)[got - 1] = '\0';
	return event->sender < LAB_SENDERS && event->part < LAB_PARTS && event->deed < LAB_DEEDS
		   ? 1
		   : -1;
}

/* lab_stage_attack - what the attacker does */
enum lab_attack lab_stage_attack(const struct lab_stage *stage)
{
	return stage->running ? (enum lab_attack)stage->request.attack : LAB_ATTACK_NONE;
}

/* lab_stage_sender - by the address that the connection comes from */
int lab_stage_sender(int fd)
{
	struct sockaddr_in from;
	socklen_t length = sizeof(from);
	uint32_t first = LAB_NET | LAB_SENDER_NO, address;

	if (getpeername(fd, (struct sockaddr *)&from, &length) != 0 || from.sin_family != AF_INET)
		return -1;
	address = ntohl(from.sin_addr.s_addr);
	return address >= first && address < first + LAB_SENDERS ? (int)(address - first) : -1;
}

/* tell - one event to the console, as long as there is room in a run */
static void tell(struct lab_stage *stage, struct lab_event *event)
{
	event->run = stage->request.run;
	if (event->deed == LAB_DEED_OVER || stage->told++ < LAB_EVENTS_MAX)
		(void)lab_event_send(stage->console, event);
}

/* lab_stage_tell - of what happens here */
void lab_stage_tell(struct lab_stage *stage, int sender, enum lab_part part, enum lab_deed deed,
    int number, const char *format, ...)
{
	struct lab_event event;
	char text[LAB_EVENT_TEXT];
	va_list args;

	if (!stage->running || sender < 0 || sender >= LAB_SENDERS)
		return;
	/* A validator asks more than once; what it is answered is the same. */
	if ((deed == LAB_DEED_FORGED || deed == LAB_DEED_HID) && stage->once[sender][part][deed])
		return;
	stage->once[sender][part][deed] = true;
	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	lab_event_fill(&event, part, deed, number, "%s", text);
	event.sender = (uint8_t)sender;
	event.us = lab_ticks();
	tell(stage, &event);
}

/* player_end - it is gone, or has to go */
static void player_end(struct player *player)
{
	if (player->pid > 0) {
		kill(player->pid, SIGKILL);
		while (waitpid(player->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	player->pid = -1;
	if (player->events != NULL)
		event_free(player->events);
	player->events = NULL;
	if (player->socket >= 0)
		close(player->socket);
	player->socket = -1;
}

/* stop - whatever runs */
static void stop(struct lab_stage *stage)
{
	event_del(stage->limit);
	for (size_t i = 0; i < LAB_SENDERS; i++)
		player_end(&stage->players[i]);
	stage->running = false;
}

/* finish - the run is over once both senders are; one without a result has failed */
static void finish(struct lab_stage *stage)
{
	struct lab_event over;

	for (size_t i = 0; i < LAB_SENDERS; i++)
		if (stage->players[i].socket >= 0)
			return;
	for (size_t i = 0; i < LAB_SENDERS; i++)
		if (!stage->players[i].settled)
			lab_stage_tell(stage, (int)i, LAB_PART_END, LAB_DEED_BROKE, 0, "%s", "");
	lab_event_fill(&over, LAB_PART_END, LAB_DEED_OVER, 0, "%s", "");
	over.us = lab_ticks();
	tell(stage, &over);
	stop(stage);
}

/* on_limit - the run takes too long */
static void on_limit(evutil_socket_t fd, short what, void *context)
{
	struct lab_stage *stage = context;

	(void)fd;
	(void)what;
	for (size_t i = 0; i < LAB_SENDERS; i++)
		player_end(&stage->players[i]);
	finish(stage);
}

/* on_player - a sender has something to tell, or has ended */
static void on_player(evutil_socket_t fd, short what, void *context)
{
	struct player *player = context;
	struct lab_stage *stage = player->stage;
	struct lab_event event;
	int got;

	(void)what;
	while ((got = lab_event_take(fd, &event)) > 0) {
		event.sender = (uint8_t)(player - stage->players);
		if (event.deed == LAB_DEED_SENT || event.deed == LAB_DEED_DEFERRED)
			player->settled = true;
		tell(stage, &event);
	}
	if (got == 0)
		return;
	player_end(player);
	finish(stage);
}

/* player_main - the sender's process, to its end */
__attribute__((noreturn)) static void player_main(
    const struct lab_stage *stage, enum lab_sender sender, int out)
{
	struct sigaction to_default = { .sa_handler = SIG_DFL };
	struct lab_order order = { stage->view, sender, stage->request.run, stage->request.letter,
		3 };

	for (int number = 1; number < NSIG; number++)
		sigaction(number, &to_default, NULL);
	/* It ends with the practice network, and by itself. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	alarm(LAB_RUN_SECONDS);
	if (dup2(out, 3) == 3 && close_range(4, ~0u, 0) == 0)
		lab_sender_run(&order);
	_exit(0);
}

/* player_begin - one sender; 0 or -1 */
static int player_begin(struct lab_stage *stage, enum lab_sender sender)
{
	struct player *player = &stage->players[sender];
	int ends[2];

	player->settled = false;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	player->pid = fork();
	if (player->pid == 0)
		player_main(stage, sender, ends[1]);
	close(ends[1]);
	player->socket = ends[0];
	player->events = event_new(stage->base, ends[0], EV_READ | EV_PERSIST, on_player, player);
	return player->pid > 0 && player->events != NULL && event_add(player->events, NULL) == 0
		   ? 0
		   : -1;
}

/* begin - a run */
static void begin(struct lab_stage *stage)
{
	struct timeval limit = { .tv_sec = LAB_RUN_SECONDS };

	stage->running = true;
	stage->told = 0;
	memset(stage->once, 0, sizeof(stage->once));
	event_add(stage->limit, &limit);
	for (int i = 0; i < LAB_SENDERS; i++)
		if (player_begin(stage, (enum lab_sender)i) != 0)
			player_end(&stage->players[i]);
	finish(stage); /* should none of them have begun */
}

/* on_request - the console asks for a run, or for the end of one */
static void on_request(evutil_socket_t fd, short what, void *context)
{
	struct lab_stage *stage = context;
	struct lab_request request;
	ssize_t got = recv(fd, &request, sizeof(request), MSG_DONTWAIT);

	(void)what;
	if (got < 0)
		return;
	stop(stage);
	if (got == 0) { /* the console is gone */
		event_del(stage->requests);
		return;
	}
	if (got != (ssize_t)sizeof(request) || request.attack < 0 || request.attack >= LAB_ATTACKS)
		return;
	stage->request = request;
	stage->request.letter[sizeof(request.letter) - 1] = '\0';
	begin(stage);
}

/* lab_stage_open - nothing runs */
struct lab_stage *lab_stage_open(struct event_base *base, const struct lab_view *view, int console)
{
	struct lab_stage *stage = calloc(1, sizeof(*stage));

	if (stage == NULL)
		return NULL;
	stage->base = base;
	stage->view = view;
	stage->console = console;
	for (size_t i = 0; i < LAB_SENDERS; i++)
		stage->players[i] = (struct player){ .stage = stage, .pid = -1, .socket = -1 };
	stage->limit = evtimer_new(base, on_limit, stage);
	if (stage->limit != NULL && console < 0)
		return stage;
	if (stage->limit != NULL)
		stage->requests = event_new(base, console, EV_READ | EV_PERSIST, on_request, stage);
	if (stage->requests != NULL && event_add(stage->requests, NULL) == 0)
		return stage;
	return lab_stage_close(stage);
}

/* lab_stage_close - and what runs */
struct lab_stage *lab_stage_close(struct lab_stage *stage)
{
	if (stage == NULL)
		return NULL;
	if (stage->limit != NULL) {
		stop(stage);
		event_free(stage->limit);
	}
	if (stage->requests != NULL)
		event_free(stage->requests);
	free(stage);
	return NULL;
}
