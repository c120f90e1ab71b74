/* SPDX-License-Identifier: BSD-2-Clause */
/* words - marks and short words for what the report says */
#include <stdio.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "core/report/report.h"
#include "tui/session.h"
#include "tui/words.h"

/* words_verdict - of a domain */
struct said words_verdict(enum ds_verdict v)
{
	switch (v) {
	case DS_V_PENDING: break;
	case DS_V_SECURED: return (struct said){ MARK_GOOD, _("secured") };
	case DS_V_PARTIAL: return (struct said){ MARK_WEAK, _("partial") };
	case DS_V_UNPROTECTED: return (struct said){ MARK_WEAK, _("unprotected") };
	case DS_V_BROKEN: return (struct said){ MARK_BAD, _("broken") };
	case DS_V_NO_MAIL: return (struct said){ MARK_NONE, _("no mail") };
	case DS_V_UNKNOWN: return (struct said){ MARK_UNKNOWN, _("unknown") };
	}
	return (struct said){ MARK_BUSY, _("checking") };
}

/* words_entry - the verdict of a domain, or what its check is at */
struct said words_entry(const struct tui_entry *entry)
{
	if (entry->state == ENTRY_WAITING)
		return (struct said){ MARK_BUSY, _("waiting") };
	if (entry->state == ENTRY_STOPPED)
		return (struct said){ MARK_UNKNOWN, _("stopped") };
	return words_verdict(entry->report ? entry->report->verdict : entry->gist.verdict);
}

/* words_status - of a zone or an answer */
struct said words_status(const struct ds_report *r, enum ds_status s)
{
	switch (r ? ds_status_shown(r, s) : s) {
	case DS_BOGUS: return (struct said){ MARK_BAD, _("invalid") };
	case DS_INDETERMINATE: return (struct said){ MARK_UNKNOWN, _("unknown") };
	case DS_INSECURE: return (struct said){ MARK_WEAK, _("unsigned") };
	case DS_SECURE: return (struct said){ MARK_GOOD, _("valid") };
	case DS_UNCHECKED: break;
	}
	return (struct said){ MARK_NONE, _("not asked") };
}

/* words_status_meaning - the same as a sentence */
const char *words_status_meaning(const struct ds_report *r, enum ds_status s)
{
	if (r && ds_status_shown(r, s) != s)
		return _("not established: this machine cannot judge");
	switch (s) {
	case DS_BOGUS: return _("signed, but the proof fails: resolvers refuse this answer");
	case DS_INDETERMINATE: return _("could not be fetched: nothing is known");
	case DS_INSECURE: return _("proved to be unsigned: anyone on the way can change it");
	case DS_SECURE: return _("proved by an unbroken chain of signatures from the root");
	case DS_UNCHECKED: break;
	}
	return _("not asked: a correct sender does not ask either");
}

/* words_policy - what becomes of mail at one host */
struct said words_policy(enum ds_policy p)
{
	switch (p) {
	case DS_POL_UNKNOWN: break;
	case DS_POL_DANE_VERIFIED: return (struct said){ MARK_GOOD, _("verified") };
	case DS_POL_DANE_FAILED: return (struct said){ MARK_BAD, _("refused") };
	case DS_POL_ENCRYPT_ONLY: return (struct said){ MARK_WEAK, _("encrypted only") };
	case DS_POL_OPPORTUNISTIC: return (struct said){ MARK_WEAK, _("no DANE") };
	case DS_POL_DNS_FAILED: return (struct said){ MARK_BAD, _("DNS fails") };
	case DS_POL_NO_ADDRESS: return (struct said){ MARK_WEAK, _("no address") };
	case DS_POL_UNREACHABLE: return (struct said){ MARK_UNKNOWN, _("unreachable") };
	case DS_POL_NOT_PROBED: return (struct said){ MARK_NONE, _("not tried") };
	}
	return (struct said){ MARK_BUSY, _("checking") };
}

/* words_host - what becomes of mail at this host */
struct said words_host(const struct ds_report *r, const struct ds_host *host)
{
	if (r->done && host->policy == DS_POL_UNKNOWN)
		return (struct said){ MARK_UNKNOWN, _("undecided") };
	return words_policy(host->policy);
}

