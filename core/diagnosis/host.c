/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * host - one mail host: addresses, then TLSA, then the dialogues
 *
 * The questions all leave at once and the dialogues begin with the first
 * address; what each is worth is judged in the order of RFC 7672 section 2.2.
 */

#include <string.h>

#include "core/base/arena.h"
#include "core/dane/rules.h"
#include "core/diagnosis/aside.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/facts.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dnssec/prover.h"

/* is_nowhere - a name below "invalid", which nobody can have: nothing is asked of it, and resolvers
 * that are asked answer without proof (RFC 6761 section 6.4) */
static bool is_nowhere(const uint8_t *name)
{
	static const uint8_t invalid[] = "\7invalid";

	return name_within(name, invalid);
}

/* is_asked - a name of which senders would ask for an address? One that cannot be a host's they leave
 * out (RFC 5321 section 5.1) */
static bool is_asked(const uint8_t *name)
{
	return !is_nowhere(name) && name_is_host(name);
}

/* unasked - the answer for any other name: below "invalid" it does not exist, and elsewhere nobody
 * knows */
static const struct ds_answer *unasked(const struct host_work *h, uint16_t type)
{
	bool none = is_nowhere(h->name);
	struct ds_answer *answer = arena_alloc(h->d->arena, 1, sizeof *answer);

	if (answer != NULL)
		*answer = (struct ds_answer){ .name = h->text,
			.type = type,
			.outcome = none ? DS_OUT_NXDOMAIN : DS_OUT_NODATA,
			.ede = -1,
			.status = none ? DS_INSECURE : DS_UNCHECKED,
			.final = h->text };
	return answer;
}

/* host_add - a new mail host, and all that will be asked of it */
void host_add(struct ds_diagnosis *d, const uint8_t *name, unsigned preference)
{
	struct host_work *h = arena_alloc(d->arena, 1, sizeof *h);
	const uint8_t *tlsa = host_tlsa_name(d, name);
	struct ds_event e = { .kind = DS_EV_HOST };

	if (h == NULL || d->nhosts >= MX_MAX)
		return;
	h->d = d;
	h->name = name;
	h->text = name_text_dup(d->arena, name);
	h->index = d->nhosts;
	h->tlsa.status = DS_UNCHECKED;
	if (h->text == NULL)
		return;
	d->hosts[d->nhosts++] = h;
	e.host.name = h->text;
	e.host.preference = preference;
	e.host.provider = provider_of(h->text);
	e.host_index = h->index;
	diagnosis_tell(d, &e);
	if (!is_asked(name))
		return;
	if (d->engine->family != 6)
		facts_want(d->facts, name, DS_T_A);
	if (d->engine->family != 4)
		facts_want(d->facts, name, DS_T_AAAA);
	if (tlsa != NULL)
		facts_want(d->facts, tlsa, DS_T_TLSA);
	prover_expect(d->prover, name_parent(name));
	if (d->asides != NULL)
		asides_host(d->asides, h);
}

/* add_probe - one more address to talk to */
static void add_probe(struct host_work *h, const struct net_address *address)
{
	struct probe_work *p = &h->probes[h->nprobes];
	char text[NET_ADDRESS_TEXT];

	p->host = h;
	p->index = h->nprobes++;
	p->address = *address;
	p->text = arena_strdup(h->d->arena, net_address_text(address, text, sizeof text));
	p->done = h->d->engine->no_smtp;
}

/* take_addresses - the addresses of one family, as soon as they have come */
static bool take_addresses(struct host_work *h, uint16_t type)
{
	const struct ds_engine *engine = h->d->engine;
	size_t room = engine->family == 0 ? ADDRESSES_MAX / 2 : ADDRESSES_MAX;
	const struct dns_rrset *set;
	bool aliased = false;

	bool done = mail_look(h->d, h->name, type, &aliased, &set);

	h->aliased |= aliased;
	if (!done)
		return false;
	for (size_t i = 0; set != NULL && i < set->n; i++) {
		struct net_address address;

		if (!net_address_from_octets(
			&address, set->rrs[i]->rdata, set->rrs[i]->len, engine->smtp_port))
			continue;
		if (room == 0 || h->nprobes >= ADDRESSES_MAX) {
			h->left_out++;
			continue;
		}
		room--;
		add_probe(h, &address);
	}
	return true;
}

/* address_texts - the addresses for the report, IPv4 first */
static const char *const *address_texts(struct host_work *h, size_t *n)
{
	const char **list = arena_alloc(h->d->arena, h->nprobes, sizeof(char *));

	*n = 0;
	if (list == NULL)
		return NULL;
	for (int family = 4; family <= 6; family += 2)
		for (size_t i = 0; i < h->nprobes; i++)
			if (h->probes[i].address.family == family)
				list[(*n)++] = h->probes[i].text;
	return list;
}

