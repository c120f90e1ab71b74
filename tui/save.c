/* SPDX-License-Identifier: BSD-2-Clause */
/* save - the report of a domain into a file, in the form that its name asks for */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/report/report.h"
#include "tui/adoption.h"
#include "tui/userfile.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define SAVE_COLUMNS 80

/* save_name - a name for the report of the domain that is shown; NULL: there is none */
const char *save_name(struct ui *ui, char *buf, size_t size)
{
	const struct tui_entry *entry = deed_entry(ui);

	if (ui_top(ui)->ops == &screen_figures) {
		snprintf(buf, size, "%s", _("figures.txt"));
		return buf;
	}
	if (!entry || !entry->report) {
		ui_say(ui, "%s", _("There is no report to write yet."));
		return NULL;
	}
	snprintf(buf, size, "%s.txt", entry->domain);
	return buf;
}

/* save_ends_in - does a file name end in this, whatever its case? */
bool save_ends_in(const char *path, const char *suffix)
{
	size_t len = strlen(path), n = strlen(suffix);

	return len > n && !strcasecmp(path + len - n, suffix);
}

/* report_text - the report in the form that the name asks for; malloc'd, NULL: out of memory */
static char *report_text(const struct ds_report *report, const char *path)
{
	if (save_ends_in(path, ".json"))
		return ds_report_json(report);
	if (save_ends_in(path, ".html") || save_ends_in(path, ".htm"))
		return ds_report_html(report);
	return ds_report_text(report, SAVE_COLUMNS, false);
}

/* save_text - a text, which it frees, into a file that was not there before; NULL: out of memory */
void save_text(struct ui *ui, const char *path, char *text)
{
	char clean[300];

	text_clean(clean, sizeof clean, path, strlen(path));
	if (!text)
		ui_complain(ui, "%s", _("out of memory"));
	else if (userfile_create(path, text, strlen(text)))
		ui_say(ui, _("Written: %s"), clean);
	else
		ui_complain(ui, "%s: %s", clean, strerror(errno));
	free(text);
}

/* save_recording - all that was exchanged since the start, for "danescope replay" */
static void save_recording(struct ui *ui, const char *path)
{
	struct session_count count = session_count(&ui->session);
	struct ds_problem problem = { .text = "" };
	char clean[300];

	text_clean(clean, sizeof clean, path, strlen(path));
	if (ui->session.recorded || !ui->session.engine)
		ui_complain(ui, "%s", _("This is a recording already."));
	else if (count.running || count.waiting)
		ui_complain(
		    ui, "%s", _("Checks still run: a recording is whole when they are over."));
	else if (!access(path, F_OK))
		ui_complain(ui, "%s: %s", clean, strerror(EEXIST));
	else if (ds_engine_save(ui->session.engine, path, &problem))
		ui_say(ui, _("Written, with all that was asked since the start: %s"), clean);
	else
		ui_complain(ui, "%s", problem.text);
}

/* save_report - the report into a file that was not there before */
void save_report(struct ui *ui, const char *path)
{
	const struct tui_entry *entry = deed_entry(ui);

	if (ui_top(ui)->ops == &screen_figures && *path) {
		adoption_save(ui, path);
		return;
	}
	if (!entry || !entry->report || !*path)
		return;
	if (save_ends_in(path, ".rec"))
		save_recording(ui, path);
	else
		save_text(ui, path, report_text(entry->report, path));
}
