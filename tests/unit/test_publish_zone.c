/* SPDX-License-Identifier: BSD-2-Clause */
/* TLSA records out of zone-file text that a person wrote. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/dane/publish_zone.h"

/* What was read, one line a record: "owner ttl u s m hex". */
struct read {
	char text[4096];
	size_t n, stop_at;
};

/* take - writes one record down */
static bool take(void *arg, const char *owner, uint32_t ttl, const uint8_t *rdata, size_t len)
{
	struct read *r = arg;
	size_t used = strlen(r->text);

	used += (size_t)snprintf(r->text + used, sizeof(r->text) - used, "%s %u", owner, ttl);
	for (size_t i = 0; i < len && used + 4 < sizeof(r->text); i++)
		used += (size_t)snprintf(r->text + used, sizeof(r->text) - used,
		    i < 3   ? " %u"
		    : i > 3 ? "%02x"
			    : " %02x",
		    rdata[i]);
	snprintf(r->text + used, sizeof(r->text) - used, "\n");
	return ++r->n != r->stop_at;
}

/* reads - the text gives these records; it is copied so that an overrun is seen */
static void reads(const char *text, const char *expected)
{
	struct read r = { .n = 0 };
	char reason[PUBLISH_REASON_MAX];
	size_t len = strlen(text);
	char *copy = malloc(len > 0 ? len : 1);

	assert_non_null(copy);
	memcpy(copy, text, len);
	if (publish_zone_read(copy, len, take, &r, reason) != 0)
		fail_msg("%s: %s", text, reason);
	assert_string_equal(r.text, expected);
	free(copy);
}

/* refuses - the text is not understood from this line on, for this reason */
static void refuses(const char *text, unsigned line, const char *expected)
{
	struct read r = { .n = 0 };
	char reason[PUBLISH_REASON_MAX];

	assert_int_equal(publish_zone_read(text, strlen(text), take, &r, reason), line);
	assert_string_equal(reason, expected);
}

static void whole_records(void **state)
{
	(void)state;
	reads("", "");
	reads("_25._tcp.MX.example.nl. 300 IN TLSA 3 1 1 ABcd\n",
	    "_25._tcp.mx.example.nl 300 3 1 1 abcd\n");
	reads("a.nl. IN 1h30m TLSA 3 1 1 00", "a.nl 5400 3 1 1 00\n");
	reads("a.nl. TLSA 2 0 1 00 11 2 233\r\n", "a.nl 3600 2 0 1 00112233\n");
	reads("a.nl. TYPE52 \\# 5 030101ab cd\n", "a.nl 3600 3 1 1 abcd\n");
	reads("a.nl. TLSA \\# 2 0301\n", "a.nl 3600 3 1\n");
	reads("a.nl. TLSA 3 1 1\n", "a.nl 3600 3 1 1\n");
}

static void what_is_left_out(void **state)
{
	(void)state;
	reads("$ORIGIN example.nl.\n$TTL 60\n_25._tcp.mx TLSA 3 1 1 01\n\tTLSA 3 1 1 02\n"
	      "@ TLSA 3 1 1 03\n$ORIGIN b\n_25._tcp TLSA 3 1 1 04\n",
	    "_25._tcp.mx.example.nl 60 3 1 1 01\n_25._tcp.mx.example.nl 60 3 1 1 02\n"
	    "example.nl 60 3 1 1 03\n_25._tcp.b.example.nl 60 3 1 1 04\n");
	reads("3 1 1 0a0b\n  2 1 1 0c ; bare\n", " 3600 3 1 1 0a0b\n 3600 2 1 1 0c\n");
}

static void comments_and_lines(void **state)
{
	(void)state;
	reads("; nothing\n\n   \na.nl. TLSA ( 3 1 1 ; one\n  01 ; two\n  02 )\n ; end\n",
	    "a.nl 3600 3 1 1 0102\n");
	refuses("a.nl. TLSA 3 1 1 01 )\n", 1, "a parenthesis that was not opened");
	refuses("\na.nl. TLSA ( 3 1 1\n01\n", 2, "a parenthesis that is not closed");
}

