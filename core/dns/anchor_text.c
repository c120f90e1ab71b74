/* SPDX-License-Identifier: BSD-2-Clause */
/* anchor_text - DS and DNSKEY records from a file of the user's; see anchor_text.h */

#include <stdbool.h> /* before ldns, which else makes its own bool of a char */
#include <string.h>

#include <ldns/ldns.h>

#include "core/dns/anchor_text.h"
#include "core/dns/zone_text.h"

#define RDATA_MAX 4096 /* a DNSKEY of 16,384 bits has 2,100 octets */

/* Who is told of the records. */
struct reader {
	anchor_text_fn *fn;
	void *arg;
};

/* give - hands one record on, if it can be an anchor */
static void give(void *arg, const ldns_rr *rr)
{
	const struct reader *r = arg;
	ldns_rr_type type = ldns_rr_get_type(rr);
	uint8_t rdata[RDATA_MAX];
	size_t len = 0;

	if (type != LDNS_RR_TYPE_DS && type != LDNS_RR_TYPE_DNSKEY)
		return;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);

		if (ldns_rdf_size(rdf) > sizeof rdata - len)
			return;
		memcpy(rdata + len, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		len += ldns_rdf_size(rdf);
	}
	r->fn(r->arg, ldns_rdf_size(ldns_rr_owner(rr)) == 1, type == LDNS_RR_TYPE_DS, rdata, len);
}

/* anchor_text_read - reads the records */
int anchor_text_read(const char *text, size_t len, anchor_text_fn *fn, void *arg)
{
	struct reader r = { fn, arg };

	return zone_text_read(text, len, give, &r);
}
