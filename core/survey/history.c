/* SPDX-License-Identifier: BSD-2-Clause */
/* history - looks that wait to be written, and what is read back of them */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/survey/history_impl.h"

#define AT_ONCE   16   /* looks a transaction: a millisecond */
#define LOG_PAGES 256  /* written since they were last moved: a megabyte is worth it */
#define LOG_MOST  8192 /* 32 MiB: not even a busy console lets it grow beyond */
#define LAST_MS   1000 /* at the end another program is waited for so long */

/* history_new - nothing is opened yet */
struct history *history_new(const char *path, const struct ds_options *options)
{
	struct history *h = calloc(1, sizeof(*h));
	unsigned smtp = options->smtp_port != 0 ? options->smtp_port : 25;

	if (h == NULL)
		return NULL;
	h->end = &h->first;
	h->most = HISTORY_OCTETS;
	snprintf(h->way, sizeof(h->way), "%s %s %u %u %d %s",
	    options->iterate ? "iterate" : "resolver", options->no_smtp ? "dns" : "smtp", smtp,
	    options->tlsa_port != 0 ? options->tlsa_port : smtp, options->family,
	    options->trust_anchor != NULL ? "own-anchor" : "-");
	if (path != NULL) {
		h->path = strdup(path);
		if (h->path == NULL) {
			free(h);
			return NULL;
		}
	}
	return h;
}

/* forget_all - what waits will never be written */
static void forget_all(struct history *h)
{
	for (struct waiting *w = h->first, *next; w != NULL; w = next) {
		next = w->next;
		free(w);
	}
	h->first = NULL;
	h->end = &h->first;
	h->waiting = 0;
}

/* history_fail - from now on nothing is kept */
void history_fail(struct history *h, const char *format, ...)
{
	va_list args;

	h->mute = true;
	forget_all(h);
	va_start(args, format);
	vsnprintf(h->problem, sizeof(h->problem), format, args);
	va_end(args);
}

/* history_blame - from now on nothing is kept, because SQLite says so */
void history_blame(struct history *h, int rc)
{
	char name[FILE_NAME_SHOWN] = "-";
	const char *why = h->lib.errmsg(h->db);

	if (h->path != NULL)
		file_shown(name, h->path);
	if (rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT)
		history_fail(h,
		    _("The history %s is damaged: %s. Move it away, and a new one begins."), name,
		    why);
	else
		history_fail(
		    h, _("The history %s cannot be used: %s. It goes on without."), name, why);
}

/* history_problem - why nothing is kept */
const char *history_problem(const struct history *h)
{
	return h->problem[0] != '\0' ? h->problem : NULL;
}

/* write_all - until another program writes */
static void write_all(struct history *h)
{
	for (size_t left = h->waiting + 1; h->waiting < left && h->waiting > 0;) {
		left = h->waiting;
		history_write(h);
	}
}

/* history_finish - all that waits, even where another program writes */
bool history_finish(struct history *h)
{
	write_all(h);
	if (h->waiting > 0 && h->db != NULL) {
		h->lib.busy_timeout(h->db, LAST_MS);
		write_all(h);
		h->lib.busy_timeout(h->db, 0);
	}
	if (h->waiting > 0)
		history_fail(
		    h, "%s", _("Another program keeps the history to itself: it lacks looks."));
	return !h->mute;
}

/* history_free - what waits is written first */
struct history *history_free(struct history *h)
{
	if (h == NULL)
		return NULL;
	history_finish(h);
	forget_all(h);
	db_close(h);
	free(h->path);
	free(h);
	return NULL;
}

/* waiting_new - one look with its texts behind it */
static struct waiting *waiting_new(const char *domain, const char *via, const char *text)
{
	size_t domain_len = strlen(domain) + 1, via_len = via != NULL ? strlen(via) + 1 : 0;
	size_t text_len = strlen(text) + 1;
	struct waiting *w = malloc(sizeof(*w) + domain_len + via_len + text_len);
	char *at;

	if (w == NULL)
		return NULL;
	at = (char *)(w + 1);
	*w = (struct waiting){ .domain = at, .text = at + domain_len };
	memcpy(at, domain, domain_len);
	memcpy(at + domain_len, text, text_len);
	if (via != NULL)
		w->via = memcpy(at + domain_len + text_len, via, via_len);
	return w;
}

