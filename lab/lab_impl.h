/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a lab in a child process needs beside lab.h.
 */
#ifndef DS_LAB_LAB_IMPL_H
#define DS_LAB_LAB_IMPL_H

struct lab;

/*
 * As lab_run(), and end too when the other end of the pipe lifeline closes (-1: no pipe). SIGINT
 * ends it only without a pipe: with one, Ctrl-C is the parent's to answer.
 */
int lab_serve(struct lab *lab, int lifeline);

#endif
