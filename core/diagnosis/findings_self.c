/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_self - what is wrong here, with this machine, its network or its resolver */

#include <string.h>

#include "core/base/i18n.h"
#include "core/diagnosis/findings.h"
#include "core/diagnosis/self.h"

/* tags - key tags in a list */
static const char *tags(struct ds_diagnosis *d, size_t n, const uint16_t *list)
{
	const char *text = "";

	for (size_t i = 0; i < n; i++)
		text = finding_join(d, text, finding_number(d, list[i]));
	return text;
}

/* note - a finding at the resolver, or with --iterate at the root */
static void note(struct ds_diagnosis *d, enum ds_code resolver, enum ds_code root)
{
	bool iterated = d->report.iterated;

	finding_note(d, iterated ? root : resolver, FOR_DOMAIN,
	    iterated ? "." : d->engine->resolver, d->report.self.detail, NULL, NULL, NULL);
}

/* stale_anchor - no key of the root fits an anchor of ours */
static void stale_anchor(struct ds_diagnosis *d)
{
	const struct ds_self *s = &d->report.self;
	struct found f = { .code = DS_F_DNSSEC_ANCHOR_STALE, .host = FOR_DOMAIN, .at = "." };

	f.expected = tags(d, s->nheld, s->held);
	f.seen = tags(d, s->nseen, s->seen);
	finding_add(d, &f);
}

/* wrong_clock - our clock, and how far it is off */
static void wrong_clock(struct ds_diagnosis *d)
{
	int64_t off = d->report.self.clock_off;

	finding_note(d, DS_F_DNSSEC_CLOCK_SUSPECT, FOR_DOMAIN, ".",
	    finding_number(d, d->report.judged_at), finding_number(d, off),
	    off < 0 ? N_("slow") : N_("fast"), NULL);
}

/* findings_self - what keeps us from judging */
void findings_self(struct ds_diagnosis *d, const struct ds_link *root)
{
	switch (d->report.self.fault) {
	case DS_SELF_SILENT: note(d, DS_F_RESOLVER_UNREACHABLE, DS_F_SELF_ROOT_UNREACHABLE); break;
	case DS_SELF_STRIPPED: note(d, DS_F_RESOLVER_NO_DNSSEC, DS_F_SELF_DNSSEC_STRIPPED); break;
	case DS_SELF_ANCHOR: stale_anchor(d); break;
	case DS_SELF_CLOCK: wrong_clock(d); break;
	case DS_SELF_ROOT: note(d, DS_F_SELF_ROOT_UNPROVED, DS_F_SELF_ROOT_UNPROVED); break;
	case DS_SELF_TCP: /* found later, and told with the ways out of here */
	case DS_SELF_FINE:
		findings_sigs(d, FOR_DOMAIN, root, root->nsigs, root->sigs, DS_T_DNSKEY, false);
		break;
	}
}

/* no_route - addresses of mail hosts to which this machine has no way at all */
static void no_route(struct ds_diagnosis *d, bool ipv6)
{
	const struct ds_report *r = &d->report;
	const char *first = NULL;
	int64_t n = 0;

	for (size_t i = 0; i < r->nhosts; i++)
		for (size_t k = 0; k < r->hosts[i]->nprobes; k++) {
			const struct ds_probe *p = r->hosts[i]->probes[k];
			struct net_address address;

			if (!self_has_no_route(r, p) ||
			    !net_address_parse(&address, p->address, 25) ||
			    (address.family == 6) != ipv6)
				continue;
			if (n++ == 0)
				first = p->address;
		}
	if (n > 0)
		finding_note(d, DS_F_SELF_NO_ROUTE, FOR_DOMAIN, r->domain, ipv6 ? "IPv6" : "IPv4",
		    finding_number(d, n), first, NULL);
}

/* tcp_servers - how many servers were asked over TCP, two at most */
static size_t tcp_servers(const struct ds_diagnosis *d)
{
	const struct ds_report *r = &d->report;
	const char *seen[2];
	size_t n = 0;

	for (size_t i = 0; i < r->nqueries && n < 2; i++) {
		const struct ds_query *q = r->queries[i];
		bool known = q->transport != DS_TCP || !q->done;

		for (size_t k = 0; k < n; k++)
			known |= strcmp(seen[k], q->server) == 0;
		if (!known)
			seen[n++] = q->server;
	}
	return n;
}

/* findings_self_ways - ways out of here that do not work */
void findings_self_ways(struct ds_diagnosis *d)
{
	const struct ds_self *s = &d->report.self;
	/* With a resolver, it is the one that counts; of name servers, one may have its own reason. */
	bool enough = !d->report.iterated || tcp_servers(d) >= 2;

	if (s->tcp == DS_REACH_FAILS && s->udp == DS_REACH_WORKS && enough)
		finding_note(d, DS_F_SELF_TCP_BLOCKED, FOR_DOMAIN,
		    d->report.iterated ? "." : d->engine->resolver, NULL, NULL, NULL, NULL);
	no_route(d, false);
	no_route(d, true);
}
