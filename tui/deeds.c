/* SPDX-License-Identifier: BSD-2-Clause */
/* deeds - actions that need more than a line: finding, copying, adding, saving */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/base/text.h"
#include "core/report/report.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"

/* row_page - row i and the page it stands on */
static const struct page *row_page(struct screen *s, size_t i, size_t *row)
{
	*row = i;
	if (!s->ops->row)
		return &s->body;
	page_begin(&s->scratch, s->width, ui_fancy(s->ui), &s->ui->theme);
	s->ops->row(s, &s->scratch, i);
	*row = 0;
	return &s->scratch;
}

/* go_to - a row, selected or at least in sight */
static void go_to(struct screen *s, size_t i)
{
	s->follow = false;
	if (s->list.at != LIST_NONE)
		list_go(&s->list, i);
	if (s->list.at != i && s->list.height) {
		s->list.top = i > s->list.height / 2 ? i - s->list.height / 2 : 0;
		if (s->list.top + s->list.height > s->list.n)
			s->list.top = s->list.n > s->list.height ? s->list.n - s->list.height : 0;
	}
}

/* search - the next row that fits, round the end; LIST_NONE: there is none */
static size_t search(struct screen *s, int step,
    bool (*fits)(struct ui *, const struct page *, size_t row), bool round)
{
	size_t n = screen_rows(s), from = s->list.at != LIST_NONE ? s->list.at : s->list.top;

	for (size_t k = 1; k <= n; k++) {
		size_t i = (from + (step > 0 ? k : n - k)) % n, row;
		const struct page *p;

		if (!round && (step > 0 ? from + k >= n : k > from))
			return LIST_NONE;
		p = row_page(s, i, &row);
		if (row < p->nrows && fits(s->ui, p, row))
			return i;
	}
	return LIST_NONE;
}

/* fits_text - does a row hold what is searched for? */
static bool fits_text(struct ui *ui, const struct page *p, size_t row)
{
	return page_row_has(p, row, ui->find);
}

/* fits_problem - is a row a problem? */
static bool fits_problem(struct ui *ui, const struct page *p, size_t row)
{
	(void)ui;
	return p->rows[row].problem;
}

/* deed_find - the next row with the text */
void deed_find(struct ui *ui, int step)
{
	struct screen *s = ui_top(ui);
	size_t i;

	if (!ui->find[0]) {
		ui_say(ui, "%s", _("Nothing was searched for yet. Key / begins."));
		return;
	}
	s->found = true;
	i = search(s, step, fits_text, true);
	if (i == LIST_NONE)
		ui_say(ui, _("\"%s\" is not on this screen."), ui->find);
	else
		go_to(s, i);
	ui_touch(ui);
}

/* deed_problem - the next row that is a problem */
void deed_problem(struct ui *ui, int step)
{
	struct screen *s = ui_top(ui);
	size_t i = search(s, step, fits_problem, false);

	if (i == LIST_NONE)
		ui_say(ui, "%s",
		    step > 0 ? _("No further problem below.") : _("No further problem above."));
	else
		go_to(s, i);
	ui_touch(ui);
}

/* page_all_text - a whole page as text; malloc'd */
static char *page_all_text(const struct page *p)
{
	char *out = NULL, line[2048];
	size_t len = 0, cap = 0;

	for (size_t i = 0; i < p->nrows; i++) {
		size_t n;

		page_row_text(p, i, line, sizeof line);
		n = strlen(line);
		out = mem_room(out, &cap, len + n + 2, 1);
		memcpy(out + len, line, n);
		out[len + n] = '\n';
		len += n + 1;
		out[len] = '\0';
	}
	return out ? out : mem_copy("");
}

/* deed_copy - the value of the row; on a page of text all of it */
void deed_copy(struct ui *ui)
{
	struct screen *s = ui_top(ui);
	struct page *page;
	const struct row *row = screen_row(s, &page);
	char line[2048], *text;

	if (s->ops == &screen_ticket)
		text = ticket_text(screen_entry(s), ticket_about(screen_report(s), &s->target));
	else if (!row)
		text = page_all_text(&s->body);
	else if (row->value)
		text = mem_copy(page->pool + row->value - 1);
	else {
		page_row_text(page, (size_t)(row - page->rows), line, sizeof line);
		text = mem_copy(line + strspn(line, " "));
	}
	if (!term_copy(&ui->term, text, strlen(text))) {
		ui_complain(ui, "%s", _("Too long for the clipboard; w writes a file."));
	} else {
		text[strcspn(text, "\n")] = '\0';
		ui_say(ui, _("Sent to the terminal's clipboard: %s"), text);
	}
	free(text);
}

