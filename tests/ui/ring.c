/* SPDX-License-Identifier: BSD-2-Clause */
/* ring - every key of the table on every screen; see ring.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <curses.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "tests/ui/emulator.h"
#include "tests/ui/harness.h"
#include "tests/ui/ring.h"
#include "tui/cell.h"
#include "tui/glyph.h"

#define SHOWN 3 /* so many faults with their screens */

/* glibc looks translations up anew when this has changed. */
extern int _nl_msg_cat_cntr;

/* A screen: the keys that lead to the one below it, and those that go on from there. */
struct stop {
	const char *name, *under, *in;
};

static const struct stop stops[] = {
	{ "domains", "", "" },
	{ "domains, the last", "G", "" },
	{ "domains, none", "ddddddd", "" },
	{ "domains, filtered", "fmin<enter>", "" },
	{ "overview", "j", "<enter>" },
	{ "overview, running", "G", "<enter>" },
	{ "overview, no mail", "jjjj", "<enter>" },
	{ "chain", "jj", "<enter>2" },
	{ "hosts", "j", "<enter>3" },
	{ "hosts, a cell", "j", "<enter>3g j j >>>" },
	{ "hosts, none", "jjjj", "<enter>3" },
	{ "tlsa", "j", "<enter>4" },
	{ "transcript", "", "<enter>5" },
	{ "findings", "j", "<enter>6" },
	{ "a finding", "j<enter>6", "<enter>" },
	{ "a host", "j<enter>3", "<enter>" },
	{ "a key", "<enter>2gjj", "<enter>" },
	{ "a message", "j<enter>v", "<enter>" },
	{ "ticket", "j", "t" },
	{ "history", "j<enter>", "H" },
	{ "queries", "j<enter>", "v" },
	{ "raw", "<enter>2gjj", "i" },
	{ "explanation", "j<enter>4gj", "x" },
	{ "certificates", "j<enter>5", "c" },
	{ "play", "j<enter>", "p" },
	{ "a period", "j<enter>H", "<enter>" },
	{ "the attack", "j", "X" },
	{ "stage, no attack", "X", "<enter>" },
	{ "stage", "Xjjj", "<enter>" },
	{ "figures", "", "A" },
	{ "figures by group", "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>", "AG" },
	{ "figures of a group", "aminfiets.nl,Red<enter>aminkaas.nl,Blue<enter>AG", "<enter>" },
	{ "help", "j", "?" },
	{ "themes", "", "T" },
	{ "options", "", "O" },
};

/* One walk: at a size and in a language. */
struct ring {
	struct harness *h;
	struct emulator *e;
	int columns, rows;
	const char *language;
	const struct stop *stop;
	const char *key;              /* that was pressed last */
	struct picture *here, *below; /* on arrival: this screen, and the one that Esc leads to */
	size_t pressed, wrong;
};

/* complain - what is wrong, where, and the screen */
__attribute__((format(printf, 2, 3))) static void complain(struct ring *r, const char *format, ...)
{
	char text[1024];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	print_message("%dx%d %s, %s, key %s: %s\n", r->columns, r->rows, r->language, r->stop->name,
	    r->key, text);
	for (int y = 0; y < r->rows && r->wrong < SHOWN; y++)
		print_message("    %s\n", emulator_row(r->e, y, text, sizeof text));
	r->wrong++;
}

/* switch_to - what the command line gives the console for the key L */
static void switch_to(const char *language)
{
	setenv("LANGUAGE", language, 1);
	_nl_msg_cat_cntr++;
}

/* look - at what has been written */
static void look(struct ring *r)
{
	ui_rest(&r->h->ui);
	harness_paint(r->h);
	emulator_follow(r->e, r->h);
}

/* leave - the console of the stop before */
static void leave(struct ring *r)
{
	harness_close(r->h);
	r->h->arena = NULL;
	emulator_free(r->e);
	free(r->here);
	free(r->below);
	r->e = NULL;
	r->here = r->below = NULL;
}

/* is_as - does the terminal show this? But for the status line, which has its say. */
static bool is_as(const struct ring *r, const struct picture *picture)
{
	struct picture *now = emulator_picture(r->e);
	bool alike = emulator_alike(now, picture, r->rows - 2);

	free(now);
	return alike;
}

/* press_for - the key that has this name; false: it is the name of two, one after the other */
static bool press_for(const char *name, struct term_press *press)
{
	char buf[16];

	for (int code = 1; code < 2 * KEY_MIN; code++) {
		*press = (struct term_press){ .function = code >= KEY_MIN, .code = code };
		if (!strcmp(action_key_name(press, buf, sizeof buf), name))
			return true;
	}
	return false;
}

