/* SPDX-License-Identifier: BSD-2-Clause */
/* recording_stream - the lines of a recording that tell of connections to mail hosts */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <jansson.h>

#include "core/base/arena.h"
#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "core/net/recording_impl.h"

/* find_stream - the one of this number; they begin in order, so that halving finds it */
static struct recorded_stream *find_stream(struct recording *recording, uint64_t number)
{
	size_t low = 0, high = recording->nstreams;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct recorded_stream *stream = recording->streams[middle];

		if (stream->number == number)
			return stream;
		if (stream->number < number)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

static const char *const purposes[NET_PURPOSES] = {
	[NET_DIALOGUE] = "dialogue",
	[NET_RSA] = "rsa",
	[NET_ECDSA] = "ecdsa",
	[NET_NAMELESS] = "nameless",
};

/* recording_purpose_name - what a connection is for */
const char *recording_purpose_name(enum net_purpose purpose)
{
	return purposes[purpose];
}

/* recording_purpose - reads it; older recordings, which do not say, have dialogues alone */
bool recording_purpose(const char *name, enum net_purpose *out)
{
	*out = NET_DIALOGUE;
	if (name == NULL)
		return true;
	for (int i = 0; i < NET_PURPOSES; i++) {
		if (strcmp(name, purposes[i]) == 0) {
			*out = (enum net_purpose)i;
			return true;
		}
	}
	return false;
}

/* add_stream - a new one */
static const char *add_stream(struct recording *recording, uint64_t number, const json_t *line)
{
	struct recorded_stream *stream = arena_alloc(recording->arena, 1, sizeof(*stream));
	size_t n = recording->nstreams;
	void *grown = recording_grow(recording->streams, n, sizeof(stream));

	if (grown != NULL)
		recording->streams = grown;
	if (grown == NULL || stream == NULL)
		return recording_no_memory();
	if (n > 0 && recording->streams[n - 1]->number >= number)
		return _("its connection has begun before");
	if (!recording_address(line, &stream->server))
		return _("its server is no address with a port");
	if (!recording_purpose(
		json_string_value(json_object_get(line, "purpose")), &stream->purpose))
		return _("its purpose is no known word");
	stream->number = number;
	recording->streams[recording->nstreams++] = stream;
	return NULL;
}

/* tls_text - a word of the handshake that is fit for a terminal; NULL: it is none */
static const char *tls_text(struct recording *recording, const json_t *json, const char *key)
{
	const char *text = json_string_value(json_object_get(json, key));

	return text != NULL && text_is_clean(text) ? arena_strdup(recording->arena, text) : NULL;
}

/* read_certificates - the chain, of `n` */
static bool read_certificates(
    struct recording *recording, struct net_tls *tls, const json_t *chain, size_t n)
{
	struct net_der *ders = arena_alloc(recording->arena, n, sizeof(*ders));
	size_t i;

	tls->certs = ders;
	for (i = 0; ders != NULL && i < n; i++) {
		const json_t *value = json_array_get(chain, i);

		if (!json_is_string(value) ||
		    !recording_hex(recording, value, &ders[i].data, &ders[i].len))
			return false;
		tls->ncerts++;
	}
	return true;
}

/* known - yes, no, or -1: older recordings do not say */
static int known(const json_t *json, const char *key)
{
	const json_t *value = json_object_get(json, key);

	return json_is_boolean(value) ? json_is_true(value) : -1;
}

/* read_tls - what a handshake showed */
static const char *read_tls(
    struct recording *recording, struct recorded_step *step, const json_t *json)
{
	struct net_tls *tls = arena_alloc(recording->arena, 1, sizeof(*tls));
	const json_t *chain = json_object_get(json, "certificates");
	uint64_t bits;