/* add_result - say what became of what was typed */
static void add_result(struct ui *ui, size_t added, size_t refused, const char *why)
{
	if (refused && !added)
		ui_complain(ui, "%s", why);
	else if (refused)
		ui_complain(
		    ui, n_("%zu domain added. %s", "%zu domains added. %s", added), added, why);
	else if (added)
		ui_say(ui, n_("%zu domain added.", "%zu domains added.", added), added);
}

/* deed_add - domains, addresses and URLs, separated by blanks, commas and the like */
void deed_add(struct ui *ui, const char *text)
{
	static const char between[] = " \t\r\n,;<>\"'()";
	struct ds_problem problem = { .exit_status = 0 };
	size_t added = 0, refused = 0;
	unsigned first = 0;
	char *copy = mem_copy(text), *rest = copy, *word;

	while ((word = strsep(&rest, between))) {
		struct ds_domain domain;
		struct ds_problem why;
		struct tui_entry *entry;

		if (!*word)
			continue;
		if (!ds_domain_parse(&domain, word, &why)) {
			if (!refused++)
				problem = why;
			continue;
		}
		entry = session_add(&ui->session, &domain);
		if (!entry) {
			ui_complain(ui, "%s", _("The list is full."));
			break;
		}
		for (size_t i = 0; i < ui->options->nstories; i++)
			if (!strcmp(ui->options->stories[i].domain, domain.ascii))
				entry->story = ui->options->stories[i].story;
		first = first ? first : entry->id;
		added++;
	}
	free(copy);
	add_result(ui, added, refused, problem.text);
	if (first) {
		while (ui->depth > 1)
			nav_pop(ui);
		domains_go(ui, first);
	}
	ui_stale(ui);
}

/* deed_save_name - a name for the report of the domain that is shown; NULL: there is none */
const char *deed_save_name(struct ui *ui, char *buf, size_t size)
{
	struct screen *s = ui_top(ui);
	const struct tui_entry *entry = screen_entry(s);
	struct target target;

	if (!entry && screen_selected(s, &target) && target.kind == TO_DOMAIN)
		entry = session_find(&ui->session, (unsigned)target.a);
	if (!entry || !entry->report) {
		ui_say(ui, "%s", _("There is no report to write yet."));
		return NULL;
	}
	snprintf(buf, size, "%s.txt", entry->domain);
	return buf;
}

/* write_new - a file that was not there before; false with errno set */
static bool write_new(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
	size_t len = strlen(text);
	bool ok = fd >= 0;

	while (ok && len) {
		ssize_t n = write(fd, text, len);

		ok = n > 0;
		text += ok ? n : 0;
		len -= ok ? (size_t)n : 0;
	}
	if (fd >= 0 && close(fd))
		ok = false;
	return ok;
}

/* deed_save - the report into a file: JSON where the name says so, else text */
void deed_save(struct ui *ui, const char *path)
{
	struct screen *s = ui_top(ui);
	const struct ds_report *report = screen_report(s);
	const struct tui_entry *entry;
	struct target target;
	size_t len = strlen(path);
	bool json = len > 5 && !strcmp(path + len - 5, ".json");
	char *text, clean[300];

	if (!report && screen_selected(s, &target) && target.kind == TO_DOMAIN) {
		entry = session_find(&ui->session, (unsigned)target.a);
		report = entry ? entry->report : NULL;
	}
	if (!report || !len)
		return;
	text_clean(clean, sizeof clean, path, len);
	text = json ? ds_report_json(report) : ds_report_text(report, 80, false);
	if (!text)
		ui_complain(ui, "%s", _("out of memory"));
	else if (write_new(path, text))
		ui_say(ui, _("Written: %s"), clean);
	else
		ui_complain(ui, "%s: %s", clean, strerror(errno));
	free(text);
}

/* deed_language - the other one, at once */
void deed_language(struct ui *ui)
{
	if (!ui->options->set_language) {
		ui_say(ui, "%s", _("There is only one language here."));
		return;
	}
	snprintf(ui->language, sizeof ui->language, "%s", strcmp(ui->language, "nl") ? "nl" : "en");
	ui->options->set_language(ui->language);
	ui_stale(ui);
}
