/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dump - a DNS message as text, line by line
 *
 * For people who want to see what was sent and what came back. The message is looked over before
 * ldns reads it, as everywhere; what is not whole is said to be so, and shown in hex elsewhere.
 */
#include <stdbool.h> /* before ldns, which else makes its own bool of a char */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <ldns/ldns.h>

#include "core/base/text.h"
#include "core/danescope.h"
#include "core/dns/message.h"
#include "core/limits.h"

#define LINE 8192 /* octets of one record that are shown */

/* A text that grows up to a bound. */
struct text {
	char *at;
	size_t len, cap;
	bool full; /* no memory, or DNS_DUMP_MAX reached */
};

/* add - one line */
static void add(struct text *t, const char *line)
{
	size_t n = strlen(line);

	if (t->full)
		return;
	if (t->len + n + 2 > t->cap) {
		size_t cap = t->cap ? t->cap * 2 : 2048;
		char *grown;

		while (cap < t->len + n + 2)
			cap *= 2;
		grown = cap > DNS_DUMP_MAX ? NULL : realloc(t->at, cap);
		if (grown == NULL) {
			t->full = true;
			return;
		}
		t->at = grown;
		t->cap = cap;
	}
	memcpy(t->at + t->len, line, n);
	t->len += n;
	t->at[t->len++] = '\n';
	t->at[t->len] = '\0';
}

/* addf - one line that is filled in */
__attribute__((format(printf, 2, 3))) static void addf(struct text *t, const char *format, ...)
{
	char line[512];
	va_list args;

	va_start(args, format);
	vsnprintf(line, sizeof line, format, args);
	va_end(args);
	add(t, line);
}

/* add_foreign - a line that ldns has made of what came from the network */
static void add_foreign(struct text *t, char *line)
{
	char clean[LINE];
	size_t n;

	for (char *s = line; *s != '\0'; s++)
		if (*s == '\t')
			*s = ' ';
	n = strcspn(line, "\n");
	text_clean(clean, sizeof clean, line, n);
	add(t, clean);
}

/* flags - "qr aa tc rd ra ad cd", those that are set */
static const char *flags(const uint8_t *wire, char *buf, size_t size)
{
	static const struct {
		unsigned octet, bit;
		const char *name;
	} all[] = { { 2, 0x80, "qr" }, { 2, 0x04, "aa" }, { 2, 0x02, "tc" }, { 2, 0x01, "rd" },
		{ 3, 0x80, "ra" }, { 3, 0x20, "ad" }, { 3, 0x10, "cd" } };
	size_t len = 0;

	buf[0] = '\0';
	for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
		if (wire[all[i].octet] & all[i].bit)
			len += (size_t)snprintf(buf + len, size - len, " %s", all[i].name);
	return buf;
}

/* get16 - two octets in network order */
static unsigned get16(const uint8_t *p)
{
	return (unsigned)p[0] << 8 | p[1];
}

/* rcode_name - "NOERROR", or the number */
static const char *rcode_name(unsigned rcode, char *buf, size_t size)
{
	static const char *const names[] = { "NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP",
		"REFUSED" };

	if (rcode < sizeof names / sizeof names[0])
		return names[rcode];
	snprintf(buf, size, "RCODE %u", rcode);
	return buf;
}

/* header - the first lines */
static void header(struct text *t, const uint8_t *wire, size_t len)
{
	char set[64], code[24];

	addf(t, ";; %zu octets, id %u, %s", len, get16(wire),
	    rcode_name(wire[3] & 0x0f, code, sizeof code));
	addf(t, ";; flags:%s; question %u, answer %u, authority %u, additional %u",
	    flags(wire, set, sizeof set), get16(wire + 4), get16(wire + 6), get16(wire + 8),
	    get16(wire + 10));
}

/* edns - what the OPT record says */
static void edns(struct text *t, const ldns_pkt *pkt)
{
	const ldns_rdf *data = ldns_pkt_edns_data(pkt);
	const uint8_t *octets = data ? ldns_rdf_data(data) : NULL;
	size_t len = data ? ldns_rdf_size(data) : 0, at = 0;

	addf(t, ";; EDNS: version %u, size %u%s", ldns_pkt_edns_version(pkt),
	    ldns_pkt_edns_udp_size(pkt), ldns_pkt_edns_do(pkt) ? ", DO" : "");
	while (at + 4 <= len) {
		unsigned code = get16(octets + at);
		size_t size = get16(octets + at + 2);
		char clean[300] = "";

		at += 4;
		if (size > len - at)
			return;
		if (code == LDNS_EDNS_EDE && size >= 2) {
			text_clean(clean, sizeof clean, octets + at + 2, size - 2);
			addf(t, ";; EDE %u %s", get16(octets + at), clean);
		} else {
			addf(t, ";; EDNS option %u, %zu octets", code, size);
		}
		at += size;
	}
}

/* section - the records of one section, a line each */
static void section(struct text *t, const char *name, const ldns_rr_list *list)
{
	size_t n = list ? ldns_rr_list_rr_count(list) : 0;

	if (n)
		addf(t, ";; %s", name);
	for (size_t i = 0; i < n && !t->full; i++) {
		char *line = i >= DNS_RRS_KEPT ? NULL
					       : ldns_rr2str_fmt(ldns_output_format_nocomments,
						     ldns_rr_list_rr(list, i));

		if (line == NULL) {
			addf(t, ";; %zu more", n - i);
			return;
		}
		add_foreign(t, line);
		free(line);
	}
}

/* ds_message_text - a DNS message as text */
char *ds_message_text(const uint8_t *wire, size_t len)
{
	struct text t = { .len = 0 };
	ldns_pkt *pkt = NULL;

	if (wire == NULL || len < 12) {
		addf(&t, ";; %zu octets: no DNS message", len);
		return t.at;
	}
	header(&t, wire, len);
	if (!dns_prescan(wire, len) || ldns_wire2pkt(&pkt, wire, len) != LDNS_STATUS_OK) {
		add(&t, ";; malformed: it cannot be read further");
		return t.at;
	}
	if (ldns_pkt_edns(pkt))
		edns(&t, pkt);
	section(&t, "question", ldns_pkt_question(pkt));
	section(&t, "answer", ldns_pkt_answer(pkt));
	section(&t, "authority", ldns_pkt_authority(pkt));
	section(&t, "additional", ldns_pkt_additional(pkt));
	ldns_pkt_free(pkt);
	return t.at;
}
