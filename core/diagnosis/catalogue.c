/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * catalogue - the table of findings, and their templates filled in
 *
 * Arguments know no language: moments and spans are decimal seconds, remarks are
 * msgids or what remark.h makes of them. They become words here, at the moment of showing, so that the reader
 * can change the language of a diagnosis that was made an hour ago.
 */
#include "core/diagnosis/catalogue.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"

static const struct ds_catalogue_entry entries[DS_F_COUNT] = {
#define FINDING(code, severity, who, title, text, expected, seen, fix, ref)                        \
	{ #code, severity, who, title, text, fix, expected, seen, ref },
#include "core/diagnosis/catalogue.def"
#undef FINDING
};

/* Text that grows in a buffer of fixed size. */
struct expansion {
	char *buf;
	size_t size, len;
};

/* expansion_add - appends what fits, cut between characters */
static void expansion_add(struct expansion *e, const char *text, size_t len)
{
	size_t room = e->size - 1 - e->len;

	if (len > room) {
		len = room;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
		e->size = e->len + len + 1;
	}
	memcpy(e->buf + e->len, text, len);
	e->len += len;
	e->buf[e->len] = '\0';
}

/* seconds_of - reads decimal seconds; false for anything else */
static bool seconds_of(const char *arg, int64_t *seconds)
{
	char *end;

	*seconds = strtoll(arg, &end, 10);
	return end != arg && *end == '\0';
}

/* add_time - appends a moment, given in seconds since 1970 */
static void add_time(struct expansion *e, int64_t seconds)
{
	char text[64];
	time_t t = (time_t)seconds;
	struct tm tm;
	size_t n = 0;

	if (gmtime_r(&t, &tm) != NULL)
		n = strftime(text, sizeof(text), "%Y-%m-%d %H:%M:%S UTC", &tm);
	expansion_add(e, text, n);
}

/* add_day - appends a day of the week with its date */
static void add_day(struct expansion *e, int64_t seconds)
{
	static const char *const days[] = {
		N_("Sunday"),
		N_("Monday"),
		N_("Tuesday"),
		N_("Wednesday"),
		N_("Thursday"),
		N_("Friday"),
		N_("Saturday"),
	};
	char date[64];
	time_t t = (time_t)seconds;
	struct tm tm;
	const char *day;

	if (gmtime_r(&t, &tm) == NULL || tm.tm_wday < 0 || tm.tm_wday > 6)
		return;
	day = _(days[tm.tm_wday]);
	expansion_add(e, day, strlen(day));
	expansion_add(e, date, strftime(date, sizeof(date), " %Y-%m-%d (UTC)", &tm));
}

/* add_span - appends a length of time in its largest sensible unit */
static void add_span(struct expansion *e, int64_t seconds)
{
	unsigned long s = (unsigned long)(seconds < 0 ? -(uint64_t)seconds : (uint64_t)seconds);
	unsigned long n;
	char text[96];

	if ((n = s / 86400) >= 2)
		snprintf(text, sizeof(text), n_("%lu day", "%lu days", n), n);
	else if ((n = s / 3600) >= 2)
		snprintf(text, sizeof(text), n_("%lu hour", "%lu hours", n), n);
	else if ((n = s / 60) >= 2)
		snprintf(text, sizeof(text), n_("%lu minute", "%lu minutes", n), n);
	else
		snprintf(text, sizeof(text), n_("%lu second", "%lu seconds", s), s);
	expansion_add(e, text, strlen(text));
}

/* argument_of - what the finding holds for a name within braces; NULL: no such name */
static const char *argument_of(const struct ds_finding *f, const char *name, size_t len)
{
	const char *arg = NULL;

	if (len == 1 && name[0] >= '1' && name[0] < '1' + DS_FINDING_ARGS)
		arg = f->args[name[0] - '1'];
	else if (len == 2 && memcmp(name, "at", 2) == 0)
		arg = f->at;
	else if (len == 8 && memcmp(name, "expected", 8) == 0)
		arg = f->expected;
	else if (len == 4 && memcmp(name, "seen", 4) == 0)
		arg = f->seen;
	else
		return NULL;
	return arg != NULL ? arg : "?";
}

/* add_argument - appends the argument in the form that follows the colon */
static void add_argument(struct expansion *e, const char *arg, const char *form, size_t len)
{
	char words[1024];
	int64_t seconds;

	if (len == 4 && memcmp(form, "word", 4) == 0 && arg[0] != '\0')
		arg = _(arg);
	else if (len > 0 && seconds_of(arg, &seconds)) {
		if (len == 4 && memcmp(form, "time", 4) == 0)
			add_time(e, seconds);
		else if (len == 4 && memcmp(form, "span", 4) == 0)
			add_span(e, seconds);
		else if (len == 3 && memcmp(form, "day", 3) == 0)
			add_day(e, seconds);
		return;
	}
	arg = remark_words(words, sizeof(words), arg);
	expansion_add(e, arg, strlen(arg));
}

/* expand - fills a template from a finding */
static const char *expand(const struct ds_finding *f, const char *template, char *buf, size_t size)
{
	struct expansion e = { buf, size, 0 };

	if (size == 0)
		return buf;
	buf[0] = '\0';
	while (*template != '\0') {
		size_t plain = strcspn(template, "{");
		const char *end, *arg;
		size_t len, name;

		expansion_add(&e, template, plain);
		template += plain;
		if (*template == '\0')
			break;
		end = strchr(template, '}');
		len = end != NULL ? (size_t)(end - template) - 1 : 0;
		name = 0;
		while (name < len && template[1 + name] != ':')
			name++;
		arg = argument_of(f, template + 1, name);
		if (arg == NULL) {
			expansion_add(&e, template, 1);
			template ++;
			continue;
		}
		if (name < len)
			add_argument(&e, arg, template + 1 + name + 1, len - name - 1);
		else
			add_argument(&e, arg, "", 0);
		template = end + 1;
	}
	return buf;
}

/* ds_catalogue - the entry of a code */
const struct ds_catalogue_entry *ds_catalogue(int code)
{
	return code >= 0 && code < DS_F_COUNT ? &entries[code] : NULL;
}

/* ds_finding_title - a few words that name the fault */
const char *ds_finding_title(const struct ds_finding *f, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return expand(f, entry != NULL ? _(entry->title) : "", buf, size);
}

/* ds_finding_text - what is wrong */
const char *ds_finding_text(const struct ds_finding *f, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return expand(f, entry != NULL ? _(entry->text) : "", buf, size);
}

/* ds_finding_fix - what to do about it */
const char *ds_finding_fix(const struct ds_finding *f, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return expand(f, entry != NULL ? _(entry->fix) : "", buf, size);
}

/* evidence - one side of it: what the rule found itself, or else the catalogue's words */
static const char *evidence(
    const struct ds_finding *f, const char *own, const char *template, char *buf, size_t size)
{
	if (own != NULL)
		return own[0] != '\0' ? own : _("none");
	return template != NULL ? expand(f, _(template), buf, size) : NULL;
}

/* ds_finding_expected - what ought to be there */
const char *ds_finding_expected(const struct ds_finding *f, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return evidence(f, f->expected, entry != NULL ? entry->expected : NULL, buf, size);
}

/* ds_finding_seen - what is there */
const char *ds_finding_seen(const struct ds_finding *f, char *buf, size_t size)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return evidence(f, f->seen, entry != NULL ? entry->seen : NULL, buf, size);
}

