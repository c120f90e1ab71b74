/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * intake - domains as people have them: typed, pasted, in a file
 *
 * A file can hold a hundred thousand. It is taken in step by step, so that keys are answered
 * meanwhile; what is on the list already is found, and said. So is the group that a list gives to a
 * domain (core/survey/listing.h). A domain has one group: the first that was given to it stays, so that
 * it is never counted twice; one without a group takes it from a later list.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/survey/listing.h"
#include "tui/userfile.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define INTAKE_STEP 500 /* domains at once: about a millisecond */

/* A list that is being added. */
struct intake {
	char *text;
	struct listing listing;
	size_t added, listed, refused;
	size_t elsewhere; /* stand in another group already */
	unsigned first;   /* id of the first one */
	struct ds_problem why;
};

/* tell - what the practice network has to say of a domain, and its group there */
static void tell(struct ui *ui, struct tui_entry *entry)
{
	for (size_t i = 0; i < ui->options->nstories; i++) {
		const struct tui_story *story = &ui->options->stories[i];

		if (strcmp(story->domain, entry->domain))
			continue;
		entry->story = story->story;
		if (story->group)
			session_group(&ui->session, entry,
			    groups_number(&ui->session.groups, story->group, true));
	}
}

/* put_group - into the group that the list gives it, unless an earlier list gave it one */
static void put_group(struct ui *ui, struct intake *in, struct tui_entry *entry, const char *name)
{
	unsigned group = *name ? groups_number(&ui->session.groups, name, false) : 0;

	if (!group || entry->group == group)
		return;
	if (entry->group && !ui->session.groups.at[entry->group].told)
		in->elsewhere++;
	else
		session_group(&ui->session, entry, group);
}

/* take_word - one domain, mail address or URL; false: the list is full */
static bool take_word(struct ui *ui, struct intake *in, const struct listing_item *item)
{
	struct ds_domain domain;
	struct ds_problem why;
	struct tui_entry *entry;
	bool fresh;

	if (!ds_domain_parse(&domain, item->word, &why)) {
		if (!in->refused++)
			in->why = why;
		return true;
	}
	entry = session_add(&ui->session, &domain, &fresh);
	if (!entry)
		return false;
	if (fresh)
		tell(ui, entry);
	put_group(ui, in, entry, item->group);
	in->added += fresh;
	in->listed += !fresh;
	in->first = in->first ? in->first : entry->id;
	return true;
}

/* say_result - what became of it */
static void say_result(struct ui *ui, const struct intake *in, bool full)
{
	char text[256] = "";
	size_t n = 0;

	if (in->added || !in->listed)
		n = (size_t)snprintf(text, sizeof text,
		    n_("%zu domain added.", "%zu domains added.", in->added), in->added);
	if (in->listed == 1 && !in->added && !in->refused)
		snprintf(text, sizeof text, _("%.200s is on the list already."),
		    session_find(&ui->session, in->first)->unicode);
	else if (in->listed && n < sizeof text)
		snprintf(text + n, sizeof text - n,
		    n_(" %zu was on the list already.", " %zu were on the list already.",
			in->listed),
		    in->listed);
	if (in->elsewhere && n < sizeof text)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    n_(" %zu stays in its group.", " %zu stay in their groups.", in->elsewhere),
		    in->elsewhere);
	if (ui->session.groups.full)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    _(" No more than %d groups are told apart."), LIST_GROUPS_MAX);
	if (full)
		ui_complain(ui, "%s %s", _("The list is full."), text + (text[0] == ' '));
	else if (in->refused && !in->added && !in->listed)
		ui_complain(ui, "%s", in->why.text);
	else if (in->refused == 1)
		ui_complain(ui, "%s %s", text + (text[0] == ' '), in->why.text);
	else if (in->refused)
		ui_complain(ui, _("%s %zu were none, the first: %s"), text + (text[0] == ' '),
		    in->refused, in->why.text);
	else if (in->added || in->listed)
		ui_say(ui, "%s", text + (text[0] == ' '));
}

/* intake_free - leave the rest of a list */
void intake_free(struct ui *ui)
{
	if (!ui->intake)
		return;
	free(ui->intake->text);
	free(ui->intake);
	ui->intake = NULL;
}

/* finish - the list is in */
static void finish(struct ui *ui, bool full)
{
	struct intake *in = ui->intake;

	say_result(ui, in, full);
	if (in->first && !in->listing.file) {
		while (ui->depth > 1)
			nav_pop(ui);
		domains_go(ui, in->first);
	}
	intake_free(ui);
	ui_stale(ui);
}

/* intake_step - some more of it; false: that was all */
bool intake_step(struct ui *ui)
{
	struct intake *in = ui->intake;

	for (size_t i = 0; in && i < INTAKE_STEP; i++) {
		struct listing_item item;
		bool more = listing_next(&in->listing, &item);

		if (!more || !take_word(ui, in, &item)) {
			finish(ui, more);
			return false;
		}
	}
	if (in) {
		ui_say(ui, _("Adding: %zu so far. Esc ends it."), in->added);
		ui_touch(ui);
	}
	return in != NULL;
}

/* begin - a text that is given away */
static bool begin(struct ui *ui, char *text, bool file)
{
	if (ui->intake) {
		ui_complain(ui, "%s", _("Another list is still being added."));
		free(text);
		return false;
	}
	ui->intake = mem_new(1, sizeof *ui->intake);
	*ui->intake = (struct intake){ .text = text };
	listing_begin(&ui->intake->listing, text, file);
	return true;
}

/* intake_text - domains that were typed or pasted */
void intake_text(struct ui *ui, const char *text)
{
	if (begin(ui, mem_copy(text), false))
		intake_step(ui);
}

/* intake_file - the domains of a file */
void intake_file(struct ui *ui, const char *path)
{
	char clean[300], *text;

	if (!*path)
		return;
	text = userfile_read(path, USERFILE_LIST_MAX);
	text_clean(clean, sizeof clean, path, strlen(path));
	if (!text)
		ui_complain(ui, "%s: %s", clean, strerror(errno));
	else if (begin(ui, text, true))
		intake_step(ui);
}
