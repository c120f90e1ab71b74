/* SPDX-License-Identifier: BSD-2-Clause */
/* prompt - the line in which one types */
#include <curses.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/glyph.h"
#include "tui/mem.h"
#include "tui/ui.h"

/* prompt_label - what is asked for */
static const char *prompt_label(enum prompt_kind kind)
{
	switch (kind) {
	case PROMPT_ADD: return _("Add domains:");
	case PROMPT_FIND: return _("Find:");
	case PROMPT_SAVE: return _("Write to:");
	case PROMPT_NONE: break;
	}
	return "";
}

/* set_text - another text, cursor at its end */
static void set_text(struct prompt *p, const char *text)
{
	size_t len = strlen(text);

	if (len >= PROMPT_MAX)
		len = 0;
	p->text = mem_room(p->text, &p->cap, len + 1, 1);
	memcpy(p->text, text, len);
	p->text[len] = '\0';
	p->len = p->at = len;
}

/* prompt_open - begin to ask */
void prompt_open(struct ui *ui, enum prompt_kind kind, const char *text)
{
	ui->prompt.kind = kind;
	ui->prompt.recalled = ui->prompt.nhistory;
	ui->message[0] = '\0';
	set_text(&ui->prompt, text);
	ui_touch(ui);
}

/* prompt_close - ask no more */
void prompt_close(struct ui *ui)
{
	ui->prompt.kind = PROMPT_NONE;
	ui->prompt.pasting = false;
	ui_touch(ui);
}

/* prompt_free - its memory */
void prompt_free(struct prompt *p)
{
	for (size_t i = 0; i < p->nhistory; i++)
		free(p->history[i]);
	free(p->text);
	*p = (struct prompt){ .kind = PROMPT_NONE };
}

/* insert - text at the cursor */
static void insert(struct prompt *p, const char *text, size_t len)
{
	if (p->len + len >= PROMPT_MAX)
		return;
	p->text = mem_room(p->text, &p->cap, p->len + len + 1, 1);
	memmove(p->text + p->at + len, p->text + p->at, p->len - p->at + 1);
	memcpy(p->text + p->at, text, len);
	p->len += len;
	p->at += len;
}

/* insert_char - one character, as UTF-8 */
static void insert_char(struct prompt *p, unsigned c)
{
	char out[4];
	size_t n = 0;

	if (!cell_printable((wchar_t)c))
		return;
	if (c < 0x80) {
		out[n++] = (char)c;
	} else if (c < 0x800) {
		out[n++] = (char)(0xc0 | c >> 6);
	} else if (c < 0x10000) {
		out[n++] = (char)(0xe0 | c >> 12);
		out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	} else {
		out[n++] = (char)(0xf0 | c >> 18);
		out[n++] = (char)(0x80 | (c >> 12 & 0x3f));
		out[n++] = (char)(0x80 | (c >> 6 & 0x3f));
	}
	if (c >= 0x80)
		out[n++] = (char)(0x80 | (c & 0x3f));
	insert(p, out, n);
}

/* before - the octet where the character before `at` begins */
static size_t before(const struct prompt *p, size_t at)
{
	while (at > 0 && (p->text[--at] & 0xc0) == 0x80)
		;
	return at;
}

/* after - the octet behind the character at `at` */
static size_t after(const struct prompt *p, size_t at)
{
	wchar_t c;

	return at + cell_decode(p->text + at, &c);
}

/* cut - take out octets, the cursor goes to where they were */
static void cut(struct prompt *p, size_t from, size_t to)
{
	memmove(p->text + from, p->text + to, p->len - to + 1);
	p->len -= to - from;
	p->at = from;
}

/* remember - keep a line for Up and Down */
static void remember(struct prompt *p)
{
	if (!p->len || (p->nhistory && !strcmp(p->history[p->nhistory - 1], p->text)))
		return;
	if (p->nhistory == PROMPT_HISTORY) {
		free(p->history[0]);
		memmove(p->history, p->history + 1, (PROMPT_HISTORY - 1) * sizeof *p->history);
		p->nhistory--;
	}
	p->history[p->nhistory++] = mem_copy(p->text);
}

