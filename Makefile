# sftconv.  `make help` lists what this file can make.

CFLAGS  ?= -O3 -g
PREFIX  ?= /usr/local
VARIANT ?= release
SHARED  ?= ../shared

SANITIZED   := -fno-sanitize-recover=all -fno-omit-frame-pointer -DSANITIZED
FLAGS.asan  := -fsanitize=address,undefined $(SANITIZED)
FLAGS.tsan  := -fsanitize=thread $(SANITIZED)
FLAGS.fuzz  := -fsanitize=fuzzer-no-link,address,undefined \
               -fno-sanitize=pointer-overflow -O1 $(SANITIZED)
FLAGS.msan  := -fsanitize=memory -O1 $(SANITIZED)
FLAGS.cover := --coverage -fprofile-update=atomic -O0
FLAGS.clang := -Wcast-align -Wcast-qual -Wcomma -Wassign-enum \
               -Wconditional-uninitialized -Wunreachable-code

# What OpenSSF's guide asks of C programs, for all but the instrumented
# variants; of gcc's own, copies of a few hundred bytes without `rep movs`,
# which is slow to start (4 % of the time); and no tables for exceptions, which
# C has not (92 KB).  Those that compiler and linker have.
HARDEN := -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong \
          -fstack-clash-protection -fcf-protection=full -fPIE \
          -fno-delete-null-pointer-checks -fno-strict-overflow \
          -fno-strict-aliasing
FAST   := -mmemset-strategy=unrolled_loop:512:noalign,libcall:-1:noalign \
          -mmemcpy-strategy=unrolled_loop:512:noalign,libcall:-1:noalign
SMALL  := -fno-asynchronous-unwind-tables
LINK   := -pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed \
          -Wl,--no-copy-dt-needed-entries
compiles = $(CC) -O1 $(1) -Werror -x c -c -o /dev/null /dev/null 2>/dev/null
links    = echo 'int main(void) { return 0; }' | \
           $(CC) -fPIE $(1) -Wl,--fatal-warnings -x c -o /dev/null - 2>/dev/null
those_it = $(shell $(call $(1),$(2)) && echo '$(2)' || \
             for flag in $(2); do $(call $(1),$$flag) && echo $$flag; done)
ifeq ($(filter asan tsan msan fuzz cover,$(VARIANT)),)
FLAGS.$(VARIANT) := $(FLAGS.$(VARIANT)) \
                    $(call those_it,compiles,$(HARDEN) $(FAST) $(SMALL))
LDFLAGS          += $(call those_it,links,$(LINK))
endif

GCC_WARN := $(call those_it,compiles,-Wtrampolines)
WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes \
        -Wmissing-prototypes -Wwrite-strings -Wundef -Wredundant-decls \
        -Wdouble-promotion -Wformat=2 -Wimplicit-fallthrough $(GCC_WARN) -Werror

# Asked each time they are used: `make deps demo` changes the answers.
DEPS_CFLAGS = $(shell pkg-config --cflags libcjson libutf8proc 2>/dev/null)
DEPS_LIBS   = $(shell pkg-config --libs libcjson libutf8proc 2>/dev/null || \
                echo -lcjson -lutf8proc)
COMPILE     = $(CC) -std=c11 $(WARN) -Iinclude -Isrc -D_GNU_SOURCE -pthread \
              -ffile-prefix-map=$(CURDIR)=. \
              $(DEPS_CFLAGS) $(CPPFLAGS) $(CFLAGS) $(FLAGS.$(VARIANT))

# Says what is made in a word; V=1 shows the commands.
SAY = $(if $(V),,@printf '  %-5s %s\n' $(1) $@; )

# One folder a variant, side by side: nothing needs cleaning in between.
BUILD   := build/$(VARIANT)
PROGRAM := $(BUILD)/sftconv
LIBRARY := $(BUILD)/libsftconv.a
PARTS   := $(BUILD)/libcli.a