/* words_policy_deed - what a sender that honours DANE does */
const char *words_policy_deed(enum ds_policy p)
{
	switch (p) {
	case DS_POL_UNKNOWN: break;
	case DS_POL_DANE_VERIFIED:
		return _("A sender that honours DANE delivers here: encrypted, and sure of the "
			 "host.");
	case DS_POL_DANE_FAILED:
		return _("A sender that honours DANE refuses this host and keeps the mail.");
	case DS_POL_ENCRYPT_ONLY:
		return _("A sender that honours DANE insists on encryption here, but cannot be "
			 "sure of the host.");
	case DS_POL_OPPORTUNISTIC:
		return _("DANE does not apply: senders encrypt if it is offered, and an attacker "
			 "on the way can prevent it.");
	case DS_POL_DNS_FAILED:
		return _("The DNS look-up fails: senders that check DNSSEC skip this host.");
	case DS_POL_NO_ADDRESS: return _("The host has no address: nobody can deliver here.");
	case DS_POL_UNREACHABLE:
		return _("Nobody answered at this host, so nothing could be seen.");
	case DS_POL_NOT_PROBED: return _("No connection was tried: only the DNS was looked at.");
	}
	return _("Still being looked at.");
}

/* words_sig - of a signature */
struct said words_sig(enum ds_sig_state s)
{
	switch (s) {
	case DS_SIG_VALID: return (struct said){ MARK_GOOD, _("valid") };
	case DS_SIG_UNCHECKED: return (struct said){ MARK_NONE, _("not needed") };
	case DS_SIG_EXPIRED: return (struct said){ MARK_BAD, _("expired") };
	case DS_SIG_NOT_YET_VALID: return (struct said){ MARK_BAD, _("not valid yet") };
	case DS_SIG_INVALID: return (struct said){ MARK_BAD, _("does not fit") };
	case DS_SIG_UNKNOWN_KEY: return (struct said){ MARK_BAD, _("key is not there") };
	case DS_SIG_WRONG_SIGNER: return (struct said){ MARK_BAD, _("wrong signer") };
	case DS_SIG_LABELS: return (struct said){ MARK_BAD, _("wrong label count") };
	case DS_SIG_UNSUPPORTED: return (struct said){ MARK_UNKNOWN, _("unknown algorithm") };
	case DS_SIG_KEY_UNUSABLE: return (struct said){ MARK_BAD, _("unusable key") };
	case DS_SIG_WORK_LIMIT: break;
	}
	return (struct said){ MARK_UNKNOWN, _("not tried: limit reached") };
}

/* words_step - how far a dialogue is */
struct said words_step(enum ds_step s)
{
	switch (s) {
	case DS_STEP_WAITING: return (struct said){ MARK_BUSY, _("waiting") };
	case DS_STEP_CONNECT: return (struct said){ MARK_BUSY, _("connecting") };
	case DS_STEP_GREETING: return (struct said){ MARK_BUSY, _("greeting") };
	case DS_STEP_EHLO: return (struct said){ MARK_BUSY, "EHLO" };
	case DS_STEP_STARTTLS: return (struct said){ MARK_BUSY, "STARTTLS" };
	case DS_STEP_HANDSHAKE: return (struct said){ MARK_BUSY, _("handshake") };
	case DS_STEP_EHLO_TLS: return (struct said){ MARK_BUSY, "EHLO" };
	case DS_STEP_QUIT: return (struct said){ MARK_BUSY, "QUIT" };
	case DS_STEP_DONE: break;
	}
	return (struct said){ MARK_GOOD, _("done") };
}

/* words_connect - a dialogue that never came about */
static struct said words_connect(const struct ds_probe *probe)
{
	switch (probe->connect) {
	case DS_CONN_REFUSED: return (struct said){ MARK_UNKNOWN, _("refused") };
	case DS_CONN_TIMEOUT: return (struct said){ MARK_UNKNOWN, _("no reply") };
	case DS_CONN_UNREACHABLE: return (struct said){ MARK_UNKNOWN, _("no route") };
	case DS_CONN_SKIPPED: return (struct said){ MARK_NONE, _("skipped") };
	case DS_CONN_PENDING:
	case DS_CONN_OK: break;
	}
	return (struct said){ MARK_UNKNOWN, _("no answer") };
}

