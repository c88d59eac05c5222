// Ranges and marks for a profiler, which there is none of here.
#pragma once

#include "nvtx3/nvToolsExt.h"
