/* SPDX-License-Identifier: BSD-2-Clause */
/* ui - keys in, changes out */
#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/past.h"
#include "tui/tui.h"
#include "tui/ui.h"
#include "tui/words.h"

#define SHIFT 8 /* cells at once, sideways */

/* ui_top - the screen in front */
struct screen *ui_top(const struct ui *ui)
{
	return ui->depth ? ui->stack[ui->depth - 1] : NULL;
}

/* ui_fancy - lines and marks in UTF-8? */
bool ui_fancy(const struct ui *ui)
{
	return ui->term.fancy && !ui->settings[SET_ASCII];
}

/* ui_touch - something is to be painted */
void ui_touch(struct ui *ui)
{
	if (!ui->changed && ui->wake)
		ui->wake(ui->wake_arg, true);
	ui->changed = true;
}

/* touch_lazily - the same, when there is time for it: rows of a long list that fills in */
static void touch_lazily(struct ui *ui)
{
	if (!ui->changed && !ui->lazy && ui->wake)
		ui->wake(ui->wake_arg, false);
	ui->lazy = true;
}

/* ui_stale - everything is to be made anew */
void ui_stale(struct ui *ui)
{
	for (size_t i = 0; i < ui->depth; i++)
		ui->stack[i]->stale = true;
	for (size_t i = 0; i < UI_SISTERS; i++)
		if (ui->sisters[i])
			ui->sisters[i]->stale = true;
	ui_touch(ui);
}

/* ui_rest - the rows have come to rest */
void ui_rest(struct ui *ui)
{
	if (!ui->moving)
		return;
	ui->moving = false;
	ui_touch(ui);
}

/* put_message - in the status line */
__attribute__((format(printf, 3, 0))) static void put_message(
    struct ui *ui, bool error, const char *format, va_list args)
{
	vsnprintf(ui->message, sizeof ui->message, format, args);
	ui->message_error = error;
	ui->message_age = 0;
	ui_touch(ui);
}

/* ui_say - a message in the status line, until the next key */
void ui_say(struct ui *ui, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_message(ui, false, format, args);
	va_end(args);
}

/* ui_complain - the same for a mistake */
void ui_complain(struct ui *ui, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	put_message(ui, true, format, args);
	va_end(args);
}

/* ui_init - the list of domains, empty */
void ui_init(struct ui *ui, const struct tui_options *options)
{
	ui->options = options;
	memcpy(ui->settings, options->settings, sizeof ui->settings);
	if (options->color)
		setting_parse(setting_at(SET_COLOR), options->color, &ui->settings[SET_COLOR]);
	ui->session.side_by_side = (size_t)ui_setting(ui, SET_CHECKS);
	order_init(&ui->order);
	snprintf(
	    ui->language, sizeof ui->language, "%s", options->language ? options->language : "en");
	nav_push(ui, &screen_domains, 0, NULL);
	kept_read(ui);
}

/* ui_free - screens, prompt and session */
void ui_free(struct ui *ui)
{
	ui->wake = NULL;
	nav_free(ui);
	intake_free(ui);
	kept_free(ui);
	attack_clear(&ui->attack);
	past_end(ui);
	order_free(&ui->order);
	prompt_free(&ui->prompt);
	session_free(&ui->session);
}

/* tell_change - a domain that is watched has another verdict than before */
static void tell_change(struct ui *ui, const struct tui_entry *entry)
{
	if (!entry->watched || entry->before == DS_V_PENDING ||
	    entry->before == entry->gist.verdict)
		return;
	ui_say(ui, _("%s was %s and is %s now."), entry->unicode, words_verdict(entry->before).word,
	    words_verdict(entry->gist.verdict).word);
	term_bell(&ui->term);
}

