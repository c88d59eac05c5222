"""Prints a verdict, one line a case.    python3 verdicts.py verdict.json"""
import collections
import json
import sys

verdict = json.load(open(sys.argv[1]))
cases = verdict["cases"]
print(f"outcome {verdict.get('outcome')}; " + ", ".join(
    f"{n} {v}" for v, n in collections.Counter(c["verdict"] for c in cases).most_common()))
for c in sorted(cases, key=lambda c: c["name"]):
    ratio = c.get("ratio")
    interval = c.get("ratioInterval") or []
    print(f"{c['name']:42} {c['verdict']:12} "
          + (f"{100 * (ratio - 1):+7.2f} %" if ratio else " " * 9)
          + (f" [{100 * (interval[0] - 1):+.2f}, {100 * (interval[1] - 1):+.2f}]" if len(interval) == 2 else "")
          + f" runs {c.get('runs')}  {c.get('reason', '')[:150]}")
