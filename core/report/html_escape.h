/* SPDX-License-Identifier: BSD-2-Clause */
/* html_escape - text into a page of HTML */
#ifndef DS_CORE_REPORT_HTML_ESCAPE_H
#define DS_CORE_REPORT_HTML_ESCAPE_H

#include <stdio.h>

/* Writes a text, with what HTML would take for its own written out. */
void html_escape(FILE *, const char *text);

#endif