/* ui_entry_changed - a check said something */
void ui_entry_changed(void *arg, struct tui_entry *entry, const struct ds_event *event)
{
	struct ui *ui = arg;
	const struct screen *top = ui_top(ui);

	for (size_t i = 0; i < UI_SISTERS; i++)
		if (ui->sisters[i] && ui->sisters[i]->entry == entry->id)
			ui->sisters[i]->stale = true;
	for (size_t i = 0; i < ui->depth; i++)
		if (ui->stack[i]->entry == entry->id)
			ui->stack[i]->stale = true;
	if (ui->depth)
		ui->stack[0]->stale = true;
	if (event && event->kind == DS_EV_DONE) {
		past_note(ui, entry);
		tell_change(ui, entry);
	}
	if (top && top->entry == entry->id)
		ui_touch(ui);
	else if (!top || !top->entry) {
		if (ui->session.count.waiting + ui->session.count.running > UI_BUSY)
			touch_lazily(ui);
		else
			ui_touch(ui);
	}
}

/* ui_setting - what holds now */
int ui_setting(const struct ui *ui, enum setting_id id)
{
	int value = ui->settings[id];

	return value || setting_at(id)->kind != SETTING_NUMBER ? value : setting_at(id)->fallback;
}

/* keep_setting - into the settings file, if there is one to be */
static void keep_setting(struct ui *ui, enum setting_id id)
{
	const char *path = ui->options->config;
	char value[64];

	if (!path || !*path)
		return;
	if (setting_save(path, setting_at(id)->name,
		setting_text(setting_at(id), ui->settings[id], value, sizeof value)))
		ui_say(ui, _("Kept: %s = %s"), setting_at(id)->name, value);
	else
		ui_complain(ui, "%s: %s", path, strerror(errno));
}

/* ui_set - a setting is another one from now on */
void ui_set(struct ui *ui, enum setting_id id, int value, bool keep)
{
	ui->settings[id] = value;
	ui->session.side_by_side = (size_t)ui_setting(ui, SET_CHECKS);
	if (keep)
		keep_setting(ui, id);
	ui_stale(ui);
}

/* ui_resized - another size: everything is laid out anew */
void ui_resized(struct ui *ui)
{
	term_repaint(&ui->term);
	ui_stale(ui);
}

/* shift_in - an action that moves sideways in long rows; false: it is none */
static bool shift_in(struct screen *s, enum action_id id)
{
	if (id == DO_RIGHTWARDS &&
	    page_reach(s->ops->row ? &s->scratch : &s->body) - s->shift > s->width)
		s->shift += SHIFT;
	else if (id == DO_RIGHTWARDS)
		ui_say(s->ui, "%s", _("Nothing is hidden on the right."));
	else if (id == DO_LEFTWARDS && s->shift)
		s->shift -= SHIFT;
	else if (id == DO_LEFTWARDS)
		ui_say(s->ui, "%s", _("Nothing is hidden on the left."));
	return id == DO_RIGHTWARDS || id == DO_LEFTWARDS;
}

/* ui_move - an action that moves in the rows; false: it is none */
bool ui_move(struct screen *s, enum action_id id)
{
	long page = s->list.height > 1 ? (long)s->list.height - 1 : 1;
	size_t top = s->list.top, at = s->list.at;

	switch (id) {
	case DO_DOWN: list_move(&s->list, 1); break;
	case DO_UP: list_move(&s->list, -1); break;
	case DO_PAGE_DOWN: list_move(&s->list, page); break;
	case DO_PAGE_UP: list_move(&s->list, -page); break;
	case DO_HALF_DOWN: list_move(&s->list, page / 2 + 1); break;
	case DO_HALF_UP: list_move(&s->list, -(page / 2 + 1)); break;
	case DO_FIRST: list_first(&s->list); break;
	case DO_LAST: list_last(&s->list); break;
	default: return shift_in(s, id);
	}
	s->landed = true;
	s->ui->moving = s->list.top != top || s->list.at != at;
	if (!s->ui->moving)
		ui_say(s->ui, "%s",
		    id == DO_DOWN || id == DO_PAGE_DOWN || id == DO_HALF_DOWN || id == DO_LAST
			? _("There is no more below.")
			: _("There is no more above."));
	s->follow =
	    (s->ops->scope & ON_TRANSCRIPT) && (id == DO_LAST || (s->follow && id == DO_DOWN));
	return true;
}

