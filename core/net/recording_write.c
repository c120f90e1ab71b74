/* SPDX-License-Identifier: BSD-2-Clause */
/* recording_write - the lines of a recording, as JSON */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "core/base/text.h"
#include "core/net/recording_impl.h"

#define QUESTION_TEXT 1100 /* a name of 255 octets, each of which may take four to show */

/* json_hex - octets; null for none */
static json_t *json_hex(const uint8_t *octets, size_t len)
{
	json_t *value;
	char *hex;

	if (octets == NULL)
		return json_null();
	hex = malloc(2 * len + 1);
	if (hex == NULL)
		return NULL;
	text_hex(hex, octets, len);
	value = json_stringn_nocheck(hex, 2 * len);
	free(hex);
	return value;
}

/* json_words - a string that may not be there */
static json_t *json_words(const char *text)
{
	return text != NULL ? json_string(text) : json_null();
}

/* json_address - with the port */
static json_t *json_address(const struct net_address *address)
{
	char host[NET_ADDRESS_TEXT];

	return json_sprintf(
	    "%s@%u", net_address_text(address, host, sizeof(host)), (unsigned)address->port);
}

/* type_name - of the record types that a diagnosis asks for */
static const char *type_name(unsigned type, char *buf, size_t size)
{
	static const struct {
		unsigned type;
		const char *name;
	} names[] = {
		{ 1, "A" },
		{ 2, "NS" },
		{ 5, "CNAME" },
		{ 6, "SOA" },
		{ 15, "MX" },
		{ 16, "TXT" },
		{ 28, "AAAA" },
		{ 43, "DS" },
		{ 48, "DNSKEY" },
		{ 52, "TLSA" },
	};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].type == type)
			return names[i].name;
	}
	snprintf(buf, size, "TYPE%u", type);
	return buf;
}

/* json_question - the question of a message for people: "voorbeeld.nl MX"; null: it has none */
static json_t *json_question(const uint8_t *wire, size_t len)
{
	char name[QUESTION_TEXT] = "", type[16];
	size_t at = 12, used = 0;

	while (at < len && wire[at] != 0) {
		size_t label = wire[at++];

		if (label > 63 || label >= len - at || at + label > 12 + 255)
			return json_null();
		if (used > 0)
			name[used++] = '.';
		used += text_clean(name + used, sizeof(name) - used, wire + at, label);
		at += label;
	}
	if (len < 5 || at > len - 5)
		return json_null();
	return json_sprintf("%s %s", used > 0 ? name : ".",
	    type_name((unsigned)(wire[at + 1] << 8 | wire[at + 2]), type, sizeof(type)));
}

/* is_plain - printable ASCII with CR, LF and TAB: to be read as text */
static bool is_plain(const uint8_t *data, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if ((data[i] < 0x20 || data[i] > 0x7e) && data[i] != '\r' && data[i] != '\n' &&
		    data[i] != '\t')
			return false;
	}
	return true;
}

/* set_octets - as text where that can be read, else as hex */
static bool set_octets(json_t *line, const char *key, const uint8_t *data, size_t len)
{
	char hex_key[32];

	if (is_plain(data, len))
		return json_object_set_new(
			   line, key, json_stringn_nocheck((const char *)data, len)) == 0;
	snprintf(hex_key, sizeof(hex_key), "%s_hex", key);
	return json_object_set_new(line, hex_key, json_hex(data, len)) == 0;
}

/* json_known - yes, no, or null for what is not known */
static json_t *json_known(int what)
{
	return what < 0 ? json_null() : json_boolean(what);
}

/* json_tls - what a handshake showed */
static json_t *json_tls(const struct net_tls *tls)
{
	json_t *chain = json_array();
	size_t i;

	for (i = 0; i < tls->ncerts; i++)
		json_array_append_new(chain, json_hex(tls->certs[i].data, tls->certs[i].len));
	if (json_array_size(chain) != tls->ncerts) {
		json_decref(chain);
		return NULL;
	}
	return json_pack("{s:s, s:s, s:o, s:i, s:b, s:o, s:o, s:o, s:o}", "version", tls->version,
	    "cipher", tls->cipher, "group", json_words(tls->group), "bits", (int)tls->bits, "asked",
	    tls->asked_certificate, "signature", json_words(tls->signature), "extended_master",
	    json_known(tls->extended_master), "renegotiation", json_known(tls->renegotiation),
	    "certificates", chain);
}

