/* SPDX-License-Identifier: BSD-2-Clause */
/* mask - names and addresses hidden, for a public */
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "tui/cell.h"
#include "tui/mask.h"

/* in_word - may this octet be part of a name or an address? */
static bool in_word(unsigned char c)
{
	return c && (isalnum(c) || c >= 0x80 || strchr(".-_:@", c));
}

/* is_address6 - hexadecimal digits and at least two colons, and no time of day */
static bool is_address6(const char *word, size_t len)
{
	size_t colons = 0, longest = 0, run = 0, letters = 0;

	for (size_t i = 0; i < len; i++) {
		if (word[i] == ':') {
			colons++;
			run = 0;
			continue;
		}
		if (!isxdigit((unsigned char)word[i]) && word[i] != '.')
			return false;
		letters += isalpha((unsigned char)word[i]) != 0;
		longest = ++run > longest ? run : longest;
	}
	return colons >= 2 && (colons > 2 || letters || longest > 2);
}

/* is_address4 - digits and three dots */
static bool is_address4(const char *word, size_t len)
{
	size_t dots = 0;

	for (size_t i = 0; i < len; i++) {
		dots += word[i] == '.';
		if (word[i] != '.' && !isdigit((unsigned char)word[i]))
			return false;
	}
	return dots == 3;
}

/* top_label - where the last label of a name begins; len: it is no name */
static size_t top_label(const char *word, size_t len)
{
	size_t at = len, letters = 0;

	while (at > 0 && word[at - 1] != '.')
		at--;
	if (!at)
		return len;
	for (size_t i = at; i < len; i++)
		letters += isalpha((unsigned char)word[i]) || (unsigned char)word[i] >= 0x80;
	return letters >= 2 && isalpha((unsigned char)word[at]) ? at : len;
}

/* hidden - octets of a word that are to be hidden; 0: it is neither name nor address */
static size_t hidden(const char *word, size_t len)
{
	size_t top;

	while (len && strchr(".:-", word[len - 1]))
		len--;
	if (is_address4(word, len) || is_address6(word, len))
		return len;
	top = top_label(word, len);
	if (top < len)
		return top;
	return memchr(word, '@', len) ? len : 0;
}

/* mark - a label of a name, hidden in these cells, ends in signs that tell it from others of its length */
static void mark(char *out, size_t cells, const char *label, size_t len, uint64_t salt)
{
	static const char signs[] = "abcdefghjkmnpqrstuvwyz0123456789";
	uint64_t hash = 14695981039346656037u ^ salt;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ (unsigned char)label[i]) * 1099511628211u;
	hash = (hash ^ salt) * 1099511628211u;
	for (size_t i = 0; salt && i < (cells >= 5 ? 2u : cells >= 3 ? 1u : 0u); i++)
		out[cells - 1 - i] = signs[hash >> (40 + 5 * i) & 31];
}

/* hide - the characters of a name: each x as wide as what it stands for */
static size_t hide(char *out, size_t room, const char *word, size_t len, uint64_t salt)
{
	const char *label = word, *end = word + len;
	size_t n = 0, from = 0;

	while (word < end) {
		wchar_t c;
		size_t octets = cell_decode(word, &c);
		bool keep = c == L'.' || c == L':' || c == L'@' || c == L'_';

		if (keep)
			mark(out + from, n - from, label, (size_t)(word - label), salt);
		for (int w = cell_width(c); w > 0 && n < room; w--)
			out[n++] = keep ? (char)c : 'x';
		word += octets ? octets : 1;
		if (keep) {
			from = n;
			label = word;
		}
	}
	mark(out + from, n - from, label, (size_t)(word - label), salt);
	return n;
}

/* mask_text - a text without its names */
const char *mask_text(char *out, size_t size, const char *text, uint64_t salt)
{
	size_t n = 0;

	while (*text && n + 1 < size) {
		size_t len = 0, secret;

		if (!in_word((unsigned char)*text)) {
			out[n++] = *text++;
			continue;
		}
		while (in_word((unsigned char)text[len]))
			len++;
		secret = hidden(text, len);
		n += hide(out + n, size - 1 - n, text, secret, salt);
		for (size_t i = secret; i < len && n + 1 < size; i++)
			out[n++] = text[i];
		text += len;
	}
	out[n] = '\0';
	return out;
}
