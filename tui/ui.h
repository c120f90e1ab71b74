/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * ui - the console without its loop: screens on a stack, keys in, one painting out
 *
 * Keys only change this structure; ui_paint alone draws, and draws the whole; curses writes what
 * differs. tui.c feeds it from the loop, the tests feed it by hand.
 */
#ifndef DS_TUI_UI_H
#define DS_TUI_UI_H

#include "tui/action.h"
#include "tui/attack.h"
#include "tui/list.h"
#include "tui/order.h"
#include "tui/page.h"
#include "tui/prompt.h"
#include "tui/session.h"
#include "tui/setting.h"
#include "tui/target.h"
#include "tui/term.h"
#include "tui/theme.h"

struct past;
struct screen;
struct tui_options;
struct ui;

#define UI_STACK    24
#define UI_SISTERS  6
#define UI_MIN_ROWS 10
#define UI_MIN_COLS 40

/* While so many checks are not over, the list is painted when there is time for it. */
#define UI_BUSY 50

/* A message gives way to the progress of a long list after so many pictures: about five seconds. */
#define UI_MESSAGE 25

/* From so many columns on, the detail of the selected row stands beside the list. */
#define UI_WIDE 120

/* What makes a screen that screen. Functions may be NULL, except body or rows and row. */
struct screen_ops {
	const char *name; /* msgid: in the path and on the tabs */
	unsigned scope;   /* enum action_scope, one bit */
	bool side;        /* with room, the detail of the selected row stands beside it */
	bool panes;       /* has dialogues in a list on the left */
	bool lands;       /* begins on the first problem, once the check is over */
	bool close;       /* what stands below the rows follows them closely */
	bool whole;       /* copied with what stands above and below the rows */
	bool rests;       /* what stands below the rows waits until these have come to rest */
	/* Above the rows, the rows, below them; made anew when something changed. */
	void (*head)(struct screen *, struct page *);
	void (*left)(struct screen *, struct page *);
	void (*body)(struct screen *, struct page *);
	void (*foot)(struct screen *, struct page *, int rows_free);
	/* Instead of body, for long lists: only what is in sight is made. */
	size_t (*rows)(const struct screen *);
	void (*row)(struct screen *, struct page *, size_t i);
	/* An action; false: it does nothing here (and then ui says so). */
	bool (*act)(struct screen *, const struct action *);
	/* For long lists: does row i hold a text, is it a problem? Without making the row. */
	bool (*has)(struct screen *, size_t i, const struct order_sieve *);
	bool (*problem)(struct screen *, size_t i);
	/* Only the rows with a text ("" for all), where the rows are made one by one. */
	void (*filter)(struct screen *, const char *text);
	/* What plays by itself: so long is what is shown read, in milliseconds (0: nothing follows), and
	 * the next step. */
	unsigned (*wait)(struct screen *);
	void (*tick)(struct screen *);
	/* Its name in the path, where that is not `name`. */
	const char *(*title)(struct screen *, char *buf, size_t size);
};

/* One screen on the stack. */
struct screen {
	const struct screen_ops *ops;
	struct ui *ui;
	unsigned entry;       /* the domain it is about; 0: none */
	struct target target; /* the thing it is about */
	struct page head, left, body, foot, side, scratch;
	struct list list;
	bool stale;  /* body to be made anew */
	int width;   /* that body was made for */
	int shift;   /* sideways */
	int variant; /* which chain, which dialogue, which sort column, which column of a matrix */
	int cell;    /* of the selected row: where the cursor stands */
	bool turned; /* order turned round */
	bool found;  /* what was searched for is marked */
	bool landed; /* the cursor has been put there, or moved by hand */
	bool alone;  /* no pane beside it: there is nothing to select */
	bool follow; /* the end stays in sight */
	int back;    /* a sister that Esc returns to, or -1 */
	bool want;   /* go to `wanted` as soon as it is there */
	struct target wanted;
	unsigned under;            /* help: scope of the screen it is about */
	char filter[ORDER_FILTER]; /* rows without it are left out */
	char was[64];              /* themes: the one that Esc puts back */
	bool by_provider;          /* figures: the table is of providers */
	unsigned seen, age;        /* figures: their revision, and pictures since it changed */
};

