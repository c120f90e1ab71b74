/* SPDX-License-Identifier: BSD-2-Clause */
/* opinion - what our judgement rests on, and what the resolver says beside it */
#include <stdio.h>
#include <stdlib.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/report/report.h"
#include "tui/faults.h"
#include "tui/opinion.h"
#include "tui/page.h"

#define LABEL 16

/* opinion_self - can this machine judge? */
struct said opinion_self(const struct ds_report *r, char *buf, size_t size)
{
	const struct ds_self *s = &r->self;
	bool lacks = s->tcp == DS_REACH_FAILS || s->udp == DS_REACH_FAILS;

	ds_self_line(r, buf, size);
	return (struct said){ !s->known                  ? MARK_BUSY
			      : s->fault != DS_SELF_FINE ? MARK_UNKNOWN
			      : lacks                    ? MARK_WEAK
							 : MARK_GOOD,
		buf };
}

/* agrees - is what the resolver does what a resolver does that finds what we found? */
static bool agrees(const struct ds_opinion *o, enum ds_status ours)
{
	bool failed = o->outcome > DS_OUT_NXDOMAIN;

	switch (ours) {
	case DS_SECURE: return !failed && o->ad;
	case DS_INSECURE: return !failed && !o->ad;
	case DS_BOGUS: return o->outcome == DS_OUT_SERVFAIL;
	case DS_INDETERMINATE:
	case DS_UNCHECKED: break;
	}
	return true;
}

/* opinion_resolver - what the resolver itself says of an answer */
struct said opinion_resolver(
    const struct ds_report *r, const struct ds_answer *a, char *buf, size_t size)
{
	const struct ds_opinion *o = ds_opinion_find(r, a->name, a->type);

	if (!o)
		return (struct said){ MARK_COUNT, NULL };
	ds_opinion_line(o, buf, size);
	return (struct said){ agrees(o, a->status) ? MARK_NONE : MARK_WEAK, buf };
}

/* reach_row - a way out of this machine */
static void reach_row(struct page *p, const char *name, enum ds_reach reach)
{
	static const struct {
		enum mark mark;
		const char *word;
	} said[] = { [DS_REACH_UNTRIED] = { MARK_NONE, N_("not tried") },
		[DS_REACH_WORKS] = { MARK_GOOD, N_("works") },
		[DS_REACH_FAILS] = { MARK_WEAK, N_("does not work") } };

	page_row(p);
	page_put(p, ROLE_dim, name);
	page_to(p, LABEL);
	page_mark(p, said[reach].mark);
	page_put(p, (enum role)said[reach].mark, _(said[reach].word));
}

/* tags - "38696, 20326" */
static const char *tags(const uint16_t *list, size_t n, char *buf, size_t size)
{
	size_t len = 0;

	snprintf(buf, size, "-");
	for (size_t i = 0; i < n && len < size; i++)
		len += (size_t)snprintf(buf + len, size - len, "%s%u", i ? ", " : "", list[i]);
	return buf;
}

/* clock_row - does the clock fit the signatures of the root? */
static void clock_row(struct page *p, const struct ds_self *s)
{
	char span[48], text[128];

	if (s->fault == DS_SELF_CLOCK) {
		snprintf(text, sizeof text,
		    s->clock_off < 0 ? _("slow, by at least %s") : _("fast, by at least %s"),
		    words_span(span, sizeof span, llabs(s->clock_off)));
		page_pair(p, _("Clock"), ROLE_bad, LABEL, text);
	} else if (s->fault == DS_SELF_FINE) {
		page_pair(p, _("Clock"), ROLE_normal, LABEL, _("fits the signatures of the root"));
	}
}

/* detail_self - the page of this machine */
void detail_self(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_self *s = &r->self;
	char text[300];
	struct said said = opinion_self(r, text, sizeof text);

	(void)t;
	page_row(p);
	page_mark(p, said.mark);
	page_put(p, ROLE_strong, _("this machine"));
	page_row(p);
	page_to(p, page_mark_width(p));
	page_wrap(p, (enum role)said.mark, page_mark_width(p), said.word);
	page_row(p);
	page_wrap(p, ROLE_normal, 0,
	    _("Before anybody else is judged: is what a judgement rests on in order here? If not, "
	      "the verdict is unknown, and says nothing of the domain."));
	if (s->detail) {
		page_blank(p);
		page_row(p);
		page_wrap(p, ROLE_normal, 0, _(s->detail));
	}
	page_blank(p);
	page_pair(
	    p, _("Keys trusted"), ROLE_value, LABEL, tags(s->held, s->nheld, text, sizeof text));
	page_pair(
	    p, _("Root's keys"), ROLE_value, LABEL, tags(s->seen, s->nseen, text, sizeof text));
	clock_row(p, s);
	page_blank(p);
	reach_row(p, "UDP", s->udp);
	reach_row(p, "TCP", s->tcp);
	reach_row(p, "IPv4", s->ipv4);
	reach_row(p, "IPv6", s->ipv6);
}
