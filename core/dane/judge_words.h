/* SPDX-License-Identifier: BSD-2-Clause */
/* judge_words - what OpenSSL's reasons come to, and more words for a mismatch than it has */
#ifndef DS_CORE_DANE_JUDGE_WORDS_H
#define DS_CORE_DANE_JUDGE_WORDS_H

#include "core/dane/judge_chain.h"

/* Of an X509_V_ code; those that nothing goes by are DS_CHAIN_OTHER. */
enum ds_chain_fault judge_fault(int error);

/* Writes what follows OpenSSL's words for `error`, found at `depth`: ": record 2 fits ...", or "".
 * The opinion holds the matches. Records are counted from 1 for the reader. */
void judge_words(char *buf, size_t size, int error, int depth, const struct judge_chain *,
    const struct dane_case *, const struct dane_opinion *);

#endif
