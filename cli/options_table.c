/* SPDX-License-Identifier: BSD-2-Clause */
/* options_table - every option, and what it does */
#include "cli/options.h"

#include <string.h>
#include <time.h>

#include "core/base/i18n.h"
#include "core/base/number.h"
#include "core/base/text.h"

#define TIMEOUT_MAX 3600 /* seconds */
#define EHLO_MAX    253

/* What looks at the network; what looks at a network of the user's choice. */
#define LOOKS   (USE_CONSOLE | USE_CHECK | USE_DEMO | USE_TLSA)
#define CHOOSES (USE_CONSOLE | USE_CHECK | USE_TLSA)
/* What opens the console. */
#define CONSOLES (USE_CONSOLE | USE_DEMO | USE_REPLAY)

/* clean - a value as a sentence repeats it */
static const char *clean(const char *value, char *buf, size_t size)
{
	text_clean(buf, size, value, strlen(value));
	return buf;
}

/* set_resolver - --resolver; the engine reads the address */
static bool set_resolver(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.resolver = value;
	return true;
}

/* set_iterate - --iterate */
static bool set_iterate(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->engine.iterate = true;
	return true;
}

/* set_root_hints - --root-hints; the engine reads the file */
static bool set_root_hints(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.root_hints = value;
	return true;
}

/* set_minimise - --qname-min */
static bool set_minimise(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->engine.minimise = true;
	return true;
}

/* set_trust_anchor - --trust-anchor; the engine reads the file */
static bool set_trust_anchor(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.trust_anchor = value;
	return true;
}

/* port_of - the number of a port */
static bool port_of(
    unsigned *port, const char *option, const char *value, struct ds_problem *problem)
{
	char buf[100];

	if (number_parse(port, value, 1, 65535))
		return true;
	return cli_refuse(problem, 64, _("%s: \"%s\" is not a port (1 to 65535)"), option,
	    clean(value, buf, sizeof(buf)));
}

/* set_dns_port - --dns-port */
static bool set_dns_port(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return port_of(&s->engine.dns_port, "--dns-port", value, problem);
}

/* set_smtp_port - --smtp-port */
static bool set_smtp_port(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return port_of(&s->engine.smtp_port, "--smtp-port", value, problem);
}

/* set_tlsa_port - --tlsa-port */
static bool set_tlsa_port(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return port_of(&s->engine.tlsa_port, "--tlsa-port", value, problem);
}

/* set_no_smtp - --no-smtp */
static bool set_no_smtp(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->engine.no_smtp = true;
	return true;
}

/* set_alternates - --alternates */
static bool set_alternates(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	static const char *const words[] = {
		[DS_LOOKS_SECURE] = "dane",
		[DS_LOOKS_ALWAYS] = "always",
		[DS_LOOKS_NEVER] = "never",
	};
	char buf[100];

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(value, words[i]) == 0) {
			s->engine.looks = (enum ds_looks)i;
			return true;
		}
	}
	return cli_refuse(problem, 64, _("--alternates: \"%s\" is not one of dane, always, never"),
	    clean(value, buf, sizeof(buf)));
}

/* set_control_host - --control-host: a name or an address */
static bool set_control_host(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_:@";
	size_t len = strlen(value);
	char buf[100];

	s->engine.control_host = value;
	if (len > 0 && len <= EHLO_MAX && strspn(value, allowed) == len)
		return true;
	return cli_refuse(problem, 64,
	    _("--control-host: \"%s\" is neither a host name nor an address"),
	    clean(value, buf, sizeof(buf)));
}

/* set_ca_file - --ca-file; the engine reads it */
static bool set_ca_file(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.ca_file = value;
	return true;
}

/* set_at - --at */
static bool set_at(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	char buf[100];

	s->engine.at_given = true;
	if (ds_time_parse(&s->engine.at, value, time(NULL)))
		return true;
	return cli_refuse(problem, 64,
	    _("--at: \"%s\" is not a time such as 2026-01-31T09:00:00Z or +7d"),
	    clean(value, buf, sizeof(buf)));
}

/* set_family - -4 and -6, of which the one shuts the other out */
static bool set_family(struct cli_settings *s, int family, struct ds_problem *problem)
{
	if (s->engine.family != 0 && s->engine.family != family)
		return cli_refuse(problem, 64, _("-4 and -6 do not go together"));
	s->engine.family = family;
	return true;
}

/* set_ipv4 - -4 */
static bool set_ipv4(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	return set_family(s, 4, problem);
}

/* set_ipv6 - -6 */
static bool set_ipv6(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	return set_family(s, 6, problem);
}

/* set_ehlo - --ehlo: a host name or an address literal, for it is said to a server */
static bool set_ehlo(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789.-_:[]";
	size_t len = strlen(value);
	char buf[100];

	s->engine.ehlo = value;
	if (len > 0 && len <= EHLO_MAX && strspn(value, allowed) == len)
		return true;
	return cli_refuse(
	    problem, 64, _("--ehlo: \"%s\" is not a host name"), clean(value, buf, sizeof(buf)));
}

