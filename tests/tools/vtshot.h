/* SPDX-License-Identifier: BSD-2-Clause */
/* vtshot - a program on an emulated terminal, and its screen */
#ifndef DS_TOOLS_VTSHOT_H
#define DS_TOOLS_VTSHOT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>
#include <vterm.h>

/* All there is. */
struct shot {
	int columns, rows, border, quiet_ms;
	bool light;
	double scale;
	const char *term, *font, *keys, *png, *svg, *text, *attributes;
	int master;
	pid_t child;
	VTerm *vt;
	VTermScreen *screen;
};

struct rgb {
	double r, g, b;
};

/* What stands in a cell. */
VTermScreenCell cell_at(const struct shot *, int row, int column);
/* Nothing to be seen, or the right half of a wide character. */
bool is_empty(const VTermScreenCell *);
/* The characters of a cell as UTF-8; their octets. */
size_t cell_text(const VTermScreenCell *, char *out, size_t size);
/* A colour as parts of red, green and blue. */
struct rgb colour(const struct shot *, VTermColor, bool foreground);
/* The two colours of a cell; returns the columns that it takes. */
int look(const struct shot *, int row, int column, struct rgb *ink, struct rgb *paper);
/* Which ways a line character goes: 1 up, 2 right, 4 down, 8 left; 0: it is none. */
int arms(uint32_t c);
/* The screen as SVG; false with the reason on standard error. */
bool write_svg(const struct shot *, const char *path);

#endif
