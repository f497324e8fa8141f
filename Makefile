# Everything a developer runs. `make` lists the targets.
# There is one build for everything (docs/decisions/0004): demo, tests and measurements use the same programs.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

SWIFT ?= swift
# -enable-testing: `@testable import` needs it in a release build.
BUILD_FLAGS := -c release -Xswiftc -enable-testing
BIN := .build/release
PAYABLES := $(BIN)/payables
PYTHON := .venv/test/bin/python
DEMO ?= demo
# Where `make accuracy` finds NAME.pdf with NAME.truth.json, and the master data for it.
CORPUS ?= fixtures/documents
MASTER ?= fixtures/master
MUTANTS ?= 300
KILLS ?= 10
# Documents that `make accuracy-page` makes of each sort.
N ?= 300

.PHONY: help demo build test test-spine check lint format record golden accuracy accuracy-gate record-accuracy accuracy-page bench bench-timers fixtures train \
	schemas links validate outcomes kill-resume serve-check surroundings hostile memory-check split-check simulate demo-server chaos chaos-quick bench-queue install-deps clean venv swift-test \
	mail-check mail-house-check mail-chaos mail-chaos-quick mail-mutants bench-mail

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: install-deps build ## Install what is missing, build, and run the fixture documents: the report is demo/report.html
	@scripts/demo.sh $(PAYABLES) $(DEMO)

build: ## Build the program and the tests
	$(SWIFT) build $(BUILD_FLAGS) --build-tests --explicit-target-dependency-import-check error

test: install-deps ## Everything that must hold: schemas, format, tests, demo, accuracy, kill and resume, mail, hostile files
	@$(MAKE) schemas links lint build swift-test
	@scripts/demo.sh $(PAYABLES) $(DEMO)
	@$(MAKE) validate outcomes accuracy-gate kill-resume serve-check
	@# Postfix only starts as root.
	@if [[ $$(id -u) == 0 ]]; then $(MAKE) mail-check; else echo "make test: mail-check is left out, as it needs root." >&2; fi
	@$(MAKE) mail-chaos-quick surroundings hostile
	@echo
	@grep -h 'Test run with' .build/swift-test.log
	@echo "make test: OK."

check: test ## What CI runs (.ci/run)

test-spine: ## Quick: only the tests of targets without a C library
	$(SWIFT) build $(BUILD_FLAGS) --build-tests
	$(SWIFT) test $(BUILD_FLAGS) --skip-build --disable-xctest --filter \
		'^(InvoicingTests|ExtractorsTests|ValidationTests|PipelineTests|OrchestratorTests|ReportsTests|AccuracyTests)\.'

# Ends with Swift's own last line, 'Test run with N tests passed', which `make test` prints again at its end.
# In three runs: what reckons for minutes would leave the tests of servers without a processor for as long.
MAIL_SERVERS := ^(IMAPTests|MIMETests|DKIMTests)\.
MAIL_PURE := ^(CorrespondenceTests|MailroomTests)\.

swift-test: build
	@tmp=$$(mktemp -d "$${TMPDIR:-/tmp}/payables-test.XXXXXX"); trap 'rm -rf "$$tmp"' EXIT; \
	: > .build/swift-test.log; \
	for part in --skip\ '$(MAIL_SERVERS)|$(MAIL_PURE)' --filter\ '$(MAIL_SERVERS)' --filter\ '$(MAIL_PURE)'; do \
		TMPDIR="$$tmp" $(SWIFT) test $(BUILD_FLAGS) --skip-build --disable-xctest $${part%% *} "$${part#* }" 2>&1 \
			| tee -a .build/swift-test.log; \
	done
	@test "$$(grep -c 'Test run with .* passed' .build/swift-test.log)" = 3 \
		|| { echo "make swift-test: a test run is missing." >&2; exit 1; }

lint: ## Check the format of the sources
	$(SWIFT) format lint --strict -r Sources Tests Package.swift

