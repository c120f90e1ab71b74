/* SPDX-License-Identifier: BSD-2-Clause */
/* theme_file - finding themes in directories and reading them */
#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "core/limits.h"
#include "tui/mem.h"
#include "tui/theme.h"

#define THEME_SUFFIX ".theme"

/* slurp - a whole file as text; NULL with errno set */
static char *slurp(const char *path)
{
	struct stat st;
	FILE *file = fopen(path, "re");
	char *text = NULL;
	size_t n;

	if (!file)
		return NULL;
	if (fstat(fileno(file), &st) || !S_ISREG(st.st_mode)) {
		errno = EINVAL;
	} else if (st.st_size > THEME_FILE_OCTETS) {
		errno = EFBIG;
	} else {
		text = mem_new((size_t)st.st_size + 1, 1);
		n = fread(text, 1, (size_t)st.st_size, file);
		text[n] = '\0';
	}
	fclose(file);
	return text;
}

/* is_file - does the name say that it is one? */
static bool is_file(const char *name)
{
	return strchr(name, '/') || strchr(name, '.');
}

/* read_theme - one file; false where it cannot be read or understood */
static bool read_theme(struct theme *out, const char *path, char problem[THEME_PROBLEM])
{
	char clean[160];
	const char *base = strrchr(path, '/');
	char *text = slurp(path);
	int error = errno;
	bool ok;

	text_clean(clean, sizeof clean, path, strlen(path));
	if (!text) {
		snprintf(problem, THEME_PROBLEM, _("theme %.150s: %s"), clean, strerror(error));
		return false;
	}
	base = base ? base + 1 : path;
	text_clean(clean, sizeof clean, base, strlen(base));
	ok = theme_parse(out, text, clean, problem);
	free(text);
	return ok;
}

/* theme_load - by name or by file name */
bool theme_load(
    struct theme *out, const char *name, const char *const *dirs, char problem[THEME_PROBLEM])
{
	char path[PATH_MAX], clean[80];
	bool ok = false;

	problem[0] = '\0';
	if (is_file(name)) {
		ok = read_theme(out, name, problem);
		goto done;
	}
	for (size_t i = 0; dirs && dirs[i]; i++) {
		int n = snprintf(path, sizeof path, "%s/%s" THEME_SUFFIX, dirs[i], name);
		struct stat st;

		if (n < 0 || n >= (int)sizeof path || stat(path, &st))
			continue;
		ok = read_theme(out, path, problem);
		goto done;
	}
	text_clean(clean, sizeof clean, name, strlen(name));
	snprintf(problem, THEME_PROBLEM, _("there is no theme \"%s\""), clean);
done:
	if (ok)
		snprintf(out->id, sizeof out->id, "%s", name);
	return ok;
}

/* is_theme - a file that may be one; its length without the suffix, or 0 */
static size_t is_theme(const char *file)
{
	size_t len = strlen(file), suffix = strlen(THEME_SUFFIX);

	if (len <= suffix || file[0] == '.' || strcmp(file + len - suffix, THEME_SUFFIX))
		return 0;
	return text_is_clean(file) ? len - suffix : 0;
}

/* has_name - is it among them already? */
static bool has_name(char **names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(names[i], name))
			return true;
	return false;
}

/* by_name - for qsort; "default" comes first */
static int by_name(const void *a, const void *b)
{
	const char *left = *(const char *const *)a, *right = *(const char *const *)b;
	bool first = !strcmp(left, "default"), second = !strcmp(right, "default");

	return first != second ? (first ? -1 : 1) : strcmp(left, right);
}

/* theme_names - what there is to choose from */
void theme_names(const char *const *dirs, char ***names, size_t *n)
{
	size_t cap = 0;

	*names = NULL;
	*n = 0;
	for (size_t i = 0; dirs && dirs[i]; i++) {
		DIR *dir = opendir(dirs[i]);
		const struct dirent *entry;

		while (dir && (entry = readdir(dir))) {
			size_t len = is_theme(entry->d_name);
			char *name;

			if (!len)
				continue;
			name = mem_copy(entry->d_name);
			name[len] = '\0';
			if (has_name(*names, *n, name)) {
				free(name);
				continue;
			}
			*names = mem_room(*names, &cap, *n + 1, sizeof **names);
			(*names)[(*n)++] = name;
		}
		if (dir)
			closedir(dir);
	}
	if (*n)
		qsort(*names, *n, sizeof **names, by_name);
}
