/* SPDX-License-Identifier: BSD-2-Clause */
/* message - DNS messages, read and made; see message.h */

#include <stdbool.h> /* before ldns, which else makes its own bool of a char */
#include <string.h>

#include <ldns/ldns.h>

#include "core/base/arena.h"
#include "core/base/text.h"
#include "core/dns/message.h"
#include "core/dns/name.h"
#include "core/dns/sections.h"
#include "core/limits.h"

#define EDNS_DO      0x8000
#define EDE_CODE     15
#define RRSIG_SIGNER 18 /* octets before the signer's name: without it a signature is none */

/* What the reading of one message carries along. */
struct reader {
	struct arena *arena;
	struct dns_message *msg;
	const uint8_t *wire;
	size_t len;
	size_t at;
	unsigned kept, sigs;
	unsigned extended; /* the upper bits of the reply code (RFC 6891 section 6.1.3) */
};

/* get16 - two octets in network order */
static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* put16 - the same, written */
static uint8_t *put16(uint8_t *p, unsigned value)
{
	*p++ = (uint8_t)(value >> 8);
	*p++ = (uint8_t)value;
	return p;
}

/* dns_query_make - a question, for a resolver or for a server of the zone */
size_t dns_query_make(
    uint8_t out[DNS_QUERY_MAX], const uint8_t *name, uint16_t type, unsigned flags)
{
	size_t n = name_len(name);
	uint8_t *p = out;

	memset(p, 0, 12);
	p[2] = flags & DNS_Q_RD ? 0x01 : 0;
	p[3] = (uint8_t)((flags & DNS_Q_CD ? 0x10 : 0) | (flags & DNS_Q_AD ? 0x20 : 0));
	p[5] = 1;
	p[11] = flags & DNS_Q_EDNS ? 1 : 0;
	p += 12;
	memcpy(p, name, n);
	p += n;
	p = put16(p, type);
	p = put16(p, 1);
	if (flags & DNS_Q_EDNS) {
		*p++ = 0;
		p = put16(p, DS_T_OPT);
		p = put16(p, DNS_UDP_SIZE);
		p = put16(p, 0);
		p = put16(p, EDNS_DO);
		p = put16(p, 0);
	}
	return (size_t)(p - out);
}

/* known - a type whose records are read? */
static bool known(unsigned type)
{
	switch (type) {
	case DS_T_A:
	case DS_T_NS:
	case DS_T_CNAME:
	case DS_T_SOA:
	case DS_T_MX:
	case DS_T_AAAA:
	case DS_T_DNAME:
	case DS_T_DS:
	case DS_T_RRSIG:
	case DS_T_NSEC:
	case DS_T_DNSKEY:
	case DS_T_NSEC3:
	case DS_T_TLSA:
	case DS_T_CDS:
	case DS_T_CDNSKEY: return true;
	default: return false;
	}
}

/* skip_owner - steps over a name that the prescan has seen to be whole */
static void skip_owner(struct reader *r)
{
	while (r->wire[r->at] != 0 && (r->wire[r->at] & 0xc0) != 0xc0)
		r->at += r->wire[r->at] + 1u;
	r->at += r->wire[r->at] == 0 ? 1 : 2;
}

/* rdata_text - RDATA in zone-file form, cleaned */
static const char *rdata_text(struct arena *arena, const ldns_rr *rr)
{
	ldns_buffer *buffer = ldns_buffer_new(256);
	const char *text = NULL;

	if (buffer == NULL)
		return NULL;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		if (i > 0 && !ldns_buffer_reserve(buffer, 1))
			break;
		if (i > 0)
			ldns_buffer_write_u8(buffer, ' ');
		if (ldns_rdf2buffer_str(buffer, ldns_rr_rdf(rr, i)) != LDNS_STATUS_OK)
			break;
	}
	text = text_clean_dup(
	    arena, ldns_buffer_begin(buffer), ldns_buffer_position(buffer), 2 * DNS_MESSAGE_MAX);
	ldns_buffer_free(buffer);
	return text;
}

/* unknown_text - RDATA that ldns does not take, as RFC 3597 writes it */
static const char *unknown_text(struct arena *arena, const uint8_t *rdata, size_t len)
{
	const char *hex = text_hex_dup(arena, rdata, len);

	return hex == NULL ? NULL : arena_printf(arena, "\\# %zu %s", len, hex);
}

/* rdata_join - the RDATA of a record whose names ldns has made canonical */
static const uint8_t *rdata_join(struct arena *arena, const ldns_rr *rr, size_t *len)
{
	uint8_t *out, *p;

	*len = 0;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++)
		*len += ldns_rdf_size(ldns_rr_rdf(rr, i));
	out = p = arena_alloc(arena, *len + 1, 1);
	if (out == NULL)
		return NULL;
	for (size_t i = 0; i < ldns_rr_rd_count(rr); i++) {
		const ldns_rdf *rdf = ldns_rr_rdf(rr, i);

		memcpy(p, ldns_rdf_data(rdf), ldns_rdf_size(rdf));
		p += ldns_rdf_size(rdf);
	}
	return out;
}

