# SPDX-License-Identifier: BSD-2-Clause
"""Cases of the dialogue: servers by script (smtp_odd.py), up to the TLS handshake."""
from cases import KNOT, one_host
from smtp_odd import (CLOSE, GO, GOOD, GREET, HEAR, NO_OFFER, OFFER, RESET, SERVE, STALL, TLS, TO_EHLO, TO_STARTTLS, TO_TLS,
                      say)
from world import Smtp

OUTCOME = {"dane-verified": ("secured", "yes"), "dane-failed": ("broken", "no"), "unreachable": ("unknown", "unknown")}
WORDS = "250-mx.example\r\n"


def talk(name, why, policy, script, findings=(), finger=None, finger_why=None, smtp=None, **more):
    """One host whose one server follows a script; its record is right.  finger: where posttls-finger differs."""
    differs = {"finger": finger, "finger_why": finger_why} if finger else {}
    one_host(name, why, f"{name}.org", ["mx 3 1 1"], *OUTCOME[policy], policy, zone=KNOT, findings=findings,
             smtp=Smtp("mx", kind="odd", script=tuple(script), **(smtp or {})), host=differs, **differs, **more)


LONG_LINE = ("Postfix takes lines of any length, two kilobytes at a time, as if each piece were a line; here a line of over "
             "2,048 octets ends the dialogue (RFC 5321 §4.5.3.1.5 allows 512)")
MANY_LINES = "posttls-finger reads on for as long as the server talks; here a reply has a bound"
HELO = ("refused EHLO, posttls-finger is done with the host and calls it unreachable; a sender that finds secure TLSA records "
        "must not go on with HELO, because there is no STARTTLS then (RFC 7672 §2.2)")

# --- odd, and in order -------------------------------------------------------------------------------------------

talk("talk-plain", "The script that the others deviate from.", "dane-verified", GOOD, recorded=True)
talk("talk-lines", "A greeting of three lines, a long list of extensions.", "dane-verified",
     [say("220-mx.example\r\n220-we are\r\n220 ready\r\n"), HEAR,
      say(WORDS + "".join(f"250-X{i} {'y' * 40}\r\n" for i in range(30)) + "250 starttls\r\n"), HEAR, GO, TLS, SERVE])
talk("talk-late-offer", "STARTTLS at the end of four kilobytes of extensions.", "dane-verified",
     [*TO_EHLO, say(WORDS + "".join(f"250-X{i} {'y' * 60}\r\n" for i in range(60)) + "250 STARTTLS\r\n"), HEAR, GO, TLS, SERVE],
     finger="no-starttls", finger_why="Postfix keeps 2,048 octets of a reply (line_length_limit) and does not see what comes "
     "after them; RFC 5321 has no such bound")
talk("talk-octets", "Octet by octet, the whole way to TLS.", "dane-verified",
     [["drip", "220-mx.example\r\n220 ready\r\n"], HEAR, ["drip", WORDS + "250 STARTTLS\r\n"], HEAR, ["drip", "220 go\r\n"],
      TLS, SERVE])
talk("talk-pauses", "A second before each reply, and within it.", "dane-verified",
     [["wait", 1], say("220-mx"), ["wait", 0.5], say(".example\r\n220 ready\r\n"), HEAR, ["wait", 1], OFFER, HEAR, ["wait", 1],
      GO, TLS, SERVE])
talk("talk-bare-lf", "Lines that end in LF alone.", "dane-verified",
     [say("220 mx.example\n"), HEAR, say("250-mx.example\n250 STARTTLS\n"), HEAR, say("220 go\n"), TLS, SERVE])
talk("talk-nuls", "NULs and escape sequences in the texts of replies: shown, never sent to the terminal.", "dane-verified",
     [say("220 mx\0\x1b[2J\x1b]0;owned\x07 ESMTP\r\n"), HEAR, say("250-mx\0\r\n250-\x80\xff\r\n250 STARTTLS\r\n"), HEAR,
      say("220 \x9b2J go\r\n"), TLS, SERVE], recorded=True)
talk("talk-no-text", "Codes and nothing else.", "dane-verified",
     [say("220\r\n"), HEAR, say("250-\r\n250-STARTTLS\r\n250 \r\n"), HEAR, say("220\r\n"), TLS, SERVE])
