#!/usr/bin/env bash
# Kills every process of a running gate in turn, ten times each or as often as is said, and prints how long it took
# until nothing was left. Build the solution first.
set -euo pipefail
cd "$(dirname "$0")/.."
table=$(mktemp)
trap 'rm -f "$table"' EXIT
export PERFGATE_KILLS=${1:-10} PERFGATE_KILL_TABLE=$table
dotnet tests/Gate.Tests/bin/Debug/net10.0/PerfGate.Gate.Tests.dll -class PerfGate.Gate.Tests.OrphanTests
dotnet tests/Runner.Tests/bin/Debug/net10.0/PerfGate.Runner.Tests.dll \
    -class PerfGate.Runner.Tests.Devices.Cuda.KilledClockHolderTests
printf 'signal  process       while       time   nothing left after\n'
cat "$table"
