/* SPDX-License-Identifier: BSD-2-Clause */
/* past - the history of the domains on the list */
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/base/loop.h"
#include "core/danescope.h"
#include "core/survey/history.h"
#include "tui/past.h"
#include "tui/tui.h"
#include "tui/ui.h"

/* past_off - why looks are not kept now; NULL: they are */
const char *past_off(const struct ui *ui)
{
	const char *problem = ui->options->history ? history_problem(ui->options->history) : NULL;

	if (!ui->options->history)
		return _("There is no history here: a recording, or another moment, is looked at.");
	if (problem)
		return problem;
	if (ui_setting(ui, SET_HISTORY) == HISTORY_NEVER)
		return _("Looks are not kept: the setting history says never.");
	if (ui_setting(ui, SET_FORGET))
		return _("Looks are not kept: the setting forget says so.");
	if (ui_setting(ui, SET_PRIVATE))
		return _("Looks are not kept while names are hidden.");
	return NULL;
}

/* past_note - a check is over */
void past_note(struct ui *ui, const struct tui_entry *entry)
{
	const char *resolver;
	unsigned port = 0;

	if (past_off(ui) || entry->state != ENTRY_DONE || !entry->report)
		return;
	resolver = ui->session.engine ? ds_engine_resolver(ui->session.engine, &port) : NULL;
	if (history_note(ui->options->history, entry->report, resolver, port) &&
	    ui->past_entry == entry->id)
		ui->past_entry = 0;
}

/* past_waits - how many looks are to be written? */
size_t past_waits(const struct ui *ui)
{
	return ui->options->history ? history_waits(ui->options->history) : 0;
}

/* past_step - some of what waits into the file */
bool past_step(struct ui *ui, bool idle)
{
	struct history *history = ui->options->history;
	bool more;

	if (!history)
		return false;
	more = history_write(history);
	if (idle && !more)
		history_settle(history);
	if (history_problem(history) && !ui->past_told) {
		ui->past_told = true;
		ui_complain(ui, "%s", history_problem(history));
	}
	return more;
}

/* past_of - read at the first need after a change */
const struct past *past_of(struct ui *ui, unsigned id)
{
	const struct tui_entry *entry = session_find(&ui->session, id);

	if (!entry || !ui->options->history)
		return NULL;
	if (ui->past_entry != id) {
		past_free(ui->past);
		ui->past = history_past(ui->options->history, entry->domain);
		/* where another program keeps us from reading, the next picture tries again */
		ui->past_entry = ui->past || history_problem(ui->options->history) ? id : 0;
	}
	return ui->past;
}

/* past_at - the period that a row leads to */
const struct period *past_at(const struct past *past, int id)
{
	if (!id)
		return past && past->n ? &past->periods[0] : NULL;
	return past_period(past, id);
}

/* past_end - what was read */
void past_end(struct ui *ui)
{
	ui->past = past_free(ui->past);
	ui->past_entry = 0;
}

/* past_now - this moment */
int64_t past_now(const struct ui *ui, const struct past *past)
{
	const struct ds_loop *loop = ui->options->loop;

	if (loop)
		return ds_loop_wall(loop) / 1000;
	return past && past->n ? past->periods[0].until_ms : 0;
}
