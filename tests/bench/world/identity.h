/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * identity - the keys and certificates that the mail hosts of the bench world show
 *
 * There are few of them, whatever the number of hosts: a host shows the one that the last octet of
 * its address picks, and that is the one whose digest its TLSA record holds.
 */
#ifndef DS_TESTS_BENCH_WORLD_IDENTITY_H
#define DS_TESTS_BENCH_WORLD_IDENTITY_H

#define IDENTITIES   64
#define IDENTITY_HEX 65

/* SHA-256 over the public keys, in hex: what TLSA records "x 1 1" hold. */
struct identity_digests {
	char host[IDENTITIES][IDENTITY_HEX];
	char authority[IDENTITY_HEX];
};

/* From `first` to `last` the certificates are by the world's authority, which is sent along, for
 * the names "*.provNN.com" of these numbers; the others are self-signed. Writes DIR/NN.pem: the
 * certificates, then the key. Ends the program on failure. */
void identity_make(
    const char *dir, unsigned first, unsigned last, struct identity_digests *digests);

#endif
