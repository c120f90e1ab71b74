/* SPDX-License-Identifier: BSD-2-Clause */
/* text_impl - what the files of text share */
#ifndef DS_CORE_BASE_TEXT_IMPL_H
#define DS_CORE_BASE_TEXT_IMPL_H

#include <stddef.h>
#include <stdint.h>

enum text_class {
	TEXT_HIDDEN, /* invisible, unassigned, or with power over its surroundings */
	TEXT_SHOWN,
	TEXT_MARK, /* shown on the character before it */
};

enum text_class text_class(uint32_t c);

/* Decodes one character at `in`, of `len` octets, len > 0. Returns its length in octets, or 0 where
 * the first octet begins no valid sequence (RFC 3629: no overlong forms, no surrogates). */
size_t text_decode(uint32_t *out, const uint8_t *in, size_t len);

#endif
