/* SPDX-License-Identifier: BSD-2-Clause */
/* detail_query - one DNS message and its reply: in words, decoded, and octet by octet */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/detail.h"
#include "tui/facts.h"
#include "tui/mem.h"
#include "tui/page.h"
#include "tui/target.h"
#include "tui/words.h"

#define LABEL    14
#define HEX_MOST 4096 /* octets that are shown in hex: what is longer is for other tools */

/* decoded - a message as text, its remarks dim */
static void decoded(struct page *p, const uint8_t *wire, size_t len)
{
	char *text = ds_message_text(wire, len);

	for (char *line = text, *end; line && *line; line = end + 1) {
		end = strchr(line, '\n');
		if (!end)
			break;
		*end = '\0';
		page_row(p);
		if (line[0] == ';')
			page_wrap(p, ROLE_dim, 2, line + strspn(line, "; "));
		else
			page_wrap(p, ROLE_value, 4, line);
	}
	free(text);
}

/* hex_row - "0010  07 6d 69 6e ...  .min" */
static void hex_row(struct page *p, const uint8_t *octets, size_t at, size_t n, size_t per_row)
{
	char signs[33];

	page_row(p);
	page_putf(p, ROLE_dim, "%04zx  ", at);
	for (size_t i = 0; i < n; i++) {
		page_putf(p, ROLE_value, "%02x ", octets[at + i]);
		signs[i] =
		    octets[at + i] >= 0x20 && octets[at + i] < 0x7f ? (char)octets[at + i] : '.';
	}
	signs[n] = '\0';
	page_to(p, 6 + (int)per_row * 3 + 1);
	page_put(p, ROLE_dim, signs);
}

/* hex - a message octet by octet */
static void hex(struct page *p, const uint8_t *octets, size_t len)
{
	size_t per_row = p->width >= 74 ? 16 : p->width >= 42 ? 8 : 4, shown = len;

	if (shown > HEX_MOST)
		shown = HEX_MOST;
	for (size_t at = 0; at < shown; at += per_row)
		hex_row(p, octets, at, shown - at < per_row ? shown - at : per_row, per_row);
	if (shown < len) {
		page_row(p);
		page_putf(p, ROLE_dim, _("and %zu octets more"), len - shown);
	}
}

/* facts - who, when, how */
static void facts(struct page *p, const struct ds_query *q)
{
	char text[256], sent[32], took[32];

	snprintf(text, sizeof text, _("%s port %u, %s"), q->server, q->port,
	    q->transport == DS_TCP ? "TCP" : "UDP");
	page_pair(p, _("Asked"), ROLE_value, LABEL, text);
	words_duration(sent, sizeof sent, q->sent_us);
	if (q->done && q->done_us >= q->sent_us)
		snprintf(text, sizeof text, _("after %s, it took %s"), sent,
		    words_duration(took, sizeof took, q->done_us - q->sent_us));
	else
		snprintf(text, sizeof text, _("after %s"), sent);
	page_pair(p, _("When"), ROLE_value, LABEL, text);
	if (q->retry)
		page_pair(p, "", ROLE_dim, LABEL, _("asked again: the first message was in vain"));
}

/* as_sent - the message as it left: its number is chosen on the way out, and known from the reply, which
 * bears the same one; to be freed */
static uint8_t *as_sent(const struct ds_query *q)
{
	uint8_t *wire = mem_new(q->request_len + 1, 1);

	if (q->request_len)
		memcpy(wire, q->request, q->request_len);
	if (q->request_len >= 2 && q->reply_len >= 2)
		memcpy(wire, q->reply, 2);
	return wire;
}

/* detail_query - one message */
void detail_query(struct page *p, const struct ds_report *r, const struct target *t, bool hidden)
{
	const struct ds_query *q = target_query(r, t);
	struct said said;
	uint8_t *wire;
	char type[16];

	if (!q)
		return;
	wire = as_sent(q);
	said = q->done ? words_outcome(q->outcome) : (struct said){ MARK_BUSY, _("asking") };
	if (fact_referral(r, q))
		said = (struct said){ MARK_NONE, _("refers to others") };
	page_row(p);
	page_mark(p, said.mark);
	page_putf(p, ROLE_strong, "%s ", ds_type_name(q->type, type, sizeof type));
	page_field(p, ROLE_strong, q->name, p->width - p->column - 1, CELL_CUT_MIDDLE);
	page_row(p);
	page_to(p, page_mark_width(p));
	page_put(p, (enum role)said.mark, said.word);
	page_blank(p);
	facts(p, q);
	if (q->reply_len) {
		page_blank(p);
		page_heading(p, _("What came back"));
		decoded(p, q->reply, q->reply_len);
	}
	page_blank(p);
	page_heading(p, _("What was sent"));
	decoded(p, wire, q->request_len);
	page_blank(p);
	if (hidden) {
		page_row(p);
		page_put(p, ROLE_dim, _("The octets are hidden, with the names in them (P)."));
	} else {
		page_heading(p, _("Sent, octet by octet"));
		hex(p, wire, q->request_len);
	}
	free(wire);
	if (hidden || !q->reply_len)
		return;
	page_blank(p);
	page_heading(p, _("Received, octet by octet"));
	hex(p, q->reply, q->reply_len);
}
