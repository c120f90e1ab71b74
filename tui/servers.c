/* SPDX-License-Identifier: BSD-2-Clause */
/* servers - the name servers of a zone: who answers, in what time, and where they differ */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/faults.h"
#include "tui/glyph.h"
#include "tui/page.h"
#include "tui/servers.h"
#include "tui/target.h"

#define DEAF                                                                                       \
	(DS_SRV_LAME | DS_SRV_SILENT | DS_SRV_REFUSES | DS_SRV_FAILS | DS_SRV_MALFORMED |          \
	    DS_SRV_UNKNOWN_TYPE)
#define ABREAST 3 /* questions whose replies stand side by side */

/* fault_word - what is wrong, of the gravest first */
static const char *fault_word(unsigned fault)
{
	switch ((enum ds_server_fault)fault) {
	case DS_SRV_SILENT: return _("silent");
	case DS_SRV_REFUSES: return _("refuses");
	case DS_SRV_FAILS: return _("fails");
	case DS_SRV_LAME: return _("does not serve this zone");
	case DS_SRV_MALFORMED: return _("malformed replies");
	case DS_SRV_NO_EDNS: return _("no EDNS: no signatures");
	case DS_SRV_UNKNOWN_TYPE: return _("fails for TLSA");
	case DS_SRV_NO_TCP: return _("no TCP");
	case DS_SRV_UDP_TOO_LARGE: return _("too large over UDP");
	case DS_SRV_FORGED: return _("foreign replies came too");
	case DS_SRV_SPECIAL: return _("not a public address");
	case DS_SRV_PARENT_ONLY: return _("the zone does not name it");
	}
	return "";
}

/* server_said - one server in a few words */
struct said server_said(const struct ds_server *s, char *buf, size_t size)
{
	static const unsigned order[] = { DS_SRV_SILENT, DS_SRV_REFUSES, DS_SRV_FAILS, DS_SRV_LAME,
		DS_SRV_MALFORMED, DS_SRV_NO_EDNS, DS_SRV_UNKNOWN_TYPE, DS_SRV_NO_TCP,
		DS_SRV_UDP_TOO_LARGE, DS_SRV_FORGED, DS_SRV_SPECIAL, DS_SRV_PARENT_ONLY };
	size_t len = 0;
	enum mark mark = s->rtt_us < 0                         ? MARK_BAD
			 : s->faults & (DEAF | DS_SRV_NO_EDNS) ? MARK_BAD
			 : s->faults & ~DS_SRV_SPECIAL         ? MARK_WEAK
			 : s->faults                           ? MARK_NONE
							       : MARK_GOOD;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof order / sizeof order[0] && len < size; i++)
		if (s->faults & order[i])
			len += (size_t)snprintf(
			    buf + len, size - len, "%s%s", len ? ", " : "", fault_word(order[i]));
	if (!len)
		snprintf(buf, size, "%s",
		    s->rtt_us < 0 && !s->outcome ? _("no answer")
		    : s->outcome                 ? _(s->outcome)
						 : "");
	return (struct said){ mark, buf };
}

/* told - is this a reply with content, that can be held beside another? */
static bool told(const struct ds_server_reply *r)
{
	return r->outcome == DS_OUT_DATA || r->outcome == DS_OUT_NODATA ||
	       r->outcome == DS_OUT_NXDOMAIN;
}

/* same_question - do two replies answer one question? */
static bool same_question(const struct ds_server_reply *x, const struct ds_server_reply *y)
{
	return x->type == y->type && !strcmp(x->name, y->name);
}

/* question_differs - are there different replies to this question at the servers of a zone? */
static bool question_differs(const struct ds_link *link, const struct ds_server_reply *q)
{
	for (size_t i = 0; i < link->nservers; i++)
		for (size_t j = 0; j < link->servers[i].nreplies; j++) {
			const struct ds_server_reply *r = &link->servers[i].replies[j];

			if (told(r) && same_question(r, q) && r->group != q->group)
				return true;
		}
	return false;
}

/* next_difference - the first reply, from the place on, to a question that is answered differently and
 * was not met before; NULL: none */
