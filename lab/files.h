/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files that tell tools about a running lab: trust anchor, root hints, the like.
 */
#ifndef DS_LAB_FILES_H
#define DS_LAB_FILES_H

struct lab_view;
struct lab_world;

/*
 * Make a private directory and the files in it, and put their paths into the view, whose
 * addresses and ports must be filled in. 0, or -1 with errno; then nothing is left behind.
 */
int lab_files_write(struct lab_view *view, const struct lab_world *world);

/* Remove the files and the directory. Harmless when repeated. */
void lab_files_remove(struct lab_view *view);

#endif