/* set_timeout - --timeout */
static bool set_timeout(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	unsigned seconds;
	char buf[100];

	if (!number_parse(&seconds, value, 1, TIMEOUT_MAX))
		return cli_refuse(problem, 64,
		    _("--timeout: \"%s\" is not a number of seconds (1 to 3600)"),
		    clean(value, buf, sizeof(buf)));
	s->engine.timeout_ms = seconds * 1000;
	return true;
}

/* set_json - --json */
static bool set_json(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->json = true;
	return true;
}

/* set_lang - --lang */
static bool set_lang(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	char buf[100];

	s->language = value;
	if (strcmp(value, "en") == 0 || strcmp(value, "nl") == 0)
		return true;
	return cli_refuse(problem, 64, _("--lang: \"%s\" is neither \"en\" nor \"nl\""),
	    clean(value, buf, sizeof(buf)));
}

/* set_theme - --theme; the console reads it */
static bool set_theme(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->theme = value;
	return true;
}

/* set_color - --color */
static bool set_color(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	static const char *const depths[] = { "auto", "mono", "8", "16", "256" };
	char buf[100];

	s->color = value;
	for (size_t i = 0; i < sizeof(depths) / sizeof(depths[0]); i++)
		if (strcmp(value, depths[i]) == 0)
			return true;
	return cli_refuse(problem, 64, _("--color: \"%s\" is not one of auto, mono, 8, 16, 256"),
	    clean(value, buf, sizeof(buf)));
}

/* set_record - --record */
static bool set_record(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.record = value;
	return true;
}

/* set_replay - --replay */
static bool set_replay(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->engine.replay = value;
	return true;
}

/* set_cert - --cert, which may be given several times */
static bool set_cert(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	if (s->ncerts == CLI_CERTS_MAX)
		return cli_refuse(problem, 64, _("--cert: more than %d files"), CLI_CERTS_MAX);
	s->certs[s->ncerts++] = value;
	return true;
}

/* set_host - --host: the name as DNS has it */
static bool set_host(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	if (!ds_domain_parse(&s->owner_domain, value, problem))
		return false;
	s->owner = s->owner_domain.ascii;
	return true;
}

/* set_verify - --verify */
static bool set_verify(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->verify = value;
	return true;
}

/* set_config - --config */
static bool set_config(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)problem;
	s->config = value;
	return true;
}

/* set_help - --help */
static bool set_help(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->help = true;
	return true;
}

/* set_version - --version */
static bool set_version(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	(void)value;
	(void)problem;
	s->version = true;
	return true;
}

/* set_console - a setting of the console, by its place in the table of these */
static bool set_console(
    struct cli_settings *s, enum setting_id id, const char *value, struct ds_problem *problem)
{
	const struct setting *setting = setting_at(id);
	char buf[100], range[100];

	if (setting_parse(setting, value != NULL ? value : "yes", &s->console[id]))
		return true;
	if (setting->kind == SETTING_NUMBER)
		return cli_refuse(problem, 64, _("--%s: \"%s\" is not a number from %d to %d"),
		    setting->name, clean(value, buf, sizeof(buf)), setting->least, setting->most);
	return cli_refuse(problem, 64, _("--%s: \"%s\" is not one of: %s"), setting->name,
	    clean(value, buf, sizeof(buf)), setting_range(setting, range, sizeof(range)));
}

/* set_ascii - --ascii */
static bool set_ascii(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_ASCII, value, problem);
}

/* set_slow - --slow */
static bool set_slow(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_SLOW, value, problem);
}

/* set_private - --private */
static bool set_private(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_PRIVATE, value, problem);
}

/* set_watch - --watch */
static bool set_watch(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_WATCH, value, problem);
}

/* set_checks - --checks */
static bool set_checks(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_CHECKS, value, problem);
}

/* set_forget - --forget */
static bool set_forget(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_FORGET, value, problem);
}

/* set_history - --history */
static bool set_history(struct cli_settings *s, const char *value, struct ds_problem *problem)
{
	return set_console(s, SET_HISTORY, value, problem);
}

