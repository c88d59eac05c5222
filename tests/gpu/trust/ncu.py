"""Times the kernels of measured cases with Nsight Compute: each by itself, and at PerfGate's pace.

    python3 ncu.py KERNELS_JSON RUNNER NCU_JSON MEASUREMENT MANIFEST...

Nsight Compute lets the GPU rest before each kernel and PerfGate does not. Within a CUDA graph the GPU does not rest.
RUNNER is an engine of graphs.patch. For each launch it gives Nsight Compute two graphs, an empty kernel, and the kernel
itself, twice. The graphs differ in 32 launches, each behind its reset and its flush as in a measurement: launches of
the case in one graph, of the empty kernel in the other. So a 32nd of the difference is what the kernel takes longer
than the empty one.

KERNELS_JSON, MANIFEST  what the measurement was made of
NCU_JSON                nanoseconds of all these, by case; a file that exists is added to

Only cases of one kernel a sample are timed: the gaps between several kernels are not in Nsight Compute's times.
Exit code 1: a kernel above 10 us is more than 2 % apart at PerfGate's pace, or was not timed."""
import csv
import json
import os
import statistics as st
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import location  # noqa: E402

LAUNCHES = 32
# One at each of the places that a measurement gives to buffers.
PLACES = 16
# What the engine of graphs.patch runs at each place, in order.
OF_A_PLACE = ("kernel", "empty", "emptyAlone", "alone", "alone")

kernels, runner, result, measured, *manifests = sys.argv[1:]
measurement = json.load(open(measured))
document = {"about": "gpu__time_duration.sum of Nsight Compute, nanoseconds. cases: the kernel by itself, two launches "
                     f"at each of {PLACES} places. graphs, once at each place: a CUDA graph with {LAUNCHES} launches "
                     "of the case (kernel), the same graph with an empty kernel in their place (empty), and the "
                     "empty kernel by itself (emptyAlone). By tests/gpu/trust/ncu.py",
            "gpu": measurement["environment"]["gpu"]["name"], "launches": LAUNCHES, "cases": {}, "graphs": {}}
if os.path.exists(result):
    document = json.load(open(result))


def times(case):
    """Nanoseconds (gpu__time_duration.sum) of what Nsight Compute saw of a case, in order."""
    out = subprocess.run(
        ["ncu", "--clock-control", "none", "--cache-control", "all", "--graph-profiling", "graph",
         "--profile-from-start", "off", "--metrics", "gpu__time_duration.sum", "--print-units", "base", "--csv",
         "dotnet", runner, "launch", "--kernels", kernels, "--case", case, "--times", str(PLACES), "--placed",
         *manifests],
        env={**os.environ, "PERFGATE_CLOCK": "events"}, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if first is None:
        sys.exit(f"ncu shows nothing of {case}: " + "\n".join((lines + out.stderr.splitlines())[-12:]))
    return [int(float(row["Metric Value"].replace(",", ""))) for row in csv.DictReader(lines[first:])
            if row["Metric Name"] == "gpu__time_duration.sum"]


def apart(case):
    """Times a case, prints a line about it and tells whether the two differ at the same pace."""
    name, ours, seen = case["name"], st.mean(location(r["samples"]) for r in case["runs"]), times(case["name"])
    if len(seen) != len(OF_A_PLACE) * PLACES:
        print(f"{name:32} {len(seen)} times, not {len(OF_A_PLACE) * PLACES}", flush=True)
        return True
    of = {kind: [t for i, t in enumerate(seen) if OF_A_PLACE[i % len(OF_A_PLACE)] == kind] for kind in OF_A_PLACE}
    alone = document["cases"][name] = of.pop("alone")
    document["graphs"][name] = of
    with open(result, "w") as f:
        json.dump(document, f)
    paced = (location(of["kernel"]) - location(of["empty"])) / LAUNCHES + location(of["emptyAlone"])
    print(f"{name:32} {ours / 1000:10.3f} {location(alone) / 1000:10.3f} {100 * (ours / location(alone) - 1):+9.2f} % "
          f"{paced / 1000:10.3f} {100 * (ours / paced - 1):+9.2f} %", flush=True)
    return paced > 10_000 and abs(ours / paced - 1) > 0.02


print(f"{'case':32} {'PerfGate':>10} {'ncu':>10} {'difference':>11} {'ncu, paced':>10} {'difference':>11}")
differ = [case["name"] for case in measurement["cases"]
          if case["role"] == "case" and case["status"] == "measured" and "launchTimes" not in case["runs"][0]
          and apart(case)]
print("above 10 us and more than 2 % apart at the same pace: " + (", ".join(differ) or "none"))
sys.exit(1 if differ else 0)
