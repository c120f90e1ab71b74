/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What other senders are shown: the other kind of key, and no name. The verdict waits for none of it,
 * and what cannot be seen is no fault.
 */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/diagnosis/catalogue.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "tests/unit/dns_run.h"
#include "tests/unit/found.h"

/* What all tests share; made once. */
struct shared {
	struct dns_world *world;
	struct cert *cert, *rsa, *other;
};

/* up, down - makes it, frees it */
static int up(void **state)
{
	struct shared *s = calloc(1, sizeof *s);
	char tlsa[80];

	assert_non_null(s);
	s->cert = dns_run_cert(tlsa);
	s->world = dns_run_world(tlsa);
	s->rsa = cert_make(&(struct cert_wish){ .cn = "mx1.goed.nl", .key_type = "RSA" });
	s->other = cert_make(&(struct cert_wish){ .cn = "other.example" });
	*state = s;
	return 0;
}

static int down(void **state)
{
	struct shared *s = *state;

	dns_world_free(s->world);
	cert_free(s->cert);
	cert_free(s->rsa);
	cert_free(s->other);
	free(s);
	return 0;
}

/* look_at - what an address was asked for, or NULL */
static const struct ds_alternate *look_at(const struct ds_probe *p, enum ds_look look)
{
	for (size_t i = 0; i < p->nalternates; i++)
		if (p->alternates[i]->look == look)
			return p->alternates[i];
	return NULL;
}

/* one key: the other kind is not there, and without a name the same is shown */
static void test_one_key(void **state)
{
	struct shared *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	r = dns_run_domain(&run, "goed.nl");
	for (size_t h = 0; h < r->nhosts; h++)
		for (size_t i = 0; i < r->hosts[h]->nprobes; i++) {
			const struct ds_probe *p = r->hosts[h]->probes[i];

			assert_int_equal(p->nalternates, 2);
			assert_int_equal(look_at(p, DS_LOOK_RSA)->result, DS_LOOKED_NONE);
			assert_null(look_at(p, DS_LOOK_ECDSA));
			assert_int_equal(look_at(p, DS_LOOK_NO_SNI)->result, DS_LOOKED_SHOWN);
			assert_true(look_at(p, DS_LOOK_NO_SNI)->same);
			assert_int_equal(look_at(p, DS_LOOK_NO_SNI)->dane, DS_DANE_VERIFIED);
		}
	assert_null(found(r, DS_F_TLSA_ALGORITHM_UNCOVERED));
	assert_null(found(r, DS_F_TLS_NO_DEFAULT_CERT));
	dns_run_end(&run);
}

/* a second key that no record covers, at one address: named with its kind and the address */
static void test_uncovered(void **state)
{
	struct shared *s = *state;
	const struct ds_finding *f;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	run.mails[0].rsa = s->rsa->der;
	run.mails[0].rsa_len = s->rsa->len;
	r = dns_run_domain(&run, "goed.nl");
	assert_int_equal(r->verdict, DS_V_SECURED);
	f = found(r, DS_F_TLSA_ALGORITHM_UNCOVERED);
	assert_non_null(f);
	assert_int_equal(f->severity, DS_ERROR);
	assert_string_equal(f->args[0], "mx1.goed.nl");
	assert_string_equal(f->args[1], "RSA");
	assert_string_equal(f->args[2], "192.0.2.1");
	assert_non_null(strstr(f->args[3], "speak of the other one"));
	assert_null(found(r, DS_F_TLS_NO_DEFAULT_CERT));
	dns_run_end(&run);
}

/* the first handshake shows the key that is not covered: the host fails, and the finding says that
 * the other kind does fit */
static void test_first_uncovered(void **state)
{
	struct shared *s = *state;
	const struct ds_report *r;
	struct dns_run run;

	dns_run_begin(&run, s->world, s->other);
	for (size_t i = 0; i < DNS_RUN_MAILS; i++) {
		run.mails[i].rsa = s->cert->der; /* P-256: not of the kind that was asked for */
		run.mails[i].rsa_len = s->cert->len;
	}
	r = dns_run_domain(&run, "goed.nl");
	assert_int_equal(r->verdict, DS_V_BROKEN);
	assert_int_equal(look_at(r->hosts[0]->probes[0], DS_LOOK_RSA)->result, DS_LOOKED_UNKNOWN);
	assert_null(found(r, DS_F_TLSA_ALGORITHM_UNCOVERED));
	dns_run_end(&run);
	dns_run_begin(&run, s->world, s->rsa);
	r = dns_run_domain(&run, "goed.nl");
	assert_non_null(look_at(r->hosts[0]->probes[0], DS_LOOK_ECDSA));
	dns_run_end(&run);
}

