/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * summary - the verdict in one sentence, for a person who has never heard of a DS
 * record: what a sender that honours DANE does, with which host, and why
 */
#include "core/report/report.h"

#include <stdio.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/catalogue.h"
#include "core/model.h"

#define NAMED_HOSTS 3 /* named in a sentence; the rest is counted */
#define HOSTS_TEXT  900

#define BIT(policy)  (1u << (policy))
#define BITS_FAILED  (BIT(DS_POL_DANE_FAILED) | BIT(DS_POL_DNS_FAILED))
#define BITS_ADDRESS (BIT(DS_POL_NO_ADDRESS))
#define BITS_GOOD    (BIT(DS_POL_DANE_VERIFIED))

/* hosts_count - hosts whose policy is among `bits` */
static size_t hosts_count(const struct ds_report *report, unsigned bits)
{
	size_t n = 0;

	for (size_t i = 0; i < report->nhosts; i++)
		n += (bits & BIT(report->hosts[i]->policy)) != 0;
	return n;
}

/* hosts_named - "a, b and c": the hosts whose policy is among `bits` */
static const char *hosts_named(const struct ds_report *report, unsigned bits, char *buf)
{
	size_t n = hosts_count(report, bits), shown = 0, len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < report->nhosts && shown < NAMED_HOSTS; i++) {
		const struct ds_host *host = report->hosts[i];
		const char *join = "";

		if ((bits & BIT(host->policy)) == 0)
			continue;
		if (shown > 0)
			join = shown + 1 == n ? _(" and ") : ", ";
		len += (size_t)snprintf(buf + len, HOSTS_TEXT - len, "%s%s", join, host->name);
		if (len >= HOSTS_TEXT)
			return buf;
		shown++;
	}
	if (n > shown)
		snprintf(buf + len, HOSTS_TEXT - len,
		    n_(" and %lu more", " and %lu more", n - shown), (unsigned long)(n - shown));
	return buf;
}

/* secured - every host is protected */
static void secured(const struct ds_report *report, char *buf, size_t size)
{
	char hosts[HOSTS_TEXT];

	if (!report->probed)
		snprintf(buf, size,
		    _("The DNS of %s is in order for DANE: every mail host has TLSA records that "
		      "can be used. The hosts themselves were not connected to."),
		    report->domain_unicode);
	else
		snprintf(buf, size,
		    _("Mail to %s is protected by DANE: senders encrypt to %s and make sure who "
		      "is there."),
		    report->domain_unicode, hosts_named(report, BITS_GOOD, hosts));
}

/* partial - no host fails, and not all is protected */
static void partial(const struct ds_report *report, char *buf, size_t size)
{
	const unsigned open = BIT(DS_POL_OPPORTUNISTIC), away = BIT(DS_POL_UNREACHABLE);
	const unsigned blind = BIT(DS_POL_ENCRYPT_ONLY);
	char good[HOSTS_TEXT], bad[HOSTS_TEXT];

	hosts_named(report, BITS_GOOD, good);
	if (report->mx_status != DS_SECURE)
		snprintf(buf, size,
		    _("The mail hosts of %s do their part, but the domain is not signed: an "
		      "attacker can name other mail hosts."),
		    report->domain_unicode);
	else if (!report->probed)
		snprintf(buf, size,
		    _("Not every mail host of %s has TLSA records that can be used: an attacker "
		      "can steer mail to one that has none."),
		    report->domain_unicode);
	else if (hosts_count(report, open) > 0)
		snprintf(buf, size,
		    _("Mail to %s is partly protected: %s is not, and an attacker can steer mail "
		      "there."),
		    report->domain_unicode, hosts_named(report, open, bad));
	else if (hosts_count(report, away) > 0)
		snprintf(buf, size,
		    _("Mail to %s is protected by DANE at the hosts that answer; nothing could "
		      "be seen at %s."),
		    report->domain_unicode, hosts_named(report, away, bad));
	else if (hosts_count(report, blind) > 0)
		snprintf(buf, size,
		    _("Mail to %s is encrypted, but at %s senders cannot make sure who is there."),
		    report->domain_unicode, hosts_named(report, blind, bad));
	else
		snprintf(buf, size,
		    _("Mail to %s is protected by DANE at %s, but %s has no address and serves "
		      "nobody."),
		    report->domain_unicode, good, hosts_named(report, BITS_ADDRESS, bad));
}

