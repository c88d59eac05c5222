// A program with its own main() that "runs" softmax kernels and memsets: program ENDING NANOSECONDS MODULE.
#include "nvtx_host.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

extern "C" {
void fake_module(const char* image, size_t bytes);
void fake_kernel(const char* symbol, uint64_t start, uint64_t end);
void fake_memset(uint64_t bytes, uint64_t start, uint64_t end);
}

namespace {

uint64_t g_time = 1000;

void Kernel(const char* symbol, uint64_t nanoseconds)
{
    fake_kernel(symbol, g_time, g_time + nanoseconds);
    g_time += 10000;
}

// Ranges of all kinds, each around kernels that differ.
void Ranges(uint64_t nanoseconds)
{
    using namespace nvtx;
    const void* domain = Call<const void*>(core2[12], "a domain");
    const void* name = Call<const void*>(core2[10], domain, "inner");
    const NvtxAttributes registered = Attributes(3, name);
    const NvtxAttributes crossed = Attributes(1, "crossed");
    for (int i = 0; i < 5; ++i) {
        Call<int>(core[9], "forward");
        Kernel("softmax_kernel", nanoseconds);
        fake_memset(64, g_time, g_time + 10);
        g_time += 10000;
        Call<int>(core2[4], domain, &registered);
        Kernel("_Z5scalePfi", 7);
        Call<int>(core2[5], domain);
        // Ends after the range that it began in.
        Call<int>(core2[4], domain, &crossed);
        Call<int>(core[11]);
        Kernel("crossed_kernel", 11);
        Call<int>(core2[5], domain);
        Kernel("outside", 1000);
        const auto range = Call<uint64_t>(core[6], L"epoch \u00e9");
        std::thread([] { Kernel("of_a_thread", 13); }).join();
        Call<int>(core[7], range);
        Call<int>(core[9], "idle");
        Call<int>(core[11]);
    }
}

} // namespace

int main(int, char** arguments)
{
    const std::string ending = arguments[1];
    if (ending == "ranges") {
        nvtx::Begin();
        // It is open when CUDA starts.
        nvtx::Call<int>(nvtx::core[9], "all");
    }
    if (ending == "fork" && fork() == 0) {
        execl(arguments[0], arguments[0], "return", arguments[2], arguments[3], nullptr);
        _exit(9);
    }
    if (ending == "fork")
        wait(nullptr);

    if (ending == "count")
        std::ofstream("counted", std::ios::app) << 1;

    // As the CUDA driver does when it starts.
    const char* injected = std::getenv("CUDA_INJECTION64_PATH");
    if (injected == nullptr)
        return 0;
    void* library = dlopen(injected, RTLD_NOW);
    if (library == nullptr)
        return 3;
    reinterpret_cast<int (*)()>(dlsym(library, "InitializeInjection"))();

    std::ifstream file(arguments[3], std::ios::binary);
    const std::string module((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    fake_module(module.data(), module.size());
    if (ending == "ranges") {
        Ranges(std::strtoul(arguments[2], nullptr, 10));
        return 0;
    }
    uint64_t time = 1000;
    // More than fit into one buffer.
    for (int i = 0; i < 3000; ++i) {
        fake_memset(64, time, time + 10);
        fake_kernel("softmax_kernel", time + 20, time + 20 + std::strtoul(arguments[2], nullptr, 10));
        fake_kernel("_Z5scalePfi", time + 5000, time + 5007);
        time += 10000;
    }
    if (ending == "forkLate" && fork() == 0)
        std::exit(0);
    if (ending == "forkLate")
        wait(nullptr);
    if (ending == "quit")
        _exit(0);
    return 0;
}
