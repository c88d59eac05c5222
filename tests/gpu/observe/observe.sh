#!/usr/bin/env bash
# Observed commands on a GPU. dotnet, nvcc, git, python3 with PyTorch and Triton are there already; no network.
#
#   OUT=folder ./observe.sh CHECKOUT
#
# PARTS   some of: build a b c d   (default: all of them)
#   build  the parts of PerfGate that kernels/observed needs                             limit 90 s
#   a      kernels/observed, the smallest size of each, 10 processes: spread of each      limit 90 s
#   b      a PyTorch script with three NVTX ranges; the sum of them against all kernels   limit 40 s
#   c      a CUDA program with its own main() and "build": nvcc; a branch that is 5 % slower is tried   limit 45 s
#   d      the same with a branch whose code differs and whose time does not               limit 35 s
# The limits are 300 s together. SECONDS_OF_A, _B, _C, _D are other limits. PerfGate stops to start runs 15 s before
# them, so that what was measured until then is shown. Works in $WORK (/tmp/observe-work); logs and results go to $OUT.
set -uo pipefail
checkout=$(cd "${1:?usage: observe.sh CHECKOUT}" && pwd)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
out=${OUT:-/tmp/out} work=${WORK:-/tmp/observe-work} parts=${PARTS:-build a b c d}
a=${SECONDS_OF_A:-90} b=${SECONDS_OF_B:-40}
mkdir -p "$out" "$work"
command -v nvcc >/dev/null || export PATH=/usr/local/cuda/bin:$PATH
unset CI TF_BUILD JENKINS_URL GITHUB_BASE_REF
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
failed=0

wants() { [[ " $parts " == *" $1 "* ]]; }
# part NAME EXPECTED_EXIT LIMIT COMMAND...
part() {
  local name=$1 expected=$2 limit=$3 from=$SECONDS code=0
  shift 3
  timeout -k 5 "$limit" "$@" >"$out/$name.log" 2>&1 || code=$?
  echo "== $name: exit $code (expected $expected), $((SECONDS - from)) s"
  if [ "$code" != "$expected" ]; then
    failed=1
    grep -E ': (error|warning) ' "$out/$name.log" | sort -u | head -20 | cut -c1-600 | sed 's/^/   /'
    tail -n 12 "$out/$name.log" | cut -c1-400 | sed 's/^/   /'
  fi
  return 0
}
summary() { python3 "$here/summary.py" "$@" | sed 's/^/   /'; }

project() {
  mkdir -p "$1"
  cat >"$1/observed.csproj" <<XML
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <UseAppHost>false</UseAppHost>
    <PerfGateDevice>cuda</PerfGateDevice>
    <PerfGateRunner>$checkout/src/Runner/bin/Debug/net10.0/perfgate.dll</PerfGateRunner>
    <PerfGateTasksAssembly>$checkout/src/Tasks/bin/Debug/net10.0/PerfGate.Tasks.dll</PerfGateTasksAssembly>
  </PropertyGroup>
  <ItemGroup><ObservedCommand Include="*.bench.json" /></ItemGroup>
  <Import Project="$checkout/src/Tasks/build/PerfGate.props" />
  <Import Project="$checkout/src/Tasks/build/PerfGate.targets" />
</Project>
XML
  for name in Directory.Build.props Directory.Build.targets Directory.Packages.props; do
    echo '<Project />' >"$1/$name"
  done
}

if wants build; then
  part build 0 90 dotnet build "$checkout/kernels/observed" -v:q -tl:off -nologo -nodeReuse:false
  nvidia-smi --query-gpu=name,driver_version --format=csv,noheader | sed 's/^/   /'
  nvcc --version | tail -2 | head -1 | sed 's/^/   /'
  python3 -c 'import torch; print("   torch", torch.__version__)'
fi

if wants a; then
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

git_here() { git -C "$work/built" -c user.name=Observe -c user.email=observe@example.org "$@"; }
repository() {
  [ -d "$work/built/.git" ] && return
  project "$work/built"
  cp "$here/scale.cu" "$here/scale.bench.json" "$work/built/"
  python3 -c "import struct; open('$work/built/expected.bin', 'wb').write(struct.pack('<f', 1.0) * 1024)"
  printf 'obj\nbin\nartifacts\nscale\nout.bin\n' >"$work/built/.gitignore"
  echo '{ "schemaVersion": 1, "explain": "never" }' >"$work/built/perfgate.json"
  git_here init -q -b main . && git_here add -A && git_here commit -q -m base
}
# try NAME EXPECTED LIMIT SED: the branch is the base with one edit of scale.cu.
try() {
  repository
  git_here checkout -q -f main && git_here checkout -q -B "$1" && sed -i "$4" "$work/built/scale.cu"
  git_here commit -q -a -m "$1" || echo "   nothing was edited"
  rm -f "$work/built/scale" "$work/built/artifacts/perfgate/"*.json
  part "$1" "$2" "$3" dotnet build "$work/built" -tl:off -nologo -nodeReuse:false -t:PerfGate \
    -p:PerfGateReference=base -p:PerfGateBase=main "-p:PerfGateBudget=$(($3 - 15))"
  grep -E 'Building: ' "$out/$1.log" | sed 's/^ */   /'
  cp "$work/built/artifacts/perfgate/verdict.json" "$out/$1-verdict.json" && summary verdict "$out/$1-verdict.json"
}
wants c && try c-slower 1 "${SECONDS_OF_C:-45}" 's/ROUNDS 2000/ROUNDS 2100/'
wants d && try d-same 0 "${SECONDS_OF_D:-35}" 's/0\.001f/0.0010001f/'

echo "== all: $SECONDS s; $([ "$failed" = 0 ] && echo ok || echo SOMETHING FAILED)"
exit "$failed"