/* recording_make_first - what the file is, and how the run was set up */
json_t *recording_make_first(int64_t epoch_us, const struct net_recording_head *head)
{
	json_t *setup =
	    json_pack("{s:o, s:o, s:o, s:i, s:i, s:i, s:i, s:b, s:o, s:b, s:o, s:i, s:b, s:i, s:o}",
		"resolver", json_words(head->resolver), "anchors", json_words(head->anchors),
		"ehlo", json_words(head->ehlo), "smtp_port", (int)head->smtp_port, "tlsa_port",
		(int)head->tlsa_port, "timeout_ms", (int)head->timeout_ms, "family", head->family,
		"no_smtp", head->no_smtp ? 1 : 0, "at",
		head->at_given ? json_integer(head->at) : json_null(), "iterate",
		head->iterate ? 1 : 0, "root_hints", json_words(head->hints), "dns_port",
		(int)head->dns_port, "qname_min", head->minimise ? 1 : 0, "looks", (int)head->looks,
		"control", json_words(head->control));

	return json_pack("{s:s, s:I, s:o}", "schema", RECORDING_SCHEMA, "epoch_us",
	    (json_int_t)epoch_us, "head", setup);
}

/* recording_make_ask - a question with its answer */
json_t *recording_make_ask(const struct recorded_ask *ask, uint64_t begin_us)
{
	return json_pack("{s:I, s:o, s:s, s:o, s:I, s:I, s:s, s:I, s:o, s:o}", "ask",
	    (json_int_t)ask->number, "server", json_address(&ask->server), "transport",
	    ask->transport == NET_TCP ? "tcp" : "udp", "question",
	    json_question(ask->request, ask->request_len), "begin_us", (json_int_t)begin_us,
	    "end_us", (json_int_t)ask->end_us, "result", recording_result_name(ask->result),
	    "forged", (json_int_t)ask->forged, "request", json_hex(ask->request, ask->request_len),
	    "reply", json_hex(ask->reply, ask->reply_len));
}

/* recording_make_stream - a connection begins */
json_t *recording_make_stream(
    uint64_t number, const struct net_address *server, enum net_purpose purpose, uint64_t us)
{
	return json_pack("{s:I, s:o, s:s, s:I}", "stream", (json_int_t)number, "server",
	    json_address(server), "purpose", recording_purpose_name(purpose), "begin_us",
	    (json_int_t)us);
}

/* set_step - what happened; false: out of memory */
static bool set_step(json_t *line, const struct recorded_step *step)
{
	switch (step->kind) {
	case STEP_CONNECTED: return json_object_set_new(line, "connected", json_true()) == 0;
	case STEP_LEFT: return json_object_set_new(line, "left", json_true()) == 0;
	case STEP_RECEIVED: return set_octets(line, "received", step->data, step->len);
	case STEP_SENT: return set_octets(line, "sent", step->data, step->len);
	case STEP_SECURED: return json_object_set_new(line, "secured", json_tls(step->tls)) == 0;
	case STEP_START_TLS:
		return json_object_set_new(line, "start_tls", json_words(step->text)) == 0;
	case STEP_ENDED:
		return json_object_set_new(line, "ended",
			   json_string(recording_result_name((int)step->error))) == 0 &&
		       json_object_set_new(line, "words", json_words(step->text)) == 0;
	}
	return false;
}

/* recording_make_step - one thing that happened to a connection */
json_t *recording_make_step(uint64_t number, const struct recorded_step *step)
{
	json_t *line =
	    json_pack("{s:I, s:I}", "stream", (json_int_t)number, "us", (json_int_t)step->us);

	if (line != NULL && !set_step(line, step)) {
		json_decref(line);
		return NULL;
	}
	return line;
}
