#!/bin/sh
# Compiles histogram.cu to bin/histogram, unless that is newer. The manifest runs it, in the work tree and in the base's.
# nvcc is PerfGate's: PerfGate hands on PerfGateNvcc as PERFGATE_NVCC.
cd "$(dirname "$0")" || exit 1
[ bin/histogram -nt histogram.cu ] && [ bin/histogram -nt build.sh ] && exit 0
for nvcc in "$PERFGATE_NVCC" "$CUDA_HOME/bin/nvcc" "$CUDA_PATH/bin/nvcc" nvcc /usr/local/cuda/bin/nvcc; do
    if command -v "$nvcc" >/dev/null 2>&1; then
        mkdir -p bin
        exec "$nvcc" -std=c++17 -O3 -arch=native -o bin/histogram histogram.cu
    fi
done
echo "there is no nvcc in CUDA_HOME, CUDA_PATH, PATH and /usr/local/cuda" >&2
exit 1
