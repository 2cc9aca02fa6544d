# SPDX-License-Identifier: GPL-3.0-or-later
# Thin wrappers over meson, for who has just cloned this. PREFIX and DESTDIR are for `make install`.

BUILD := _build
PREFIX ?= /usr/local
PROGRAMS := src/cli/tessera src/cli/tessera-online src/window/tessera-gtk tests/provider/tessera-provider

.DEFAULT_GOAL := build
.PHONY: build run check sanitize mutants bench screenshots flatpak check-flatpak install clean

build:
	@.ci/need build
	@[ -f $(BUILD)/build.ninja ] || meson setup $(BUILD) --buildtype=release
	@ninja -C $(BUILD)
	@for program in $(PROGRAMS); do ln -sfn $$program $(BUILD)/; done

run: build
	@.ci/need run
	@[ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || .ci/need robot
	@tests/demo/run $(BUILD)

# A test that fails must not keep the count from being printed; the count decides the exit.
check: build
	@.ci/need run robot check flatpak
	@rm -f $(BUILD)/meson-logs/testlog.json
	@meson test -C $(BUILD) --no-rebuild --timeout-multiplier 3 --print-errorlogs || true
	@tests/count.py $(BUILD)/meson-logs/testlog.json

# With gcc and clang-14, as far as they are there.
sanitize:
	@.ci/need build run robot check sanitize
	@tests/compile/sanitize $(BUILD)

# MUTANTS='NAME…' for some of tests/mutants/list.
mutants:
	@.ci/need build run robot check
	@tests/mutants/run $(BUILD) $(MUTANTS)

bench: build
	@.ci/need run robot check
	@tests/bench/run $(BUILD)

flatpak:
	@.ci/need flatpak
	@flatpak/build $(BUILD)/flatpak
	@flatpak/install $(BUILD)/flatpak

check-flatpak: build
	@.ci/need run robot flatpak
	@tests/flatpak/run --long $(BUILD)

screenshots: build
	@.ci/need run robot
	@env -u DISPLAY -u WAYLAND_DISPLAY tests/session/with-session -- tests/window/screenshots $(BUILD) data/screenshots

install: build
	@meson configure $(BUILD) --prefix '$(abspath $(PREFIX))'
	@meson install -C $(BUILD) $(if $(DESTDIR),--destdir '$(abspath $(DESTDIR))')

clean:
	@rm -rf $(BUILD)
