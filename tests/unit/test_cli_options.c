/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line and the settings file. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/options.h"

#define WORDS 12

/* A command line, and what became of it. */
struct line {
	char *argv[WORDS + 1];
	char words[512];
	int argc;
	struct cli_settings settings;
	struct ds_problem problem;
	char file[64]; /* a settings file, "" for none */
};

/* line_read - "check --json a.nl", split at blanks */
static bool line_read(struct line *line, const char *words)
{
	char *rest = line->words;

	snprintf(line->words, sizeof(line->words), "danescope %s", words);
	line->argc = 0;
	for (char *word = strtok_r(rest, " ", &rest); word != NULL && line->argc < WORDS;
	     word = strtok_r(NULL, " ", &rest))
		line->argv[line->argc++] = word;
	line->argv[line->argc] = NULL;
	return options_read(&line->settings, line->argc, line->argv, &line->problem) &&
	       options_apply(&line->settings, line->file, &line->problem);
}

/* refused - the command line is refused, with this sentence and the status for usage */
static void refused(const char *words, const char *sentence)
{
	struct line line = { .argc = 0 };

	if (line_read(&line, words))
		fail_msg("\"%s\" is taken", words);
	assert_string_equal(line.problem.text, sentence);
	assert_int_equal(line.problem.exit_status, 64);
	options_free(&line.settings);
}

static void every_option_is_applied(void **state)
{
	struct line line = { .argc = 0 };
	const struct ds_options *engine = &line.settings.engine;

	(void)state;
	assert_true(
	    line_read(&line, "--resolver 192.0.2.53@5353 --trust-anchor=anchor.zone "
			     "--smtp-port 2525 --tlsa-port=25 --no-smtp -6 --ehlo probe.nl"));
	assert_string_equal(engine->resolver, "192.0.2.53@5353");
	assert_string_equal(engine->trust_anchor, "anchor.zone");
	assert_int_equal(engine->smtp_port, 2525);
	assert_int_equal(engine->tlsa_port, 25);
	assert_true(engine->no_smtp);
	assert_int_equal(engine->family, 6);
	assert_string_equal(engine->ehlo, "probe.nl");
	options_free(&line.settings);

	assert_true(
	    line_read(&line, "--at 2026-01-31T12:00:00Z --timeout 3 --json --lang nl --theme "
			     "light --color"
			     " mono"));
	assert_true(engine->at_given);
	assert_int_equal(engine->at, 1769860800);
	assert_int_equal(engine->timeout_ms, 3000);
	assert_true(line.settings.json);
	assert_string_equal(line.settings.language, "nl");
	assert_string_equal(line.settings.theme, "light");
	assert_string_equal(line.settings.color, "mono");
	options_free(&line.settings);
}

static void looks_are_chosen(void **state)
{
	static const struct {
		const char *words;
		enum ds_looks looks;
	} cases[] = {
		{ "", DS_LOOKS_SECURE },
		{ "--alternates dane", DS_LOOKS_SECURE },
		{ "--alternates always", DS_LOOKS_ALWAYS },
		{ "--alternates never", DS_LOOKS_NEVER },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct line line = { .argc = 0 };

		assert_true(line_read(&line, cases[i].words));
		assert_int_equal(line.settings.engine.looks, cases[i].looks);
		options_free(&line.settings);
	}
}

static void operands_are_kept_in_order(void **state)
{
	struct line line = { .argc = 0 };

	(void)state;
	assert_true(line_read(&line, "check b.nl --json a.nl -- --not-an-option -4"));
	assert_int_equal(line.settings.noperands, 5);
	assert_string_equal(line.settings.operands[0], "check");
	assert_string_equal(line.settings.operands[1], "b.nl");
	assert_string_equal(line.settings.operands[2], "a.nl");
	assert_string_equal(line.settings.operands[3], "--not-an-option");
	assert_string_equal(line.settings.operands[4], "-4");
	assert_null(line.settings.operands[5]);
	assert_int_equal(line.settings.engine.family, 0);
	options_free(&line.settings);
}

