/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * senders - five kinds of senders walk along the mail hosts
 *
 * Each tries the hosts in the order of their preference, and takes the first
 * that it may use; a host that it may not use is passed over, and where that was
 * the last one the message waits. What a host is to a sender is the best of what
 * its addresses are: it tries them one by one.
 */

#include <string.h>

#include "core/base/i18n.h"
#include "core/dane/policy.h"
#include "core/dane/rules.h"
#include "core/dane/senders.h"

/* What a host, or one address of it, is to a sender; the better the higher. */
enum worth {
	WORTH_NOTHING, /* it has no address */
	WORTH_REFUSED,
	WORTH_SILENT, /* nothing could be seen */
	WORTH_CLEAR,
	WORTH_ENCRYPTED,
	WORTH_AUTHENTICATED,
};

struct opinion {
	enum worth worth;
	const char *code, *log, *why;
	unsigned rule;
};

/* Codes and words of one reason to refuse, by who logs them. */
struct refusal {
	const char *postfix, *words, *exchange;
	const char *why;
	unsigned rule;
};

static const struct refusal address_error = { "4.4.3",
	"Name service error: Host not found, try again", "4.4.312",
	N_("the address of the mail host cannot be established"), RULE_ADDRESS_ERROR };
static const struct refusal tlsa_error = { "4.7.5", "TLSA lookup error", "4.7.324",
	N_("whether there are TLSA records cannot be established"), RULE_TLSA_ERROR };
static const struct refusal no_starttls = { "4.7.4", "TLS is required, but was not offered",
	"4.7.321", N_("TLSA records make TLS mandatory, and STARTTLS is not offered"),
	RULE_STARTTLS };
static const struct refusal no_start = { "4.7.4", "TLS is required, but host refused to start TLS",
	"4.7.321", N_("TLSA records make TLS mandatory, and STARTTLS is refused"), RULE_STARTTLS };
static const struct refusal no_handshake = { "4.7.5", "Cannot start TLS: handshake failure",
	"4.7.321", N_("TLSA records make TLS mandatory, and the handshake fails"), RULE_STARTTLS };
static const struct refusal no_match = { "4.7.5", "Server certificate not trusted", "4.7.323",
	N_("the certificate fits no TLSA record"), RULE_TLSA_USABLE };
static const struct refusal no_name = { "4.7.5", "Server certificate not trusted", "4.7.325",
	N_("the certificate bears another name, and under usage 2 names count"), RULE_TA_NAME };
static const struct refusal ta_expired = { "4.7.5", "Server certificate not trusted", "4.7.322",
	N_("the certificate has expired, and under usage 2 dates count"), RULE_TA };
static const struct refusal ee_expired = { NULL, NULL, "4.7.322",
	N_("the certificate has expired: this sender minds, though the record names the key"),
	RULE_EE };
static const struct refusal unsigned_mx = { "4.7.5", "non DNSSEC destination", NULL,
	N_("the list of mail hosts is not signed, and this sender insists on DANE"),
	RULE_MX_INSECURE };
static const struct refusal no_records = { "4.7.5", "no TLSA records found", NULL,
	N_("there are no TLSA records, and this sender insists on DANE"), RULE_TLSA_ABSENT };
static const struct refusal no_usable = { "4.7.5", "TLSA records unusable", NULL,
	N_("no TLSA record can be used, and this sender insists on DANE"), RULE_TLSA_UNUSABLE };

/* refuse - a reason, in the words of the sender */
static struct opinion refuse(enum ds_sender sender, const struct refusal *r)
{
	struct opinion o = { WORTH_REFUSED, NULL, NULL, r->why, r->rule };

	if (sender == DS_SENDER_EXCHANGE) {
		o.code = r->exchange;
	} else if (sender != DS_SENDER_STRICT) {
		o.code = r->postfix;
		o.log = r->words;
	}
	return o;
}