/* no_rubble - what the terminal holds is what a painting from nothing would show */
static void no_rubble(struct ring *r)
{
	struct picture *held = emulator_picture(r->e), *fresh;
	char where[128];

	term_repaint(&r->h->ui.term);
	ui_stale(&r->h->ui);
	look(r);
	fresh = emulator_picture(r->e);
	if (!emulator_alike(held, fresh, -1))
		complain(r, "the terminal held something else than this, in %s",
		    emulator_difference(held, fresh, where, sizeof where));
	free(held);
	free(fresh);
}

/* is_entry - is this part of the footer a whole entry of the table? */
static bool is_entry(const struct ring *r, const char *part)
{
	unsigned scope = ui_top(&r->h->ui)->ops->scope;
	char entry[128], key[16];

	for (size_t i = 0; action_at(i); i++) {
		const char *keys = action_at(i)->keys;

		if (!(action_at(i)->where & scope) || !action_at(i)->footer ||
		    !action_next_key(&keys, key, sizeof key))
			continue;
		snprintf(entry, sizeof entry, "%s %s", key, _(action_at(i)->footer));
		if (!strcmp(part, entry))
			return true;
	}
	return false;
}

/* footer_fits - whole entries of the table, as many as there is room for, and help among them */
static void footer_fits(struct ring *r)
{
	const struct ui *ui = &r->h->ui;
	const struct action *help = action_of(ui_top(ui)->ops->scope, DO_HELP);
	char row[1024], wanted[64], *at = row;
	size_t n = 0;

	if (ui->prompt.kind != PROMPT_NONE)
		return;
	emulator_row(r->e, r->rows - 1, row, sizeof row);
	snprintf(wanted, sizeof wanted, "  ? %s", help ? _(help->footer) : "");
	if (help && !strstr(row, wanted))
		complain(r, "no help in the footer");
	for (at += strspn(at, " "); *at; at += strspn(at, " "), n++) {
		char *end = strstr(at, "  ");

		end = end ? end : at + strlen(at);
		if (*end)
			*end++ = '\0';
		if (!is_entry(r, at))
			complain(r, "\"%s\" stands in the footer", at);
		at = end;
	}
	if (n < 3 || n > 9)
		complain(r, "%zu entries in the footer", n);
}

/* path_fits - the row on top begins with the list and ends with the screen in front */
static void path_fits(struct ring *r)
{
	struct screen *s = ui_top(&r->h->ui);
	char row[1024], name[600];
	const char *want = s->ops->title ? s->ops->title(s, name, sizeof name) : _(s->ops->name);
	const char *end = want + strlen(want);

	emulator_row(r->e, 0, row, sizeof row);
	if (s->ops->scope & ON_DOMAINS) {
		if (strncmp(row, " danescope", 10) != 0)
			complain(r, "the first screen without the program's name");
		return;
	}
	if (strncmp(row + 1, _("Domains"), 4) != 0)
		complain(r, "the path does not begin with the list");
	if (r->h->ui.settings[SET_PRIVATE] || strstr(row, want))
		return;
	for (int i = 0; i < 6 && end > want; i++)
		while (--end > want && (*end & 0xc0) == 0x80)
			;
	if (!strstr(row, end) || !strstr(row, glyph(ui_fancy(&r->h->ui), GLYPH_CUT)))
		complain(r, "the path does not end with \"%s\"", want);
}

/* arrive - at the stop, with a console anew where it is not there still */
static void arrive(struct ring *r)
{
	struct ui *ui = &r->h->ui;

	if (r->here && !ui->quit && ui->prompt.kind == PROMPT_NONE && is_as(r, r->here))
		return;
	leave(r);
	switch_to(r->language);
	harness_open_stage(r->h, r->columns, r->rows, "256");
	r->h->stage.live = true;
	r->h->options.set_language = switch_to;
	snprintf(ui->language, sizeof ui->language, "%s", r->language);
	ui_stale(ui);
	r->e = emulator_new(r->columns, r->rows);
	emulator_follow(r->e, r->h);
	emulator_unbound(r->e);
	harness_keys(r->h, r->stop->under);
	look(r);
	r->below = emulator_picture(r->e);
	harness_keys(r->h, r->stop->in);
	look(r);
	r->here = emulator_picture(r->e);
	r->key = "none yet";
	no_rubble(r);
	footer_fits(r);
	path_fits(r);
}

