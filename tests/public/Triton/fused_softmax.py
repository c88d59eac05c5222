"""Row 89, a softmax of our own in place of Triton's tutorial: each program takes several rows, as many as it can hold.

PerfGate times the kernel softmax_kernel.
"""

import argparse
import sys

import torch
import triton
import triton.language as tl

ROWS = 4096
TOLERANCE = 1e-5


@triton.jit
def softmax_kernel(y, x, rows, columns, BLOCK: tl.constexpr):
    column = tl.arange(0, BLOCK)
    inside = column < columns
    for row in tl.range(tl.program_id(0), rows, tl.num_programs(0)):
        values = tl.load(x + row * columns + column, mask=inside, other=-float("inf"))
        exponentials = tl.exp(values - tl.max(values, axis=0))
        tl.store(y + row * columns + column, exponentials / tl.sum(exponentials, axis=0), mask=inside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, required=True, help="columns")
    parser.add_argument("--iterations", type=int, required=True, help="launches")
    arguments = parser.parse_args()

    x = torch.randn((ROWS, arguments.n), generator=torch.Generator().manual_seed(1))
    on_gpu = x.cuda()
    y = torch.empty_like(on_gpu)
    programs = 8 * torch.cuda.get_device_properties(0).multi_processor_count
    for _ in range(arguments.iterations):
        softmax_kernel[(programs,)](y, on_gpu, ROWS, arguments.n, BLOCK=triton.next_power_of_2(arguments.n))

    expected = torch.softmax(x.double(), dim=1)
    error = ((y.cpu().double() - expected).norm() / expected.norm()).item()
    print(f"relative error {error:.2e}")
    return 0 if error < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
