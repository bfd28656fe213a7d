# Kartebridge: `make help` lists everything. Needs Python 3.11 or newer and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
DEMO := .demo

.DEFAULT_GOAL := help

.PHONY: help
help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort | expand -t 14

# Locked versions, hashes checked. --no-deps: the lock is whole, nothing else may be drawn in.
$(READY): requirements/core.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/core.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

# The FHIR server of the tests is from npm; without Node.js its tests skip and say so.
$(READY_DEV): requirements/dev.lock tests/fhir_server/package-lock.json $(READY)
	$(BIN)/python -m pip install --quiet --no-deps --require-hashes -r requirements/dev.lock
	@if command -v npm >/dev/null; then cd tests/fhir_server && npm ci --silent --no-audit --no-fund; fi
	@touch $@

.PHONY: setup
setup: $(READY) ## make .venv with the locked versions

.PHONY: demo
ifeq ($(ENGINE),vllm)
demo: vllm-environment ## run the whole gateway on loopback, send samples/ to it, show what came out (ENGINE=vllm: a tiny model)
	@mkdir -p build
	$(BIN)/python -m tests.vllm.site > build/demo-engine.toml
	$(BIN)/kartebridge demo --engine-settings build/demo-engine.toml --few
else ifneq ($(filter-out ocr,$(ENGINE)),)
demo:
	@echo "ENGINE=$(ENGINE) is not known: give ENGINE=ocr (built in, the default) or ENGINE=vllm (a tiny model)" >&2
	@exit 2
else
demo: $(READY)
	$(BIN)/kartebridge demo
endif

.PHONY: serve
serve: $(READY) ## the daemon, until told to stop (CONFIG=file, default conf/gateway.toml)
	$(BIN)/kartebridge serve --config $(or $(CONFIG),conf/gateway.toml)

.PHONY: test
test: $(READY_DEV) ## the test suite, under 6 minutes on 2 cores
	$(BIN)/python -m pytest -m "not slow and not vllm" -n 2 --dist loadfile $(ARGS)

.PHONY: test-all
test-all: $(READY_DEV) ## the slow campaigns too: killing the daemon, fuzzing
	$(BIN)/python -m pytest -m "slow and not vllm" --timeout 1800 $(ARGS)

# vLLM on the CPU, in an environment of its own (KARTEBRIDGE_VLLM_ENV, default .vllm): 3.5 GB, made once.
.PHONY: vllm-environment
vllm-environment: $(READY_DEV)
	$(BIN)/python -m tests.vllm.environment
	$(or $(KARTEBRIDGE_VLLM_ENV),.vllm)/bin/python -m tests.vllm.checkpoint
	$(or $(KARTEBRIDGE_VLLM_ENV),.vllm)/bin/python -m tests.vllm.taught

.PHONY: test-vllm
test-vllm: vllm-environment ## managed model servers with a real vLLM and a tiny random checkpoint
	$(BIN)/python -m pytest -m vllm --timeout 900 $(ARGS)

.PHONY: check
check: $(READY_DEV) ## ruff, mypy --strict, import directions, docs and settings agree
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m gateway.settings_text --check
	$(BIN)/python -m gateway.models.text --check
	$(BIN)/python -m tests.fhir_pages --check

.PHONY: docs
docs: $(READY_DEV) ## write conf/gateway.toml, docs/configuration.md, the table of docs/models.md, examples of docs/fhir/
	$(BIN)/python -m gateway.settings_text --write
	$(BIN)/python -m gateway.models.text --write
	$(BIN)/python -m tests.fhir_pages --write

.PHONY: bench
bench: $(READY_DEV) ## speeds beside the peers that are installed (DCMTK, Orthanc)
	$(BIN)/python -m bench

.PHONY: terms
terms: $(READY_DEV) ## coverage and precision of the terminology on benchmark names: docs/terminology.md
	$(BIN)/python -m bench.terms --write

.PHONY: benchmark
benchmark: $(READY_DEV) ## make samples/benchmark again from its layouts and seeds
	$(BIN)/python -m samples.benchmark.make

.PHONY: eval
eval: $(READY) ## how right the engine is on samples/benchmark: docs/accuracy.md, build/eval.html
	@mkdir -p build
	$(BIN)/kartebridge eval samples/benchmark --jobs 2 --markdown docs/accuracy.md --html build/eval.html --json build/eval.json

.PHONY: linker
linker: $(READY_DEV) ## train the network of inference.linking again (half an hour and more; an environment of its own, .linker)
	@mkdir -p build
	for split in build practice practice2 practice3 practice4 practice5 $(UNLINKED); do \
	  $(BIN)/python -m samples.generate --split $$split --per-family 9 --seed 77 --noise clean-pdf --out build/linking \
	    || exit 1; done
	$(BIN)/python -m samples.linking.pages build/linking.pkl build/linking
	test -x .linker/bin/python || (python3 -m venv .linker && .linker/bin/pip install -q torch==2.13.0 -e '.[linker]')
	.linker/bin/python -m samples.linking.train build/linking.pkl --out inference/linking/linker.onnx \
	  $(foreach split,$(UNLINKED),--held-out $(split))

# Layouts that the network was not trained on: what it says of them is what it says of a new one.
UNLINKED = practice6 practice7 practice8

.PHONY: calibrate
calibrate: $(READY_DEV) ## fit what confidence is worth, on layouts that the network has not seen and on first looks (long)
	@mkdir -p build
	for split in $(UNLINKED); do \
	  $(BIN)/python -m samples.generate --split $$split --per-family 1 --seed 31 --noise clean-pdf,scan --out build/calibration \
	    || exit 1; done
	$(BIN)/kartebridge calibrate build/calibration --jobs 2 \
	  $(foreach which,sixth seventh eighth,--first-look samples/first_look/$(which)-examiner.json) \
	  --out inference/confidence_ocr.json

.PHONY: lock
lock: ## solve the versions anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header -q --group build -o requirements/core.lock
	uv pip compile pyproject.toml --extra postgres --extra s3 --group dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements/dev.lock

.PHONY: clean
clean: ## remove what make made (not data/)
	rm -rf $(VENV) $(DEMO) .vllm .linker .bench build dist
