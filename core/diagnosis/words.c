/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * words - the names of the enumerations, as the JSON report and the command line
 * spell them
 *
 * They are fixed by the contract of the report and never translated.
 */
#include "core/danescope.h"

#include <stdio.h>

#define COUNT(a)        (sizeof(a) / sizeof((a)[0]))
#define WORD(table, at) word_at(table, COUNT(table), (unsigned)(at))

/* word_at - an entry of a table; "unknown" beyond its end */
static const char *word_at(const char *const *table, size_t n, unsigned at)
{
	return at < n ? table[at] : "unknown";
}

/* ds_status_word - security status (RFC 4035 section 4.3) */
const char *ds_status_word(enum ds_status status)
{
	static const char *const words[] = {
		[DS_BOGUS] = "bogus",
		[DS_INDETERMINATE] = "indeterminate",
		[DS_INSECURE] = "insecure",
		[DS_SECURE] = "secure",
		[DS_UNCHECKED] = NULL,
	};

	return WORD(words, status);
}

/* ds_policy_word - what a sender does with a host */
const char *ds_policy_word(enum ds_policy policy)
{
	static const char *const words[] = {
		[DS_POL_UNKNOWN] = "unknown",
		[DS_POL_DANE_VERIFIED] = "dane-verified",
		[DS_POL_DANE_FAILED] = "dane-failed",
		[DS_POL_ENCRYPT_ONLY] = "encrypt-only",
		[DS_POL_OPPORTUNISTIC] = "opportunistic",
		[DS_POL_DNS_FAILED] = "dns-failed",
		[DS_POL_NO_ADDRESS] = "no-address",
		[DS_POL_UNREACHABLE] = "unreachable",
		[DS_POL_NOT_PROBED] = "not-probed",
	};

	return WORD(words, policy);
}

/* ds_verdict_word - the verdict on a domain */
const char *ds_verdict_word(enum ds_verdict verdict)
{
	static const char *const words[] = {
		[DS_V_PENDING] = NULL,
		[DS_V_SECURED] = "secured",
		[DS_V_PARTIAL] = "partial",
		[DS_V_UNPROTECTED] = "unprotected",
		[DS_V_BROKEN] = "broken",
		[DS_V_NO_MAIL] = "no-mail",
		[DS_V_UNKNOWN] = "unknown",
	};

	return WORD(words, verdict);
}

/* ds_deliverable_word - what a validating sender can still do */
const char *ds_deliverable_word(enum ds_deliverable deliverable)
{
	static const char *const words[] = {
		[DS_DELIVER_UNKNOWN] = "unknown",
		[DS_DELIVER_YES] = "yes",
		[DS_DELIVER_DEGRADED] = "degraded",
		[DS_DELIVER_NO] = "no",
	};

	return WORD(words, deliverable);
}

/* ds_mx_kind_word - how the domain names its mail hosts */
const char *ds_mx_kind_word(enum ds_mx_kind kind)
{
	static const char *const words[] = {
		[DS_MX_UNKNOWN] = "unknown",
		[DS_MX_RECORDS] = "mx",
		[DS_MX_IMPLICIT] = "implicit",
		[DS_MX_NULL] = "null",
		[DS_MX_NONE] = "none",
	};

	return WORD(words, kind);
}

/* ds_connect_word - how connecting ended */
const char *ds_connect_word(enum ds_connect connect)
{
	static const char *const words[] = {
		[DS_CONN_PENDING] = "pending",
		[DS_CONN_OK] = "ok",
		[DS_CONN_REFUSED] = "refused",
		[DS_CONN_TIMEOUT] = "timeout",
		[DS_CONN_UNREACHABLE] = "unreachable",
		[DS_CONN_SKIPPED] = "skipped",
	};

	return WORD(words, connect);
}

/* ds_starttls_word - how STARTTLS ended */
const char *ds_starttls_word(enum ds_starttls starttls)
{
	static const char *const words[] = {
		[DS_TLS_NONE] = "none",
		[DS_TLS_OK] = "ok",
		[DS_TLS_NOT_OFFERED] = "not-offered",
		[DS_TLS_REFUSED] = "refused",
		[DS_TLS_HANDSHAKE_FAILED] = "handshake-failed",
		[DS_TLS_PROTOCOL_ERROR] = "protocol-error",
	};

	return WORD(words, starttls);
}

