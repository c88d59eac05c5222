#!/usr/bin/env bash
# The tests that need nvcc or a GPU, and a baseline, a sanitize and a short tuning, which each take hold of the device.
# Ends with 0 where all pass. A tuning that finds better values writes kernels/tuned/DEVICE.json.
#
#   ./nvcc.sh
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
failed=0
try() { "$@" 2>&1 | tail -40 || failed=1; }
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

for project in Tasks Runner; do
  dotnet build "tests/$project.Tests" -v:q -tl:off -p:RunAnalyzers=false || exit 1
done
try dotnet tests/Tasks.Tests/bin/Debug/net10.0/PerfGate.Tasks.Tests.dll -noColor -noLogo \
  -class '*NvccCompile*' -class '*NvccKey*' -class '*NvccTests*' -class '*FunctionCompile*'
try dotnet tests/Runner.Tests/bin/Debug/net10.0/PerfGate.Runner.Tests.dll -noColor -noLogo \
  -class '*RealSanitizer*' -class '*RealGpu*' -class '*CudaDevice*' -class '*DeviceContract*' -class '*Explain*'

gate=(dotnet build kernels -v:q -tl:off "-p:PerfGateOutput=$results/out/" "-p:PerfGateBaselines=$results/baselines/")
try "${gate[@]}" -t:PerfGateBaseline -p:PerfGateRuns=5 '-p:PerfGateFilter=softmax*'
try "${gate[@]}" -t:PerfGateSanitize '-p:PerfGateFilter=softmax*'
try "${gate[@]}" -t:PerfGateTune -p:PerfGateFilter=transpose_tiled -p:PerfGateTuneEvaluations=8
exit $failed
