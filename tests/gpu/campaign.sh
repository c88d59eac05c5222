#!/usr/bin/env bash
# Runs a campaign of N minutes on `kernels` and leaves its file in $OUT.
#
#   OUT=folder ./campaign.sh CHECKOUT [MINUTES] [FILE] [FILTER]
#
# MINUTES  wall time of the campaign itself, compiling of the kernels included (7)
# FILE     a DEVICE.jsonl of another day, to go on from
# FILTER   cases, as --filter
# KINDS    gates of these kinds alone (aa,planted,harmless)
# GATES    no more gates than these
# COMMIT   where the checkout is no repository: the commit of its sources
set -euo pipefail
cd "$1"
minutes=${2:-7} file=${3:-} filter=${4:-}
: "${OUT:?OUT names the folder that comes back}"
mkdir -p "$OUT"
dotnet build src/Runner -v:q -nologo -tl:off -p:RunAnalyzers=false
dotnet build kernels -t:PerfGateCompile -p:RunAnalyzers=false -v:m -nologo -tl:off 2>&1 | tail -5
if [ -n "$file" ]; then cp "$file" "$OUT/"; chmod u+w "$OUT/$(basename "$file")"; fi
set +e
dotnet src/Runner/bin/Debug/net10.0/perfgate.dll campaign --minutes "$minutes" --output "$OUT" \
  --compile-base kernels/obj/perfgate/base.rsp ${COMMIT:+--commit "$COMMIT"} ${filter:+--filter "$filter"} \
  ${KINDS:+--kinds "$KINDS"} ${GATES:+--gates "$GATES"} 2>&1 |
  tee "$OUT/console.txt"
code=${PIPESTATUS[0]}
for lines in "$OUT"/*.jsonl; do
  [ -e "$lines" ] || continue
  dotnet src/Runner/bin/Debug/net10.0/perfgate.dll campaign report "$lines" --output "$OUT/page"
done
ls -l "$OUT"
exit "$code"