struct ui {
	const struct tui_options *options;
	struct term term;
	struct theme theme;
	struct session session;
	struct screen *stack[UI_STACK];
	size_t depth;
	struct screen *sisters[UI_SISTERS]; /* of the open domain; one of them is stack[1] */
	struct order order;                 /* of the domains, as the list shows them */
	struct intake *intake; /* a list that is still being added, or NULL (intake.c) */
	struct kept *kept;     /* the list of last time, or NULL (kept.c) */
	struct past *past;     /* of the domain `past_entry`, or NULL (past.c) */
	unsigned past_entry;   /* 0: none was read */
	bool past_told;        /* what is wrong with the history */
	struct prompt prompt;
	char message[512];
	bool message_error;
	unsigned message_age; /* in pictures of a list that fills in */
	char find[128];
	char language[8];
	char chord[4]; /* the first of two keys that make one, or "" */
	int settings[SETTING_COUNT];
	uint64_t mask_salt;   /* of this start; 0: names that are hidden have no signs (mask.h) */
	int watched;          /* domains that are looked at again and again */
	bool plain;           /* the plain screen is shown, until the next key */
	struct attack attack; /* the last run (screen_stage.c) */
	bool playing;         /* a diagnosis, or an attack, plays by itself */
	bool moving;          /* the rows have just moved: see `rests` */
	bool asked;           /* whether to quit although checks run */
	bool changed;         /* something is to be painted */
	bool lazy;            /* something is to be painted, some time */
	bool quit;
	int exit_status;
	void (*wake)(
	    void *arg, bool soon); /* called when `changed` (soon) or `lazy` becomes true */
	void *wake_arg;
};

/* Life. The terminal and the theme have been opened by the caller; ui_free gives neither back. */
void ui_init(struct ui *, const struct tui_options *);
void ui_free(struct ui *);

/* A key; a change of the size; a change of an entry (the session's callback). */
void ui_key(struct ui *, const struct term_press *);
void ui_resized(struct ui *);
void ui_entry_changed(void *ui, struct tui_entry *, const struct ds_event *);

/* Draws what there is to see. ui_build only makes it: for a key that comes before the painting. */
void ui_paint(struct ui *);
void ui_build(struct ui *);

/* The rows have come to rest: what waited for that is to be painted. */
void ui_rest(struct ui *);

/* Something is to be painted; all bodies are made anew, too, for ui_stale. */
void ui_touch(struct ui *);
void ui_stale(struct ui *);

/* A setting: takes it up at once and, with `keep`, writes it to the settings file. */
int ui_setting(const struct ui *, enum setting_id);
void ui_set(struct ui *, enum setting_id, int value, bool keep);

/* Does what an action says, as if its key had been pressed. */
void ui_do(struct ui *, const struct action *);

/* The status line. */
__attribute__((format(printf, 2, 3))) void ui_say(struct ui *, const char *format, ...);
__attribute__((format(printf, 2, 3))) void ui_complain(struct ui *, const char *format, ...);

/* --- helpers for screens ------------------------------------------------------------------ */

struct screen *ui_top(const struct ui *);
bool ui_fancy(const struct ui *);
const struct tui_entry *screen_entry(const struct screen *);
const struct ds_report *screen_report(const struct screen *); /* NULL while nothing is known */
/* What the selected row leads to; false: no row is selected. */
bool screen_selected(struct screen *, struct target *);
/* The selected row and the page that holds it, or NULL. */
const struct row *screen_row(struct screen *, struct page **page);
size_t screen_rows(struct screen *);
/* Moves in the rows, or says why not; false: the action is none that does. */
bool ui_move(struct screen *, enum action_id);
/* Makes what stands on the screen, for this height and width of the whole terminal. */
struct layout;
void screen_build(struct screen *, struct layout *);

/* --- where one is (nav.c) ----------------------------------------------------------------- */

