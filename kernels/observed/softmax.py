"""Runs a softmax over rows, written in Triton. PerfGate times the kernel softmax_kernel."""

import argparse
import sys

import torch
import triton
import triton.language as tl

ROWS = 4096
TOLERANCE = 1e-5


@triton.jit
def softmax_kernel(out, x, n, BLOCK: tl.constexpr):
    row = tl.program_id(0)
    column = tl.arange(0, BLOCK)
    inside = column < n
    a = tl.load(x + row * n + column, mask=inside, other=-float("inf"))
    e = tl.exp(a - tl.max(a, 0))
    tl.store(out + row * n + column, e / tl.sum(e, 0), mask=inside)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--n", type=int, required=True, help="length of a row")
    parser.add_argument("--iterations", type=int, required=True)
    arguments = parser.parse_args()

    n = arguments.n
    x = torch.randn((ROWS, n), generator=torch.Generator().manual_seed(1))
    on_gpu = x.cuda()
    out = torch.empty_like(on_gpu)
    flush = torch.empty(256 << 20, dtype=torch.uint8, device="cuda")
    for _ in range(arguments.iterations):
        flush.zero_()
        softmax_kernel[(ROWS,)](out, on_gpu, n, BLOCK=triton.next_power_of_2(n))
    torch.cuda.synchronize()

    expected = torch.softmax(x.double(), dim=1)
    error = ((out.cpu().double() - expected).norm() / expected.norm()).item()
    print(f"relative error {error:.2e}")
    return 0 if error < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
