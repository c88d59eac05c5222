"""Prints, per case of a measurement: runs, median time over the runs, spread between processes (standard deviation of
the runs' interquartile means over their mean, as docs/results/h200.md has it), and (max - min) / mean.
    python3 spread.py measurement.json [limit in per cent]"""
import json
import statistics as st
import sys


def location(samples):
    s = sorted(samples)
    n = len(s)
    cut = n // 4
    part = 1 - (n / 4 - cut)
    last = n - 1 - cut
    if cut == last:
        return s[cut]
    weights = [part] + [1] * (last - cut - 1) + [part]
    return sum(w * x for w, x in zip(weights, s[cut:last + 1])) / sum(weights)


def locations(measurement):
    return {c["name"]: [location(r["samples"]) for r in c["runs"]] for c in measurement["cases"] if c.get("runs")}


def main():
    measurement = json.load(open(sys.argv[1]))
    limit = float(sys.argv[2]) if len(sys.argv) > 2 else 0.3
    above = []
    print(f"{'case':42} {'runs':>4} {'samples':>7} {'median us':>10} {'spread %':>9} {'range %':>8}  clock share ns")
    for case in measurement["cases"]:
        runs = [location(r["samples"]) for r in case.get("runs", [])]
        if len(runs) < 2:
            print(f"{case['name']:42} {case['status']}: {case.get('reason') or case.get('message') or ''}")
            continue
        mean = st.mean(runs)
        spread = 100 * st.stdev(runs) / mean
        samples = sum(len(r["samples"]) for r in case["runs"]) // len(runs)
        print(f"{case['name']:42} {len(runs):4} {samples:7} {st.median(runs) / 1000:10.3f} {spread:9.3f} "
              f"{100 * (max(runs) - min(runs)) / mean:8.3f}  {case.get('clockShare')}"
              + ("" if spread <= limit else f"   ABOVE {limit} %"))
        if spread > limit:
            above.append(case["name"])
    print("environment:", measurement["environment"].get("clock"), measurement["environment"].get("cache"))
    for warning in measurement.get("warnings", []):
        print("warning:", warning if isinstance(warning, str) else warning.get("message", warning))
    print(f"{len(above)} case(s) above {limit} %: {', '.join(above)}" if above else f"all at or below {limit} %")


if __name__ == "__main__":
    main()
