/* SPDX-License-Identifier: BSD-2-Clause */
/* layout - which part of the terminal belongs to what */
#ifndef DS_TUI_LAYOUT_H
#define DS_TUI_LAYOUT_H

struct layout {
	int rows, columns;    /* of the terminal */
	int tabs;             /* row of the tabs, or -1 */
	int head, body, foot; /* first rows of the three */
	int head_n, body_n, foot_n;
	int left_n;            /* columns of the list on the left, 0 for none */
	int body_x, body_cols; /* where the rows stand */
	int side_x, side_cols; /* the detail beside them, 0 for none */
	int side_n, foot_cols;
	int status, footer;
};

#endif
