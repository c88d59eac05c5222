"""Prints a measurement or a verdict.    python3 summary.py spread|ranges|verdict FILE"""
import json
import statistics as st
import sys


def middle(samples):
    """Mean of the middle half."""
    s = sorted(samples)
    return st.mean(s[len(s) // 4:len(s) - len(s) // 4] or s)


def runs(case):
    return [middle(r["samples"]) for r in case.get("runs", [])]


kind, path = sys.argv[1:]
file = json.load(open(path))
cases = {c["name"]: c for c in file["cases"]}
if kind == "spread":
    print(f"{'case':34} {'runs':>4} {'samples':>7} {'median us':>10} {'spread %':>9} {'range %':>8}")
    for name, case in cases.items():
        values = runs(case)
        if len(values) < 2:
            print(f"{name:34} {case['status']}: {case.get('reason') or ''}")
            continue
        mean = st.mean(values)
        print(f"{name:34} {len(values):4} {len(case['runs'][0]['samples']):7} {st.median(values) / 1000:10.3f} "
              f"{100 * st.stdev(values) / mean:9.3f} {100 * (max(values) - min(values)) / mean:8.3f}")
    for warning in file.get("warnings", []):
        print("warning:", warning)
elif kind == "ranges":
    t = {name: st.median(runs(c)) / 1000 for name, c in cases.items() if c.get("runs")}
    if {"forward", "update", "step", "all"} <= t.keys():
        total = t["forward"] + t["update"] + t["step"]
        print(f"forward + update + step = {total:.2f} us, all = {t['all']:.2f} us "
              f"({100 * (total / t['all'] - 1):+.2f} %; within a few per cent is right)")
else:
    print("outcome", file.get("outcome"))
    for name, c in cases.items():
        ratio, interval = c.get("ratio"), c.get("ratioInterval") or []
        print(f"{name:20} {c['verdict']:12} " + (f"{100 * (ratio - 1):+.2f} % " if ratio else "")
              + (f"[{100 * (interval[0] - 1):+.2f}, {100 * (interval[1] - 1):+.2f}] " if len(interval) == 2 else "")
              + f"runs {c.get('runs')}  {c.get('reason', '')[:300]}")
