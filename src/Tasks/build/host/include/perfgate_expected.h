// For functions that compute expected outputs (*.ref.cpp), which are plain C++: floating-point buffers arrive as
// double*, integer ones as int64_t*, scalars in the type that the manifest gives them.
#pragma once

#include "perfgate/expected.h"