/* interrupt - Ctrl-C: stop what runs, or quit */
static void interrupt(struct ui *ui)
{
	bool ran = attack_halt(ui);

	if (session_stop_all(&ui->session) || ran)
		ui_say(ui, "%s", _("Stopped. Ctrl-C once more quits."));
	else
		ui->quit = true;
}

/* quit - unless checks run and this was not meant */
static void quit(struct ui *ui)
{
	struct session_count count = session_count(&ui->session);

	if (!ui->asked && ui->wake && count.running + count.waiting) {
		ui->asked = true;
		ui_say(ui,
		    n_("%zu check is not over yet. q once more quits.",
			"%zu checks are not over yet. q once more quits.",
			count.running + count.waiting),
		    count.running + count.waiting);
		return;
	}
	ui->quit = true;
}

/* screen_restart - look on as at the beginning */
static void screen_restart(struct screen *s)
{
	s->follow = (s->ops->scope & ON_TRANSCRIPT) != 0;
	s->landed = false;
}

/* recheck - once more, and see it happen */
static void recheck(struct ui *ui, struct screen *s)
{
	struct target target;
	unsigned id = s->entry;
	struct tui_entry *entry;

	if (!id && screen_selected(s, &target) && target.kind == TO_DOMAIN)
		id = (unsigned)target.a;
	entry = session_find(&ui->session, id);
	if (!entry) {
		ui_say(ui, "%s", _("There is no domain to check. Key a adds one."));
		return;
	}
	if (!session_recheck(&ui->session, entry)) {
		ui_say(ui, "%s", _("This is a recording: it cannot be asked again."));
		return;
	}
	for (size_t i = 0; i < UI_SISTERS; i++)
		if (ui->sisters[i])
			screen_restart(ui->sisters[i]);
	ui_stale(ui);
}

/* open_row - Enter */
static void open_row(struct ui *ui, struct screen *s)
{
	struct target target;

	if (screen_selected(s, &target) && target.kind != TO_NONE)
		nav_open(ui, &target);
	else
		ui_say(ui, "%s", _("There is nothing to open here."));
}

/* go_sister - keys 1 to 6, Tab and Shift-Tab */
static bool go_sister(struct ui *ui, enum action_id id)
{
	int now = nav_current_sister(ui);

	if (now < 0 && ui_top(ui)->entry) {
		nav_open_domain(ui, ui_top(ui)->entry,
		    id == DO_NEXT_SCREEN       ? 0
		    : id == DO_PREVIOUS_SCREEN ? UI_SISTERS - 1
					       : (int)id - DO_OVERVIEW);
		return true;
	}
	if (now < 0)
		return false;
	if (id == DO_NEXT_SCREEN)
		now = (now + 1) % UI_SISTERS;
	else if (id == DO_PREVIOUS_SCREEN)
		now = (now + UI_SISTERS - 1) % UI_SISTERS;
	else if (now == (int)id - DO_OVERVIEW && ui_top(ui) == ui->sisters[now])
		ui_say(ui, "%s", _("This screen is shown already."));
	else
		now = (int)id - DO_OVERVIEW;
	nav_sister(ui, now, NULL, false);
	return true;
}

/* about - push a screen about what is selected; where nothing is, about what the screen shows */
static struct screen *about(struct ui *ui, struct screen *s, const struct screen_ops *ops)
{
	struct target target = s->target;
	unsigned entry = s->entry;
	struct screen *new;

	if (!(s->ops->scope & ON_DETAIL) && !screen_selected(s, &target) &&
	    !(s->ops->scope & (ON_QUERIES | ON_RAW | ON_EXPLAIN | ON_TRANSCRIPT)))
		target.kind = TO_NONE;
	if (!entry && target.kind == TO_DOMAIN)
		entry = (unsigned)target.a;
	if (!entry && ops != &screen_explain) {
		ui_say(ui, "%s", _("There is no domain on the list yet. Key a adds one."));
		return NULL;
	}
	new = nav_push(ui, ops, entry, &target);
	if (!new)
		ui_complain(ui, "%s", _("This is as deep as it goes."));
	else
		new->under = s->ops->scope;
	return new;
}

