/* SPDX-License-Identifier: BSD-2-Clause */
/* term - all that is known of terminals */
#include <curses.h>
#include <langinfo.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "core/base/i18n.h"
#include "core/danescope.h"
#include "tui/cell.h"
#include "tui/glyph.h"
#include "tui/term.h"

/* Undone by a crash: the other screen, the cursor, colours, brackets around what is pasted. */
static const char term_rescue[] = "\033[?2004l\033[?1049l\033[?25h\033[0m\r\n";

/* term_choose_colours - as the user, then NO_COLOR, then the terminal says */
int term_choose_colours(const char *color, bool no_color, int colours)
{
	bool automatic = !color || !strcmp(color, "auto");

	if (!automatic && !strcmp(color, "mono"))
		return 0;
	if (!automatic && !strcmp(color, "8"))
		return 8;
	if (!automatic && !strcmp(color, "16"))
		return 16;
	if (!automatic && !strcmp(color, "256"))
		return 256;
	if (!automatic)
		return -1;
	if (no_color || colours < 8)
		return 0;
	return colours >= 256 ? 256 : colours >= 16 ? 16 : 8;
}

/* What a crash still has to say stands in the environment: it must not be looked for then. */
#define TERM_LAST_WORDS "DANESCOPE_LAST_WORDS"

/* term_last_words - what is to be said where the program crashes; NULL: nothing more */
void term_last_words(const char *text)
{
	if (text)
		setenv(TERM_LAST_WORDS, text, 1);
	else
		unsetenv(TERM_LAST_WORDS);
}

/* term_crashed - a fatal signal: give the terminal back as well as can be done from here */
static void term_crashed(int signo)
{
	const char *last_words = getenv(TERM_LAST_WORDS);
	struct termios tty;

	if (write(STDOUT_FILENO, term_rescue, sizeof term_rescue - 1) > 0 &&
	    !tcgetattr(STDIN_FILENO, &tty)) {
		tty.c_iflag |= ICRNL | IXON | BRKINT;
		tty.c_oflag |= OPOST | ONLCR;
		tty.c_lflag |= ICANON | ECHO | ECHOE | ECHOK | ISIG | IEXTEN;
		tcsetattr(STDIN_FILENO, TCSANOW, &tty);
	}
	if (last_words && write(STDERR_FILENO, last_words, strlen(last_words)) < 0)
		_exit(128 + signo);
	raise(signo); /* SA_RESETHAND: now it does what it does by default */
}