talk("talk-liked", "STARTTLS only for those whose name it likes: here it likes ours.", "dane-verified",
     [*TO_EHLO, ["liked", "liked.example", "mail.real.test"], OFFER, HEAR, GO, TLS, SERVE], options=("--ehlo", "liked.example"))
talk("talk-disliked", "STARTTLS only for those whose name it likes: not ours (RFC 7672 §9.2 forbids it).", "dane-failed",
     [*TO_EHLO, ["liked", "mail.real.test"], OFFER, HEAR, GO, TLS, SERVE], ("STARTTLS_MISSING",),
     finger="verified", finger_why="the server offers it to posttls-finger, whose name it likes",
     options=("--ehlo", "probe.example"))

# --- greetings ---------------------------------------------------------------------------------------------------

for code, words in (("421", "too busy"), ("450", "greylisted, come back"), ("554", "no\r\n554-not you\r\n554 ever")):
    text = f"{code} {words}\r\n" if code != "554" else "554-no\r\n554-not you\r\n554 ever\r\n"
    talk(f"greets-{code}", f"A greeting of {code}: no verdict on DANE.", "unreachable", [say(text), HEAR, CLOSE],
         ("SMTP_GREETING_REJECTED",), absent=("TLSA_MISMATCH", "STARTTLS_MISSING"))
talk("greets-250", "A greeting that is none.", "unreachable", [say("250 hello\r\n"), STALL], ("SMTP_PROTOCOL",),
     finger="unreachable",
     finger_why="posttls-finger takes any 2xx for a greeting (RFC 5321 §4.2 has 220) and meets silence at EHLO")
talk("greets-http", "Another protocol altogether.", "unreachable",
     [say("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"), CLOSE], ("SMTP_PROTOCOL",))
talk("greets-garbage", "Octets without sense.", "unreachable", [say("".join(map(chr, range(256))) + "\r\n"), CLOSE],
     ("SMTP_PROTOCOL",))
talk("greets-nothing", "Hangs up before a word is said.", "unreachable", [CLOSE], ("SMTP_CLOSED",))
talk("greets-reset", "Resets the connection before a word is said.", "unreachable", [["wait", 0.2], RESET],
     ("SMTP_CLOSED",))
talk("greets-half", "Hangs up in the middle of the greeting.", "unreachable", [say("220 mx.exam"), CLOSE], ("SMTP_CLOSED",))
talk("greets-10mb", "A greeting of ten million octets on one line.", "unreachable",
     [say("220 "), ["flood", "x" * 1000, 10000], say("\r\n"), STALL], ("SMTP_LINE_TOO_LONG",), slow=True,
     finger="unreachable", finger_why=LONG_LINE)
talk("greets-forever", "A greeting without end.", "unreachable", [["flood", "220-and more\r\n", 3000000], STALL],
     ("SMTP_TOO_MANY_LINES",), slow=True, finger="unreachable", finger_why=MANY_LINES)
talk("greets-codes", "A greeting whose code changes.", "unreachable", [say("220-mx.example\r\n554 no\r\n"), HEAR, CLOSE],
     ("SMTP_PROTOCOL",), finger="unreachable", finger_why="it goes by the last line")

# --- EHLO --------------------------------------------------------------------------------------------------------

talk("ehlo-502", "EHLO is unknown to it: no STARTTLS, for good.", "dane-failed",
     [GREET, HEAR, say("502 5.5.1 what?\r\n"), HEAR, say("250 mx.example\r\n"), HEAR, CLOSE],
     ("SMTP_EHLO_REJECTED",), finger="unreachable", finger_why=HELO)
talk("ehlo-421", "EHLO, and 421: come back later.", "unreachable", [GREET, HEAR, say("421 4.3.2 later\r\n"), CLOSE],
     ("SMTP_PUT_OFF",))
talk("ehlo-450", "EHLO, and 450: come back later.", "unreachable", [GREET, HEAR, say("450 4.7.1 later\r\n"), HEAR, CLOSE],
     ("SMTP_PUT_OFF",))
talk("ehlo-closed", "Hangs up at EHLO.", "unreachable", [*TO_EHLO, CLOSE], ("SMTP_CLOSED",))
talk("ehlo-half", "Hangs up in the middle of the reply to EHLO, STARTTLS seen.", "unreachable",
     [*TO_EHLO, say("250-mx.example\r\n250-STARTTLS\r\n250-SI"), CLOSE], ("SMTP_CLOSED",))
