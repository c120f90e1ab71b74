/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_words - more words for a mismatch than OpenSSL has */
#ifndef DS_CORE_DANE_JUDGE_WORDS_H
#define DS_CORE_DANE_JUDGE_WORDS_H

#include "core/dane/judge_chain.h"

/* Writes what follows OpenSSL's words for `error`, found at `depth`: ": record 2 fits ...", or "".
 * The opinion holds the matches. Records are counted from 1 for the reader. */
void judge_words(char *buf, size_t size, int error, int depth, const struct judge_chain *,
    const struct dane_case *, const struct dane_opinion *);

#endif
