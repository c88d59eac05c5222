"""Edits the sources of kernels/kinds in the current folder.
    python3 plant.py comment                 a comment in every file, which moves every line
    python3 plant.py slow measurement.json   every case slower by 2 % of its measured time"""
import glob
import json
import re
import statistics as st
import sys

from spread import locations

GIGAHERTZ = 1.98
# What a kernel of its own costs besides its time, nanoseconds: a guess, the true size is measured.
LAUNCH = 2000
SHARE = float(sys.argv[3]) / 100 if len(sys.argv) > 3 else 0.02

PLANTED = """
static __device__ __forceinline__ void planted(long long cycles)
{
    if (blockIdx.x + gridDim.x * blockIdx.y < 132 * 8)
    {
        const long long end = clock64() + cycles;
        while (clock64() < end)
            ;
    }
}
"""
PLANTED_KERNEL = """
static __global__ void planted_kernel(long long cycles)
{
    const long long end = clock64() + cycles;
    while (clock64() < end)
        ;
}
"""


def comment():
    for name in glob.glob("*.cu") + glob.glob("*.cpp") + glob.glob("*.h") + glob.glob("program/*.cu"):
        lines = open(name).read().split("\n")
        middle = max(i for i, l in enumerate(lines) if l == "{")
        lines.insert(middle + 1, "    // Another comment, and a line more.")
        open(name, "w").write("// A new first line.\n" + "\n".join(lines))


def behind_includes(text, what):
    lines = text.split("\n")
    at = max([i for i, l in enumerate(lines) if l.startswith("#include")], default=None)
    if at is None:
        at = next(i for i, l in enumerate(lines) if not l.startswith("//")) - 1
    return "\n".join(lines[:at + 1]) + "\n" + what + "\n".join(lines[at + 1:])


def slow_kernel(name, kernel, cycles):
    text = behind_includes(open(name).read(), PLANTED)
    new, n = re.subn(rf"(__global__ void {kernel}\([^{{]*\)\n\{{\n)", rf"\1    planted({cycles});\n", text)
    assert n == 1, (name, kernel, n)
    open(name, "w").write(new)


def slow_function(name, function, cycles):
    text = behind_includes(open(name).read(), PLANTED_KERNEL)
    new, n = re.subn(rf"(PERFGATE_BENCHMARK\({function}\)\([^{{]*\)\n\{{\n)",
                     rf"\1    call.launch(planted_kernel, 1, 1, 0, {cycles});\n", text)
    assert n == 1, (name, function, n)
    open(name, "w").write(new)


def slow(measurement):
    times = {name: st.median(runs) for name, runs in locations(json.load(open(measurement))).items()}

    def nanoseconds(prefix):
        found = [t for name, t in times.items() if name.startswith(prefix)]
        if len(found) != 1:
            print(f"  {prefix}: {len(found)} times measured, 1 expected: it gets 1 us")
        return SHARE * found[0] if found else 1000

    def cycles(ns):
        return max(1, round(ns * GIGAHERTZ))

    each = {r: cycles(nanoseconds(f"template_mean/RADIUS={r}")) for r in (24, 48, 96)}
    slow_kernel("template.cu", "moving_mean", f"RADIUS == 24 ? {each[24]} : RADIUS == 48 ? {each[48]} : {each[96]}")
    for name, kernel, case in (
        ("csr.cu", "csr_product", "csr_product"),
        ("constant.cu", "filter", "constant_filter"),
        ("cooperative.cu", "normalise", "cooperative_normalise"),
        ("cluster.cu", "normalise_rows", "cluster_normalise"),
        ("struct.cu", "blur", "struct_blur"),
        ("tensor_map.cu", "sum_of_nine", "tensor_map_sum"),
        ("texture.cu", "mean_of_four", "texture_mean"),
        ("program/histogram.cu", "histogram", "program_histogram"),
    ):
        slow_kernel(name, kernel, cycles(nanoseconds(case)))
    slow_kernel("loop.cu", "jacobi_step", cycles(nanoseconds("loop_jacobi") / 7))
    slow_function("cub_sort.cu", "cub_sort_keys", cycles(nanoseconds("cub_sort") - LAUNCH))
    slow_function("cublas.cu", "cublas_product", cycles(nanoseconds("cublas_product") - LAUNCH))
    text = open("cub_reduce.cu").read()
    assert "Rounds = 256" in text
    open("cub_reduce.cu", "w").write(text.replace("Rounds = 256", f"Rounds = {round(256 * (1 + SHARE))}"))


if sys.argv[1] == "comment":
    comment()
else:
    slow(sys.argv[2])
