"""Keeps the locations of the runs of two measurements.    python3 pace.py AT_ONCE APART PACE_JSON"""
import json
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import locations  # noqa: E402

at_once, apart = (json.load(open(path)) for path in sys.argv[1:3])
soon, later = locations(at_once), locations(apart)
cases = {
    name: {"atOnce": [round(t, 1) for t in soon[name]], "apart": [round(t, 1) for t in later[name]]}
    for name in soon
    if later.get(name) and not name.startswith("canary")
}
with open(sys.argv[3], "w") as f:
    json.dump(
        {
            "about": "Locations of each run, nanoseconds: kernels that follow the flush at once, as PerfGate times "
            "them, and 20 ms after it (tests/gpu/trust/pace.patch), on one GPU",
            "gpu": at_once["environment"]["gpu"]["name"],
            "cases": cases,
        },
        f,
        indent=1,
    )
for name, times in cases.items():
    print(f"   {name:32}", *(f"{sum(t) / len(t) / 1000:10.3f} us" for t in times.values()))
