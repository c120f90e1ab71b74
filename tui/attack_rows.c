/* SPDX-License-Identifier: BSD-2-Clause */
/* attack_rows - both senders beside each other, part by part, or one of them alone */
#include <string.h>

#include "core/base/i18n.h"
#include "tui/attack.h"
#include "tui/glyph.h"
#include "tui/page.h"

#define TIME_CELLS 9 /* of a moment, and a blank */
#define DIVIDER    3 /* cells between the columns: a line with a blank on either side */

/* Where the columns stand. */
struct places {
	int column[LAB_SENDERS], width[LAB_SENDERS];
};

/* places_of - two halves of a page */
static struct places places_of(const struct page *p)
{
	int half = (p->width - DIVIDER) / 2;

	return (struct places){ { 0, half + DIVIDER }, { half, p->width - half - DIVIDER } };
}

/* attack_detailed - is there room for every line? */
bool attack_detailed(int width)
{
	return width >= ATTACK_DETAIL;
}

/* divide - the line between the columns, in the row in hand */
static void divide(struct page *p, const struct places *at)
{
	p->column = at->width[0] + 1;
	page_put(p, ROLE_rule, glyph(p->fancy, GLYPH_V));
}

/* copy_row - a row of another page, into the row in hand, so far to the right */
static void copy_row(struct page *p, const struct page *from, size_t row, int column)
{
	for (size_t i = 0; row < from->nrows && i < from->rows[row].n; i++) {
		const struct span *span = &from->spans[from->rows[row].first + i];

		p->column = column + span->column;
		page_put(p, span->role, page_text(from, span));
	}
}

/* The side of one sender, as it is made. */
struct side {
	const struct attack *attack;
	enum lab_sender sender;
	bool detail;
};

/* put_time - since the run began; of the lines of a letter the first one has it */
static void put_time(
    const struct side *side, const struct attack_event *e, bool first, struct page *p)
{
	char time[32];

	if (!side->detail)
		return;
	if (first || e->deed != LAB_DEED_READ)
		page_right(p, ROLE_dim,
		    words_duration(time, sizeof time, e->us - side->attack->began), TIME_CELLS - 1);
	p->column = TIME_CELLS;
}

/* put_event - in a column of its own: as many rows as it needs */
static void put_event(const struct side *side, const struct attack_event *e, struct page *p)
{
	int indent = side->detail ? TIME_CELLS : 0;
	struct attack_row row;
	const char *text = row.text, *status;
	bool first = e == attack_find(side->attack, side->sender, LAB_DEED_READ);

	attack_word(e, p->fancy, &row);
	/* of a log line what became of the letter, where there is little room */
	status = e->part == LAB_PART_END && !side->detail ? strstr(text, "status=") : NULL;
	text = status ? status : text;
	page_row(p);
	put_time(side, e, first, p);
	if (first) {
		page_mark(p, MARK_BAD);
		page_put(p, ROLE_bad, attack_reads());
		page_row(p);
	}
	p->column = indent;
	if (row.mark != MARK_COUNT)
		page_mark(p, row.mark);
	else if (*row.arrow)
		page_put(p, e->deed == LAB_DEED_READ ? ROLE_bad : row.role, row.arrow);
	if (row.mark != MARK_COUNT || *row.arrow)
		p->column = indent + page_mark_width(p);
	if (*text)
		page_wrap(p, row.role, p->column, text);
}

/* put_absent - why a column is empty in this part */
static void put_absent(const struct side *side, enum lab_part part, struct page *p)
{
	const char *why = attack_absent(side->attack, side->sender, part);

	if (!why)
		return;
	page_row(p);
	page_to(p, page_mark_width(p) + (side->detail ? TIME_CELLS : 0));
	page_wrap(p, ROLE_dim, p->column, why);
}

/* put_step - one sender's side of a step, on an empty page */
static void put_step(const struct side *side, const struct attack_step *step,
    const struct page *like, int width, struct page *p)
{
	page_begin(p, width, like->fancy, like->theme);
	if (step->of[side->sender])
		put_event(side, step->of[side->sender], p);
	else if (step->first)
		put_absent(side, step->part, p);
}

/* heading - of a part, over both columns */
static void heading(struct page *p, enum lab_part part)
{
	page_row(p);
	page_put(p, ROLE_accent, attack_part(part));
	p->column++;
	page_line(p, ROLE_rule, p->width - p->column - 1);
}

/* beside - a step of both senders */
static void beside(const struct attack *a, const struct attack_step *step, struct page *p,
    struct page column[LAB_SENDERS])
{
	struct places at = places_of(p);
	size_t rows = 0;

	for (size_t i = 0; i < LAB_SENDERS; i++) {
		const struct side side = { a, (enum lab_sender)i, attack_detailed(p->width) };

		put_step(&side, step, p, at.width[i], &column[i]);
		rows = column[i].nrows > rows ? column[i].nrows : rows;
	}
	for (size_t row = 0; row < rows; row++) {
		page_row(p);
		copy_row(p, &column[0], row, at.column[0]);
		divide(p, &at);
		copy_row(p, &column[1], row, at.column[1]);
	}
}

/* attack_rows - the steps that are to be seen */
void attack_rows(const struct attack *a, struct page *p, int alone)
{
	struct page column[LAB_SENDERS] = { { .pool = NULL }, { .pool = NULL } };
	const struct side one = { a, alone < 0 ? LAB_SENDER_PLAIN : (enum lab_sender)alone, false };
	struct attack_step step;

	for (size_t n = 0; n < a->shown && attack_step(a, attack_detailed(p->width), n, &step);
	     n++) {
		if (step.first)
			heading(p, step.part);
		if (alone < 0) {
			beside(a, &step, p, column);
			continue;
		}
		put_step(&one, &step, p, p->width, &column[0]);
		for (size_t row = 0; row < column[0].nrows; row++) {
			page_row(p);
			copy_row(p, &column[0], row, 0);
		}
	}
	for (size_t i = 0; i < LAB_SENDERS; i++)
		page_free(&column[i]);
}

/* attack_pair - one row with something of each sender's */
void attack_pair(struct page *p, const enum role role[LAB_SENDERS],
    const char *const text[LAB_SENDERS], const enum mark mark[LAB_SENDERS])
{
	struct places at = places_of(p);

	page_row(p);
	for (size_t i = 0; i < LAB_SENDERS; i++) {
		if (i)
			divide(p, &at);
		p->column = at.column[i];
		if (mark)
			page_mark(p, mark[i]);
		page_field(p, role[i], text[i],
		    at.width[i] - (p->column - at.column[i]) - (i ? 1 : 0), CELL_CUT_END);
	}
}