/* ds_dane_word - the outcome of matching against TLSA */
const char *ds_dane_word(enum ds_dane_result result)
{
	static const char *const words[] = {
		[DS_DANE_NOT_APPLICABLE] = "not-applicable",
		[DS_DANE_VERIFIED] = "verified",
		[DS_DANE_MISMATCH] = "mismatch",
		[DS_DANE_NO_USABLE] = "no-usable",
	};

	return WORD(words, result);
}

/* ds_sig_word - what became of a signature */
const char *ds_sig_word(enum ds_sig_state state)
{
	static const char *const words[] = {
		[DS_SIG_VALID] = "valid",
		[DS_SIG_UNCHECKED] = "unchecked",
		[DS_SIG_EXPIRED] = "expired",
		[DS_SIG_NOT_YET_VALID] = "not-yet-valid",
		[DS_SIG_INVALID] = "invalid",
		[DS_SIG_UNKNOWN_KEY] = "unknown-key",
		[DS_SIG_WRONG_SIGNER] = "wrong-signer",
		[DS_SIG_LABELS] = "labels",
		[DS_SIG_UNSUPPORTED] = "unsupported",
		[DS_SIG_KEY_UNUSABLE] = "key-unusable",
		[DS_SIG_WORK_LIMIT] = "work-limit",
	};

	return WORD(words, state);
}

/* ds_severity_word - how bad a finding is */
const char *ds_severity_word(enum ds_severity severity)
{
	static const char *const words[] = {
		[DS_ERROR] = "error",
		[DS_WARNING] = "warning",
		[DS_NOTICE] = "notice",
		[DS_INFO] = "info",
	};

	return WORD(words, severity);
}

/* ds_actor_word - who can do something about it */
const char *ds_actor_word(enum ds_actor actor)
{
	static const char *const words[] = {
		[DS_ACT_NOBODY] = "nobody",
		[DS_ACT_YOU] = "you",
		[DS_ACT_REGISTRAR] = "registrar",
		[DS_ACT_DNS_OPERATOR] = "dns-operator",
		[DS_ACT_MAIL_OPERATOR] = "mail-operator",
	};

	return WORD(words, actor);
}

/* ds_outcome_word - how a look-up ended */
const char *ds_outcome_word(enum ds_outcome outcome)
{
	static const char *const words[] = {
		[DS_OUT_DATA] = "ok",
		[DS_OUT_NODATA] = "nodata",
		[DS_OUT_NXDOMAIN] = "nxdomain",
		[DS_OUT_SERVFAIL] = "servfail",
		[DS_OUT_REFUSED] = "refused",
		[DS_OUT_NOTIMP] = "notimp",
		[DS_OUT_RCODE] = "error",
		[DS_OUT_TIMEOUT] = "timeout",
		[DS_OUT_UNREACHABLE] = "unreachable",
		[DS_OUT_MALFORMED] = "malformed",
		[DS_OUT_NOT_RECORDED] = "not-recorded",
		[DS_OUT_LAME] = "lame",
		[DS_OUT_LOOP] = "loop",
	};

	return WORD(words, outcome);
}

/* ds_server_fault_word - what is wrong with a name server */
const char *ds_server_fault_word(enum ds_server_fault fault)
{
	switch (fault) {
	case DS_SRV_LAME: return "lame";
	case DS_SRV_NO_TCP: return "no-tcp";
	case DS_SRV_NO_EDNS: return "no-edns";
	case DS_SRV_UDP_TOO_LARGE: return "udp-too-large";
	case DS_SRV_UNKNOWN_TYPE: return "unknown-type";
	case DS_SRV_SPECIAL: return "special-address";
	case DS_SRV_FORGED: return "forged-replies";
	case DS_SRV_SILENT: return "silent";
	case DS_SRV_REFUSES: return "refuses";
	case DS_SRV_FAILS: return "fails";
	case DS_SRV_MALFORMED: return "malformed";
	case DS_SRV_PARENT_ONLY: return "parent-only";
	}
	return NULL;
}

