// The file of records of one process, which everything else here writes into.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <fcntl.h>
#include <mutex>
#include <string>
#include <unistd.h>

namespace {

// Lines that wait to be written.
constexpr size_t PendingBytes = size_t{1} << 16;

// Records of one process. A program that launches more in one go measures no kernel, it fills a disk.
constexpr unsigned long long MostRecords = 20000000;

using Number = unsigned long long;

// Guards all that follows, here and in the files that include this one.
std::mutex g_lock;
int g_file = -1;
std::string g_pending;
unsigned long long g_records = 0;
unsigned long long g_dropped = 0;
bool g_damaged = false;

// A process number comes back, with another program in the same process for one.
int Create(const std::string& beginning)
{
    for (int i = 0; i < 1000; ++i) {
        const std::string path = beginning + "-" + std::to_string(i) + ".records";
        const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file >= 0 || errno != EEXIST)
            return file;
    }
    return -1;
}

void WritePending()
{
    size_t at = 0;
    while (at < g_pending.size()) {
        const ssize_t written = write(g_file, g_pending.data() + at, g_pending.size() - at);
        if (written <= 0) {
            // The last line will be missing, and the file with it.
            g_damaged = true;
            break;
        }
        at += static_cast<size_t>(written);
    }
    g_pending.clear();
}

void Line(const std::string& text)
{
    if (g_file < 0)
        return;
    g_pending += text;
    g_pending += '\n';
    if (g_pending.size() >= PendingBytes)
        WritePending();
}

template <typename... T>
std::string Text(const char* format, T... values)
{
    char text[256];
    std::snprintf(text, sizeof text, format, values...);
    return text;
}

} // namespace
