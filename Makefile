# The commands of the project. `make` alone prints them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory
.NOTPARALLEL:

# One kind of build for programs and tests: no C compiler needed, one cache.
export CGO_ENABLED := 0

ADDR ?= 127.0.0.1:8080
FUZZTIME ?= 30s

LINT := .tools/golangci-lint
HAVE_NPM := $(shell command -v npm)
HAVE_PG := $(firstword $(shell command -v postgres) $(wildcard /usr/lib/postgresql/*/bin/postgres))
HAVE_CHROMIUM := $(firstword $(foreach name,chromium chromium-browser google-chrome,$(shell command -v $(name))))
WEB_SOURCES := $(shell find web -type f -not -path 'web/node_modules/*' -not -path 'web/build/*' -not -path 'web/e2e/*' -not -name '*.go' 2>/dev/null)

# stage prints a header, so that a long log can be read.
stage = printf '\n=== %s ===\n' "$(1)"
# absent says in one line that a stage is not run, and why.
absent = printf 'NOT RUN: %s\n' "$(1)"

.PHONY: help setup web build run test check fmt lint gen golden web-test e2e pg fuzz soak soak-sample bench clean

help: ## Print this list
	@printf 'make TARGET\n\n'
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name text; do printf '  %-13s %s\n' "$$name" "$$text"; done

# --- making and running -------------------------------------------------------

setup: ## Install what tests need and this machine lacks: Chromium, Chinese fonts, PostgreSQL (apt), packages of the web app (npm)
	@.ci/setup
ifdef HAVE_NPM
	@$(MAKE) web/node_modules/.package-lock.json
else
	@echo 'setup: Node.js 20 or newer is missing; the web app will be neither built nor tested'
endif

web/node_modules/.package-lock.json: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/build/index.html: web/node_modules/.package-lock.json $(WEB_SOURCES)
	cd web && npm run build
	@touch $@

web: web/build/index.html ## Build the web app into web/build

build: web ## Build bin/qiju with the web app inside
	go build -trimpath -tags webbuilt -o bin/qiju ./cmd/qiju

run: ## Build, and serve the demo company on http://127.0.0.1:8080 (ADDR=…); its data lie in .qiju/demo
ifdef HAVE_NPM
	@$(MAKE) build
else
	@echo 'run: Node.js is missing, so the program is built without the web app'
	go build -trimpath -o bin/qiju ./cmd/qiju
endif
	@mkdir -p .qiju/demo
	@exec bin/qiju serve --demo --addr $(ADDR) --data .qiju/demo

clean: ## Remove what was built and the data of the demo
	rm -rf bin .tools .qiju web/build web/node_modules

# --- judging ------------------------------------------------------------------

test: ## Run everything: set-up, check, web, PostgreSQL, browser, short harnesses, and go test at the end
	@$(call stage,1/7 setup)
	@$(MAKE) setup
	@$(call stage,2/7 check: format · lint · generated files)
	@$(MAKE) check
	@$(call stage,3/7 web: lint · unit tests · build · size)
	@$(MAKE) web-test
	@$(call stage,4/7 tests on PostgreSQL)
	@$(MAKE) pg
	@$(call stage,5/7 the web app in a browser)
	@$(MAKE) e2e
	@$(call stage,6/7 short runs of the long harnesses)
	@$(MAKE) soak-sample
	@$(call stage,7/7 go test)
	@go test ./...

check: lint ## Judge format, lint and generated files; changes nothing
	go test ./internal/archtest ./internal/api

fmt: $(LINT) ## Format Go and TypeScript
	$(LINT) fmt
ifdef HAVE_NPM
	cd web && npm run format
endif

lint: $(LINT) ## Run the linter; formatting counts
	$(LINT) fmt --diff
	$(LINT) run

$(LINT): tools/go.mod tools/go.sum
	@echo 'building the linter once, which takes two minutes and more'
	cd tools && go build -o ../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

gen: ## Rewrite what is generated: the OpenAPI document and the ledger of dependencies
	QIJU_GOLDEN=1 go test ./internal/api ./internal/archtest

golden: ## Rewrite every golden file; review the difference like code
	QIJU_GOLDEN=1 go test ./...

web-test: ## Test the web app: lint, unit tests, build, size
ifdef HAVE_NPM
	@$(MAKE) web/node_modules/.package-lock.json
	cd web && npm run lint
	cd web && npm test
	@$(MAKE) web
	cd web && npm run size
	go test -tags webbuilt ./web
else
	@$(call absent,Node.js is missing)
endif

e2e: ## Walk through the web app in a browser, against a server of its own
ifndef HAVE_NPM
	@$(call absent,Node.js is missing)
else ifeq ($(HAVE_CHROMIUM),)
	@$(call absent,Chromium is missing)
else
	@$(MAKE) build
	cd web && npm run e2e
endif

pg: ## Run the tests of store, desk and API on a PostgreSQL of their own
ifeq ($(HAVE_PG),)
	@$(call absent,PostgreSQL is missing)
else
	go run ./internal/testkit/cmd/pg -- go test -count=1 ./internal/store/... ./internal/desk/... ./internal/api/...
endif

fuzz: ## Fuzz every target for 30 s (FUZZTIME=…)
	@grep -rE --include='*_test.go' -o '^func Fuzz[A-Za-z0-9_]*' internal cmd | while IFS=: read -r file name; do \
	    echo "$${name#func } in $${file%/*}"; \
	    go test -run '^$$' -fuzz "^$${name#func }\$$" -fuzztime $(FUZZTIME) "./$${file%/*}" </dev/null; \
	done

soak: ## Run the long harnesses at full length: crash, concurrency, fuzz, load
	go run ./internal/testkit/cmd/soak

soak-sample: ## Run a short sample of each long harness
	go run ./internal/testkit/cmd/soak -sample

bench: ## Measure speed and print the table
	go run ./internal/testkit/cmd/bench
