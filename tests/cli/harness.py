# SPDX-License-Identifier: BSD-2-Clause
"""What the tests of the command line share: running the program, and the practice network."""
import os
import re
import select
import subprocess
import sys
import unittest

TOP = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
PROGRAM = os.environ.get("DANESCOPE", os.path.join(TOP, "danescope"))
# Nothing of the user's own: neither settings nor language.
ENVIRONMENT = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "LC_ALL": "C.UTF-8", "TZ": "UTC", "TERM": "dumb"}


def run(*words, env=None, **more):
    """Runs the program; returns the finished process with stdout and stderr as text."""
    return subprocess.run([PROGRAM, *words], env={**ENVIRONMENT, **(env or {})}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=60, **more)


class Lab:
    """The practice network, and the options that point the program at it."""

    def __enter__(self):
        self.process = subprocess.Popen([PROGRAM, "lab"], env=ENVIRONMENT, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.PIPE)
        words = ""
        # All of it comes at once; it is over when nothing follows the list of domains.
        while select.select([self.process.stdout], [], [], 0.3 if "\nmin" in words else 30)[0]:
            piece = os.read(self.process.stdout.fileno(), 65536)
            if not piece:
                raise RuntimeError(f"the practice network ended: {words}")
            words += piece.decode()
        self.verdicts = dict(re.findall(r"^(\S+\.nl) +([a-z-]+)  ", words, re.M))
        example = re.search(r"check (--resolver.*?) \S+\n\n", words.replace("\\\n", " "), re.S)
        self.options = example[1].split()
        example = re.search(r"check (--iterate.*?) \S+\n\n", words.replace("\\\n", " "), re.S)
        self.from_the_root = example[1].split()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.stdout.close()
        self.process.wait()


def main():
    """Runs the tests of the calling script, and counts them."""
    result = unittest.main(module="__main__", exit=False).result
    failed = len(result.failures) + len(result.errors) + len(result.unexpectedSuccesses)
    print(f"{os.path.basename(sys.argv[0])}: {result.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed or not result.testsRun else 0)
