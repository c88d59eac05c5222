// Images of the modules that a process loads, each once.
#pragma once

#include "records.h"

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>
#include <unistd.h>

namespace {

// Images that one process keeps, all together. A framework whose modules are all loaded at once has gigabytes of them.
constexpr size_t KeptBytes = size_t{512} << 20;

std::string g_folder;
size_t g_kept = 0;

// FNV-1a with a stronger mixing step, over words of 64 bits. With the size it names an image among a few hundred.
Number HashOf(const char* bytes, size_t count)
{
    constexpr Number Prime = 0x100000001b3ull;
    Number hash = 0xcbf29ce484222325ull;
    size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        uint64_t word;
        std::memcpy(&word, bytes + i, 8);
        hash = (hash ^ word) * Prime;
        hash ^= hash >> 29;
    }
    for (; i < count; ++i)
        hash = (hash ^ static_cast<unsigned char>(bytes[i])) * Prime;
    return hash;
}

// Under a name of this process first, so that no other process sees half of it.
bool Keep(const std::string& path, const char* bytes, size_t count)
{
    if (access(path.c_str(), F_OK) == 0)
        return true;
    if (g_kept + count > KeptBytes)
        return false;
    const std::string half = path + "." + std::to_string(getpid());
    FILE* file = std::fopen(half.c_str(), "wb");
    if (file == nullptr)
        return false;
    const bool written = std::fwrite(bytes, 1, count, file) == count;
    const bool closed = std::fclose(file) == 0;
    if (written && closed && std::rename(half.c_str(), path.c_str()) == 0) {
        g_kept += count;
        return true;
    }
    std::remove(half.c_str());
    return false;
}

void KeepModule(const char* image, size_t bytes)
{
    const std::string name = Text("%016llx-%zu", HashOf(image, bytes), bytes);
    std::lock_guard<std::mutex> held(g_lock);
    if (g_file < 0)
        return;
    const bool kept = Keep(g_folder + "/modules/" + name + ".cubin", image, bytes);
    Line("M " + name + Text(" %zu %d", bytes, kept ? 1 : 0));
}

} // namespace