/* status_says - the message, as far as the line goes */
static void status_says(struct ring *r, const char *message)
{
	char fit[1024], row[1024];

	cell_fit(fit, sizeof fit, message, r->columns - 7, CELL_CUT_END,
	    glyph(ui_fancy(&r->h->ui), GLYPH_CUT));
	for (size_t n = strlen(fit); n && fit[n - 1] == ' ';)
		fit[--n] = '\0';
	emulator_row(r->e, r->rows - 2, row, sizeof row);
	if (strncmp(row + 1, fit, strlen(fit)) != 0)
		complain(r, "the status line does not say \"%s\"", message);
}

/* does_nothing - a key of another screen: it says so, and changes nothing else */
static void does_nothing(struct ring *r, const char *after, const struct term_press *one)
{
	const struct ui *ui = &r->h->ui;
	const struct action *elsewhere = action_elsewhere(after, one);
	char message[512];

	if (ui_top(ui)->ops->scope & ON_HELP && ui->prompt.kind == PROMPT_FILTER)
		return; /* there a letter begins to narrow the list */
	assert_non_null(elsewhere);
	snprintf(message, sizeof message, _("%s%s does nothing on this screen; elsewhere: %s."), "",
	    r->key, _(elsewhere->help));
	status_says(r, message);
	if (!is_as(r, r->here))
		complain(r, "it changed the screen");
}

/* unseen - actions whose deed is seen elsewhere: on the line, in the shell, by the engine, at the end */
static bool unseen(enum action_id id)
{
	switch (id) {
	case DO_REDRAW:
	case DO_SUSPEND:
	case DO_RECHECK:
	case DO_RECHECK_ALL:
	case DO_PRINT:
	case DO_QUIT:
	case DO_QUIT_NOW:
	case DO_INTERRUPT: return true;
	default: return false;
	}
}

/* moves_below - does the action change the screen below as well? */
static bool moves_below(enum action_id id)
{
	switch (id) {
	case DO_NEXT_SIBLING:
	case DO_PREVIOUS_SIBLING:
	case DO_RECHECK:
	case DO_WATCH:
	case DO_STOP:
	case DO_INTERRUPT:
	case DO_LANGUAGE:
	case DO_MASK:
	case DO_ASCII: return true;
	default: return false;
	}
}

/* esc - and what is shown then */
static void esc(struct ring *r)
{
	ui_key(&r->h->ui, &(struct term_press){ .function = false, .code = 27 });
	look(r);
}

/* comes_back - to the place it was: Esc after a key that led further in; a key that led out; Esc after
 * one that stayed */
static void comes_back(struct ring *r, enum action_id id, size_t depth, int sister)
{
	struct ui *ui = &r->h->ui;
	bool further = ui->depth > depth || ui->prompt.kind != PROMPT_NONE || ui->chord[0] ||
		       (sister >= 0 && ui_top(ui)->back == sister);

	if (further && !(ui->prompt.kind == PROMPT_FILTER && ui->order.filter[0])) {
		esc(r);
		if (!is_as(r, r->here))
			complain(r, "Esc does not come back to the place it was");
	} else if (id == DO_BACK && depth > 1) {
		if (!is_as(r, r->below))
			complain(r, "it does not come back to the place it was");
	} else if (!further && ui->depth == depth && depth > 1 && !moves_below(id) &&
		   !(ui_top(ui)->ops->scope & ON_OPTIONS)) {
		esc(r);
		if (!is_as(r, r->below))
			complain(r, "Esc does not lead out to the place it was");
	}
}

/* try - one key on the stop */
static void try(struct ring *r, const char *key)
{
	struct ui *ui = &r->h->ui;
	const struct action *action;
	char after[2] = "";
	struct term_press one;
	size_t depth;
	int sister;

	arrive(r);
	r->key = key;
	depth = ui->depth;
	sister = nav_current_sister(ui);
	if (!press_for(key, &one)) { /* two, one after the other */
		after[0] = key[0];
		assert_true(press_for(after, &one));
		if (!action_for(ui_top(ui)->ops->scope, "", &one))
			return;
		ui_key(ui, &one);
		assert_true(press_for(key + 1, &one));
	}
	action = action_for(ui_top(ui)->ops->scope, after, &one);
	ui_key(ui, &one);
	look(r);
	if (ui->plain)
		esc(r);
	if (!is_as(r, r->here)) {
		no_rubble(r);
		footer_fits(r);
		path_fits(r);
	}
	r->pressed++;
	if (!action) {
		does_nothing(r, after, &one);
		return;
	}
	if (is_as(r, r->here) && !ui->message[0] && !unseen(action->id))
		complain(r, "nothing is seen of \"%s\", and nothing said", _(action->help));
	if (ui->message[0] && ui->prompt.kind == PROMPT_NONE)
		status_says(r, ui->message);
	comes_back(r, action->id, depth, sister);
	if (moves_below(action->id) || ui->depth != depth) {
		free(r->here); /* what cannot be seen here is another now */
		r->here = NULL;
	}
}