/* no name, no certificate; or another one, which fits nothing */
static void test_no_default(void **state)
{
	struct shared *s = *state;

	for (int refuses = 0; refuses < 2; refuses++) {
		const struct ds_report *r;
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		run.mails[0].needs_name = refuses;
		run.mails[0].nameless = s->other->der;
		run.mails[0].nameless_len = s->other->len;
		r = dns_run_domain(&run, "goed.nl");
		assert_int_equal(r->verdict, DS_V_SECURED);
		assert_non_null(found(r, DS_F_TLS_NO_DEFAULT_CERT));
		assert_string_equal(found(r, DS_F_TLS_NO_DEFAULT_CERT)->at, "192.0.2.1");
		dns_run_end(&run);
	}
}

/* nothing binds a sender: nobody is asked twice, unless that is wanted; or never at all */
static void test_when(void **state)
{
	static const struct {
		const char *domain;
		enum ds_looks looks;
		size_t opened;
	} cases[] = {
		{ "los.nl", DS_LOOKS_SECURE, 1 },
		{ "los.nl", DS_LOOKS_ALWAYS, 3 },
		{ "goed.nl", DS_LOOKS_SECURE, 9 },
		{ "goed.nl", DS_LOOKS_NEVER, 3 },
	};
	struct shared *s = *state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct dns_run run;

		dns_run_begin(&run, s->world, s->cert);
		run.engine->looks = cases[i].looks;
		dns_run_domain(&run, cases[i].domain);
		assert_int_equal(run.net.opened, cases[i].opened);
		dns_run_end(&run);
	}
}

/* Moments of a diagnosis. */
struct moments {
	uint64_t probe_done, verdict, alternate, done;
};

/* on_event - notes the last of each */
static void on_event(void *arg, struct ds_diagnosis *d, const struct ds_event *e)
{
	struct moments *m = arg;

	(void)d;
	if (e->kind == DS_EV_PROBE_DONE)
		m->probe_done = e->us;
	else if (e->kind == DS_EV_VERDICT)
		m->verdict = e->us;
	else if (e->kind == DS_EV_ALTERNATE)
		m->alternate = e->us;
	else if (e->kind == DS_EV_DONE)
		m->done = e->us;
}

/* the verdict comes with the last dialogue; what is looked at beside it comes after, and the end
 * comes with the last of that */
static void test_verdict_first(void **state)
{
	struct shared *s = *state;
	struct moments m = { 0 };
	struct dns_run run;

	dns_run_begin(&run, s->world, s->cert);
	run.watch = on_event;
	run.arg = &m;
	dns_run_domain(&run, "goed.nl");
	assert_int_equal(m.verdict, m.probe_done);
	assert_true(m.alternate > m.verdict);
	assert_int_equal(m.done, m.alternate);
	dns_run_end(&run);
}

/* on_late - once the verdict is there, the time for more is over */
static void on_late(void *arg, struct ds_diagnosis *d, const struct ds_event *e)
{
	struct dns_net *net = arg;

	(void)d;
	if (e->kind == DS_EV_VERDICT)
		net->net.now_us += 2 * SMTP_LOOKS_MS * UINT64_C(1000);
}

/* hosts that share one address wait for each other: not for ever, and it is said */
static void test_late(void **state)
{
	struct dns_world *w = dns_world_new();
	const struct ds_report *r;
	struct dns_run run;
	char text[4096] = "", tlsa[80];
	struct cert *cert = dns_run_cert(tlsa);
	size_t looks = 0;

	for (unsigned i = 0; i < 6; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text),
		    "een.nl. MX %u mx%u.een.nl.\nmx%u.een.nl. A 192.0.2.1\n_25._tcp.mx%u.een.nl. "
		    "TLSA %s\n",
		    i, i, i, i, tlsa);
	(void)state;
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "nl." });
	dns_world_add(w, &(struct dns_zone_wish){ .apex = "een.nl.", .text = text });
	dns_world_build(w);
	dns_run_begin(&run, w, cert);
	run.watch = on_late;
	run.arg = &run.net;
	r = dns_run_domain(&run, "een.nl");
	assert_int_equal(r->verdict, DS_V_SECURED);
	for (size_t i = 0; i < r->nhosts; i++)
		looks += r->hosts[i]->probes[0]->nalternates;
	assert_true(looks < 12);
	assert_non_null(found(r, DS_F_LIMIT_REACHED));
	dns_run_end(&run);
	dns_world_free(w);
	cert_free(cert);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_key),
		cmocka_unit_test(test_uncovered),
		cmocka_unit_test(test_first_uncovered),
		cmocka_unit_test(test_no_default),
		cmocka_unit_test(test_when),
		cmocka_unit_test(test_verdict_first),
		cmocka_unit_test(test_late),
	};

	return cmocka_run_group_tests_name("look", tests, up, down) != 0;
}
