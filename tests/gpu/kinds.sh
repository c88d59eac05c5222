#!/usr/bin/env bash
# kernels/kinds on a GPU. dotnet and nvcc are there already.
#     kinds.sh CHECKOUT check      (a) every case right, (b) compute-sanitizer; may run beside other jobs
#     kinds.sh CHECKOUT measure    (c) ten processes, (d) a comment: unchanged, (e) slowed by 2 %: found; needs quiet
#     kinds.sh CHECKOUT all        all of it (the default)
# Works in a copy, $WORK/repo (/tmp/kinds-work), which is a git repository of its own; a second call goes on there.
# A kind that does not compile or is wrong is named, taken out of the copy, and the others go on.
# Logs and results go to $OUT (/tmp/out); the summary is printed. No part begins or goes on after $TOTAL seconds (590).
# A measurement ends by itself, with the runs that it has, before its part is cut off.
checkout=$(cd "${1:?usage: kinds.sh CHECKOUT [check|measure|all]}" && pwd)
what=${2:-all}
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out}
work=${WORK:-/tmp/kinds-work}
repo=$work/repo
total=${TOTAL:-590}
mkdir -p "$out" "$work"
unset CI TF_BUILD JENKINS_URL GITHUB_BASE_REF
export PYTHONPATH=$here PYTHONDONTWRITEBYTECODE=1
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
flags=()
begun=$(date +%s)
elapsed() { echo $(($(date +%s) - begun)); }
say() { printf '%s\n' "$*" | tee -a "$out/kinds-summary.txt"; }

# build TREE ARGUMENTS...: dotnet build of a tree's kernels/kinds. Other trees than the repository use its programs.
build() {
    local tree=$1 own=()
    shift
    [ "$tree" = "$repo" ] || own=(-p:BuildProjectReferences=false
        "-p:PerfGateRunner=$repo/src/Runner/bin/Debug/net10.0/perfgate.dll"
        "-p:PerfGateTasksAssembly=$repo/src/Tasks/bin/Debug/net10.0/PerfGate.Tasks.dll")
    (cd "$tree" && exec timeout -k 10 "$limit" dotnet build kernels/kinds -p:PerfGateDevice=${DEVICE:-cuda} \
        "${own[@]}" "${flags[@]}" "$@")
}

# lasts SECONDS: how long a part may take: so long, or as long as there is time left.
lasts() {
    local most=$(($1 * ${SLOW:-1})) left=$((total - $(elapsed)))
    echo $((most < left ? most : left))
}

# budget SECONDS: for the runs of a part that may take so long. A minute is for the build, the device and the last run.
budget() {
    local runs=$(($(lasts "$1") - 60))
    echo $((runs > 10 ? runs : 10))
}

# part NAME SECONDS TREE ARGUMENTS...: a build with a limit; its output goes to a log. Errors and the end of a log are
# shown where it failed.
part() {
    local name=$1 limit=$2 from code
    shift 2
    from=$(date +%s); limit=$(lasts "$limit")
    [ "$limit" -lt 5 ] && { say "== $name: left out, the time is over"; return 1; }
    build "$@" > "$out/kinds-$name.log" 2>&1
    code=$?
    say "== $name: exit $code$([ $code = 124 ] && echo ' (LIMIT)'), $(($(date +%s) - from)) s, at $(elapsed) s"
    if [ $code -ne 0 ]; then
        grep -E ': (error|warning) ' "$out/kinds-$name.log" | sed 's/^ *//' | sort -u | head -25 | cut -c1-400 \
            | tee -a "$out/kinds-summary.txt"
        tail -6 "$out/kinds-$name.log" | cut -c1-300 | tee -a "$out/kinds-summary.txt"
    fi
    return $code
}