/* known - has this key come up before, earlier in the table? */
static bool known(size_t row, const char *list, const char *word)
{
	char other[16];

	for (size_t i = 0; i <= row; i++)
		for (const char *keys = action_at(i)->keys;
		     action_next_key(&keys, other, sizeof other);) {
			if (i == row && keys >= list)
				return false;
			if (!strcmp(other, word))
				return true;
		}
	return false;
}

/* first_of - has only one word been taken off the keys of this action? */
static bool first_of(size_t row, const char *keys)
{
	return !memchr(action_at(row)->keys, ' ', (size_t)(keys - action_at(row)->keys));
}

/* doubles - are the other keys of an action pressed, too? Where they do another thing, they do it there. */
static bool doubles(const struct ring *r)
{
	return r->columns == 80 && r->language[0] == 'e';
}

/* ring_walk - every key on every screen */
void ring_walk(struct harness *h, int columns, int rows)
{
	static const char *const languages[] = { "en", "nl" };
	struct ring r = { .h = h, .columns = columns, .rows = rows };
	char key[16];

	for (size_t k = 0; k < 2 * sizeof stops / sizeof stops[0]; k++) {
		leave(&r);
		r.language = languages[k % 2];
		r.stop = &stops[k / 2];
		for (size_t i = 0; action_at(i); i++)
			for (const char *keys = action_at(i)->keys;
			     action_next_key(&keys, key, sizeof key);)
				if (!known(i, keys, key) && (doubles(&r) || first_of(i, keys)))
					try(&r, key);
	}
	leave(&r);
	switch_to("en");
	print_message("    %zu keys pressed\n", r.pressed);
	if (r.wrong)
		fail_msg("%zu times something was wrong", r.wrong);
	assert_true(r.pressed > 2500);
}

/* reaches_end - the same key, again and again from the beginning, brings all rows into sight */
static void reaches_end(struct ring *r, const char *key)
{
	const struct list *list = &ui_top(&r->h->ui)->list;

	r->key = key;
	harness_keys(r->h, "g");
	for (int i = 0; i < 200 && !list_at_end(list); i++)
		harness_keys(r->h, key);
	look(r);
	if (!list_at_end(list))
		complain(r, "it does not reach the end");
}

/* ring_to_the_end - whatever stands on a screen can be read, line by line and page by page */
void ring_to_the_end(struct harness *h)
{
	static const int sizes[][2] = { { 40, 10 }, { 80, 12 }, { 120, 16 } };
	struct ring r = { .h = h, .language = "en" };

	for (size_t k = 0; k < sizeof sizes / sizeof sizes[0]; k++)
		for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
			r.columns = sizes[k][0];
			r.rows = sizes[k][1];
			r.stop = &stops[i];
			leave(&r);
			arrive(&r);
			if (ui_top(&r.h->ui)->ops->scope & (ON_PLAY | ON_STAGE))
				continue; /* its rows come one by one */
			reaches_end(&r, "j");
			reaches_end(&r, "<pgdn>");
			reaches_end(&r, "<c-d>");
		}
	leave(&r);
	if (r.wrong)
		fail_msg("%zu times something was wrong", r.wrong);
}

/* ring_scopes - each scope of the table has its stop */
unsigned ring_scopes(struct harness *h)
{
	unsigned seen = 0;

	for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
		harness_open_stage(h, 80, 24, "256");
		harness_keys(h, stops[i].under);
		harness_keys(h, stops[i].in);
		seen |= ui_top(&h->ui)->ops->scope;
		harness_close(h);
		h->arena = NULL;
	}
	return seen;
}

/* ring_locale - texts and their translations */
void ring_locale(void)
{
	char *folder = realpath("build/locale", NULL);

	setlocale(LC_ALL, "C.UTF-8");
	setenv("TZ", "UTC", 1);
	setenv("LANGUAGE", "en", 1);
	assert_non_null(folder);
	bindtextdomain(DS_TEXT_DOMAIN, folder); /* not relative: each text would ask where we are */
	free(folder);
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
}
