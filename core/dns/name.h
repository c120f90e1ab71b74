/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * name - domain names in wire form
 *
 * A name is a pointer to its labels, each with its length before it, ended by
 * the root's zero: it knows its own end. All names here are valid (labels of 1
 * to 63 octets, 255 octets in all), uncompressed and lower-case; message.c and
 * name_from_text let in no others. (RFC 1035 section 3.1, RFC 4034 section 6)
 */
#ifndef DS_CORE_DNS_NAME_H
#define DS_CORE_DNS_NAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NAME_MAX_OCTETS 255
#define NAME_MAX_TEXT   1025 /* each octet as \xNN, and the NUL */

struct arena;

/* Octets, the root's zero included. */
size_t name_len(const uint8_t *name);
/* Labels, the root not counted. */
unsigned name_labels(const uint8_t *name);
bool name_equal(const uint8_t *, const uint8_t *);
bool name_is_root(const uint8_t *);
bool name_is_wildcard(const uint8_t *);
/* The name without its first label; the root's parent is the root. */
const uint8_t *name_parent(const uint8_t *);
/* The last `labels` labels of the name. */
const uint8_t *name_suffix(const uint8_t *, unsigned labels);
/* True where `name` is `ancestor` or lies below it. */
bool name_within(const uint8_t *name, const uint8_t *ancestor);
/* Canonical order (RFC 4034 section 6.1): <0, 0, >0. */
int name_compare(const uint8_t *, const uint8_t *);
/* How many labels both end in. */
unsigned name_common(const uint8_t *, const uint8_t *);

/* Lower-cases `len` octets of a wire name that is known to be whole, into the arena. */
const uint8_t *name_dup(struct arena *, const uint8_t *name);
/* `label` before `name`; NULL: too long, or no memory. */
const uint8_t *name_prepend(struct arena *, const char *label, const uint8_t *name);
/* `name` with its ancestor `from` replaced by `to` (DNAME); NULL: too long, or no memory. */
const uint8_t *name_replace(
    struct arena *, const uint8_t *name, const uint8_t *from, const uint8_t *to);

/* From text as ds_domain_parse makes it, or "."; NULL: not a name, or no memory. */
const uint8_t *name_from_text(struct arena *, const char *);
/* For people: no last dot, "." for the root, odd octets visible. `out` takes NAME_MAX_TEXT. */
const char *name_text(char *out, const uint8_t *name);
const char *name_text_dup(struct arena *, const uint8_t *name);

/* True where a mail host may have this name: letters, digits, hyphens and underscores. */
bool name_is_host(const uint8_t *);

#endif