PROGRAM_SRC := $(wildcard src/cli/*.c)
LIBRARY_SRC := $(filter-out src/cli/%,$(wildcard src/*/*.c))
FUZZ_SRC    := $(filter-out %/replay.c,$(wildcard tests/fuzz/*.c))
PRELOAD_SRC := $(wildcard tests/faults/*.c)
TOOL_SRC    := $(wildcard tests/tools/*.c)
UNIT_SRC    := $(wildcard tests/unit/*_test.c)
SRC         := $(LIBRARY_SRC) $(PROGRAM_SRC) $(TOOL_SRC) $(UNIT_SRC) \
               $(wildcard tests/fuzz/*.c)
OBJ         := $(SRC:%.c=$(BUILD)/%.o)
TOOLS       := $(TOOL_SRC:tests/tools/%.c=$(BUILD)/%)
UNITS       := $(UNIT_SRC:tests/unit/%.c=$(BUILD)/tests/%)
TARGETS     := $(FUZZ_SRC:tests/fuzz/%.c=$(BUILD)/fuzz/%)
PRELOADS    := $(PRELOAD_SRC:tests/faults/%.c=$(BUILD)/%.so)
MANUAL      := $(wildcard src/cli/sftconv.1)

all: $(PROGRAM) build/compile_commands.json  ## the program, as ./sftconv (default)
ifeq ($(VARIANT),release)
all: sftconv
sftconv: $(PROGRAM)
	@ln -sf $< $@
endif

# `make deps all` installs first, also when make runs in parallel.
FIRST := $(filter deps,$(MAKECMDGOALS))

# Changes when the command does, and then everything is compiled anew.
$(BUILD)/command: FORCE | $(FIRST)
	@mkdir -p $(@D)
	@echo '$(COMPILE)' | cmp -s - $@ || echo '$(COMPILE)' >$@

$(OBJ): $(BUILD)/%.o: %.c $(BUILD)/command
	@mkdir -p $(@D)
	$(call SAY,cc)$(COMPILE) -MMD -MP -c -o $@ $<

# The chat templates become part of the program.
$(BUILD)/templates.c: src/template/embed.awk $(wildcard templates/*.jinja)
	@mkdir -p $(@D)
	$(call SAY,awk)LC_ALL=C awk -f $^ >$@
$(BUILD)/templates.o: $(BUILD)/templates.c $(BUILD)/command
	$(call SAY,cc)$(COMPILE) -c -o $@ $<

$(LIBRARY): $(LIBRARY_SRC:%.c=$(BUILD)/%.o) $(BUILD)/templates.o
$(PARTS): $(filter-out %/main.o,$(PROGRAM_SRC:%.c=$(BUILD)/%.o))
$(LIBRARY) $(PARTS): | $(FIRST)
	$(call SAY,ar)rm -f $@ && $(AR) rcs $@ $^

$(PROGRAM): $(BUILD)/src/cli/main.o $(PARTS) $(LIBRARY)
$(TOOLS): $(BUILD)/%: $(BUILD)/tests/tools/%.o $(LIBRARY)
$(UNITS): $(BUILD)/tests/%: $(BUILD)/tests/unit/%.o $(PARTS) $(LIBRARY)
$(TARGETS): $(BUILD)/fuzz/%: $(BUILD)/tests/fuzz/%.o $(PARTS) $(LIBRARY)
# Under the fuzzer its main calls the target, else one that replays files.
ifeq ($(VARIANT),fuzz)
$(TARGETS): LDLIBS += -fsanitize=fuzzer
else
$(TARGETS): $(BUILD)/tests/fuzz/replay.o
endif
$(PROGRAM) $(TOOLS) $(UNITS) $(TARGETS):
	@mkdir -p $(@D)
	$(call SAY,link)$(COMPILE) $(LDFLAGS) -o $@ $^ $(DEPS_LIBS) -lm $(LDLIBS)

# Libraries that tests put under the program.  Those bring no sanitizer, which
# has an allocator of its own; so there are none for builds with one.
$(PRELOADS): $(BUILD)/%.so: tests/faults/%.c $(BUILD)/command
	$(call SAY,link)$(CC) -std=c11 $(WARN) -D_GNU_SOURCE -O2 -fPIC -shared -o $@ $<

# For clang's tools, which do not know gcc's own flags.
build/compile_commands.json: $(SRC) $(BUILD)/command
	@for f in $(SRC); do printf ',{"directory":"%s","file":"%s",%s}\n' \
	    '$(CURDIR)' $$f '"command":"$(filter-out $(FAST) $(GCC_WARN),$(COMPILE)) -c '$$f'"'; done | \
	    sed '1s/,/[/; $$s/$$/]/' >$@

deps:                         ## install the libraries that it is built with
	@CC='$(CC)' .ci/deps

demo: all                     ## convert a few of the examples
	./sftconv examples/alpaca.jsonl --to openai
	./sftconv examples/sharegpt.jsonl --to bedrock
	cat examples/openai.jsonl | ./sftconv --to claude

tools: $(TOOLS)               ## the small programs that tests drive
units: $(UNITS)               ## the programs that test modules

# T=PART runs one part: T=unit, T=formats/sharegpt, T=cli/errors.  RUN= is put
# in front of the program: RUN='valgrind -q --error-exitcode=99'.
test: $(UNITS) $(if $(if $(T),$(filter-out unit%,$(T)),all),$(PROGRAM) $(TOOLS) $(TARGETS) $(if $(filter release,$(VARIANT)),$(PRELOADS)))  ## the tests; T=formats/alpaca: one part
	@BUILD='$(BUILD)' PROGRAM='$(PROGRAM)' SHARED='$(SHARED)' RUN='$(RUN)' \
	    CC='$(CC)' tests/run $(T)

test-long: export LONG := 1
test-long: test               ## the tests, with ten times the random input

golden: export GOLDEN := 1
golden: test                  ## the tests, taking what comes as expected

asan:                         ## the tests under AddressSanitizer and UBSan
	@$(MAKE) VARIANT=asan test

tsan:                         ## the tests under ThreadSanitizer
	@$(MAKE) VARIANT=tsan test

msan:                         ## the tests under MemorySanitizer, by clang
	@$(MAKE) VARIANT=msan CC=clang test

# Not what counts memory (scale), nor what converts a million things
# (differential, shared).
VALGRIND := valgrind -q --error-exitcode=99 --leak-check=full \
            --errors-for-leak-kinds=definite --show-leak-kinds=definite
valgrind:                     ## the tests under Valgrind; takes hours
	@$(MAKE) test RUN='$(VALGRIND)' \
	    T='$(or $(T),unit formats jinja fuzz cli faults readme)'

# With clang and its fuzzer.  A find is a file in build/fuzz/found; mended, it
# becomes one of tests/fuzz/found, which `make test T=fuzz` replays.
FUZZ_SECONDS ?= 60
fuzz:                         ## FUZZ_SECONDS of libFuzzer for each of its targets
	@echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | \
	    clang -x c - -fsanitize=fuzzer,address -o /dev/null 2>/dev/null || \
	    { echo 'fuzz: no clang with a fuzzer, skipped'; exit 0; }; \
	    $(MAKE) VARIANT=fuzz CC=clang targets && \
	    tests/fuzz/run build/fuzz $(FUZZ_SECONDS) $(T)

targets: $(TARGETS)

# Not the faults: programs that are killed, or cannot write or get memory, while
# they write down what they reached would damage the count.
COVERED ?= unit formats jinja cli scale readme
cover:                        ## the tests, and how much of src/ they reach
	@rm -rf build/cover
	@$(MAKE) VARIANT=cover T='$(COVERED)' test
	@tests/cover/table.py build/cover

# N faults, drawn by SEED.
mutation:                     ## put faults into src/: do the tests notice?
	@tests/mutation/run.py $(or $(N),200) $(or $(SEED),1) 2

# B=PART picks: B=json, B='render start'.
bench: all $(TOOLS)           ## speed and memory, beside cat, jq, Python, DuckDB
	@BUILD='$(BUILD)' SHARED='$(SHARED)' tests/bench/run $(B)

bench-readme: all $(TOOLS)    ## the same, as the table of README.md
	@mkdir -p build/bench
	@$(MAKE) -s bench >build/bench/table
	@awk 'FILENAME != "README.md" { table = table $$0 "\n"; next } \
	    /^```/ && inside { inside = 0; printf "%s", table } \
	    !inside { print } \
	    /^```bench/ { inside = 1 }' build/bench/table README.md \
	    >build/bench/README.md
	@cat build/bench/README.md >README.md

# Tools that are not there are named, and what they would check is not.
IF_THERE = command -v $(1) >/dev/null || { echo 'lint: no $(1), skipped'; exit 0; };
C_FILES  = $(wildcard src/*/*.[ch] include/*.h tests/*/*.[ch] examples/*.c)
SCRIPTS  = .ci/run .ci/deps tests/run tests/layers tests/analyze/run \
           tests/fuzz/run tests/fuzz/seeds \
           $(addprefix tests/bench/,run measure.sh peers.sh)

# One file a clang-tidy: with several, 14's va_list checker gets confused.
lint: build/compile_commands.json  ## floors, layout, clang's opinion, manual, scripts
	@tests/layers
	@$(call IF_THERE,clang-format) echo 'lint: clang-format'; \
	    clang-format --dry-run -Werror $(C_FILES)
	@$(call IF_THERE,clang) echo 'lint: clang'; \
	    $(MAKE) VARIANT=clang CC=clang objects
	@$(call IF_THERE,clang-tidy) echo 'lint: clang-tidy'; \
	    printf '%s\n' $(filter src/%,$(SRC)) | \
	    xargs -P 2 -n 1 clang-tidy -p build --quiet 2>/dev/null
	@$(call IF_THERE,mandoc) echo 'lint: manual'; \
	    $(if $(MANUAL),mandoc -T lint -W warning $(MANUAL))
	@$(call IF_THERE,shellcheck) echo 'lint: shellcheck'; \
	    shellcheck $(SCRIPTS)

objects: $(OBJ)

# T=gcc: one of them.  What they find and is none: tests/analyze/known.
analyze:                      ## static analysis: gcc's, cppcheck's, scan-build's
	@DEPS_CFLAGS='$(DEPS_CFLAGS)' tests/analyze/run $(T)

format:                       ## lay out the sources by .clang-format
	clang-format -i $(C_FILES)

# What `make install` puts there and `make uninstall` takes away.  The folder's
# name may hold blanks and quotes, for the shell and inside the .pc file.
INSTALLED := bin/sftconv lib/libsftconv.a lib/pkgconfig/sftconv.pc \
             include/sftconv.h $(if $(MANUAL),share/man/man1/sftconv.1)
blank   := $() $()
quoted   = '$(subst ','\'',$(1))'
here     = $(call quoted,$(DESTDIR)$(PREFIX)/$(1))
SPELLED  = $(subst ',\',$(subst $(blank),\ ,$(PREFIX)))

install: all                  ## to PREFIX (/usr/local), under DESTDIR
	@mkdir -p $(foreach folder,$(sort $(dir $(INSTALLED))),$(call here,$(folder)))
	install -m 755 $(PROGRAM) $(call here,bin/sftconv)
	install -m 644 $(LIBRARY) $(call here,lib/libsftconv.a)
	install -m 644 include/sftconv.h $(call here,include/sftconv.h)
	$(if $(MANUAL),install -m 644 $(MANUAL) $(call here,share/man/man1/sftconv.1))
	@printf '%s\n' 'Name: sftconv' \
	    'Description: converts fine-tuning data sets between formats' \
	    'Version: $(shell sed -n 's/.*SFT_VERSION "\(.*\)"/\1/p' include/sftconv.h)' \
	    $(call quoted,Cflags: -I$(SPELLED)/include) \
	    $(call quoted,Libs: -L$(SPELLED)/lib -lsftconv $(DEPS_LIBS) -lm -pthread) \
	    >$(call here,lib/pkgconfig/sftconv.pc)

uninstall:                    ## take away what install put there
	rm -f $(foreach file,$(INSTALLED),$(call here,$(file)))

clean:                        ## remove all that was made
	rm -rf build sftconv

help:                         ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' \
	    $(firstword $(MAKEFILE_LIST))

MAKEFLAGS += --no-print-directory
.PHONY: all deps demo tools units test test-long golden asan tsan msan \
        valgrind fuzz targets cover mutation bench bench-readme lint objects \
        analyze format install uninstall clean help FORCE
FORCE:

-include $(OBJ:.o=.d)