/* words_starttls - how encryption came about at one address, or did not */
struct said words_starttls(const struct ds_probe *probe)
{
	if (!probe->done)
		return words_step(probe->step);
	switch (probe->starttls) {
	case DS_TLS_OK: return (struct said){ MARK_GOOD, _("encrypted") };
	case DS_TLS_NOT_OFFERED: return (struct said){ MARK_BAD, _("not offered") };
	case DS_TLS_REFUSED: return (struct said){ MARK_BAD, _("refused") };
	case DS_TLS_HANDSHAKE_FAILED: return (struct said){ MARK_BAD, _("TLS fails") };
	case DS_TLS_PROTOCOL_ERROR: return (struct said){ MARK_BAD, _("wrong reply") };
	case DS_TLS_NONE: break;
	}
	return words_connect(probe);
}

/* words_dane - does the certificate fit the records? */
struct said words_dane(enum ds_dane_result r)
{
	switch (r) {
	case DS_DANE_VERIFIED: return (struct said){ MARK_GOOD, _("matches") };
	case DS_DANE_MISMATCH: return (struct said){ MARK_BAD, _("no match") };
	case DS_DANE_NO_USABLE: return (struct said){ MARK_WEAK, _("unusable") };
	case DS_DANE_NOT_APPLICABLE: break;
	}
	return (struct said){ MARK_NONE, _("no DANE") };
}

/* words_outcome - how a look-up ended */
struct said words_outcome(enum ds_outcome o)
{
	switch (o) {
	case DS_OUT_DATA: return (struct said){ MARK_GOOD, _("answered") };
	case DS_OUT_NODATA: return (struct said){ MARK_NONE, _("no such record") };
	case DS_OUT_NXDOMAIN: return (struct said){ MARK_NONE, _("no such name") };
	case DS_OUT_SERVFAIL: return (struct said){ MARK_BAD, "SERVFAIL" };
	case DS_OUT_REFUSED: return (struct said){ MARK_BAD, "REFUSED" };
	case DS_OUT_NOTIMP: return (struct said){ MARK_BAD, "NOTIMP" };
	case DS_OUT_RCODE: return (struct said){ MARK_BAD, _("error code") };
	case DS_OUT_TIMEOUT: return (struct said){ MARK_UNKNOWN, _("no answer in time") };
	case DS_OUT_UNREACHABLE: return (struct said){ MARK_UNKNOWN, _("unreachable") };
	case DS_OUT_MALFORMED: return (struct said){ MARK_BAD, _("malformed answer") };
	case DS_OUT_LAME: return (struct said){ MARK_BAD, _("does not hold the zone") };
	case DS_OUT_LOOP: return (struct said){ MARK_BAD, _("goes in a circle") };
	case DS_OUT_NOT_RECORDED: break;
	}
	return (struct said){ MARK_UNKNOWN, _("not in the recording") };
}

/* words_tlsa_reason - can a TLSA record be used? */
struct said words_tlsa_reason(enum ds_tlsa_reason r)
{
	switch (r) {
	case DS_TLSA_USABLE: return (struct said){ MARK_GOOD, _("usable") };
	case DS_TLSA_PKIX: return (struct said){ MARK_WEAK, _("usage 0 and 1 are not for mail") };
	case DS_TLSA_USAGE: return (struct said){ MARK_WEAK, _("unknown usage") };
	case DS_TLSA_SELECTOR: return (struct said){ MARK_WEAK, _("unknown selector") };
	case DS_TLSA_MATCHING: return (struct said){ MARK_WEAK, _("unknown matching type") };
	case DS_TLSA_LENGTH: return (struct said){ MARK_WEAK, _("wrong length") };
	case DS_TLSA_DATA: return (struct said){ MARK_WEAK, _("no certificate or key") };
	case DS_TLSA_INVALID: break;
	}
	return (struct said){ MARK_WEAK, _("not a TLSA record") };
}

/* words_record_mark - does a TLSA record do its work? */
enum mark words_record_mark(const struct ds_host *host, const struct ds_tlsa_record *record)
{
	if (record->reason != DS_TLSA_USABLE)
		return MARK_WEAK;
	if (record->nmatches)
		return MARK_GOOD;
	return host->policy == DS_POL_DANE_FAILED ? MARK_BAD : MARK_NONE;
}

/* words_severity - of a finding */
struct said words_severity(enum ds_severity s)
{
	switch (s) {
	case DS_ERROR: return (struct said){ MARK_BAD, _("error") };
	case DS_WARNING: return (struct said){ MARK_WEAK, _("warning") };
	case DS_NOTICE: return (struct said){ MARK_NONE, _("notice") };
	case DS_INFO: break;
	}
	return (struct said){ MARK_NONE, _("info") };
}
