"""Launches a case in front of Nsight Compute and reads the times that it prints."""

import csv
import os
import subprocess
import sys


def times(runner, kernels, case, manifests, launches, *options):
    """Nanoseconds (gpu__time_duration.sum) of each kernel, or each range, that a launched case gives, in order.

    Kernels of PerfGate's own are left out."""
    out = subprocess.run(
        ["ncu", "--clock-control", "none", "--metrics", "gpu__time_duration.sum", "--print-units", "base", "--csv",
         *options, "dotnet", runner, "launch", "--kernels", kernels, "--case", case, "--times", str(launches),
         "--placed", *manifests],
        env={**os.environ, "PERFGATE_CLOCK": "events"}, capture_output=True, text=True)
    lines = out.stdout.splitlines()
    first = next((i for i, line in enumerate(lines) if line.startswith('"ID"')), None)
    if first is None:
        sys.exit(f"ncu shows nothing of {case}: " + "\n".join((lines + out.stderr.splitlines())[-12:]))
    return [float(row["Metric Value"].replace(",", "")) for row in csv.DictReader(lines[first:])
            if row["Metric Name"] == "gpu__time_duration.sum" and not row["Kernel Name"].startswith("perfgate_")]


def single_kernel_cases(measurement):
    """The cases that launch one kernel a sample: the gaps between several are not in Nsight Compute's times."""
    return [case for case in measurement["cases"]
            if case["role"] == "case" and case["status"] == "measured" and "launchTimes" not in case["runs"][0]]
