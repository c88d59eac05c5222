"""Rows 87 and 88: PyTorch's GELU, and its softmax over the first dimension. PerfGate times their kernels."""

import argparse
import sys

import torch

TOLERANCE = 1e-5


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("operation", choices=("gelu", "softmax"))
    parser.add_argument("--n", type=int, required=True, help="rows and columns")
    parser.add_argument("--iterations", type=int, required=True, help="calls")
    arguments = parser.parse_args()

    x = torch.randn((arguments.n, arguments.n), generator=torch.Generator().manual_seed(1))
    on_gpu = x.cuda()
    with torch.no_grad():
        for _ in range(arguments.iterations):
            if arguments.operation == "gelu":
                output = torch.nn.functional.gelu(on_gpu)
            else:
                output = torch.softmax(on_gpu, dim=0)

    x = x.double()
    if arguments.operation == "gelu":
        expected = x * (1 + torch.erf(x / 2**0.5)) / 2
    else:
        expected = torch.exp(x) / torch.exp(x).sum(dim=0)
    error = ((output.cpu().double() - expected).norm() / expected.norm()).item()
    print(f"relative error {error:.2e}")
    return 0 if error < TOLERANCE else 1


if __name__ == "__main__":
    sys.exit(main())