static const struct ds_server_reply *next_difference(
    const struct ds_link *link, size_t *server, size_t *reply)
{
	for (; *server < link->nservers; (*server)++, *reply = 0)
		while (*reply < link->servers[*server].nreplies) {
			const struct ds_server_reply *r =
			    &link->servers[*server].replies[(*reply)++];
			bool met = false;

			for (size_t i = 0; i < *server; i++)
				for (size_t j = 0; j < link->servers[i].nreplies; j++)
					met |= told(&link->servers[i].replies[j]) &&
					       same_question(&link->servers[i].replies[j], r);
			if (told(r) && !met && question_differs(link, r))
				return r;
		}
	return NULL;
}

/* servers_differ - does any question get different answers? */
bool servers_differ(const struct ds_link *link)
{
	size_t server = 0, reply = 0;

	return next_difference(link, &server, &reply) != NULL;
}

/* times - "2.1 to 8.0 ms" */
static const char *times(const struct ds_link *link, char *buf, size_t size)
{
	int64_t least = -1, most = -1;
	char from[32], to[32];

	for (size_t i = 0; i < link->nservers; i++) {
		int64_t rtt = link->servers[i].rtt_us;

		if (rtt >= 0 && (least < 0 || rtt < least))
			least = rtt;
		most = rtt > most ? rtt : most;
	}
	buf[0] = '\0';
	if (least < 0)
		return buf;
	words_duration(from, sizeof from, (uint64_t)least);
	words_duration(to, sizeof to, (uint64_t)most);
	if (strcmp(from, to))
		snprintf(buf, size, _("%s to %s"), from, to);
	else
		snprintf(buf, size, "%s", from);
	return buf;
}

/* servers_fact - all servers of a zone in a line */
struct said servers_fact(const struct ds_link *link, char *buf, size_t size)
{
	const struct ds_server *first = NULL;
	char text[160];
	size_t bad = 0, weak = 0;

	for (size_t i = 0; i < link->nservers; i++) {
		enum mark mark = server_said(&link->servers[i], text, sizeof text).mark;

		if (mark == MARK_BAD && !bad++)
			first = &link->servers[i];
		else if (mark == MARK_WEAK && !weak++ && !bad)
			first = &link->servers[i];
	}
	if (bad == 0 && servers_differ(link)) {
		snprintf(buf, size, "%s", _("they give different answers"));
		return (struct said){ MARK_WEAK, buf };
	}
	if (!first) {
		snprintf(buf, size, "%s", times(link, text, sizeof text));
		return (struct said){ MARK_GOOD, buf };
	}
	server_said(first, text, sizeof text);
	if (bad + weak > 1)
		snprintf(buf, size, _("%zu of them with faults"), bad + weak);
	else
		snprintf(buf, size, "%s: %s", first->name ? first->name : first->address, text);
	return (struct said){ bad == link->nservers ? MARK_BAD : MARK_WEAK, buf };
}

/* server_row - one of them: name, address, time, what it does */
static void server_row(struct page *p, const struct ds_server *s)
{
	char text[256], time[32] = "";
	struct said said = server_said(s, text, sizeof text);
	bool wide = p->width >= 66;
	int name = wide ? p->width * 28 / 100 : p->width - page_mark_width(p) - 11;

	page_row(p);
	page_mark(p, said.mark);
	page_field(p, ROLE_strong, s->name ? s->name : s->address, name, CELL_CUT_MIDDLE);
	if (wide) {
		page_to(p, p->column + 1);
		page_field(p, ROLE_value, s->address, name, CELL_CUT_MIDDLE);
	}
	if (s->rtt_us >= 0)
		words_duration(time, sizeof time, (uint64_t)s->rtt_us);
	page_right(p, ROLE_dim, time, p->column + 9);
	if (!wide) {
		page_row(p);
		page_to(p, page_mark_width(p));
		page_put(p, ROLE_value, s->address);
	}
	page_to(p, p->column + 2);
	page_wrap(p, (enum role)said.mark, wide ? p->column : page_mark_width(p), said.word);
}

/* reply_to - what a server told to a question, or NULL */
static const struct ds_server_reply *reply_to(
    const struct ds_server *s, const struct ds_server_reply *q)
{
	for (size_t j = 0; j < s->nreplies; j++)
		if (told(&s->replies[j]) && same_question(&s->replies[j], q))
			return &s->replies[j];
	return NULL;
}

/* reply_said - what a reply is worth, in a word */
static struct said reply_said(const struct ds_report *r, const struct ds_server_reply *reply)
{
	if (reply->status == DS_UNCHECKED)
		return words_outcome(reply->outcome);
	if (reply->why == DS_WHY_SIG && reply->sig != DS_SIG_VALID)
		return words_sig(reply->sig);
	return words_status(r, reply->status);
}

