/* SPDX-License-Identifier: BSD-2-Clause */
/* root_hints - the root's name servers and their addresses; see root_hints.h */

#include <stdio.h>
#include <stdbool.h> /* before ldns, which else makes its own bool of a char */
#include <string.h>

#include <ldns/ldns.h>

#include "core/base/i18n.h"
#include "core/dns/root_hints.h"
#include "core/dns/zone_text.h"

/* The letters, as IANA lists them (https://www.iana.org/domains/root/servers). */
static const struct {
	const char *v4, *v6;
} letters[] = {
	{ "198.41.0.4", "2001:503:ba3e::2:30" },
	{ "170.247.170.2", "2801:1b8:10::b" },
	{ "192.33.4.12", "2001:500:2::c" },
	{ "199.7.91.13", "2001:500:2d::d" },
	{ "192.203.230.10", "2001:500:a8::e" },
	{ "192.5.5.241", "2001:500:2f::f" },
	{ "192.112.36.4", "2001:500:12::d0d" },
	{ "198.97.190.53", "2001:500:1::53" },
	{ "192.36.148.17", "2001:7fe::53" },
	{ "192.58.128.30", "2001:503:c27::2:30" },
	{ "193.0.14.129", "2001:7fd::1" },
	{ "199.7.83.42", "2001:500:9f::42" },
	{ "202.12.27.33", "2001:dc3::35" },
};

/* root_hints_built_in - the root of the Internet */
void root_hints_built_in(struct root_hints *hints, unsigned port)
{
	static const uint8_t name[] = "\1?\14root-servers\3net";

	hints->n = 0;
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		for (unsigned v6 = 0; v6 < 2; v6++) {
			struct root_hint *hint = &hints->hint[hints->n];

			memcpy(hint->name, name, sizeof name);
			hint->name[1] = (uint8_t)('a' + i);
			if (net_address_parse(
				&hint->address, v6 ? letters[i].v6 : letters[i].v4, port))
				hints->n++;
		}
}

/* Where the hints go. */
struct reader {
	struct root_hints *hints;
	unsigned port;
};

/* take - one address record; others are passed over */
static void take(void *arg, const ldns_rr *rr)
{
	const struct reader *r = arg;
	const ldns_rdf *owner = ldns_rr_owner(rr), *rdf = ldns_rr_rdf(rr, 0);
	struct root_hints *hints = r->hints;
	struct root_hint *hint = &hints->hint[hints->n];

	if (ldns_rr_get_type(rr) != LDNS_RR_TYPE_A && ldns_rr_get_type(rr) != LDNS_RR_TYPE_AAAA)
		return;
	if (hints->n >= ROOT_HINTS_MAX || rdf == NULL || ldns_rdf_size(owner) > sizeof hint->name ||
	    !net_address_from_octets(
		&hint->address, ldns_rdf_data(rdf), ldns_rdf_size(rdf), r->port))
		return;
	ldns_dname2canonical(owner);
	memcpy(hint->name, ldns_rdf_data(owner), ldns_rdf_size(owner));
	hints->n++;
}

/* root_hints_parse - from a file of the user's */
bool root_hints_parse(
    struct root_hints *hints, const char *text, size_t len, unsigned port, char *why, size_t size)
{
	struct reader r = { hints, port };
	int bad;

	hints->n = 0;
	bad = zone_text_read(text, len, take, &r);
	if (bad != 0)
		snprintf(why, size, _("line %d is no record in zone-file form"), bad);
	else if (hints->n == 0)
		snprintf(why, size, "%s", _("there is no address of a root server in it"));
	return bad == 0 && hints->n > 0;
}
