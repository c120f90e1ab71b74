/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * remark - a sentence of our own, kept as its msgid with its arguments
 *
 * It is one string among others and goes where text goes, and becomes words when it is
 * shown: the language can change while a dialogue stands on the screen. Text that is no
 * remark (what a server said) passes through unchanged. What keeps the two apart is a
 * control character at the beginning, and text from the network holds none (text.h).
 */
#ifndef DS_CORE_BASE_REMARK_H
#define DS_CORE_BASE_REMARK_H

#include <stdarg.h>
#include <stddef.h>

/* Room for a remark in words; a longer one is cut between characters. */
#define REMARK_WORDS 8192

/* The remark of a msgid, N_("..."), that knows %s, %d, %u, %zu and %%. Cut to the buffer; returns it. */
const char *remark_write(char *buf, size_t size, const char *msgid, ...)
    __attribute__((format(printf, 3, 4)));
const char *remark_write_va(char *buf, size_t size, const char *msgid, va_list);

/* ... of a pair of msgids, NN_("...", "..."), with one %zu each. */
const char *remark_write_many(char *buf, size_t size, const char *one, const char *many, size_t n);

/* An argument for %s that is a msgid itself; "" stays "". Returns buf. */
const char *remark_word(char *buf, size_t size, const char *msgid);

/* In the language of the moment, and in English. Returns buf, or text itself where it is no remark;
 * NULL for NULL. */
const char *remark_words(char *buf, size_t size, const char *text);
const char *remark_english(char *buf, size_t size, const char *text);

#endif
