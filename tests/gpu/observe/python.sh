#!/usr/bin/env bash
# Gates over observed Python scripts on a GPU. What observe.sh needs is there already; run its part build before.
#
#   OUT=folder ./python.sh CHECKOUT
#
# PARTS   some of these (default: all of them); each is a gate against the base commit
#   comment   a line of comment before the Triton kernel: unchanged, by the machine code that Triton made   limit 60 s
#   slower    5 % more rows: found                                                                          limit 200 s
#   same      five edits that change the machine code and not the time: none is called slower       5 gates of 150 s
#             SAME names those of the five that are tried (1 2 3 4 5)
#   torch     PyTorch's four backends, nothing but a comment changed: unchanged                             limit 200 s
set -uo pipefail
checkout=$(cd "${1:?usage: python.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-comment slower same torch}
# shellcheck source=tests/gpu/observe/common.sh
. "$here/common.sh"

triton=$work/triton torch=$work/torch
one=-p:PerfGateFilter=triton_softmax/N=4096
repository "$triton" "$checkout"/kernels/observed/softmax.{py,bench.json}
repository "$torch" "$checkout"/kernels/observed/{sdpa.py,sdpa.bench.json,versions.py}

wants comment && try "$triton" comment 0 60 softmax.py 's/^@triton.jit/# A softmax of one row.\n@triton.jit/' "$one"
wants slower && try "$triton" slower 1 200 softmax.py \
  's/row = tl.program_id(0)/row = tl.program_id(0) % 4096/; s/\[(ROWS,)\]/[(ROWS * 105 \/\/ 100,)]/' "$one"
if wants same; then
  for i in ${SAME:-1 2 3 4 5}; do
    try "$triton" "same-$i" 0 150 softmax.py "s/other=-float(\"inf\")/other=-1e3$i/" "$one"
  done
fi
wants torch && try "$torch" torch 0 200 sdpa.py 's/^import torch$/# PyTorch, its kernels alone.\nimport torch/' \
  '-p:PerfGateFilter=torch_sdpa_*/S=512'
finish