	if (tls == NULL)
		return recording_no_memory();
	step->tls = tls;
	tls->version = tls_text(recording, json, "version");
	tls->cipher = tls_text(recording, json, "cipher");
	tls->group = tls_text(recording, json, "group");
	if (tls->version == NULL || tls->cipher == NULL ||
	    !recording_number(json, "bits", UINT16_MAX, &bits))
		return _("the version, cipher or bits of its handshake are missing");
	tls->bits = (unsigned)bits;
	tls->asked_certificate = json_is_true(json_object_get(json, "asked"));
	tls->signature = tls_text(recording, json, "signature");
	tls->extended_master = known(json, "extended_master");
	tls->renegotiation = known(json, "renegotiation");
	if (!json_is_array(chain) || json_array_size(chain) > TLS_CHAIN_CERTS ||
	    !read_certificates(recording, tls, chain, json_array_size(chain)))
		return _("its certificates are no hex, or too many");
	return NULL;
}

/* read_octets - text or hex; false: neither */
static bool read_octets(struct recording *recording, struct recorded_step *step, const json_t *line,
    const char *text_key, const char *hex_key)
{
	const json_t *text = json_object_get(line, text_key);
	const json_t *hex = json_object_get(line, hex_key);

	if (hex != NULL)
		return json_is_string(hex) &&
		       recording_hex(recording, hex, &step->data, &step->len);
	if (!json_is_string(text))
		return false;
	step->len = json_string_length(text);
	step->data = arena_copy(recording->arena, json_string_value(text), step->len);
	return true;
}

/* read_end - how it ended, and what was said of TLS */
static const char *read_end(
    struct recording *recording, struct recorded_step *step, const json_t *line)
{
	const char *result = json_string_value(json_object_get(line, "ended"));
	const char *words = json_string_value(json_object_get(line, "words"));
	int error;

	if (!recording_result(result, &error) || error == NET_OK || error == RECORDING_CANCELLED)
		return _("its end is no known word");
	if (words != NULL && !text_is_clean(words))
		return _("its words are not fit to be shown");
	step->kind = STEP_ENDED;
	step->error = (enum net_error)error;
	step->text = words != NULL ? arena_strdup(recording->arena, words) : NULL;
	return NULL;
}

/* read_step - what happened */
static const char *read_step(
    struct recording *recording, struct recorded_step *step, const json_t *line)
{
	const json_t *name = json_object_get(line, "start_tls");
	const json_t *secured = json_object_get(line, "secured");

	if (json_object_get(line, "ended") != NULL)
		return read_end(recording, step, line);
	if (secured != NULL) {
		step->kind = STEP_SECURED;
		return read_tls(recording, step, secured);
	}
	if (json_is_string(name)) {
		step->kind = STEP_START_TLS;
		step->text = arena_strdup(recording->arena, json_string_value(name));
	} else if (json_is_true(json_object_get(line, "connected"))) {
		step->kind = STEP_CONNECTED;
	} else if (json_is_true(json_object_get(line, "left"))) {
		step->kind = STEP_LEFT;
	} else if (read_octets(recording, step, line, "received", "received_hex")) {
		step->kind = STEP_RECEIVED;
	} else if (read_octets(recording, step, line, "sent", "sent_hex")) {
		step->kind = STEP_SENT;
	} else {
		return _("nothing that could happen to a connection");
	}
	return NULL;
}

/* out_of_order - whether a step cannot come after the last one */
static bool out_of_order(const struct recorded_stream *stream, const struct recorded_step *step)
{
	const struct recorded_step *last;

	if (stream->nsteps == 0)
		return false;
	last = &stream->steps[stream->nsteps - 1];
	return step->us < last->us || last->kind == STEP_ENDED || last->kind == STEP_LEFT;
}

/* recording_stream_line - a connection begins, or one more step of it */
const char *recording_stream_line(struct recording *recording, const json_t *line)
{
	struct recorded_step step = { 0 };
	struct recorded_stream *stream;
	const char *fault;
	uint64_t number;
	void *grown;

	if (!recording_number(line, "stream", INT64_MAX, &number))
		return _("the number of its connection is out of bounds");
	if (json_object_get(line, "us") == NULL)
		return add_stream(recording, number, line);
	stream = find_stream(recording, number);
	if (stream == NULL)
		return _("its connection has not begun");
	if (!recording_number(line, "us", RECORDING_US_MAX, &step.us))
		return _("its moment is missing");
	fault = read_step(recording, &step, line);
	if (fault == NULL && out_of_order(stream, &step))
		fault = _("it happens before, or after the end of, what the lines above tell");
	if (fault != NULL)
		return fault;
	grown = recording_grow(stream->steps, stream->nsteps, sizeof(step));
	if (grown == NULL)
		return recording_no_memory();
	stream->steps = grown;
	stream->steps[stream->nsteps++] = step;
	return NULL;
}
