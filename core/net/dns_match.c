/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dns_match - whether a message answers a question
 *
 * What RFC 5452 section 9.1 asks for, besides the address and port that the
 * socket sees to: the ID, the QR bit and the question section. No name is
 * decompressed: a question has nothing before it that it could point to.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "core/net/live_impl.h"

#define HEADER 12

/* lower - of an ASCII letter; length octets of labels are below 64 and stay */
static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + ('a' - 'A')) : c;
}

/* question_end - where the question section of one question ends; 0: nowhere */
static size_t question_end(const uint8_t *wire, size_t len)
{
	size_t at = HEADER;

	while (at < len && wire[at] != 0) {
		if (wire[at] > 63)
			return 0;
		at += 1u + wire[at];
	}
	at += 1 + 4; /* the root label, type and class */
	return at <= len ? at : 0;
}

/* is_bare_error - servers that do not understand a question may leave it out: an error code, no
 * question and no records (RFC 1035 section 7.3 leaves that to them) */
static bool is_bare_error(const uint8_t *reply)
{
	static const uint8_t nothing[6] = { 0 };

	return (reply[3] & 15) != 0 && memcmp(reply + 4, nothing, sizeof(nothing)) == 0;
}

/* dns_match - the answer to `request`, as far as a forger could tell */
bool dns_match(const uint8_t *request, size_t request_len, const uint8_t *reply, size_t len)
{
	size_t end, i;

	if (request_len < HEADER || len < HEADER)
		return false;
	if (memcmp(request, reply, 2) != 0 || (reply[2] & 0x80) == 0)
		return false;
	if (((request[2] ^ reply[2]) & 0x78) != 0) /* opcode */
		return false;
	if (is_bare_error(reply))
		return true;
	end = question_end(request, request_len);
	if (end == 0 || end > len || memcmp(request + 4, reply + 4, 2) != 0)
		return false;
	for (i = HEADER; i < end - 4; i++) {
		if (lower(request[i]) != lower(reply[i]))
			return false;
	}
	return memcmp(request + end - 4, reply + end - 4, 4) == 0;
}
