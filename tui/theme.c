/* SPDX-License-Identifier: BSD-2-Clause */
/* theme - reading what things look like from a text */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/i18n.h"
#include "core/base/text.h"
#include "tui/cell.h"
#include "tui/theme.h"

static const char *const role_names[ROLE_COUNT] = {
#define ROLE(name, parent) [ROLE_##name] = #name,
	THEME_ROLES
#undef ROLE
};

static const enum role role_parents[ROLE_COUNT] = {
#define ROLE(name, parent) [ROLE_##name] = ROLE_##parent,
	THEME_ROLES
#undef ROLE
};

static const char *const colour_names[] = { "black", "red", "green", "yellow", "blue", "magenta",
	"cyan", "white", "bright-black", "bright-red", "bright-green", "bright-yellow",
	"bright-blue", "bright-magenta", "bright-cyan", "bright-white" };

static const struct {
	const char *name;
	unsigned attr;
} attr_names[] = { { "bold", THEME_BOLD }, { "dim", THEME_DIM }, { "italic", THEME_ITALIC },
	{ "underline", THEME_UNDERLINE }, { "reverse", THEME_REVERSE } };

static const char *const mark_defaults[MARK_COUNT][2] = {
	[MARK_GOOD] = { "[OK]", "✔" },
	[MARK_WEAK] = { "[! ]", "!" },
	[MARK_BAD] = { "[!!]", "✘" },
	[MARK_UNKNOWN] = { "[? ]", "?" },
	[MARK_NONE] = { "[--]", "-" },
	[MARK_BUSY] = { "[..]", "…" },
};

static const struct theme_style plain_styles[ROLE_COUNT] = {
	[ROLE_good] = { -1, -1, THEME_BOLD },
	[ROLE_weak] = { -1, -1, THEME_UNDERLINE },
	[ROLE_bad] = { -1, -1, THEME_REVERSE | THEME_BOLD },
	[ROLE_unknown] = { -1, -1, THEME_UNDERLINE | THEME_BOLD },
	[ROLE_none] = { -1, -1, THEME_DIM },
	[ROLE_busy] = { -1, -1, 0 },
	[ROLE_strong] = { -1, -1, THEME_BOLD },
	[ROLE_accent] = { -1, -1, THEME_BOLD },
	[ROLE_title] = { -1, -1, THEME_REVERSE },
	[ROLE_tab_on] = { -1, -1, THEME_BOLD | THEME_UNDERLINE },
	[ROLE_select] = { -1, -1, THEME_REVERSE },
	[ROLE_found] = { -1, -1, THEME_REVERSE },
	[ROLE_key] = { -1, -1, THEME_BOLD },
	[ROLE_error] = { -1, -1, THEME_BOLD },
};

/* What a reader of one file knows. */
struct reader {
	struct theme *theme;
	const char *file;
	unsigned line;
	bool given[ROLE_COUNT];
	char *problem;
};

/* theme_role_name - the word for a role */
const char *theme_role_name(size_t role)
{
	return role < ROLE_COUNT ? role_names[role] : NULL;
}

/* theme_plain - looks without a file */
void theme_plain(struct theme *out)
{
	memset(out, 0, sizeof *out);
	snprintf(out->id, sizeof out->id, "plain");
	snprintf(out->name, sizeof out->name, "plain");
	for (size_t depth = 0; depth < THEME_DEPTHS; depth++)
		for (size_t role = 0; role < ROLE_COUNT; role++) {
			out->style[depth][role] = plain_styles[role];
			out->style[depth][role].fg = out->style[depth][role].bg = -1;
		}
	for (size_t mark = 0; mark < MARK_COUNT; mark++)
		for (size_t set = 0; set < 2; set++)
			snprintf(out->mark[mark][set], sizeof out->mark[mark][set], "%s",
			    mark_defaults[mark][set]);
}

/* complain - what is wrong, with file and line; the words of the file made fit for a terminal */
__attribute__((format(printf, 3, 0))) static bool complain(
    struct reader *r, const char *word, const char *format)
{
	char clean[64], text[THEME_PROBLEM];

	text_clean(clean, sizeof clean, word, strlen(word));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(text, sizeof text, format, clean);
#pragma GCC diagnostic pop
	snprintf(r->problem, THEME_PROBLEM, "%.80s:%u: %.160s", r->file, r->line, text);
	return false;
}

/* trim - without blanks at both ends, in place */
static char *trim(char *s)
{
	char *end = s + strlen(s);

	while (end > s && isspace((unsigned char)end[-1]))
		*--end = '\0';
	while (isspace((unsigned char)*s))
		s++;
	return s;
}

/* colour_of - a colour by name or number; -2 for what is none */
static short colour_of(const char *word)
{
	char *end;
	long n;

	if (!strcmp(word, "-"))
		return -1;
	for (size_t i = 0; i < sizeof colour_names / sizeof colour_names[0]; i++)
		if (!strcmp(word, colour_names[i]))
			return (short)i;
	n = strtol(word, &end, 10);
	return isdigit((unsigned char)word[0]) && !*end && n <= 255 ? (short)n : -2;
}

/* attr_of - an attribute by name, 0 for none */
static unsigned attr_of(const char *word)
{
	for (size_t i = 0; i < sizeof attr_names / sizeof attr_names[0]; i++)
		if (!strcmp(word, attr_names[i].name))
			return attr_names[i].attr;
	return 0;
}

/* parse_style - "bold red on white" */
static bool parse_style(
    struct reader *r, struct theme_style *style, char *value, enum theme_depth depth)
{
	static const short most[THEME_DEPTHS] = { -1, 15, 255 };
	bool on = false, fg = false, bg = false;
	char *w;

