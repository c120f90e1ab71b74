/* SPDX-License-Identifier: BSD-2-Clause */
/* labels - the enumerations in words for people */
#include "core/diagnosis/labels.h"

#include "core/base/i18n.h"

#define COUNT(a)         (sizeof(a) / sizeof((a)[0]))
#define LABEL(table, at) label_at(table, COUNT(table), (unsigned)(at))

/* label_at - an entry of a table; "unknown" beyond its end */
static const char *label_at(const char *const *table, size_t n, unsigned at)
{
	return at < n ? table[at] : N_("unknown");
}

/* ds_status_label - security status of an answer or a zone */
const char *ds_status_label(enum ds_status status)
{
	static const char *const labels[] = {
		[DS_BOGUS] = N_("bogus"),
		[DS_INDETERMINATE] = N_("not established"),
		[DS_INSECURE] = N_("not signed"),
		[DS_SECURE] = N_("secure"),
		[DS_UNCHECKED] = N_("not asked"),
	};

	return LABEL(labels, status);
}

/* ds_reason_label - why a link or an answer is not secure */
const char *ds_reason_label(enum ds_reason why)
{
	static const char *const labels[] = {
		[DS_WHY_NONE] = N_("no fault found"),
		[DS_WHY_NO_DS] = N_("the zone is not signed"),
		[DS_WHY_OPT_OUT] = N_("the zone above leaves unsigned names out of its proofs"),
		[DS_WHY_PARENT] = N_("the zone above is not secure"),
		[DS_WHY_UNSUPPORTED] = N_("it uses only algorithms that are not verified"),
		[DS_WHY_NSEC3_COST] = N_("its proofs take too many NSEC3 iterations"),
		[DS_WHY_LOOKUP] = N_("it could not be looked up"),
		[DS_WHY_NO_ANCHOR] = N_("no key of the root fits the trust anchor"),
		[DS_WHY_NO_KEYS] = N_("the parent has a DS, the zone has no keys"),
		[DS_WHY_DS_NO_KEY] = N_("the DS names a key that is not there"),
		[DS_WHY_DS_DIGEST] = N_("the digest in the DS does not fit the key"),
		[DS_WHY_KEYS_UNSIGNED] = N_("the trusted key has not signed the key set"),
		[DS_WHY_SIG_MISSING] = N_("the signature is missing"),
		[DS_WHY_SIG] = N_("no signature is valid"),
		[DS_WHY_DENIAL_MISSING] = N_("nothing proves the absence"),
		[DS_WHY_DENIAL_INVALID] = N_("the proof of absence fails"),
		[DS_WHY_WILDCARD] = N_("a wildcard's answer lacks its proof"),
		[DS_WHY_STRANGER] = N_("a record beside the answer does not verify"),
		[DS_WHY_CONTRADICTION] = N_("it says \"no such name\", and gives the record"),
		[DS_WHY_ALIAS_LOOP] = N_("the alias leads back to itself"),
		[DS_WHY_ALIAS_TOO_LONG] = N_("there are too many aliases"),
		[DS_WHY_WORK_LIMIT] = N_("checking it takes too much work"),
	};

	return LABEL(labels, why);
}

/* ds_outcome_label - how a look-up ended */
const char *ds_outcome_label(enum ds_outcome outcome)
{
	static const char *const labels[] = {
		[DS_OUT_DATA] = N_("answered"),
		[DS_OUT_NODATA] = N_("no such record"),
		[DS_OUT_NXDOMAIN] = N_("no such name"),
		[DS_OUT_SERVFAIL] = N_("the server reports a failure (SERVFAIL)"),
		[DS_OUT_REFUSED] = N_("the server refuses the question (REFUSED)"),
		[DS_OUT_NOTIMP] = N_("the server does not know the question (NOTIMP)"),
		[DS_OUT_RCODE] = N_("the server reports an error"),
		[DS_OUT_TIMEOUT] = N_("no answer in time"),
		[DS_OUT_UNREACHABLE] = N_("the server cannot be reached"),
		[DS_OUT_MALFORMED] = N_("the answer cannot be read"),
		[DS_OUT_NOT_RECORDED] = N_("the recording does not hold the answer"),
		[DS_OUT_LAME] = N_("does not hold the zone"),
		[DS_OUT_LOOP] = N_("the delegations lead in a circle"),
	};

	return LABEL(labels, outcome);
}

/* ds_policy_label - what a sender that honours DANE does with a host */
const char *ds_policy_label(enum ds_policy policy)
{
	static const char *const labels[] = {
		[DS_POL_UNKNOWN] = N_("not decided"),
		[DS_POL_DANE_VERIFIED] = N_("protected by DANE"),
		[DS_POL_DANE_FAILED] = N_("refused: DANE fails"),
		[DS_POL_ENCRYPT_ONLY] = N_("encrypted, identity not checked"),
		[DS_POL_OPPORTUNISTIC] = N_("not protected"),
		[DS_POL_DNS_FAILED] = N_("skipped: its DNS fails"),
		[DS_POL_NO_ADDRESS] = N_("has no address"),
		[DS_POL_UNREACHABLE] = N_("could not be reached"),
		[DS_POL_NOT_PROBED] = N_("not connected to"),
	};

	return LABEL(labels, policy);
}

/* ds_connect_label - how connecting ended */
const char *ds_connect_label(enum ds_connect connect)
{
	static const char *const labels[] = {
		[DS_CONN_PENDING] = N_("connecting"),
		[DS_CONN_OK] = N_("connected"),
		[DS_CONN_REFUSED] = N_("connection refused"),
		[DS_CONN_TIMEOUT] = N_("no answer in time"),
		[DS_CONN_UNREACHABLE] = N_("cannot be reached from here"),
		[DS_CONN_SKIPPED] = N_("not tried"),
	};

	return LABEL(labels, connect);
}

