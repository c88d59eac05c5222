"""Compares what PerfGate measures of a GPU that rests before each kernel with Nsight Compute, which lets it rest too.

    python3 rest.py NCU_JSON MEASUREMENT...

NCU_JSON     what ncu.py wrote: nanoseconds of each kernel by itself
MEASUREMENT  by an engine of rest.patch, on the same GPU

Exit code 1: a kernel above 10 us is more than 2 % apart."""
import json
import os
import statistics as st
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import location, locations  # noqa: E402

# A kernel above so many nanoseconds may differ by this share at most.
SHORTEST, MOST = 10_000, 0.02

alone = json.load(open(sys.argv[1]))["cases"]
differ, seen = [], 0
print(f"{'case':32} {'PerfGate':>10} {'ncu':>10} {'difference':>11}")
for path in sys.argv[2:]:
    for name, runs in locations(json.load(open(path))).items():
        if name not in alone:
            continue
        ours, theirs = st.mean(runs), location(alone[name])
        seen += 1
        print(f"{name:32} {ours / 1000:10.3f} {theirs / 1000:10.3f} {100 * (ours / theirs - 1):+9.2f} %")
        if theirs > SHORTEST and abs(ours / theirs - 1) > MOST:
            differ.append(name)
print("above 10 us and more than 2 % apart where both let the GPU rest: " + (", ".join(differ) or "none"))
if seen < len(alone):
    sys.exit(f"{len(alone) - seen} of {len(alone)} kernels that Nsight Compute timed were not measured")
sys.exit(1 if differ else 0)
