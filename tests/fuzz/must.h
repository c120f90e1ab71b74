/* SPDX-License-Identifier: BSD-2-Clause */
/* must - what a fuzzer holds the program to */
#ifndef DS_TESTS_FUZZ_MUST_H
#define DS_TESTS_FUZZ_MUST_H

#include <stdbool.h>

/* A promise that is broken ends the run. */
void must(bool kept);

#endif
