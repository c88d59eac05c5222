// The built-ins come with the compiler on both devices; here that is this header.
#pragma once

#include "perfgate_host.h"
#include "perfgate/driver.h"
