/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * engine - what all diagnoses of a run share: the network, the resolver, the
 * trust anchors, the judge of certificates
 */

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/crypto.h"
#include "core/base/file.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/dane/judge.h"
#include "core/diagnosis/diagnosis_impl.h"
#include "core/dns/cache.h"
#include "core/dns/client.h"
#include "core/dns/resolver.h"
#include "core/dnssec/checked.h"

#define SMTP_PORT   25
#define DNS_PORT    53
#define RESOLV_CONF "/etc/resolv.conf"
#define ROOT_KEYS   "/usr/share/dns/root.key" /* kept up to date by the system (dns-root-data) */
#define EX_USAGE    64
#define EX_NOINPUT  66
#define EX_SOFTWARE 70

/* fail - fills in a problem; always false */
__attribute__((format(printf, 3, 4))) static bool fail(
    struct ds_problem *problem, int status, const char *format, ...)
{
	va_list args;

	problem->exit_status = status;
	va_start(args, format);
	vsnprintf(problem->text, sizeof problem->text, format, args);
	va_end(args);
	return false;
}

/* no_memory - the problem that can befall anything; always false */
static bool no_memory(struct ds_problem *problem)
{
	return fail(problem, EX_SOFTWARE, "%s", _("out of memory"));
}

/* parse_anchors - trust anchors from the text of a file */
static bool parse_anchors(
    struct ds_engine *e, const char *path, const char *text, size_t len, struct ds_problem *problem)
{
	char why[128], name[256];

	if (anchors_parse(&e->anchors, text, len, why, sizeof why))
		return true;
	text_clean(name, sizeof name, path, strlen(path));
	return fail(problem, EX_NOINPUT, _("%s is no trust anchor file: %s"), name, why);
}

/* own_anchors - the root's anchors: built in, and newer ones that the system keeps */
static void own_anchors(struct ds_engine *e)
{
	char why[FILE_PROBLEM], *text = NULL;
	size_t len = 0;

	anchors_built_in(&e->anchors);
	if (file_read(&text, &len, ROOT_KEYS, ANCHOR_FILE_OCTETS, why))
		anchors_extend(&e->anchors, text, len);
	free(text);
}

/* take_anchors - the built-in trust anchors, or those of a file, whose text is kept in *kept */
static bool take_anchors(
    struct ds_engine *e, const char *path, char **kept, struct ds_problem *problem)
{
	char why[FILE_PROBLEM];
	size_t len = 0;

	if (path == NULL) {
		own_anchors(e);
		return true;
	}
	if (!file_read(kept, &len, path, ANCHOR_FILE_OCTETS, why))
		return fail(problem, EX_NOINPUT, "%s", why);
	return parse_anchors(e, path, *kept, len, problem);
}

