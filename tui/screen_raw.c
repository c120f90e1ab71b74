/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * screen_raw - the records of a thing as in a zone file, and how to ask for them with dig or openssl
 *
 * Each command and each record is one row, to be copied whole (y); < and > go sideways.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/detail.h"
#include "tui/mem.h"
#include "tui/raw.h"
#include "tui/ui.h"

/* What the rows are made with. */
struct maker {
	struct page *page;
	int n;        /* rows that can be selected so far */
	bool records; /* the heading above the records stands */
};

/* row_of - a row that can be copied */
static void row_of(struct maker *m, enum role role, const char *text)
{
	page_row(m->page);
	page_link(m->page, (struct target){ .kind = TO_COMMAND, .host = -1, .a = m->n++ });
	page_value(m->page, text);
	page_handle(m->page, role, text, 0, CELL_CUT_END);
}

/* take_command - one command */
static void take_command(void *arg, const char *command)
{
	row_of(arg, ROLE_accent, command);
}

/* take_record - one record, in zone-file form */
static void take_record(void *arg, const struct ds_rr *rr)
{
	struct maker *m = arg;
	size_t size = strlen(rr->owner) + strlen(rr->text) + 64;
	char *line = mem_new(size, 1), type[24];

	if (!m->records)
		page_heading(m->page, _("As in a zone file"));
	m->records = true;
	snprintf(line, size, "%s%s %u IN %s %s", rr->owner, strcmp(rr->owner, ".") ? "." : "",
	    rr->ttl, ds_type_name(rr->type, type, sizeof type), rr->text);
	row_of(m, ROLE_value, line);
	free(line);
}

/* raw_body - commands, then records */
static void raw_body(struct screen *s, struct page *p)
{
	const struct ds_report *r = screen_report(s);
	const struct ds_certificate *cert;
	struct maker m = { .page = p };

	if (!r) {
		page_row(p);
		page_put(p, ROLE_dim, _("Nothing is known yet."));
		return;
	}
	page_heading(p, _("How to look at it yourself (yv copies)"));
	raw_commands(r, &s->target, take_command, &m);
	page_blank(p);
	cert = s->target.kind == TO_CERT ? target_cert(r, &s->target) : NULL;
	if (cert && cert->pem) {
		page_heading(p, "PEM");
		page_row(p);
		page_wrap(p, ROLE_value, 0, cert->pem);
		return;
	}
	raw_records(r, &s->target, take_record, &m);
}

/* raw_title - its part of the path */
static const char *raw_title(struct screen *s, char *buf, size_t size)
{
	char name[300];

	if (s->target.kind == TO_NONE || s->target.kind == TO_DOMAIN)
		return _(s->ops->name);
	snprintf(buf, size, "%s: %s", _(s->ops->name),
	    detail_name(s->ui, s->entry, &s->target, name, sizeof name));
	return buf;
}

const struct screen_ops screen_raw = {
	.name = N_("Raw"),
	.scope = ON_RAW,
	.body = raw_body,
	.title = raw_title,
};
