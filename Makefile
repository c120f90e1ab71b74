# danescope - see CONTRIBUTING.md for the targets and what they need.
#
#	make            the program, ./danescope, and its translations
#	make demo       installs what is missing, builds, opens the practice network
#	make check      everything that every change keeps true
#	make install    PREFIX=/usr/local DESTDIR=
#
# V=1 shows the commands. SAN=1 builds with sanitizers, for the tests, in build/san.
# Objects lie under build/<flavour>; the sources are what the folders hold.

VERSION := 0.1.0
PREFIX  ?= /usr/local
DESTDIR ?=

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

# --- flavour ----------------------------------------------------------------------------

WARNINGS := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wformat=2 -Wcast-qual -Wvla -Wpointer-arith -Wundef -Wno-sign-conversion

# san: clang, because the fuzzers need its libFuzzer; the unit tests share its objects.
# check: as release, and a warning is an error. Both make ./danescope.
ifdef SAN
FLAVOUR  := san
CC       := clang
PROGRAM  := build/san/danescope
OPTIMISE := -O1 -g -Werror -fno-omit-frame-pointer -fno-sanitize-recover=all \
	-fsanitize=address,undefined,fuzzer-no-link
HARDEN   :=
LINK     := -fsanitize=address,undefined
else
ifeq ($(origin CC),default)
CC       := gcc
endif
FLAVOUR  := $(if $(WERROR),check,release)
PROGRAM  := danescope
OPTIMISE := -O2 -g $(if $(WERROR),-Werror)
HARDEN   := -fPIE -fstack-protector-strong -fstack-clash-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
ifneq ($(filter x86_64 i686,$(shell uname -m)),)
HARDEN   += -fcf-protection
endif
LINK     := -pie -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed
endif
BUILD := build/$(FLAVOUR)

# --- what others have made ---------------------------------------------------------------

# Silent where pkg-config or a package is missing: `make demo` comes before they are installed.
pkg = $(shell pkg-config $(1) $(2) 2>/dev/null || echo $(3))

# libidn2 is loaded when the first international name is met (core/base/idn.h), SQLite when a history is
# opened (core/survey/sqlite.h).
LIBRARIES := openssl libevent_core libevent_openssl ldns jansson
# At start every library's names are looked up in this order: most are of the first two.
LDLIBS    := -lcrypto -lc $(call pkg,--libs,$(LIBRARIES),\
	-lssl -lcrypto -levent_core -levent_openssl -lldns -ljansson)

# Linked in where the archives are there, as in Debian: what sees nothing of the network. Each library that
# need not be loaded saves a check 0.1 ms of 7. What reads what strangers sent stays shared, so that the
# system's updates reach it.
# linked_in ARCHIVES,PACKAGE,FALLBACK
found     = $(wildcard $(shell $(CC) -print-file-name=lib$(1).a))
all_found = $(if $(filter $(words $(1)),$(words $(2))),$(2))
linked_in = $(or $(call all_found,$(1),$(foreach name,$(1),$(call found,$(name)))),$(call pkg,--libs,$(2),$(3)))
CURSES   := $(call linked_in,ncursesw tinfo,ncursesw,-lncursesw -ltinfo)

CPPFLAGS += -I. -D_GNU_SOURCE -DDS_VERSION='"$(VERSION)"' $(call pkg,--cflags,$(LIBRARIES) libidn2 sqlite3,)
CFLAGS   += -std=gnu11 $(WARNINGS) $(OPTIMISE) $(HARDEN)
LDFLAGS  += $(LINK)

# --- sources: the folders are the list ------------------------------------------------------

