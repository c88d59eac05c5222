"""Times the kernels of measured cases with Nsight Compute.

    python3 ncu.py KERNELS_JSON RUNNER RESTED NCU_JSON MEASUREMENT MANIFEST...

Nsight Compute lets the GPU rest before each kernel, and PerfGate does not. So a kernel above 10 us that takes another
time in PerfGate is measured again by RESTED, an engine of rest.patch: it rests for 20 ms before each kernel.

KERNELS_JSON, MANIFEST  what the measurement was made of
RUNNER                  perfgate.dll
NCU_JSON                the times, by case; a file that exists is added to
APART                   the difference from which a case is measured again, in per cent (2)

Only cases of one kernel a sample are timed: the gaps between several kernels are not in Nsight Compute's times.
Exit code 1: a kernel above 10 us is more than 2 % apart with the same rest, or was not timed."""
import csv
import json
import os
import statistics as st
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import location, locations  # noqa: E402

# Two at each of the places that a measurement gives to buffers.
LAUNCHES = 32
SHORTEST = 10_000
MOST = 0.02

kernels, runner, rested, result, measured, *manifests = sys.argv[1:]
apart_from = float(os.environ.get("APART", 100 * MOST)) / 100
measurement = json.load(open(measured))
folder = os.path.dirname(os.path.abspath(result))
document = {"about": f"Nanoseconds. cases: gpu__time_duration.sum of Nsight Compute, {LAUNCHES} launches, two at each of "
                     f"{LAUNCHES // 2} places. rested: means of PerfGate's runs where the GPU rested for 20 ms before "
                     "each kernel, as it does in Nsight Compute. By tests/gpu/trust/ncu.py",
            "gpu": measurement["environment"]["gpu"]["name"], "cases": {}, "rested": {}}
if os.path.exists(result):
    document = json.load(open(result))


def seen(case):
    """What Nsight Compute saw of a case, nanoseconds."""
    out = subprocess.run(
        ["ncu", "--clock-control", "none", "--cache-control", "all", "--metrics", "gpu__time_duration.sum",
         "--print-units", "base", "--csv", "dotnet", runner, "launch", "--kernels", kernels, "--case", case,
         "--times", str(LAUNCHES), "--placed", "--work", folder + "/inputs", *manifests],
        env={**os.environ, "PERFGATE_CLOCK": "events"}, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if first is None:
        sys.exit(f"ncu shows nothing of {case}: " + "\n".join((lines + out.stderr.splitlines())[-12:]))
    return [int(float(row["Metric Value"].replace(",", ""))) for row in csv.DictReader(lines[first:])
            if row["Metric Name"] == "gpu__time_duration.sum" and not row["Kernel Name"].startswith("perfgate_")]


def after_a_rest(cases):
    """The means of the runs of cases in the engine that rests, nanoseconds."""
    without = [m for m in manifests if "/canaries/" not in m]
    out = subprocess.run(
        ["dotnet", rested, "run", "--kernels", kernels, *without, "--reference", "none", "--baselines",
         folder + "/none", "--output", folder + "/rested", "--work", folder + "/work", "--runs", "3", "--filter",
         ",".join(cases)], capture_output=True, text=True)
    if out.returncode != 0:
        sys.exit("the engine of rest.patch: " + "\n".join((out.stdout + out.stderr).splitlines()[-12:]))
    return locations(json.load(open(folder + "/rested/measurement.json")))


def line(name, ours, theirs):
    print(f"{name:32} {ours / 1000:10.3f} {theirs / 1000:10.3f} {100 * (ours / theirs - 1):+9.2f} %", flush=True)


def main():
    print(f"{'case':32} {'PerfGate':>10} {'ncu':>10} {'difference':>11}")
    untimed, apart = [], []
    for case in measurement["cases"]:
        if case["role"] != "case" or case["status"] != "measured" or "launchTimes" in case["runs"][0]:
            continue
        name, ours, times = case["name"], st.mean(location(r["samples"]) for r in case["runs"]), seen(case["name"])
        if len(times) != LAUNCHES:
            print(f"{name:32} {len(times)} launches, not {LAUNCHES}")
            untimed.append(name)
            continue
        document["cases"][name] = times
        line(name, ours, location(times))
        if location(times) > SHORTEST and abs(ours / location(times) - 1) > apart_from:
            apart.append(name)
    differ = []
    if apart:
        print("after a rest of 20 ms:")
        for name, runs in after_a_rest(apart).items():
            if name in apart:
                document["rested"][name] = runs
                theirs = location(document["cases"][name])
                line(name, st.mean(runs), theirs)
                if abs(st.mean(runs) / theirs - 1) > MOST:
                    differ.append(name)
        untimed += [name for name in apart if name not in document["rested"]]
    with open(result, "w") as f:
        json.dump(document, f)
    print("above 10 us and more than 2 % apart with the same rest: " + (", ".join(differ + untimed) or "none"))
    return 1 if differ or untimed else 0


sys.exit(main())
