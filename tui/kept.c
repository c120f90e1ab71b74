/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * kept - the list, kept for the next start
 *
 * A line drops, a laptop sleeps: the list, what is known of each domain and where one was stand in a
 * file for the user's eyes alone, and the next start offers them. It is written when the console
 * ends, and now and then before, in steps that no key waits for. A list that was offered and not
 * taken up moves aside (".earlier") and is offered as well; of two that were not, the longer stays.
 *
 *	danescope list 1
 *	at minfiets.nl 2  (its second screen; without a number: the list)
 *	[Ministries]
 *	minfiets.nl secured 3 1 0 2 2 3 3 1 89 1769850000000 yyyyyy -
 *	minwind.nl -
 *
 * A group is a heading, as in the lists that people make (an older version takes it for no domain and
 * leaves it out); "[]" stands before those without one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "tui/userfile.h"
#include "tui/mem.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define KEPT_HEAD "danescope list 1\n"
#define KEPT_STEP 1000 /* domains written at once: about a millisecond */

#define KEPT_PATH 4096 /* octets of a path */

/* The lists of before, and the one that is being written. */
struct kept {
	char *text; /* of last time; NULL: there is none, or it was taken up */
	size_t n;
	char *earlier; /* of before that, not taken up then */
	size_t nearlier;
	bool aside; /* the one of last time has moved aside */
	FILE *out;
	char *writing;
	size_t written, len;
	unsigned revision;
	unsigned group; /* of the last line that was written */
};

/* where - the file; NULL: nothing is to be kept */
static const char *where(const struct ui *ui)
{
	const char *path = ui->options->kept;

	return path && *path && !ui_setting(ui, SET_FORGET) ? path : NULL;
}

/* kept_of - its memory, made at the first need */
static struct kept *kept_of(struct ui *ui)
{
	if (!ui->kept)
		ui->kept = mem_new(1, sizeof *ui->kept);
	return ui->kept;
}

/* aside - the file of a list that was not taken up; NULL: nothing is to be kept */
static const char *aside(const struct ui *ui, char path[KEPT_PATH])
{
	int len = where(ui) ? snprintf(path, KEPT_PATH, "%s.earlier", where(ui)) : -1;

	return len > 0 && len < KEPT_PATH ? path : NULL;
}

/* list_read - a list of before and how long it is; NULL: there is none */
static char *list_read(const char *path, size_t *n)
{
	char *text = path ? userfile_read(path, USERFILE_LIST_MAX) : NULL;

	*n = 0;
	if (!text || strncmp(text, KEPT_HEAD, strlen(KEPT_HEAD))) {
		free(text);
		return NULL;
	}
	for (const char *line = text + strlen(KEPT_HEAD); *line; line += strcspn(line, "\n") + 1) {
		*n += strncmp(line, "at ", 3) != 0 && line[0] != '[';
		if (!line[strcspn(line, "\n")])
			break;
	}
	return text;
}

/* next_list - where nothing is left of last time, what was before that takes its place */
static void next_list(struct kept *k)
{
	if (k->text)
		return;
	k->text = k->earlier;
	k->n = k->nearlier;
	k->earlier = NULL;
	k->nearlier = 0;
	k->aside = k->text != NULL;
}

/* kept_read - are there lists of before? */
void kept_read(struct ui *ui)
{
	char path[KEPT_PATH];
	struct kept *k;

	if (!where(ui))
		return;
	k = kept_of(ui);
	k->text = list_read(where(ui), &k->n);
	k->earlier = list_read(aside(ui, path), &k->nearlier);
	next_list(k);
}

/* kept_count - domains of last time that can be taken up again */
size_t kept_count(const struct ui *ui)
{
	return ui->kept && ui->kept->text ? ui->kept->n : 0;
}

/* take_group - "[Ministries]": the number of the group */
static unsigned take_group(struct ui *ui, const char *line)
{
	const char *end = strrchr(line, ']');
	char name[LIST_GROUP_NAME];

	text_clean(name, sizeof name, line + 1, end ? (size_t)(end - line - 1) : 0);
	return groups_number(&ui->session.groups, name, false);
}

/* take_line - one domain with what was known of it */
static struct tui_entry *take_line(struct ui *ui, char *line, unsigned group)
{
	char *rest = line + strcspn(line, " ");
	struct ds_domain domain;
	struct ds_problem why;
	struct tui_entry *entry;
	struct gist gist;
	bool fresh = false;

	if (*rest)
		*rest++ = '\0';
	if (!ds_domain_parse(&domain, line, &why))
		return NULL;
	entry = session_add(&ui->session, &domain, &fresh);
	if (entry && fresh && gist_read(&gist, rest))
		session_recall(&ui->session, entry, &gist);
	if (entry && group && !entry->group)
		session_group(&ui->session, entry, group);
	return entry;
}

