"""Times the kernels of measured cases with Nsight Compute at PerfGate's pace.

    python3 ranges.py KERNELS_JSON RUNNER RANGES_JSON MEASUREMENT MANIFEST...

Nsight Compute lets the GPU rest before each kernel, but not within a range. RUNNER is an engine of ranges.patch: each
launch becomes two ranges of sixteen launches behind their flushes, the second with an empty kernel in place of the
case's. Their difference is sixteen times what the kernel takes longer than the empty one.

KERNELS_JSON, MANIFEST  what the measurement was made of
RANGES_JSON             nanoseconds of both kinds of ranges, by case; a file that exists is added to"""
import json
import os
import statistics as st
import sys

import nsight

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import location  # noqa: E402

LAUNCHES_OF_A_RANGE = 16
PAIRS = 24
# What Nsight Compute reads of the empty kernel by itself, nanoseconds: src/Runner/Devices/Cuda/EmptyKernelTime.cs.
EMPTY = {"NVIDIA H100 80GB HBM3": 2310}.get
EMPTY_ELSEWHERE = 1660
# The empty kernel's time is not known to less than some nanoseconds in a hundred, which shorter kernels would show.
SHORTEST = 10_000

kernels, runner, result, measured, *manifests = sys.argv[1:]
measurement = json.load(open(measured))
gpu = measurement["environment"]["gpu"]["name"]
empty = EMPTY(gpu, EMPTY_ELSEWHERE)
document = {"about": f"gpu__time_duration.sum of Nsight Compute (application range replay), nanoseconds: {PAIRS} "
                     f"ranges of {LAUNCHES_OF_A_RANGE} launches of each case at PerfGate's pace, and as many of an "
                     "empty kernel (tests/gpu/trust/ranges.patch)",
            "gpu": gpu, "launches": LAUNCHES_OF_A_RANGE, "emptyNs": empty, "cases": {}}
if os.path.exists(result):
    document = json.load(open(result))

print(f"{'case':32} {'PerfGate':>10} {'ncu range':>10} {'difference':>10}")
apart = []
for case in nsight.single_kernel_cases(measurement):
    ours = st.mean(location(r["samples"]) for r in case["runs"])
    if ours < SHORTEST:
        continue
    ranges = nsight.times(runner, kernels, case["name"], manifests, PAIRS, "--cache-control", "none",
                          "--replay-mode", "app-range")
    if len(ranges) != 2 * PAIRS:
        print(f"{case['name']:32} {len(ranges)} ranges, not {2 * PAIRS}: left out")
        apart.append(case["name"])
        continue
    filled, idle = ([int(t) for t in ranges[first::2]] for first in (0, 1))
    document["cases"][case["name"]] = {"kernel": filled, "empty": idle}
    theirs = (location(filled) - location(idle)) / LAUNCHES_OF_A_RANGE + empty
    difference = 100 * (ours / theirs - 1)
    print(f"{case['name']:32} {ours / 1000:10.3f} {theirs / 1000:10.3f} {difference:+9.2f} %", flush=True)
    if abs(difference) > 2:
        apart.append(case["name"])
    with open(result, "w") as f:
        json.dump(document, f)
print("above 10 us and more than 2 % apart at equal pace: " + (", ".join(apart) or "none"))
sys.exit(1 if apart else 0)