/* ds_from_word - who said a line of the transcript */
const char *ds_from_word(enum ds_line_from from)
{
	static const char *const words[] = {
		[DS_FROM_LOCAL] = "local",
		[DS_FROM_SERVER] = "server",
		[DS_FROM_CLIENT] = "client",
		[DS_FROM_TLS] = "tls",
	};

	return WORD(words, from);
}

/* ds_tlsa_reason_word - why a TLSA record cannot be used */
const char *ds_tlsa_reason_word(enum ds_tlsa_reason reason)
{
	static const char *const words[] = {
		[DS_TLSA_USABLE] = "usable",
		[DS_TLSA_PKIX] = "pkix-usage",
		[DS_TLSA_USAGE] = "unknown-usage",
		[DS_TLSA_SELECTOR] = "unknown-selector",
		[DS_TLSA_MATCHING] = "unknown-matching-type",
		[DS_TLSA_LENGTH] = "wrong-length",
		[DS_TLSA_DATA] = "unreadable-data",
		[DS_TLSA_INVALID] = "malformed",
	};

	return WORD(words, reason);
}

/* ds_look_word - what else an address was asked for */
const char *ds_look_word(enum ds_look look)
{
	static const char *const words[] = {
		[DS_LOOK_RSA] = "rsa",
		[DS_LOOK_ECDSA] = "ecdsa",
		[DS_LOOK_NO_SNI] = "no-sni",
	};

	return WORD(words, look);
}

/* ds_look_result_word - what came of it */
const char *ds_look_result_word(enum ds_look_result result)
{
	static const char *const words[] = {
		[DS_LOOKED_UNKNOWN] = "unknown",
		[DS_LOOKED_NONE] = "none",
		[DS_LOOKED_SHOWN] = "shown",
	};

	return WORD(words, result);
}

/* ds_key_kind_word - what a certificate's key can do in TLS */
const char *ds_key_kind_word(enum ds_key_kind kind)
{
	static const char *const words[] = {
		[DS_KEY_OTHER] = "other",
		[DS_KEY_RSA] = "rsa",
		[DS_KEY_ECDSA] = "ecdsa",
	};

	return WORD(words, kind);
}

/* ds_sender_word - a kind of sender */
const char *ds_sender_word(enum ds_sender sender)
{
	static const char *const words[] = {
		[DS_SENDER_STRICT] = "rfc7672",
		[DS_SENDER_POSTFIX] = "postfix-dane",
		[DS_SENDER_DANE_ONLY] = "postfix-dane-only",
		[DS_SENDER_EXCHANGE] = "exchange-online",
		[DS_SENDER_PLAIN] = "no-dane",
	};

	return WORD(words, sender);
}

/* ds_delivery_word - what becomes of a message */
const char *ds_delivery_word(enum ds_delivery delivery)
{
	static const char *const words[] = {
		[DS_SEND_UNKNOWN] = "unknown",
		[DS_SEND_AUTHENTICATED] = "delivered-authenticated",
		[DS_SEND_ENCRYPTED] = "delivered-encrypted",
		[DS_SEND_CLEAR] = "delivered-plain",
		[DS_SEND_DEFERRED] = "deferred",
		[DS_SEND_BOUNCED] = "bounced",
	};

	return WORD(words, delivery);
}

/* ds_self_word - what keeps us from judging */
const char *ds_self_word(enum ds_self_fault fault)
{
	static const char *const words[] = {
		[DS_SELF_FINE] = NULL,
		[DS_SELF_SILENT] = "no-answer",
		[DS_SELF_STRIPPED] = "no-dnssec",
		[DS_SELF_ANCHOR] = "trust-anchor",
		[DS_SELF_CLOCK] = "clock",
		[DS_SELF_ROOT] = "root",
		[DS_SELF_TCP] = "tcp",
	};

	return WORD(words, fault);
}

/* ds_reach_word - does it work from here? */
const char *ds_reach_word(enum ds_reach reach)
{
	static const char *const words[] = {
		[DS_REACH_UNTRIED] = NULL,
		[DS_REACH_WORKS] = "works",
		[DS_REACH_FAILS] = "fails",
	};

	return WORD(words, reach);
}
