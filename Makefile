# SPDX-License-Identifier: GPL-3.0-or-later
# Thin wrappers over meson, for who has just cloned this. BUILD=DIR builds in another directory,
# PREFIX=DIR (when building) is where it is to be installed, DESTDIR=DIR (when installing) is put before that.

BUILD := _build
PROGRAMS := src/cli/tessera src/cli/tessera-online src/window/tessera-gtk tests/provider/tessera-provider

.DEFAULT_GOAL := build
.PHONY: build run check sanitize mutants bench screenshots pictures flatpak check-flatpak install uninstall clean check-newer check-debian13

# What is missing is asked for at once: a target's GROUPS are those of the build that it needs, too.
GROUPS := build
build:
	@.ci/need $(GROUPS)
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) --buildtype=release
	@$(if $(PREFIX),meson configure $(BUILD) --prefix '$(abspath $(PREFIX))')
	@ninja -C $(BUILD)
	@for program in $(PROGRAMS); do ln -sfn $$program $(BUILD)/; done

run: GROUPS += run $(if $(DISPLAY)$(WAYLAND_DISPLAY),,robot)
run: build
	@tests/demo/run $(BUILD)

# A test that fails must not keep the count from being printed; the count decides the exit.
check: GROUPS += run robot check flatpak
check: build
	@rm -f $(BUILD)/meson-logs/testlog.json
	@meson test -C $(BUILD) --no-rebuild --timeout-multiplier 3 --print-errorlogs || true
	@tests/count.py $(BUILD)/meson-logs/testlog.json

# With gcc and clang, as far as they are there.
sanitize:
	@.ci/need build run robot check sanitize
	@tests/compile/sanitize $(BUILD)

# MUTANTS='NAME…' for some of tests/mutants/list.
mutants:
	@.ci/need build run robot check
	@tests/mutants/run $(BUILD) $(MUTANTS)

bench: GROUPS += run robot check
bench: build
	@tests/bench/run $(BUILD)

flatpak:
	@.ci/need flatpak
	@flatpak/build $(BUILD)/flatpak
	@flatpak/install $(BUILD)/flatpak

check-flatpak: GROUPS += run robot flatpak
check-flatpak: build
	@tests/flatpak/run --long $(BUILD)

# Only that part of `make check`: the rooms and the window with the libraries of the GNOME runtime's stand-in.
check-newer: GROUPS += run robot check flatpak
check-newer: build
	@meson test -C $(BUILD) --no-rebuild --suite newer --timeout-multiplier 3 --print-errorlogs

# On a fresh Debian 13, whatever this machine is; as root. .ci/debian says how, and tries other suites.
check-debian13:
	@.ci/need debian
	@.ci/debian trixie

screenshots: GROUPS += run robot
screenshots: build
	@env -u DISPLAY -u WAYLAND_DISPLAY tests/session/with-session -- tests/window/screenshots $(BUILD) data/screenshots

# A picture of all that can be seen, in each look and language (tests/window/looks.h), in DIR.
pictures: DIR := $(BUILD)/pictures
pictures: GROUPS += run robot check
pictures: build
	@mkdir -p '$(DIR)'
	@TESSERA_PICTURES='$(abspath $(DIR))' meson test -C $(BUILD) --no-rebuild --suite pictures --timeout-multiplier 3

# These two build nothing: they may run as root, and the checkout is not root's.
install:
	@DESTDIR='$(if $(DESTDIR),$(abspath $(DESTDIR)))' .ci/install $(BUILD) $(if $(PREFIX),'$(abspath $(PREFIX))')

uninstall:
	@DESTDIR='$(if $(DESTDIR),$(abspath $(DESTDIR)))' .ci/install --remove $(BUILD)

clean:
	@rm -rf $(BUILD)
