// Row 12 of the table in README.md.
#include "yuhc/gpu-rodinia/cuda/pathfinder/pathfinder.cu"
