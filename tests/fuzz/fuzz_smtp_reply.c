/* SPDX-License-Identifier: BSD-2-Clause */
/* fuzz_smtp_reply - any octets as SMTP replies: the parser's promises hold */

#include "core/smtp/reply.h"
#include "tests/fuzz/must.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* LLVMFuzzerTestOneInput - one reply after another, as long as octets last */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	enum reply_state state;
	struct reply reply;
	size_t i;

	reply_begin(&reply);
	for (i = 0; i < size; i++) {
		state = reply_octet(&reply, data[i]);
		must(reply.len <= sizeof(reply.text) && reply.len <= reply.seen);
		must(reply.seen <= SMTP_LINE_MAX && reply.octets <= SMTP_REPLY_OCTETS);
		must(reply.nlines <= SMTP_REPLY_LINES);
		must((state == REPLY_BAD) == (reply.fault != REPLY_FINE));
		must(state != REPLY_LAST || (reply.code >= 200 && reply.code <= 599));
		must(!reply_offers(&reply, "STARTTLS") || reply.nlines >= 2);
		if (state == REPLY_BAD)
			must(reply_octet(&reply, data[i]) == REPLY_BAD);
		if (state == REPLY_BAD || state == REPLY_LAST)
			reply_begin(&reply);
	}
	return 0;
}
