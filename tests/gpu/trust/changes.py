"""Compares measurements of the same cases by two versions of PerfGate.    python3 changes.py OLD NEW [OLD NEW ...]"""
import json
import os
import statistics as st
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
from spread import locations  # noqa: E402

print(f"{'case':32} {'old us':>10} {'new us':>10} {'change':>9} {'spread old':>11} {'spread new':>11}")
for old, new in zip(sys.argv[1::2], sys.argv[2::2]):
    before, now = locations(json.load(open(old))), locations(json.load(open(new)))
    for name in (n for n in before if n in now):
        was, is_ = st.mean(before[name]), st.mean(now[name])
        spreads = [100 * st.stdev(v) / st.mean(v) for v in (before[name], now[name])]
        print(f"{name:32} {was / 1000:10.3f} {is_ / 1000:10.3f} {100 * (is_ / was - 1):+8.3f} % "
              f"{spreads[0]:9.3f} % {spreads[1]:9.3f} %")
