/* SPDX-License-Identifier: BSD-2-Clause */
/* past_words - when something was, since when it is so, and what changed then */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/survey/history.h"
#include "tui/past.h"
#include "tui/ui.h"
#include "tui/words.h"

#define DAY_MS    INT64_C(86400000)
#define CHANGE_AT 400 /* octets of one change in words */

/* past_when - a moment, as short as it can be told from others */
const char *past_when(char *buf, size_t size, int64_t now, int64_t ms, bool narrow)
{
	static const char *const days[] = { N_("Sunday"), N_("Monday"), N_("Tuesday"),
		N_("Wednesday"), N_("Thursday"), N_("Friday"), N_("Saturday") };
	static const char *const short_days[] = { N_("Sun"), N_("Mon"), N_("Tue"), N_("Wed"),
		N_("Thu"), N_("Fri"), N_("Sat") };
	time_t at = (time_t)(ms / 1000), today = (time_t)(now / 1000);
	struct tm then, here;
	char clock[32];

	buf[0] = '\0';
	if (now == PAST_UTC) {
		snprintf(buf, size, "%s UTC", words_moment(clock, sizeof clock, ms / 1000));
		return buf;
	}
	if (!localtime_r(&at, &then) || !localtime_r(&today, &here))
		return buf;
	words_clock(clock, sizeof clock, ms);
	if (then.tm_year == here.tm_year && then.tm_yday == here.tm_yday)
		snprintf(buf, size, "%s", clock);
	else if (ms <= now && now - ms < 6 * DAY_MS)
		snprintf(buf, size, "%s %s",
		    _(narrow ? short_days[then.tm_wday] : days[then.tm_wday]), clock);
	else
		strftime(buf, size,
		    !narrow                        ? "%Y-%m-%d %H:%M"
		    : then.tm_year == here.tm_year ? "%m-%d %H:%M"
						   : "%Y-%m-%d",
		    &then);
	return buf;
}

/* past_date - a moment in full */
const char *past_date(char *buf, size_t size, int64_t ms)
{
	time_t at = (time_t)(ms / 1000);
	struct tm tm;

	buf[0] = '\0';
	if (localtime_r(&at, &tm))
		strftime(buf, size, "%Y-%m-%d %H:%M", &tm);
	return buf;
}

/* add - a piece more of a text, with what stands between two of them */
static void add(char *buf, size_t size, const char *between, const char *text)
{
	size_t len = strlen(buf);

	snprintf(buf + len, size - len, "%s%s", len ? between : "", text);
}

/* weightiest - the change that is told of a period: a cause, else the worst fault that came; NULL: none */
static const struct change *weightiest(const struct changes *changes)
{
	const struct change *best = NULL;

	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->all[i];

		if (change_is_cause(c) && (c->alone || !best || !change_is_cause(best)))
			best = c;
		else if (!best ||
			 (!change_is_cause(best) && change_weight(c) > change_weight(best)))
			best = c;
	}
	return best;
}

/* past_change - what changed when a period began */
const char *past_change(const struct past *past, size_t i, char *buf, size_t size)
{
	const struct changes *changes = &past->periods[i].changes;
	const struct change *best = weightiest(changes);

	if (best)
		change_text(best, buf, size);
	else
		snprintf(
		    buf, size, "%s", i + 1 == past->n ? _("first look") : _("the verdict alone"));
	return buf;
}

/* told - at most two changes, the causes first */
static void told(const struct changes *changes, char *buf, size_t size)
{
	const struct change *first = weightiest(changes);
	char text[CHANGE_AT];

	buf[0] = '\0';
	if (!first)
		return;
	change_text(first, buf, size);
	for (size_t i = 0; i < changes->n; i++) {
		const struct change *c = &changes->all[i];

		if (c == first || !change_is_cause(c))
			continue;
		change_text(c, text, sizeof text);
		add(buf, size, "; ", text);
		break;
	}
}

/* past_headline - since when it is so, and why */
const char *past_headline(const struct past *past, int64_t now, bool brief, char *buf, size_t size)
{
	struct since since = past_since(past);
	const struct period *began = &past->periods[since.began];
	char from[64], other[64], verdict[64], why[2 * CHANGE_AT], text[2 * CHANGE_AT + 40];

	snprintf(verdict, sizeof verdict, "%s", words_verdict(began->verdict).word);
	if (verdict[0] >= 'a' && verdict[0] <= 'z')
		verdict[0] -= 'a' - 'A';
	past_when(from, sizeof from, now, since.from_ms, false);
	if (!since.other_ms) {
		snprintf(buf, size, _("%s since the first look, %s."), verdict, from);
		return buf;
	}
	past_when(other, sizeof other, now, since.other_ms, false);
	snprintf(buf, size, _("%s since %s; last seen %s: %s."), verdict, from,
	    words_verdict(past->periods[since.began + 1].verdict).word, other);
	told(&began->changes, why, sizeof why);
	if (why[0] && !brief) {
		snprintf(text, sizeof text, _("In between: %s."), why);
		add(buf, size, " ", text);
	}
	return buf;
}

/* past_ticket - the headline, for who reads it elsewhere */
const char *past_ticket(struct ui *ui, const struct tui_entry *entry, char *buf, size_t size)
{
	const struct past *past = past_of(ui, entry->id);

	buf[0] = '\0';
	if (past && past->n && entry->report &&
	    past->periods[0].verdict == entry->report->verdict &&
	    past->periods[past->n - 1].from_ms < entry->report->started_ms)
		past_headline(past, PAST_UTC, false, buf, size);
	return buf;
}

/* past_since_line - for the verdict on the overview */
const char *past_since_line(struct ui *ui, const struct tui_entry *entry, char *buf, size_t size)
{
	const struct past *past = past_of(ui, entry->id);
	const struct ds_report *r = entry->report;
	struct since since;
	char when[64];

	buf[0] = '\0';
	if (!past || !past->n || !r || past->periods[0].verdict != r->verdict)
		return buf;
	since = past_since(past);
	if (since.from_ms < r->started_ms)
		snprintf(buf, size, _("Seen like this since %s."),
		    past_when(when, sizeof when, past_now(ui, past), since.from_ms, false));
	else if (since.other_ms)
		snprintf(buf, size, _("This is new: last seen %s: %s."),
		    words_verdict(past->periods[since.began + 1].verdict).word,
		    past_when(when, sizeof when, past_now(ui, past), since.other_ms, false));
	return buf;
}
