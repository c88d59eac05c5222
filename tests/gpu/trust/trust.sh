#!/usr/bin/env bash
# What docs/trust.md and docs/results say of a GPU, measured anew.
#
#   OUT=folder ./trust.sh CHECKOUT
#
# PARTS   some of these (default: all of them; old where OLD is set)
#   build        PerfGate and the kernels
#   kinds        compute-sanitizer over every case of kernels/kinds that PerfGate launches
#   cost         what the state before each launch costs: an engine without it (before.patch) and this one, in turns
#   kernels      the measurement of this engine that cost leaves, where cost does not run
#   noise        the spread of kernels/noise in ten processes, $NOISES times
#   old          the same measurements by another version, whose checkout is $OLD; needs cost and noise
#   ncu          the single-kernel cases of kernels/noise and kernels against Nsight Compute, by themselves and, in
#                CUDA graphs (graphs.patch), at PerfGate's pace; needs noise and cost or kernels
#   rest         the same cases by an engine that lets the GPU rest before each sample (rest.patch), as Nsight Compute
#                does; needs ncu
#   adversarial  what becomes of the kernels of tests/adversarial
#   planted      compute-sanitizer finds the planted errors, each at its line
#   sanitize     compute-sanitizer over every case of kernels/noise and kernels
# PAIRS (3)    how often cost takes turns
# NOISES (3)   how often kernels/noise is measured
# Results go to $OUT: cost.json, kernels.json (the last measurement of this engine), noise-1.json ..., ncu.json.
set -uo pipefail
checkout=$(cd "${1:?usage: trust.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
parts=${PARTS:-build kinds cost noise old ncu rest adversarial planted sanitize}
pairs=${PAIRS:-3} noises=${NOISES:-3}
: "${OUT:?OUT names the folder that comes back}"
mkdir -p "$OUT"
out=$(cd "$OUT" && pwd)
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 PYTHONDONTWRITEBYTECODE=1
cd "$checkout" || exit 2
runner=$checkout/src/Runner/bin/Debug/net10.0/perfgate.dll
failed=0

wants() { [[ " $parts " == *" $1 "* ]]; }
# part NAME EXPECTED_EXIT COMMAND...: its output goes to NAME.log; the end of it is shown where the exit is another one.
part() {
  local name=$1 expected=$2 from=$SECONDS code=0
  shift 2
  "$@" >"$out/$name.log" 2>&1 || code=$?
  echo "== $name: exit $code (expected $expected), $((SECONDS - from)) s"
  [ "$code" = "$expected" ] && return
  failed=1
  grep -E ': error |: warning ' "$out/$name.log" | sort -u | head -12 | cut -c1-500
  tail -n 12 "$out/$name.log" | cut -c1-400
}
build() { dotnet build "$@" -v:m -tl:off -nologo -p:RunAnalyzers=false -p:PerfGateReference=none; }
sanitized() {
  part "$1" 0 build "$2" -t:PerfGateSanitize -p:PerfGateSanitizeAll=true
  grep -E 'memcheck|clean|ERROR|not needed|cases' "$out/$1.log" | sed 's/^ */   /' | cut -c1-150 | sort -u
}

if wants build; then
  part build 0 build kernels -t:PerfGateCompile
  nvidia-smi --query-gpu=name,uuid,driver_version --format=csv,noheader
fi

wants kinds && sanitized kinds kernels/kinds

# measure NAME RUNNER: the cases of kernels, ten runs; expected outputs are kept where the first one computed them.
measure() {
  part "$1" 0 dotnet "$2" run --kernels artifacts/perfgate/kernels.json kernels/*.bench.json --reference none \
    --baselines "$out/none" --output "$out/$1" --work "$out/work" --runs 10
}
if wants cost; then
  git diff --quiet || { echo "the checkout has changes; the engine of before.patch needs a clean one"; exit 2; }
  git worktree add -q --detach "$out/before" HEAD && git -C "$out/before" apply "$here/before.patch" || exit 2
  part before 0 build "$out/before/src/Runner"
  mkdir -p "$out/none"
  before=$out/before/src/Runner/bin/Debug/net10.0/perfgate.dll
  measure warm "$runner"
  for i in $(seq "$pairs"); do
    measure "before-$i" "$before"
    measure "now-$i" "$runner"
  done
  cp "$out/now-$pairs/measurement.json" "$out/kernels.json"
  cp "$out/before-$pairs/measurement.json" "$out/kernels-before.json"
  python3 - "$out" "$pairs" <<'PY'
import json
import pathlib
import sys

out, pairs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
read = lambda name: json.load(open(out / name / "measurement.json"))
seconds = [{"before": read(f"before-{i}")["wallSeconds"], "now": read(f"now-{i}")["wallSeconds"]}
           for i in range(1, pairs + 1)]
cases = sum(c["role"] == "case" for c in read("now-1")["cases"])
for pair in seconds:
    print(f"   before {pair['before']:.1f} s, now {pair['now']:.1f} s: {100 * (pair['now'] / pair['before'] - 1):+.1f} %")
json.dump({"about": f"Seconds (wallSeconds): the {cases} cases of kernels, ten runs, expected outputs at hand. The two "
                    "engines took turns on one machine", "gpu": read("now-1")["environment"]["gpu"]["name"],
           "pairs": seconds}, open(out / "cost.json", "w"))
PY
  git worktree remove --force "$out/before"
  rm -rf "$out/work"
  python3 tests/gpu/spread.py "$out/kernels.json" 0.3
fi

if wants kernels; then
  mkdir -p "$out/none"
  measure now "$runner"
  cp "$out/now/measurement.json" "$out/kernels.json"
fi

if wants noise; then
  part noise-compile 0 build kernels/noise -t:PerfGateCompile
  for i in $(seq "$noises"); do
    part "noise-$i" 0 build kernels/noise -t:PerfGateMeasure -p:PerfGateRuns=10
    cp kernels/noise/obj/artifacts/measurement.json "$out/noise-$i.json"
    python3 tests/gpu/spread.py "$out/noise-$i.json" 0.4
  done
fi

if wants old && [ -n "${OLD:-}" ]; then
  old() {
    part "old-$1" 0 build "$OLD/$2" '-t:PerfGateCompile;PerfGateMeasure' -p:PerfGateRuns=10
    cp "$OLD/$3/measurement.json" "$out/old-$1.json"
  }
  old noise kernels/noise kernels/noise/obj/artifacts
  old kernels kernels artifacts/perfgate
  python3 "$here/changes.py" "$out/old-noise.json" "$out/noise-1.json" "$out/old-kernels.json" "$out/kernels.json"
fi

if wants ncu; then
  rm -f "$out/ncu.json"
  git worktree add -q --detach "$out/graphs" HEAD && git -C "$out/graphs" apply "$here/graphs.patch" || exit 2
  part graphs-build 0 build "$out/graphs/src/Runner"
  graphs=$out/graphs/src/Runner/bin/Debug/net10.0/perfgate.dll canaries=(src/Tasks/build/canaries/*.bench.json)
  python3 "$here/ncu.py" kernels/noise/obj/artifacts/kernels.json "$graphs" "$out/ncu.json" "$out/noise-1.json" \
    kernels/noise/*.bench.json "${canaries[@]}" || failed=1
  python3 "$here/ncu.py" artifacts/perfgate/kernels.json "$graphs" "$out/ncu.json" "$out/kernels.json" \
    kernels/*.bench.json "${canaries[@]}" || failed=1
  git worktree remove --force "$out/graphs"
  rm -rf "$out/inputs"
fi

if wants rest; then
  git worktree add -q --detach "$out/resting" HEAD && git -C "$out/resting" apply "$here/rest.patch" || exit 2
  part rest-build 0 build "$out/resting/src/Runner"
  mkdir -p "$out/none"
  # rest NAME KERNELS_JSON MANIFEST...: three runs.
  rest() {
    part "$1" 0 dotnet "$out/resting/src/Runner/bin/Debug/net10.0/perfgate.dll" run --kernels "$2" "${@:3}" \
      --reference none --baselines "$out/none" --output "$out/$1" --work "$out/work" --runs 3
  }
  rest rest-kernels artifacts/perfgate/kernels.json kernels/*.bench.json
  rest rest-noise kernels/noise/obj/artifacts/kernels.json kernels/noise/*.bench.json
  python3 "$here/rest.py" "$out/ncu.json" "$out/rest-kernels/measurement.json" "$out/rest-noise/measurement.json" ||
    failed=1
  cp "$out/rest-kernels/measurement.json" "$out/kernels-rest.json"
  git worktree remove --force "$out/resting"
  rm -rf "$out/work"
fi

if wants adversarial; then
  part adversarial 0 build tests/adversarial '-t:PerfGateCompile;PerfGateMeasure'
  cp tests/adversarial/obj/artifacts/measurement.json "$out/adversarial.json"
  python3 tests/gpu/spread.py "$out/adversarial.json" 100 | cut -c1-220
fi

if wants planted; then
  part planted 1 build tests/adversarial/sanitize -t:PerfGateSanitize
  grep -oE 'planted.cu\([0-9]+\): error PG2020: [^:]*: [a-z]* found' "$out/planted.log" | sort -u | sed 's/^/   /'
fi

if wants sanitize; then
  sanitized noise-sanitize kernels/noise
  sanitized sanitize kernels
fi

echo "== all: $SECONDS s; $([ "$failed" = 0 ] && echo ok || echo SOMETHING FAILED)"
exit "$failed"
