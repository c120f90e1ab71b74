/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * topic - what things are, explained for somebody who has never heard of them
 *
 * One table (topic.def). Which explanation belongs to what stands on the screen is decided here.
 */
#ifndef DS_TUI_TOPIC_H
#define DS_TUI_TOPIC_H

#include <stddef.h>

#include "core/model.h"

struct target;

enum topic {
#define TOPIC(id, title, text, ...) TOPIC_##id,
#include "tui/topic.def"
#undef TOPIC
	TOPIC_COUNT
};

#define TOPIC_NEAR 5 /* explanations that one leads on to */

/* Title and text, translated; paragraphs are separated by empty lines. */
const char *topic_title(enum topic);
const char *topic_text(enum topic);
/* The i-th explanation that it leads on to; TOPIC_COUNT: no further one. */
enum topic topic_near(enum topic, size_t i);

/* What explains a thing of a report; the screen it stands on decides where the thing does not. */
enum topic topic_of(const struct ds_report *, const struct target *, unsigned scope);

#endif