static void mistakes_are_named(void **state)
{
	(void)state;
	refused("--frobnicate", "unknown option --frobnicate (see danescope --help)");
	refused("--frobnicate=3", "unknown option --frobnicate (see danescope --help)");
	refused("-x", "unknown option -x (see danescope --help)");
	refused("-46", "unknown option -46 (see danescope --help)");
	refused("-4 -6", "-4 and -6 do not go together");
	refused("--resolver", "the option --resolver needs a value (ADDR[@PORT])");
	refused("--resolver=", "the option --resolver needs a value (ADDR[@PORT])");
	refused("--json=yes", "the option --json takes no value");
	refused("--smtp-port 0", "--smtp-port: \"0\" is not a port (1 to 65535)");
	refused("--smtp-port 65536", "--smtp-port: \"65536\" is not a port (1 to 65535)");
	refused("--tlsa-port 25x", "--tlsa-port: \"25x\" is not a port (1 to 65535)");
	refused("--timeout 0", "--timeout: \"0\" is not a number of seconds (1 to 3600)");
	refused("--timeout 3601", "--timeout: \"3601\" is not a number of seconds (1 to 3600)");
	refused("--at tomorrow",
	    "--at: \"tomorrow\" is not a time such as 2026-01-31T09:00:00Z or +7d");
	refused("--alternates some", "--alternates: \"some\" is not one of dane, always, never");
	refused("--control-host mx,nl",
	    "--control-host: \"mx,nl\" is neither a host name nor an address");
	refused("--lang de", "--lang: \"de\" is neither \"en\" nor \"nl\"");
	refused("--color 17", "--color: \"17\" is not one of auto, mono, 8, 16, 256");
	refused("--ehlo a\r\nRCPT", "--ehlo: \"a\\x0d\\x0aRCPT\" is not a host name");
	refused("--x\033[31m", "unknown option --x\\x1b[31m (see danescope --help)");
}

static void a_resolver_or_none(void **state)
{
	struct line line = { .argc = 0 };
	const struct ds_options *engine = &line.settings.engine;

	(void)state;
	assert_true(
	    line_read(&line, "--iterate --root-hints root.hints --dns-port=5300 --qname-min"));
	assert_true(engine->iterate);
	assert_true(engine->minimise);
	assert_string_equal(engine->root_hints, "root.hints");
	assert_int_equal(engine->dns_port, 5300);
	options_free(&line.settings);
	refused("--resolver 192.0.2.1 --iterate",
	    "--iterate asks no resolver: --resolver does not go together with it");
	refused("--dns-port 0", "--dns-port: \"0\" is not a port (1 to 65535)");
}

static void commands_take_their_own_options(void **state)
{
	struct line line = { .argc = 0 };

	(void)state;
	assert_true(line_read(&line, "--json --lang en"));
	assert_true(options_fit(&line.settings, USE_CHECK, "check", &line.problem));
	assert_true(options_fit(&line.settings, USE_CODES, "codes", &line.problem));
	assert_false(options_fit(&line.settings, USE_LAB, "lab", &line.problem));
	assert_string_equal(line.problem.text, "the option --json has no meaning for lab");
	assert_int_equal(line.problem.exit_status, 64);
	options_free(&line.settings);
}