/* ds_finding_ref - where the rule stands */
const char *ds_finding_ref(const struct ds_finding *f)
{
	const struct ds_catalogue_entry *entry = ds_catalogue(f->code);

	return entry != NULL ? entry->ref : "";
}

/* ds_finding_compare - worst first, then by host, then in the order of the catalogue */
int ds_finding_compare(const void *left, const void *right)
{
	const struct ds_finding *a = *(const struct ds_finding *const *)left;
	const struct ds_finding *b = *(const struct ds_finding *const *)right;

	if (a->severity != b->severity)
		return a->severity < b->severity ? -1 : 1;
	if (a->host != b->host)
		return a->host < b->host ? -1 : 1;
	if (a->code != b->code)
		return a->code < b->code ? -1 : 1;
	return strcmp(a->at != NULL ? a->at : "", b->at != NULL ? b->at : "");
}

/* ds_finding_worst - the finding that a person should read first */
const struct ds_finding *ds_finding_worst(const struct ds_report *report)
{
	const struct ds_finding *const *worst = NULL;

	for (size_t i = 0; i < report->nfindings; i++) {
		const struct ds_finding *const *one = &report->findings[i];

		if (worst == NULL || ds_finding_compare(one, worst) < 0)
			worst = one;
	}
	return worst != NULL ? *worst : NULL;
}
