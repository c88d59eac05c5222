"""Says which PyTorch this is, or fails where it is missing or finds no GPU. Publications quote the line."""

import sys

try:
    import torch
except ImportError as missing:
    sys.exit(f"PyTorch cannot be imported: {missing}")
if not torch.cuda.is_available():
    sys.exit("PyTorch finds no GPU")
print(f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, cuDNN {torch.backends.cudnn.version()}")
