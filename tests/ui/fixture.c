/* SPDX-License-Identifier: BSD-2-Clause */
/* fixture - reports made by hand, so that the console can be tested without an engine */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/danescope.h"
#include "core/dane/senders.h"
#include "core/diagnosis/catalogue.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"
#include "tui/ui.h"

/* The digests of the keys that the hosts show. */
#define KEY_1   "8f3c2a11d90b7745e0c1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7"
#define KEY_2   "22ab90f1347cde5518a4c2b7e9d0f3615a7b8c9d0e1f2031425364758697a8b9"
#define KEY_OLD "c0ffee00112233445566778899aabbccddeeff00112233445566778899aabbcc"

#define ARGS(...) ((const char *const[4]){ __VA_ARGS__ })

/* secured - two hosts in order, the first at two addresses */
static struct ds_report *secured(struct arena *a, const char *domain, const char *unicode)
{
	struct ds_report *r = part_report(a, domain, unicode);
	char *mx1 = arena_printf(a, "mx1.%s", domain), *mx2 = arena_printf(a, "mx2.%s", domain);
	struct ds_host *host;

	part_signed_chain(a, r, domain);
	part_mx(a, r, 2, mx1, mx2);
	host = part_host(a, r, mx1, 10, DS_POL_DANE_VERIFIED);
	part_record(a, host, KEY_1, 0);
	part_dialogue(a, r, host, "192.0.2.25", KEY_1, DS_DANE_VERIFIED);
	part_dialogue(a, r, host, "2001:db8:25::1", KEY_1, DS_DANE_VERIFIED);
	host = part_host(a, r, mx2, 20, DS_POL_DANE_VERIFIED);
	part_record(a, host, KEY_2, 0);
	part_record(a, host, KEY_OLD, 1);
	part_dialogue(a, r, host, "198.51.100.25", KEY_2, DS_DANE_VERIFIED);
	part_end(r, DS_V_SECURED, DS_DELIVER_YES);
	return r;
}

/* mismatch - the second host shows another key */
static struct ds_report *mismatch(struct arena *a)
{
	struct ds_report *r = part_report(a, "minduin.nl", "minduin.nl");
	struct ds_host *host;

	part_signed_chain(a, r, "minduin.nl");
	part_mx(a, r, 2, "mx1.minduin.nl", "mx2.minduin.nl");
	host = part_host(a, r, "mx1.minduin.nl", 10, DS_POL_DANE_VERIFIED);
	part_record(a, host, KEY_1, 0);
	part_dialogue(a, r, host, "192.0.2.41", KEY_1, DS_DANE_VERIFIED);
	host = part_host(a, r, "mx2.minduin.nl", 20, DS_POL_DANE_FAILED);
	part_record(a, host, KEY_OLD, 1);
	part_dialogue(a, r, host, "192.0.2.42", KEY_2, DS_DANE_MISMATCH);
	part_alternates(a, host);
	part_finding(a, r, DS_F_TLSA_MISMATCH, DS_ACT_MAIL_OPERATOR, "_25._tcp.mx2.minduin.nl", 1,
	    ARGS("mx2.minduin.nl", "192.0.2.42", "1", "1"), "3 1 1 " KEY_OLD, "3 1 1 " KEY_2);
	part_finding(a, r, DS_F_TLSA_NO_ROLLOVER, DS_ACT_MAIL_OPERATOR, "_25._tcp.mx1.minduin.nl",
	    0, ARGS("mx1.minduin.nl", "1772000000"), NULL, NULL);
	part_queries(a, r);
	part_end(r, DS_V_BROKEN, DS_DELIVER_DEGRADED);
	return r;
}

/* bogus - the zone's signatures ended two days ago */
static struct ds_report *bogus(struct arena *a)
{
	struct ds_report *r = part_report(a, "minkaas.nl", "minkaas.nl");
	struct ds_answer *mx;

	part_signed_chain(a, r, "minkaas.nl");
	part_expire(a, r, "minkaas.nl");
	part_servers(a, r);
	mx = part_answer(a, "minkaas.nl", DS_T_MX, DS_BOGUS, r->chain);
	mx->why = DS_WHY_SIG;
	r->mx = mx;
	r->mx_status = DS_BOGUS;
	part_finding(a, r, DS_F_DNSSEC_SIG_EXPIRED, DS_ACT_DNS_OPERATOR, "minkaas.nl", -1,
	    ARGS("DNSKEY", "4711", "1769677200", "172800"), NULL, NULL);
	part_end(r, DS_V_BROKEN, DS_DELIVER_NO);
	return r;
}

/* not_signed - the parent proves that there is no DS */
static struct ds_report *not_signed(struct arena *a)
{
	struct ds_report *r = part_report(a, "minwind.nl", "minwind.nl");
	struct ds_host *host;

