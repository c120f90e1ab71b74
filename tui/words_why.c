/* SPDX-License-Identifier: BSD-2-Clause */
/* words_why - reasons, people, keys, moments and amounts in words */
#include <stdio.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/words.h"

/* words_why - why a zone or an answer is not secure */
const char *words_why(enum ds_reason why)
{
	switch (why) {
	case DS_WHY_NONE: break;
	case DS_WHY_NO_DS: return _("no DS record at the parent (proved)");
	case DS_WHY_OPT_OUT: return _("no DS record (opt-out proof)");
	case DS_WHY_PARENT: return _("the zone above is not secure");
	case DS_WHY_UNSUPPORTED: return _("no DS of an algorithm known here");
	case DS_WHY_NSEC3_COST: return _("too many NSEC3 iterations");
	case DS_WHY_LOOKUP: return _("it could not be fetched");
	case DS_WHY_NO_ANCHOR: return _("no root key that is trusted here");
	case DS_WHY_NO_KEYS: return _("DS record, but no keys in the zone");
	case DS_WHY_DS_NO_KEY: return _("DS names a key that is not there");
	case DS_WHY_DS_DIGEST: return _("DS digest is not that of the key");
	case DS_WHY_KEYS_UNSIGNED: return _("no trusted key signed the keys");
	case DS_WHY_SIG_MISSING: return _("there is no signature");
	case DS_WHY_SIG: return _("no signature is valid");
	case DS_WHY_DENIAL_MISSING: return _("nothing proves the absence");
	case DS_WHY_DENIAL_INVALID: return _("the proof of absence does not hold");
	case DS_WHY_WILDCARD: return _("the wildcard's proof is incomplete");
	case DS_WHY_STRANGER: return _("a stray record does not verify");
	case DS_WHY_CONTRADICTION: return _("record and \"no such name\" at once");
	case DS_WHY_ALIAS_LOOP: return _("the aliases go round in a circle");
	case DS_WHY_ALIAS_TOO_LONG: return _("too many aliases in a row");
	case DS_WHY_WORK_LIMIT: return _("too much work to check");
	}
	return NULL;
}

/* words_actor - who can do something about it */
const char *words_actor(enum ds_actor who)
{
	switch (who) {
	case DS_ACT_NOBODY: break;
	case DS_ACT_YOU: return _("you");
	case DS_ACT_REGISTRAR: return _("the registrar of the domain");
	case DS_ACT_DNS_OPERATOR: return _("the operator of the DNS zone");
	case DS_ACT_MAIL_OPERATOR: return _("the operator of the mail host");
	}
	return _("nobody: nothing needs to be done");
}

/* words_gap - what one record of a proof says */
const char *words_gap(enum ds_gap_role role)
{
	switch (role) {
	case DS_GAP_MATCHES: return _("the name exists, without this type");
	case DS_GAP_COVERS: return _("nothing lies between");
	case DS_GAP_ENCLOSER: return _("the nearest name above it exists");
	case DS_GAP_WILDCARD_COVERS: return _("no wildcard could answer");
	case DS_GAP_WILDCARD_MATCHES: break;
	}
	return _("the wildcard exists, without this type");
}

/* signs_more - has this zone another key that signs what this one does not? */
static bool signs_more(const struct ds_key *key, const struct ds_link *link)
{
	for (size_t i = 0; i < link->nkeys; i++)
		if (&link->keys[i] != key && link->keys[i].zone_key && !link->keys[i].revoked &&
		    link->keys[i].algorithm == key->algorithm && link->keys[i].sep != key->sep)
			return true;
	return false;
}

/* words_key_kind - key-signing, zone-signing or both */
const char *words_key_kind(const struct ds_key *key, const struct ds_link *link)
{
	bool entry = key->trusted || key->signs_dnskey || key->sep;

	if (!entry)
		return "ZSK";
	return signs_more(key, link) ? (key->sep ? "KSK" : "ZSK") : "CSK";
}

