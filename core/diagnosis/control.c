/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * control - is the mail port closed here, or are the mail hosts silent?
 *
 * Where nobody at all answers, a host that is known to take mail tells the two apart: if it is silent
 * as well, the silence is ours. It is looked up unproved and connected to, no more, and only then.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/smtp/session.h"

/* family_of - can this machine reach addresses of this family at all? */
static enum ds_reach family_of(const struct ds_report *r, const char *address)
{
	return strchr(address, ':') != NULL ? r->self.ipv6 : r->self.ipv4;
}

/* control_silence - counts the addresses that were tried, and those that did not answer though there
 * is a way to them */
struct silence control_silence(const struct ds_report *r)
{
	struct silence s = { 0, 0 };

	for (size_t i = 0; i < r->nhosts; i++)
		for (size_t k = 0; k < r->hosts[i]->nprobes; k++) {
			const struct ds_probe *p = r->hosts[i]->probes[k];

			if (family_of(r, p->address) == DS_REACH_FAILS)
				continue;
			s.tried++;
			s.silent +=
			    p->connect == DS_CONN_TIMEOUT || p->connect == DS_CONN_UNREACHABLE;
		}
	return s;
}

/* is_needed - does nobody answer, and is there somebody to ask? */
static bool is_needed(const struct ds_diagnosis *d)
{
	struct silence s = control_silence(&d->report);

	return d->engine->control[0] != '\0' && !d->engine->smtp_answers && s.tried > 0 &&
	       s.silent == s.tried;
}

/* take_set - the first address of a set */
static bool take_set(struct control_work *c, const struct dns_rrset *set, unsigned port)
{
	return set != NULL && set->n > 0 &&
	       net_address_from_octets(&c->address, set->rrs[0]->rdata, set->rrs[0]->len, port);
}

/* find_address - of a name the first address; true when nothing is left to wait for */
static bool find_address(struct control_work *c)
{
	struct ds_diagnosis *d = c->d;
	static const uint16_t types[] = { DS_T_A, DS_T_AAAA };
	unsigned port = d->engine->smtp_port;
	bool done = true, aliased;

	if (net_address_parse(&c->address, d->engine->control, port)) {
		c->found = true;
		return true;
	}
	if (c->name == NULL)
		c->name = name_from_text(d->arena, d->engine->control);
	for (size_t i = 0; c->name != NULL && i < 2 && !c->found; i++) {
		if (d->engine->family == (types[i] == DS_T_A ? 6 : 4))
			continue;
		if (!facts_want(d->facts, c->name, types[i])->done)
			done = false;
		else
			c->found = take_set(c, mail_rrset(d, c->name, types[i], &aliased), port);
	}
	return done || c->found;
}

/* on_step - only whether it answers counts */
static void on_step(void *arg, enum ds_step step)
{
	struct control_work *c = arg;

	if (step > DS_STEP_CONNECT)
		c->d->engine->smtp_answers = true;
}

/* on_line - not what it says */
static void on_line(void *arg, enum ds_line_from from, const char *text)
{
	(void)arg;
	(void)from;
	(void)text;
}

/* on_secured - nor what it shows */
static void on_secured(void *arg, const struct net_tls *seen)
{
	(void)arg;
	(void)seen;
}

/* on_done - it is over */
static void on_done(void *arg, const struct smtp_result *r)
{
	struct control_work *c = arg;

	c->session = NULL;
	c->over = true;
	c->silent = r->connect != DS_CONN_OK && r->connect != DS_CONN_SKIPPED;
	diagnosis_step(c->d);
}

/* begin - connects */
static void begin(struct control_work *c)
{
	static const struct smtp_watcher watcher = { on_step, on_line, on_secured, on_done };
	struct ds_engine *engine = c->d->engine;
	struct smtp_options options = { .ehlo = engine->ehlo,
		.sni = "",
		.step_ms = engine->timeout_ms,
		.total_ms = SMTP_TOTAL_MS };

	c->begun = true;
	c->session = smtp_start(engine->net, &c->address, &options, &watcher, c);
	c->over = c->session == NULL;
}

/* control_step - asks the control host, if that is needed. True: nothing to wait for */
bool control_step(struct ds_diagnosis *d)
{
	struct control_work *c = &d->control;

	c->d = d;
	if (c->over || c->begun)
		return c->over;
	if (!is_needed(d)) {
		c->over = true;
		return true;
	}
	if (!find_address(c))
		return false;
	if (c->found)
		begin(c);
	else
		c->over = true;
	return c->over;
}

/* control_stop - at once */
void control_stop(struct ds_diagnosis *d)
{
	smtp_cancel(d->control.session);
	d->control.session = NULL;
}
