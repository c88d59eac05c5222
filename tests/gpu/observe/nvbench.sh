#!/usr/bin/env bash
# An executable of nvbench under observation on a GPU: its spread, 5 % slower, five edits of no consequence.
# What observe.sh needs is there already; run its part build before.
#
#   OUT=folder ./nvbench.sh CHECKOUT NVBENCH FMT JSON
#
# NVBENCH, FMT, JSON   the sources of github.com/NVIDIA/nvbench, fmtlib/fmt and nlohmann/json
# PARTS   some of these (default: all of them)
#   library   nvbench, compiled without CMake, NVML and CUPTI                                   limit 240 s
#   spread    ten processes                                                                     limit 120 s
#   slower    5 % more blocks: found, in a trial against the base's work tree                   limit 120 s
#   same      five edits that change the machine code and not the time: none is called slower   5 gates of 90 s
#             SAME names those of the five that are tried (1 2 3 4 5)
set -uo pipefail
checkout=$(cd "${1:?usage: nvbench.sh CHECKOUT NVBENCH FMT JSON}" && pwd)
source=$(cd "$2" && pwd) fmt=$(cd "$3" && pwd) json=$(cd "$4" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-library spread slower same}
# shellcheck source=tests/gpu/observe/common.sh
. "$here/common.sh"

library=$work/nvbench-library
# What nvbench's CMake writes.
headers() {
  mkdir -p "$library"
  cp -r "$source/nvbench" "$library/"
  sed 's/^#cmakedefine.*//' "$source/nvbench/config.cuh.in" >"$library/nvbench/config.cuh"
  printf '#pragma once\n#define NVBENCH_VERSION_MAJOR 0\n#define NVBENCH_VERSION_MINOR 1\n%s\n' \
    '#define NVBENCH_VERSION_PATCH 0' >"$library/nvbench/detail/version.cuh"
  printf '#pragma once\n#define NVBENCH_GIT_BRANCH ""\n#define NVBENCH_GIT_SHA1 ""\n#define NVBENCH_GIT_VERSION ""\n' \
    >"$library/nvbench/detail/git_revision.cuh"
  printf '#include <string>\nstatic const std::string cli_help_text;\n' >"$library/nvbench/internal/cli_help.cuh"
  printf '#include <string>\nstatic const std::string cli_help_axis_text;\n' \
    >"$library/nvbench/internal/cli_help_axis.cuh"
  cp -r "$fmt/include/fmt" "$library/fmt"
  cp -r "$json/include/nlohmann" "$library/nlohmann"
}
compile() {
  headers
  cd "$library" || return
  # shellcheck disable=SC2016
  find nvbench \( -name '*.cu' -o -name '*.cxx' \) ! -name '*cupti*' ! -name main.cu ! -name json_printer.cxx -print0 |
    xargs -0 -P "$(nproc)" -I {} sh -c 'nvcc -x cu -O1 -std=c++17 -arch=native -I. -DFMT_HEADER_ONLY \
      -DNVBENCH_NO_IMPLICIT_SYSTEM_HEADER -w -c {} -o "$(echo {} | tr / _).o"' &&
    ar rcs libnvbench.a ./*.o
}
# part runs a program, so the functions are for a shell of their own.
export -f headers compile
export library source fmt json
wants library && part nvbench-library 0 240 bash -c compile

nvbench=$work/nvbench
mkdir -p "$work/nvbench-files"
cp "$here/nvbench_copy.cu" "$work/nvbench-files/"
sed "s|NVBENCH|$library|g" "$here/nvbench_copy.bench.json" >"$work/nvbench-files/nvbench_copy.bench.json"
repository "$nvbench" "$work"/nvbench-files/*
if wants spread; then
  part nvbench 0 120 dotnet build "$nvbench" -tl:off -nologo -nodeReuse:false '-t:PerfGateCompile;PerfGateMeasure' \
    -p:PerfGateReference=none -p:PerfGateRuns=10
  cp "$nvbench/artifacts/perfgate/measurement.json" "$out/nvbench-measurement.json" &&
    summary spread "$out/nvbench-measurement.json"
fi
wants slower && try "$nvbench" nvbench-slower 1 120 nvbench_copy.cu 's/BLOCKS_PER_100 100/BLOCKS_PER_100 105/'
if wants same; then
  for i in ${SAME:-1 2 3 4 5}; do
    try "$nvbench" "nvbench-same-$i" 0 90 nvbench_copy.cu \
      "s/\\(to\\[.*\\]\\) = \\(from.*\\);/{ float4 v = \\2; v.x += 1e-3${i}f; \\1 = v; }/"
  done
fi
finish