/* term_catch_crashes - fatal signals pass by term_crashed */
static void term_catch_crashes(void)
{
	static const int fatal[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
	struct sigaction now,
	    crashed = { .sa_handler = term_crashed, .sa_flags = (int)SA_RESETHAND };

	sigemptyset(&crashed.sa_mask);
	for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
		if (!sigaction(fatal[i], NULL, &now) && now.sa_handler == SIG_DFL)
			sigaction(fatal[i], &crashed, NULL);
}

/* term_try - curses on one description; false where there is none, or one that cannot draw */
static bool term_try(struct term *term, const char *type)
{
	const char *cup;

	term->screen = newterm(type, term->out, term->in);
	if (!term->screen)
		return false;
	set_term(term->screen);
	term->type = type;
	cup = tigetstr("cup");
	if (cup && cup != (char *)-1)
		return true;
	endwin();
	delscreen(term->screen);
	term->screen = NULL;
	return false;
}

/* term_start - the terminal's own description, or one that mostly fits */
static bool term_start(struct term *term, const char *type)
{
	static const char *const others[] = { "xterm-256color", "xterm", "vt100" };

	if (type && *type && term_try(term, type))
		return true;
	term->substitute = true;
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		if (term_try(term, others[i]))
			return true;
	return false;
}

/* term_modes - how keys come in and how lines go out */
static void term_modes(struct term *term)
{
	const char *brackets;

	raw();
	noecho();
	nonl();
	set_escdelay(100);
	term->keys = newpad(1, 1);
	keypad(term->keys, TRUE);
	nodelay(term->keys, TRUE);
	intrflush(stdscr, FALSE);
	idlok(stdscr, TRUE);
	leaveok(stdscr, FALSE);
	scrollok(stdscr, FALSE);
	define_key("\033[200~", TERM_KEY_PASTE_BEGIN);
	define_key("\033[201~", TERM_KEY_PASTE_END);
	brackets = tigetstr("BE");
	term->pastes = brackets && brackets != (char *)-1;
}

/* term_say - octets straight to the terminal, past curses, which knows nothing of them */
static void term_say(const struct term *term, const char *text, size_t len)
{
	while (len) {
		ssize_t n = write(fileno(term->out), text, len);

		if (n <= 0)
			return;
		text += n;
		len -= (size_t)n;
	}
}

/* term_brackets - ask for brackets around what is pasted, or no longer */
static void term_brackets(const struct term *term, bool on)
{
	if (term->pastes)
		term_say(term, on ? "\033[?2004h" : "\033[?2004l", 8);
}

/* term_colours - start colours as deep as wanted */
static bool term_colours(struct term *term, const char *color)
{
	const char *no_color = getenv("NO_COLOR");
	bool has = has_colors() && start_color() == OK;

	term->colours = term_choose_colours(color, no_color && *no_color, has ? COLORS : -1);
	if (term->colours < 0)
		return false;
	if (!has)
		term->colours = 0;
	if (term->colours > COLORS)
		term->colours = COLORS >= 16 ? 16 : 8;
	term->depth = term->colours >= 256 ? THEME_256 : term->colours ? THEME_16 : THEME_MONO;
	term->own_background = has && use_default_colors() == OK;
	return true;
}

/* term_open - take the terminal */
bool term_open(struct term *term, const struct term_options *options, struct ds_problem *problem)
{
	const char *type = options->type ? options->type : getenv("TERM");

	*term = (struct term){ .in = options->in ? options->in : stdin,
		.out = options->out ? options->out : stdout };
	problem->exit_status = 64;
	if (!options->rows && (!isatty(fileno(term->in)) || !isatty(fileno(term->out)))) {
		snprintf(problem->text, sizeof problem->text, "%s",
		    _("the console needs a terminal; \"danescope check\" prints a report instead"));
		return false;
	}
	if (term_choose_colours(options->color, false, 8) < 0) {
		snprintf(problem->text, sizeof problem->text,
		    _("--color is auto, mono, 8, 16 or 256, not \"%.40s\""), options->color);
		return false;
	}
	if (options->rows)
		use_env(FALSE);
	if (!term_start(term, type)) {
		snprintf(problem->text, sizeof problem->text, "%s",
		    _("no description of this terminal, nor of an xterm, is installed"));
		return false;
	}
	if (options->rows)
		resizeterm(options->rows, options->columns);
	term->utf8 = !strcmp(nl_langinfo(CODESET), "UTF-8");
	term->fancy = term->utf8 && glyph_fancy_fits();
	term_colours(term, options->color);
	term_modes(term);
	term_catch_crashes();
	term_brackets(term, true);
	return true;
}

/* term_close - give it back */
void term_close(struct term *term)
{
	if (!term->screen)
		return;
	term_brackets(term, false);
	endwin();
	delwin(term->keys);
	delscreen(term->screen);
	term->screen = NULL;
}

/* term_pair - a colour pair of the terminal for a style */
static short term_pair(
    const struct term *term, short role, struct theme_style style, unsigned *attr)
{
	short fg = style.fg, bg = style.bg;

	if (!term->colours || (fg < 0 && bg < 0))
		return 0;
	if (term->colours == 8 && fg >= 8) {
		fg = (short)(fg - 8);
		*attr |= THEME_BOLD;
	}
	if (term->colours == 8 && bg >= 8)
		bg = (short)(bg - 8);
	if (!term->own_background) {
		fg = fg < 0 ? COLOR_WHITE : fg;
		bg = bg < 0 ? COLOR_BLACK : bg;
	}
	if (init_pair((short)(role + 1), fg, bg) == ERR)
		return 0;
	return (short)(role + 1);
}

/* term_use - make a theme the one in use */
void term_use(struct term *term, const struct theme *theme)
{
	static const struct {
		unsigned ours;
		attr_t theirs;
	} attrs[] = { { THEME_BOLD, A_BOLD }, { THEME_DIM, A_DIM }, { THEME_ITALIC, A_ITALIC },
		{ THEME_UNDERLINE, A_UNDERLINE }, { THEME_REVERSE, A_REVERSE } };
	cchar_t blank;

	for (short role = 0; role < ROLE_COUNT; role++) {
		struct theme_style style = theme->style[term->depth][role];
		unsigned attr = style.attr;

		term->look[role].pair = term_pair(term, role, style, &attr);
		term->look[role].attr = 0;
		term->look[role].flat = !(attr & (THEME_UNDERLINE | THEME_REVERSE)) &&
					style.bg == theme->style[term->depth][ROLE_normal].bg;
		for (size_t i = 0; i < sizeof attrs / sizeof attrs[0]; i++)
			if (attr & attrs[i].ours)
				term->look[role].attr |= attrs[i].theirs;
	}
	setcchar(&blank, L" ", 0, term->look[ROLE_normal].pair, NULL);
	bkgrndset(&blank);
}

/* term_read - the next key */
bool term_read(struct term *term, struct term_press *press)
{
	wint_t code;

	for (;;) {
		int kind = wget_wch(term->keys, &code);

		if (kind == ERR)
			return false;
		*press = (struct term_press){ .function = kind == KEY_CODE_YES, .code = (int)code };
		if (!press->function || press->code != KEY_RESIZE)
			return true;
	}
}

/* term_gone - has the other end been closed? */
bool term_gone(const struct term *term)
{
	struct pollfd fd = { .fd = fileno(term->in), .events = POLLIN };
	int waiting = 0;

	if (poll(&fd, 1, 0) <= 0)
		return false;
	if (fd.revents & (POLLHUP | POLLERR | POLLNVAL))
		return true;
	return !ioctl(fd.fd, FIONREAD, &waiting) && waiting == 0;
}

/* term_set_size - a size by hand */
void term_set_size(struct term *term, int rows, int columns)
{
	(void)term;
	if (rows > 0 && columns > 0)
		resizeterm(rows, columns);
}

/* term_resize - the size that the kernel knows */
bool term_resize(struct term *term)
{
	struct winsize size;

	if (ioctl(fileno(term->out), TIOCGWINSZ, &size) || !size.ws_row || !size.ws_col)
		return false;
	if (size.ws_row == LINES && size.ws_col == COLS)
		return false;
	term_set_size(term, size.ws_row, size.ws_col);
	return true;
}

/* term_suspend - as Ctrl-Z does elsewhere */
void term_suspend(struct term *term)
{
	struct sigaction stop = { .sa_handler = SIG_DFL }, before;

	if (!isatty(fileno(term->in)))
		return;
	term_brackets(term, false);
	endwin();
	sigemptyset(&stop.sa_mask);
	sigaction(SIGTSTP, &stop, &before);
	kill(0, SIGTSTP);
	sigaction(SIGTSTP, &before, NULL);
	refresh();
	term_repaint(term);
}

/* term_repaint - everything anew, with the next painting */
void term_repaint(struct term *term)
{
	clearok(curscr, TRUE);
	term_brackets(term, true);
}

/* term_string - a capability, straight to the terminal */
static void term_string(const struct term *term, const char *name)
{
	const char *text = tigetstr(name);

	if (text && text != (char *)-1)
		term_say(term, text, strlen(text));
}

/* term_lines - a text with the ends of lines that a raw terminal needs */
static void term_lines(const struct term *term, const char *text)
{
	char clean[1024];

	while (*text) {
		size_t len = strcspn(text, "\n");

		cell_plain(clean, sizeof clean, text, len, term->utf8);
		term_say(term, clean, strlen(clean));
		term_say(term, "\r\n", 2);
		text += len + (text[len] == '\n');
	}
}

/* term_plain - a text on the plain screen */
void term_plain(struct term *term, const char *text, const char *remark)
{
	term_string(term, "sgr0");
	term_string(term, "rmcup");
	term_say(term, "\r\n", 2);
	term_lines(term, text);
	term_lines(term, remark);
}

/* term_back - the console again */
void term_back(struct term *term)
{
	term_string(term, "smcup");
	term_repaint(term);
}

/* term_bell - a sound, or a flash */
void term_bell(struct term *term)
{
	term_say(term, "\a", 1);
}

/* term_base64 - for OSC 52; returns the new length */
static size_t term_base64(char *out, const unsigned char *in, size_t len)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t n = 0;

	for (size_t i = 0; i < len; i += 3) {
		unsigned b = (unsigned)in[i] << 16 | (i + 1 < len ? (unsigned)in[i + 1] << 8 : 0) |
			     (i + 2 < len ? in[i + 2] : 0u);

		out[n++] = digits[b >> 18 & 63];
		out[n++] = digits[b >> 12 & 63];
		out[n++] = i + 1 < len ? digits[b >> 6 & 63] : '=';
		out[n++] = i + 2 < len ? digits[b & 63] : '=';
	}
	return n;
}

