/* SPDX-License-Identifier: BSD-2-Clause */
/* recording_entry - the lines of a recording: its head, domains, ticks and questions */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/danescope.h"
#include "core/limits.h"
#include "core/net/recording_impl.h"

#define TIMEOUT_MOST 3600000      /* ms: none that a person would wait for is longer */
#define LOOKS_MOST   2            /* enum ds_looks */
#define AT_MOST      253402300799 /* seconds: to the year 9999 */

static const char *const results[] = {
	[NET_OK] = "ok",
	[NET_TIMEOUT] = "timeout",
	[NET_REFUSED] = "refused",
	[NET_UNREACHABLE] = "unreachable",
	[NET_CLOSED] = "closed",
	[NET_NOT_RECORDED] = "not-recorded",
	[NET_NO_MEMORY] = "no-memory",
	[RECORDING_CANCELLED] = "cancelled",
};

/* recording_result_name - the word for it */
const char *recording_result_name(int result)
{
	return results[result];
}

/* recording_result - what the word stands for */
bool recording_result(const char *name, int *out)
{
	size_t i;

	for (i = 0; name != NULL && i < sizeof(results) / sizeof(results[0]); i++) {
		if (strcmp(name, results[i]) == 0) {
			*out = (int)i;
			return true;
		}
	}
	return false;
}

/* recording_no_memory - in words */
const char *recording_no_memory(void)
{
	return _("out of memory");
}

/* recording_grow - room for entry number `count`; doubles where that is a power of two */
void *recording_grow(void *array, size_t count, size_t size)
{
	if ((count & (count - 1)) != 0)
		return array;
	return reallocarray(array, count > 0 ? 2 * count : 1, size);
}

/* recording_number - 0..max; false: another value, or none */
bool recording_number(const json_t *line, const char *key, uint64_t max, uint64_t *out)
{
	const json_t *value = json_object_get(line, key);
	json_int_t n = json_integer_value(value);

	if (!json_is_integer(value) || n < 0 || (uint64_t)n > max)
		return false;
	*out = (uint64_t)n;
	return true;
}

/* recording_hex - octets into the arena */
bool recording_hex(
    struct recording *recording, const json_t *value, const uint8_t **out, size_t *len)
{
	size_t hexlen = json_string_length(value);
	uint8_t *octets;

	*out = NULL;
	*len = 0;
	if (value == NULL || json_is_null(value))
		return true;
	if (!json_is_string(value))
		return false;
	octets = arena_alloc(recording->arena, hexlen / 2, 1);
	if (octets == NULL)
		return true; /* the arena tells */
	if (text_unhex(octets, hexlen / 2, json_string_value(value), hexlen) < 0)
		return false;
	*out = octets;
	*len = hexlen / 2;
	return true;
}

/* recording_address - of "server", with its port */
bool recording_address(const json_t *line, struct net_address *out)
{
	const char *text = json_string_value(json_object_get(line, "server"));

	return text != NULL && strchr(text, '@') != NULL && net_address_parse(out, text, 0);
}

/* copy_string - of a key into the arena; NULL where there is none */
static const char *copy_string(struct recording *recording, const json_t *line, const char *key)
{
	const char *text = json_string_value(json_object_get(line, key));

	return text != NULL ? arena_strdup(recording->arena, text) : NULL;
}

/* read_head - how the run was set up */
static const char *read_head(struct recording *recording, const json_t *json)
{
	struct net_recording_head *head = &recording->head;
	const json_t *at = json_object_get(json, "at");
	uint64_t smtp, tlsa, timeout, family, dns, looks = 0;

	if (!recording_number(json, "smtp_port", UINT16_MAX, &smtp) ||
	    !recording_number(json, "tlsa_port", UINT16_MAX, &tlsa) ||
	    !recording_number(json, "timeout_ms", TIMEOUT_MOST, &timeout) ||
	    !recording_number(json, "family", 6, &family) ||
	    (family != 0 && family != 4 && family != 6))
		return _("its head has no ports, time-out or family");
	if (json_object_get(json, "looks") != NULL &&
	    !recording_number(json, "looks", LOOKS_MOST, &looks))
		return _("its head says nothing sensible of further looks");
	head->resolver = copy_string(recording, json, "resolver");
	head->anchors = copy_string(recording, json, "anchors");
	head->ehlo = copy_string(recording, json, "ehlo");
	/* Of iteration; older recordings say nothing of it. */
	head->iterate = json_is_true(json_object_get(json, "iterate"));
	head->minimise = json_is_true(json_object_get(json, "qname_min"));
	head->hints = copy_string(recording, json, "root_hints");
	if (recording_number(json, "dns_port", UINT16_MAX, &dns))
		head->dns_port = (unsigned)dns;
	head->smtp_port = (unsigned)smtp;
	head->tlsa_port = (unsigned)tlsa;
	head->timeout_ms = (unsigned)timeout;
	head->family = (int)family;
	head->control = copy_string(recording, json, "control");
	head->looks = (unsigned)looks;
	head->no_smtp = json_is_true(json_object_get(json, "no_smtp"));
	head->at_given = json_is_integer(at);
	head->at = json_integer_value(at);
	if (head->at < -AT_MOST || head->at > AT_MOST)
		return _("the moment to judge at is out of bounds");
	if ((head->resolver != NULL && !text_is_clean(head->resolver)) ||
	    (head->ehlo != NULL && !text_is_clean(head->ehlo)) ||
	    (head->control != NULL && !text_is_clean(head->control)))
		return _("its resolver or EHLO name is not fit to be shown");
	return NULL;
}

