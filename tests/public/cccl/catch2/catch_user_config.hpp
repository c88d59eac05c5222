// Catch2's build makes this file; its headers need nothing of it but that it is there.
#pragma once

#define CATCH_CONFIG_DEFAULT_REPORTER "console"
#define CATCH_CONFIG_CONSOLE_WIDTH 120
