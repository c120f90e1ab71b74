/* SPDX-License-Identifier: BSD-2-Clause */
/* copy - what is on the screen, to the clipboard of the terminal or on the plain screen */
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/mem.h"
#include "tui/ui.h"

#define COPY_LINE 2048

/* A text that grows. */
struct growing {
	char *text;
	size_t len, cap;
};

/* add_line - one more line */
static void add_line(struct growing *g, const char *line)
{
	size_t n = strlen(line);

	g->text = mem_room(g->text, &g->cap, g->len + n + 2, 1);
	memcpy(g->text + g->len, line, n);
	g->text[g->len + n] = '\n';
	g->len += n + 1;
	g->text[g->len] = '\0';
}

/* add_page - all rows of a page */
static void add_page(struct growing *g, const struct page *page)
{
	char line[COPY_LINE];

	for (size_t i = 0; i < page->nrows; i++) {
		page_row_text(page, i, line, sizeof line);
		add_line(g, line);
	}
}

/* all_rows - every row of the screen, also those out of sight; malloc'd */
static char *all_rows(struct screen *s)
{
	struct growing g = { .text = NULL };
	char line[COPY_LINE];

	if (s->ops->whole)
		add_page(&g, &s->head);

	for (size_t i = 0; i < screen_rows(s) && g.len < TERM_COPY_MAX; i++) {
		const struct page *page = &s->body;

		if (s->ops->row) {
			page_begin(&s->scratch, s->width, ui_fancy(s->ui), &s->ui->theme);
			s->ops->row(s, &s->scratch, i);
			page = &s->scratch;
		}
		page_row_text(page, s->ops->row ? 0 : i, line, sizeof line);
		add_line(&g, line);
	}
	if (s->ops->whole)
		add_page(&g, &s->foot);
	return g.text ? g.text : mem_copy("");
}

/* one_row - its value, or as it stands; malloc'd */
static char *one_row(struct screen *s, bool value)
{
	char line[COPY_LINE] = "";
	struct page *page;
	const struct row *row = screen_row(s, &page);

	if (!row)
		return all_rows(s);
	if (value && row->value)
		return mem_copy(page->pool + row->value - 1);
	page_row_text(page, (size_t)(row - page->rows), line, sizeof line);
	return mem_copy(line + strspn(line, " "));
}

/* ticket - the text to send to who can mend it; NULL: there is no domain */
static char *ticket(struct ui *ui, struct screen *s)
{
	const struct tui_entry *entry = deed_entry(ui);
	struct target target = s->target;

	if (!(s->ops->scope & (ON_DETAIL | ON_TICKET)) && !screen_selected(s, &target))
		target.kind = TO_NONE;
	return entry ? ticket_text(ui, entry, ticket_about(entry->report, &target)) : NULL;
}

/* copy_out - a value, a row, a screen, a ticket; or all of it on the plain screen */
void copy_out(struct ui *ui, enum action_id what)
{
	struct screen *s = ui_top(ui);
	char *text;

	if (what == DO_COPY_TICKET || (s->ops == &screen_ticket && what == DO_COPY_VALUE))
		text = ticket(ui, s);
	else if (what == DO_COPY_SCREEN || what == DO_PRINT)
		text = all_rows(s);
	else
		text = one_row(s, what == DO_COPY_VALUE);
	if (!text) {
		ui_say(ui, "%s", _("There is no domain to write about."));
	} else if (!text[strspn(text, "\n")]) {
		ui_say(ui, "%s", _("There is nothing here to copy."));
	} else if (what == DO_PRINT) {
		term_plain(&ui->term, text, _("Any key goes back."));
		ui->plain = true;
	} else if (!term_copy(&ui->term, text, strlen(text))) {
		ui_complain(ui, "%s", _("Too long for the clipboard; w writes a file."));
	} else {
		text[strcspn(text, "\n")] = '\0';
		ui_say(ui, _("Sent to the terminal's clipboard: %s"), text);
	}
	free(text);
}
