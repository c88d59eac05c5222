"""Times the kernels of measured cases with Nsight Compute, by the command of docs/measuring-details.md.

    python3 ncu.py KERNELS_JSON RUNNER NCU_JSON MEASUREMENT MANIFEST...

KERNELS_JSON, MANIFEST  what the measurement was made of
NCU_JSON                nanoseconds of each launch, by case; a file that exists is added to
Only cases of one kernel a sample are timed: the gaps between several kernels are not in Nsight Compute's times."""
import csv
import json
import os
import statistics as st
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import location  # noqa: E402

kernels, runner, result, measured, *manifests = sys.argv[1:]
measurement = json.load(open(measured))
document = {"about": "gpu__time_duration.sum of Nsight Compute, nanoseconds: 96 launches of each case, six at each "
                     "place, by the command of docs/measuring-details.md",
            "gpu": measurement["environment"]["gpu"]["name"], "cases": {}}
if os.path.exists(result):
    document = json.load(open(result))


def launches(case):
    out = subprocess.run(
        ["ncu", "--clock-control", "none", "--cache-control", "all", "--metrics", "gpu__time_duration.sum",
         "--print-units", "base", "--csv", "dotnet", runner, "launch", "--kernels", kernels, "--case", case,
         "--times", "96", "--placed", *manifests],
        env={**os.environ, "PERFGATE_CLOCK": "events"}, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if first is None:
        sys.exit(f"ncu shows no kernel of {case}: " + "\n".join((lines + out.stderr.splitlines())[-12:]))
    return [float(row["Metric Value"].replace(",", "")) for row in csv.DictReader(lines[first:])
            if row["Metric Name"] == "gpu__time_duration.sum" and not row["Kernel Name"].startswith("perfgate_")]


print(f"{'case':32} {'PerfGate':>10} {'ncu':>10} {'difference':>10}")
above = []
for case in measurement["cases"]:
    if case["role"] != "case" or case["status"] != "measured" or "launchTimes" in case["runs"][0]:
        continue
    times = launches(case["name"])
    if len(times) != 96:
        print(f"{case['name']:32} {len(times)} launches, not 96: left out")
        continue
    document["cases"][case["name"]] = [int(t) for t in times]
    ours, theirs = st.mean(location(r["samples"]) for r in case["runs"]), location(times)
    difference = 100 * (ours / theirs - 1)
    print(f"{case['name']:32} {ours / 1000:10.3f} {theirs / 1000:10.3f} {difference:+9.2f} %", flush=True)
    if theirs > 10_000 and abs(difference) > 2:
        above.append(case["name"])
    with open(result, "w") as f:
        json.dump(document, f)
print("above 10 us and more than 2 % apart: " + (", ".join(above) or "none"))
sys.exit(1 if above else 0)