/* settings - language, looks, and the terminal; false: none of these */
static bool settings(struct ui *ui, struct screen *s, enum action_id id)
{
	struct screen *help;

	switch (id) {
	case DO_LANGUAGE: deed_language(ui); break;
	case DO_THEMES: nav_push(ui, &screen_themes, 0, NULL); break;
	case DO_OPTIONS: nav_push(ui, &screen_options, 0, NULL); break;
	case DO_ASCII:
		ui_set(ui, SET_ASCII, !ui->settings[SET_ASCII], false);
		ui_say(ui, "%s",
		    ui_fancy(ui) ? _("Lines and marks beyond ASCII.")
				 : _("Lines and marks in ASCII."));
		break;
	case DO_MASK:
		ui_set(ui, SET_PRIVATE, !ui->settings[SET_PRIVATE], false);
		ui_say(ui, "%s",
		    ui->settings[SET_PRIVATE] ? _("Names and addresses are hidden. P shows them.")
					      : _("Names and addresses are shown."));
		break;
	case DO_REDRAW:
		term_repaint(&ui->term);
		ui_stale(ui);
		break;
	case DO_SUSPEND:
		term_suspend(&ui->term);
		term_resize(&ui->term);
		ui_stale(ui);
		break;
	case DO_HELP:
		help = nav_push(ui, &screen_help, 0, NULL);
		if (help)
			help->under = s->ops->scope;
		break;
	default: return false;
	}
	return true;
}

/* begin_chord - a key that wants another one */
static void begin_chord(struct ui *ui, const char *key, const char *what)
{
	snprintf(ui->chord, sizeof ui->chord, "%s", key);
	ui_say(ui, "%s", what);
}

/* take_out - what is on the screen, elsewhere; false: another action */
static bool take_out(struct ui *ui, enum action_id id)
{
	switch (id) {
	case DO_COPY:
		begin_chord(
		    ui, "y", _("Copy: v the value, y the row, s the screen, t the ticket text"));
		return true;
	case DO_COPY_VALUE:
	case DO_COPY_ROW:
	case DO_COPY_SCREEN:
	case DO_COPY_TICKET:
	case DO_PRINT: copy_out(ui, id); return true;
	default: return false;
	}
}

/* look_at - screens about what is selected, and the attack; false: another action */
static bool look_at(struct ui *ui, struct screen *s, enum action_id id)
{
	switch (id) {
	case DO_TICKET: about(ui, s, &screen_ticket); break;
	case DO_EXPLAIN: about(ui, s, &screen_explain); break;
	case DO_RAW: about(ui, s, &screen_raw); break;
	case DO_QUERIES: about(ui, s, &screen_queries); break;
	case DO_HISTORY: about(ui, s, &screen_history); break;
	case DO_PLAY:
		ui->playing = false;
		about(ui, s, &screen_play);
		break;
	case DO_ATTACK:
		if (ui->options->stage)
			nav_push(ui, &screen_attack, 0, NULL);
		else
			ui_say(
			    ui, "%s", _("The attack needs the practice network: danescope demo."));
		break;
	default: return false;
	}
	return true;
}

