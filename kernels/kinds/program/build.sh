#!/bin/sh
# Compiles histogram.cu to bin/histogram with the nvcc that PerfGate would take, and does nothing where there is none:
# without a GPU the program is skipped.
#     sh build.sh [NVCC]
cd "$(dirname "$0")" || exit 1
for nvcc in "$1" "$CUDA_HOME/bin/nvcc" "$CUDA_PATH/bin/nvcc" nvcc /usr/local/cuda/bin/nvcc; do
    if command -v "$nvcc" >/dev/null 2>&1; then
        mkdir -p bin
        exec "$nvcc" -std=c++17 -O3 -arch=native -o bin/histogram histogram.cu
    fi
done
echo "histogram.cu is not compiled: there is no nvcc"