/* history_note - a look into the queue */
bool history_note(struct history *h, const struct ds_report *r, const char *resolver, unsigned port)
{
	char via[80];
	struct waiting *w;
	char *text;

	if (h->mute || h->waiting == HISTORY_WAITING || !seen_worth(r))
		return false;
	text = seen_write(r);
	if (resolver == NULL)
		via[0] = '\0';
	else if (port == 53)
		snprintf(via, sizeof(via), "%s", resolver);
	else
		snprintf(via, sizeof(via), "%s@%u", resolver, port);
	w = text != NULL ? waiting_new(r->domain, resolver != NULL ? via : NULL, text) : NULL;
	free(text);
	if (w == NULL)
		return false;
	w->ms = r->started_ms;
	w->signed_until = seen_signed_until(r);
	w->verdict = r->verdict;
	w->deliverable = r->deliverable;
	*h->end = w;
	h->end = &w->next;
	h->waiting++;
	return true;
}

/* history_waits - how many looks */
size_t history_waits(const struct history *h)
{
	return h->waiting;
}

/* drop_first - these looks are in the file */
static void drop_first(struct history *h, size_t n)
{
	for (; n > 0; n--) {
		struct waiting *w = h->first;

		h->first = w->next;
		free(w);
		h->waiting--;
	}
	if (h->first == NULL)
		h->end = &h->first;
}

/* put_some - looks within one transaction */
static int put_some(struct history *h, size_t *n)
{
	int rc = db_begin(h);

	*n = 0;
	for (const struct waiting *w = h->first; rc == SQLITE_OK && w != NULL && *n < AT_ONCE;
	     w = w->next) {
		rc = db_put(h, w);
		++*n;
	}
	return rc == SQLITE_OK ? db_commit(h) : rc;
}

/* history_write - a step of it */
bool history_write(struct history *h)
{
	size_t n;
	int rc;

	if (h->first == NULL || h->mute)
		return false;
	rc = db_open(h);
	if (rc != SQLITE_OK)
		return rc == SQLITE_BUSY;
	rc = put_some(h, &n);
	if (rc == SQLITE_OK)
		drop_first(h, n);
	else {
		if (rc != SQLITE_BUSY)
			history_blame(h, rc);
		db_rollback(h);
	}
	if (rc == SQLITE_OK && h->log > LOG_MOST)
		db_settle(h);
	return h->first != NULL;
}

/* history_settle - when nobody waits */
void history_settle(struct history *h)
{
	if (h->db != NULL && !h->mute && h->log > LOG_PAGES)
		db_settle(h);
}

/* history_past - all that is known of a domain */
struct past *history_past(struct history *h, const char *domain)
{
	struct past *past;
	int rc = SQLITE_NOMEM;

	write_all(h);
	if (h->dead || db_open(h) != SQLITE_OK)
		return NULL;
	past = calloc(1, sizeof(*past));
	if (past == NULL)
		return NULL;
	past->arena = arena_new(HISTORY_READ);
	if (past->arena != NULL)
		rc = db_read(h, domain, past);
	if (rc == SQLITE_CORRUPT)
		history_blame(h, rc);
	return rc == SQLITE_OK ? past : past_free(past);
}

/* past_free - with all that lies in it */
struct past *past_free(struct past *past)
{
	if (past == NULL)
		return NULL;
	arena_free(past->arena);
	free(past);
	return NULL;
}

/* past_since - when did the present verdict begin? */
struct since past_since(const struct past *past)
{
	enum ds_verdict now = past->periods[0].verdict;
	struct since since = { .from_ms = past->periods[0].from_ms };

	for (size_t i = 1; i < past->n; i++) {
		const struct period *p = &past->periods[i];

		if (p->verdict == now) {
			since.began = i;
			since.from_ms = p->from_ms;
		} else if (p->verdict != DS_V_UNKNOWN) {
			since.other_ms = p->until_ms;
			break;
		}
	}
	return since;
}

/* past_period - by its id */
const struct period *past_period(const struct past *past, int64_t id)
{
	for (size_t i = 0; past != NULL && i < past->n; i++)
		if (past->periods[i].id == id)
			return &past->periods[i];
	return NULL;
}