	part_unsigned_chain(a, r, "minwind.nl");
	part_mx(a, r, 1, "mail.minwind.nl", NULL);
	host = part_host(a, r, "mail.minwind.nl", 10, DS_POL_OPPORTUNISTIC);
	part_dialogue(a, r, host, "192.0.2.77", KEY_2, DS_DANE_NOT_APPLICABLE);
	part_finding(a, r, DS_F_DNSSEC_UNSIGNED, DS_ACT_DNS_OPERATOR, "minwind.nl", -1, ARGS("nl"),
	    NULL, NULL);
	part_end(r, DS_V_UNPROTECTED, DS_DELIVER_YES);
	return r;
}

/* no_mail - null MX */
static struct ds_report *no_mail(struct arena *a)
{
	struct ds_report *r = part_report(a, "minstroop.nl", "minstroop.nl");

	part_signed_chain(a, r, "minstroop.nl");
	r->mx = part_answer(a, "minstroop.nl", DS_T_MX, DS_SECURE, r->chain);
	r->mx_status = DS_SECURE;
	r->mx_kind = DS_MX_NULL;
	part_finding(a, r, DS_F_MX_NULL, DS_ACT_NOBODY, "minstroop.nl", -1, ARGS(NULL), NULL, NULL);
	part_end(r, DS_V_NO_MAIL, DS_DELIVER_NO);
	return r;
}

/* running - the chain is there, one host is being talked to */
static struct ds_report *running(struct arena *a)
{
	struct ds_report *r = part_report(a, "minmist.nl", "minmist.nl");
	struct ds_host *host;

	part_signed_chain(a, r, "minmist.nl");
	part_mx(a, r, 1, "mx1.minmist.nl", NULL);
	host = part_host(a, r, "mx1.minmist.nl", 10, DS_POL_UNKNOWN);
	part_record(a, host, KEY_1, 1);
	part_half_dialogue(a, host, "192.0.2.90");
	return r;
}

/* of_length - names of every length, and an alias */
static struct ds_report *of_length(struct arena *a)
{
	struct ds_report *r =
	    secured(a, "xn--rijksdienst-voor-het-zr-lange-naamgevingsbeleid-6vb.overheid.example",
		"rijksdienst-voor-het-zéér-lange-naamgevingsbeleid.overheid.example");

	part_alias(a, r->hosts[0], arena_printf(a, "a.%s", r->domain));
	return r;
}

/* make - one of the domains */
static struct ds_report *make(struct arena *a, enum fixture_domain which)
{
	switch (which) {
	case FIXTURE_SECURED: return secured(a, "minfiets.nl", "minfiets.nl");
	case FIXTURE_MISMATCH: return mismatch(a);
	case FIXTURE_BOGUS: return bogus(a);
	case FIXTURE_UNSIGNED: return not_signed(a);
	case FIXTURE_NO_MAIL: return no_mail(a);
	case FIXTURE_LONG: return of_length(a);
	case FIXTURE_RUNNING: return running(a);
	case FIXTURE_DOMAINS: break;
	}
	return NULL;
}

/* fixture_report - one of the domains, with what senders do */
const struct ds_report *fixture_report(struct arena *a, enum fixture_domain which)
{
	struct ds_report *r = make(a, which);
	struct ds_sender_outcome *senders = arena_alloc(a, DS_SENDERS, sizeof *senders);

	if (!r->done)
		return r;
	senders_judge(r, true, senders);
	r->senders = senders;
	r->nsenders = DS_SENDERS;
	return r;
}

/* put - a report on the list */
static void put(struct ui *ui, const struct ds_report *r)
{
	struct ds_domain domain;
	struct tui_entry *entry;

	snprintf(domain.ascii, sizeof domain.ascii, "%s", r->domain);
	snprintf(domain.unicode, sizeof domain.unicode, "%s", r->domain_unicode);
	entry = session_add(&ui->session, &domain, NULL);
	session_put(&ui->session, entry, r);
	ui_stale(ui);
}

/* fixture_fill - all domains */
void fixture_fill(struct ui *ui, struct arena *a)
{
	for (enum fixture_domain i = 0; i < FIXTURE_DOMAINS; i++)
		put(ui, fixture_report(a, i));
}

/* fixture_fill_many - a long list, of which every third domain is in order */
void fixture_fill_many(struct ui *ui, struct arena *a, size_t n)
{
	static const enum fixture_domain kinds[] = { FIXTURE_SECURED, FIXTURE_MISMATCH,
		FIXTURE_UNSIGNED };

	const struct ds_report *of[3];

	for (size_t i = 0; i < 3; i++)
		of[i] = fixture_report(a, kinds[i]);
	for (size_t i = 1; i <= n; i++) {
		char *name = arena_printf(a, "domain-%04zu.example", i);
		struct ds_report *r =
		    arena_copy(a, of[((uint32_t)i * 2654435761u >> 16) % 3], sizeof *r);

		r->domain = r->domain_unicode = name;
		put(ui, r);
	}
}
