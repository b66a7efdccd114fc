# What people and machines do with p2psh. `make` alone lists it.

SHELL := /bin/bash
PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
JOBS ?= $(shell nproc)

# What the build needs beside the Swift toolchain. Debian and Ubuntu call it by the same names.
PACKAGES := libedit-dev libexpat1-dev libsodium-dev libsqlite3-dev pkg-config
# What judges the program from outside: the tests that need one say so and are skipped where it is missing.
JUDGES := curl openssl tshark iproute2 python3-jsonschema python3-venv mandoc groff man-db bash zsh fish
# Judges that no package is installed for: one is known to PyPI alone, and the package of the other would make this machine
# announce itself on its links.
WSDISCOVER := .build/judges/python/bin/wsdiscover
WSDD := .build/judges/wsdd/usr/sbin/wsdd
# Only root may install; everybody else asks.
SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

# The C++ library of Swift's runtime, and those that hold only code for what most runs never do, are linked into the
# release program as Swift's own is: to load one costs some tenths of a millisecond at every start. The folder holds
# nothing but their archives, so the linker takes them before the shared libraries. pkg-config leads it there first, and
# to the system's folder for whatever has no archive; a build without this file takes shared libraries.
STATIC := $(CURDIR)/.build/static
ARCHIVES := $(addprefix $(STATIC)/,libstdc++.a libsodium.a libexpat.a)
DESCRIPTIONS := $(addprefix $(STATIC)/,libedit.pc sqlite3.pc libsodium.pc expat.pc)
RELEASE := -c release --static-swift-stdlib -Xlinker -L$(STATIC) -j $(JOBS)
BUILD_RELEASE = PKG_CONFIG_PATH="$(STATIC):$$PKG_CONFIG_PATH" $(SWIFT) build $(RELEASE)
RELEASE_BIN = $(shell $(SWIFT) build $(RELEASE) --show-bin-path)
PAGES = $(wildcard man/*.1)
DEBUG_BIN = $(shell $(SWIFT) build --show-bin-path)

.PHONY: help deps judges build demo test hosts scale install uninstall generate docs lint clean

help:
	@echo "make demo       build p2psh and watch names being found in a private cloud"
	@echo "make test       run all tests"
	@echo "make hosts      try the program between several hosts (network namespaces; root)"
	@echo "make scale      check what holds in simulated clouds of many nodes"
	@echo "make build      build the release program"
	@echo "make install    install program, manual and completions below PREFIX ($(PREFIX))"
	@echo "make uninstall  remove them"
	@echo "make generate   write man/, completions/ and schema/ anew from the command tree"
	@echo "make docs       write the manual of the library (DocC) to .build/PeerToPeer.doccarchive"
	@echo "make lint       check format, imports of the cores and generated files"
	@echo "make deps       install missing Debian packages"
	@echo "make judges     install what some tests judge the program with ($(JUDGES))"
	@echo "make clean      remove what was built"

# $(call install,PACKAGES) installs only what is missing, and says what that is.
install = \
	missing=""; \
	for package in $(1); do \
	    dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	    echo "Installing missing packages:$$missing"; \
	    $(SUDO) apt-get update -qq && \
	    $(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing >/dev/null; \
	fi

deps:
	@$(call install,$(PACKAGES))
	@command -v $(SWIFT) >/dev/null || { echo "No Swift toolchain found: install Swift 6.2 or later." >&2; exit 1; }

judges:
	@$(call install,$(JUDGES))
	@[ -x $(WSDISCOVER) ] || { \
	    echo "Installing WSDiscovery below .build/judges" && \
	    python3 -m venv .build/judges/python && .build/judges/python/bin/pip install -q WSDiscovery==2.1.2; \
	}
	@[ -x $(WSDD) ] || { \
	    echo "Unpacking wsdd below .build/judges" && mkdir -p .build/judges && cd .build/judges && \
	    { apt-get download -qq wsdd 2>/dev/null || { $(SUDO) apt-get update -qq && apt-get download -qq wsdd; }; } && \
	    dpkg -x wsdd_*.deb wsdd && rm wsdd_*.deb; \
	}

build: deps $(ARCHIVES) $(DESCRIPTIONS)
	$(BUILD_RELEASE) --product p2psh

$(ARCHIVES): | deps
	@mkdir -p $(STATIC)
	@archive=$$(clang -print-file-name=$(notdir $@) 2>/dev/null); if [ -f "$$archive" ]; then ln -sf "$$archive" $@; fi

$(DESCRIPTIONS): | deps
	@mkdir -p $(STATIC)
	@name=$(basename $(notdir $@)); \
	printf 'Name: %s\nDescription: %s\nVersion: %s\nLibs: -L%s %s\nCflags: %s\n' \
	    $$name "as the release program links it" "$$(pkg-config --modversion $$name)" \
	    $(STATIC) "$$(pkg-config --libs $$name)" "$$(pkg-config --cflags $$name)" >$@

demo: build
	@Demo/run "$(RELEASE_BIN)/p2psh"

# Everything is built before anything is tested: the terminal tests start the program itself. People near each other need a
# link; the other tests do without.
test: deps
	$(SWIFT) build --build-tests -j $(JOBS)
	.ci/onelink $(SWIFT) test --skip-build --filter OneLink
	$(SWIFT) test --skip-build

# Several hosts as network namespaces, real packets between them; needs root and iproute2.
hosts: build
	@Tests/Hosts/run "$(RELEASE_BIN)/p2psh"

# What holds in clouds of many nodes, by simulation.
scale: deps $(ARCHIVES) $(DESCRIPTIONS)
	$(BUILD_RELEASE) --product p2psim
	@.ci/scale "$(RELEASE_BIN)/p2psim"

install: build
	install -D -m 755 "$(RELEASE_BIN)/p2psh" "$(DESTDIR)$(PREFIX)/bin/p2psh"
	install -d "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -m 644 $(PAGES) "$(DESTDIR)$(PREFIX)/share/man/man1"
	install -D -m 644 completions/p2psh.bash "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/p2psh"
	install -D -m 644 completions/_p2psh "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_p2psh"
	install -D -m 644 completions/p2psh.fish "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/p2psh.fish"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/p2psh" \
	    $(PAGES:man/%="$(DESTDIR)$(PREFIX)/share/man/man1/%") \
	    "$(DESTDIR)$(PREFIX)/share/bash-completion/completions/p2psh" \
	    "$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_p2psh" \
	    "$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/p2psh.fish"

# Each document is printed by the program that has it.
generate: deps
	$(SWIFT) build -j $(JOBS) --product p2psh
	rm -f man/*.1
	for path in $$("$(DEBUG_BIN)/p2psh" --generate list); do \
	    mkdir -p "$$(dirname $$path)" && "$(DEBUG_BIN)/p2psh" --generate $$path > $$path || exit 1; \
	done

# The manual of the library, from the comments and the catalogue; needs the products of `make test`.
docs:
	.ci/docs "$(DEBUG_BIN)" .build/PeerToPeer.doccarchive

lint:
	$(SWIFT) format lint --strict --recursive --parallel Package.swift Sources Tests Fuzz/Sources/*Fuzz
	.ci/purity
	.ci/sizes

clean:
	$(SWIFT) package clean
	rm -rf .build