talk("ehlo-forever", "Extensions without end.", "unreachable", [*TO_EHLO, ["flood", "250-X\r\n", 3000000], STALL],
     ("SMTP_TOO_MANY_LINES",), slow=True, finger="unreachable", finger_why=MANY_LINES)
talk("ehlo-not-offered", "No STARTTLS among the extensions.", "dane-failed", [*TO_EHLO, NO_OFFER, HEAR, CLOSE],
     ("STARTTLS_MISSING",))
talk("ehlo-first-line", "The word STARTTLS where the server's name belongs offers nothing (RFC 5321 §4.1.1.1).", "dane-failed",
     [*TO_EHLO, say("250-STARTTLS\r\n250 SIZE 1000\r\n"), HEAR, say("454 4.7.0 no\r\n"), HEAR, CLOSE], ("STARTTLS_MISSING",),
     finger="tls-failed", finger_why="posttls-finger looks for the word on every line")
talk("ehlo-longer-word", "STARTTLSX is another word.", "dane-failed", [*TO_EHLO, say("250-mx\r\n250 STARTTLSX\r\n"), HEAR, CLOSE],
     ("STARTTLS_MISSING",))
talk("ehlo-out-of-turn", "Says more than it was asked.", "dane-verified",
     [GREET, HEAR, say("250-mx.example\r\n250 STARTTLS\r\n"), HEAR, GO, TLS, SERVE])

# --- STARTTLS ----------------------------------------------------------------------------------------------------

for code in ("454", "502", "530"):
    talk(f"starttls-{code}-odd", f"STARTTLS offered, then {code}.", "dane-failed",
         [*TO_STARTTLS, say(f"{code} not now\r\n"), HEAR, CLOSE], ("STARTTLS_REFUSED",))
talk("starttls-250", "STARTTLS, and neither yes nor no.", "dane-failed", [*TO_STARTTLS, say("250 fine\r\n"), STALL],
     ("SMTP_PROTOCOL",), finger="tls-failed",
     finger_why="posttls-finger takes any 2xx for a yes, and its handshake meets silence; RFC 3207 §4 has 220")
talk("starttls-closed", "Hangs up at STARTTLS.", "dane-failed", [*TO_STARTTLS, CLOSE], ("SMTP_CLOSED",))
talk("starttls-reset", "Resets the connection at STARTTLS.", "dane-failed", [*TO_STARTTLS, RESET], ("SMTP_CLOSED",))
talk("starttls-garbage", "STARTTLS, and octets without sense.", "dane-failed", [*TO_STARTTLS, say("\x16\x03\x01\x02\r\n"), CLOSE],
     ("SMTP_PROTOCOL",), finger="tls-failed",
     finger_why="posttls-finger only looks at the first digit, and there is none")
talk("starttls-injected", "Text in clear after the leave to begin, before TLS: somebody on the way may have said it.",
     "dane-failed", [*TO_STARTTLS, say("220 go\r\n250 mail taken\r\n"), TLS, SERVE], ("STARTTLS_INJECTION",),
     finger="verified",
     finger_why="posttls-finger discards what came before the handshake, as CVE-2011-0411 taught Postfix; here it ends the "
     "dialogue")
talk("starttls-late-text", "Leave to begin, and then text in clear instead of TLS.", "dane-failed",
     [*TO_TLS, ["wait", 0.3], say("500 what did you say?\r\n"), STALL], ("STARTTLS_INJECTION",))

# --- silence -----------------------------------------------------------------------------------------------------

talk("stalls-greeting", "Half a greeting, then silence.", "unreachable", [say("220-mx.exa"), STALL], ("SMTP_TIMEOUT",), slow=True)
talk("stalls-ehlo", "Silence at EHLO.", "unreachable", [*TO_EHLO, STALL], ("SMTP_TIMEOUT",), slow=True)
talk("stalls-ehlo-half", "Half a reply to EHLO, then silence.", "unreachable", [*TO_EHLO, say(WORDS + "250-STARTTLS\r\n"), STALL],
     ("SMTP_TIMEOUT",), slow=True)
talk("stalls-starttls", "Silence at STARTTLS.", "dane-failed", [*TO_STARTTLS, STALL], ("SMTP_TIMEOUT",), slow=True)
talk("stalls-handshake", "Leave to begin, then silence.", "dane-failed", [*TO_TLS, STALL], ("SMTP_TIMEOUT",), slow=True)
