/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * anchor - the keys that everything is proved from
 *
 * Built in: the root's KSK-2017 (tag 20326) and KSK-2024 (tag 38696); newer ones
 * that the system keeps are added. A file of the user's replaces them. A revoked
 * key has another tag and so matches no anchor.
 */
#ifndef DS_CORE_DNSSEC_ANCHOR_H
#define DS_CORE_DNSSEC_ANCHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ANCHORS_MAX 16

struct anchor {
	uint16_t key_tag;
	uint8_t algorithm;
	uint8_t digest_type;
	uint8_t digest[64];
	size_t len;
};

struct anchors {
	bool built_in; /* the Internet's root is among them */
	size_t n;
	struct anchor list[ANCHORS_MAX];
};

void anchors_built_in(struct anchors *);

/* Reads DS and DNSKEY records of the root in zone-file form; others are passed over. False with one
 * translated sentence in `problem` where the text has none, or is no zone file. */
bool anchors_parse(struct anchors *, const char *text, size_t len, char *problem, size_t size);

/* Adds the anchors of such a text that are not held yet; one that cannot be read adds none. */
void anchors_extend(struct anchors *, const char *text, size_t len);

/* Does an anchor name this key of the root, and fit? */
bool anchors_match(const struct anchors *, const uint8_t *rdata, size_t len);

#endif