CORE := $(wildcard core/*.c core/*/*.c)
CLI  := $(filter-out cli/main.c,$(wildcard cli/*.c))
TUI  := $(wildcard tui/*.c)
LAB  := $(wildcard lab/*.c)

UNIT  := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/test_*.c))
SHARE := $(filter-out $(wildcard tests/unit/test_*.c),$(wildcard tests/unit/*.c))
UI    := $(patsubst tests/ui/%.c,$(BUILD)/ui/%,$(wildcard tests/ui/test_*.c))
STAGE := $(filter-out tests/ui/show.c $(wildcard tests/ui/test_*.c),$(wildcard tests/ui/*.c))
FUZZ  := $(patsubst tests/fuzz/%.c,build/san/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
DRIVE := $(filter-out $(wildcard tests/fuzz/fuzz_*.c),$(wildcard tests/fuzz/*.c))
BENCH := $(patsubst tests/bench/%.c,$(BUILD)/bench/%,$(wildcard tests/bench/bench_*.c))

objects = $(patsubst %.c,$(BUILD)/%.o,$(1))

# The order of the link is the order of the layers: nothing lower names anything higher.
ARCHIVES := $(addprefix $(BUILD)/lib,cli.a tui.a lab.a danescope.a)

ifeq ($(V),)
say = @printf '  %-4s %s\n' $(1) $@;
endif

# --- the program -----------------------------------------------------------------------------

.PHONY: all
all: $(PROGRAM) po

# Made aside and moved into its place: a program that runs is not written to.
$(PROGRAM): $(call objects,cli/main.c) $(ARCHIVES)
	$(call say,LINK)$(CC) $(LDFLAGS) -o $(BUILD)/link $^ $(LDLIBS) $(CURSES) && mv $(BUILD)/link $@

define archive
$(BUILD)/lib$(1).a: $(call objects,$(2))
	$$(call say,AR)rm -f $$@; ar rcsD $$@ $$^
endef
$(eval $(call archive,danescope,$(CORE)))
$(eval $(call archive,cli,$(CLI)))
$(eval $(call archive,tui,$(TUI)))
$(eval $(call archive,lab,$(LAB)))
$(eval $(call archive,unit,$(SHARE)))
$(eval $(call archive,stage,$(STAGE)))
$(eval $(call archive,fuzz,$(DRIVE)))

$(BUILD)/%.o: %.c Makefile
	$(call say,CC)mkdir -p $(@D) && $(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d $(BUILD)/*/*/*/*.d)

# --- translations ----------------------------------------------------------------------------

CATALOGUES := $(patsubst po/%.po,build/locale/%/LC_MESSAGES/danescope.mo,$(wildcard po/*.po))

.PHONY: po
po: $(CATALOGUES)

build/locale/%/LC_MESSAGES/danescope.mo: po/%.po
	$(call say,MO)mkdir -p $(@D) && msgfmt --check-format --check-domain -o $@ $<

# --- tests -------------------------------------------------------------------------------------

.PHONY: demo check unit unit-programs ui ui-programs real bench bench-programs fuzz fuzz-programs
demo:
	@tools/setup build
	@$(MAKE) --no-print-directory all
	@./danescope demo

check:
	@tools/setup test
	@tools/run-checks

# The tests are linked with everything: an archive gives only what is asked of it.
$(BUILD)/unit/%: $(BUILD)/tests/unit/%.o $(BUILD)/libunit.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ -lcmocka -lsqlite3 $(LDLIBS) $(CURSES)

# The console without a terminal; `show` puts the same on a real one.
$(BUILD)/ui/%: $(BUILD)/tests/ui/%.o $(BUILD)/libstage.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS) $(CURSES)

# These hold a terminal against what was written to it.
$(addprefix $(BUILD)/ui/test_,ring ring_small ring_wide): LDLIBS += $(call pkg,--libs,vterm,-lvterm)

$(BUILD)/bench/%: $(BUILD)/tests/bench/%.o $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ $(LDLIBS) $(CURSES)

# This one is linked with the report of the unit tests.
$(BUILD)/bench/bench_history: $(BUILD)/tests/bench/bench_history.o $(BUILD)/libunit.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS) $(CURSES)

# This one is linked with the worlds of the unit tests, and with the other validator.
$(BUILD)/bench/bench_agree: $(call objects,tests/bench/bench_agree.c $(wildcard tests/bench/agree/*.c)) \
		$(BUILD)/libunit.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ -lunbound -lcmocka $(LDLIBS) $(CURSES)

$(BUILD)/bench/bench_hostile: $(call objects,tests/bench/bench_hostile.c $(wildcard tests/bench/hostile/*.c)) \
		$(BUILD)/libunit.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ -lcmocka $(LDLIBS) $(CURSES)

$(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(BUILD)/libfuzz.a $(ARCHIVES)
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -fsanitize=fuzzer -o $@ $^ $(LDLIBS) $(CURSES)

unit-programs: $(UNIT)
ui-programs: $(UI) $(BUILD)/ui/show
bench-programs: $(BENCH) $(BUILD)/ui/show
fuzz-programs: $(filter $(BUILD)/%,$(FUZZ))

unit:
	@$(MAKE) --no-print-directory SAN=1 unit-programs po
	@tools/run-unit unit
ui: all
	@$(MAKE) --no-print-directory SAN=1 ui-programs
	@tools/run-unit ui
real: all
	@tests/real/test_judge.py
	@tests/real/run
bench: all bench-programs
	@tools/run-bench
fuzz:
	@$(MAKE) --no-print-directory SAN=1 fuzz-programs
	@tools/run-fuzz

# --- order and form -------------------------------------------------------------------------------

.PHONY: lint format format-check screenshots compile_commands.json update-po
lint: all
	@tools/check-layers $(BUILD)
	@tools/check-style
	@tools/check-static

format:
	@tools/check-format --write
format-check:
	@tools/check-format

screenshots: all $(BUILD)/tools/vtshot $(BUILD)/ui/show
	@tools/screenshots

VTSHOT_LIBRARIES := vterm pangocairo
$(BUILD)/tests/tools/%.o: CPPFLAGS += $(call pkg,--cflags,$(VTSHOT_LIBRARIES),)
$(BUILD)/tools/vtshot: $(call objects,$(wildcard tests/tools/vtshot*.c))
	$(call say,LINK)mkdir -p $(@D) && $(CC) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(VTSHOT_LIBRARIES),) -lm

update-po:
	@tools/update-po

compile_commands.json:
	@tools/compile-commands $(CC) '$(CPPFLAGS) $(CFLAGS)' \
		cli/main.c $(CORE) $(CLI) $(TUI) $(LAB) $(wildcard tests/*/*.c) >$@

# --- installing --------------------------------------------------------------------------------------

.PHONY: install clean
install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
		$(DESTDIR)$(PREFIX)/share/danescope/themes
	install -m 755 danescope $(DESTDIR)$(PREFIX)/bin/danescope
	install -m 644 docs/danescope.1 $(DESTDIR)$(PREFIX)/share/man/man1/danescope.1
	install -m 644 themes/*.theme $(DESTDIR)$(PREFIX)/share/danescope/themes
	for mo in $(patsubst build/%,%,$(CATALOGUES)); do \
		install -D -m 644 build/$$mo $(DESTDIR)$(PREFIX)/share/$$mo || exit 1; done

clean:
	rm -rf build danescope compile_commands.json