/* words_algorithm - a name for people */
const char *words_algorithm(unsigned algorithm, char *buf, size_t size)
{
	switch (algorithm) {
	case 5:
	case 7: return "RSA SHA-1";
	case 8: return "RSA SHA-256";
	case 10: return "RSA SHA-512";
	case 13: return "ECDSA P-256";
	case 14: return "ECDSA P-384";
	case 15: return "Ed25519";
	case 16: return "Ed448";
	default: return ds_algorithm_name(algorithm, buf, size);
	}
}

/* words_moment - date and time in UTC */
const char *words_moment(char *buf, size_t size, int64_t seconds)
{
	time_t at = (time_t)seconds;
	struct tm tm;

	buf[0] = '\0';
	if (gmtime_r(&at, &tm))
		strftime(buf, size, "%Y-%m-%d %H:%M", &tm);
	return buf;
}

/* words_clock - hours and minutes where the user is */
const char *words_clock(char *buf, size_t size, int64_t milliseconds)
{
	time_t at = (time_t)(milliseconds / 1000);
	struct tm tm;

	buf[0] = '\0';
	if (localtime_r(&at, &tm))
		strftime(buf, size, "%H:%M", &tm);
	return buf;
}

/* words_span - how long something takes or lasts */
const char *words_span(char *buf, size_t size, int64_t s)
{
	unsigned long n = (unsigned long)(s < 0 ? -s : s);

	if (n >= 2 * 86400)
		snprintf(buf, size, n_("%lu day", "%lu days", n / 86400), n / 86400);
	else if (n >= 2 * 3600)
		snprintf(buf, size, n_("%lu hour", "%lu hours", n / 3600), n / 3600);
	else if (n >= 120)
		snprintf(buf, size, n_("%lu minute", "%lu minutes", n / 60), n / 60);
	else
		snprintf(buf, size, n_("%lu second", "%lu seconds", n), n);
	return buf;
}

/* words_duration - a short time */
const char *words_duration(char *buf, size_t size, uint64_t us)
{
	if (us < 10000)
		snprintf(buf, size, "%.1f ms", (double)us / 1000);
	else if (us < 1000000)
		snprintf(buf, size, "%.0f ms", (double)us / 1000);
	else
		snprintf(buf, size, "%.2f s", (double)us / 1000000);
	return buf;
}

/* words_days - whole days between two moments, rounded down */
long words_days(int64_t from, int64_t to)
{
	int64_t s = to - from;

	return (long)(s >= 0 ? s / 86400 : -((-s + 86399) / 86400));
}

/* words_cert_days - the certificate that ends first */
bool words_cert_days(const struct ds_report *report, long *days)
{
	bool seen = false;

	for (size_t h = 0; h < report->nhosts; h++)
		for (size_t p = 0; p < report->hosts[h]->nprobes; p++) {
			const struct ds_probe *probe = report->hosts[h]->probes[p];
			long left;

			if (!probe->ncerts)
				continue;
			left = words_days(report->judged_at, probe->certs[0]->not_after);
			if (!seen || left < *days)
				*days = left;
			seen = true;
		}
	return seen;
}

/* words_tlsa_hosts - hosts that DANE applies to */
size_t words_tlsa_hosts(const struct ds_report *report)
{
	size_t n = 0;

	for (size_t h = 0; h < report->nhosts; h++)
		if (report->hosts[h]->tlsa.status == DS_SECURE && report->hosts[h]->tlsa.nusable)
			n++;
	return n;
}

/* words_tls_probes - dialogues that became encrypted */
void words_tls_probes(const struct ds_report *report, size_t *done, size_t *answered)
{
	*done = *answered = 0;
	for (size_t h = 0; h < report->nhosts; h++)
		for (size_t p = 0; p < report->hosts[h]->nprobes; p++) {
			*answered += report->hosts[h]->probes[p]->ehlo_seen;
			*done += report->hosts[h]->probes[p]->starttls == DS_TLS_OK;
		}
}
