# SPDX-License-Identifier: BSD-2-Clause
"""Gathers the cases of every cases*.py beside this file, in the order of their names.

A file of cases imports what it needs from cases.py (case, one_host, ...) and
calls case(); it is part of the run by being there.
"""
import glob
import importlib
import os

import cases


def all_cases():
    """Every case; no two of one name, no zone twice."""
    here = os.path.dirname(os.path.abspath(__file__))
    for path in sorted(glob.glob(f"{here}/cases*.py")):
        importlib.import_module(os.path.basename(path)[:-3])
    for kind, names in (("case", [case.name for case in cases.CASES]),
                        ("zone", [zone.name for case in cases.CASES for zone in case.zones])):
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise SystemExit(f"real: more than one {kind} is called {', '.join(twice)}")
    return cases.CASES
