/* SPDX-License-Identifier: BSD-2-Clause */
/* setting_file - one line of the settings file, changed and nothing else */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/userfile.h"
#include "tui/setting.h"

/* names - is this line the one that sets `name`? */
static bool names(const char *line, const char *name)
{
	size_t len = strlen(name);

	line += strspn(line, " \t");
	if (strncmp(line, name, len))
		return false;
	line += len;
	return line[strspn(line, " \t")] == '=';
}

/* setting_save - put the line in the place of the old one, or at the end */
bool setting_save(const char *path, const char *name, const char *value)
{
	char *before = userfile_read(path, USERFILE_SETTINGS_MAX), *text = NULL, *line, *next;
	size_t size = 0;
	bool written = false, ok;
	FILE *out;

	if (!before && errno != ENOENT)
		return false;
	out = open_memstream(&text, &size);
	if (!out) {
		free(before);
		return false;
	}
	for (line = before; line && *line; line = next) {
		next = line + strcspn(line, "\n");
		if (*next)
			*next++ = '\0';
		if (!names(line, name))
			fprintf(out, "%s\n", line);
		else if (!written)
			fprintf(out, "%s = %s\n", name, value);
		written = written || names(line, name);
	}
	if (!written)
		fprintf(out, "%s = %s\n", name, value);
	ok = !fclose(out) && userfile_replace(path, text, size);
	free(text);
	free(before);
	return ok;
}
