/* SPDX-License-Identifier: BSD-2-Clause */
/* json_probe - what one address showed, in the JSON report */
#include "core/report/json_parts.h"

#include "core/base/remark.h"
#include "core/danescope.h"

/* known - yes, no, or null for what is not known */
static json_t *known(int what)
{
	return what < 0 ? json_null() : json_boolean(what);
}

/* tls_of - the parameters of the encrypted connection */
static json_t *tls_of(const struct ds_tls *tls)
{
	if (tls == NULL)
		return json_null();
	return json_pack("{s:s, s:s, s:s?, s:i, s:s?, s:o, s:o, s:b}", "version", tls->version,
	    "cipher", tls->cipher, "group", tls->group, "bits", (int)tls->bits, "signature",
	    tls->signature, "extended_master_secret", known(tls->extended_master),
	    "secure_renegotiation", known(tls->renegotiation), "asked_certificate",
	    (int)tls->asked_certificate);
}

/* one_certificate - a certificate as sent */
static json_t *one_certificate(const void *from, size_t i)
{
	const struct ds_certificate *cert = ((const struct ds_certificate *const *)from)[i];

	return json_pack("{s:s, s:s, s:o, s:o, s:o, s:s, s:s, s:s, s:s, s:i, s:s?, s:s?, s:b, "
			 "s:b, s:s?}",
	    "subject", cert->subject, "issuer", cert->issuer, "names",
	    json_strings(cert->nnames, cert->names), "not_before", json_time(cert->not_before),
	    "not_after", json_time(cert->not_after), "key", cert->key, "cert_sha256",
	    cert->cert_sha256, "spki_sha256", cert->spki_sha256, "key_type",
	    ds_key_kind_word(cert->kind), "key_bits", (int)cert->bits, "signature", cert->signature,
	    "serial", cert->serial, "self_signed", (int)cert->self_signed, "ca", (int)cert->ca,
	    "pem", cert->pem);
}

/* one_line - a line of the transcript */
static json_t *one_line(const void *from, size_t i)
{
	const struct ds_line *line = (const struct ds_line *)from + i;
	char words[REMARK_WORDS];

	return json_pack("{s:o, s:s, s:s}", "ms", json_ms(line->us), "from",
	    ds_from_word(line->from), "text", remark_english(words, sizeof(words), line->text));
}

/* one_alternate - one more handshake */
static json_t *one_alternate(const void *from, size_t i)
{
	const struct ds_alternate *a = ((const struct ds_alternate *const *)from)[i];
	char words[REMARK_WORDS];

	return json_pack("{s:s, s:s, s:s?, s:b, s:o, s:o, s:s, s:s?, s:s?}", "look",
	    ds_look_word(a->look), "result", ds_look_result_word(a->result), "error",
	    remark_english(words, sizeof(words), a->error), "same", (int)a->same, "tls",
	    tls_of(a->tls), "certificates", json_list(a->ncerts, one_certificate, a->certs), "dane",
	    ds_dane_word(a->dane), "dane_error", a->dane_error, "pkix", a->pkix);
}

/* json_probe - the dialogue with one address, and what was looked at beside it */
json_t *json_probe(const struct ds_probe *probe)
{
	char words[REMARK_WORDS];
	bool begun = probe->connect != DS_CONN_PENDING;

	return json_pack("{s:s, s:i, s:s?, s:s?, s:s, s:s?, s:o, s:o, s:s, s:s?, s:o, s:s?, s:o}",
	    "address", probe->address, "port", (int)probe->port, "sni", probe->sni, "connect",
	    begun ? ds_connect_word(probe->connect) : NULL, "starttls",
	    ds_starttls_word(probe->starttls), "error",
	    remark_english(words, sizeof(words), probe->error), "tls", tls_of(probe->tls),
	    "certificates", json_list(probe->ncerts, one_certificate, probe->certs), "dane",
	    ds_dane_word(probe->dane), "pkix", probe->pkix, "transcript",
	    json_list(probe->nlines, one_line, probe->lines), "dane_error", probe->dane_error,
	    "alternates", json_list(probe->nalternates, one_alternate, probe->alternates));
}