format: ## Bring the sources to the format
	$(SWIFT) format -i -r Sources Tests Package.swift

record: build ## Write the snapshots of the tests anew (fails on purpose: look at the change, then commit it)
	RECORD=1 $(SWIFT) test $(BUILD_FLAGS) --skip-build --disable-xctest

golden: record ## The same as record

# Seeds of the simulation beyond those of `make test`, and the first of them.
SEEDS ?= 20000
FIRST ?= 1

simulate: build ## The engine under simulated faults: make simulate SEEDS=20000; a seed that failed: FIRST=n SEEDS=1
	PAYABLES_SEEDS=$(SEEDS) PAYABLES_FIRST_SEED=$(FIRST) $(SWIFT) test $(BUILD_FLAGS) --skip-build --disable-xctest \
		--filter '^OrchestratorTests.SimulationTests'

schemas: venv ## Check schemas/: JSON Schema 2020-12, labels, references
	@$(PYTHON) schemas/check.py

links: ## Check the links of all Markdown files, and the list of decisions
	@scripts/check-links.py

validate: venv ## Validate the results of the last demo against schemas/
	@$(PYTHON) -m unittest -q scripts/test_validate_results.py
	@$(PYTHON) scripts/validate-results.py $(DEMO)

outcomes: ## Hold what became of the last demo's documents against what should have; nothing may be booked wrongly
	@scripts/outcomes.py fixtures/documents $(DEMO)

accuracy: build ## Score a corpus with known truth: make accuracy CORPUS=folder [MASTER=folder]
	@out=$$(mktemp -d "$${TMPDIR:-/tmp}/payables-accuracy.XXXXXX"); trap 'rm -rf "$$out"' EXIT; status=0; \
	$(PAYABLES) batch "$(CORPUS)" --out "$$out" $(if $(MASTER),--master "$(MASTER)") || status=$$?; \
	case $$status in 0 | 2 | 3 | 4) ;; *) echo "make accuracy: payables batch ended with $$status" >&2; exit 1 ;; esac; \
	$(PAYABLES) accuracy --truth "$(CORPUS)" --pred "$$out"; \
	$(PAYABLES) accuracy --truth "$(CORPUS)" --pred "$$out" --by layout

accuracy-page: build ## Write docs/accuracy.md from layouts the models have not seen: make accuracy-page [CORPUS=folder] [N=300]
	@scripts/accuracy_page.py $(PAYABLES) --count $(N) $(if $(filter-out fixtures/documents,$(CORPUS)),--corpus "$(CORPUS)")

accuracy-gate: ## Hold the last demo against the committed figures, fixtures/accuracy.json
	@$(PAYABLES) accuracy --truth fixtures/documents --pred $(DEMO) --gate fixtures/accuracy.json

record-accuracy: ## Write the figures of the last demo to fixtures/accuracy.json (fails on purpose: look, then commit)
	@$(PAYABLES) accuracy --truth fixtures/documents --pred $(DEMO) --gate fixtures/accuracy.json --record

kill-resume: ## Kill a batch ten times at random moments and go on: the same results, every booking once
	@scripts/kill-resume.sh $(PAYABLES) $(KILLS)

serve-check: ## The fixtures as cases in a real database, through kill -9: the same results, every booking once
	@scripts/serve-check.py $(PAYABLES) $(DEMO)

surroundings: ## Ctrl-C and resume, an ordinary user, a kernel without landlock: the same results each time
	@scripts/surroundings.sh $(PAYABLES)

hostile: ## Broken and malicious files: make hostile MUTANTS=2000 for the full figure
	@scripts/hostile.sh $(PAYABLES) $(MUTANTS)

memory-check: build ## What one correction is worth on other documents, that it can be undone, that it harms nobody else
	@scripts/venv.sh .venv/generator fixtures/generator/requirements.txt
	@scripts/memory-check.py $(PAYABLES) .venv/generator/bin/python

