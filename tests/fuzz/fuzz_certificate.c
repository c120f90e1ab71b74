/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_certificate - any octets as a certificate: in words, and under the judge */
#include <string.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/dane/judge.h"
#include "core/dane/tlsa.h"
#include "core/limits.h"
#include "core/smtp/certificate.h"
#include "tests/fuzz/must.h"

#define HEADER 3 /* octets of the input that go before the certificate: a TLSA record's fields */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* check_words - every text is fit for a terminal */
static void check_words(const struct ds_certificate *cert)
{
	size_t i;

	must(text_is_clean(cert->subject) && text_is_clean(cert->issuer));
	must(text_is_clean(cert->key) && text_is_clean(cert->signature));
	must(text_is_clean(cert->serial) && cert->nnames <= TLS_NAMES_SHOWN);
	for (i = 0; i < cert->nnames; i++)
		must(text_is_clean(cert->names[i]));
}

/* LLVMFuzzerTestOneInput - the certificate twice, as leaf and issuer, and as the data of a record */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *arena = arena_new(DIAGNOSIS_MEMORY);
	struct dane_judge *judge = dane_judge_new();
	const struct ds_certificate *certs[2];
	struct ds_rr rr = { .type = DS_T_TLSA, .rdata = data, .rdata_len = size };
	const struct ds_rr *const rrs[] = { &rr };
	struct dane_case c = { .base = "mx.example.org", .certs = certs, .ncerts = 2 };
	struct dane_opinion opinion;
	char text[200];

	if (size > HEADER) {
		certs[0] = certs[1] = certificate_read(arena, data + HEADER, size - HEADER, NULL);
		c.records = tlsa_decode(arena, 1, rrs, &c.nrecords);
		must(certs[0] != NULL && c.records != NULL);
		check_words(certs[0]);
		must(text_is_clean(tlsa_text(c.records, text, sizeof(text))));
		must(dane_judge_chain(judge, &c, &opinion));
		must(text_is_clean(opinion.dane_error) && text_is_clean(opinion.pkix));
	}
	dane_judge_free(judge);
	arena_free(arena);
	return 0;
}
