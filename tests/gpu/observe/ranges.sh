#!/usr/bin/env bash
# An NVTX range of a PyTorch script under observation on a GPU. What observe.sh needs is there already; run its part
# build before.
#
#   OUT=folder ./ranges.sh CHECKOUT
#
# PARTS   some of these (default: all of them)
#   spread    ten processes                                                                     limit 100 s
#   slower    5 % more rows: found, in a trial against the base's work tree                     limit 150 s
#   same      five edits that change what is computed and not the time: none is called slower   5 gates of 100 s
#             The first three launch other kernels or in another order, the last two the same with other numbers.
#             SAME names those of the five that are tried (1 2 3 4 5)
set -uo pipefail
checkout=$(cd "${1:?usage: ranges.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-spread slower same}
# shellcheck source=tests/gpu/observe/common.sh
. "$here/common.sh"

tree=$work/range
repository "$tree" "$here"/range_softmax.{py,bench.json}
if wants spread; then
  part range 0 100 dotnet build "$tree" -tl:off -nologo -nodeReuse:false '-t:PerfGateCompile;PerfGateMeasure' \
    -p:PerfGateReference=none -p:PerfGateRuns=10 -p:PerfGateBudget=85
  cp "$tree/artifacts/perfgate/measurement.json" "$out/range-measurement.json" &&
    summary spread "$out/range-measurement.json"
fi
wants slower && try "$tree" range-slower 1 150 range_softmax.py 's/^ROWS = 16384/ROWS = 16384 * 105 \/\/ 100/'
if wants same; then
  edits=('y * 2 - 1' '(y + 1) * 2' '(y - 1) * 2' 'y * 3 + 1' 'y * 0.5 + 2')
  for i in ${SAME:-1 2 3 4 5}; do
    try "$tree" "range-same-$i" 0 100 range_softmax.py "s/y = y \\* 2 + 1/y = ${edits[i - 1]}/"
  done
fi
finish
