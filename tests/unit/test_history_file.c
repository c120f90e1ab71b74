/* SPDX-License-Identifier: BSD-2-Clause */
/* test_history_file - all that can be wrong with the file of the history, and who else writes it */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/text.h"
#include "history_bench.h"

static void files_are_for_their_owner_alone(void **state)
{
	static const char *const files[] = { HISTORY_FILE, HISTORY_FILE "-wal",
		HISTORY_FILE "-shm" };
	struct bench *b = *state;
	struct stat st;
	mode_t before = umask(0);

	bench_look(b, NOON);
	history_write(b->history);
	umask(before);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stat(files[i], &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	assert_int_equal(stat("state/danescope", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

/* write_file - something that is no history */
static void write_file(const char *path, const void *data, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_int_equal(write(fd, data, len), (ssize_t)len);
	close(fd);
}

/* refused - one clear sentence, and then silence */
static void refused(struct bench *b, const char *words)
{
	bench_look(b, NOON);
	assert_false(history_write(b->history));
	assert_non_null(history_problem(b->history));
	if (strstr(history_problem(b->history), words) == NULL)
		fail_msg("%s", history_problem(b->history));
	assert_true(text_is_clean(history_problem(b->history)));
	assert_false(history_note(b->history, &b->sample.report, NULL, 0));
	assert_false(history_write(b->history));
}

/* raw - SQL that the program would not do */
static void raw(const char *sql)
{
	sqlite3 *db;

	assert_int_equal(sqlite3_open(HISTORY_FILE, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* made - a history with one look in it, closed */
static void made(struct bench *b)
{
	bench_look(b, NOON);
	bench_again(b, &history_plain);
}

static void a_damaged_file_is_told(void **state)
{
	struct bench *b = *state;
	char noise[8192];

	memset(noise, 'x', sizeof noise);
	made(b);
	write_file(HISTORY_FILE, noise, sizeof noise);
	refused(b, "is damaged");
	assert_null(history_past(b->history, "example.nl"));
}

static void a_file_damaged_within_is_told(void **state)
{
	struct bench *b = *state;
	char noise[4096];
	int fd;

	for (int i = 0; i < 100; i++) {
		b->sample.host[0].preference = (unsigned)i;
		bench_look(b, NOON + i * MINUTE);
	}
	bench_again(b, &history_plain);
	memset(noise, 0xa5, sizeof noise);
	fd = open(HISTORY_FILE, O_WRONLY);
	for (off_t page = 1; page < 30; page++)
		assert_int_equal(pwrite(fd, noise, sizeof noise, page * 4096), sizeof noise);
	close(fd);
	refused(b, "is damaged");
	past_free(history_past(b->history, "example.nl"));
}

static void a_newer_file_is_left_alone(void **state)
{
	struct bench *b = *state;

	made(b);
	raw("PRAGMA user_version=2");
	refused(b, "newer version");
}

static void the_file_of_another_program_is_left_alone(void **state)
{
	struct bench *b = *state;

	made(b);
	raw("PRAGMA application_id=7");
	refused(b, "no history of this program");
}

static void what_is_no_file_is_refused(void **state)
{
	struct bench *b = *state;

	assert_int_equal(mkdir("state", 0700), 0);
	assert_int_equal(mkdir("state/danescope", 0700), 0);
	assert_int_equal(mkfifo(HISTORY_FILE, 0600), 0);
	refused(b, "cannot be used");
}

static void where_nothing_can_be_made_it_goes_on_without(void **state)
{
	struct bench *b = *state;

	history_free(b->history);
	b->history = history_new("/proc/none/history.db", &history_plain);
	refused(b, "/proc/none/history.db cannot be used");
	assert_null(history_past(b->history, "example.nl"));
}

static void a_full_disk_is_told(void **state)
{
	struct bench *b = *state;
	struct rlimit all, few;

	bench_look(b, NOON);
	history_write(b->history);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	few = all;
	few.rlim_cur = 300 << 10;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &few), 0);
	for (int i = 0; i < 200 && history_problem(b->history) == NULL; i++) {
		b->sample.host[0].preference = (unsigned)i + 100;
		b->sample.report.started_ms = NOON + i * MINUTE;
		history_note(b->history, &b->sample.report, NULL, 0);
		history_write(b->history);
	}
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	assert_non_null(history_problem(b->history));
	assert_non_null(strstr(history_problem(b->history), "cannot be used"));
	/* what was written before is still there */
	bench_again(b, &history_plain);
	{
		struct past *past = history_past(b->history, "example.nl");

		assert_non_null(past);
		assert_true(past->n > 1);
		past_free(past);
	}
}

/* ms_now - of a clock that only goes forward */
static long ms_now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void another_writer_is_not_waited_for(void **state)
{
	struct bench *b = *state;
	sqlite3 *db;
	long before;

	made(b);
	bench_look(b, NOON + MINUTE);
	assert_int_equal(sqlite3_open(HISTORY_FILE, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	before = ms_now();
	for (int i = 0; i < 10; i++)
		assert_true(history_write(b->history));
	assert_true(ms_now() - before < 500);
	assert_int_equal(history_waits(b->history), 1);
	/* what is there can be read meanwhile */
	{
		struct past *past = history_past(b->history, "example.nl");

		assert_int_equal(past->n, 1);
		assert_int_equal(past->periods[0].looks, 1);
		past_free(past);
	}
	sqlite3_exec(db, "ROLLBACK", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_false(history_write(b->history));
	assert_null(history_problem(b->history));
	{
		struct past *past = history_past(b->history, "example.nl");

		assert_int_equal(past->periods[0].looks, 2);
		past_free(past);
	}
}

#define WRITERS 3
#define LOOKS   100

/* write_many - in a process of its own: looks, one by one */
static void write_many(struct bench *b)
{
	struct history *h = history_new(HISTORY_FILE, &history_plain);
	bool ok = true;

	for (int i = 0; i < LOOKS; i++) {
		b->sample.report.started_ms = NOON + i * MINUTE;
		ok = history_note(h, &b->sample.report, NULL, 0) && ok;
		history_write(h);
	}
	for (int i = 0; history_write(h) && i < 2000; i++)
		usleep(1000);
	_exit(ok && history_problem(h) == NULL && history_waits(h) == 0 ? 0 : 1);
}

static void programs_that_write_at_once_lose_nothing(void **state)
{
	struct bench *b = *state;
	struct past *past;
	pid_t pids[WRITERS];
	unsigned looks = 0;
	int status;

	for (int i = 0; i < WRITERS; i++) {
		pids[i] = fork();
		if (pids[i] == 0)
			write_many(b);
	}
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
		assert_int_equal(status, 0);
	}
	past = history_past(b->history, "example.nl");
	for (size_t i = 0; i < past->n; i++)
		looks += past->periods[i].looks;
	assert_int_equal(looks, WRITERS * LOOKS);
	past_free(past);
}

static void what_others_wrote_is_made_harmless(void **state)
{
	struct bench *b = *state;
	struct past *past;

	made(b);
	raw("UPDATE period SET via='x' || char(27) || '[31m', verdict='nonsense', began=-5,"
	    " ended=9223372036854775807, signed=9223372036854775807,"
	    " seen='error' || char(9) || 'a' || char(27) || char(9) || 'TLSA_MISMATCH you' || char(10)"
	    " || 'key' || char(9) || 'b.nl' || char(9) || '1 13' || char(10)");
	raw("CREATE TRIGGER evil AFTER UPDATE ON period BEGIN DELETE FROM series; END");
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 1);
	assert_null(past->periods[0].via);
	assert_int_equal(past->periods[0].verdict, DS_V_UNKNOWN);
	assert_int_equal(past->periods[0].from_ms, 0);
	assert_true(past->periods[0].until_ms < INT64_C(253402300800000));
	assert_int_equal(past->periods[0].seen.n, 1);
	past_free(past);
	bench_look(b, NOON + MINUTE);
	bench_look(b, NOON + 2 * MINUTE);
	past = history_past(b->history, "example.nl");
	assert_int_equal(past->n, 2);
	past_free(past);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		BENCH_TEST(files_are_for_their_owner_alone),
		BENCH_TEST(a_damaged_file_is_told),
		BENCH_TEST(a_file_damaged_within_is_told),
		BENCH_TEST(a_newer_file_is_left_alone),
		BENCH_TEST(the_file_of_another_program_is_left_alone),
		BENCH_TEST(what_is_no_file_is_refused),
		BENCH_TEST(where_nothing_can_be_made_it_goes_on_without),
		BENCH_TEST(a_full_disk_is_told),
		BENCH_TEST(another_writer_is_not_waited_for),
		BENCH_TEST(programs_that_write_at_once_lose_nothing),
		BENCH_TEST(what_others_wrote_is_made_harmless),
	};

	return cmocka_run_group_tests_name("history_file", tests, NULL, NULL) != 0;
}
