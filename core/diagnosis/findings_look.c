/* SPDX-License-Identifier: BSD-2-Clause */
/* findings_look - certificates that other senders are shown than the first handshake was */

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/dane/tlsa.h"
#include "core/diagnosis/findings.h"

/* kind_text - a kind of key, as the world calls it */
static const char *kind_text(enum ds_key_kind kind)
{
	return kind == DS_KEY_RSA ? "RSA" : kind == DS_KEY_ECDSA ? "ECDSA" : "EdDSA";
}

/* What has been gathered of one kind of key. */
struct kind {
	bool fits;
	bool usual;        /* the one that does not was shown by the first handshake */
	const char *unfit; /* addresses at which it does not */
	const struct ds_certificate *cert; /* the first that does not */
};

/* gather - one certificate that was shown at an address */
static void gather(struct ds_diagnosis *d, struct kind kinds[], const struct ds_probe *p,
    const struct ds_certificate *cert, enum ds_dane_result dane)
{
	struct kind *k = &kinds[cert->kind];

	k->fits |= dane == DS_DANE_VERIFIED;
	if (dane != DS_DANE_MISMATCH)
		return;
	k->unfit = finding_join(d, k->unfit, p->address);
	if (k->cert == NULL)
		k->cert = cert;
}

/* uncovered - a kind of key whose certificate fits no record, beside one whose certificate does */
static void uncovered(struct ds_diagnosis *d, const struct ds_host *h, const struct kind *k)
{
	struct found f = {
		.code = DS_F_TLSA_ALGORITHM_UNCOVERED, .host = (int)h->index, .at = h->tlsa.name
	};

	f.args[0] = h->name;
	f.args[1] = kind_text(k->cert->kind);
	f.args[2] = k->unfit;
	f.args[3] =
	    k->usual
		? N_("Senders with the usual preferences are among them, and policy and verdict speak "
		     "of those.")
		: N_("Policy and verdict speak of the other one, which fits, and which senders with "
		     "the usual preferences are shown.");
	f.expected = finding_records(d, &h->tlsa);
	f.seen = arena_printf(d->arena, "3 1 1 %s", k->cert->spki_sha256);
	finding_add(d, &f);
}

/* review_kinds - does every kind of key fit? */
static void review_kinds(struct ds_diagnosis *d, const struct ds_host *h)
{
	struct kind kinds[DS_KEY_ECDSA + 1] = { 0 };
	bool fits = false;

	for (size_t i = 0; i < h->nprobes; i++) {
		const struct ds_probe *p = h->probes[i];

		if (p->ncerts > 0) {
			gather(d, kinds, p, p->certs[0], p->dane);
			kinds[p->certs[0]->kind].usual |= p->dane == DS_DANE_MISMATCH;
		}
		for (size_t k = 0; k < p->nalternates; k++)
			if (p->alternates[k]->look != DS_LOOK_NO_SNI &&
			    p->alternates[k]->ncerts > 0)
				gather(d, kinds, p, p->alternates[k]->certs[0],
				    p->alternates[k]->dane);
	}
	for (size_t i = 0; i <= DS_KEY_ECDSA; i++)
		fits |= kinds[i].fits;
	for (size_t i = 0; fits && i <= DS_KEY_ECDSA; i++)
		if (kinds[i].cert != NULL && !kinds[i].fits)
			uncovered(d, h, &kinds[i]);
}

/* review_nameless - what a sender is shown that gives no name */
static void review_nameless(
    struct ds_diagnosis *d, const struct ds_host *h, const struct ds_probe *p)
{
	for (size_t i = 0; i < p->nalternates; i++) {
		const struct ds_alternate *a = p->alternates[i];
		const char *instead = NULL;

		if (a->look != DS_LOOK_NO_SNI || p->dane != DS_DANE_VERIFIED)
			continue;
		if (a->result == DS_LOOKED_NONE)
			instead = N_("it refuses the handshake");
		else if (a->result == DS_LOOKED_SHOWN && a->dane == DS_DANE_MISMATCH)
			instead = N_("it shows another one, which fits no TLSA record");
		if (instead != NULL)
			finding_note(d, DS_F_TLS_NO_DEFAULT_CERT, (int)h->index, p->address,
			    h->name, instead, NULL, NULL);
	}
}

/* findings_look - when nothing more is looked at */
void findings_look(struct ds_diagnosis *d, const struct ds_host *h)
{
	review_kinds(d, h);
	for (size_t i = 0; i < h->nprobes; i++)
		review_nameless(d, h, h->probes[i]);
}
