# SPDX-License-Identifier: BSD-2-Clause
"""Who says what: of every question the status that we find through the resolver and by --iterate, and what Unbound
and delv say of it, with the reason where they differ."""
from judge import UNSEEN

VOICES = ("resolver", "iterate", "unbound", "delv")
HEAD = ("case", "question", *VOICES, "why they differ")
WIDTHS = (24, 12, 13, 13, 9, 13, 0)


def statuses(report):
    """{(name, type): status} of what a report says of single answers."""
    said = {(report["domain"], "MX"): report["mx"]["status"]}
    for host in report["hosts"]:
        for family in {"AAAA" if ":" in address else "A" for address in host["addresses"]}:
            said[host["host"], family] = host["address_status"]
        if host["tlsa"]["status"]:
            said[host["tlsa"]["name"], "TLSA"] = host["tlsa"]["status"]
    return said


def agreed(words):
    """Do all that were asked say the same?  Unbound has one word, failed, for bogus and for lost."""
    ours = {word for voice, word in words.items() if voice != "unbound"}
    theirs = words.get("unbound")
    return len(ours) <= 1 and (theirs is None or theirs in {"failed" if word in UNSEEN else word for word in ours})


def reason(case, kind):
    """What the case gives as the reason for a difference about that type."""
    given = [why for key, (_, why) in case.all_peers().items() if key.split()[1] == kind]
    return "; ".join(dict.fromkeys(filter(None, [case.varies, case.iterate_why, *given])))


def words_of(reports, opinions):
    """{(name, type): {voice: word}}"""
    rows = {}
    for voice, report in reports.items():
        for question, word in (statuses(report) if report else {}).items():
            rows.setdefault(question, {})[voice] = word
    for (peer, *question), word in opinions.known.items():
        if peer in ("unbound", "delv"):
            rows.setdefault(tuple(question), {})[peer] = word
    return rows


def unexplained(case, reports, opinions):
    """Complaints about differences for which the case has no reason."""
    return [f"{kind} of {name}: {', '.join(f'{word} by {voice}' for voice, word in words.items())}, and no reason given"
            for (name, kind), words in words_of(reports, opinions).items()
            if not agreed(words) and not reason(case, kind)]


def rows(case, reports, opinions):
    """The lines of the table for one case; questions of which all say the same share one."""
    lines = {}
    for (_, kind), words in words_of(reports, opinions).items():
        why = "" if agreed(words) else reason(case, kind) or "UNEXPLAINED"
        key = (*(words.get(voice, "-") for voice in VOICES), why)
        kinds = lines.setdefault(key, [])
        if kind not in kinds:
            kinds.append(kind)
    return [(case.name, " ".join(kinds), *key) for key, kinds in lines.items()]


def line(cells):
    return " | ".join(f"{cell:{width}}" if width else cell for cell, width in zip(cells, WIDTHS)).rstrip()
