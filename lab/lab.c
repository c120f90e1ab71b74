/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The life of a lab: made, served, taken down.
 */
#include "lab/lab.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <arpa/inet.h>
#include <event2/event.h>

#include "core/base/i18n.h"
#include "lab/answer.h"
#include "lab/dns_server.h"
#include "lab/files.h"
#include "lab/forge.h"
#include "lab/lab_impl.h"
#include "lab/line.h"
#include "lab/smtp_server.h"
#include "lab/sockets.h"
#include "lab/stage_impl.h"
#include "lab/world.h"

#define BIND_ATTEMPTS 64
#define SIGNALS       3

struct lab {
	struct lab_view view;
	struct lab_world *world;
	struct event_base *base;
	struct lab_stage *stage;
	struct lab_meddler meddlers[LAB_SENDERS];
	struct lab_dns *dns;
	struct lab_smtp *smtp;
	struct lab_line *line;
};

/* bind_dns - all DNS addresses on one free port */
static int bind_dns(struct lab *lab)
{
	errno = EADDRINUSE;
	for (int i = 0; i < BIND_ATTEMPTS && lab->dns == NULL && errno == EADDRINUSE; i++) {
		lab->view.dns_port = lab_sockets_random_port();
		lab->dns = lab_dns_open(
		    lab->base, lab->world, lab->meddlers, LAB_SENDERS, lab->view.dns_port);
	}
	return lab->dns != NULL ? 0 : -1;
}

/* bind_smtp - all mail hosts, and the line to one of them, on one free port */
static int bind_smtp(struct lab *lab)
{
	errno = EADDRINUSE;
	for (int i = 0; i < BIND_ATTEMPTS && lab->line == NULL && errno == EADDRINUSE; i++) {
		int saved;

		lab->view.smtp_port = lab_sockets_random_port();
		lab->smtp = lab_smtp_open(lab->base, lab->world, lab->stage, lab->view.smtp_port);
		if (lab->smtp == NULL)
			continue;
		lab->line = lab_line_open(
		    lab->base, lab->world, lab->smtp, lab->stage, lab->view.smtp_port);
		saved = errno;
		if (lab->line == NULL)
			lab->smtp = lab_smtp_close(lab->smtp);
		errno = saved;
	}
	return lab->line != NULL ? 0 : -1;
}

/* open_stage - the attacker, and where both senders meet him */
static int open_stage(struct lab *lab, int console)
{
	lab->stage = lab_stage_open(lab->base, &lab->view, console);
	for (int i = 0; i < LAB_SENDERS; i++)
		lab->meddlers[i] = (struct lab_meddler){ lab_forge, lab->stage, i };
	return lab->stage != NULL ? 0 : -1;
}

/* address_text - a practice address in dotted form */
static void address_text(uint32_t address, char *text, size_t size)
{
	struct in_addr in = { .s_addr = htonl(address) };

	inet_ntop(AF_INET, &in, text, (socklen_t)size);
}

/* view_fill - all but the files */
static void view_fill(struct lab *lab)
{
	struct lab_view *view = &lab->view;
	const struct lab_mail_host *example = NULL;

	address_text(LAB_NET | LAB_RESOLVER_NO, view->resolver, sizeof(view->resolver));
	address_text(lab_world_server(&lab->world->zones[0], 0), view->root_server,
	    sizeof(view->root_server));
	view->tlsa_port = LAB_TLSA_PORT;
	view->ipv6 = lab->world->ipv6;
	for (size_t i = 0; i < lab->world->host_count && example == NULL; i++)
		if (lab->world->hosts[i].host == &lab_story(0)->hosts[0])
			example = &lab->world->hosts[i];
	if (example != NULL) {
		snprintf(view->mail_host, sizeof(view->mail_host), "%s", example->host->name);
		address_text(example->address, view->mail_address, sizeof(view->mail_address));
	}
}

/* lab_start - everything short of serving */
int lab_start(struct lab **out, int stage, char *err, size_t errlen)
{
	struct lab *lab = calloc(1, sizeof(*lab));

	*out = NULL;
	if (lab == NULL) {
		snprintf(err, errlen, _("the practice network: out of memory"));
		return -1;
	}
	lab->world = lab_world_new(lab_sockets_have_ipv6());
	lab->base = event_base_new();
	if (lab->world == NULL || lab->base == NULL || open_stage(lab, stage) != 0) {
		snprintf(err, errlen, _("the practice network: cannot make keys and zones"));
		goto fail;
	}
	if (bind_dns(lab) != 0 || bind_smtp(lab) != 0) {
		snprintf(err, errlen,
		    _("the practice network: cannot bind addresses in 127.53.0.0/16: %s"),
		    strerror(errno));
		goto fail;
	}
	view_fill(lab);
	if (lab_files_write(&lab->view, lab->world) != 0) {
		snprintf(err, errlen, _("the practice network: cannot write its files: %s"),
		    strerror(errno));
		goto fail;
	}
	*out = lab;
	return 0;
fail:
	lab_free(lab);
	return -1;
}

/* lab_view - where it is */
const struct lab_view *lab_view(const struct lab *lab)
{
	return &lab->view;
}

/* stop_on_signal - leave the loop */
static void stop_on_signal(evutil_socket_t number, short what, void *context)
{
	(void)number;
	(void)what;
	event_base_loopbreak(context);
}

/* stop_on_close - the pipe became readable, which for this pipe means that it was closed */
static void stop_on_close(evutil_socket_t fd, short what, void *context)
{
	(void)fd;
	(void)what;
	event_base_loopbreak(context);
}

/* lab_serve - the loop */
int lab_serve(struct lab *lab, int lifeline)
{
	const int numbers[SIGNALS] = { SIGTERM, SIGHUP, SIGINT };
	int count = lifeline < 0 ? SIGNALS : SIGNALS - 1;
	struct event *events[SIGNALS + 1] = { NULL };
	struct sigaction ignore = { .sa_handler = SIG_IGN }, before;
	int result = -1;

	/* A client that hangs up early must not end us. */
	sigaction(SIGPIPE, &ignore, &before);
	for (int i = 0; i < count; i++) {
		events[i] = evsignal_new(lab->base, numbers[i], stop_on_signal, lab->base);
		if (events[i] == NULL || event_add(events[i], NULL) != 0)
			goto done;
	}
	if (lifeline >= 0) {
		events[SIGNALS] = event_new(lab->base, lifeline, EV_READ, stop_on_close, lab->base);
		if (events[SIGNALS] == NULL || event_add(events[SIGNALS], NULL) != 0)
			goto done;
	}
	result = event_base_dispatch(lab->base) < 0 ? -1 : 0;
done:
	for (int i = 0; i <= SIGNALS; i++)
		if (events[i] != NULL)
			event_free(events[i]);
	sigaction(SIGPIPE, &before, NULL);
	return result;
}

/* lab_run - in the foreground */
int lab_run(struct lab *lab)
{
	return lab_serve(lab, -1);
}

/* lab_free - take it down */
struct lab *lab_free(struct lab *lab)
{
	if (lab == NULL)
		return NULL;
	lab_stage_close(lab->stage);
	lab_smtp_close(lab->smtp);
	lab_line_close(lab->line);
	lab_dns_close(lab->dns);
	if (lab->base != NULL) {
		/* Streams under TLS are freed by the loop only, on its next round. */
		event_base_loop(lab->base, EVLOOP_NONBLOCK);
		event_base_free(lab->base);
	}
	lab_world_free(lab->world);
	lab_files_remove(&lab->view);
	free(lab);
	return NULL;
}