/* is_expired - is the server's own certificate over? */
static bool is_expired(const struct ds_report *r, const struct ds_probe *p)
{
	return p->ncerts > 0 && p->certs[0]->not_after < r->judged_at;
}

/* mismatch - why the certificates of an address do not do */
static struct opinion mismatch(enum ds_sender sender, const struct ds_probe *p)
{
	switch (p->dane_fault) {
	case DS_CHAIN_EXPIRED: return refuse(sender, &ta_expired);
	case DS_CHAIN_NAME: return refuse(sender, &no_name);
	default: return refuse(sender, &no_match);
	}
}

/* without_tls - an address that did not come to TLS, where TLS is mandatory */
static struct opinion without_tls(enum ds_sender sender, const struct ds_probe *p)
{
	switch (p->starttls) {
	case DS_TLS_REFUSED: return refuse(sender, &no_start);
	case DS_TLS_HANDSHAKE_FAILED:
	case DS_TLS_PROTOCOL_ERROR: return refuse(sender, &no_handshake);
	case DS_TLS_NONE:
	case DS_TLS_NOT_OFFERED:
	case DS_TLS_OK: break;
	}
	return refuse(sender, &no_starttls);
}

/* optional_tls - an address for a sender that takes what it gets */
static struct opinion optional_tls(const struct ds_host *h, const struct ds_probe *p)
{
	struct opinion o = { .rule = rule_of_host(h, DS_POL_OPPORTUNISTIC) };

	o.worth = p->starttls == DS_TLS_OK ? WORTH_ENCRYPTED : WORTH_CLEAR;
	o.why = p->starttls == DS_TLS_OK
		    ? N_("encrypted; nobody checks who is at the other end")
		    : N_("in clear text: the host does not encrypt, and nothing demands it");
	if (h->tlsa.nrecords > 0)
		o.rule = RULE_NONE;
	return o;
}

/* with_dane - an address under secure TLSA records */
static struct opinion with_dane(const struct ds_report *r, enum ds_sender sender,
    const struct ds_host *h, const struct ds_probe *p)
{
	struct opinion o = { .worth = WORTH_ENCRYPTED, .rule = RULE_TLSA_UNUSABLE };

	if (p->starttls != DS_TLS_OK)
		return without_tls(sender, p);
	o.why =
	    N_("encrypted: the TLSA records demand it, and none of them can be used to check more");
	if (h->tlsa.nusable == 0)
		return o;
	if (p->dane == DS_DANE_MISMATCH)
		return mismatch(sender, p);
	if (p->dane != DS_DANE_VERIFIED)
		return (struct opinion){ .worth = WORTH_SILENT };
	if (sender == DS_SENDER_EXCHANGE && is_expired(r, p))
		return refuse(sender, &ee_expired);
	o.rule = rule_of_host(h, DS_POL_DANE_VERIFIED);
	if (r->mx_status != DS_SECURE) {
		o.why = N_("the host is authenticated; that it is the right one is not proved");
		return o;
	}
	o.worth = WORTH_AUTHENTICATED;
	o.why = N_("encrypted, and the host is authenticated by its TLSA record");
	return o;
}

/* heeds_dane - does a sender of this kind look at TLSA records here? RFC 7672 section 2.2.1 leaves it
 * open where the MX is not proved; Postfix does by default, and a strict reader need not */
static bool heeds_dane(const struct ds_report *r, enum ds_sender sender)
{
	if (sender == DS_SENDER_PLAIN)
		return false;
	return r->mx_status == DS_SECURE || sender == DS_SENDER_POSTFIX;
}