# Where `make split-check` finds whole documents, beside those that it makes; files it joins, and joins of scans.
WHOLE ?= fixtures/documents
SCANS ?= 30
STREAMS ?= 200

split-check: build ## How well files of several invoices are taken apart: make split-check [WHOLE="folder ..."] [STREAMS=200]
	@scripts/venv.sh .venv/generator fixtures/generator/requirements.txt
	@scripts/split-check.py $(PAYABLES) .venv/generator/bin/python --count $(STREAMS) --scans $(SCANS) \
		$(foreach folder,$(WHOLE),--whole "$(folder)")

train: build ## Train the models that weigh candidates (schemas/scoring.json): make train [CORPUS=folder of real documents]
	@scripts/train/run.sh $(PAYABLES) $(if $(filter-out fixtures/documents,$(CORPUS)),"$(CORPUS)")

demo-server: install-deps build ## One invoice through reminders, escalation, approval, booking and report, on a real database
	@scripts/demo-server.py $(PAYABLES) demo-server

# Cases that `make chaos` carries through kills, restarts and full disks.
CASES ?= 2000

chaos: build ## Workers killed, servers restarted, disks full: nothing lost, nothing booked twice: make chaos CASES=2000
	@scripts/chaos.py $(PAYABLES) --cases $(CASES)

chaos-quick: build ## The same with 60 cases, under two minutes
	@scripts/chaos.py $(PAYABLES) --cases 60 --rate 3 --lease 3

mail-check: ## Invoices by mail, approved by mail, booked, between real mail servers; and what attackers try (as root)
	@scripts/mail-check.py $(PAYABLES)

mail-house-check: ## Whether the mail servers of the tests do what mail servers do, and are gone afterwards
	@scripts/mail-house-check.py

# Mails that `make mail-chaos` brings, and damaged mails of `make mail-mutants`.
MAILS ?= 2000
MAIL_MUTANTS ?= 100000

mail-chaos: build ## Readers of mailboxes killed, mail server and database restarted: no mail lost, none twice: make mail-chaos MAILS=2000
	@scripts/mail-chaos.py $(PAYABLES) --mails $(MAILS)

mail-chaos-quick: ## The same with 120 mails, less than two minutes
	@scripts/mail-chaos.py $(PAYABLES) --quick

mail-mutants: build ## Mails bent at random are taken apart within the limits: make mail-mutants MAIL_MUTANTS=100000
	PAYABLES_MAIL_MUTANTS=$(MAIL_MUTANTS) $(SWIFT) test $(BUILD_FLAGS) --skip-build --disable-xctest --filter '^MIMETests.MutantTests'

bench-mail: build ## How fast mails become cases, and what a look at a mailbox without news costs
	@Benchmarks/mail.py $(PAYABLES)

bench-queue: build ## The queue beside pgbench on the same server: batch, single, whole cases, waits, a flood, a held snapshot
	@Benchmarks/bench-queue.py $(PAYABLES)

bench: install-deps build ## Speed and memory beside the plain tools: FULL=1 for 5,000 documents
	@Benchmarks/run.sh $(PAYABLES)

bench-timers: install-deps build ## Whether a million waiting timers slow the tick, beside pgbench on the same server
	@Benchmarks/timers.py --payables $(PAYABLES)

fixtures: ## Make the fixture documents anew; the same seed gives the same bytes
	@scripts/venv.sh .venv/generator fixtures/generator/requirements.txt
	.venv/generator/bin/python fixtures/generator/make.py --seed 20260101 --committed
	.venv/generator/bin/python fixtures/generator/check.py

install-deps: ## Install the Debian packages of scripts/packages.txt that are missing
	@scripts/install-packages.sh

venv:
	@scripts/venv.sh .venv/test scripts/requirements-test.txt

clean: ## Remove everything that was built or made
	rm -rf .build .venv $(DEMO) demo-server
