/* SPDX-License-Identifier: BSD-2-Clause */
/* screen - what all screens have in common: making their pages, and the selected row */
#include "core/model.h"
#include "tui/detail.h"
#include "tui/layout.h"
#include "tui/ui.h"

/* screen_entry - the domain that it is about */
const struct tui_entry *screen_entry(const struct screen *s)
{
	return s && s->entry ? session_find(&s->ui->session, s->entry) : NULL;
}

/* screen_report - what is known of that domain */
const struct ds_report *screen_report(const struct screen *s)
{
	const struct tui_entry *entry = screen_entry(s);

	return entry ? entry->report : NULL;
}

/* screen_rows - how many there are */
size_t screen_rows(struct screen *s)
{
	return s->ops->rows ? s->ops->rows(s) : s->body.nrows;
}

/* make_row - a row of its own page, where rows are made one by one */
static const struct row *make_row(struct screen *s, size_t i, struct page **page)
{
	if (i >= screen_rows(s))
		return NULL;
	if (!s->ops->row) {
		*page = &s->body;
		return &s->body.rows[i];
	}
	page_begin(&s->scratch, s->width, ui_fancy(s->ui), &s->ui->theme);
	s->ops->row(s, &s->scratch, i);
	*page = &s->scratch;
	return s->scratch.nrows ? &s->scratch.rows[0] : NULL;
}

/* screen_row - the selected one */
const struct row *screen_row(struct screen *s, struct page **page)
{
	const struct row *row = s->list.at == LIST_NONE ? NULL : make_row(s, s->list.at, page);

	return row && row->selectable ? row : NULL;
}

/* screen_selected - where it leads */
bool screen_selected(struct screen *s, struct target *target)
{
	struct page *page;
	const struct row *row = screen_row(s, &page);

	if (row)
		*target = row->target;
	return row != NULL;
}

/* can_select - for the list: rows that lead somewhere */
static bool can_select(const void *arg, size_t i)
{
	const struct screen *s = arg;

	return s->ops->row || (i < s->body.nrows && s->body.rows[i].selectable);
}

/* build_page - one of the pages around the rows */
static void build_page(
    struct screen *s, struct page *p, int width, void (*make)(struct screen *, struct page *))
{
	page_begin(p, width, ui_fancy(s->ui), &s->ui->theme);
	if (make && width > 0)
		make(s, p);
}

/* keep_place - after the rows were made anew: the same thing is selected as before */
static void keep_place(struct screen *s, bool had, const struct target *before)
{
	size_t row;

	if (s->want) {
		row = page_find_target(&s->body, &s->wanted);
		if (row == LIST_NONE)
			return;
		s->want = false;
		list_go(&s->list, row);
		return;
	}
	row = had ? page_find_target(&s->body, before) : LIST_NONE;
	if (row != LIST_NONE && row != s->list.at)
		list_go(&s->list, row);
}

/* has_role - does a row show a state? */
static bool has_role(const struct page *p, const struct row *row, enum role role)
{
	for (size_t i = 0; i < row->n; i++)
		if (p->spans[row->first + i].role == role)
			return true;
	return false;
}

/* land - the first place for the eye: what is broken, else unknown, else weak */
static void land(struct screen *s)
{
	static const enum role wanted[] = { ROLE_bad, ROLE_unknown, ROLE_weak };
	const struct ds_report *r = screen_report(s);
	struct list *l = &s->list;

	if (!s->ops->lands || s->landed || s->want || !r || !r->done)
		return;
	s->landed = true;
	for (size_t w = 0; w < sizeof wanted / sizeof wanted[0]; w++)
		for (size_t i = 0; i < s->body.nrows; i++)
			if (s->body.rows[i].selectable &&
			    has_role(&s->body, &s->body.rows[i], wanted[w])) {
				list_go(l, i);
				if (l->top && l->top + l->height / 3 + l->height <= l->n)
					l->top += l->height / 3;
				return;
			}
}

/* build_body - the rows, where they are made all at once */
static void build_body(struct screen *s, int width)
{
	struct target before = { .kind = TO_NONE };
	bool had = !s->want && s->body.nrows && s->list.at != LIST_NONE &&
		   s->list.at < s->body.nrows && s->body.rows[s->list.at].selectable;

	if (had)
		before = s->body.rows[s->list.at].target;
	build_page(s, &s->body, width, s->ops->body);
	if (s->filter[0] && !s->ops->row)
		page_sift(&s->body, s->filter);
	list_set(&s->list, s->body.nrows, s->list.height, can_select, s);
	keep_place(s, had, &before);
}

/* build_foot - what stands below the rows, no more than leaves room for them */
static void build_foot(struct screen *s, struct layout *l)
{
	int room = l->status - l->head - l->head_n;

	if (!s->ops->rests || !s->ui->moving || !s->foot.nrows) {
		page_begin(&s->foot, l->foot_cols - 1, ui_fancy(s->ui), &s->ui->theme);
		if (s->ops->foot)
			s->ops->foot(s, &s->foot, room);
	}
	l->foot_n = (int)s->foot.nrows;
	if (l->foot_n > room - 3)
		l->foot_n = room > 3 ? room - 3 : 0;
	l->foot = l->status - l->foot_n;
}

/* screen_build - all pages, as far as they are stale */
void screen_build(struct screen *s, struct layout *l)
{
	struct target target;
	int width = l->body_cols - 1;

	page_begin(&s->side, l->side_cols ? l->side_cols - 2 : 0, ui_fancy(s->ui), &s->ui->theme);
	build_page(s, &s->head, width, s->ops->head);
	l->head_n = (int)s->head.nrows;
	build_page(s, &s->left, l->left_n - 1, s->ops->left);
	if (s->ops->body && (s->stale || s->width != width))
		build_body(s, width);
	s->stale = false;
	s->width = width;
	if (s->ops->rows)
		list_set(&s->list, s->ops->rows(s), s->list.height, can_select, s);
	build_foot(s, l);
	l->body = l->head + l->head_n;
	l->body_n = l->foot - l->body;
	l->side_n = l->status - l->body;
	if (s->ops->close && (int)screen_rows(s) + 1 < l->body_n) {
		l->body_n = (int)screen_rows(s) + 1;
		l->foot = l->body + l->body_n;
	}
	list_set(&s->list, screen_rows(s), (size_t)(l->body_n > 0 ? l->body_n : 0), can_select, s);
	s->list.jump = l->left_n ? s->list.height / 3 : 0;
	land(s);
	if (s->follow)
		list_last(&s->list);
	if (l->side_cols && screen_selected(s, &target))
		detail_build(s->ui, s->entry, &target, &s->side);
}

/* play_wait - so long is what is shown read, in milliseconds; 0: nothing plays */
unsigned play_wait(struct ui *ui)
{
	struct screen *s = ui_top(ui);

	return ui->playing && s->ops->wait ? s->ops->wait(s) : 0;
}

/* play_tick - the time for reading is over */
void play_tick(struct ui *ui)
{
	struct screen *s = ui_top(ui);

	if (ui->playing && s->ops->tick)
		s->ops->tick(s);
}
