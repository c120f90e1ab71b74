/* SPDX-License-Identifier: BSD-2-Clause */
/* test_listing - lists of domains as people have them, with the group of each */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/survey/listing.h"

/* read_as - what a list comes to: "word=group word" */
static void read_as(const char *list, bool file, const char *wanted)
{
	char *text = strdup(list), seen[1024] = "";
	struct listing_item item;
	struct listing l;

	assert_non_null(text);
	listing_begin(&l, text, file);
	while (listing_next(&l, &item)) {
		assert_true(text_is_clean(item.group));
		snprintf(seen + strlen(seen), sizeof seen - strlen(seen), "%s%s%s%s",
		    *seen ? " " : "", item.word, *item.group ? "=" : "", item.group);
	}
	free(text);
	assert_string_equal(seen, wanted);
}

/* test_words - without groups, as ever */
static void test_words(void **state)
{
	(void)state;
	read_as("", true, "");
	read_as("a.nl b.nl,c.nl;d.nl\r\n\r\n<e@e.nl>", false, "a.nl b.nl c.nl d.nl e@e.nl");
	read_as("# none\n1,a.nl\n2,b.nl # two\r\n", true, "a.nl b.nl");
	read_as("1,a.nl", false, "1 a.nl");
	read_as("Jan <jan@a.nl>, Piet <piet@b.nl>", false, "jan@a.nl piet@b.nl");
	read_as("Jan P. J. de Wit J.P. jan@a.nl\nlocalhost", false, "jan@a.nl localhost");
	read_as("\"Wit, Jan de\" <jan@a.nl> b.nl", true, "jan@a.nl b.nl");
	read_as("see a.nl, thanks", false, "see a.nl thanks");
	read_as("a.nl\tb.nl\n", true, "a.nl b.nl");
	read_as("domain", false, "domain");
}

/* test_headings - the group of what follows */
static void test_headings(void **state)
{
	(void)state;
	read_as("z.nl\n[Ministries]\na.nl b.nl\n[ The Provinces ] c.nl\nd.nl\n[]\ne.nl", true,
	    "z.nl a.nl=Ministries b.nl=Ministries c.nl=The Provinces d.nl=The Provinces e.nl");
	read_as("[Ministries] a.nl", false, "a.nl=Ministries");
	read_as("[Ministries\na.nl", true, "[Ministries a.nl");
	read_as(
	    "[Ministries]\na.nl,Inspectorates\nb.nl", true, "a.nl=Inspectorates b.nl=Ministries");
}

/* test_pairs - a table without heads: the first other field behind the domain, else before it */
static void test_pairs(void **state)
{
	(void)state;
	read_as("a.nl,Ministries\nb.nl, Ministries , x\n", true, "a.nl=Ministries b.nl=Ministries");
	read_as("a.nl;Ministries\nb.nl\tProvinces", true, "a.nl=Ministries b.nl=Provinces");
	read_as("Ministries;a.nl\n1;b.nl;12,5;Provinces", true, "a.nl=Ministries b.nl=Provinces");
	read_as("a.nl;\"Economy; Climate\"\nb.nl,\"the \"\"new\"\" ones, all\"", true,
	    "a.nl=Economy; Climate b.nl=the \"new\" ones, all");
	read_as("post@a.nl,Ministerie van A.Z.", true, "post@a.nl=Ministerie van A.Z.");
	read_as("a.nl,Ministries", false, "a.nl=Ministries");
	read_as("a.nl;b.nl;Ministries", true, "a.nl b.nl Ministries");
	read_as("a.nl,,,", true, "a.nl");
	read_as("# remark, a.nl\na.nl,Ministries # the first\nb.nl,\"C# club\"", true,
	    "a.nl=Ministries b.nl=C# club");
}

/* test_heads - a first line that says which column is which */
static void test_heads(void **state)
{
	(void)state;
	read_as("domain,group\na.nl,Ministries\nb.nl,c.nl\nc.nl,7\nd.nl,\ne.nl\n", true,
	    "a.nl=Ministries b.nl=c.nl c.nl=7 d.nl e.nl");
	read_as("\xef\xbb\xbfsep=;\r\nNr;Domein;Overheidslaag\r\n1;a.nl;Rijk\r\n2;b.nl;Provincie",
	    true, "a.nl=Rijk b.nl=Provincie");
	read_as(
	    "category,url\nMinistries,\"a.nl, b.nl\"\n", true, "a.nl=Ministries b.nl=Ministries");
	read_as("domain\tsector\na.nl\tCare", false, "a.nl=Care");
	read_as("\"Domain\",\"Rank\"\n\"a.nl\",\"1\"\n", true, "a.nl");
	read_as("url\na.nl\nb.nl", true, "a.nl b.nl");
	read_as("a.nl\ndomain,group\n", true, "a.nl domain group");
}

/* test_hostile - control characters, lengths, what never ends */
static void test_hostile(void **state)
{
	static char text[3 * LIST_LINE_MAX];
	struct listing_item item;
	struct listing l;
	size_t n = 0;

	(void)state;
	read_as("[\x1b[2Jx]\na.nl", true, "a.nl=\\x1b[2Jx");
	read_as("a.nl,\"\x1b]0;x\x07\xe2\x80\xae\"", true, "a.nl=\\x1b]0;x\\x07\\u{202e}");
	read_as("a.nl,\"never closed\nb.nl", true, "a.nl=\"never closed b.nl");
	read_as("\"\"\"\"\"\n,,,,\n;;\n[[[[]]]]\n", true, "]]]=[[[");
	/* a group's name is cut, and between two characters */
	memcpy(text, "a.nl,", 5);
	for (size_t i = 5; i < 1000; i += 2)
		memcpy(text + i, "\xc3\xab", 2);
	listing_begin(&l, text, true);
	assert_true(listing_next(&l, &item));
	assert_in_range(strlen(item.group), LIST_GROUP_NAME - 3, LIST_GROUP_NAME - 1);
	assert_true(text_is_clean(item.group));
	/* a line that is too long for a table is words */
	memset(text, ',', sizeof text - 1);
	memcpy(text, "a.nl,Ministries", 15);
	listing_begin(&l, text, true);
	while (listing_next(&l, &item)) {
		assert_string_equal(item.group, "");
		n++;
	}
	assert_int_equal(n, 2);
	/* more columns than are looked at */
	memset(text, 0, sizeof text);
	memset(text, ',', 100);
	memcpy(text + 100, "a.nl,Ministries", 15);
	listing_begin(&l, text, true);
	assert_true(listing_next(&l, &item));
	assert_string_equal(item.word, "a.nl");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_headings),
		cmocka_unit_test(test_pairs),
		cmocka_unit_test(test_heads),
		cmocka_unit_test(test_hostile),
	};

	return cmocka_run_group_tests_name("listing", tests, NULL, NULL) != 0;
}