/* at_address - what one address is to a sender */
static struct opinion at_address(const struct ds_report *r, enum ds_sender sender,
    const struct ds_host *h, const struct ds_probe *p)
{
	struct opinion o;

	if (sender == DS_SENDER_PLAIN ? !policy_probe_shows(h, p) : !policy_probe_counts(h, p))
		return (struct opinion){ .worth = WORTH_SILENT };
	if (heeds_dane(r, sender) && h->tlsa.nrecords > 0)
		return with_dane(r, sender, h, p);
	o = optional_tls(h, p);
	if (sender != DS_SENDER_PLAIN && h->tlsa.nrecords > 0)
		o.rule = RULE_MX_INSECURE; /* that is why it does not look at them */
	return o;
}

/* by_dns - what the DNS alone says of a host; WORTH_AUTHENTICATED: nothing against it */
static struct opinion by_dns(
    const struct ds_report *r, enum ds_sender sender, const struct ds_host *h)
{
	struct policy_addresses addresses;

	policy_addresses(h->a, h->aaaa, &addresses);
	if (addresses.none)
		return (struct opinion){ .worth = WORTH_NOTHING,
			.why = N_("the mail host has no address"),
			.rule = RULE_NO_ADDRESS };
	if (addresses.failed && (sender != DS_SENDER_PLAIN || h->nprobes == 0))
		return refuse(sender, &address_error);
	if (sender == DS_SENDER_DANE_ONLY && r->mx_status != DS_SECURE)
		return refuse(sender, &unsigned_mx);
	if (sender != DS_SENDER_PLAIN && policy_is_error(h->tlsa.status) && heeds_dane(r, sender))
		return refuse(sender, &tlsa_error);
	if (sender == DS_SENDER_DANE_ONLY && h->tlsa.nrecords == 0)
		return refuse(sender, &no_records);
	if (sender == DS_SENDER_DANE_ONLY && h->tlsa.nusable == 0)
		return refuse(sender, &no_usable);
	return (struct opinion){ .worth = WORTH_AUTHENTICATED };
}

/* at_host - the best of its addresses */
static struct opinion at_host(
    const struct ds_report *r, enum ds_sender sender, const struct ds_host *h)
{
	struct opinion best = by_dns(r, sender, h);
	bool seen = false;

	if (best.worth < WORTH_AUTHENTICATED)
		return best;
	best = (struct opinion){ .worth = WORTH_SILENT };
	for (size_t i = 0; i < h->nprobes; i++) {
		struct opinion o = at_address(r, sender, h, h->probes[i]);

		if (o.worth == WORTH_SILENT)
			continue;
		if (!seen || o.worth > best.worth)
			best = o;
		seen = true;
	}
	if (best.worth == WORTH_SILENT)
		best.why = r->probed ? N_("nothing could be seen of the mail host")
				     : N_("no mail host was connected to");
	return best;
}

/* delivery_of - what a host's worth means for the message */
static enum ds_delivery delivery_of(enum worth worth)
{
	switch (worth) {
	case WORTH_AUTHENTICATED: return DS_SEND_AUTHENTICATED;
	case WORTH_ENCRYPTED: return DS_SEND_ENCRYPTED;
	case WORTH_CLEAR: return DS_SEND_CLEAR;
	case WORTH_REFUSED: return DS_SEND_DEFERRED;
	case WORTH_NOTHING: return DS_SEND_BOUNCED;
	case WORTH_SILENT: break;
	}
	return DS_SEND_UNKNOWN;
}

/* take - the outcome is this host's */
static void take(struct ds_sender_outcome *out, const struct opinion *o, size_t host)
{
	out->delivery = delivery_of(o->worth);
	out->host = (int)host;
	out->code = o->code;
	out->log = o->log;
	out->why = o->why;
	out->rule = o->rule;
}

/* walk - along the hosts. Where none takes the message, one of which nothing is known counts before
 * one that is refused: it might have taken it */
