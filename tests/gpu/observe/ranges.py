"""Launches kernels inside of three NVTX ranges. Inputs are made on the CPU, so that no other kernel runs."""

import torch

ITERATIONS = 43
generator = torch.Generator().manual_seed(1)
a = torch.randn((2048, 2048), generator=generator).half().cuda()
w = torch.randn((1024, 1024), generator=generator).cuda().requires_grad_()
x = torch.randn((1024, 1024), generator=generator).cuda()
for _ in range(ITERATIONS):
    with torch.cuda.nvtx.range("forward"):
        b = torch.softmax(a @ a, dim=1)
    with torch.cuda.nvtx.range("update"):
        b = b * 2 + 1
    # The backward pass is launched by a thread of its own, so this is a range of the process.
    step = torch.cuda.nvtx.range_start("step")
    (w @ x).sum().backward()
    w.grad = None
    torch.cuda.nvtx.range_end(step)
torch.cuda.synchronize()
