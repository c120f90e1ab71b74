/* SPDX-License-Identifier: BSD-2-Clause */
/* screen_attack - what the attacker can do: a list to choose from, with the story of each */
#include "core/base/i18n.h"
#include "tui/attack.h"
#include "tui/glyph.h"
#include "tui/tui.h"
#include "tui/ui.h"

#define NAME_CELLS   26
#define STORY_ROOM   14 /* rows of the screen from which on the story fits below the list */
#define LETTER_ROOM  23
#define PICTURE_LINE 6 /* cells of a line between two who talk */

/* attack_head - what this is */
static void attack_head(struct screen *s, struct page *p)
{
	(void)s;
	page_row(p);
	page_put(p, ROLE_dim, _("What does the attacker do?"));
}

/* attack_body - the list */
static void attack_body(struct screen *s, struct page *p)
{
	(void)s;
	for (enum lab_attack what = 0; what < LAB_ATTACKS; what++) {
		page_row(p);
		page_link(p, (struct target){ .kind = TO_ATTACK, .host = -1, .a = (int)what });
		page_handle(p, ROLE_strong, attack_name(what), NAME_CELLS, CELL_CUT_END);
		page_to(p, NAME_CELLS + 2);
		if (p->width >= ATTACK_BESIDE)
			page_put(p, ROLE_normal, attack_line(what));
	}
}

/* picture - who stands where */
static void picture(struct page *p, enum lab_attack what)
{
	const char *const names[] = { _("two senders"), _("attacker"), "mail.minbrief.nl" };

	page_row(p);
	page_to(p, 2);
	for (size_t i = 0; i < 3; i++) {
		enum role role = i != 1                    ? ROLE_value
				 : what == LAB_ATTACK_NONE ? ROLE_none
							   : ROLE_bad;

		if (i) {
			p->column++;
			page_line(p, ROLE_rule, PICTURE_LINE);
			p->column++;
		}
		page_put(p, role, names[i]);
	}
}

/* letter - what is at stake */
static void letter(struct page *p)
{
	page_blank(p);
	page_row(p);
	page_put(p, ROLE_dim, _("The letter:"));
	page_row(p);
	page_to(p, 2);
	page_wrap(p, ROLE_value, 2, attack_post());
}

/* attack_foot - the story of the selected one, and the letter that is to arrive */
static void attack_foot(struct screen *s, struct page *p, int room)
{
	struct target target;
	enum lab_attack what;

	if (!screen_selected(s, &target) || target.kind != TO_ATTACK || room < STORY_ROOM)
		return;
	what = (enum lab_attack)target.a;
	page_row(p);
	page_line(p, ROLE_rule, p->width - 1);
	page_row(p);
	page_wrap(p, ROLE_strong, 0, attack_story(what));
	page_blank(p);
	if (p->width >= ATTACK_BESIDE)
		picture(p, what);
	if (room >= LETTER_ROOM)
		letter(p);
}

/* attack_open - to the stage, with the attack that was chosen */
void attack_open(struct ui *ui, const struct target *target)
{
	if (!nav_push(ui, &screen_stage, 0, target))
		ui_complain(ui, "%s", _("This is as deep as it goes."));
	else
		attack_run(ui, (enum lab_attack)target->a);
}

const struct screen_ops screen_attack = {
	.name = N_("The attack"),
	.scope = ON_ATTACK,
	.close = true,
	.head = attack_head,
	.body = attack_body,
	.foot = attack_foot,
};
