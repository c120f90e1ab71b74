/* SPDX-License-Identifier: BSD-2-Clause */
/* reply - the bounded parser of SMTP replies; apart from the session so that it can be fuzzed */
#include "core/smtp/reply.h"

#include <string.h>
#include <strings.h>

#define CODE_LEN 3

/* reply_begin - ready for the first octet */
void reply_begin(struct reply *r)
{
	memset(r, 0, sizeof(*r));
}

/* bad - the end of a reply that cannot be taken */
static enum reply_state bad(struct reply *r, enum reply_fault fault)
{
	r->fault = fault;
	return REPLY_BAD;
}

/* line_code - the code at the head of the line, or 0 where there is none */
static int line_code(const struct reply *r)
{
	const uint8_t *t = r->text;

	if (r->len < CODE_LEN)
		return 0;
	if (t[0] < '2' || t[0] > '5' || t[1] < '0' || t[1] > '9' || t[2] < '0' || t[2] > '9')
		return 0;
	if (r->len > CODE_LEN && t[CODE_LEN] != ' ' && t[CODE_LEN] != '-')
		return 0;
	return (t[0] - '0') * 100 + (t[1] - '0') * 10 + (t[2] - '0');
}

/* line_end - judges a line that is complete */
static enum reply_state line_end(struct reply *r)
{
	int code;

	if (r->cr) {
		r->seen--;
		r->len = r->len < r->seen ? r->len : r->seen;
	} else {
		r->bare_lf = true;
	}
	r->line_over = true;
	code = line_code(r);
	if (code == 0)
		return bad(r, REPLY_NO_CODE);
	if (r->code != 0 && r->code != code)
		return bad(r, REPLY_OTHER_CODE);
	r->code = code;
	r->nlines++;
	return r->len > CODE_LEN && r->text[CODE_LEN] == '-' ? REPLY_LINE : REPLY_LAST;
}

/* reply_octet - takes one octet and says what it completed */
enum reply_state reply_octet(struct reply *r, uint8_t octet)
{
	if (r->fault != REPLY_FINE)
		return REPLY_BAD;
	if (r->line_over) {
		r->line_over = false;
		r->len = r->seen = 0;
		r->cr = false;
	}
	if (r->nlines == SMTP_REPLY_LINES)
		return bad(r, REPLY_LINES_MANY);
	if (r->octets == SMTP_REPLY_OCTETS)
		return bad(r, REPLY_OCTETS_MANY);
	r->octets++;
	if (octet == '\n')
		return line_end(r);
	if (r->seen == SMTP_LINE_MAX)
		return bad(r, REPLY_LINE_LONG);
	if (r->len < sizeof(r->text))
		r->text[r->len++] = octet;
	r->seen++;
	r->cr = octet == '\r';
	return REPLY_MORE;
}

/* reply_offers - looks for an EHLO keyword in the line that is complete */
bool reply_offers(const struct reply *r, const char *keyword)
{
	size_t n = strlen(keyword), at = CODE_LEN + 1;

	if (r->nlines < 2 || r->len < at + n)
		return false;
	if (strncasecmp((const char *)r->text + at, keyword, n) != 0)
		return false;
	return r->len == at + n || r->text[at + n] == ' ' || r->text[at + n] == '\t';
}
