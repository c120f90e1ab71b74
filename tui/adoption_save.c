/* SPDX-License-Identifier: BSD-2-Clause */
/* adoption_save - a page of figures into a file, in the form that its name asks for */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/survey/figures_write.h"
#include "tui/adoption.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"

/* now - seconds since 1970; without a loop (tests) the moment of the last look that is known */
static int64_t now(const struct ui *ui)
{
	int64_t last = 0;

	if (ui->options->loop)
		return ds_loop_wall(ui->options->loop) / 1000000;
	for (size_t i = 0; i < ui->session.n; i++)
		if (ui->session.entries[i]->gist.started_ms / 1000 > last)
			last = ui->session.entries[i]->gist.started_ms / 1000;
	return last;
}

/* write_page - in the form that the name asks for; malloc'd, NULL: out of memory */
static char *write_page(const struct figures_page *page, const char *path)
{
	if (save_ends_in(path, ".csv"))
		return figures_csv(page);
	if (save_ends_in(path, ".html") || save_ends_in(path, ".htm"))
		return figures_html(page);
	return figures_text(page);
}

/* page_text_of - the page of a screen; malloc'd, NULL: out of memory */
static char *page_text_of(struct screen *s, const char *path)
{
	char title[2 * ADOPTION_NAME];
	struct figures_page page = { .when = now(s->ui) };
	struct figures_line *lines;
	struct adoption_row *rows;
	char *text;

	rows = adoption_rows(s, ADOPTION_BY_STANDARD + FIGURES_ALL, false, &page.nlines);
	lines = mem_new(page.nlines + 1, sizeof *lines);
	for (size_t i = 0; i < page.nlines; i++)
		lines[i] = (struct figures_line){ rows[i].name, rows[i].figures };
	page.title = adoption_name(s->ui, adoption_scope(s), title, sizeof title);
	page.all = groups_figures(&s->ui->session.groups, adoption_scope(s));
	page.head = adoption_kind(s) == ADOPTION_GROUPS ? _("Group") : _("Provider");
	page.lines = lines;
	text = write_page(&page, path);
	free(lines);
	free(rows);
	return text;
}

/* adoption_save - into a file that was not there before */
void adoption_save(struct ui *ui, const char *path)
{
	save_text(ui, path, page_text_of(ui_top(ui), path));
}
