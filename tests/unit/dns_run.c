/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_run - whole diagnoses over a network in memory; see dns_run.h */
#include "tests/unit/dns_run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/diagnosis/diagnosis_impl.h"
#include "core/dnssec/checked.h"

/* What the domains publish; T stands for the record that fits. */
static const char goed[] = "goed.nl. MX 10 mx1.goed.nl.\ngoed.nl. MX 20 mx2.goed.nl.\n"
			   "mx1.goed.nl. A 192.0.2.1\nmx1.goed.nl. AAAA 2001:db8::1\n"
			   "mx2.goed.nl. A 192.0.2.2\n"
			   "_25._tcp.mx1.goed.nl. TLSA T\n_25._tcp.mx2.goed.nl. TLSA T\n"
			   /* alias hosts */
			   "al.goed.nl. CNAME mx1.goed.nl.\n_25._tcp.al.goed.nl. TLSA T\n"
			   "uit.goed.nl. CNAME mx.los.nl.\n_25._tcp.uit.goed.nl. TLSA T\n"
			   "uitleeg.goed.nl. CNAME mx.los.nl.\n"
			   "alleen.goed.nl. CNAME einde.goed.nl.\neinde.goed.nl. A 192.0.2.1\n"
			   "_25._tcp.alleen.goed.nl. TLSA T\n"
			   "leeg.goed.nl. TXT niets\n";
static const char los[] = "los.nl. MX 10 mx.los.nl.\nmx.los.nl. A 192.0.2.3\n"
			  "_25._tcp.mx.los.nl. TLSA T\n"
			  "terug.los.nl. CNAME mx1.goed.nl.\n_25._tcp.terug.los.nl. TLSA T\n";

/* A domain of one MX record, in a zone of its own. */
static const struct {
	const char *apex, *text;
} domains[] = {
	{ "alias.nl.", "alias.nl. MX 10 al.goed.nl.\n" },
	{ "uit.nl.", "uit.nl. MX 10 uit.goed.nl.\nuit.nl. MX 20 uitleeg.goed.nl.\n" },
	{ "alleen.nl.", "alleen.nl. MX 10 alleen.goed.nl.\n" },
	{ "terug.nl.", "terug.nl. MX 10 terug.los.nl.\n" },
	{ "naarlos.nl.", "naarlos.nl. MX 10 mx.los.nl.\n" },
	{ "nul.nl.", "nul.nl. MX 0 .\n" },
	{ "impliciet.nl.", "impliciet.nl. A 192.0.2.1\n_25._tcp.impliciet.nl. TLSA T\n" },
	{ "niets.nl.", "niets.nl. TXT niets\n" },
	{ "bewijs.nl.", "bewijs.nl. MX 10 mx1.goed.nl.\nbewijs.nl. MX 20 ms1.msv1.invalid.\n" },
};

/* with_tlsa - the text with the record in it; the caller frees it */
static char *with_tlsa(const char *text, const char *tlsa)
{
	size_t room = strlen(text) + 16 * strlen(tlsa) + 1, n = 0;
	char *out = malloc(room);

	dns_must(out != NULL, "memory");
	for (; *text != '\0'; text++) {
		if (strncmp(text, " T\n", 3) == 0) {
			n += (size_t)snprintf(out + n, room - n, " %s", tlsa);
			text++;
		} else {
			out[n++] = *text;
		}
	}
	out[n] = '\0';
	return out;
}

/* dns_run_cert - a certificate and its record */
struct cert *dns_run_cert(char tlsa[80])
{
	struct cert *cert = cert_make(
	    &(struct cert_wish){ .cn = "mx1.goed.nl", .san = "DNS:mx1.goed.nl,DNS:mx2.goed.nl" });
	uint8_t *key = NULL, digest[32];
	int len = i2d_PUBKEY(cert->key, &key), n;

	dns_must(len > 0 && EVP_Digest(key, (size_t)len, digest, NULL, EVP_sha256(), NULL) == 1,
	    "digest");
	OPENSSL_free(key);
	n = snprintf(tlsa, 80, "3 1 1 ");
	for (size_t i = 0; i < sizeof digest; i++)
		n += snprintf(tlsa + n, 80 - (size_t)n, "%02x", digest[i]);
	return cert;
}