/* is_kept_raw - a type whose RDATA may be taken as plain octets where ldns refuses them: they hold no name,
 * or, in an SOA record, none that is read */
static bool is_kept_raw(unsigned type)
{
	switch (type) {
	case DS_T_SOA:
	case DS_T_A:
	case DS_T_AAAA:
	case DS_T_DS:
	case DS_T_DNSKEY:
	case DS_T_NSEC3:
	case DS_T_TLSA:
	case DS_T_CDS:
	case DS_T_CDNSKEY: return true;
	default: return false;
	}
}

/* rr_make - our record from ldns's; false: no memory */
static bool rr_make(struct reader *r, ldns_rr *rr, struct dns_rr *out)
{
	struct ds_rr *show = arena_alloc(r->arena, 1, sizeof *show);

	if (show == NULL)
		return false;
	show->text = rdata_text(r->arena, rr);
	ldns_rr2canonical(rr);
	out->owner = name_dup(r->arena, ldns_rdf_data(ldns_rr_owner(rr)));
	out->rdata = rdata_join(r->arena, rr, &out->len);
	out->show = show;
	if (out->owner == NULL)
		return false;
	show->owner = name_text_dup(r->arena, out->owner);
	return out->rdata != NULL && show->text != NULL && show->owner != NULL;
}

/* rr_make_raw - a record whose RDATA ldns refuses: kept as octets */
static bool rr_make_raw(
    struct reader *r, const uint8_t *rdata, size_t len, size_t start, struct dns_rr *out)
{
	struct ds_rr *show = arena_alloc(r->arena, 1, sizeof *show);
	ldns_rdf *owner = NULL;
	size_t at = start;

	if (show == NULL || ldns_wire2dname(&owner, r->wire, r->len, &at) != LDNS_STATUS_OK)
		return false;
	out->owner = name_dup(r->arena, ldns_rdf_data(owner));
	ldns_rdf_deep_free(owner);
	out->rdata = arena_copy(r->arena, rdata, len);
	out->len = len;
	out->show = show;
	show->text = unknown_text(r->arena, rdata, len);
	if (out->owner != NULL)
		show->owner = name_text_dup(r->arena, out->owner);
	return out->owner != NULL && show->owner != NULL && show->text != NULL;
}

/* rr_read - one record of a known type. NULL: malformed, or no memory */
static const struct dns_rr *rr_read(
    struct reader *r, size_t start, unsigned type, uint32_t ttl, const uint8_t *rdata, size_t rdlen)
{
	struct dns_rr *out = arena_alloc(r->arena, 1, sizeof *out);
	struct ds_rr *show;
	ldns_rr *rr = NULL;
	size_t at = start;
	bool ok;

	if (out == NULL)
		return NULL;
	if (ldns_wire2rr(&rr, r->wire, r->len, &at, LDNS_SECTION_ANSWER) == LDNS_STATUS_OK) {
		ok = rr_make(r, rr, out);
		ldns_rr_free(rr);
	} else {
		ok = is_kept_raw(type) && rr_make_raw(r, rdata, rdlen, start, out);
	}
	if (!ok)
		return NULL;
	out->type = (uint16_t)type;
	out->ttl = ttl > INT32_MAX ? 0 : ttl; /* RFC 2181 section 8 */
	show = (struct ds_rr *)(uintptr_t)out->show;
	show->type = out->type;
	show->ttl = out->ttl;
	show->rdata = out->rdata;
	show->rdata_len = out->len;
	return out;
}

/* read_opt - EDNS: the extended code and the first Extended DNS Error (RFC 6891, RFC 8914) */
static bool read_opt(struct reader *r, const uint8_t *fixed, const uint8_t *rdata, size_t len)
{
	unsigned options = 0;
	size_t at = 0;

	r->msg->edns = true;
	r->extended = fixed[4];
	while (at + 4 <= len && options++ < DNS_OPTIONS_MAX) {
		unsigned code = get16(rdata + at);
		size_t size = get16(rdata + at + 2);

		at += 4;
		if (size > len - at)
			break;
		if (code == EDE_CODE && size >= 2 && r->msg->ede < 0) {
			r->msg->ede = (int)get16(rdata + at);
			r->msg->ede_text = text_clean_dup(r->arena, rdata + at + 2, size - 2, 200);
			if (r->msg->ede_text == NULL)
				return false;
		}
		at += size;
	}
	return true;
}

/* is_referral - no answer, and name servers of some zone: the addresses beside it matter then */
static bool is_referral(const struct dns_message *msg)
{
	const struct dns_rrset *set = msg->authority;

	while (set != NULL && set->type != DS_T_NS)
		set = set->next;
	return set != NULL && msg->answer == NULL;
}

/* section_of - where the records of a section go; NULL: they are not read */
static struct dns_rrset **section_of(struct dns_message *msg, unsigned section, unsigned type)
{
	if (section == 0)
		return &msg->answer;
	if (section == 1)
		return &msg->authority;
	return (type == DS_T_A || type == DS_T_AAAA) && is_referral(msg) ? &msg->additional : NULL;
}

