// assert() in a kernel ends the launch with a message instead of ending the process. May be included again and again,
// with and without NDEBUG, as the C standard wants.
#undef assert
#if defined(NDEBUG)
#define assert(condition) ((void)0)
#elif defined(PERFGATE_HOST)
#define assert(condition) ((condition) ? (void)0 : perfgate::assertion_failed(#condition, __FILE__, __LINE__))
#else
#include_next <assert.h>
#endif