static void walk(const struct ds_report *r, enum ds_sender sender, struct ds_sender_outcome *out)
{
	struct opinion worst = { .worth = WORTH_NOTHING };
	size_t at = 0;

	for (size_t i = 0; i < r->nhosts; i++) {
		struct opinion o = at_host(r, sender, r->hosts[i]);

		if (o.worth > WORTH_SILENT) {
			if (out->via == 0)
				take(out, &o, i);
			out->via |= UINT32_C(1) << (i % 32);
		}
		if (i == 0 || o.worth > worst.worth) {
			worst = o;
			at = i;
		}
	}
	if (out->via != 0 || r->nhosts == 0)
		return;
	take(out, &worst, at);
	if (worst.worth == WORTH_NOTHING && sender != DS_SENDER_STRICT)
		out->code = sender == DS_SENDER_EXCHANGE ? "5.4.310" : "5.4.4";
}

/* settle - an outcome without any host */
static void settle(
    struct ds_sender_outcome *out, enum ds_delivery delivery, unsigned rule, const char *why)
{
	out->delivery = delivery;
	out->rule = rule;
	out->why = why;
}

/* mx_error - the mail hosts cannot be established. True: that is the end of it */
static bool mx_error(const struct ds_report *r, struct ds_sender_outcome *out)
{
	bool exchange = out->sender == DS_SENDER_EXCHANGE;

	if (out->sender == DS_SENDER_PLAIN && r->mx_status == DS_BOGUS) {
		if (r->nhosts == 0)
			settle(out, DS_SEND_UNKNOWN, 0,
			    N_("a forged or broken answer is as good as any to this sender"));
		return r->nhosts == 0;
	}
	settle(out, DS_SEND_DEFERRED, RULE_MX_ERROR,
	    N_("the mail hosts of the domain cannot be established"));
	if (exchange)
		out->code = r->mx_status == DS_BOGUS ? "4.7.324" : "4.4.312";
	else if (out->sender != DS_SENDER_STRICT)
		out->code = "4.4.3";
	if (!exchange && out->code != NULL)
		out->log = "Name service error: Host not found, try again";
	return true;
}

/* no_mail - a domain that takes no mail. True: it is one */
static bool no_mail(const struct ds_report *r, struct ds_sender_outcome *out)
{
	bool postfix = out->sender != DS_SENDER_STRICT && out->sender != DS_SENDER_EXCHANGE;

	if (r->mx_kind == DS_MX_NULL) {
		settle(out, DS_SEND_BOUNCED, RULE_MX_NULL,
		    N_("the domain says that it takes no mail"));
		out->code = postfix ? "5.1.0" : "5.1.10";
		out->log = postfix ? "Domain does not accept mail (nullMX)" : NULL;
		return true;
	}
	if (r->mx_kind != DS_MX_NONE)
		return false;
	settle(out, DS_SEND_BOUNCED, rule_of_domain(r),
	    N_("the domain has neither mail hosts nor an address, or does not exist"));
	if (postfix) {
		out->code = "5.4.4";
		out->log = "Name service error: Host not found";
	} else if (out->sender == DS_SENDER_EXCHANGE) {
		out->code = "5.4.310";
	}
	return true;
}

/* judge - one kind of sender */
static void judge(const struct ds_report *r, bool works, struct ds_sender_outcome *out)
{
	if (!works) {
		settle(out, DS_SEND_UNKNOWN, 0, N_("our own resolver does not let us see"));
		return;
	}
	if (policy_is_error(r->mx_status) && mx_error(r, out))
		return;
	if (no_mail(r, out))
		return;
	if (r->nhosts == 0) {
		settle(out, DS_SEND_DEFERRED, RULE_ALL_REJECTED,
		    N_("the domain names no mail host that can be used"));
		return;
	}
	walk(r, out->sender, out);
}

/* senders_judge - all of them */
void senders_judge(const struct ds_report *r, bool works, struct ds_sender_outcome out[DS_SENDERS])
{
	for (int i = 0; i < DS_SENDERS; i++) {
		out[i] = (struct ds_sender_outcome){ .sender = (enum ds_sender)i, .host = -1 };
		judge(r, works, &out[i]);
	}
}
