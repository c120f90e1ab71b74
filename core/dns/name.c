/* SPDX-License-Identifier: BSD-2-Clause */
/* name - domain names in wire form; see name.h */

#include <stdio.h>
#include <string.h>

#include "core/base/arena.h"
#include "core/dns/name.h"

static const uint8_t root[1] = { 0 };

/* lower - ASCII lower case; the locale has no say in DNS (RFC 4343) */
static uint8_t lower(uint8_t c)
{
	return c >= 'A' && c <= 'Z' ? (uint8_t)(c + 32) : c;
}

/* name_len - octets of the name, the root's zero included */
size_t name_len(const uint8_t *name)
{
	size_t n = 0;

	while (name[n] != 0)
		n += name[n] + 1u;
	return n + 1;
}

/* name_labels - labels of the name, without the root */
unsigned name_labels(const uint8_t *name)
{
	unsigned n = 0;

	for (; *name != 0; name += *name + 1u)
		n++;
	return n;
}

/* name_equal - the same name? */
bool name_equal(const uint8_t *a, const uint8_t *b)
{
	/* Label by label, as the first mostly tells: names are searched for in long lists. */
	for (; a != b && *a == *b && memcmp(a + 1, b + 1, *a) == 0; a += *a + 1u, b += *b + 1u)
		if (*a == 0)
			return true;
	return a == b;
}

/* name_is_root - the root? */
bool name_is_root(const uint8_t *name)
{
	return *name == 0;
}

/* name_is_wildcard - is the first label an asterisk? */
bool name_is_wildcard(const uint8_t *name)
{
	return name[0] == 1 && name[1] == '*';
}

/* name_parent - one label less */
const uint8_t *name_parent(const uint8_t *name)
{
	return *name == 0 ? name : name + *name + 1;
}

/* name_suffix - the last labels */
const uint8_t *name_suffix(const uint8_t *name, unsigned labels)
{
	for (unsigned n = name_labels(name); n > labels; n--)
		name = name_parent(name);
	return name;
}

/* name_within - at or below an ancestor? */
bool name_within(const uint8_t *name, const uint8_t *ancestor)
{
	unsigned n = name_labels(ancestor);

	return name_labels(name) >= n && name_equal(name_suffix(name, n), ancestor);
}

/* label_compare - canonical order of two labels */
static int label_compare(const uint8_t *a, const uint8_t *b)
{
	size_t n = *a < *b ? *a : *b;
	int order = memcmp(a + 1, b + 1, n);

	return order != 0 ? order : (int)*a - (int)*b;
}

/* name_compare - canonical order: by label, from the root's end */
int name_compare(const uint8_t *a, const uint8_t *b)
{
	unsigned na = name_labels(a), nb = name_labels(b);

	for (unsigned i = 1; i <= na && i <= nb; i++) {
		int order = label_compare(name_suffix(a, i), name_suffix(b, i));

		if (order != 0)
			return order;
	}
	return (int)na - (int)nb;
}

/* name_common - labels that both names end in */
unsigned name_common(const uint8_t *a, const uint8_t *b)
{
	unsigned na = name_labels(a), nb = name_labels(b), n = 0;

	while (n < na && n < nb && label_compare(name_suffix(a, n + 1), name_suffix(b, n + 1)) == 0)
		n++;
	return n;
}

/* name_dup - a lower-case copy */
const uint8_t *name_dup(struct arena *arena, const uint8_t *name)
{
	size_t n = name_len(name);
	uint8_t *copy = arena_copy(arena, name, n);

	if (copy == NULL)
		return NULL;
	for (size_t at = 0; copy[at] != 0; at += copy[at] + 1u)
		for (size_t i = at + 1; i <= at + copy[at]; i++)
			copy[i] = lower(copy[i]);
	return copy;
}

/* name_prepend - one label more */
const uint8_t *name_prepend(struct arena *arena, const char *label, const uint8_t *name)
{
	size_t n = strlen(label), rest = name_len(name);
	uint8_t *out;

	if (n == 0 || n > 63 || n + 1 + rest > NAME_MAX_OCTETS)
		return NULL;
	out = arena_alloc(arena, n + 1 + rest, 1);
	if (out == NULL)
		return NULL;
	out[0] = (uint8_t)n;
	for (size_t i = 0; i < n; i++)
		out[i + 1] = lower((uint8_t)label[i]);
	memcpy(out + n + 1, name, rest);
	return out;
}

/* name_replace - the substitution of a DNAME (RFC 6672 section 2.2) */
const uint8_t *name_replace(
    struct arena *arena, const uint8_t *name, const uint8_t *from, const uint8_t *to)
{
	size_t head = name_len(name) - name_len(from), tail = name_len(to);
	uint8_t *out;

	if (head + tail > NAME_MAX_OCTETS)
		return NULL;
	out = arena_alloc(arena, head + tail, 1);
	if (out == NULL)
		return NULL;
	memcpy(out, name, head);
	memcpy(out + head, to, tail);
	return out;
}

/* name_from_text - reads dotted text without escapes */
const uint8_t *name_from_text(struct arena *arena, const char *text)
{
	uint8_t wire[NAME_MAX_OCTETS];
	size_t n = 0;

	if (strcmp(text, ".") == 0 || *text == '\0')
		return root;
	while (*text != '\0') {
		size_t len = strcspn(text, ".");

		if (len == 0 || len > 63 || n + len + 2 > sizeof wire)
			return NULL;
		wire[n++] = (uint8_t)len;
		for (size_t i = 0; i < len; i++)
			wire[n++] = lower((uint8_t)text[i]);
		text += len;
		if (*text == '.')
			text++;
	}
	wire[n++] = 0;
	return arena_copy(arena, wire, n);
}

/* name_text - dotted text, odd octets visible */
const char *name_text(char *out, const uint8_t *name)
{
	char *p = out;

	if (*name == 0)
		*p++ = '.';
	for (; *name != 0; name += *name + 1u) {
		if (p != out)
			*p++ = '.';
		for (size_t i = 1; i <= *name; i++) {
			uint8_t c = name[i];

			if (c > 0x20 && c < 0x7f && c != '.' && c != '\\')
				*p++ = (char)c;
			else
				p += snprintf(p, 5, "\\x%02x", c);
		}
	}
	*p = '\0';
	return out;
}

/* name_text_dup - the same, kept */
const char *name_text_dup(struct arena *arena, const uint8_t *name)
{
	char text[NAME_MAX_TEXT];

	return arena_strdup(arena, name_text(text, name));
}

/* name_is_host - could a mail host be called so? */
bool name_is_host(const uint8_t *name)
{
	if (*name == 0)
		return false;
	for (; *name != 0; name += *name + 1u)
		for (size_t i = 1; i <= *name; i++) {
			uint8_t c = name[i];

			if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') && c != '-' &&
			    c != '_')
				return false;
		}
	return true;
}
