#!/usr/bin/env bash
# The scripts of this folder that one GPU is enough for, in one go: first, beside one another, those whose times decide
# nothing; then, one after the other, those that measure.
#
#   OUT=folder ./all.sh CHECKOUT
#
# CHECKOUT      a git repository; every step works in a clone of its commit
# LIMIT (1500)  seconds. A step that does not fit is cut off or left out, and the table at the end says so
# STEPS         these steps alone, the measuring ones in this order (default: all that have what they need)
# SOURCES       the folder of ../public/fetch.sh, for public and nvbench
#
# step         seconds  what it runs
# sanitize         520  trust.sh: planted errors, then compute-sanitizer over kernels/noise and kernels
# right            190  kinds.sh check: kernels/kinds are right and sanitized
# public           470  ../public/check.sh: public kernels are right; needs SOURCES
# library          110  what program, range, jax, triton and nvbench need; compiles nvbench where SOURCES has it
# cost             260  trust.sh: cost and spread of kernels, spread of kernels/noise
# ncu              480  trust.sh: agreement with Nsight Compute; needs cost
# rest               ?  trust.sh: the same agreement where PerfGate lets the GPU rest too; needs ncu. Not timed yet
# adversarial       30  trust.sh: cheating kernels
# aa               110  campaign.sh: three gates in which nothing changed
# kinds            200  kinds.sh measure: spread, a comment, 2 % slower; needs right
# program          130  observe.sh: a program with its own main()
# range            200  ranges.sh: an NVTX range
# jax              300  jax.sh; needs JAX
# nvbench          250  nvbench.sh; needs SOURCES
# triton           400  python.sh: a comment, 5 % slower, edits of no consequence
# Each step's results are in $OUT/STEP, and what it said in $OUT/STEP.txt.
set -uo pipefail
checkout=$(cd "${1:?usage: all.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${OUT:?OUT names the folder that comes back}"
mkdir -p "$OUT"
out=$(cd "$OUT" && pwd)
limit=${LIMIT:-1500} work=${WORK:-/tmp/gpu-all} sources=${SOURCES:-}
steps=${STEPS:-sanitize right public library cost ncu rest adversarial aa kinds program range jax nvbench triton}
mkdir -p "$work"
git -C "$checkout" rev-parse --verify --quiet HEAD >/dev/null ||
  { echo "all.sh: $checkout is no git repository; clone PerfGate, and name the clone" >&2; exit 2; }

wants() { [[ " $steps " == *" $1 "* ]]; }
# clone NAME: steps that say the same NAME share a clone.
clone() { [ -d "$work/$1" ] || git clone -q "$checkout" "$work/$1"; }
# limited COMMAND...: until the time is over.
limited() { timeout -k 10 "$((limit - SECONDS))" "$@"; }
# with PARTS SCRIPT ARGUMENTS...: a script of this folder. Observed commands share a folder of work.
with() { limited env "PARTS=$1" "WORK=$work/files" "$here/$2" "${@:3}"; }
kinds() {
  clone kinds && limited env "WORK=$work/kinds-files" "TOTAL=$((limit - SECONDS))" "$here/kinds.sh" "$work/kinds" "$1"
}
has_module() { python3 -c "import $1" 2>/dev/null; }
has_nvbench() { [ -n "$sources" ] && [ -d "$sources/NVIDIA/nvbench" ]; }
nvbench() {
  with "$1" observe/nvbench.sh "$work/observe" "$sources"/NVIDIA/nvbench "$sources"/fmtlib/fmt "$sources"/nlohmann/json
}

# What each step needs.
lacks() {
  case $1 in
  public) [ -n "$sources" ] || echo "SOURCES is not set" ;;
  nvbench) has_nvbench || echo "SOURCES has no NVIDIA/nvbench" ;;
  jax) has_module jax || echo "Python has no jax" ;;
  range | triton) has_module torch || echo "Python has no torch" ;;
  esac
}

step() {
  case $1 in
  sanitize) clone trust && with "build planted sanitize" trust/trust.sh "$work/trust" ;;
  right) kinds check ;;
  kinds) kinds measure ;;
  public) clone public && limited "$work/public/tests/public/check.sh" "$sources" ;;
  library)
    clone observe && with build observe/observe.sh "$work/observe" || return
    ! has_nvbench || nvbench library
    ;;
  cost) clone trust && PAIRS=2 NOISES=2 with "build cost noise" trust/trust.sh "$work/trust" ;;
  ncu | rest | adversarial) with "$1" trust/trust.sh "$work/trust" ;;
  aa) clone campaign && limited env GATES=3 KINDS=aa "$here/campaign.sh" "$work/campaign" 10 ;;
  program) with "c d" observe/observe.sh "$work/observe" ;;
  range) with "spread slower same" observe/ranges.sh "$work/observe" ;;
  jax) with "spread slower same" observe/jax.sh "$work/observe" ;;
  nvbench) nvbench "spread slower same" ;;
  triton) with "comment slower same" observe/python.sh "$work/observe" ;;
  *) echo "all.sh: there is no step $1" && return 2 ;;
  esac
}

# run STEP: notes what became of it.
run() {
  local name=$1 from=$SECONDS code=0 why said
  why=$(lacks "$name")
  [ "$((limit - SECONDS))" -ge 30 ] || why="the time is over"
  if [ -n "$why" ]; then
    said="left out: $why"
  else
    # Those of trust.sh read each other's results.
    case $name in ncu | rest | adversarial | cost) OUT=$out/trust ;; *) OUT=$out/$name ;; esac
    export OUT
    step "$name" >"$out/$name.txt" 2>&1 || code=$?
    case $code in 0) said=passed ;; 124 | 137) said="cut off" ;; *) said="failed, exit code $code" ;; esac
    sed "s/^/$name: /" "$out/$name.txt" | tail -n 60
  fi
  printf '%-12s %5s s  %s\n' "$name" "$((SECONDS - from))" "$said" >"$out/$name.step"
}

for name in sanitize right public library; do
  wants "$name" || continue
  # Locks of its own: nobody minds what else is on the GPU.
  mkdir -p "$work/locks/$name"
  PERFGATE_LOCKS=$work/locks/$name run "$name" &
done
wait
for name in $steps; do
  case $name in sanitize | right | public | library) ;; *) run "$name" ;; esac
done
echo "== steps on $(git -C "$checkout" rev-parse --short HEAD), $SECONDS s"
for name in $steps; do cat "$out/$name.step"; rm "$out/$name.step"; done | tee "$out/steps.txt"
! grep -qv ' passed$' "$out/steps.txt"