/* settle_addresses - judges where the host is. False: wait */
static bool settle_addresses(struct host_work *h)
{
	struct ds_event e = { .kind = DS_EV_ADDRESSES, .host_index = h->index };
	struct ds_diagnosis *d = h->d;
	bool done = h->seen_a && h->seen_aaaa;

	if (!is_asked(h->name)) {
		h->a = unasked(h, DS_T_A);
		h->aaaa = unasked(h, DS_T_AAAA);
	} else {
		if (d->engine->family != 6)
			done &= prove_answer(d->prover, h->name, DS_T_A, &h->a);
		if (d->engine->family != 4)
			done &= prove_answer(d->prover, h->name, DS_T_AAAA, &h->aaaa);
	}
	if (!done)
		return false;
	policy_addresses(h->a, h->aaaa, &h->addresses);
	e.addresses.status = h->addresses.status;
	e.addresses.a = h->a;
	e.addresses.aaaa = h->aaaa;
	e.addresses.addresses = address_texts(h, &e.addresses.n);
	e.addresses.left_out = h->left_out;
	if (h->addresses.answer != NULL) {
		e.addresses.naliases = h->addresses.answer->naliases;
		e.addresses.aliases = h->addresses.answer->aliases;
		e.addresses.chain = h->addresses.answer->chain;
	}
	if (e.addresses.naliases > 0)
		h->aliased = true;
	diagnosis_tell(d, &e);
	return true;
}

/* choose_sni - the name to ask for in TLS: the TLSA base domain (RFC 7672 section 8.1). For an alias
 * it is known only when TLSA is settled */
static void choose_sni(struct host_work *h)
{
	if (h->sni != NULL)
		return;
	if (h->tlsa_known)
		h->sni = h->tlsa.base != NULL ? h->tlsa.base : h->text;
	else if (!h->aliased && (h->seen_a || h->seen_aaaa))
		h->sni = h->text;
}

/* step_probes - begins and judges dialogues. True: all are over and judged */
static bool step_probes(struct host_work *h)
{
	bool settled = h->seen_a && h->seen_aaaa;

	for (size_t i = 0; i < h->nprobes; i++) {
		struct probe_work *p = &h->probes[i];

		if (h->sni != NULL && !p->begun && !p->done)
			probe_begin(p);
		if (p->done && !p->judged && h->tlsa_known && h->d->mx_known)
			probe_judge(p);
		settled &= p->judged;
		if (p->judged)
			look_step(p);
	}
	return settled;
}

/* decide - what a sender does with the host */
static void decide(struct host_work *h)
{
	struct ds_event e = { .kind = DS_EV_POLICY, .host_index = h->index };
	struct ds_diagnosis *d = h->d;
	const struct ds_host *host = d->report.hosts[h->index];

	h->policy_known = true;
	/* What is wrong here is no fault of the host's. */
	e.policy.policy = d->report.self.fault == DS_SELF_FINE ? policy_host(host, d->report.probed)
							       : DS_POL_UNKNOWN;
	e.policy.rule = rule_of_host(host, e.policy.policy);
	diagnosis_tell(d, &e);
	findings_host(d, host);
}

/* host_step - does what can be done now. True: the host is settled */
bool host_step(struct host_work *h)
{
	if (h->policy_known || h->index >= h->d->report.nhosts)
		return true;
	if (!h->seen_a)
		h->seen_a = take_addresses(h, DS_T_A);
	if (!h->seen_aaaa)
		h->seen_aaaa = take_addresses(h, DS_T_AAAA);
	if (!h->addresses_known)
		h->addresses_known = settle_addresses(h);
	if (h->addresses_known && !h->tlsa_known)
		h->tlsa_known = host_settle_tlsa(h);
	choose_sni(h);
	if (step_probes(h) && h->addresses_known && h->tlsa_known)
		decide(h);
	return h->policy_known;
}

/* host_look - the looks that the verdict did not wait for. True: they are over */
bool host_look(struct host_work *h)
{
	bool over = true;

	if (h->looks_over)
		return true;
	for (size_t i = 0; i < h->nprobes; i++)
		over &= look_step(&h->probes[i]);
	if (h->index < h->d->report.nhosts)
		over &= wrong_owner_step(h);
	if (over && h->index < h->d->report.nhosts)
		findings_look(h->d, h->d->report.hosts[h->index]);
	h->looks_over = over;
	return over;
}

/* host_stop - ends its dialogues */
void host_stop(struct host_work *h)
{
	for (size_t i = 0; i < h->nprobes; i++) {
		probe_stop(&h->probes[i]);
		look_stop(&h->probes[i]);
	}
}
