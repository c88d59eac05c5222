// A program with its own main() that "runs" softmax kernels and memsets: program ENDING NANOSECONDS MODULE.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fstream>
#include <iterator>
#include <string>
#include <sys/wait.h>
#include <unistd.h>

extern "C" {
void fake_module(const char* image, size_t bytes);
void fake_kernel(const char* symbol, uint64_t start, uint64_t end);
void fake_memset(uint64_t bytes, uint64_t start, uint64_t end);
}

int main(int, char** arguments)
{
    const std::string ending = arguments[1];
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
