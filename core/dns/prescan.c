/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * prescan - a linear look over a message before ldns reads it
 *
 * ldns allows 65,535 compression pointers a name, forward ones too: a message of
 * 64 KiB then costs a hundred times an honest one. Here pointers lead backwards
 * only, names are bounded, and counts must fit the octets that are there.
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
	size_t at = s->at, segment = s->at, total = 0, end = 0;
	unsigned hops = 0;

	for (;;) {
		unsigned n;

		if (at >= s->len)
			return false;
		n = s->wire[at];
		if ((n & 0xc0) == 0xc0) {
			size_t to;

			if (at + 2 > s->len || ++hops > DNS_POINTERS_MAX)
				return false;
			to = get16(s->wire + at) & 0x3fff;
			if (end == 0)
				end = at + 2;
			if (to >= segment)
				return false;
			at = segment = to;
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

/* rdata_names - do the names inside this RDATA end within it? */
static bool rdata_names(struct scan s, unsigned type, size_t end)
{
	unsigned names = 1;

	switch (type) {
	case DS_T_NS:
	case DS_T_CNAME:
	case DS_T_DNAME:
	case DS_T_NSEC: break;
	case DS_T_MX: s.at += 2; break;
	case DS_T_RRSIG: s.at += 18; break;
	case DS_T_SOA: names = 2; break;
	default: return true;
	}
	while (names-- > 0)
		if (s.at >= end || !skip_name(&s) || s.at > end)
			return false;
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
