/* SPDX-License-Identifier: BSD-2-Clause */
/* zone_text - records in zone-file form; see zone_text.h */

#include "core/dns/zone_text.h"

#include <stdbool.h> /* before ldns, which makes its own otherwise */
#include <stdint.h>
#include <stdio.h>

#include <ldns/ldns.h>

/* zone_text_read - reads the records one by one */
int zone_text_read(const char *text, size_t len, zone_text_fn *fn, void *arg)
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

		if (status == LDNS_STATUS_OK && rr != NULL)
			fn(arg, rr);
		else if (status != LDNS_STATUS_SYNTAX_EMPTY && status != LDNS_STATUS_SYNTAX_TTL &&
			 status != LDNS_STATUS_SYNTAX_ORIGIN)
			bad = begin;
		ldns_rr_free(rr);
	}
	ldns_rdf_deep_free(previous);
	ldns_rdf_deep_free(origin);
	if (file != NULL)
		fclose(file);
	return bad;
}
