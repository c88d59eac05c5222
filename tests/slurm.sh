#!/usr/bin/env bash
# Runs docs/scale.md's recipe for Slurm: an array of four shards on this machine, and a job after it that merges, judges
# and reports. Slurm's daemons run as this user, with files of their own, and end with the script.
#
#   tests/slurm.sh [FOLDER]      as root; Debian's packages slurmctld, slurmd, slurm-client and munge are installed
#
# ./test.sh does not call it: it takes longer than a test may.
set -euo pipefail
cd "$(dirname "$0")/.."

[ "$(id -u)" -eq 0 ] || { echo "tests/slurm.sh: run it as root: slurmd starts jobs as their users" >&2; exit 2; }
packages=()
for program in slurmctld:slurmctld slurmd:slurmd sbatch:slurm-client munged:munge; do
  command -v "${program%:*}" >/dev/null || packages+=("${program#*:}")
done
if [ ${#packages[@]} -gt 0 ]; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null
fi

root=$PWD
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"/{state,spool,out}
daemons=()
end() {
  # The daemons by their own numbers; this machine may have others.
  [ ${#daemons[@]} -eq 0 ] || kill "${daemons[@]}" 2>/dev/null || true
  wait || true
}
trap end EXIT

# The daemons know each other by a key.
dd if=/dev/urandom of="$folder/munge.key" bs=1024 count=1 status=none
chmod 600 "$folder/munge.key"
chmod 755 "$folder"
munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
  --pid-file="$folder/munge.pid" --log-file="$folder/munge.log" --seed-file="$folder/munge.seed" 2>"$folder/munged.err" &
daemons+=($!)

node=$(hostname -s)
cat >"$folder/slurm.conf" <<END
ClusterName=one
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=17817
SlurmdPort=17818
AuthType=auth/munge
AuthInfo=socket=$folder/munge.socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/spool
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/linear
SchedulerType=sched/backfill
JobCompType=jobcomp/none
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=gate Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$folder/slurm.conf
slurmctld -D -f "$SLURM_CONF" >"$folder/slurmctld.log" 2>&1 &
daemons+=($!)
slurmd -D -f "$SLURM_CONF" >"$folder/slurmd.log" 2>&1 &
daemons+=($!)
for _ in $(seq 60); do
  sinfo --noheader --format=%t 2>/dev/null | grep -q idle && break
  sleep 1
done
sinfo

# Compiled once; the array measures. Two runs a case: this is about the scheduler, not about times.
dotnet build kernels -t:PerfGateCompile -p:PerfGateDevice=host -v:q -tl:off
kernels=$root/artifacts/perfgate/kernels.json
perfgate="dotnet $root/src/Runner/bin/Debug/net10.0/perfgate.dll"

array=$(sbatch --parsable --array=1-4 --exclusive --output="$folder/out/%a.log" --wrap "
  $perfgate run --kernels $kernels --root $root --reference none --runs 2 --shard \"\$SLURM_ARRAY_TASK_ID/4\" \
    --output $folder/out/\$SLURM_ARRAY_TASK_ID --work $folder/out/\$SLURM_ARRAY_TASK_ID/work $root/kernels/*.bench.json")
judge=$(sbatch --parsable --kill-on-invalid-dep=yes --dependency="afterok:$array" --output="$folder/out/judge.log" --wrap "
  $perfgate merge $folder/out/[1-4] --output $folder/out/all && $perfgate judge --output $folder/out/all
  $perfgate report --output $folder/out/all")
echo "array $array, and job $judge after it"
while squeue --noheader --jobs="$array,$judge" 2>/dev/null | grep -q .; do sleep 1; done

for shard in 1 2 3 4; do
  printf 'shard %s: %s cases\n' "$shard" "$(grep -c '"status": "measured"' "$folder/out/$shard/measurement.json")"
done
tail -n 3 "$folder/out/judge.log"
[ -s "$folder/out/all/report.html" ] || { echo "tests/slurm.sh: there is no report; see $folder/out" >&2; exit 1; }
