/* SPDX-License-Identifier: BSD-2-Clause */
/* main - the program */
#include <signal.h>

#include "cli/command.h"

/* main - a closed pipe or connection is an error to be seen, not a signal */
int main(int argc, char **argv)
{
	signal(SIGPIPE, SIG_IGN);
	return cli_main(argc, argv);
}