	*style = (struct theme_style){ .fg = -1, .bg = -1, .attr = 0 };
	while ((w = strsep(&value, " \t"))) {
		unsigned attr = attr_of(w);
		short colour;

		if (attr || !*w) {
			style->attr |= attr;
			continue;
		}
		if (!strcmp(w, "on") && !on) {
			on = true;
			continue;
		}
		colour = colour_of(w);
		if (colour < -1)
			return complain(r, w, _("\"%s\" is no colour and no attribute"));
		if (colour > most[depth])
			return complain(r, w, _("colour \"%s\" does not exist in this column"));
		if (on ? bg : fg)
			return complain(r, w, _("\"%s\": one colour too many"));
		*(on ? &style->bg : &style->fg) = colour;
		*(on ? &bg : &fg) = true;
	}
	if (on && !bg)
		return complain(r, "on", _("no colour after \"%s\""));
	return true;
}

/* parse_role - "role = mono | 16 | 256" */
static bool parse_role(struct reader *r, size_t role, char *value)
{
	struct theme_style style = { .fg = -1, .bg = -1, .attr = 0 };

	for (enum theme_depth depth = 0; depth < THEME_DEPTHS; depth++) {
		char *part = strsep(&value, "|");

		if (part && *trim(part) && !parse_style(r, &style, trim(part), depth))
			return false;
		r->theme->style[depth][role] = style;
	}
	if (value)
		return complain(r, trim(value), _("a fourth value: \"%s\""));
	r->given[role] = true;
	return true;
}

/* parse_mark - "mark.good = UTF-8 | ASCII" */
static bool parse_mark(struct reader *r, const char *name, char *value)
{
	char *fancy = trim(strsep(&value, "|")), *plain = value ? trim(value) : NULL;

	for (size_t mark = 0; mark < MARK_COUNT; mark++) {
		char(*set)[16] = r->theme->mark[mark];

		if (strcmp(name, role_names[mark]))
			continue;
		if (cell_text_width(fancy) != 1 || strlen(fancy) >= sizeof set[1])
			return complain(r, fancy, _("mark \"%s\" must take one cell"));
		snprintf(set[1], sizeof set[1], "%s", fancy);
		if (!plain)
			return true;
		if (strlen(plain) != 2)
			return complain(r, plain, _("mark \"%s\" must be two ASCII characters"));
		for (size_t i = 0; i < 2; i++)
			if (plain[i] < '!' || plain[i] > '~')
				return complain(
				    r, plain, _("mark \"%s\" must be two ASCII characters"));
		snprintf(set[0], sizeof set[0], "[%s]", plain);
		return true;
	}
	return complain(r, name, _("no mark is called \"%s\""));
}

/* parse_line - one line of a theme */
static bool parse_line(struct reader *r, char *line)
{
	char *value = line, *name;

	for (char *s = line; *s; s++)
		if (*s == '#' && (s == line || isspace((unsigned char)s[-1])))
			*s-- = '\0';
	if (!*trim(line))
		return true;
	name = trim(strsep(&value, "="));
	if (!value)
		return complain(r, name, _("\"%s\": a line is \"name = value\""));
	value = trim(value);
	if (!strcmp(name, "name")) {
		text_clean(r->theme->name, sizeof r->theme->name, value, strlen(value));
		return true;
	}
	if (!strcmp(name, "background")) {
		r->theme->light = !strcmp(value, "light");
		if (r->theme->light || !strcmp(value, "dark"))
			return true;
		return complain(r, value, _("background is \"dark\" or \"light\", not \"%s\""));
	}
	if (!strncmp(name, "mark.", 5))
		return parse_mark(r, name + 5, value);
	for (size_t role = 0; role < ROLE_COUNT; role++)
		if (!strcmp(name, role_names[role]))
			return parse_role(r, role, value);
	return complain(r, name, _("no role is called \"%s\""));
}

/* inherit - roles that were left out, and backgrounds that were */
static void inherit(struct reader *r)
{
	bool progress = true;

	r->given[ROLE_normal] = true;
	while (progress) {
		progress = false;
		for (size_t role = 0; role < ROLE_COUNT; role++) {
			if (r->given[role] || !r->given[role_parents[role]])
				continue;
			for (size_t depth = 0; depth < THEME_DEPTHS; depth++)
				r->theme->style[depth][role] =
				    r->theme->style[depth][role_parents[role]];
			r->given[role] = progress = true;
		}
	}
	for (size_t depth = 0; depth < THEME_DEPTHS; depth++)
		for (size_t role = 0; role < ROLE_COUNT; role++) {
			struct theme_style *style = &r->theme->style[depth][role];

			if (style->bg < 0)
				style->bg = r->theme->style[depth][ROLE_normal].bg;
			if (style->fg < 0)
				style->fg = r->theme->style[depth][ROLE_normal].fg;
		}
}

/* theme_parse - a theme from text */
bool theme_parse(struct theme *out, const char *text, const char *file, char problem[THEME_PROBLEM])
{
	struct reader r = { .theme = out, .file = file, .problem = problem };
	char *copy = strdup(text), *rest = copy, *line;
	bool ok = copy != NULL;

	theme_plain(out);
	for (size_t depth = 0; depth < THEME_DEPTHS; depth++)
		out->style[depth][ROLE_normal] = (struct theme_style){ -1, -1, 0 };
	snprintf(problem, THEME_PROBLEM, "%s", ok ? "" : _("out of memory"));
	while (ok && (line = strsep(&rest, "\n"))) {
		r.line++;
		ok = parse_line(&r, line);
	}
	if (ok)
		inherit(&r);
	free(copy);
	return ok;
}
