/* SPDX-License-Identifier: BSD-2-Clause */
/* list - where one is in a number of rows */
#include "tui/list.h"

/* can - may this row be selected? */
static bool can(const struct list *l, size_t i)
{
	return i < l->n && (!l->can || l->can(l->arg, i));
}

/* deepest - the last `top` that makes sense */
static size_t deepest(const struct list *l)
{
	return l->n > l->height ? l->n - l->height : 0;
}

/* seek - the nearest row that can be selected from `from` on, in one direction */
static size_t seek(const struct list *l, size_t from, bool down)
{
	size_t i = from;

	while (i < l->n && !can(l, i))
		i += down ? 1 : (size_t)-1;
	return i < l->n ? i : LIST_NONE;
}

/* show - scroll as little as brings the selected row into sight */
static void show(struct list *l)
{
	if (l->at != LIST_NONE && l->at < l->top)
		l->top = l->at > l->jump ? l->at - l->jump : 0;
	if (l->at != LIST_NONE && l->height && l->at >= l->top + l->height)
		l->top = l->at - l->height + 1 + l->jump;
	if (l->top > deepest(l))
		l->top = deepest(l);
}

/* headings - above the first row that can be selected belong to it */
static void headings(struct list *l)
{
	if (l->at != LIST_NONE && l->top && seek(l, 0, true) == l->at && l->at < l->height)
		l->top = 0;
}

/* put - on the nearest row that can be selected */
static void put(struct list *l, size_t row)
{
	if (row >= l->n)
		row = l->n ? l->n - 1 : 0;
	l->at = seek(l, row, true);
	if (l->at == LIST_NONE)
		l->at = seek(l, row, false);
	show(l);
}

/* list_set - other rows, the same place */
void list_set(struct list *l, size_t n, size_t height, list_can_fn *fn, const void *arg)
{
	bool first = !l->height;
	bool seen = first || (l->at >= l->top && l->at < l->top + l->height);

	l->n = n;
	l->height = height;
	l->can = fn;
	l->arg = arg;
	if (l->at == LIST_NONE && !l->top)
		l->at = seek(l, 0, true);
	if (first && !l->top && l->at != LIST_NONE && l->at >= height && l->at == seek(l, 0, true))
		return; /* a text is read from its beginning, wherever its first link stands */
	if (l->at != LIST_NONE && (seen || l->at >= n))
		put(l, l->at);
	else if (l->top > deepest(l))
		l->top = deepest(l);
}

/* list_go - to a row */
void list_go(struct list *l, size_t row)
{
	put(l, row);
	headings(l);
}

/* step - one row; a row that can be selected if one is near, else the text moves */
static bool step(struct list *l, bool down)
{
	size_t next = LIST_NONE, top = l->top;

	if (l->at != LIST_NONE)
		next = seek(l, down ? l->at + 1 : l->at - 1, down);
	if (next != LIST_NONE && (down ? next <= l->top + l->height : next + 1 >= l->top)) {
		l->at = next;
		show(l);
		headings(l);
		return true;
	}
	if (down && l->top < deepest(l))
		l->top++;
	else if (!down && l->top)
		l->top--;
	return l->top != top;
}

/* in_sight - is a row shown? */
static bool in_sight(const struct list *l, size_t i)
{
	return i != LIST_NONE && i >= l->top && i < l->top + l->height;
}

/* nearest - to a row, one that can be selected and is in sight; LIST_NONE: there is none */
static size_t nearest(const struct list *l, size_t row, bool down)
{
	size_t i = seek(l, row, down);

	if (!in_sight(l, i))
		i = seek(l, row, !down);
	return in_sight(l, i) ? i : LIST_NONE;
}

/* list_move - by so many rows */
bool list_move(struct list *l, long rows)
{
	size_t by = (size_t)(rows < 0 ? -rows : rows), top = l->top, at = l->at, target, near;

	if (by == 1)
		return step(l, rows > 0);
	/* the window moves with the row, so that a page is a page; where no row of it can be
	 * selected, the text moves alone */
	l->top = rows > 0 ? l->top + by : l->top > by ? l->top - by : 0;
	if (l->top > deepest(l))
		l->top = deepest(l);
	if (at != LIST_NONE) {
		target = rows > 0 ? at + by : at > by ? at - by : 0;
		near = nearest(l, target < l->n ? target : l->n - 1, rows > 0);
		l->at = near != LIST_NONE ? near : at;
		if (rows < 0)
			headings(l);
	}
	return l->top != top || l->at != at;
}

/* list_first - to the beginning */
void list_first(struct list *l)
{
	list_go(l, 0);
	l->top = 0;
}

/* list_last - to the end */
void list_last(struct list *l)
{
	if (l->n)
		list_go(l, l->n - 1);
	l->top = deepest(l);
}

/* list_at_end - is the last row in sight? */
bool list_at_end(const struct list *l)
{
	return l->top >= deepest(l);
}
