#!/usr/bin/env bash
# A JAX script under observation on a GPU. What observe.sh needs is there already, and JAX; run its part build before.
#
#   OUT=folder ./jax.sh CHECKOUT
#
# PARTS   some of these (default: all of them)
#   spread    ten processes                                                                     limit 150 s
#   slower    5 % more rows: found, in a trial against the base's work tree                     limit 150 s
#   same      five edits that change the machine code and not the time: none is called slower   5 gates of 100 s
#             SAME names those of the five that are tried (1 2 3 4 5)
set -uo pipefail
checkout=$(cd "${1:?usage: jax.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-spread slower same}
# shellcheck source=tests/gpu/observe/common.sh
. "$here/common.sh"

jax=$work/jax
repository "$jax" "$here"/jax_softmax.{py,bench.json}
if wants spread; then
  part jax-alone 0 60 env XLA_PYTHON_CLIENT_PREALLOCATE=false python3 "$here/jax_softmax.py"
  tail -n 1 "$out/jax-alone.log" | sed 's/^/   /'
  part jax 0 150 dotnet build "$jax" -tl:off -nologo -nodeReuse:false '-t:PerfGateCompile;PerfGateMeasure' \
    -p:PerfGateReference=none -p:PerfGateRuns=10 -p:PerfGateBudget=135
  cp "$jax/artifacts/perfgate/measurement.json" "$out/jax-measurement.json" && summary spread "$out/jax-measurement.json"
fi
wants slower && try "$jax" jax-slower 1 150 jax_softmax.py 's/^ROWS = 16384/ROWS = 16384 * 105 \/\/ 100/'
if wants same; then
  for i in ${SAME:-1 2 3 4 5}; do
    try "$jax" "jax-same-$i" 0 100 jax_softmax.py "s/keepdims=True))\$/keepdims=True) - 1e-3$i)/"
  done
fi
finish