# CUB and cuBLAS, where the toolkit lacks them: from Python packages. What is found is added to nvcc's flags.
libraries() {
    local nvcc toolkit add=() site header library cub root sibling
    nvcc=$(command -v nvcc || ls /usr/local/cuda/bin/nvcc 2>/dev/null) || { say "there is no nvcc"; return; }
    toolkit=$(cd "$(dirname "$(readlink -f "$nvcc")")/.." && pwd)
    site=$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
    say "toolkit $toolkit, $("$nvcc" --version | tail -2 | head -1)"
    if ! find -L "$toolkit" -name cublas_v2.h 2>/dev/null | grep -q .; then
        header=$(find -L "$site/nvidia" -name cublas_v2.h 2>/dev/null | head -1)
        say "cublas_v2.h is not in the toolkit; found ${header:-nowhere}"
        [ -n "$header" ] && add+=("-I$(dirname "$header")")
    fi
    library=$(find -L "$toolkit" -name libcublas.so 2>/dev/null | grep -v stubs | head -1)
    if [ -z "$library" ]; then
        library=$(find -L "$toolkit" "$site/nvidia" -name 'libcublas.so*' 2>/dev/null | grep -v stubs | sort | head -1)
        say "libcublas.so is not in the toolkit; found ${library:-nowhere}"
        [ -n "$library" ] && mkdir -p "$work/lib" && ln -sf "$library" "$work/lib/libcublas.so" && add+=("-L$work/lib")
    fi
    [ -n "$library" ] && say "cuBLAS: $(readlink -f "$library")" \
        && export LD_LIBRARY_PATH=$(dirname "$library"):${LD_LIBRARY_PATH:-}
    if ! find -L "$toolkit" -name device_radix_sort.cuh 2>/dev/null | grep -q .; then
        cub=$(find -L "$site" -path '*cub/device/device_radix_sort.cuh' 2>/dev/null | head -1)
        say "CUB is not in the toolkit; found ${cub:-nowhere}"
        if [ -n "$cub" ]; then
            root=$(cd "$(dirname "$cub")/../.." && pwd)
            add+=("-I$root")
            for sibling in "$root/../thrust" "$root/../libcudacxx" "$root/../libcudacxx/include"; do
                [ -d "$sibling" ] && add+=("-I$(cd "$sibling" && pwd)")
            done
        fi
    fi
    [ ${#add[@]} -gt 0 ] && flags=("-p:PerfGateNvccFlags=${add[*]}")
    say "flags: ${flags[*]:-none}"
}

git_in() {
    local tree=$1
    shift
    git -C "$tree" -c user.name=Kinds -c user.email=kinds@example.org -c init.defaultBranch=main "$@"
}

prepare() {
    [ -d "$repo/.git" ] && return 0
    command -v git >/dev/null || { say "there is no git: nothing of this can run"; exit 1; }
    rm -rf "$repo" "$work/comment" "$work/slow"; mkdir -p "$repo"
    tar -C "$checkout" --exclude=./.git --exclude=./tests --exclude=./docs --exclude=./artifacts -cf - . \
        | tar -C "$repo" -xf -
    printf '{ "schemaVersion": 1, "explain": "never", "runs": { "minimum": 5, "maximum": 10 } }\n' \
        > "$repo/perfgate.json"
    git_in "$repo" init -q . && git_in "$repo" add -A && git_in "$repo" commit -q -m "the kinds" || exit 1
    say "repository: $(git_in "$repo" rev-parse --short HEAD), $(git_in "$repo" ls-files | wc -l) files"
}

# Takes a kind out of the copy.
remove() {
    say "!! $1 is taken out: $2"
    git_in "$repo" rm -q -f "kernels/kinds/$1.*" 2>/dev/null || git_in "$repo" rm -q -f "kernels/kinds/program/$1.*"
    git_in "$repo" commit -q -m "without $1"
}

# Every case right; kinds that are not are taken out.
right() {
    [ -e "$work/right" ] && return 0
    local name benchmark
    part a-check 200 "$repo" -t:PerfGateCheck
    local code=$?
    grep -E ': (right|wrong|skipped|failed|incorrect)|Checked on' "$out/kinds-a-check.log" | sed 's/^ */  /' \
        | cut -c1-200 \
        | sort -u | tee -a "$out/kinds-summary.txt"
    if [ $code -ne 0 ] && ! grep -q 'Checked on' "$out/kinds-a-check.log"; then
        # Something does not compile. All errors are in the log; some name a header, so each kind is compiled alone.
        for name in "$repo"/kernels/kinds/*.cu; do
            name=$(basename "$name" .cu)
            benchmark=$(sed -n 's/^ *"name": "\([a-z_]*\)",$/\1/p' "$repo/kernels/kinds/$name.bench.json" | head -1)
            limit=$((60 * ${SLOW:-1})) build "$repo" -t:PerfGateCompile "-p:PerfGateFilter=$benchmark" \
                > "$out/kinds-a-$name.log" 2>&1 \
                || remove "$name" \
                    "it does not compile: $(grep -m1 -E ': error ' "$out/kinds-a-$name.log" | cut -c1-300)"
        done
        part a-check-again 100 "$repo" -t:PerfGateCheck
        cp "$out/kinds-a-check-again.log" "$out/kinds-a-check.log"
        grep -E ': (right|wrong|skipped|failed|incorrect)|Checked on' "$out/kinds-a-check.log" | sed 's/^ */  /' \
        | cut -c1-200 \
            | sort -u | tee -a "$out/kinds-summary.txt"
    fi
    for name in "$repo"/kernels/kinds/*.bench.json "$repo"/kernels/kinds/program/*.bench.json; do
        [ -e "$name" ] || continue
        benchmark=$(sed -n 's/^ *"name": "\([a-z_]*\)",$/\1/p' "$name" | head -1)
        grep -qE "${benchmark}[/: ].*(right|skipped)|$benchmark.*observed" "$out/kinds-a-check.log" \
            || remove "$(basename "$name" .bench.json)" "it is not right, see kinds-a-check.log"
    done
    touch "$work/right"
}

sanitize() {
    local cases='template_mean/RADIUS=24 csr_product constant_filter cooperative_normalise cluster_normalise'
    cases="$cases struct_blur texture_mean loop_jacobi"
    local filter=() one
    for one in $cases; do
        grep -q "\"${one%%/*}\"" "$repo"/kernels/kinds/*.bench.json && filter+=("$one")
    done
    filter=$(IFS=';'; echo "${filter[*]}")
    part b-sanitize 120 "$repo" -t:PerfGateSanitize -p:PerfGateSanitizeAll=true -p:PerfGateReference=none \
        "-p:PerfGateFilter=${filter//;/%3B}"
    grep -E 'memcheck|clean|ERROR|not needed' "$out/kinds-b-sanitize.log" | head -20 | tee -a "$out/kinds-summary.txt"
}

# tree NAME: a work tree of the branch of that name, from main.
tree() {
    git_in "$repo" worktree remove --force "$work/$1" 2>/dev/null
    git_in "$repo" worktree add -q -B "$1" "$work/$1" main
}

ahead() { limit=$((200 * ${SLOW:-1})) build "$work/$1" -t:PerfGateCompile > "$out/kinds-$1-compile.log" 2>&1; }

comment_tree() {
    [ -e "$work/comment" ] && return
    tree comment
    (cd "$work/comment/kernels/kinds" && python3 "$here/plant.py" comment) \
        && git_in "$work/comment" commit -q -a -m "comments"
}

verdicts() {
    cp "$work/$2/kernels/kinds/obj/artifacts/verdict.json" "$out/kinds-$1-verdict.json" \
        && python3 "$here/verdicts.py" "$out/kinds-$1-verdict.json" | tee -a "$out/kinds-summary.txt"
}

measure() {
    part c-measure 240 "$repo" '-t:PerfGateCompile;PerfGateMeasure' -p:PerfGateReference=none \
        -p:PerfGateRuns=${RUNS:-10} "-p:PerfGateBudget=$(budget 240)"
    cp "$repo/kernels/kinds/obj/artifacts/measurement.json" "$out/kinds-measurement.json" || return 1
    python3 "$here/spread.py" "$out/kinds-measurement.json" 0.3 | tee -a "$out/kinds-summary.txt"
    part c-baseline 60 "$repo" -t:PerfGateBaseline -p:PerfGateFromLast=true -p:PerfGateReference=none
    git_in "$repo" add -A
    git_in "$repo" commit -q -m "a baseline" ||
        say "no baseline was written: (d) and (e) compare with the base's kernels"

    tree slow
    (cd "$work/slow/kernels/kinds" && python3 "$here/plant.py" slow "$out/kinds-measurement.json" 2) \
        && git_in "$work/slow" commit -q -a -m "slower by 2 %"
    git_in "$work/slow" diff main -- kernels > "$out/kinds-e.diff"
    say "(e) $(git_in "$work/slow" diff --stat main | tail -1)"
    # While (d) runs: it compares code, and its times decide nothing.
    ahead slow &
    local compiling=$!

    git_in "$work/comment" merge -q -m "main" main
    say "(d) $(git_in "$work/comment" diff --stat main | tail -1)"
    part d-comment 150 "$work/comment" -t:PerfGate "-p:PerfGateBudget=$(budget 150)"
    verdicts d comment
    wait $compiling
    say "== (e) is compiled, at $(elapsed) s"
    part e-slow 240 "$work/slow" -t:PerfGate -p:PerfGateBudget=60
    verdicts e slow
}

prepare
libraries
say "== '$what' begins, at $(elapsed) s"
case $what in
check) right; sanitize ;;
measure | all)
    right
    comment_tree
    ahead comment &
    compiling=$!
    [ $what = all ] && sanitize
    wait $compiling
    say "== (d) is compiled, at $(elapsed) s"
    measure
    ;;
*) say "unknown part $what"; exit 1 ;;
esac
say "== all of '$what': $(elapsed) s"