/* unprotected - mail is delivered, and DANE protects none of it */
static void unprotected(const struct ds_report *report, char *buf, size_t size)
{
	char hosts[HOSTS_TEXT];
	size_t outside = 0;

	for (size_t i = 0; i < report->nhosts; i++)
		outside += report->hosts[i]->address_status == DS_INSECURE;
	if (report->mx_status != DS_SECURE)
		snprintf(buf, size,
		    _("Mail to %s is delivered without protection: the domain is not signed "
		      "(DNSSEC), and an attacker can read or divert it."),
		    report->domain_unicode);
	else if (outside > 0 && outside == report->nhosts)
		snprintf(buf, size,
		    _("Mail to %s is delivered without protection: the domain is signed, but its "
		      "mail hosts (%s) lie in a zone that is not."),
		    report->domain_unicode, hosts_named(report, ~0u, hosts));
	else
		snprintf(buf, size,
		    _("Mail to %s is delivered without protection: DANE does not apply to %s, "
		      "for want of TLSA records that can be trusted."),
		    report->domain_unicode,
		    hosts_named(report, BIT(DS_POL_OPPORTUNISTIC) | BIT(DS_POL_NOT_PROBED), hosts));
}

/* fault_named - " (signature expired)": the worst error, of the domain or of a host; "" for none */
static const char *fault_named(const struct ds_report *report, bool of_host, char *buf, size_t size)
{
	const struct ds_finding *worst = NULL;
	char title[256];

	for (size_t i = 0; i < report->nfindings; i++) {
		const struct ds_finding *one = report->findings[i];

		if (one->severity == DS_ERROR && (one->host >= 0) == of_host &&
		    one->code != DS_F_MX_LOOKUP_FAILED &&
		    (worst == NULL || ds_finding_compare(&one, &worst) < 0))
			worst = one;
	}
	buf[0] = '\0';
	if (worst != NULL)
		snprintf(buf, size, " (%s)", ds_finding_title(worst, title, sizeof(title)));
	return buf;
}

/* broken_hosts - senders that honour DANE skip one host or all of them */
static void broken_hosts(const struct ds_report *report, char *buf, size_t size)
{
	const unsigned rest = BIT(DS_POL_DANE_VERIFIED) | BIT(DS_POL_ENCRYPT_ONLY) |
			      BIT(DS_POL_OPPORTUNISTIC) | BIT(DS_POL_NOT_PROBED);
	char good[HOSTS_TEXT], bad[HOSTS_TEXT], why[300];

	hosts_named(report, BITS_FAILED, bad);
	fault_named(report, true, why, sizeof(why));
	if (hosts_count(report, rest) > 0)
		snprintf(buf, size,
		    _("Senders that honour DANE deliver mail to %s through %s and refuse %s%s."),
		    report->domain_unicode, hosts_named(report, rest, good), bad, why);
	else
		snprintf(buf, size,
		    _("Senders that honour DANE hold mail to %s back: they cannot trust %s%s."),
		    report->domain_unicode, bad, why);
}

/* broken - senders defer mail or lose routes */
static void broken(const struct ds_report *report, char *buf, size_t size)
{
	char hosts[HOSTS_TEXT], why[300];

	fault_named(report, false, why, sizeof(why));
	if (report->mx_status == DS_BOGUS)
		snprintf(buf, size,
		    _("Senders that check DNSSEC hold mail to %s back: who takes its mail cannot "
		      "be proved%s."),
		    report->domain_unicode, why);
	else if (report->mx_status == DS_INDETERMINATE)
		snprintf(buf, size,
		    _("Senders hold mail to %s back: who takes its mail cannot be looked up%s."),
		    report->domain_unicode, why);
	else if (hosts_count(report, BITS_FAILED) > 0)
		broken_hosts(report, buf, size);
	else if (report->nhosts > 0)
		snprintf(buf, size,
		    _("Mail to %s cannot be delivered: no mail host (%s) has an address."),
		    report->domain_unicode, hosts_named(report, BITS_ADDRESS, hosts));
	else
		snprintf(buf, size,
		    _("Mail to %s cannot be delivered: its MX records name no usable host."),
		    report->domain_unicode);
}

