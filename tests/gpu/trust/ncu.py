"""Times the kernels of measured cases with Nsight Compute: each by itself, and at PerfGate's pace.

    python3 ncu.py KERNELS_JSON RUNNER NCU_JSON MEASUREMENT MANIFEST...

Nsight Compute lets the GPU rest before each kernel and PerfGate does not. Within a CUDA graph the GPU does not rest.
RUNNER is an engine of graphs.patch, which launches a case in two such graphs. They differ in many launches, each
behind its reset and its flush as in a measurement: launches of the case in one graph, of an empty kernel in the other.
So the difference, divided by their number, is what the kernel takes longer than the empty one. One graph at each of 16
places tells that to a per cent or so for a kernel of 20 us. The 95 % interval is printed. A kernel whose interval
includes 2 % is timed again in graphs of four times the length, up to 4096 launches; those count.

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

# One at each of the places that a measurement gives to buffers.
PLACES = 16
# Nanoseconds of the launches of a graph: far more than what two times of the same graph differ by, 0.1 ms.
ENOUGH = 12_800_000

# A kernel above so many nanoseconds may differ by this share at most.
SHORTEST, MOST = 10_000, 0.02
# Student's t for a probability of 95 %, with 7 degrees of freedom: half of the places are kept, less one.
STUDENT = 2.3646

kernels, runner, result, measured, *manifests = sys.argv[1:]
measurement = json.load(open(measured))
document = {"about": "gpu__time_duration.sum of Nsight Compute, nanoseconds. cases: the kernel by itself, two launches "
                     f"at each of {PLACES} places. graphs, once at each place: a CUDA graph with so many launches of "
                     "the case (kernel) and the same graph with an empty kernel in their place (empty). emptyKernel: "
                     "the empty kernel by itself. By tests/gpu/trust/ncu.py",
            "gpu": measurement["environment"]["gpu"]["name"], "cases": {}, "graphs": {}, "emptyKernel": {}}
if os.path.exists(result):
    document = json.load(open(result))


def times(case, launches, options, **variables):
    """What Nsight Compute saw of a case, in order: name and nanoseconds (gpu__time_duration.sum)."""
    out = subprocess.run(
        ["ncu", "--clock-control", "none", "--metrics", "gpu__time_duration.sum", "--print-units", "base", "--csv",
         *options, "dotnet", runner, "launch", "--kernels", kernels, "--case", case, "--times", str(launches),
         "--placed", "--work", os.path.dirname(os.path.abspath(result)) + "/inputs", *manifests],
        env={**os.environ, "PERFGATE_CLOCK": "events", **variables}, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if first is None:
        sys.exit(f"ncu shows nothing of {case}: " + "\n".join((lines + out.stderr.splitlines())[-12:]))
    return [(row["Kernel Name"], int(float(row["Metric Value"].replace(",", ""))))
            for row in csv.DictReader(lines[first:]) if row["Metric Name"] == "gpu__time_duration.sum"]


def paced(graph, nothing):
    """What a kernel takes at PerfGate's pace and half of the width of its 95 % interval (Yuen 1974), nanoseconds."""
    longer = [(k - e) / graph["launches"] for k, e in zip(graph["kernel"], graph["empty"])]
    cut = len(longer) // 4
    kept = sorted(longer)[cut:-cut]
    winsorised = [kept[0]] * cut + kept + [kept[-1]] * cut
    error = st.stdev(winsorised) / (len(kept) / len(longer)) / len(longer) ** 0.5
    return location(longer) + location(nothing), STUDENT * error


def graphs(name, launches):
    """Times a case in graphs with so many launches; None, said in its line, if Nsight Compute does not show them all."""
    seen = [time for _, time in times(name, PLACES, ["--cache-control", "none", "--graph-profiling", "graph",
                                                     "--profile-from-start", "off"],
                                      PERFGATE_GRAPH_LAUNCHES=str(launches))]
    if len(seen) != 2 * PLACES:
        print(f"  {len(seen)} graphs, not {2 * PLACES}")
        return None
    return {"launches": launches, "kernel": seen[1::2], "empty": seen[::2]}


def differs(name, ours):
    """Times a kernel at PerfGate's pace, ends its line with that, and tells whether one above 10 us is apart."""
    launches = min(1024, max(16, round(ENOUGH / ours)))
    while True:
        seen = graphs(name, launches)
        if seen is None:
            return True
        theirs, half = paced(seen, document["emptyKernel"][name])
        difference = ours / theirs - 1
        # Whether it is apart lies within the interval: graphs of four times the length tell more.
        if launches > 1024 or theirs < SHORTEST or abs(abs(difference) - MOST) > half / theirs:
            break
        launches *= 4
    document["graphs"][name] = seen
    with open(result, "w") as f:
        json.dump(document, f)
    print(f" {theirs / 1000:10.3f} {100 * difference:+9.2f} +- {100 * half / theirs:4.2f} %")
    return theirs > SHORTEST and abs(difference) > MOST


def apart(case):
    """Times a case, prints a line about it and tells whether a kernel above 10 us differs at PerfGate's pace."""
    name, ours = case["name"], st.mean(location(r["samples"]) for r in case["runs"])
    seen = times(name, 2 * PLACES, ["--cache-control", "all"])
    alone = [time for kernel, time in seen if not kernel.startswith("perfgate_")]
    if len(alone) != 2 * PLACES:
        print(f"{name:32} {len(alone)} launches, not {2 * PLACES}")
        return True
    document["cases"][name] = alone
    document["emptyKernel"][name] = [time for kernel, time in seen if kernel == "perfgate_nothing"]
    theirs = location(alone)
    print(f"{name:32} {ours / 1000:10.3f} {theirs / 1000:10.3f}", end="")
    print(f" {100 * (ours / theirs - 1):+9.2f} %", end="", flush=True)
    return differs(name, ours)


print(f"{'case':32} {'PerfGate':>10} {'ncu':>10} {'difference':>11} {'ncu, paced':>10} {'difference, 95 %':>20}")
differ = [case["name"] for case in measurement["cases"]
          if case["role"] == "case" and case["status"] == "measured" and "launchTimes" not in case["runs"][0]
          and apart(case)]
print("above 10 us and more than 2 % apart at the same pace: " + (", ".join(differ) or "none"))
sys.exit(1 if differ else 0)