/* term_osc52 - the sequence, with a wrapping that multiplexers pass on */
size_t term_osc52(char *out, size_t size, enum term_wrap wrap, const char *text, size_t len)
{
	static const char *const before[] = { [TERM_PLAIN] = "\033]52;c;",
		[TERM_TMUX] = "\033Ptmux;\033\033]52;c;",
		[TERM_SCREEN] = "\033P\033]52;c;" };
	static const char *const after[] = {
		[TERM_PLAIN] = "\007", [TERM_TMUX] = "\007\033\\", [TERM_SCREEN] = "\007\033\\"
	};
	size_t head = strlen(before[wrap]), tail = strlen(after[wrap]);

	if (head + (len + 2) / 3 * 4 + tail > size)
		return 0;
	memcpy(out, before[wrap], head);
	head += term_base64(out + head, (const unsigned char *)text, len);
	memcpy(out + head, after[wrap], tail);
	return head + tail;
}

/* term_copy - onto the terminal's clipboard */
bool term_copy(struct term *term, const char *text, size_t len)
{
	const char *type = getenv("TERM");
	enum term_wrap wrap = getenv("TMUX")                        ? TERM_TMUX
			      : type && !strncmp(type, "screen", 6) ? TERM_SCREEN
								    : TERM_PLAIN;
	char *out = malloc(TERM_COPY_MAX);
	size_t n = out ? term_osc52(out, TERM_COPY_MAX, wrap, text, len) : 0;

	if (n)
		term_say(term, out, n);
	free(out);
	return n > 0;
}
