#!/usr/bin/env bash
# One GPU against all GPUs of this host, over the same cases: cases a minute, and the spread between processes.
#
#   OUT=folder ./gpus.sh CHECKOUT [PAIRS] [RUNS]
#
# PAIRS  how often both are measured, in turns (1)
# RUNS   processes of each measurement (6)
# The kernels are those of `kernels`, at many more sizes than there, 582 cases: a worker needs half a second to start,
# which counts less the more cases it takes. A pair takes about nine minutes with two GPUs. The checkout's manifests are
# put back in the end.
set -euo pipefail
checkout=$(cd "${1:?usage: gpus.sh CHECKOUT [PAIRS] [RUNS]}" && pwd) pairs=${2:-1} runs=${3:-6}
: "${OUT:?OUT names the folder that comes back}"
mkdir -p "$OUT"
out=$(cd "$OUT" && pwd)
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1
cd "$checkout"
mkdir -p "$out/manifests" "$out/none"
cp kernels/*.bench.json "$out/manifests/"
trap 'cp "$out"/manifests/*.bench.json "$checkout/kernels/"' EXIT

python3 - <<'PY'
import glob
import json

elements = range(1 << 20, (8 << 20) + 1, 1 << 16)
rows, sides = range(256, 2049, 16), range(512, 2561, 32)
sizes = {
    "saxpy": elements,
    "reduce_sum": elements,
    "softmax": rows,
    "layer_norm": rows,
    "transpose_naive": sides,
    "transpose_tiled": sides,
}
for path in glob.glob("kernels/*.bench.json"):
    manifest = json.load(open(path))
    for benchmark in manifest["benchmarks"]:
        if benchmark["name"] in sizes:
            benchmark["axes"]["N"] = list(sizes[benchmark["name"]])
    json.dump(manifest, open(path, "w"), indent=1)
PY

from=$SECONDS
dotnet build kernels -t:PerfGateCompile -v:q -tl:off -p:RunAnalyzers=false >"$out/compile.log" 2>&1 ||
  { tail -20 "$out/compile.log"; exit 1; }
echo "== compiled: $((SECONDS - from)) s"

# measure NAME ARGUMENTS...: expected outputs are kept in one folder, so that only the first one computes them.
measure() {
  local name=$1 code=0
  shift
  dotnet src/Runner/bin/Debug/net10.0/perfgate.dll run --kernels artifacts/perfgate/kernels.json kernels/*.bench.json \
    --reference none --baselines "$out/none" --output "$out/$name" --work "$out/work" "$@" >"$out/$name.log" 2>&1 || code=$?
  if [ "$code" != 0 ]; then tail -20 "$out/$name.log"; exit "$code"; fi
}

measure warm --runs 2 --gpus all
measure warm-one --runs 2
for i in $(seq "$pairs"); do
  measure "one-$i" --runs "$runs"
  measure "all-$i" --runs "$runs" --gpus all
done
python3 - "$out" "$pairs" <<'PY'
import importlib.util
import json
import pathlib
import statistics as st
import sys

out, pairs = pathlib.Path(sys.argv[1]), int(sys.argv[2])
spec = importlib.util.spec_from_file_location("spread", "tests/gpu/spread.py")
spread = importlib.util.module_from_spec(spec)
spec.loader.exec_module(spread)


def read(name):
    measurement = json.load(open(out / name / "measurement.json"))
    cases = [c for c in measurement["cases"] if c["role"] == "case" and c["runs"]]
    runs = [[spread.location(r["samples"]) for r in c["runs"]] for c in cases]
    return (
        measurement["wallSeconds"],
        len(cases),
        st.median(100 * st.stdev(r) / st.mean(r) for r in runs),
        {c.get("gpu") for c in cases},
    )


for i in range(1, pairs + 1):
    (one, count, spread_one, _), (every, _, spread_all, gpus) = read(f"one-{i}"), read(f"all-{i}")
    print(f"   one GPU: {count} cases in {one:.1f} s, median spread {spread_one:.3f} %")
    print(f"   {len(gpus)} GPUs: {every:.1f} s, {one / every:.2f} times the cases a minute, median spread {spread_all:.3f} %")
PY
