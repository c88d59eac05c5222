#!/usr/bin/env bash
# Observed commands on a GPU. dotnet, nvcc, git, python3 with PyTorch and Triton are there already; no network.
#
#   OUT=folder ./observe.sh CHECKOUT
#
# PARTS   some of: build a b c d   (default: all of them)
#   build  the parts of PerfGate that kernels/observed needs                             limit 90 s
#   a      kernels/observed, the smallest size of each, 10 processes: spread of each      limit 210 s;
#          before it, one of its scripts without PerfGate, for its time
#   b      a PyTorch script with three NVTX ranges; the sum of them against all kernels   limit 40 s
#   c      a CUDA program with its own main() and "build": nvcc; a branch that is 5 % slower is tried   limit 45 s
#   d      the same with five branches whose code differs and whose time does not     5 gates of 35 s
#          SAME names those of the five that are tried (1 2 3 4 5)
# The limits are 560 s together. SECONDS_OF_A, _B, _C, _D are other limits. PerfGate stops to start runs 15 s before
# them, so that what was measured until then is shown. Works in $WORK (/tmp/observe-work); logs and results go to $OUT.
set -uo pipefail
checkout=$(cd "${1:?usage: observe.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-build a b c d}
a=${SECONDS_OF_A:-210} b=${SECONDS_OF_B:-40}
# shellcheck source=tests/gpu/observe/common.sh
. "$here/common.sh"

if wants build; then
  part build 0 90 dotnet build "$checkout/kernels/observed" -v:q -tl:off -nologo -nodeReuse:false
  nvidia-smi --query-gpu=name,driver_version --format=csv,noheader | sed 's/^/   /'
  nvcc --version | tail -2 | head -1 | sed 's/^/   /'
  python3 -c 'import torch; print("   torch", torch.__version__)'
fi

if wants a; then
  part a-alone 0 60 python3 "$checkout/kernels/observed/sdpa.py" --s 128 --iterations 60
  rm -rf "$checkout/kernels/observed/obj/artifacts"
  part a 0 "$a" dotnet build "$checkout/kernels/observed" -tl:off -nologo -nodeReuse:false \
    '-t:PerfGateCompile;PerfGateMeasure' -p:PerfGateReference=none -p:PerfGateRuns=10 \
    "-p:PerfGateBudget=$((a - 15))" -p:PerfGateDevice=cuda \
    '-p:PerfGateFilter=torch_sdpa_*/S=128%3Btriton_softmax/N=1024'
  cp "$checkout/kernels/observed/obj/artifacts/measurement.json" "$out/a-measurement.json" &&
    summary spread "$out/a-measurement.json"
fi

if wants b; then
  project "$work/ranges"
  cp "$here/ranges.py" "$here/ranges.bench.json" "$work/ranges/"
  rm -rf "$work/ranges/artifacts"
  part b 0 "$b" dotnet build "$work/ranges" -tl:off -nologo -nodeReuse:false \
    '-t:PerfGateCompile;PerfGateMeasure' -p:PerfGateReference=none -p:PerfGateRuns=3 "-p:PerfGateBudget=$((b - 15))"
  cp "$work/ranges/artifacts/perfgate/measurement.json" "$out/b-measurement.json" \
    && summary spread "$out/b-measurement.json" && summary ranges "$out/b-measurement.json"
fi

if wants c || wants d; then
  python3 -c "import struct; open('$work/expected.bin', 'wb').write(struct.pack('<f', 1.0) * 1024)"
  repository "$work/built" "$here/scale.cu" "$here/scale.bench.json" "$work/expected.bin"
fi
wants c && try "$work/built" c-slower 1 "${SECONDS_OF_C:-45}" scale.cu 's/ROUNDS 2000/ROUNDS 2100/'
if wants d; then
  for i in ${SAME:-1 2 3 4 5}; do
    try "$work/built" "d-same-$i" 0 "${SECONDS_OF_D:-35}" scale.cu "s/0.999f/0.99${i}f/; s/0.001f/0.00$((10 - i))f/"
  done
fi

finish
