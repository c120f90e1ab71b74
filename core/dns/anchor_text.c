/* SPDX-License-Identifier: BSD-2-Clause */
/* anchor_text - DS and DNSKEY records from a file of the user's; see anchor_text.h */

#include <stdio.h>
#include <stdbool.h> /* before ldns, which else makes its own bool of a char */
#include <string.h>

#include <ldns/ldns.h>

#include "core/dns/anchor_text.h"

#define RDATA_MAX 4096 /* a DNSKEY of 16,384 bits has 2,100 octets */

/* give - hands one record on */
static void give(const ldns_rr *rr, anchor_text_fn *fn, void *arg)
{
	uint8_t rdata[RDATA_MAX];
	size_t len = 0;

	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);

		if (ldns_rdf_size(rdf) > sizeof rdata - len)
			return;
		memcpy(rdata + len, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		len += ldns_rdf_size(rdf);
	}
	fn(arg, ldns_rdf_size(ldns_rr_owner(rr)) == 1, ldns_rr_get_type(rr) == LDNS_RR_TYPE_DS,
	    rdata, len);
}

/* anchor_text_read - reads the records */
int anchor_text_read(const char *text, size_t len, anchor_text_fn *fn, void *arg)
{
	FILE *file = fmemopen((void *)(uintptr_t)text, len > 0 ? len : 1, "r");
	ldns_rdf *origin = ldns_dname_new_frm_str("."), *previous = NULL;
	uint32_t ttl = 3600;
	int line = 1, bad = 0;

	if (file == NULL || origin == NULL)
		bad = line;
	while (bad == 0 && !feof(file)) {
		ldns_rr *rr = NULL;
		int begin = line; /* of a record that goes over several lines */
		ldns_status status =
		    ldns_rr_new_frm_fp_l(&rr, file, &ttl, &origin, &previous, &line);

		if (status == LDNS_STATUS_OK && rr != NULL) {
			ldns_rr_type type = ldns_rr_get_type(rr);

			if (type == LDNS_RR_TYPE_DS || type == LDNS_RR_TYPE_DNSKEY)
				give(rr, fn, arg);
		} else if (status != LDNS_STATUS_SYNTAX_EMPTY && status != LDNS_STATUS_SYNTAX_TTL &&
			   status != LDNS_STATUS_SYNTAX_ORIGIN) {
			bad = begin;
		}
		ldns_rr_free(rr);
	}
	ldns_rdf_deep_free(previous);
	ldns_rdf_deep_free(origin);
	if (file != NULL)
		fclose(file);
	return bad;
}