/* no_mail - the domain takes none */
static void no_mail(const struct ds_report *report, char *buf, size_t size)
{
	if (report->mx_kind == DS_MX_NULL)
		snprintf(buf, size, _("%s takes no mail, and says so (null MX)."),
		    report->domain_unicode);
	else if (report->mx != NULL && report->mx->outcome == DS_OUT_NXDOMAIN)
		snprintf(buf, size,
		    _("The name %s does not exist; mail to it is returned at once."),
		    report->domain_unicode);
	else
		snprintf(buf, size,
		    _("%s takes no mail: it has neither an MX record nor an address."),
		    report->domain_unicode);
}

/* is_limited - was a bound on work reached? */
static bool is_limited(const struct ds_report *report)
{
	for (size_t i = 0; i < report->nfindings; i++)
		if (report->findings[i]->code == DS_F_LIMIT_REACHED)
			return true;
	return false;
}

/* unknown_self - something is wrong here, and says nothing of the domain */
static void unknown_self(const struct ds_report *report, char *buf, size_t size)
{
	static const char *const reasons[] = {
		[DS_SELF_FINE] = N_("the root could not be asked"),
		[DS_SELF_SILENT] =
		    N_("no usable answer comes from the resolver or the root servers"),
		[DS_SELF_STRIPPED] = N_("the signatures do not come through to this machine"),
		[DS_SELF_ANCHOR] = N_("no key of the root fits the trust anchor held here"),
		[DS_SELF_CLOCK] = N_("this machine's clock looks wrong"),
		[DS_SELF_ROOT] = N_("the root itself cannot be proved from here"),
		[DS_SELF_TCP] = N_("an answer needs DNS over TCP, which does not work from here"),
	};

	snprintf(buf, size, _("Nothing can be said about mail to %s: %s."), report->domain_unicode,
	    _(reasons[report->self.fault]));
}

/* unknown_root - no proof begins where even the root's signatures are not valid */
static void unknown_root(const struct ds_report *report, char *buf, size_t size)
{
	const struct ds_link *root = report->chain.n > 0 ? report->chain.links[0] : NULL;
	char moment[32];

	if (report->self.fault == DS_SELF_ROOT && root != NULL && root->why == DS_WHY_SIG)
		snprintf(buf, size,
		    _("Nothing can be said about mail to %s as at %s: even the root's signatures "
		      "are not valid then."),
		    report->domain_unicode, text_time(moment, sizeof moment, report->judged_at));
	else
		unknown_self(report, buf, size);
}

/* unknown - the network kept the answer from us */
static void unknown(const struct ds_report *report, char *buf, size_t size)
{
	char hosts[HOSTS_TEXT];

	if (report->chain.n == 0 || report->chain.links[0]->status != DS_SECURE ||
	    report->self.fault != DS_SELF_FINE)
		unknown_root(report, buf, size);
	else if (is_limited(report))
		snprintf(buf, size,
		    _("Nothing can be said about mail to %s: judging it takes more work than it "
		      "may cost."),
		    report->domain_unicode);
	else
		snprintf(buf, size,
		    _("Nothing can be said about mail to %s: no connection came about with %s, "
		      "and that may be this network's doing."),
		    report->domain_unicode, hosts_named(report, ~0u, hosts));
}

/* ds_summary - one sentence for the verdict */
const char *ds_summary(const struct ds_report *report, char *buf, size_t size)
{
	static void (*const sentences[])(const struct ds_report *, char *, size_t) = {
		[DS_V_SECURED] = secured,
		[DS_V_PARTIAL] = partial,
		[DS_V_UNPROTECTED] = unprotected,
		[DS_V_BROKEN] = broken,
		[DS_V_NO_MAIL] = no_mail,
		[DS_V_UNKNOWN] = unknown,
	};

	if (size == 0)
		return buf;
	if (report->verdict == DS_V_PENDING)
		snprintf(buf, size, _("The check of %s is not finished."), report->domain_unicode);
	else
		sentences[report->verdict](report, buf, size);
	return buf;
}

/* ds_report_exit_status - as monitoring plugins end */
int ds_report_exit_status(const struct ds_report *report)
{
	switch (report->verdict) {
	case DS_V_SECURED:
	case DS_V_NO_MAIL: return 0;
	case DS_V_PARTIAL:
	case DS_V_UNPROTECTED: return 1;
	case DS_V_BROKEN: return 2;
	case DS_V_PENDING:
	case DS_V_UNKNOWN: break;
	}
	return 3;
}
