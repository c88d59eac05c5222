#!/usr/bin/env bash
# check.sh SOURCES [FOLDER ...]: checks the public kernels of every folder here, or of those named, each folder by
# itself: a file that does not compile costs its own folder alone. SOURCES is what fetch.sh filled.
#
# LOGS     the folder of the logs (a temporary one)
# JOBS     how many folders at a time (half of the processors)
# DEVICE   cuda or host (auto: what the machine has)
# FLAGS    more flags for nvcc
# TARGET   PerfGateCheck; with PerfGateCompile the kernels are compiled and not run
# Where Python has PyTorch, its headers are used. Exit code: 0 where every folder passed.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
if [[ $# -lt 1 || ! -d $1 ]]; then
  sed -n '2,10s/^# //p' "${BASH_SOURCE[0]}"
  exit 2
fi
sources=$(cd "$1" && pwd)
shift
if [[ $# -eq 0 ]]; then
  for folder in "$here"/*/; do
    folder=$(basename "$folder")
    case $folder in obj | bin | baselines) ;; *) set -- "$@" "$folder" ;; esac
  done
fi
logs=${LOGS:-$(mktemp -d)} device=${DEVICE:-auto} target=${TARGET:-PerfGateCheck}
mkdir -p "$logs"
logs=$(cd "$logs" && pwd)
export PUBLIC_SOURCES=$sources MSBUILDDISABLENODEREUSE=1 DOTNET_NOLOGO=1

given=("-p:PublicSources=$sources" "-p:PerfGateDevice=$device" "-p:PublicNvccFlags=${FLAGS:-}")
if torch=$(python3 -c 'import os, torch; print(os.path.dirname(torch.__file__))' 2>/dev/null); then
  given+=("-p:PublicTorch=$torch")
  CPATH=$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["include"])'):${CPATH:-}
  export CPATH
fi
# The programs first: the folders must not build them at the same time.
for program in Runner Tasks; do
  dotnet build "$here/../../src/$program" -v:q -tl:off -nologo -p:RunAnalyzers=false >"$logs/$program.log" 2>&1 ||
    { tail -n 20 "$logs/$program.log"; exit 1; }
done

check() {
  local folder=$1 code=0 from=$SECONDS
  dotnet build "$here" "-t:$target" -v:m -tl:off -nologo -p:BuildProjectReferences=false \
    "${given[@]}" "-p:PublicFolder=$folder" "-p:PerfGateOutput=$logs/$folder/artifacts/" \
    "-p:BaseIntermediateOutputPath=$logs/$folder/obj/" >"$logs/$folder.log" 2>&1 || code=$?
  {
    echo "== $folder: exit code $code, $((SECONDS - from)) s"
    grep -oE '(: error |[^ ]+: (right|wrong|skipped|failed|incorrect)).*' "$logs/$folder.log" |
      sort -u | cut -c1-240 | sed 's/^/   /' || true
  } >"$logs/$folder.txt"
  cat "$logs/$folder.txt"
  [[ $code == 0 ]] || echo "$folder" >>"$logs/failed"
}

jobs=${JOBS:-$((($(nproc) + 1) / 2))}
rm -f "$logs/failed"
for folder in "$@"; do
  while mapfile -t running < <(jobs -rp) && [[ ${#running[@]} -ge $jobs ]]; do wait -n || true; done
  check "$folder" &
done
wait
echo "== $# folders; logs: $logs"
[[ ! -e $logs/failed ]] || { echo "these failed: $(sort "$logs/failed" | tr '\n' ' ')" && exit 1; }
