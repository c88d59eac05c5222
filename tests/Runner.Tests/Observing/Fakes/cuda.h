// The part of the driver's header that cupti.h needs.
#pragma once
typedef struct CUctx_st* CUcontext;