struct screen *nav_push(
    struct ui *, const struct screen_ops *, unsigned entry, const struct target *);
void nav_pop(struct ui *);
void nav_free(struct ui *);
void nav_open_domain(struct ui *, unsigned entry, int sister);
void nav_sister(struct ui *, int sister, const struct target *wanted, bool returnable);
void nav_open(struct ui *, const struct target *);
void nav_back(struct ui *);
/* The certificates of a dialogue; where it showed none, the status line says so. */
void nav_certs(struct ui *, const struct target *, int look);
void nav_sibling(struct ui *, int step);
int nav_current_sister(const struct ui *);

/* --- actions that need more than a line (deeds.c) ------------------------------------------ */

void deed_find(struct ui *, int step);
void deed_problem(struct ui *, int step);
void deed_filter(struct ui *, const char *text);
void deed_language(struct ui *);
void deed_theme(struct ui *, const char *name);
void deed_watch(struct ui *);
/* The domain that the screen, or the selected row, is about; NULL: none. */
struct tui_entry *deed_entry(struct ui *);

/* copy.c: what DO_COPY_... and DO_PRINT say. */
void copy_out(struct ui *, enum action_id what);

/* save.c: the report of the selected domain; its name says in which form. */
void save_report(struct ui *, const char *path);
/* A text, which is freed, into a file that was not there before; NULL: out of memory. */
void save_text(struct ui *, const char *path, char *text);
bool save_ends_in(const char *path, const char *suffix);
const char *save_name(struct ui *, char *buf, size_t size);

/* intake.c: domains as people have them: typed, pasted, in a file. Long lists are taken in step by
 * step: intake_step returns true while there is more. */
void intake_text(struct ui *, const char *text);
void intake_file(struct ui *, const char *path);
bool intake_step(struct ui *);
void intake_free(struct ui *);

/* command.c: a line of the command line; what could follow it. */
void command_run(struct ui *, const char *line);
void command_complete(struct ui *);
void command_hint(struct ui *, char *buf, size_t size);

/* kept.c: the list, kept for the next start. */
void kept_read(struct ui *);
bool kept_write(struct ui *);
size_t kept_count(const struct ui *);
bool kept_take(struct ui *);
bool kept_told(const struct ui *, char *out, size_t size);
void kept_free(struct ui *);

/* --- the screens ---------------------------------------------------------------------------- */

extern const struct screen_ops screen_domains, screen_overview, screen_chain, screen_hosts,
    screen_tlsa, screen_transcript, screen_findings, screen_detail, screen_ticket, screen_help,
    screen_themes, screen_options, screen_queries, screen_raw, screen_explain, screen_certs,
    screen_play, screen_history, screen_attack, screen_stage, screen_figures;

/* Play: so long is the step that is shown read, in milliseconds (0: nothing plays); then the next one. */
unsigned play_wait(struct ui *);
void play_tick(struct ui *);

/* The attack: the stage, with the one that was chosen; a run of it; its end (false: nothing ran);
 * events that have come (false: none will come any more). Only where there is a stage. */
void attack_open(struct ui *, const struct target *);
void attack_run(struct ui *, enum lab_attack);
bool attack_halt(struct ui *);
bool attack_arrived(struct ui *);

/* Text for a ticket about a domain (the finding may be NULL: the worst one, if any); malloc'd. */
char *ticket_text(struct ui *, const struct tui_entry *, const struct ds_finding *);
/* The finding that a row is about: itself, or the worst one of its host; NULL: none. */
const struct ds_finding *ticket_about(const struct ds_report *, const struct target *);

/* The order of the list of domains, for J and K: the entry `step` further than this one. */
struct tui_entry *domains_neighbour(struct ui *, unsigned entry, int step);
/* Puts the cursor of the list of domains on an entry. */
void domains_go(struct ui *, unsigned entry);

/* The first finding of the screen's domain, worst first: an array to be freed. */
const struct ds_finding **findings_sorted(const struct ds_report *);
/* Index of a finding in the report, or -1. */
int finding_index(const struct ds_report *, const struct ds_finding *);

#endif
