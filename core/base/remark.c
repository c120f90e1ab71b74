/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * remark - a sentence of our own, kept as its msgid with its arguments
 *
 *	BEGIN msgid [MANY msgid of many] { BEGIN argument }
 *
 * An argument that begins with WORD is a msgid.
 */
#include "core/base/remark.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"

#define BEGIN '\x1f'
#define WORD  '\x1e'
#define MANY  '\x1d'
#define MARKS "\x1d\x1e\x1f"

#define MSGID_MAX 256
#define ARGUMENTS 6

/* Text that grows in a buffer of fixed size. */
struct growing {
	char *buf;
	size_t size, len;
	bool full;
};

/* A remark, taken apart. */
struct parts {
	char one[MSGID_MAX], many[MSGID_MAX];
	size_t nargs;
	struct {
		const char *text;
		size_t len;
	} args[ARGUMENTS];
};

/* grow - appends what fits, cut between characters */
static void grow(struct growing *g, const char *text, size_t len)
{
	size_t room = g->size - 1 - g->len;

	if (g->full)
		return;
	if (len > room) {
		g->full = true;
		len = room;
		while (len > 0 && ((unsigned char)text[len] & 0xc0) == 0x80)
			len--;
	}
	memcpy(g->buf + g->len, text, len);
	g->len += len;
	g->buf[g->len] = '\0';
}

/* grow_mark - appends one of the marks */
static void grow_mark(struct growing *g, char mark)
{
	grow(g, &mark, 1);
}

/* grow_argument - appends an argument, without marks within it */
static void grow_argument(struct growing *g, const char *text)
{
	grow_mark(g, BEGIN);
	if (*text == WORD)
		grow_mark(g, *text++);
	while (*text != '\0') {
		size_t n = strcspn(text, MARKS);

		grow(g, text, n);
		text += n + (text[n] != '\0');
	}
}

/* conversion - the length of what follows a '%', with it */
static size_t conversion(const char *at)
{
	size_t n = 1;

	while (at[n] != '\0' && strchr("0123456789$z", at[n]) != NULL)
		n++;
	return at[n] != '\0' ? n + 1 : n;
}

/* remark_write_va - a msgid and its arguments */
const char *remark_write_va(char *buf, size_t size, const char *msgid, va_list ap)
{
	struct growing g = { buf, size, 0, false };
	char number[24];

	buf[0] = '\0';
	grow_mark(&g, BEGIN);
	grow(&g, msgid, strlen(msgid));
	for (const char *at = strchr(msgid, '%'); at != NULL; at = strchr(at, '%')) {
		size_t n = conversion(at);

		switch (at[n - 1]) {
		case 's': grow_argument(&g, va_arg(ap, const char *)); break;
		case 'd':
			snprintf(number, sizeof(number), "%d", va_arg(ap, int));
			grow_argument(&g, number);
			break;
		case 'u':
			if (at[1] == 'z')
				snprintf(number, sizeof(number), "%zu", va_arg(ap, size_t));
			else
				snprintf(number, sizeof(number), "%u", va_arg(ap, unsigned));
			grow_argument(&g, number);
			break;
		default: break;
		}
		at += n;
	}
	return buf;
}

/* remark_write - ... given one by one */
const char *remark_write(char *buf, size_t size, const char *msgid, ...)
{
	va_list ap;

	va_start(ap, msgid);
	remark_write_va(buf, size, msgid, ap);
	va_end(ap);
	return buf;
}

/* remark_write_many - a pair of msgids and their number */
const char *remark_write_many(char *buf, size_t size, const char *one, const char *many, size_t n)
{
	struct growing g = { buf, size, 0, false };
	char number[24];

	buf[0] = '\0';
	grow_mark(&g, BEGIN);
	grow(&g, one, strlen(one));
	grow_mark(&g, MANY);
	grow(&g, many, strlen(many));
	snprintf(number, sizeof(number), "%zu", n);
	grow_argument(&g, number);
	return buf;
}

/* remark_word - an argument that is a msgid */
const char *remark_word(char *buf, size_t size, const char *msgid)
{
	snprintf(buf, size, "%s%s", msgid[0] != '\0' ? (const char[]){ WORD, '\0' } : "", msgid);
	return buf;
}

/* take_msgid - copies up to a mark; returns what follows */
static const char *take_msgid(char msgid[MSGID_MAX], const char *text)
{
	size_t n = strcspn(text, MARKS);

	snprintf(msgid, MSGID_MAX, "%.*s", (int)n, text);
	return text + n;
}

/* take_apart - reads a remark */
static void take_apart(struct parts *p, const char *text)
{
	text = take_msgid(p->one, text + 1);
	p->many[0] = '\0';
	if (*text == MANY)
		text = take_msgid(p->many, text + 1);
	p->nargs = 0;
	while (*text == BEGIN && p->nargs < ARGUMENTS) {
		size_t n = strcspn(++text, "\x1f");

		p->args[p->nargs].text = text;
		p->args[p->nargs++].len = n;
		text += n;
	}
}

/* grow_words - appends an argument as it is shown */
static void grow_words(struct growing *g, const struct parts *p, size_t i, bool english)
{
	char msgid[MSGID_MAX];
	const char *word;

	if (i >= p->nargs)
		return;
	if (p->args[i].text[0] != WORD) {
		grow(g, p->args[i].text, p->args[i].len);
		return;
	}
	take_msgid(msgid, p->args[i].text + 1);
	word = english ? msgid : _(msgid);
	grow(g, word, strlen(word));
}

/* template_of - the sentence that the arguments go into */
static const char *template_of(const struct parts *p, bool english)
{
	unsigned long n = p->nargs > 0 ? strtoul(p->args[0].text, NULL, 10) : 0;

	if (p->many[0] == '\0')
		return english ? p->one : _(p->one);
	if (english)
		return n == 1 ? p->one : p->many;
	return n_(p->one, p->many, n);
}

/* worded - a remark as a sentence */
static const char *worded(char *buf, size_t size, const char *text, bool english)
{
	struct growing g = { buf, size, 0, false };
	struct parts parts;
	const char *at;
	size_t next = 0;

	if (text == NULL || text[0] != BEGIN || size == 0)
		return text;
	buf[0] = '\0';
	take_apart(&parts, text);
	at = template_of(&parts, english);
	while (*at != '\0') {
		size_t n = strcspn(at, "%"), place;

		grow(&g, at, n);
		at += n;
		if (*at == '\0')
			break;
		n = conversion(at);
		place = strtoul(at + 1, NULL, 10); /* "%2$s" */
		if (at[n - 1] == '%')
			grow(&g, "%", 1);
		else
			grow_words(&g, &parts, place > 0 ? place - 1 : next++, english);
		at += n;
	}
	return buf;
}

/* remark_words - in the language of the moment */
const char *remark_words(char *buf, size_t size, const char *text)
{
	return worded(buf, size, text, false);
}

/* remark_english - as the sources say it */
const char *remark_english(char *buf, size_t size, const char *text)
{
	return worded(buf, size, text, true);
}