/* file_write - a settings file for the line */
static void file_write(struct line *line, const char *text)
{
	int fd;

	snprintf(line->file, sizeof(line->file), "/tmp/danescope-test-XXXXXX");
	fd = mkstemp(line->file);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

static void the_file_comes_first(void **state)
{
	struct line line = { .argc = 0 };

	(void)state;
	file_write(
	    &line, "# mine\n\n  resolver = 192.0.2.1 \r\ntimeout=7\nno-smtp = yes\nlang = nl");
	assert_true(line_read(&line, "--timeout 9"));
	assert_string_equal(line.settings.engine.resolver, "192.0.2.1");
	assert_int_equal(line.settings.engine.timeout_ms, 9000);
	assert_true(line.settings.engine.no_smtp);
	assert_string_equal(line.settings.language, "nl");
	options_free(&line.settings);
	unlink(line.file);
}

static void mistakes_in_the_file_have_a_line(void **state)
{
	static const struct {
		const char *text, *sentence;
	} cases[] = {
		{ "resolver 192.0.2.1\n",
		    ":1: not of the form key = value: \"resolver 192.0.2.1\"" },
		{ "\n\nfoo = 1\n", ":3: unknown setting: \"foo\"" },
		{ "record = x\n", ":1: unknown setting: \"record\"" },
		{ "no-smtp = maybe\n", ":1: neither yes nor no: \"maybe\"" },
		{ "theme =\n", ":1: no value for: \"theme\"" },
		{ "lang=en\ntimeout = never\n",
		    ":2: --timeout: \"never\" is not a number of seconds (1 to 3600)" },
		{ "\033]0;x\a = 1", ":1: unknown setting: \"\\x1b]0;x\\x07\"" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct line line = { .argc = 0 };

		file_write(&line, cases[i].text);
		assert_false(line_read(&line, "a.nl"));
		assert_int_equal(line.problem.exit_status, 64);
		assert_memory_equal(line.problem.text, line.file, strlen(line.file));
		assert_string_equal(line.problem.text + strlen(line.file), cases[i].sentence);
		options_free(&line.settings);
		unlink(line.file);
	}
}

static void an_unreadable_file_is_an_error_of_its_own(void **state)
{
	struct line line = { .file = "/nonexistent/config" };

	(void)state;
	assert_true(line_read(&line, "a.nl"));
	options_free(&line.settings);
	assert_false(line_read(&line, "--config /nonexistent/other a.nl"));
	assert_int_equal(line.problem.exit_status, 66);
	assert_non_null(strstr(line.problem.text, "/nonexistent/other"));
	options_free(&line.settings);
	assert_false(line_read(&line, "--config / a.nl"));
	assert_int_equal(line.problem.exit_status, 66);
	options_free(&line.settings);
}

static void domains_are_taken_once(void **state)
{
	struct line line = { .argc = 0 };
	struct ds_domain *domains;
	size_t n;

	(void)state;
	assert_true(line_read(&line, "b.nl A.nl b.nl a.nl."));
	domains = cli_domains(&line.settings, &n, &line.problem);
	assert_non_null(domains);
	assert_int_equal(n, 2);
	assert_string_equal(domains[0].ascii, "b.nl");
	assert_string_equal(domains[1].ascii, "a.nl");
	free(domains);
	options_free(&line.settings);
	assert_true(line_read(&line, "a.nl ..nl"));
	assert_null(cli_domains(&line.settings, &n, &line.problem));
	assert_int_equal(line.problem.exit_status, 64);
	assert_non_null(strstr(line.problem.text, "..nl"));
	options_free(&line.settings);
}

/* What can be set in the console can be set at its start and in the settings file, and is read the
 * same way. */
static void settings_are_options(void **state)
{
	struct line line = { .argc = 0 };

	(void)state;
	for (size_t i = 0; i < SETTING_COUNT; i++) {
		const char *name = setting_at(i)->name;
		const struct cli_option *option = cli_option_named(name, strlen(name));

		if (option == NULL || (option->uses & USE_FILE) == 0)
			fail_msg("the setting %s is no option", name);
		assert_int_equal(option->argument == NULL, setting_at(i)->kind == SETTING_SWITCH);
	}
	assert_true(line_read(&line, "--slow --private --checks 12 --watch=60 a.nl"));
	assert_int_equal(line.settings.console[SET_SLOW], 1);
	assert_int_equal(line.settings.console[SET_PRIVATE], 1);
	assert_int_equal(line.settings.console[SET_ASCII], 0);
	assert_int_equal(line.settings.console[SET_CHECKS], 12);
	assert_int_equal(line.settings.console[SET_WATCH], 60);
	options_free(&line.settings);
	assert_false(line_read(&line, "--checks 65 a.nl"));
	assert_int_equal(line.problem.exit_status, 64);
	assert_non_null(strstr(line.problem.text, "1 to 64"));
	options_free(&line.settings);
}

/* Names are told apart, and every option has its help. */
static void the_table_is_whole(void **state)
{
	const struct cli_option *a, *b;

	(void)state;
	for (size_t i = 0; (a = cli_option(i)) != NULL; i++) {
		assert_true(a->name != NULL || a->letter != 0);
		assert_true(a->help[0] != '\0' && a->set != NULL && a->uses != 0);
		assert_true((a->uses & USE_FILE) == 0 || a->name != NULL);
		for (size_t j = 0; j < i; j++) {
			b = cli_option(j);
			assert_true(
			    a->name == NULL || b->name == NULL || strcmp(a->name, b->name) != 0);
			assert_true(a->letter == 0 || a->letter != b->letter);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_option_is_applied),
		cmocka_unit_test(looks_are_chosen),
		cmocka_unit_test(operands_are_kept_in_order),
		cmocka_unit_test(mistakes_are_named),
		cmocka_unit_test(a_resolver_or_none),
		cmocka_unit_test(commands_take_their_own_options),
		cmocka_unit_test(the_file_comes_first),
		cmocka_unit_test(mistakes_in_the_file_have_a_line),
		cmocka_unit_test(an_unreadable_file_is_an_error_of_its_own),
		cmocka_unit_test(domains_are_taken_once),
		cmocka_unit_test(settings_are_options),
		cmocka_unit_test(the_table_is_whole),
	};

	return cmocka_run_group_tests_name("cli_options", tests, NULL, NULL) != 0;
}
