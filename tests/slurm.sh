#!/usr/bin/env bash
# Runs docs/scale.md's recipe for Slurm: an array of four shards on this machine, and a job after it that merges, judges
# and reports. Slurm's daemons run as this user, with files of their own, and end with the script.
#
#   tests/slurm.sh [FOLDER [PROJECT]]
#
# FOLDER takes what the jobs write; it must have no blank in its path. PROJECT is a folder with *.bench.json whose
# kernels are compiled (artifacts/perfgate/kernels.json); without it, the script compiles those of kernels/.
#
# Needs root, and Debian's packages slurmctld, slurmd, slurm-client and munge; without them its exit code is 77.
# ./test.sh runs it with two small kernels.
set -euo pipefail
cd "$(dirname "$0")/.."

cannot() { printf 'tests/slurm.sh: %s\n' "$*" >&2; exit 77; }
[ "$(id -u)" -eq 0 ] || cannot "run it as root: slurmd starts jobs as their users"
for program in slurmctld:slurmctld slurmd:slurmd sbatch:slurm-client munged:munge; do
  command -v "${program%:*}" >/dev/null || cannot "${program%:*} is missing: apt-get install ${program#*:}"
done

# Slurm's jobs outlive its daemons. In a namespace of their own all processes end with this one, however that ends: it is
# the parent of unshare, and the kernel ends unshare after it and the namespace after unshare.
isolated=(unshare --pid --fork --kill-child --mount-proc)
if [ $$ -ne 1 ]; then
  "${isolated[@]}" true || cannot "it needs the right to make a namespace of processes (unshare --pid)"
  setpriv --pdeathsig KILL "${isolated[@]}" "$BASH" tests/slurm.sh "$@" &
  wait $!
  exit
fi

root=$PWD
folder=${1:-$(mktemp -d)}
project=${2:-}
mkdir -p "$folder"/{state,spool,out}
# What is known of a failure lies there.
trap '[ $? -eq 0 ] || tail -n 20 "$folder"/*.log "$folder"/out/*.log >&2' EXIT
if [ -z "$project" ]; then
  dotnet build kernels -t:PerfGateCompile -p:PerfGateDevice=host -v:q -tl:off
  project=$root
  manifests=$root/kernels
else
  manifests=$project
fi

# The daemons know each other by a key.
dd if=/dev/urandom of="$folder/munge.key" bs=1024 count=1 status=none
chmod 600 "$folder/munge.key"
chmod 755 "$folder"
munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
  --pid-file="$folder/munge.pid" --log-file="$folder/munge.log" --seed-file="$folder/munge.seed" 2>"$folder/munged.err" &

# Two ports that nobody listens on: another checkout's test may run beside this one.
free_port() {
  local port
  while port=$((20000 + RANDOM % 10000)) && (: <"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

# Slurm looks for work once a second: by default it waits up to three after each job.
node=$(hostname -s)
cat >"$folder/slurm.conf" <<END
ClusterName=one
SlurmctldHost=$node(127.0.0.1)
SlurmctldPort=$(free_port)
SlurmdPort=$(free_port)
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
SchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1,sched_min_interval=0
JobCompType=jobcomp/none
NodeName=$node NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=gate Nodes=$node Default=YES MaxTime=INFINITE State=UP
END
export SLURM_CONF=$folder/slurm.conf
slurmctld -D -f "$SLURM_CONF" >"$folder/slurmctld.log" 2>&1 &
slurmd -D -f "$SLURM_CONF" >"$folder/slurmd.log" 2>&1 &
for _ in $(seq 300); do
  sinfo --noheader --format=%t 2>/dev/null | grep -q idle && break
  sleep 0.2
done
sinfo

# Compiled once; the array measures. Two runs a case: this is about the scheduler, not about times. Slurm ends a job that
# takes more than ten minutes.
perfgate="dotnet $root/src/Runner/bin/Debug/net10.0/perfgate.dll"
array=$(sbatch --parsable --array=1-4 --exclusive --time=10 --output="$folder/out/%a.log" --wrap "
  $perfgate run --kernels '$project/artifacts/perfgate/kernels.json' --root '$project' --reference none --runs 2 \
    --shard \"\$SLURM_ARRAY_TASK_ID/4\" --output $folder/out/\$SLURM_ARRAY_TASK_ID \
    --work $folder/out/\$SLURM_ARRAY_TASK_ID/work '$manifests'/*.bench.json")
judge=$(sbatch --parsable --kill-on-invalid-dep=yes --time=10 --dependency="afterok:$array" \
  --output="$folder/out/judge.log" --wrap "
  $perfgate merge $folder/out/[1-4] --output $folder/out/all && $perfgate judge --output $folder/out/all
  $perfgate report --output $folder/out/all")
echo "array $array, and job $judge after it"
while squeue --noheader --jobs="$array,$judge" 2>/dev/null | grep -q .; do sleep 1; done

for shard in 1 2 3 4; do
  printf 'shard %s: %s cases\n' "$shard" "$(grep -c '"status": "measured"' "$folder/out/$shard/measurement.json")"
done
tail -n 3 "$folder/out/judge.log"
[ -s "$folder/out/all/report.html" ] || { echo "tests/slurm.sh: there is no report; see $folder/out" >&2; exit 1; }