/* recall - an earlier or later line */
static void recall(struct prompt *p, int step)
{
	size_t to = p->recalled + (size_t)step;

	if (to > p->nhistory)
		return;
	p->recalled = to;
	set_text(p, to < p->nhistory ? p->history[to] : "");
}

/* enter - what was typed is meant */
static void enter(struct ui *ui)
{
	enum prompt_kind kind = ui->prompt.kind;
	char *text = mem_copy(ui->prompt.text);

	remember(&ui->prompt);
	prompt_close(ui);
	if (kind == PROMPT_ADD) {
		deed_add(ui, text);
	} else if (kind == PROMPT_SAVE) {
		deed_save(ui, text);
	} else if (kind == PROMPT_FIND && *text) {
		size_t n = cell_prefix(text, (int)sizeof ui->find / 4 - 1, NULL);

		memcpy(ui->find, text, n);
		ui->find[n] = '\0';
		deed_find(ui, 1);
	}
	free(text);
}

/* edit_function - keys that are no characters */
static void edit_function(struct prompt *p, int code)
{
	switch (code) {
	case KEY_LEFT: p->at = before(p, p->at); break;
	case KEY_RIGHT: p->at = after(p, p->at); break;
	case KEY_HOME: p->at = 0; break;
	case KEY_END: p->at = p->len; break;
	case KEY_UP: recall(p, -1); break;
	case KEY_DOWN: recall(p, 1); break;
	case KEY_BACKSPACE: cut(p, before(p, p->at), p->at); break;
	case KEY_DC: cut(p, p->at, after(p, p->at)); break;
	default: break;
	}
}

/* cut_word - the word before the cursor */
static void cut_word(struct prompt *p)
{
	size_t from = p->at;

	while (from > 0 && p->text[from - 1] == ' ')
		from--;
	while (from > 0 && p->text[from - 1] != ' ')
		from--;
	cut(p, from, p->at);
}

/* prompt_key - a key while it is open */
void prompt_key(struct ui *ui, const struct term_press *press)
{
	struct prompt *p = &ui->prompt;
	bool newline = !press->function && (press->code == '\r' || press->code == '\n');

	ui_touch(ui);
	if (p->pasting) {
		if (newline || press->code == '\t')
			insert_char(p, ' ');
		else if (!press->function)
			insert_char(p, (unsigned)press->code);
		return;
	}
	if (newline || (press->function && press->code == KEY_ENTER)) {
		enter(ui);
		return;
	}
	if (press->function) {
		edit_function(p, press->code);
		return;
	}
	switch (press->code) {
	case 3:
	case 27: prompt_close(ui); break;
	case 8:
	case 127: cut(p, before(p, p->at), p->at); break;
	case 1: p->at = 0; break;
	case 5: p->at = p->len; break;
	case 21: cut(p, 0, p->at); break;
	case 23: cut_word(p); break;
	default: insert_char(p, (unsigned)press->code); break;
	}
}

/* prompt_paste - pasted text begins or ends */
void prompt_paste(struct ui *ui, bool begins)
{
	if (begins && ui->prompt.kind == PROMPT_NONE)
		prompt_open(ui, PROMPT_ADD, "");
	ui->prompt.pasting = begins && ui->prompt.kind != PROMPT_NONE;
	ui_touch(ui);
}

/* prompt_draw - the label and as much of the text as shows the cursor */
void prompt_draw(struct ui *ui, int y, int width)
{
	const struct prompt *p = &ui->prompt;
	const char *label = prompt_label(p->kind);
	int x = cell_text_width(label) + 2, room = width - x - 1, skip, cursor;
	char head = p->text[p->at];

	p->text[p->at] = '\0';
	cursor = cell_text_width(p->text);
	p->text[p->at] = head;
	skip = cursor >= room ? cursor - room + 1 : 0;
	cell_put(y, 1, 0, width - 1, label, ui->term.look[ROLE_key].attr,
	    ui->term.look[ROLE_key].pair, ui->term.utf8);
	cell_put(y, x, skip, room, p->text, ui->term.look[ROLE_normal].attr,
	    ui->term.look[ROLE_normal].pair, ui->term.utf8);
	move(y, x + cursor - skip);
}