/* screen_kept - "DOMAIN 2": takes the number off; 0: it was the list */
static int screen_kept(char *place)
{
	size_t n = strcspn(place, " ");
	int sister = place[n] ? place[n + 1] - '0' : 0;

	place[n] = '\0';
	return sister >= 1 && sister <= UI_SISTERS ? sister : 0;
}

/* kept_take - take the list of last time up again; false: there is none */
bool kept_take(struct ui *ui)
{
	struct kept *k = ui->kept;
	const struct tui_entry *at = NULL;
	const char *place = "";
	unsigned group = 0;
	char *line, *next;
	int sister = 0;

	if (!kept_count(ui))
		return false;
	for (line = k->text + strlen(KEPT_HEAD); line && *line; line = next) {
		const struct tui_entry *entry;

		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		if (!strncmp(line, "at ", 3)) {
			place = line + 3;
			sister = screen_kept(line + 3);
			continue;
		}
		if (line[0] == '[') {
			group = take_group(ui, line);
			continue;
		}
		entry = take_line(ui, line, group);
		if (entry && (!at || !strcmp(entry->domain, place)))
			at = entry;
	}
	if (at)
		domains_go(ui, at->id);
	if (at && sister && !strcmp(at->domain, place))
		nav_open_domain(ui, at->id, sister - 1);
	free(k->text);
	k->text = NULL;
	next_list(k);
	ui_stale(ui);
	return true;
}

/* leave - what is being written, half done */
static void leave(struct kept *k)
{
	if (k->out)
		fclose(k->out);
	free(k->writing);
	k->out = NULL;
	k->writing = NULL;
	k->len = k->written = 0;
	k->group = 0;
}

/* head - the first lines: what it is, and where one was */
static void head(struct ui *ui, struct kept *k)
{
	const struct screen *list = ui->stack[0];
	const struct tui_entry *at = NULL;

	if (ui->depth > 1 && ui->stack[1]->entry)
		at = session_find(&ui->session, ui->stack[1]->entry);
	else if (list->list.at < ui->order.n && !ui->order.stale)
		at = ui->order.at[list->list.at];
	fputs(KEPT_HEAD, k->out);
	if (at && ui->depth > 1 && nav_current_sister(ui) >= 0)
		fprintf(k->out, "at %s %d\n", at->domain, nav_current_sister(ui) + 1);
	else if (at)
		fprintf(k->out, "at %s\n", at->domain);
}

/* put - what was written takes the place of the list of last time, which moves aside where it was not
 * taken up */
static void put(struct ui *ui, struct kept *k)
{
	char path[KEPT_PATH];
	const char *other = aside(ui, path);

	if (other && k->text && !k->aside && k->n >= k->nearlier)
		rename(where(ui), other);
	k->aside = k->text != NULL;
	userfile_replace(where(ui), k->writing, k->len);
	if (other && !k->text)
		unlink(other);
}

/* kept_write - a step of it; true while there is more */
bool kept_write(struct ui *ui)
{
	struct session *s = &ui->session;
	struct kept *k = where(ui) && s->n ? kept_of(ui) : NULL;

	if (!k)
		return false;
	if (k->out && k->revision != s->revision)
		leave(k);
	if (!k->out) {
		k->out = open_memstream(&k->writing, &k->len);
		k->revision = s->revision;
		if (!k->out)
			return false;
		head(ui, k);
	}
	for (size_t i = 0; i < KEPT_STEP && k->written < s->n; i++) {
		const struct tui_entry *entry = s->entries[k->written++];
		char line[200] = "-";

		if (entry->group != k->group)
			fprintf(k->out, "[%s]\n", groups_name(&s->groups, entry->group));
		k->group = entry->group;

		if (entry->gist.known && entry->state == ENTRY_DONE)
			gist_write(&entry->gist, line, sizeof line);
		fprintf(k->out, "%s %s\n", entry->domain, line);
	}
	if (k->written < s->n)
		return true;
	if (!fflush(k->out))
		put(ui, k);
	leave(k);
	return false;
}

/* kept_told - where the list is kept, as a sentence; false: it is not */
bool kept_told(const struct ui *ui, char *out, size_t size)
{
	if (!where(ui) || access(where(ui), R_OK))
		return false;
	snprintf(out, size, _("The list is kept in %s; the next start offers it."), where(ui));
	return true;
}

/* kept_free - its memory */
void kept_free(struct ui *ui)
{
	if (!ui->kept)
		return;
	leave(ui->kept);
	free(ui->kept->text);
	free(ui->kept->earlier);
	free(ui->kept);
	ui->kept = NULL;
}
