#!/bin/sh
# Builds the sample of row 45, whose kernel launches kernels, with relocatable device code.
set -eu
samples=$PUBLIC_SOURCES/NVIDIA/cuda-samples
mkdir -p ../obj
nvcc -rdc=true -arch=native -O3 -I"$samples/Common" -o ../obj/cdpSimplePrint \
  "$samples/Samples/3_CUDA_Features/cdpSimplePrint/cdpSimplePrint.cu"
