// An error of a call becomes an exception, with which PerfGate ends the case.
#pragma once

#include <stdexcept>
#include <string>

inline void check(cudaError_t error)
{
    if (error != cudaSuccess)
        throw std::runtime_error(std::string("a call of CUDA failed: ") + cudaGetErrorString(error));
}