/* reply_cell - one reply beside others: a letter that equal ones share, and what it is worth */
static void reply_cell(
    struct page *p, const struct ds_report *report, const struct ds_server_reply *r, int width)
{
	struct said said = reply_said(report, r);
	char text[64];

	page_putf(p, ROLE_strong, "%c ", r->group < 26 ? 'A' + (int)r->group : '+');
	if (r->serial) {
		snprintf(text, sizeof text, "%u", r->serial);
		page_field(p, ROLE_value, text, width - 2, CELL_CUT_END);
		return;
	}
	page_mark(p, said.mark);
	page_field(
	    p, (enum role)said.mark, said.word, width - 2 - page_mark_width(p), CELL_CUT_END);
}

/* question_head - "MX", or with a name below the zone: "TLSA _25._tcp.mx" */
static void question_head(
    struct page *p, const struct ds_link *link, const struct ds_server_reply *q, int width)
{
	size_t zone = strlen(link->zone), len = strlen(q->name);
	bool below = len > zone + 1 && !strcmp(q->name + len - zone, link->zone);
	char type[16], text[300];

	snprintf(text, sizeof text, "%s %.*s", ds_type_name(q->type, type, sizeof type),
	    below ? (int)(len - zone - 1) : 0, q->name);
	page_field(p, ROLE_head, text, width, CELL_CUT_END);
}

/* differences - the replies of all servers to a few questions, side by side */
static void differences(struct page *p, const struct ds_report *report, const struct ds_link *link,
    const struct ds_server_reply **q, size_t n)
{
	int name = p->width * 28 / 100 + page_mark_width(p), width = (p->width - name) / (int)n;

	width = width > 20 ? 20 : width;
	page_row(p);
	for (size_t i = 0; i < n; i++) {
		page_to(p, name + 1 + (int)i * width);
		question_head(p, link, q[i], width - 1);
	}
	for (size_t s = 0; s < link->nservers; s++) {
		page_row(p);
		page_to(p, page_mark_width(p));
		page_field(p, ROLE_value, link->servers[s].address, name - page_mark_width(p),
		    CELL_CUT_MIDDLE);
		for (size_t i = 0; i < n; i++) {
			const struct ds_server_reply *r = reply_to(&link->servers[s], q[i]);

			page_to(p, name + 1 + (int)i * width);
			if (r)
				reply_cell(p, report, r, width - 1);
			else
				page_put(p, ROLE_none, "-");
		}
	}
}

/* servers_rows - each of them, and where they differ */
void servers_rows(struct page *p, const struct ds_report *r, const struct ds_link *link)
{
	const struct ds_server_reply *q[ABREAST];
	size_t server = 0, reply = 0, n, most = p->width >= 66 ? ABREAST : 2;

	if (!link->nservers)
		return;
	page_blank(p);
	page_heading(p, _("Servers"));
	for (size_t i = 0; i < link->nservers; i++)
		server_row(p, &link->servers[i]);
	if (!servers_differ(link))
		return;
	page_blank(p);
	page_heading(p, _("Where they differ"));
	do {
		for (n = 0; n < most; n++) {
			q[n] = next_difference(link, &server, &reply);
			if (!q[n])
				break;
		}
		if (n)
			differences(p, r, link, q, n);
	} while (n == most);
	page_row(p);
	page_put(p, ROLE_dim, _("A, B: answers with the same letter are equal."));
}

/* detail_servers - the page of the servers of a zone */
void detail_servers(struct page *p, const struct ds_report *r, const struct target *t)
{
	const struct ds_link *link = target_link(r, t);
	struct said said;
	char text[256];

	if (!link || !link->nservers)
		return;
	said = servers_fact(link, text, sizeof text);
	page_row(p);
	page_mark(p, said.mark);
	page_putf(p, ROLE_strong, _("name servers of %s"), link->zone);
	page_row(p);
	page_to(p, page_mark_width(p));
	page_wrap(p, (enum role)said.mark, page_mark_width(p), said.word);
	page_row(p);
	page_wrap(p, ROLE_normal, 0,
	    _("Each of them should give the same answer. Senders ask any of them: if one is wrong, "
	      "mail fails now and then."));
	servers_rows(p, r, link);
	fault_rows(p, r, t);
}
