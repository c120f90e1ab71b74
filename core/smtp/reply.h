/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * reply - one SMTP reply, taken in octet by octet
 *
 * Pure: no network, no clock, no memory of its own. Whatever comes, at most
 * SMTP_REPLY_LINES lines and SMTP_REPLY_OCTETS octets of a reply are taken, and
 * of a line SMTP_LINE_KEPT octets are kept. Lines end in CRLF; a bare LF is
 * taken as an end too and noted; a CR elsewhere, NUL and all else stay in the
 * text as they came. (RFC 5321 section 4.2)
 */
#ifndef DS_CORE_SMTP_REPLY_H
#define DS_CORE_SMTP_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/limits.h"

enum reply_state {
	REPLY_MORE, /* within a line */
	REPLY_LINE, /* a line is complete, and another must follow */
	REPLY_LAST, /* the last line is complete: the reply is over */
	REPLY_BAD,  /* see `fault`; the reply takes nothing any more */
};

enum reply_fault {
	REPLY_FINE,
	REPLY_NO_CODE,     /* a line that does not begin with a code from 200 to 599 */
	REPLY_OTHER_CODE,  /* a line with another code than the first */
	REPLY_LINE_LONG,   /* over SMTP_LINE_MAX octets, a CR at its end among them */
	REPLY_LINES_MANY,  /* over SMTP_REPLY_LINES lines */
	REPLY_OCTETS_MANY, /* over SMTP_REPLY_OCTETS octets */
};

struct reply {
	enum reply_fault fault;
	int code;        /* 0 while no line is complete */
	unsigned nlines; /* complete ones */
	size_t octets;   /* of the whole reply, line ends too */
	bool bare_lf;    /* a line ended without CR */
	bool cr;         /* the octet before this one was a CR */
	bool line_over;  /* `text` is a complete line; the next octet begins another */
	size_t seen;     /* octets of the line, kept or not, without its end */
	size_t len;      /* octets kept in `text`: the first ones */
	uint8_t text[SMTP_LINE_KEPT];
};

void reply_begin(struct reply *);
/* Takes one octet. After REPLY_LINE, REPLY_LAST and REPLY_BAD `text` holds the line as it came,
 * its code too, until the next octet. */
enum reply_state reply_octet(struct reply *, uint8_t);
/* True if the line offers this EHLO keyword: the first word after the code, in any case. The first
 * line of a reply offers nothing: it names the server (RFC 5321 section 4.1.1.1). */
bool reply_offers(const struct reply *, const char *keyword);

#endif
