/* SPDX-License-Identifier: BSD-2-Clause */
/* test_remark - sentences of our own, worded when they are shown */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/remark.h"

/* english - a remark as it is shown */
static const char *english(const char *remark)
{
	static char words[256];

	return remark_english(words, sizeof(words), remark);
}

/* test_arguments - each kind of argument comes to its place */
static void test_arguments(void **state)
{
	char buf[256], word[64];

	(void)state;
	assert_string_equal(
	    english(remark_write(buf, sizeof(buf), "connecting to %s port %u", "192.0.2.1", 25U)),
	    "connecting to 192.0.2.1 port 25");
	assert_string_equal(
	    english(remark_write(buf, sizeof(buf), "%d%% of %zu%s", -3, (size_t)7, "")),
	    "-3% of 7");
	assert_string_equal(english(remark_write(buf, sizeof(buf), "waited %s for %s", "10 s",
				remark_word(word, sizeof(word), "the greeting"))),
	    "waited 10 s for the greeting");
	assert_string_equal(remark_word(word, sizeof(word), ""), "");
}

/* test_language - the words are those of the moment, also of arguments that are ours */
static void test_language(void **state)
{
	char buf[256], word[64], words[256];

	(void)state;
	setlocale(LC_ALL, "C.UTF-8");
	setenv("LANGUAGE", "nl", 1);
	bindtextdomain(DS_TEXT_DOMAIN, "build/locale");
	bind_textdomain_codeset(DS_TEXT_DOMAIN, "UTF-8");
	remark_write(buf, sizeof(buf), "the server hung up before %s%s%s",
	    remark_word(word, sizeof(word), "the greeting"), ": ", "the greeting");
	assert_string_equal(english(buf), "the server hung up before the greeting: the greeting");
	remark_words(words, sizeof(words), buf);
	assert_string_not_equal(words, english(buf));
	assert_null(strstr(words, "before the greeting"));
	assert_non_null(strstr(words, ": the greeting"));
}

/* test_number - one and many */
static void test_number(void **state)
{
	char buf[256];

	(void)state;
	assert_string_equal(
	    english(remark_write_many(buf, sizeof(buf), NN_("%zu octet", "%zu octets"), 1)),
	    "1 octet");
	assert_string_equal(
	    english(remark_write_many(buf, sizeof(buf), NN_("%zu octet", "%zu octets"), 0)),
	    "0 octets");
}

/* test_no_remark - what others said stays as it is, whatever it looks like */
static void test_no_remark(void **state)
{
	static const char text[] = "250 %s %n connected";

	(void)state;
	assert_ptr_equal(english(text), text);
	assert_null(english(NULL));
	assert_string_equal(english(""), "");
}

/* test_hostile - an argument can neither end its place nor be a format */
static void test_hostile(void **state)
{
	char buf[256];

	(void)state;
	assert_string_equal(
	    english(remark_write(buf, sizeof(buf), "reply: %s (%s)", "%s%n\x1f\x1d\x1eX", "end")),
	    "reply: %s%nX (end)");
	assert_string_equal(english("\x1f%s and %3$s and %9$s\x1fone"), "one and  and ");
	assert_string_equal(english("\x1f"), "");
	assert_string_equal(english("\x1f%"), "%");
	assert_string_equal(english("\x1f%zu\x1d"), "");
}

/* test_cut - what does not fit is cut between characters, at each length */
static void test_cut(void **state)
{
	char buf[64], words[64], small[64];
	const char *whole;

	(void)state;
	remark_write(buf, sizeof(buf), "a %s z", "\xc3\xa9\xc3\xa9");
	whole = remark_english(words, sizeof(words), buf);
	for (size_t size = 1; size <= sizeof(small); size++) {
		remark_english(small, size, buf);
		assert_true(strlen(small) < size);
		assert_memory_equal(small, whole, strlen(small));
		assert_true(((unsigned char)whole[strlen(small)] & 0xc0) != 0x80);
	}
	for (size_t size = 1; size <= sizeof(small); size++) {
		remark_write(small, size, "a %s z", "\xc3\xa9\xc3\xa9");
		assert_true(strlen(small) < size);
		english(small);
	}
}

/* main - runs them */
int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_language),
		cmocka_unit_test(test_number),
		cmocka_unit_test(test_no_remark),
		cmocka_unit_test(test_hostile),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
