/* SPDX-License-Identifier: BSD-2-Clause */
/* test_unjudged - where this machine cannot judge, nothing of a domain is shown as its fault */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/report/report.h"
#include "tests/ui/expect.h"
#include "tests/ui/fixture.h"
#include "tests/ui/fixture_parts.h"
#include "tests/ui/harness.h"

/* unproved - a domain below a root whose keys fit no anchor: all of it is bogus, the verdict unknown */
static struct ds_report *unproved(struct arena *a)
{
	struct ds_report *r = part_report(a, "minwater.nl", "minwater.nl");
	const struct ds_link **links;
	struct ds_link *root;
	struct ds_host *host;

	r->self.fault = DS_SELF_ANCHOR;
	r->self.trusted = -1;
	part_signed_chain(a, r, "minwater.nl");
	root = arena_alloc(a, 1, sizeof *root);
	*root = *r->chain.links[0];
	root->status = DS_BOGUS;
	root->why = DS_WHY_NO_ANCHOR;
	links = arena_alloc(a, 1, sizeof *links);
	links[0] = root;
	r->chain.links = links;
	r->chain.n = 1;
	r->chain_status = DS_BOGUS;
	part_mx(a, r, 1, "mx1.minwater.nl", NULL);
	r->mx_status = DS_BOGUS;
	host = part_host(a, r, "mx1.minwater.nl", 10, DS_POL_UNKNOWN);
	host->address_status = DS_BOGUS;
	host->tlsa.status = DS_BOGUS;
	r->verdict = DS_V_UNKNOWN;
	r->done = true;
	return r;
}

/* put - on the list, in the place of a domain that is there */
static void put(struct harness *h, const struct ds_report *r)
{
	session_put(&h->ui.session, session_named(&h->ui.session, "minkaas.nl"), r);
	ui_stale(&h->ui);
	harness_paint(h);
}

/* test_screens - no mark of a fault in the list, nor on any screen of the domain */
static void test_screens(void **state)
{
	static const char *const screens[] = { "1", "2", "<tab>", "3", "4", "5" };
	struct harness *h = *state;
	struct ds_report *r = unproved(h->arena);
	char row[256];

	put(h, r);
	harness_keys(h, "gjj");
	harness_cursor_row(h, row, sizeof row);
	assert_non_null(strstr(row, "[? ] unknown"));
	assert_null(strstr(row, "[!!]"));
	harness_keys(h, "<enter>");
	for (size_t i = 0; i < sizeof screens / sizeof *screens; i++) {
		harness_keys(h, screens[i]);
		expect_absent(h, "[!!]");
		expect_absent(h, "invalid");
	}
	harness_keys(h, "3");
	expect_shown(h, "[? ] undecided");

	/* the very same, of a machine that can judge: then it is the domain's fault, and shown */
	r->self.fault = DS_SELF_FINE;
	put(h, r);
	harness_keys(h, "1");
	expect_shown(h, "[!!] who takes its mail?");
}

/* test_text - nor in the report */
static void test_text(void **state)
{
	struct harness *h = *state;
	struct ds_report *r = unproved(h->arena);
	char *text = ds_report_text(r, 80, false);

	assert_non_null(text);
	assert_non_null(strstr(text, "[? ] MX records of minwater.nl: not established"));
	assert_null(strstr(text, "[!!]"));
	assert_null(strstr(text, "bogus"));
	free(text);
	r->self.fault = DS_SELF_FINE;
	text = ds_report_text(r, 80, false);
	assert_non_null(strstr(text, "[!!] MX records of minwater.nl: bogus"));
	free(text);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_screens, expect_console, expect_end),
		cmocka_unit_test_setup_teardown(test_text, expect_console, expect_end),
	};

	return cmocka_run_group_tests_name("unjudged", tests, NULL, NULL) != 0;
}