/* note_strange - a record of the authority section that is not read */
static void note_strange(struct dns_message *msg, unsigned type)
{
	const struct dns_rrset *set = msg->authority;

	msg->strange = true;
	while (set != NULL && (set->n == 0 || (set->type != DS_T_NSEC && set->type != DS_T_NSEC3)))
		set = set->next;
	msg->strange_proof |= set == NULL && (type == DS_T_NSEC || type == DS_T_NSEC3);
}

/* read_record - one record at the cursor */
static bool read_record(struct reader *r, unsigned section)
{
	size_t start = r->at, rdlen;
	struct dns_rrset **sets;
	const uint8_t *fixed;
	const struct dns_rr *rr;
	unsigned type;

	skip_owner(r);
	fixed = r->wire + r->at;
	type = get16(fixed);
	rdlen = get16(fixed + 8);
	r->at += 10 + rdlen;
	if (type == DS_T_OPT) /* once, and in its place (RFC 6891 section 6.1.1) */
		return section == 2 && !r->msg->edns && read_opt(r, fixed, fixed + 10, rdlen);
	sets = section_of(r->msg, section, type);
	if (sets == NULL)
		return true;
	if (!known(type) || get16(fixed + 2) != 1 ||
	    (type == DS_T_RRSIG && rdlen <= RRSIG_SIGNER)) {
		if (section == 1)
			note_strange(r->msg, type);
		return true;
	}
	r->sigs += type == DS_T_RRSIG;
	if (++r->kept > DNS_RRS_KEPT || r->sigs > DNS_SIGS_KEPT) {
		r->msg->left_out = true;
		return true;
	}
	rr = rr_read(
	    r, start, type, (uint32_t)get16(fixed + 4) << 16 | get16(fixed + 6), fixed + 10, rdlen);
	return rr != NULL && section_add(r->arena, sets, rr);
}

/* cut_all - a message that was not read to its end says nothing whole of any set */
static void cut_all(struct dns_rrset *set)
{
	for (; set != NULL; set = set->next)
		set->cut = set->sigs_cut = true;
}

/* extend - the upper bits of the reply code. Beside records they are passed over, as resolvers do: no
 * error that they tell of comes with an answer, or with a proof */
static void extend(const struct reader *r)
{
	struct dns_message *msg = r->msg;

	if (msg->answer == NULL && msg->authority == NULL && r->extended != 0)
		msg->rcode = r->extended < 16 ? (uint8_t)(r->extended << 4 | msg->rcode) : 255;
}

/* dns_message_read - a reply, read into the arena */
const struct dns_message *dns_message_read(struct arena *arena, const uint8_t *wire, size_t len)
{
	struct dns_message *msg;
	struct reader r = { .arena = arena, .wire = wire, .len = len, .at = 12 };

	if (!dns_prescan(wire, len))
		return NULL;
	r.msg = msg = arena_alloc(arena, 1, sizeof *msg);
	if (msg == NULL)
		return NULL;
	msg->aa = wire[2] & 0x04;
	msg->tc = wire[2] & 0x02;
	msg->ra = wire[3] & 0x80;
	msg->ad = wire[3] & 0x20;
	msg->rcode = wire[3] & 0x0f;
	msg->ede = -1;
	if (get16(wire + 4) == 1) {
		skip_owner(&r);
		r.at += 4;
	}
	for (unsigned s = 0; s < 3; s++)
		for (unsigned n = get16(wire + 6 + 2 * s); n > 0; n--)
			if (!read_record(&r, s))
				return NULL;
	if (!sections_join(arena, msg))
		return NULL;
	extend(&r);
	if (msg->left_out) {
		cut_all(msg->answer);
		cut_all(msg->authority);
	}
	return msg;
}

/* dns_message_outcome - what a message says */
enum ds_outcome dns_message_outcome(const struct dns_message *msg, uint16_t type)
{
	switch (msg->rcode) {
	case 0: break;
	case 2: return DS_OUT_SERVFAIL;
	case 3: return DS_OUT_NXDOMAIN;
	case 4: return DS_OUT_NOTIMP;
	case 5: return DS_OUT_REFUSED;
	default: return DS_OUT_RCODE;
	}
	for (const struct dns_rrset *set = msg->answer; set != NULL; set = set->next)
		if (set->n > 0 && (set->type == type || set->type == DS_T_CNAME))
			return DS_OUT_DATA;
	return DS_OUT_NODATA;
}

/* dns_rrset_find - the set of this owner and type */
const struct dns_rrset *dns_rrset_find(
    const struct dns_rrset *set, const uint8_t *owner, uint16_t type)
{
	for (; set != NULL; set = set->next)
		if (set->type == type && set->n > 0 && name_equal(set->owner, owner))
			return set;
	return NULL;
}

/* dns_rdata_name - a name inside RDATA, if it is whole */
const uint8_t *dns_rdata_name(const struct dns_rr *rr, size_t offset)
{
	size_t at = offset;

	while (at < rr->len && rr->rdata[at] != 0)
		at += rr->rdata[at] + 1u;
	return at < rr->len ? rr->rdata + offset : NULL;
}
