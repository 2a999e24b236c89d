# SPDX-License-Identifier: Apache-2.0
# The front door. meson and ninja do the work; these are the few goals a person needs (INTERFACES §1).
BUILD   ?= build
DATA    ?= var
LISTEN  ?= 127.0.0.1:8080
PREFIX  ?= /usr/local
SECONDS ?= 60
NINJA    = ninja -C $(BUILD)

all: $(BUILD)/build.ninja
	@$(NINJA) src/cli/canhgiac src/cli/canhgiac-image
	@ln -sf src/cli/canhgiac $(BUILD)/canhgiac

$(BUILD)/build.ninja: meson.build
	@tools/packages.sh build
	meson setup $(BUILD) -Dtests=false $(MESONFLAGS)

run: all
	@test -e $(DATA)/canhgiac.db || $(BUILD)/canhgiac init --data $(DATA) --demo can-tho-2024
	@exec $(BUILD)/canhgiac serve --data $(DATA) --listen $(LISTEN)

wasm: $(BUILD)/build.ninja
	@$(NINJA) src/wasm/canhgiac.wasm src/wasm/canhgiac-simd.wasm src/wasm/canhgiac.pack
	@cd $(BUILD)/src && for f in wasm/canhgiac.wasm wasm/canhgiac-simd.wasm wasm/canhgiac.pack; do echo "$(BUILD)/src/$$f: $$(wc -c < $$f) bytes, $$(brotli -q 11 -c $$f | wc -c) as brotli"; done

test:
	@tools/packages.sh build test
	@tools/test.sh

lint:
	@tools/packages.sh build test
	@tools/lint.sh

fuzz:
	@tools/packages.sh build test
	@tools/fuzz.sh $(SECONDS)

bench:
	@tools/packages.sh build test bench
	@tools/bench.sh

install: all
	meson install -C $(BUILD) --destdir "$(DESTDIR)"

deb:
	@tools/packages.sh build deb
	@deploy/deb.sh

clean:
	rm -rf build build-*

.PHONY: all run wasm test lint fuzz bench install deb clean
