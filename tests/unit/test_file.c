/* SPDX-License-Identifier: BSD-2-Clause */
/* test_file - read within a bound; written complete or not at all, never through a link */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/file.h"

/* directory_up - an empty directory of our own, and in it */
static int directory_up(void **state)
{
	char *path = strdup("/tmp/danescope-file.XXXXXX");

	*state = path;
	return path == NULL || mkdtemp(path) == NULL || chdir(path) != 0;
}

/* directory_down - takes it away with what is in it */
static int directory_down(void **state)
{
	DIR *directory = opendir(*state);
	struct dirent *entry;

	while (directory != NULL && (entry = readdir(directory)) != NULL) {
		if (unlink(entry->d_name) != 0)
			rmdir(entry->d_name);
	}
	if (directory != NULL)
		closedir(directory);
	if (chdir("/") != 0 || rmdir(*state) != 0)
		return 1;
	free(*state);
	return 0;
}

/* count_files - in the working directory */
static int count_files(void)
{
	DIR *directory = opendir(".");
	struct dirent *entry;
	int n = 0;

	while ((entry = readdir(directory)) != NULL)
		n += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
	closedir(directory);
	return n;
}

/* write_file - one complete file */
static void write_file(const char *path, const char *text)
{
	char problem[FILE_PROBLEM];
	struct file_new *file = file_new_open(path, problem);

	assert_non_null(file);
	fputs(text, file_new_stream(file));
	assert_true(file_new_commit(file, problem));
}

/* assert_holds - what a file holds */
static void assert_holds(const char *path, const char *text)
{
	char problem[FILE_PROBLEM];
	size_t len;
	char *got;

	assert_true(file_read(&got, &len, path, 1000, problem));
	assert_int_equal(len, strlen(text));
	assert_string_equal(got, text);
	free(got);
}

/* test_write - a new one, and one in place of an older one; mode 0600 */
static void test_write(void **state)
{
	char problem[FILE_PROBLEM], path[128];
	struct file_new *file;
	struct stat st;

	snprintf(path, sizeof(path), "%s/new", (char *)*state);
	write_file(path, "one");
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	write_file("new", "two");
	assert_holds("new", "two");

	file = file_new_open("new", problem);
	fputs("three", file_new_stream(file));
	assert_holds("new", "two"); /* until it is complete */
	assert_null(file_new_discard(file));
	assert_holds("new", "two");
	assert_int_equal(count_files(), 1);
}

/* test_not_through - a link, a directory, a FIFO, a device; also if it comes while we write */
static void test_not_through(void **state)
{
	char problem[FILE_PROBLEM];
	struct file_new *file;

	(void)state;
	write_file("target", "safe");
	assert_int_equal(symlink("target", "link"), 0);
	assert_int_equal(symlink("nowhere", "dangling"), 0);
	assert_int_equal(mkdir("directory", 0700), 0);
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_null(file_new_open("link", problem));
	assert_string_equal(problem, "link is not a regular file");
	assert_null(file_new_open("dangling", problem));
	assert_null(file_new_open("directory", problem));
	assert_null(file_new_open("directory/", problem));
	assert_null(file_new_open("fifo", problem));
	assert_null(file_new_open("/dev/null", problem));
	assert_null(file_new_open("missing/file", problem));
	assert_string_equal(problem, "cannot write missing/file: No such file or directory");
	assert_null(file_new_open("", problem));

	file = file_new_open("later", problem);
	assert_int_equal(symlink("target", "later"), 0);
	fputs("harm", file_new_stream(file));
	assert_false(file_new_commit(file, problem));
	assert_string_equal(problem, "later is not a regular file");
	assert_holds("target", "safe");
	assert_int_equal(count_files(), 6);
}

/* test_full - a disk that is full leaves the old file */
static void test_full(void **state)
{
	char problem[FILE_PROBLEM];
	struct file_new *file;
	FILE *full;

	(void)state;
	write_file("old", "old");
	file = file_new_open("old", problem);
	full = freopen("/dev/full", "w", file_new_stream(file));
	assert_non_null(full);
	fputs("new", full);
	assert_false(file_new_commit(file, problem));
	assert_string_equal(problem, "cannot write old: No space left on device");
	assert_holds("old", "old");
	assert_int_equal(count_files(), 1);
}

/* test_read - bounds, and what is no file */
static void test_read(void **state)
{
	char problem[FILE_PROBLEM];
	size_t len;
	char *got;

	(void)state;
	write_file("ten", "0123456789");
	write_file("empty", "");
	assert_true(file_read(&got, &len, "ten", 10, problem));
	free(got);
	assert_false(file_read(&got, &len, "ten", 9, problem));
	assert_null(got);
	assert_string_equal(problem, "ten is larger than 9 octets");
	assert_holds("empty", "");
	assert_int_equal(mkfifo("fifo", 0600), 0);
	assert_false(file_read(&got, &len, "fifo", 10, problem));
	assert_string_equal(problem, "fifo is not a regular file");
	assert_false(file_read(&got, &len, ".", 10, problem));
	assert_false(file_read(&got, &len, "\x1b[2J", 10, problem));
	assert_string_equal(problem, "cannot read \\x1b[2J: No such file or directory");
}

/* test_shown - long names keep their end */
static void test_shown(void **state)
{
	char path[3000], shown[FILE_NAME_SHOWN];

	(void)state;
	memset(path, '\x1b', sizeof(path));
	path[sizeof(path) - 1] = '\0';
	assert_true(strlen(file_shown(shown, path)) < FILE_NAME_SHOWN);
	assert_memory_equal(shown, "...\\x1b", 7);
	assert_memory_equal(shown + strlen(shown) - 4, "\\x1b", 5);
	assert_string_equal(file_shown(shown, "plain"), "plain");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_write, directory_up, directory_down),
		cmocka_unit_test_setup_teardown(test_not_through, directory_up, directory_down),
		cmocka_unit_test_setup_teardown(test_full, directory_up, directory_down),
		cmocka_unit_test_setup_teardown(test_read, directory_up, directory_down),
		cmocka_unit_test(test_shown),
	};

	return cmocka_run_group_tests_name("file", tests, NULL, NULL) != 0;
}