/* ds_starttls_label - how STARTTLS ended */
const char *ds_starttls_label(enum ds_starttls starttls)
{
	static const char *const labels[] = {
		[DS_TLS_NONE] = N_("did not get as far as STARTTLS"),
		[DS_TLS_OK] = N_("encrypted"),
		[DS_TLS_NOT_OFFERED] = N_("STARTTLS is not offered"),
		[DS_TLS_REFUSED] = N_("STARTTLS is refused"),
		[DS_TLS_HANDSHAKE_FAILED] = N_("the TLS handshake fails"),
		[DS_TLS_PROTOCOL_ERROR] = N_("STARTTLS is answered wrongly"),
	};

	return LABEL(labels, starttls);
}

/* ds_step_label - what a dialogue waits for */
const char *ds_step_label(enum ds_step step)
{
	static const char *const labels[] = {
		[DS_STEP_WAITING] = N_("its turn"),
		[DS_STEP_CONNECT] = N_("connection"),
		[DS_STEP_GREETING] = N_("greeting"),
		[DS_STEP_EHLO] = N_("reply to EHLO"),
		[DS_STEP_STARTTLS] = N_("reply to STARTTLS"),
		[DS_STEP_HANDSHAKE] = N_("TLS handshake"),
		[DS_STEP_EHLO_TLS] = N_("reply to EHLO over TLS"),
		[DS_STEP_QUIT] = N_("reply to QUIT"),
		[DS_STEP_DONE] = N_("nothing more"),
	};

	return LABEL(labels, step);
}

/* ds_tlsa_reason_label - why a TLSA record cannot be used */
const char *ds_tlsa_reason_label(enum ds_tlsa_reason reason)
{
	static const char *const labels[] = {
		[DS_TLSA_USABLE] = N_("usable"),
		[DS_TLSA_PKIX] = N_("usage 0 and 1 are not for mail"),
		[DS_TLSA_USAGE] = N_("unknown usage"),
		[DS_TLSA_SELECTOR] = N_("unknown selector"),
		[DS_TLSA_MATCHING] = N_("unknown matching type"),
		[DS_TLSA_LENGTH] = N_("digest of the wrong length"),
		[DS_TLSA_DATA] = N_("holds no certificate or key"),
		[DS_TLSA_INVALID] = N_("no TLSA record at all"),
	};

	return LABEL(labels, reason);
}

/* ds_actor_label - who can do something about it */
const char *ds_actor_label(enum ds_actor actor)
{
	static const char *const labels[] = {
		[DS_ACT_NOBODY] = N_("nobody needs to"),
		[DS_ACT_YOU] = N_("you, on this machine"),
		[DS_ACT_REGISTRAR] = N_("the registrar of the domain"),
		[DS_ACT_DNS_OPERATOR] = N_("the operator of the name servers"),
		[DS_ACT_MAIL_OPERATOR] = N_("the operator of the mail host"),
	};

	return LABEL(labels, actor);
}

/* ds_severity_label - how bad a finding is */
const char *ds_severity_label(enum ds_severity severity)
{
	static const char *const labels[] = {
		[DS_ERROR] = N_("error"),
		[DS_WARNING] = N_("warning"),
		[DS_NOTICE] = N_("notice"),
		[DS_INFO] = N_("info"),
	};

	return LABEL(labels, severity);
}

/* ds_look_label - what else an address was asked for */
const char *ds_look_label(enum ds_look look)
{
	static const char *const labels[] = {
		[DS_LOOK_RSA] = N_("with an RSA key"),
		[DS_LOOK_ECDSA] = N_("with an ECDSA key"),
		[DS_LOOK_NO_SNI] = N_("without a name (SNI)"),
	};

	return LABEL(labels, look);
}

/* ds_sender_label - a kind of sender */
const char *ds_sender_label(enum ds_sender sender)
{
	static const char *const labels[] = {
		[DS_SENDER_STRICT] = N_("DANE as in RFC 7672"),
		[DS_SENDER_POSTFIX] = N_("Postfix, dane"),
		[DS_SENDER_DANE_ONLY] = N_("Postfix, dane-only"),
		[DS_SENDER_EXCHANGE] = N_("Exchange Online"),
		[DS_SENDER_PLAIN] = N_("sender without DANE"),
	};

	return LABEL(labels, sender);
}

/* ds_delivery_label - what becomes of a message */
const char *ds_delivery_label(enum ds_delivery delivery)
{
	static const char *const labels[] = {
		[DS_SEND_UNKNOWN] = N_("cannot be told"),
		[DS_SEND_AUTHENTICATED] = N_("delivered, authenticated"),
		[DS_SEND_ENCRYPTED] = N_("delivered, encrypted only"),
		[DS_SEND_CLEAR] = N_("delivered in clear text"),
		[DS_SEND_DEFERRED] = N_("held back"),
		[DS_SEND_BOUNCED] = N_("returned at once"),
	};

	return LABEL(labels, delivery);
}

/* ds_failure_label - why an answer is an error: what was not had, or what could not be proved. A zone
 * that inherits its fault says that of the zone above */
const char *ds_failure_label(const struct ds_answer *a)
{
	if (a->why == DS_WHY_LOOKUP)
		return ds_outcome_label(a->outcome);
	if (a->why == DS_WHY_PARENT && a->chain.n > 0)
		return ds_reason_label(a->chain.links[a->chain.n - 1]->why);
	return ds_reason_label(a->why);
}