/* own_name - what EHLO says when nothing else is asked for */
static void own_name(char *out, size_t size)
{
	if (gethostname(out, size) != 0 || strnlen(out, size) == size || out[0] == '\0' ||
	    out[strspn(out, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-")])
		snprintf(out, size, "localhost");
}

/* take_numbers - ports, bounds and switches, with their defaults */
static void take_numbers(struct ds_engine *e, const struct ds_options *o)
{
	e->smtp_port = o->smtp_port != 0 ? o->smtp_port : SMTP_PORT;
	e->tlsa_port = o->tlsa_port != 0 ? o->tlsa_port : e->smtp_port;
	e->timeout_ms = o->timeout_ms != 0 ? o->timeout_ms : STEP_MS;
	e->family = o->family;
	e->no_smtp = o->no_smtp;
	e->looks = o->looks;
	e->iterating = o->iterate;
	e->at_given = o->at_given;
	e->at = o->at;
}

/* What a recording needs to know of how the run was set up: the text of the files that were read. */
struct texts {
	char *anchors, *hints; /* NULL: built in */
};

/* take_head - a recording brings its own set-up; only the moment may be another */
static bool take_head(struct ds_engine *e, const struct ds_options *o, const char **resolver,
    struct ds_problem *problem)
{
	const struct net_recording_head *head = net_replay_head(e->replay);

	e->smtp_port = head->smtp_port != 0 ? head->smtp_port : SMTP_PORT;
	e->tlsa_port = head->tlsa_port != 0 ? head->tlsa_port : e->smtp_port;
	e->timeout_ms = head->timeout_ms != 0 ? head->timeout_ms : STEP_MS;
	e->family = head->family;
	e->no_smtp = head->no_smtp;
	e->looks = (enum ds_looks)head->looks;
	if (head->control != NULL)
		snprintf(e->control, sizeof e->control, "%s", head->control);
	e->iterating = head->iterate;
	if (!o->at_given) {
		e->at_given = head->at_given;
		e->at = head->at;
	}
	if (head->ehlo != NULL)
		snprintf(e->ehlo, sizeof e->ehlo, "%s", head->ehlo);
	*resolver = head->resolver;
	if (o->trust_anchor != NULL || head->anchors == NULL)
		return true;
	return parse_anchors(e, o->replay, head->anchors, strlen(head->anchors), problem);
}

/* take_authorities - a judge who goes by the CAs of a file */
static bool take_authorities(struct ds_engine *e, const char *path, struct ds_problem *problem)
{
	char name[256];

	e->judge = dane_judge_new();
	if (e->judge == NULL)
		return no_memory(problem);
	if (dane_judge_authorities(e->judge, path))
		return true;
	text_clean(name, sizeof name, path, strlen(path));
	return fail(
	    problem, EX_NOINPUT, _("%s holds no CA certificates (PEM) that can be read"), name);
}

/* parse_hints - root servers from the text of a file */
static bool parse_hints(
    struct ds_engine *e, const char *path, const char *text, size_t len, struct ds_problem *problem)
{
	char why[128], name[256];

	if (root_hints_parse(&e->iterate.hints, text, len, e->iterate.port, why, sizeof why))
		return true;
	text_clean(name, sizeof name, path, strlen(path));
	return fail(problem, EX_NOINPUT, _("%s is no file of root servers: %s"), name, why);
}

/* take_hints - the root servers: of the recording, of a file, or built in */
static bool take_hints(
    struct ds_engine *e, const struct ds_options *o, char **kept, struct ds_problem *problem)
{
	const struct net_recording_head *head =
	    e->replay != NULL ? net_replay_head(e->replay) : NULL;
	char why[FILE_PROBLEM];
	size_t len = 0;

	if (head != NULL && head->hints != NULL)
		return parse_hints(e, o->replay, head->hints, strlen(head->hints), problem);
	if (head != NULL || o->root_hints == NULL) {
		root_hints_built_in(&e->iterate.hints, e->iterate.port);
		return true;
	}
	if (!file_read(kept, &len, o->root_hints, HINTS_FILE_OCTETS, why))
		return fail(problem, EX_NOINPUT, "%s", why);
	return parse_hints(e, o->root_hints, *kept, len, problem);
}

/* set_up_iteration - from which root, at which port */
static bool set_up_iteration(
    struct ds_engine *e, const struct ds_options *o, char **hints, struct ds_problem *problem)
{
	const struct net_recording_head *head =
	    e->replay != NULL ? net_replay_head(e->replay) : NULL;
	unsigned port = head != NULL ? head->dns_port : o->dns_port;

	e->iterate.port = port != 0 ? port : DNS_PORT;
	e->iterate.family = e->family;
	e->iterate.minimise = head != NULL ? head->minimise : o->minimise;
	return take_hints(e, o, hints, problem);
}

/* find_resolver - whom to ask */
static bool find_resolver(struct ds_engine *e, const char *given, struct ds_problem *problem)
{
	char name[128];

	e->nservers = 1;
	if (given == NULL) {
		e->nservers = resolver_system(RESOLV_CONF, e->servers, DNS_SERVERS_MAX);
	} else if (!net_address_parse(&e->servers[0], given, DNS_PORT)) {
		text_clean(name, sizeof name, given, strlen(given));
		return fail(problem, EX_USAGE,
		    _("%s is no resolver: an IP address is wanted, with @PORT behind it if need "
		      "be"),
		    name);
	}
	net_address_text(&e->servers[0], e->resolver, sizeof e->resolver);
	return true;
}

/* begin_recording - puts the recorder before the network */
static bool begin_recording(struct ds_engine *e, const struct ds_options *o,
    const struct texts *texts, struct ds_problem *problem)
{
	char resolver[NET_ADDRESS_TEXT + 8];
	struct net_recording_head head = { .resolver = e->iterating ? NULL : resolver,
		.anchors = texts->anchors,
		.hints = texts->hints,
		.ehlo = e->ehlo,
		.smtp_port = e->smtp_port,
		.tlsa_port = e->tlsa_port,
		.dns_port = e->iterate.port,
		.timeout_ms = e->timeout_ms,
		.family = e->family,
		.iterate = e->iterating,
		.minimise = e->iterate.minimise,
		.no_smtp = e->no_smtp,
		.looks = e->looks,
		.control = e->control[0] != '\0' ? e->control : NULL,
		.at_given = e->at_given,
		.at = e->at };
	struct net_problem why = { "" };

	snprintf(resolver, sizeof resolver, "%s@%u", e->resolver, (unsigned)e->servers[0].port);
	e->recorder = net_recorder_new(e->net, o->record, &head, &why);
	if (e->recorder == NULL)
		return fail(problem, EX_NOINPUT, "%s", why.text);
	e->net = e->recorder;
	return true;
}

/* open_network - the live network, or a recording */
static bool open_network(
    struct ds_engine *e, const struct ds_options *o, struct ds_problem *problem)
{
	struct net_problem why = { "" };

	if (o->replay == NULL) {
		e->net = e->live = net_live_new(e->loop);
		return e->net != NULL || no_memory(problem);
	}
	e->net = e->replay = net_replay_new(e->loop, o->replay, &why);
	return e->net != NULL || fail(problem, EX_NOINPUT, "%s", why.text);
}

/* find_servers - whom to ask */
static bool find_servers(struct ds_engine *e, const struct ds_options *o, const char *resolver,
    char **hints, struct ds_problem *problem)
{
	if (e->iterating)
		return set_up_iteration(e, o, hints, problem);
	return find_resolver(e, resolver, problem);
}

/* set_up - everything in its order */
static bool set_up(struct ds_engine *e, const struct ds_options *o, struct texts *texts,
    struct ds_problem *problem)
{
	const char *resolver = o->resolver;

	take_numbers(e, o);
	if (o->control_host != NULL)
		snprintf(e->control, sizeof e->control, "%s", o->control_host);
	if (o->ca_file != NULL && !take_authorities(e, o->ca_file, problem))
		return false;
	own_name(e->ehlo, sizeof e->ehlo);
	if (o->ehlo != NULL)
		snprintf(e->ehlo, sizeof e->ehlo, "%s", o->ehlo);
	if (!take_anchors(e, o->trust_anchor, &texts->anchors, problem) ||
	    !open_network(e, o, problem))
		return false;
	if (e->replay != NULL && !take_head(e, o, &resolver, problem))
		return false;
	if (!find_servers(e, o, resolver, &texts->hints, problem))
		return false;
	if ((o->record != NULL || (o->keep && o->replay == NULL)) &&
	    !begin_recording(e, o, texts, problem))
		return false;
	e->client = dns_client_new(e->net, e->servers, e->nservers, e->timeout_ms);
	e->iterate.client = e->client;
	e->checked = checked_new();
	e->cache = cache_new(e->net);
	if (e->client == NULL || e->checked == NULL || e->cache == NULL)
		return no_memory(problem);
	dns_client_share(e->client, e->cache);
	return true;
}

/* ds_engine_new - see danescope.h */
bool ds_engine_new(struct ds_engine **out, struct ds_loop *loop, const struct ds_options *o,
    struct ds_problem *problem)
{
	struct ds_engine *e = calloc(1, sizeof *e);
	struct texts texts = { NULL, NULL };

	*out = NULL;
	if (e == NULL || !crypto_begin()) {
		free(e);
		return no_memory(problem);
	}
	e->loop = loop;
	if (set_up(e, o, &texts, problem))
		*out = e;
	else
		ds_engine_free(e);
	free(texts.anchors);
	free(texts.hints);
	return *out != NULL;
}

/* ds_engine_finish - see danescope.h */
bool ds_engine_finish(struct ds_engine *e, struct ds_problem *problem)
{
	struct net_problem why = { "" };

	if (e->recorder == NULL || net_recorder_finish(e->recorder, &why))
		return true;
	return fail(problem, EX_NOINPUT, "%s", why.text);
}

/* ds_engine_save - see danescope.h */
bool ds_engine_save(struct ds_engine *e, const char *path, struct ds_problem *problem)
{
	struct net_problem why = { "" };

	if (e->recorder == NULL)
		return fail(problem, EX_NOINPUT, "%s", _("no exchanges were kept"));
	if (net_recorder_save(e->recorder, path, &why))
		return true;
	return fail(problem, EX_NOINPUT, "%s", why.text);
}

/* ds_engine_free - see danescope.h */
struct ds_engine *ds_engine_free(struct ds_engine *e)
{
	if (e == NULL)
		return NULL;
	dns_client_free(e->client);
	cache_free(e->cache);
	checked_free(e->checked);
	dane_judge_free(e->judge);
	if (e->net != NULL)
		e->net->ops->free(e->net);
	free(e);
	return NULL;
}

/* ds_engine_resolver - see danescope.h */
const char *ds_engine_resolver(const struct ds_engine *e, unsigned *port)
{
	if (port != NULL)
		*port = e->servers[0].port;
	return e->iterating ? NULL : e->resolver;
}

/* ds_engine_recorded - see danescope.h */
const char *const *ds_engine_recorded(const struct ds_engine *e)
{
	static const char *const none[] = { NULL };

	return e->replay != NULL ? net_replay_domains(e->replay) : none;
}