/* do_more - finding, copying, lists; false: none of these */
static bool do_more(struct ui *ui, struct screen *s, enum action_id id)
{
	char name[300];

	switch (id) {
	case DO_NEXT_PROBLEM: deed_problem(ui, 1); break;
	case DO_PREVIOUS_PROBLEM: deed_problem(ui, -1); break;
	case DO_NEXT_SIBLING: nav_sibling(ui, 1); break;
	case DO_PREVIOUS_SIBLING: nav_sibling(ui, -1); break;
	case DO_ADD: prompt_open(ui, PROMPT_ADD, ""); break;
	case DO_FIND: prompt_open(ui, PROMPT_FIND, ""); break;
	case DO_FIND_NEXT: deed_find(ui, 1); break;
	case DO_FIND_PREVIOUS: deed_find(ui, -1); break;
	case DO_FILTER: prompt_open(ui, PROMPT_FILTER, ""); break;
	case DO_COMMAND: prompt_open(ui, PROMPT_COMMAND, ""); break;
	case DO_OPEN_FILE: prompt_open(ui, PROMPT_OPEN, ""); break;
	case DO_WATCH: deed_watch(ui); break;
	case DO_RECHECK: recheck(ui, s); break;
	case DO_STOP:
		ui_say(ui, "%s",
		    session_stop_all(&ui->session) ? _("Stopped.")
						   : _("Nothing runs that could be stopped."));
		break;
	case DO_SAVE:
		if (save_name(ui, name, sizeof name))
			prompt_open(ui, PROMPT_SAVE, name);
		break;
	default: return look_at(ui, s, id) || take_out(ui, id) || settings(ui, s, id);
	}
	return true;
}

/* perform - do what an action says, the screen first */
static void perform(struct ui *ui, const struct action *action)
{
	struct screen *s = ui_top(ui);

	ui->moving = false;
	if (s->stale)
		ui_build(ui);
	ui_touch(ui);
	if ((s->ops->act && s->ops->act(s, action)) || ui_move(s, action->id))
		return;
	switch (action->id) {
	case DO_OPEN: open_row(ui, s); return;
	case DO_BACK: nav_back(ui); return;
	case DO_QUIT: quit(ui); return;
	case DO_QUIT_NOW: ui->quit = true; return;
	case DO_INTERRUPT: interrupt(ui); return;
	default: break;
	}
	if (action->where & ON_REPORT && action->id >= DO_OVERVIEW &&
	    action->id <= DO_PREVIOUS_SCREEN && go_sister(ui, action->id))
		return;
	do_more(ui, s, action->id);
}

/* no_such_key - say why a key does nothing */
static void no_such_key(struct ui *ui, const char *after, const struct term_press *press)
{
	const struct action *elsewhere = action_elsewhere(after, press);
	char buf[16];
	const char *name = action_key_name(press, buf, sizeof buf);

	if (elsewhere)
		ui_say(ui, _("%s%s does nothing on this screen; elsewhere: %s."), after, name,
		    _(elsewhere->help));
	else
		ui_say(ui, _("%s%s is no key of this program. Key ? shows those that are."), after,
		    name);
}

/* narrows - on the help screen a letter that is no key of it begins to look for a text */
static bool narrows(struct ui *ui, const struct term_press *press)
{
	if (!(ui_top(ui)->ops->scope & ON_HELP) || press->function || press->code > '~' ||
	    !isalnum(press->code))
		return false;
	prompt_open(ui, PROMPT_FILTER, "");
	prompt_key(ui, press);
	return true;
}

/* ui_key - one key */
void ui_key(struct ui *ui, const struct term_press *press)
{
	const struct action *action;
	char after[sizeof ui->chord];
	bool asked = ui->asked;

	if (ui->plain) {
		ui->plain = false;
		term_back(&ui->term);
		ui_stale(ui);
		return;
	}
	if (press->function &&
	    (press->code == TERM_KEY_PASTE_BEGIN || press->code == TERM_KEY_PASTE_END)) {
		prompt_paste(ui, press->code == TERM_KEY_PASTE_BEGIN);
		return;
	}
	if (ui->prompt.kind != PROMPT_NONE) {
		prompt_key(ui, press);
		return;
	}
	if (ui->message[0]) {
		ui->message[0] = '\0';
		ui_touch(ui);
	}
	memcpy(after, ui->chord, sizeof after);
	ui->chord[0] = '\0';
	action = action_for(ui_top(ui)->ops->scope, after, press);
	if (action)
		perform(ui, action);
	else if (after[0] && !press->function && press->code == 27)
		ui_touch(ui);
	else if (after[0] || !narrows(ui, press))
		no_such_key(ui, after, press);
	ui->asked = ui->asked && !asked;
}

/* ui_do - what the help screen runs */
void ui_do(struct ui *ui, const struct action *action)
{
	perform(ui, action);
}
