/* SPDX-License-Identifier: BSD-2-Clause */
/* prompt - the line in which one types */
#include <curses.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tui/glyph.h"
#include "tui/mem.h"
#include "tui/ui.h"

#define PROMPT_LONG  4096 /* octets: a longer line is not kept for later */
#define PROMPT_SHOWN 2048 /* octets before the cursor that are looked at: no screen is wider */

/* prompt_label - what is asked for */
static const char *prompt_label(const struct prompt *p)
{
	switch (p->kind) {
	case PROMPT_ADD: return _("Add domains:");
	case PROMPT_FIND: return _("Find:");
	case PROMPT_FILTER: return _("Filter:");
	case PROMPT_SAVE: return _("Write to:");
	case PROMPT_OPEN: return _("Open file:");
	case PROMPT_SETTING: return setting_at((size_t)p->setting)->name;
	case PROMPT_COMMAND: return ":";
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
	ui->prompt.full = false;
	ui->message[0] = '\0';
	set_text(&ui->prompt, text);
	ui_touch(ui);
}

/* prompt_set - another text */
void prompt_set(struct ui *ui, const char *text)
{
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
	if (p->len + len >= PROMPT_MAX) {
		p->full = true;
		return;
	}
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

/* find - what was typed, from here on */
static void find(struct ui *ui, const char *text)
{
	size_t n = cell_prefix(text, (int)sizeof ui->find / 4 - 1, NULL);

	if (!*text)
		return;
	memcpy(ui->find, text, n);
	ui->find[n] = '\0';
	deed_find(ui, 1);
}

/* set - a setting, as it was typed */
static void set(struct ui *ui, const char *text)
{
	const struct setting *setting = setting_at((size_t)ui->prompt.setting);
	char wants[160];
	int value;

	if (setting_parse(setting, text, &value))
		ui_set(ui, setting->id, value, true);
	else
		ui_complain(ui, "%s", setting_wants(setting, wants, sizeof wants));
}

/* filtered - Enter in a filter: on the help screen it runs what is left */
static void filtered(struct ui *ui)
{
	const struct action *open = action_of(ON_HELP, DO_OPEN);

	if (ui_top(ui)->ops->scope & ON_HELP && open)
		ui_do(ui, open);
}

/* enter - what was typed is meant */
static void enter(struct ui *ui)
{
	enum prompt_kind kind = ui->prompt.kind;
	char *text = mem_copy(ui->prompt.text);
	bool full = ui->prompt.full;

	if (kind != PROMPT_FILTER && ui->prompt.len < PROMPT_LONG)
		remember(&ui->prompt);
	prompt_close(ui);
	switch (kind) {
	case PROMPT_ADD: intake_text(ui, text); break;
	case PROMPT_FIND: find(ui, text); break;
	case PROMPT_FILTER: filtered(ui); break;
	case PROMPT_SAVE: save_report(ui, text); break;
	case PROMPT_OPEN: intake_file(ui, text); break;
	case PROMPT_SETTING: set(ui, text); break;
	case PROMPT_COMMAND: command_run(ui, text); break;
	case PROMPT_NONE: break;
	}
	if (full)
		ui_complain(ui, "%s", _("That was too long for one line: its end is missing."));
	free(text);
}

/* move_rows - arrows while one filters; false: another key */
static bool move_rows(struct ui *ui, int code)
{
	struct list *list = &ui_top(ui)->list;
	long page = list->height > 1 ? (long)list->height - 1 : 1;

	switch (code) {
	case KEY_DOWN: list_move(list, 1); break;
	case KEY_UP: list_move(list, -1); break;
	case KEY_NPAGE: list_move(list, page); break;
	case KEY_PPAGE: list_move(list, -page); break;
	default: return false;
	}
	return true;
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

/* edit_control - keys with Ctrl, Esc, and characters */
static void edit_control(struct ui *ui, int code)
{
	struct prompt *p = &ui->prompt;

	switch (code) {
	case 3:
	case 27:
		if (p->kind == PROMPT_FILTER)
			deed_filter(ui, "");
		prompt_close(ui);
		break;
	case 8:
	case 127: cut(p, before(p, p->at), p->at); break;
	case '\t':
		if (p->kind == PROMPT_COMMAND)
			command_complete(ui);
		break;
	case 1: p->at = 0; break;
	case 5: p->at = p->len; break;
	case 21: cut(p, 0, p->at); break;
	case 23: cut_word(p); break;
	default: insert_char(p, (unsigned)code); break;
	}
}

/* pasted - a character of what is pasted: lines and columns of a list say which group a domain has; else
 * their ends are blanks */
static void pasted(struct prompt *p, const struct term_press *press)
{
	bool list = p->kind == PROMPT_ADD;

	if (press->function)
		return;
	if (press->code == '\r' || press->code == '\n')
		insert(p, list ? "\n" : " ", 1);
	else if (press->code == '\t')
		insert(p, list ? "\t" : " ", 1);
	else
		insert_char(p, (unsigned)press->code);
}

/* prompt_key - a key while it is open */
void prompt_key(struct ui *ui, const struct term_press *press)
{
	struct prompt *p = &ui->prompt;

	ui_touch(ui);
	if (p->pasting) {
		pasted(p, press);
		return;
	}
	if (press->function ? press->code == KEY_ENTER
			    : press->code == '\r' || press->code == '\n') {
		enter(ui);
		return;
	}
	if (p->kind == PROMPT_FILTER && press->function && move_rows(ui, press->code))
		return;
	if (press->function)
		edit_function(p, press->code);
	else
		edit_control(ui, press->code);
	if (p->kind == PROMPT_FILTER)
		deed_filter(ui, p->text);
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
	const char *label = prompt_label(p), *text = p->text;
	int x = cell_text_width(label) + 2, room = width - x - 1, skip, cursor;
	char shown[2 * PROMPT_SHOWN + 1], head;
	size_t at = p->at;

	if (at > PROMPT_SHOWN) { /* of a long paste only the end can be seen anyway */
		text = p->text + at - PROMPT_SHOWN;
		while ((*text & 0xc0) == 0x80)
			text++;
		at = p->at - (size_t)(text - p->text);
	}
	snprintf(shown, sizeof shown, "%.*s", 2 * PROMPT_SHOWN, text);
	for (char *c = shown; (c = strpbrk(c, "\n\t"));)
		*c = ' ';
	head = shown[at];
	shown[at] = '\0';
	cursor = cell_text_width(shown);
	shown[at] = head;
	skip = cursor >= room ? cursor - room + 1 : 0;
	cell_put(y, 1, 0, width - 1, label, ui->term.look[ROLE_key].attr,
	    ui->term.look[ROLE_key].pair, ui->term.utf8);
	cell_put(y, x, skip, room, shown, ui->term.look[ROLE_normal].attr,
	    ui->term.look[ROLE_normal].pair, ui->term.utf8);
	move(y, x + cursor - skip);
}