/* dns_run_world - the root, nl., and the domains */
struct dns_world *dns_run_world(const char *tlsa)
{
	struct dns_world *w = dns_world_new();
	char *text = with_tlsa(goed, tlsa);

	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "nl.", .chain = DNS_NSEC3, .opt_out = true });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "goed.nl.", .text = text });
	free(text);
	text = with_tlsa(los, tlsa);
	dns_world_add(
	    w, &(struct dns_zone_wish){ .apex = "los.nl.", .chain = DNS_UNSIGNED, .text = text });
	free(text);
	for (size_t i = 0; i < sizeof domains / sizeof *domains; i++) {
		text = with_tlsa(domains[i].text, tlsa);
		dns_world_add(w, &(struct dns_zone_wish){ .apex = domains[i].apex,
				     .chain = i % 2 ? DNS_NSEC3 : DNS_NSEC,
				     .text = text });
		free(text);
	}
	dns_world_build(w);
	return w;
}

/* dns_run_begin - an engine as ds_engine_new makes it, but for its network */
void dns_run_begin(struct dns_run *r, const struct dns_world *world, const struct cert *cert)
{
	static const char *const addresses[DNS_RUN_MAILS] = { "192.0.2.1", "192.0.2.2", "192.0.2.3",
		"2001:db8::1", "192.0.2.4", "192.0.2.5", "192.0.2.6", "192.0.2.7" };
	char problem[200];

	memset(r, 0, sizeof *r);
	dns_net_init(&r->net, world);
	for (size_t i = 0; i < DNS_RUN_MAILS; i++)
		r->mails[i] = (struct dns_mail){ .address = addresses[i],
			.cert = cert != NULL ? cert->der : NULL,
			.cert_len = cert != NULL ? cert->len : 0 };
	r->net.mails = r->mails;
	r->net.nmails = DNS_RUN_MAILS;
	r->engine = calloc(1, sizeof *r->engine);
	dns_must(r->engine != NULL, "memory");
	r->engine->net = &r->net.net;
	dns_must(anchors_parse(&r->engine->anchors, world->anchors, strlen(world->anchors), problem,
		     sizeof problem),
	    "anchors");
	snprintf(r->engine->ehlo, sizeof r->engine->ehlo, "probe.example");
	r->engine->servers[0] = dns_net_resolver(0);
	r->engine->nservers = 1;
	snprintf(r->engine->resolver, sizeof r->engine->resolver, "192.0.2.53");
	r->engine->smtp_port = r->engine->tlsa_port = 25;
	r->engine->timeout_ms = STEP_MS;
	r->engine->client = dns_client_new(r->engine->net, r->engine->servers, 1, STEP_MS);
	r->engine->checked = checked_new();
	dns_must(r->engine->client != NULL && r->engine->checked != NULL, "client");
}

/* dns_run_domain - one diagnosis, to its end */
const struct ds_report *dns_run_domain(struct dns_run *r, const char *domain)
{
	r->d = ds_diagnosis_free(r->d);
	dns_must(ds_diagnose(&r->d, r->engine, domain, r->watch, r->arg), "diagnosis");
	dns_net_run(&r->net);
	return ds_diagnosis_report(r->d);
}

/* dns_run_end - gives all back */
void dns_run_end(struct dns_run *r)
{
	r->d = ds_diagnosis_free(r->d);
	r->engine = ds_engine_free(r->engine);
	dns_must(dns_net_clear(&r->net) == 0, "nothing is left under way");
}

/* dns_run_up - makes it */
int dns_run_up(void **state)
{
	struct dns_run_stock *s = calloc(1, sizeof *s);
	char tlsa[80];

	dns_must(s != NULL, "memory");
	s->cert = dns_run_cert(tlsa);
	s->world = dns_run_world(tlsa);
	*state = s;
	return 0;
}

/* dns_run_down - frees it */
int dns_run_down(void **state)
{
	struct dns_run_stock *s = *state;

	dns_world_free(s->world);
	cert_free(s->cert);
	free(s);
	return 0;
}
