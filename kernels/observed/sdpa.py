"""Runs PyTorch's scaled dot product attention by each of its backends. PerfGate times their kernels.

Inputs are made on the CPU and results are checked there, so that the only kernels are those of the attention and the
one that overwrites the L2 cache before each call.
"""

import argparse
import sys

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel

BACKENDS = (
    SDPBackend.FLASH_ATTENTION,
    SDPBackend.EFFICIENT_ATTENTION,
    SDPBackend.CUDNN_ATTENTION,
    SDPBackend.MATH,
)
BATCH, HEADS, DEPTH = 32, 8, 64
TOLERANCE = 5e-3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--s", type=int, required=True, help="length of the sequence")
    parser.add_argument("--iterations", type=int, required=True, help="calls of each backend")
    arguments = parser.parse_args()

    generator = torch.Generator().manual_seed(1)
    shape = (BATCH, HEADS, arguments.s, DEPTH)
    inputs = [torch.randn(shape, generator=generator).half() for _ in range(3)]
    q, k, v = (t.cuda() for t in inputs)
    flush = torch.empty(256 << 20, dtype=torch.uint8, device="cuda")
    outputs = {}
    with torch.no_grad():
        for backend in BACKENDS:
            with sdpa_kernel(backend):
                for _ in range(arguments.iterations):
                    flush.zero_()
                    outputs[backend] = torch.nn.functional.scaled_dot_product_attention(q, k, v)
    torch.cuda.synchronize()

    # One head of one batch, in double precision.
    q0, k0, v0 = (t[0, 0].double() for t in inputs)
    expected = torch.softmax(q0 @ k0.T / DEPTH**0.5, dim=1) @ v0
    wrong = 0
    for backend, output in outputs.items():
        error = ((output.cpu()[0, 0].double() - expected).norm() / expected.norm()).item()
        print(f"{backend.name}: relative error {error:.2e}")
        wrong += not error < TOLERANCE
    return wrong


if __name__ == "__main__":
    sys.exit(main())
