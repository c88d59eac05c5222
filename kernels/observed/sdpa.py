"""Runs PyTorch's scaled dot product attention by one of its backends. PerfGate times its kernels.

Inputs are made on the CPU and the result is checked there, so that the only kernels are those of the attention and the
one that overwrites the L2 cache before each call.
"""

import argparse
import sys

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

BACKENDS = {
    "flash": SDPBackend.FLASH_ATTENTION,
    "efficient": SDPBackend.EFFICIENT_ATTENTION,
    "cudnn": SDPBackend.CUDNN_ATTENTION,
    "math": SDPBackend.MATH,
}
BATCH, HEADS, DEPTH = 32, 8, 64
TOLERANCE = 5e-3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("backend", choices=BACKENDS)
    parser.add_argument("--s", type=int, required=True, help="length of the sequence")
    parser.add_argument("--iterations", type=int, required=True)
    arguments = parser.parse_args()

    generator = torch.Generator().manual_seed(1)
    shape = (BATCH, HEADS, arguments.s, DEPTH)
    q, k, v = (torch.randn(shape, generator=generator).half().cuda() for _ in range(3))
    flush = torch.empty(256 << 20, dtype=torch.uint8, device="cuda")
    with torch.no_grad(), sdpa_kernel(BACKENDS[arguments.backend]):
        for _ in range(arguments.iterations):
            flush.zero_()
            out = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    torch.cuda.synchronize()

    # One head of one batch, in double precision.
    q0, k0, v0 = (t[0, 0].cpu().double() for t in (q, k, v))
    expected = torch.softmax(q0 @ k0.T / DEPTH**0.5, dim=1) @ v0
    error = ((out[0, 0].cpu().double() - expected).norm() / expected.norm()).item()
    print(f"relative error {error:.2e}")
    return 0 if error < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
