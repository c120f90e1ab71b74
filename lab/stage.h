/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The stage of the practice network, in words: what the attacker can do, and what can happen to a
 * letter on its way. Two senders hand over the same letter, one without DANE and one with; each
 * thing that happens to either of them is an event. Numbers and names only, no text for people: an
 * event is worded where it is shown, in the language of that moment.
 *
 * Nothing but this header is shared between the practice network and the console.
 */
#ifndef DS_LAB_STAGE_H
#define DS_LAB_STAGE_H

#include <stddef.h>
#include <stdint.h>

enum lab_attack {
	LAB_ATTACK_NONE,  /* the attacker does nothing */
	LAB_ATTACK_MX,    /* forges the MX answer: it names a host of his own */
	LAB_ATTACK_STRIP, /* on the line: takes STARTTLS out of what the mail host offers */
	LAB_ATTACK_CERT, /* on the line: takes the mail host's place, with a certificate of his own */
	LAB_ATTACK_TLSA,  /* the same, and takes the TLSA records out of the DNS answer */
	LAB_ATTACK_RELAY, /* on the line: between both, reads and passes everything on */
	LAB_ATTACKS
};

enum lab_sender {
	LAB_SENDER_PLAIN, /* opportunistic TLS: no DNSSEC, no DANE, as most of the world sends */
	LAB_SENDER_DANE,  /* opportunistic DANE (RFC 7672) */
	LAB_SENDERS
};

/* The parts of a letter's way, in their order. */
enum lab_part {
	LAB_PART_MX,      /* who takes the mail? */
	LAB_PART_ADDRESS, /* where is that host? */
	LAB_PART_TLSA,    /* which key does it have? */
	LAB_PART_HELLO,   /* the connection, up to the offer of STARTTLS */
	LAB_PART_TLS,     /* encryption, and whether it is the right host */
	LAB_PART_LETTER,  /* the letter itself */
	LAB_PART_END,     /* what the sender writes into its log */
	LAB_PARTS
};

/* What happened. In brackets: what stands in `text`, and in `number`. */
enum lab_deed {
	/* the sender asks the DNS */
	LAB_DEED_ASK,     /* a question is sent ["MX minbrief.nl"] */
	LAB_DEED_ANSWER,  /* a record in the answer ["10 mail.minbrief.nl"] */
	LAB_DEED_NOTHING, /* the answer holds no such record */
	LAB_DEED_PROVED, /* the sender has proved the answer with DNSSEC [number: messages it took] */
	LAB_DEED_UNPROVED,  /* proved to be unsigned: nothing protects it */
	LAB_DEED_BOGUS,     /* false: signatures are missing or wrong [number: enum ds_reason] */
	LAB_DEED_NO_ANSWER, /* no usable answer came */
	/* the sender talks to the mail host */
	LAB_DEED_CONNECT,  /* it connects ["mail.minbrief.nl[127.53.10.25]"] */
	LAB_DEED_HEARD,    /* a line of the other side [the line] */
	LAB_DEED_SAID,     /* a line of the sender's own [the line] */
	LAB_DEED_TLS,      /* encrypted from here on ["TLSv1.3 TLS_AES_256_GCM_SHA384"] */
	LAB_DEED_KEY,      /* the key that the other side showed ["3 1 1 8f3c..."] */
	LAB_DEED_UNLOOKED, /* the sender does not look whose certificate it is */
	LAB_DEED_MATCHED,  /* the certificate fits this TLSA record ["3 1 1 8f3c..."] */
	LAB_DEED_MISMATCH, /* the certificate fits no TLSA record [OpenSSL's reason] */
	LAB_DEED_NO_OFFER, /* encryption must be, and is not offered: the sender stops */
	LAB_DEED_OPEN,     /* encryption is not offered: the sender goes on without */
	LAB_DEED_LETTER,   /* the letter is handed over [number: its lines] */
	/* the attacker */
	LAB_DEED_FORGED, /* he puts a record of his own in the place of the answer [the record] */
	LAB_DEED_HID, /* he leaves the records, and their signatures, out of the answer ["TLSA ..."] */
	LAB_DEED_STRIPPED, /* he takes this line out of the host's reply [the line] */
	LAB_DEED_POSED,   /* he answers in the mail host's place, with this key ["3 1 1 22ab..."] */
	LAB_DEED_BETWEEN, /* he stands between both, with this key ["3 1 1 22ab..."] */
	LAB_DEED_READ,    /* he reads a line of the letter [the line, octet for octet] */
	LAB_DEED_PASSED,  /* he passes the letter on */
	/* the mail host, and the end */
	LAB_DEED_ARRIVED, /* the letter lies in the mailbox [its number in the queue] */
	LAB_DEED_SENT,    /* the sender counts it as delivered [its log line] */
	LAB_DEED_DEFERRED, /* the sender keeps it and tries again later [its log line; enum lab_cause] */
	LAB_DEED_BROKE, /* the sender came to no end in time, or ended by itself */
	LAB_DEED_OVER,  /* both have come to an end: nothing follows */
	LAB_DEEDS
};

/* Why a letter is deferred. */
enum lab_cause {
	LAB_CAUSE_OTHER, /* no connection, an error reply, ... */
	LAB_CAUSE_MX,
	LAB_CAUSE_ADDRESS,
	LAB_CAUSE_TLSA,
	LAB_CAUSE_NO_OFFER,
	LAB_CAUSE_MISMATCH,
};

#define LAB_EVENT_TEXT  512  /* a longer line is cut */
#define LAB_LETTER_MAX  2048 /* octets of the letter, lines ended by "\n" */
#define LAB_EVENTS_MAX  600  /* events of one run; what is beyond is not told */
#define LAB_RUN_SECONDS 20   /* a run that takes longer is ended */

struct lab_event {
	uint32_t run;   /* as it was asked for */
	uint64_t us;    /* of the monotonic clock */
	int32_t number; /* see enum lab_deed */
	uint8_t sender; /* enum lab_sender: whose letter it is about; of LAB_DEED_OVER: none */
	uint8_t part;   /* enum lab_part */
	uint8_t deed;   /* enum lab_deed */
	char text[LAB_EVENT_TEXT]; /* raw octets, as they were on the line; ends in NUL */
};

#endif