static const struct cli_option options[] = {
	{ "resolver", 0, CHOOSES | USE_FILE, "ADDR[@PORT]", N_("the system's"),
	    N_("the recursive resolver to ask; nothing it says is trusted"), set_resolver },
	{ "iterate", 0, LOOKS | USE_FILE, NULL, NULL,
	    N_("ask the authoritative servers from the root down, no resolver"), set_iterate },
	{ "root-hints", 0, CHOOSES | USE_FILE, "FILE", N_("built in"),
	    N_("root servers for --iterate, in zone-file form"), set_root_hints },
	{ "dns-port", 0, CHOOSES | USE_FILE, "N", "53",
	    N_("port of authoritative servers under --iterate"), set_dns_port },
	{ "qname-min", 0, LOOKS | USE_FILE, NULL, NULL,
	    N_("--iterate asks label by label (QNAME minimisation)"), set_minimise },
	{ "trust-anchor", 0, CHOOSES | USE_FILE, "FILE", N_("the root's, built in"),
	    N_("DS or DNSKEY records to trust, in zone-file form"), set_trust_anchor },
	{ "smtp-port", 0, CHOOSES | USE_FILE, "N", "25",
	    N_("port of the mail servers; TLSA names follow it"), set_smtp_port },
	{ "tlsa-port", 0, CHOOSES | USE_FILE, "N", N_("the SMTP port"),
	    N_("the number in the TLSA name, where it is another"), set_tlsa_port },
	{ "no-smtp", 0, LOOKS | USE_FILE, NULL, NULL,
	    N_("DNS only: no connection to any mail server"), set_no_smtp },
	{ "alternates", 0, LOOKS | USE_FILE, "WHEN", "dane",
	    N_("ask for a second key type, and without SNI: dane (where TLSA binds), always, never"),
	    set_alternates },
	{ "control-host", 0, CHOOSES | USE_FILE, "HOST", NULL,
	    N_("a mail host known to answer: tells a closed port from silent hosts"),
	    set_control_host },
	{ "ca-file", 0, CHOOSES | USE_REPLAY | USE_FILE, "FILE", N_("the system's"),
	    N_("CA certificates (PEM) to judge by as a web browser would"), set_ca_file },
	{ "at", 0, LOOKS | USE_REPLAY, "TIME", N_("now"),
	    N_("judge signatures and certificates as at TIME (RFC 3339, or +7d)"), set_at },
	{ NULL, '4', LOOKS, NULL, NULL, N_("IPv4 only"), set_ipv4 },
	{ NULL, '6', LOOKS, NULL, NULL, N_("IPv6 only"), set_ipv6 },
	{ "ehlo", 0, LOOKS | USE_FILE, "NAME", N_("the machine's own"), N_("the name said in EHLO"),
	    set_ehlo },
	{ "timeout", 0, LOOKS | USE_FILE, "SECONDS", "10", N_("bound on each network step"),
	    set_timeout },
	{ "cert", 0, USE_TLSA, "FILE", NULL,
	    N_("a certificate (PEM, with its issuers) that is planned; may be repeated"),
	    set_cert },
	{ "host", 0, USE_TLSA, "NAME", NULL, N_("the host that --cert is for; it is not looked up"),
	    set_host },
	{ "verify", 0, USE_TLSA, "FILE", NULL,
	    N_("would these TLSA records (or this certificate) pass? Status: 0 yes, 2 no, 3 unknown"),
	    set_verify },
	{ "json", 0, USE_CHECK | USE_CODES | USE_TLSA, NULL, NULL, N_("JSON instead of text"),
	    set_json },
	{ "record", 0, LOOKS, "FILE", NULL, N_("write all that was exchanged to FILE"),
	    set_record },
	{ "replay", 0, USE_CHECK | USE_TLSA, "FILE", NULL,
	    N_("judge a recording instead of the network"), set_replay },
	{ "lang", 0, USE_EVERY | USE_FILE, "nl|en", N_("the locale"),
	    N_("language of everything that a person reads"), set_lang },
	{ "theme", 0, LOOKS | USE_REPLAY | USE_FILE, "NAME|FILE", "default",
	    N_("colours of the console"), set_theme },
	{ "color", 0, LOOKS | USE_REPLAY | USE_FILE, "WHEN", "auto",
	    N_("depth of colour: auto, mono, 8, 16 or 256"), set_color },
	{ "ascii", 0, CONSOLES | USE_FILE, NULL, NULL, N_("lines and marks in ASCII"), set_ascii },
	{ "slow", 0, CONSOLES | USE_FILE, NULL, NULL,
	    N_("spare a slow line: at most five pictures a second"), set_slow },
	{ "private", 0, CONSOLES | USE_FILE, NULL, NULL,
	    N_("hide names and addresses, for a public"), set_private },
	{ "watch", 0, CONSOLES | USE_FILE, "MINUTES", "5",
	    N_("minutes between two looks at a domain that is watched"), set_watch },
	{ "checks", 0, CONSOLES | USE_FILE, "N", "8", N_("checks side by side"), set_checks },
	{ "history", 0, USE_CONSOLE | USE_CHECK | USE_DEMO | USE_FILE, "WHEN", "console",
	    N_("keep looks: those of the console, always (of check too), never"), set_history },
	{ "forget", 0, USE_CONSOLE | USE_FILE, NULL, NULL,
	    N_("keep nothing of the list for the next start"), set_forget },
	{ "config", 0, USE_EVERY, "FILE", N_("danescope/config below $XDG_CONFIG_HOME"),
	    N_("settings file"), set_config },
	{ "help", 'h', USE_EVERY, NULL, NULL, N_("this text"), set_help },
	{ "version", 'V', USE_EVERY, NULL, NULL, N_("the version of the program"), set_version },
};

/* cli_option - one by one */
const struct cli_option *cli_option(size_t i)
{
	return i < sizeof(options) / sizeof(options[0]) ? &options[i] : NULL;
}

/* cli_option_named - by its long name */
const struct cli_option *cli_option_named(const char *name, size_t len)
{
	const struct cli_option *option;

	for (size_t i = 0; (option = cli_option(i)) != NULL; i++)
		if (option->name != NULL && strlen(option->name) == len &&
		    memcmp(option->name, name, len) == 0)
			return option;
	return NULL;
}
