# SPDX-License-Identifier: BSD-2-Clause
"""The inner half of the proof on real servers: within the namespace, builds the
world, runs every case, compares, prints.  Started by run."""
import signal
import sys
import time

import build
import gather
import nameservers
import runner


def main(directory, program, ways, *names):
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    chosen = [case for case in gather.all_cases() if not names or case.name in names]
    processes = nameservers.Processes(directory)
    try:
        start = time.monotonic()
        world = build.World(directory, chosen, processes)
        world.build()
        print(f"world: {len(world.zones)} test zones, {sum(map(len, world.mail.values()))} mail servers, "
              f"up in {time.monotonic() - start:.1f} s", flush=True)
        failed = runner.Runner(world, program, ways.split(",")).run_all(everything=not names)
        for name in processes.fallen():
            print(f"the server {name} fell over: see {directory}/{name}.log")
            failed += 1
        return 1 if failed else 0
    finally:
        processes.stop()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
