# The commands of this project. `make` alone lists them.
.DEFAULT_GOAL := help
.PHONY: help setup install run test sweep fuzz faults hall lint bench lock pictures proof deb image usb windows test-install

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 16

setup: ## install what is missing: Debian packages and .venv
	@tools/setup

install: ## the same for a town hall: without what only the demo and the tests need
	@tools/setup office

run: setup ## start the whole demo: prefill, counter, lobby, virtual card, virtual printer (Ctrl-C stops it)
	@exec .venv/bin/python -m tools.run

# A container may forbid Python to keep what it has compiled: each of the hundred programs that the tests start would
# compile the whole house anew.
test sweep: export PYTHONDONTWRITEBYTECODE =

# Three at a time on two cores: more than half of the time is waiting for printers, cards and browsers. In the order they come:
# tests/conftest.py spreads the browsers among those that only compute; xdist would leave them all to the end.
test: setup ## run every test: PostgreSQL, pcscd, printer and browser included; of wide matrices a part
	.venv/bin/pytest -n 3 --dist loadgroup --no-loadscope-reorder $(PYTEST_ARGS)

sweep: setup ## run the wide matrices whole: every language in every look on every screen (PYTEST_ARGS=--sweep-minutes=30)
	.venv/bin/pytest -n 3 --dist loadgroup --no-loadscope-reorder -m sweep --sweep $(PYTEST_ARGS)

fuzz: setup ## run the property tests with new examples, and search the readers of bytes by coverage (MINUTES=10)
	.venv/bin/python -m tests.fuzz $(or $(MINUTES),10)

faults: setup ## break desk, printer, database, card and clock under visits; writes docs/trust.md (VISITS=200 SEED=1)
	.venv/bin/pytest -n 0 -p no:randomly tests/faults/visits.py tests/faults/stores.py tests/faults/alone.py tests/faults/cards.py $(PYTEST_ARGS)

hall: setup ## a day of 400 people at eight windows, 200 desks for a minute, and a primary killed under load (10 minutes)
	.venv/bin/pytest -n 0 -s -p no:randomly tests/bench/day.py tests/bench/manydesks.py $(PYTEST_ARGS)

lint: setup ## ruff, mypy --strict (also for Windows), TypeScript and Biome over the scripts, and whether every text is translated
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy -p kiosk -p forms -p printing -p cardreader -p tools -p tests
	.venv/bin/mypy --platform win32 --no-warn-unreachable -p kiosk -p forms -p printing -p cardreader
	tools/lint-js
	tools/translate check

deb: setup ## build the Debian packages for this system into build/deb
	/usr/bin/python3 -m tools.deb

image: deb ## build the prefill site as an OCI image into build/image (needs root, mmdebstrap, buildah)
	tools/image

usb: deb ## a stick in build/usb: signed repository, keyring, one command, one leaflet (needs root, mmdebstrap, gpg)
	.venv/bin/python -m tools.usb $(USB_ARGS)

windows: setup ## a setup.exe in build/windows, made and tried here (needs nsis and wine64; PYTHON=….zip WINSW=….exe)
	.venv/bin/python -m tools.windows $(if $(PYTHON),--python $(PYTHON)) $(if $(WINSW),--winsw $(WINSW))
	.venv/bin/pytest -n 0 -p no:randomly tests/install/windows.py $(PYTEST_ARGS)

test-install: deb ## try them in a booted system without a network (needs root; RELEASE=trixie DEBS=folder for another)
	.venv/bin/pytest -n 0 -p no:randomly tests/install/manifests.py tests/install/booted.py tests/install/pair.py tests/install/stick.py $(PYTEST_ARGS)

bench: setup ## measure speed and memory, as one table
	.venv/bin/python -m tests.bench

pictures: setup ## draw docs/pictures/ anew: every screen and some sheets, from a town hall of its own
	.venv/bin/python -m tests.pictures

proof: setup ## twenty screens in one language beside the Japanese, for a native reader to mark: build/proof (LANG=vi)
	.venv/bin/python -m tests.pictures.proof $(LANG)

lock: setup ## choose the newest allowed versions anew and write requirements.lock and requirements-office.lock
	@tools/lock
