/* SPDX-License-Identifier: BSD-2-Clause */
/* deeds - actions that need more than a line: finding, filtering, watching, looks */
#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
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

/* Does row i fit? The sieve is made of the text that is searched for. */
typedef bool fits_fn(struct screen *, size_t i, const struct order_sieve *);

/* search - the next row that fits, round the end; LIST_NONE: there is none */
static size_t search(struct screen *s, int step, fits_fn *fits, bool round)
{
	size_t n = screen_rows(s), from = s->list.at != LIST_NONE ? s->list.at : s->list.top;
	struct order_sieve sieve = order_sieve_of(&s->ui->session, s->ui->find, false);

	for (size_t k = 1; k <= n; k++) {
		if (!round && (step > 0 ? from + k >= n : k > from))
			return LIST_NONE;
		if (fits(s, (from + (step > 0 ? k : n - k)) % n, &sieve))
			return (from + (step > 0 ? k : n - k)) % n;
	}
	return LIST_NONE;
}

/* fits_text - does a row hold what is searched for? */
static bool fits_text(struct screen *s, size_t i, const struct order_sieve *sieve)
{
	const struct page *p;
	size_t row;

	if (s->ops->has)
		return s->ops->has(s, i, sieve);
	p = row_page(s, i, &row);
	return row < p->nrows && page_row_has(p, row, s->ui->find);
}

/* fits_problem - is a row a problem? */
static bool fits_problem(struct screen *s, size_t i, const struct order_sieve *sieve)
{
	const struct page *p;
	size_t row;

	(void)sieve;
	if (s->ops->problem)
		return s->ops->problem(s, i);
	p = row_page(s, i, &row);
	return row < p->nrows && p->rows[row].problem;
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

/* deed_filter - only rows with a text, "" for all */
void deed_filter(struct ui *ui, const char *text)
{
	struct screen *s = ui_top(ui);

	if (s->ops->filter)
		s->ops->filter(s, text);
	else
		snprintf(s->filter, sizeof s->filter, "%s", text);
	s->stale = true;
	ui_touch(ui);
}

/* deed_entry - the domain that is meant */
struct tui_entry *deed_entry(struct ui *ui)
{
	struct screen *s = ui_top(ui);
	struct target target;

	if (s->entry)
		return session_find(&ui->session, s->entry);
	if (screen_selected(s, &target) && target.kind == TO_DOMAIN)
		return session_find(&ui->session, (unsigned)target.a);
	return NULL;
}

/* deed_watch - look at a domain again and again, or no more */
void deed_watch(struct ui *ui)
{
	struct tui_entry *entry = deed_entry(ui);
	int minutes = ui_setting(ui, SET_WATCH);

	if (!entry) {
		ui_say(ui, "%s", _("There is no domain to watch."));
		return;
	}
	if (ui->session.recorded) {
		ui_say(ui, "%s", _("This is a recording: it cannot be asked again."));
		return;
	}
	entry->watched = !entry->watched;
	ui->watched += entry->watched ? 1 : -1;
	if (entry->watched)
		ui_say(ui,
		    n_("%s is looked at every %d minute; a change is told here.",
			"%s is looked at every %d minutes; a change is told here.", minutes),
		    entry->unicode, minutes);
	else
		ui_say(ui, _("%s is watched no more."), entry->unicode);
	ui_stale(ui);
}

/* deed_theme - another one, by name */
void deed_theme(struct ui *ui, const char *name)
{
	char problem[THEME_PROBLEM];
	struct theme theme;

	if (!theme_load(&theme, name, ui->options->theme_dirs, problem)) {
		ui_complain(ui, "%s", problem);
		return;
	}
	ui->theme = theme;
	term_use(&ui->term, &ui->theme);
	ui_stale(ui);
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
