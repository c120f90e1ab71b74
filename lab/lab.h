/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The practice network: a small signed Internet on loopback addresses, for demonstrations, for
 * practice and for tests. One process serves a root, a few top-level domains, some twenty domains
 * and their mail hosts, each telling one story. Keys and certificates are made at start.
 */
#ifndef DS_LAB_LAB_H
#define DS_LAB_LAB_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/types.h>

#include "lab/stage.h"

struct lab;

/* One domain and the story that it tells. Constant, the same in every lab. */
struct lab_domain {
	const char *name;    /* without the last dot, "minfiets.nl" */
	const char *verdict; /* what the diagnosis must come to: "secured", "partial", ... */
	const char *story;   /* one English sentence, a msgid for gettext */
	const char *group;   /* for figures by group, a msgid too */
};

/*
 * Where a running lab is to be found. Everything that a tool must be told. Both DNS faces (the
 * resolver and the authoritative servers) use dns_port, every mail host uses smtp_port.
 */
struct lab_view {
	char resolver[64];        /* address of the resolver face, "127.53.0.53" */
	char root_server[64];     /* address of the first root server, "127.53.0.1" */
	uint16_t dns_port;        /* UDP and TCP, host byte order */
	uint16_t smtp_port;       /* host byte order */
	uint16_t tlsa_port;       /* the number in the TLSA names: 25 */
	bool ipv6;                /* one mail host listens on ::1 too */
	char mail_host[256];      /* one mail host, for examples: "mx1.minfiets.nl" ... */
	char mail_address[64];    /* ... and where it listens */
	char directory[PATH_MAX]; /* private (0700), removed at the end; the files lie in it */
	char anchor[PATH_MAX];    /* trust anchor of the practice root: DS in zone-file form */
	char hints[PATH_MAX];     /* root servers in zone-file form */
	char bind_keys[PATH_MAX]; /* the same anchor in the form that delv(1) and named(8) read */
	char unbound_conf[PATH_MAX]; /* for unbound-host(1): anchor, and resolver to forward to */
	char ca[PATH_MAX];           /* PEM: the certification authority of the practice network */
};

/* A lab in a process of its own. */
struct lab_child {
	struct lab_view view;
	pid_t pid;
	int lifeline; /* write end of a pipe; when it closes, for whatever reason, the lab ends */
	int report;   /* read end of a pipe: its view, once it serves; -1 when that was read */
	int stage; /* a socket: runs of an attack are asked for, events come; readable when they do */
	uint32_t run; /* the number of the last one */
};

/* How many domains the practice network has, and the i-th of them (0 <= i < count). */
size_t lab_domain_count(void);
const struct lab_domain *lab_domain(size_t i);

/*
 * Make keys and certificates, sign, bind, write the files: ready to serve, but serving only once
 * lab_run() is called. stage: a socket on which runs of an attack are asked for (lab_child.stage is
 * its other end), which stays the caller's; -1: none. 0, or -1 with a sentence in err, in the user's
 * language, and *out NULL. The caller owns *out and gives it to lab_free().
 */
int lab_start(struct lab **out, int stage, char *err, size_t errlen);

/* Where the lab is; lives as long as the lab. */
const struct lab_view *lab_view(const struct lab *lab);

/*
 * Serve until SIGTERM, SIGINT or SIGHUP (their former handlers are put back before it returns).
 * Returns 0, or -1 when the event loop fails.
 */
int lab_run(struct lab *lab);

/* Close everything, remove the files. Takes NULL; returns NULL. */
struct lab *lab_free(struct lab *lab);

/*
 * Start a lab in a child process. 0, or -1 with a sentence in err; then nothing is left behind. The
 * child ends by itself when this process ends, however it ends. Call it before the terminal is
 * switched to a screen and before threads are made.
 */
int lab_spawn(struct lab_child *child, char *err, size_t errlen);

/*
 * Wait until it serves; child->view is then filled in. 0, or -1 with a sentence in err; then the
 * child is stopped. To be called once after lab_spawn().
 */
int lab_await(struct lab_child *child, char *err, size_t errlen);

/*
 * Let the attacker try his hand: both senders set out with this letter (lines ended by "\n", no more
 * than LAB_LETTER_MAX octets). What ran before is ended. 0, or -1 where the lab is gone.
 */
int lab_child_attack(struct lab_child *child, enum lab_attack attack, const char *letter);

/* End that at once; nothing more is told of it. */
void lab_child_attack_stop(struct lab_child *child);

/*
 * The next event: 1; 0: none yet; -1: none will come any more, for the lab is gone. Events may come
 * out of their order; `us` says when each happened.
 */
int lab_child_event(struct lab_child *child, struct lab_event *event);

/* End the child, wait for it, and see to it that its files are gone. Harmless when repeated. */
void lab_child_stop(struct lab_child *child);

/*
 * Write how to point danescope and other tools at the lab (in the language of the locale).
 * command is what the user typed to start this program, "danescope". 0, or -1 when out fails.
 */
int lab_print_usage(FILE *out, const struct lab_view *view, const char *command);

/* Write the domains, what is to be expected of each, and their stories, one block a domain. */
int lab_print_domains(FILE *out);

#endif
