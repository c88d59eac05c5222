#!/usr/bin/env bash
# Measures merge, judge and report of a large suite: synthetic shards, two processors, wall time and peak memory.
#
#   tests/scale.sh [CASES] [FOLDER]      default: 100000 cases, in a temporary folder
#
# Needs the .NET SDK, GNU time (apt-get install time) and taskset. docs/scale.md has the figures.
set -euo pipefail
cd "$(dirname "$0")/.."

cases=${1:-100000}
folder=${2:-$(mktemp -d)}
mkdir -p "$folder"
[ $# -ge 2 ] || trap 'rm -rf "$folder"' EXIT

dotnet build src/Runner -c Release -v:q -tl:off
dotnet run -c Release --project tests/Benchmarks -- shard-folders "$folder/shards" --cases "$cases"
printf '%s cases, %s of shards\n' "$cases" "$(du -sh "$folder/shards" | cut -f1)"

# Exit codes are verdicts: the synthetic cases are slower here and there.
measure() {
  local name=$1
  shift
  /usr/bin/time -f "%e %M %U %S" -o "$folder/time" taskset -c 0,1 dotnet src/Runner/bin/Release/net10.0/perfgate.dll "$@" >"$folder/$name.log" || true
  tail -n 1 "$folder/time" | awk -v name="$name" '{ printf "%-8s %6.1f s, %6.1f s of a processor, %6.0f MiB\n", name, $1, $3 + $4, $2 / 1024 }'
}

measure merge merge "$folder"/shards/* --output "$folder/all"
measure judge judge --output "$folder/all"
measure report report --output "$folder/all"
du -h "$folder/all"/*.json "$folder/all/report.html" "$folder/all/report.md"
