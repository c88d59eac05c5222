# Shared by the scripts of this folder, which set `checkout`, `here`, `out`, `work` and `parts` before they source it.
# shellcheck shell=bash disable=SC2154
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

git_in() { git -C "$1" -c user.name=Observe -c user.email=observe@example.org "${@:2}"; }
# repository FOLDER FILE...: a repository with a project and these files, on the branch main.
repository() {
  local folder=$1
  [ -d "$folder/.git" ] && return
  project "$folder"
  cp -r "${@:2}" "$folder/"
  printf 'obj\nbin\nartifacts\n__pycache__\nscale\nnvbench_copy\nout.bin\n' >"$folder/.gitignore"
  echo '{ "schemaVersion": 1, "explain": "never" }' >"$folder/perfgate.json"
  git_in "$folder" init -q -b main . && git_in "$folder" add -A && git_in "$folder" commit -q -m base
}
# try FOLDER NAME EXPECTED_EXIT LIMIT FILE SED [PROPERTY...]: a gate over a branch that is main with one edit of FILE.
try() {
  local folder=$1 name=$2 expected=$3 limit=$4
  git_in "$folder" checkout -q -f main && git_in "$folder" checkout -q -B "$name" && sed -i "$6" "$folder/$5"
  git_in "$folder" commit -q -a -m "$name" || echo "   nothing was edited"
  rm -f "$folder/scale" "$folder/nvbench_copy" "$folder/artifacts/perfgate/"*.json
  part "$name" "$expected" "$limit" dotnet build "$folder" -tl:off -nologo -nodeReuse:false -t:PerfGate \
    -p:PerfGateReference=base -p:PerfGateBase=main "-p:PerfGateBudget=$((limit - 15))" "${@:7}"
  grep -E 'Building: ' "$out/$name.log" | sed 's/^ */   /'
  cp "$folder/artifacts/perfgate/verdict.json" "$out/$name-verdict.json" && summary verdict "$out/$name-verdict.json"
}
finish() {
  echo "== all: $SECONDS s; $([ "$failed" = 0 ] && echo ok || echo SOMETHING FAILED)"
  exit "$failed"
}