/* recording_entry_first - the first line says what the file is */
const char *recording_entry_first(struct recording *recording, const json_t *line)
{
	const char *schema = json_string_value(json_object_get(line, "schema"));
	uint64_t epoch;

	if (schema == NULL || strcmp(schema, RECORDING_SCHEMA) != 0)
		return _("this is no recording that this version understands");
	if (!recording_number(line, "epoch_us", RECORDING_EPOCH_MAX, &epoch))
		return _("its moment is missing");
	recording->epoch_us = (int64_t)epoch;
	return read_head(recording, json_object_get(line, "head"));
}

/* read_domain - one that was asked for */
static const char *read_domain(struct recording *recording, const json_t *line)
{
	const char *domain = json_string_value(json_object_get(line, "domain"));
	struct ds_problem problem;
	struct ds_domain parsed;
	void *grown = recording_grow(
	    recording->domains, recording->ndomains + 1, sizeof(*recording->domains));

	if (grown == NULL)
		return recording_no_memory();
	recording->domains = grown;
	if (domain == NULL || !ds_domain_parse(&parsed, domain, &problem) ||
	    strcmp(domain, parsed.ascii) != 0)
		return _("its domain is none");
	recording->domains[recording->ndomains++] = arena_strdup(recording->arena, domain);
	recording->domains[recording->ndomains] = NULL;
	return NULL;
}

/* read_tick - a moment outside of deliveries */
static const char *read_tick(struct recording *recording, const json_t *line)
{
	uint64_t us;
	void *grown;

	if (!recording_number(line, "tick", RECORDING_US_MAX, &us))
		return _("its moment is missing");
	grown = recording_grow(recording->ticks, recording->nticks, sizeof(*recording->ticks));
	if (grown == NULL)
		return recording_no_memory();
	recording->ticks = grown;
	recording->ticks[recording->nticks++] = us;
	return NULL;
}

/* fill_ask - the fields of a question; NULL, or what is wrong */
static const char *fill_ask(
    struct recording *recording, struct recorded_ask *ask, const json_t *line)
{
	const char *transport = json_string_value(json_object_get(line, "transport"));
	const char *result = json_string_value(json_object_get(line, "result"));
	uint64_t forged;

	if (!recording_number(line, "ask", INT64_MAX, &ask->number) ||
	    !recording_number(line, "end_us", RECORDING_US_MAX, &ask->end_us) ||
	    !recording_number(line, "forged", UINT32_MAX, &forged))
		return _("a number of the question is missing or out of bounds");
	if (!recording_address(line, &ask->server))
		return _("its server is no address with a port");
	if (transport == NULL || (strcmp(transport, "udp") != 0 && strcmp(transport, "tcp") != 0))
		return _("its transport is neither udp nor tcp");
	if (!recording_result(result, &ask->result))
		return _("its result is no known word");
	if (!recording_hex(
		recording, json_object_get(line, "request"), &ask->request, &ask->request_len) ||
	    !recording_hex(recording, json_object_get(line, "reply"), &ask->reply, &ask->reply_len))
		return _("a message in it is no hex");
	if (arena_failed(recording->arena))
		return recording_no_memory();
	if (ask->request_len < 2 || ask->request_len > DNS_MESSAGE_MAX ||
	    ask->reply_len > DNS_MESSAGE_MAX || (ask->result == NET_OK) != (ask->reply != NULL))
		return _("a message in it is missing, too long or too many");
	ask->transport = strcmp(transport, "tcp") == 0 ? NET_TCP : NET_UDP;
	ask->forged = (unsigned)forged;
	return NULL;
}

/* read_ask - a question with its answer */
static const char *read_ask(struct recording *recording, const json_t *line)
{
	struct recorded_ask *ask = arena_alloc(recording->arena, 1, sizeof(*ask));
	void *grown = recording_grow(recording->asks, recording->nasks, sizeof(ask));

	if (grown != NULL)
		recording->asks = grown;
	if (grown == NULL || ask == NULL)
		return recording_no_memory();
	recording->asks[recording->nasks++] = ask;
	return fill_ask(recording, ask, line);
}

/* recording_entry_next - any other line */
const char *recording_entry_next(struct recording *recording, const json_t *line)
{
	if (json_object_get(line, "ask") != NULL)
		return read_ask(recording, line);
	if (json_object_get(line, "stream") != NULL)
		return recording_stream_line(recording, line);
	if (json_object_get(line, "tick") != NULL)
		return read_tick(recording, line);
	if (json_object_get(line, "domain") != NULL)
		return read_domain(recording, line);
	return _("it is of no known kind");
}
