/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture_history - earlier looks at the domains of the fixture, in memory */
#include "tests/ui/fixture_history.h"

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/diagnosis/catalogue.h"
#include "core/survey/history.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"

#define MINUTE INT64_C(60000)
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

#define KEY_1   "8f3c2a11d90b7745e0c1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define KEY_2   "22ab90f1347cde5518a4c2b7e9d0f3615a7b8c9d0e1f2031425364758697a8b9"
#define KEY_OLD "c0ffee00112233445566778899aabbccddeeff00112233445566778899aabbcc"

/* What minduin.nl was like. */
struct time_of {
	int64_t ago;  /* before FIXTURE_NOW, in milliseconds */
	bool records; /* were there TLSA records? */
	bool moved;   /* was the first host where it is now? */
	bool other;   /* did the second host show the key that it shows now? */
	bool mended;  /* and has a record for it */
};

/* at - a host's one address, and the dialogue there */
static void at(struct arena *a, const struct ds_report *r, struct ds_host *host,
    const char *address, const char *key, enum ds_dane_result dane)
{
	const char **addresses = arena_alloc(a, 1, sizeof *addresses);

	addresses[0] = address;
	host->addresses = addresses;
	host->naddresses = 1;
	part_dialogue(a, r, host, address, key, dane);
}

/* look - one look at minduin.nl */
static const struct ds_report *look(struct arena *a, const struct time_of *t)
{
	struct ds_report *r = part_report(a, "minduin.nl", "minduin.nl");
	enum ds_policy policy = t->records ? DS_POL_DANE_VERIFIED : DS_POL_OPPORTUNISTIC;
	enum ds_dane_result dane = t->records ? DS_DANE_VERIFIED : DS_DANE_NOT_APPLICABLE;
	bool broken = t->other && !t->mended;
	struct ds_host *host;

	r->started_ms = (int64_t)FIXTURE_NOW * 1000 - t->ago;
	part_signed_chain(a, r, "minduin.nl");
	part_mx(a, r, 2, "mx1.minduin.nl", "mx2.minduin.nl");
	host = part_host(a, r, "mx1.minduin.nl", 10, policy);
	if (t->records)
		part_record(a, host, KEY_1, 0);
	at(a, r, host, t->moved ? "192.0.2.41" : "198.51.100.7", KEY_1, dane);
	host = part_host(a, r, "mx2.minduin.nl", 20, broken ? DS_POL_DANE_FAILED : policy);
	if (t->records)
		part_record(a, host, t->mended ? KEY_2 : KEY_OLD, 0);
	at(a, r, host, "192.0.2.42", t->other ? KEY_2 : KEY_OLD, broken ? DS_DANE_MISMATCH : dane);
	if (broken)
		part_finding(a, r, DS_F_TLSA_MISMATCH, DS_ACT_MAIL_OPERATOR,
		    "_25._tcp.mx2.minduin.nl", 1, (const char *const[4]){ "mx2.minduin.nl" }, NULL,
		    NULL);
	part_end(r,
	    broken       ? DS_V_BROKEN
	    : t->records ? DS_V_SECURED
			 : DS_V_UNPROTECTED,
	    broken ? DS_DELIVER_DEGRADED : DS_DELIVER_YES);
	return r;
}

/* note - a report of the fixture, as it was seen at another time */
static void note(struct history *h, struct arena *a, enum fixture_domain which, int64_t ago)
{
	struct ds_report r = *fixture_report(a, which);

	r.started_ms -= ago;
	history_note(h, &r, "192.0.2.53", 53);
}

/* fixture_history - all of it */
struct history *fixture_history(void)
{
	static const struct time_of times[] = {
		{ .ago = 43 * DAY - HOUR },
		{ .ago = 19 * DAY + 5 * MINUTE },
		{ .ago = 19 * DAY - 6 * HOUR, .records = true },
		{ .ago = 4 * DAY + 2 * HOUR, .records = true },
		{ .ago = 3 * DAY + HOUR, .records = true, .moved = true },
		{ .ago = DAY + 19 * HOUR + 28 * MINUTE, .records = true, .moved = true },
		{ .ago = DAY + 18 * HOUR + 58 * MINUTE,
		    .records = true,
		    .moved = true,
		    .other = true },
		{ .ago = 0, .records = true, .moved = true, .other = true },
	};
	const struct ds_options options = { .smtp_port = 25 };
	struct history *h = history_new(NULL, &options);
	struct arena *a = arena_new((size_t)16 << 20);

	for (size_t i = 0; i < sizeof(times) / sizeof(times[0]); i++)
		history_note(h, look(a, &times[i]), "192.0.2.53", 53);
	note(h, a, FIXTURE_UNSIGNED, 12 * DAY);
	note(h, a, FIXTURE_UNSIGNED, 0);
	note(h, a, FIXTURE_BOGUS, 0);
	arena_free(a);
	return h;
}

/* fixture_history_mended - and a look more */
void fixture_history_mended(struct history *h)
{
	const struct time_of mended = {
		.ago = -15 * MINUTE, .records = true, .moved = true, .other = true, .mended = true
	};
	struct arena *a = arena_new((size_t)16 << 20);

	history_note(h, look(a, &mended), "192.0.2.53", 53);
	arena_free(a);
}
