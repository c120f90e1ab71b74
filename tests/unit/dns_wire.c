/* SPDX-License-Identifier: BSD-2-Clause */
/* dns_wire - messages put together octet by octet; see dns_wire.h */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/message.h"
#include "tests/unit/dns_wire.h"

static const uint8_t address[4] = { 192, 0, 2, 1 };

/* wire_add - octets */
void wire_add(struct wire *w, const void *data, size_t len)
{
	assert_true(w->len + len <= sizeof w->octets);
	memcpy(w->octets + w->len, data, len);
	w->len += len;
}

/* wire_add8 - an octet */
void wire_add8(struct wire *w, unsigned value)
{
	uint8_t octet = (uint8_t)value;

	wire_add(w, &octet, 1);
}

/* wire_add16 - two octets */
void wire_add16(struct wire *w, unsigned value)
{
	wire_add8(w, value >> 8);
	wire_add8(w, value & 0xff);
}

/* wire_add32 - four octets */
void wire_add32(struct wire *w, unsigned long value)
{
	wire_add16(w, (unsigned)(value >> 16));
	wire_add16(w, (unsigned)(value & 0xffff));
}

/* wire_put16 - a number over what is there */
void wire_put16(struct wire *w, size_t at, unsigned value)
{
	w->octets[at] = (uint8_t)(value >> 8);
	w->octets[at + 1] = (uint8_t)value;
}

/* wire_name - a name without pointers */
void wire_name(struct wire *w, const char *text)
{
	while (*text != '\0') {
		size_t n = strcspn(text, ".");

		wire_add8(w, (unsigned)n);
		wire_add(w, text, n);
		text += n + (text[n] == '.');
	}
	wire_add8(w, 0);
}

/* wire_begin - header and question: "a.test" for type A */
void wire_begin(struct wire *w, unsigned answers, unsigned authorities, unsigned additionals)
{
	w->len = 0;
	wire_add16(w, 0x1234);
	wire_add16(w, 0x8180);
	wire_add16(w, 1);
	wire_add16(w, answers);
	wire_add16(w, authorities);
	wire_add16(w, additionals);
	wire_name(w, "a.test");
	wire_add16(w, DS_T_A);
	wire_add16(w, 1);
}

/* wire_fixed - what stands between owner and RDATA */
void wire_fixed(struct wire *w, unsigned type, unsigned long ttl, size_t len)
{
	wire_add16(w, type);
	wire_add16(w, 1);
	wire_add32(w, ttl);
	wire_add16(w, (unsigned)len);
}

/* wire_record - a whole one */
void wire_record(struct wire *w, const char *owner, unsigned type, unsigned long ttl,
    const void *data, size_t len)
{
	wire_name(w, owner);
	wire_fixed(w, type, ttl, len);
	wire_add(w, data, len);
}

/* wire_scans - the message in memory of its own size, so that an overrun is seen */
bool wire_scans(const struct wire *w, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);
	bool ok;

	assert_non_null(copy);
	memcpy(copy, w->octets, len);
	ok = dns_prescan(copy, len);
	free(copy);
	return ok;
}

/* wire_read - the message as it is read; the arena is the caller's */
const struct dns_message *wire_read(struct arena *arena, const struct wire *w, size_t len)
{
	uint8_t *copy = malloc(len > 0 ? len : 1);
	const struct dns_message *msg;

	assert_non_null(copy);
	memcpy(copy, w->octets, len);
	msg = dns_message_read(arena, copy, len);
	free(copy);
	return msg;
}

/* wire_reads - can the message be read? */
bool wire_reads(const struct wire *w, size_t len)
{
	struct arena *arena = arena_new((size_t)16 << 20);
	bool ok = wire_read(arena, w, len) != NULL;

	arena_free(arena);
	return ok;
}

/* wire_good - a message with something of everything, pointers too */
void wire_good(struct wire *w)
{
	static const uint8_t opt[] = { 0, 0, 41, 4, 208, 0, 0, 128, 0, 0, 0 };
	size_t owner;

	wire_begin(w, 4, 1, 1);
	wire_add16(w, 0xc00c);
	wire_fixed(w, DS_T_CNAME, 300, 6);
	owner = w->len;
	wire_add8(w, 3);
	wire_add(w, "www", 3);
	wire_add16(w, 0xc00e);
	wire_add16(w, 0xc000 | (unsigned)owner);
	wire_fixed(w, DS_T_A, 300, 4);
	wire_add(w, address, 4);
	wire_add16(w, 0xc00c);
	wire_fixed(w, DS_T_MX, 300, 6);
	wire_add16(w, 10);
	wire_add(w, "\1m", 2);
	wire_add16(w, 0xc00c);
	wire_add16(w, 0xc00c);
	wire_fixed(w, DS_T_TLSA, 300, 4);
	wire_add(w, "\3\1\1\252", 4);
	wire_add16(w, 0xc00e);
	wire_fixed(w, DS_T_SOA, 300, 2 + 2 + 20);
	wire_add16(w, 0xc00c);
	wire_add16(w, 0xc00c);
	for (int i = 0; i < 5; i++)
		wire_add32(w, 1);
	wire_add(w, opt, sizeof opt);
}
