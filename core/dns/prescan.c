/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prescan - a linear look over a message before ldns reads it
 *
 * ldns allows 65,535 compression pointers a name: a message of 64 KiB then costs a
 * hundred times an honest one. Here pointers and names are bounded, and counts must
 * fit the octets that are there. Pointers that lead forward are none of RFC 1035
 * section 4.1.4, but resolvers follow them.
 */

#include "core/dns/message.h"
#include "core/limits.h"

struct scan {
	const uint8_t *wire;
	size_t len;
	size_t at;
};

/* get16 - two octets, the caller knows that they are there */
static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* skip_name - steps over a name; follows its pointers once to see that it is whole */
static bool skip_name(struct scan *s)
{
	size_t at = s->at, total = 0, end = 0;
	unsigned hops = 0;

	for (;;) {
		unsigned n;

		if (at >= s->len)
			return false;
		n = s->wire[at];
		if ((n & 0xc0) == 0xc0) {
			if (at + 2 > s->len || ++hops > DNS_POINTERS_MAX)
				return false;
			if (end == 0)
				end = at + 2;
			at = get16(s->wire + at) & 0x3fff;
			continue;
		}
		if (n > 63 || at + 1 + n > s->len)
			return false;
		total += n + 1;
		if (total > 255)
			return false;
		at += n + 1;
		if (n == 0)
			break;
	}
	s->at = end != 0 ? end : at;
	return true;
}

/* What stands before the names in the RDATA of a type: octets, then strings with their length. */
static const struct layout {
	uint8_t type, octets, strings, names;
} layouts[] = {
	{ DS_T_NS, 0, 0, 1 }, { 3, 0, 0, 1 },                           /* MD */
	{ 4, 0, 0, 1 },                                                 /* MF */
	{ DS_T_CNAME, 0, 0, 1 }, { DS_T_SOA, 0, 0, 2 }, { 7, 0, 0, 1 }, /* MB */
	{ 8, 0, 0, 1 },                                                 /* MG */
	{ 9, 0, 0, 1 },                                                 /* MR */
	{ 12, 0, 0, 1 },                                                /* PTR */
	{ 14, 0, 0, 2 },                                                /* MINFO */
	{ DS_T_MX, 2, 0, 1 }, { 17, 0, 0, 2 },                          /* RP */
	{ 18, 2, 0, 1 },                                                /* AFSDB */
	{ 21, 2, 0, 1 },                                                /* RT */
	{ 24, 18, 0, 1 },                                               /* SIG */
	{ 26, 2, 0, 2 },                                                /* PX */
	{ 30, 0, 0, 1 },                                                /* NXT */
	{ 33, 6, 0, 1 },                                                /* SRV */
	{ 35, 4, 3, 1 },                                                /* NAPTR */
	{ 36, 2, 0, 1 },                                                /* KX */
	{ DS_T_DNAME, 0, 0, 1 }, { DS_T_RRSIG, 18, 0, 1 }, { DS_T_NSEC, 0, 0, 1 },
	{ 58, 0, 0, 2 },  /* TALINK */
	{ 64, 2, 0, 1 },  /* SVCB */
	{ 65, 2, 0, 1 },  /* HTTPS */
	{ 107, 2, 0, 1 }, /* LP */
};

/* layout_of - of a type whose RDATA hold names; NULL: of another */
static const struct layout *layout_of(unsigned type)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (layouts[i].type == type)
			return &layouts[i];
	return NULL;
}

/* needs_name - is there no use for a record of this type without its name? Others may be cut short, between
 * two fields */
static bool needs_name(unsigned type)
{
	switch (type) {
	case DS_T_NS:
	case DS_T_CNAME:
	case DS_T_MX:
	case DS_T_DNAME:
	case DS_T_NSEC: return true;
	default: return false;
	}
}

/* skip_fields - steps over what stands before the names. False: it does not fit */
static bool skip_fields(struct scan *s, const struct layout *l, size_t end)
{
	unsigned strings = l->strings;

	for (unsigned n = 0; n < l->octets && s->at < end; n += 2)
		s->at += 2;
	for (; strings > 0 && s->at < end; strings--)
		s->at += s->wire[s->at] + 1u;
	return s->at <= end;
}

/* rdata_names - do the names inside this RDATA end within it? */
static bool rdata_names(struct scan s, unsigned type, size_t end)
{
	const struct layout *l = layout_of(type);

	if (l == NULL)
		return true;
	if (!skip_fields(&s, l, end))
		return false;
	for (unsigned n = 0; n < l->names; n++) {
		if (s.at == end)
			return !needs_name(type);
		if (!skip_name(&s) || s.at > end)
			return false;
	}
	return true;
}

/* skip_rr - steps over one record */
static bool skip_rr(struct scan *s)
{
	unsigned type;
	size_t end;

	if (!skip_name(s) || s->at + 10 > s->len)
		return false;
	type = get16(s->wire + s->at);
	end = s->at + 10 + get16(s->wire + s->at + 8);
	s->at += 10;
	if (end > s->len || !rdata_names(*s, type, end))
		return false;
	s->at = end;
	return true;
}

/* dns_prescan - is the message whole, and cheap to read? */
bool dns_prescan(const uint8_t *wire, size_t len)
{
	struct scan s = { wire, len, 12 };
	unsigned questions, records;

	if (len < 12 || len > DNS_MESSAGE_MAX)
		return false;
	questions = get16(wire + 4);
	records = get16(wire + 6) + get16(wire + 8) + get16(wire + 10);
	if (questions > 1 || records > DNS_RRS_MAX)
		return false;
	while (questions-- > 0) {
		if (!skip_name(&s) || s.at + 4 > len)
			return false;
		s.at += 4;
	}
	while (records-- > 0)
		if (!skip_rr(&s))
			return false;
	return true;
}