static void other_types_are_passed_over(void **state)
{
	(void)state;
	reads(
	    "$ORIGIN nl.\n@ SOA ns. host. (1 2 3 4 5)\n@ TXT \"a ; b ( \\\" c\" TLSA\nrel A 192.0.2.1\n"
	    "rel RRSIG TLSA 13 2 300 1 2 3 nl. abc=\n TLSA 3 1 1 01\n",
	    "rel.nl 3600 3 1 1 01\n");
	reads("rel MX 10 a\nb.nl. TLSA 3 1 1 01\n", "b.nl 3600 3 1 1 01\n");
}

static void mistakes(void **state)
{
	(void)state;
	refuses("a.nl. TLSA 3 1\n", 1, "usage, selector, matching type and data expected");
	refuses("a.nl. TLSA 3 1 256 00\n", 1, "not a number from 0 to 255: \"256\"");
	refuses("a.nl. TLSA 3 1 1 0g\n", 1, "not hexadecimal: \"0g\"");
	refuses("a.nl. TLSA 3 1 1 012\n", 1, "an odd number of hexadecimal digits");
	refuses("a.nl. TLSA \\# x\n", 1, "\\# is not followed by a length");
	refuses("a.nl. TLSA \\# 3 0301\n", 1, "the data is not as long as it says");
	refuses("a TLSA 3 1 1 00\n", 1, "a relative name, and no $ORIGIN before it: \"a\"");
	refuses("@ TLSA 3 1 1 00\n", 1, "a relative name, and no $ORIGIN before it: \"@\"");
	refuses(" TLSA 3 1 1 00\n", 1, "a record without an owner");
	refuses("a.nl.\n", 1, "a record without a type");
	refuses("$INCLUDE other\n", 1, "not understood: \"$INCLUDE\"");
	refuses("$TTL x\n", 1, "not understood: \"$TTL\"");
	refuses("a\x1b.nl. TLSA 3 1 1 00\n", 1, "not a name in ASCII: \"a\\x1b.nl.\"");
}

static void bounds(void **state)
{
	char *text = malloc(200000);
	struct read r = { .n = 0, .stop_at = 1 };
	char reason[PUBLISH_REASON_MAX];
	size_t len;

	(void)state;
	assert_non_null(text);
	len = (size_t)snprintf(text, 200000, "a.nl. TLSA 3 1 0 ");
	memset(text + len, 'a', 2 * PUBLISH_RDATA_MAX);
	text[len + 2 * PUBLISH_RDATA_MAX] = '\0';
	refuses(text, 1, "data that is too long");
	len = (size_t)snprintf(text, 200000, "a.nl. TLSA 3 1 0 ");
	for (size_t i = 0; i < 600; i++)
		len += (size_t)snprintf(text + len, 200000 - len, "aa ");
	refuses(text, 1, "too many words for one record");
	memset(text, 'a', 300);
	memcpy(text + 300, ". TLSA 3 1 1 00", 16);
	refuses(text, 1, "a name that is too long");
	/* The caller may have enough. */
	strncpy(text, "a.nl. TLSA 3 1 1 00\na.nl. TLSA 3 1 1 01\nx\n", 200000 - 1);
	assert_int_equal(publish_zone_read(text, strlen(text), take, &r, reason), 0);
	assert_int_equal(r.n, 1);
	free(text);
}

/* Every octet of a good text replaced by every octet: something is read, or a line is named. */
static void any_octets(void **state)
{
	static const char good[] =
	    "$ORIGIN nl.\n@ 1h IN TLSA ( 3 1 1 \"x\" ; c\n 0a ) \\# 1 3 1 1\n";

	(void)state;
	for (size_t i = 0; i < sizeof(good) - 1; i++) {
		for (int octet = 0; octet < 256; octet++) {
			char *copy = malloc(sizeof(good) - 1), reason[PUBLISH_REASON_MAX];
			struct read r = { .n = 0 };

			assert_non_null(copy);
			memcpy(copy, good, sizeof(good) - 1);
			copy[i] = (char)octet;
			if (publish_zone_read(copy, sizeof(good) - 1, take, &r, reason) > 0)
				assert_true(reason[0] != '\0');
			free(copy);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_records),
		cmocka_unit_test(what_is_left_out),
		cmocka_unit_test(comments_and_lines),
		cmocka_unit_test(other_types_are_passed_over),
		cmocka_unit_test(mistakes),
		cmocka_unit_test(bounds),
		cmocka_unit_test(any_octets),
	};

	return cmocka_run_group_tests_name("publish_zone", tests, NULL, NULL) != 0;
}
