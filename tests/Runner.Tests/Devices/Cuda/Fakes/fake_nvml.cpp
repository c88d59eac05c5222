// A library with NVML's C interface and no GPU. It writes every call that could change a GPU to `calls` in its own
// folder, keeps what is locked in `locked`, writes a dot for each look at the reasons to `looks`, and reads how it
// should behave from `behaviour` (lines of name=value).
#include <dlfcn.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <unistd.h>

namespace {

enum Result {
    Success = 0,
    InvalidArgument = 2,
    NotSupported = 3,
    NoPermission = 4,
    NotFound = 6,
    InsufficientSize = 7
};

const char uuid[] = "GPU-00112233-4455-6677-8899-aabbccddeeff";
int the_device;

std::string folder() {
    Dl_info info;
    dladdr(reinterpret_cast<void*>(&folder), &info);
    std::string path = info.dli_fname;
    return path.substr(0, path.rfind('/') + 1);
}

std::string behaviour(const std::string& name) {
    std::ifstream file(folder() + "behaviour");
    for (std::string line; std::getline(file, line);)
        if (line.rfind(name + "=", 0) == 0) return line.substr(name.size() + 1);
    return "";
}

void note(const std::string& call) { std::ofstream(folder() + "calls", std::ios::app) << call << std::endl; }

unsigned locked(int which) {
    unsigned clocks[2] = {0, 0};
    std::ifstream file(folder() + "locked");
    file >> clocks[0] >> clocks[1];
    return clocks[which];
}

int change(const std::string& call, int which, unsigned mhz) {
    note(call + " " + std::to_string(mhz));
    if (behaviour("refuse") == "permission") return NoPermission;
    if (which == 1 && behaviour("refuse") == "memory") return NotSupported;
    unsigned clocks[2] = {locked(0), locked(1)};
    clocks[which] = mhz;
    std::ofstream(folder() + "locked", std::ios::trunc) << clocks[0] << " " << clocks[1] << std::endl;
    return Success;
}

int text(char* target, unsigned length, const char* value) {
    if (std::strlen(value) >= length) return InsufficientSize;
    std::strcpy(target, value);
    return Success;
}

}  // namespace

struct ProcessInfo {
    unsigned pid;
    unsigned long long used;
    unsigned gpu_instance, compute_instance;
};

extern "C" {

int nvmlInit_v2() { return Success; }
int nvmlShutdown() { return Success; }

const char* nvmlErrorString(int result) {
    return result == NoPermission ? "Insufficient Permissions"
        : result == NotSupported  ? "Not Supported"
                                  : "Unknown Error";
}

int nvmlSystemGetDriverVersion(char* version, unsigned length) { return text(version, length, "580.1.2"); }

int nvmlDeviceGetHandleByUUID(const char* asked, void** device) {
    *device = &the_device;
    return std::strcmp(asked, uuid) == 0 || behaviour("any_uuid") == "yes" ? Success : NotFound;
}

int nvmlDeviceGetUUID(void*, char* target, unsigned length) { return text(target, length, uuid); }
int nvmlDeviceGetName(void*, char* target, unsigned length) { return text(target, length, "NVIDIA Fake"); }
int nvmlDeviceGetVbiosVersion(void*, char* target, unsigned length) { return text(target, length, "96.00.01"); }

int nvmlDeviceGetEnforcedPowerLimit(void*, unsigned* milliwatts) { return *milliwatts = 72500, Success; }
int nvmlDeviceGetPowerUsage(void*, unsigned* milliwatts) { return *milliwatts = 31250, Success; }
int nvmlDeviceGetEccMode(void*, unsigned* current, unsigned* pending) { return *current = 1, *pending = 0, Success; }
int nvmlDeviceGetMigMode(void*, unsigned*, unsigned*) { return NotSupported; }
int nvmlDeviceGetPersistenceMode(void*, unsigned* mode) { return *mode = 1, Success; }
int nvmlDeviceGetTemperature(void*, int sensor, unsigned* celsius) { return *celsius = 41 + sensor, Success; }

int nvmlDeviceGetCurrentClocksEventReasons(void*, unsigned long long* reasons) {
    std::ofstream(folder() + "looks", std::ios::app) << '.';
    *reasons = std::strtoull(behaviour("reasons").c_str(), nullptr, 0);
    return Success;
}

int nvmlDeviceGetMemoryInfo(void*, unsigned long long* memory) {
    memory[0] = 24ull << 30, memory[1] = 20ull << 30, memory[2] = 4ull << 30;
    return Success;
}

int nvmlDeviceGetClockInfo(void*, int type, unsigned* mhz) {
    unsigned held = locked(type == 2 ? 1 : 0);
    // A clock that was locked is reported as it was before for so many reads.
    static unsigned reads[3];
    if (held != 0 && reads[type % 3]++ < std::strtoul(behaviour("settles_after").c_str(), nullptr, 0)) held = 0;
    *mhz = held != 0 && behaviour("ignore_lock") != "yes" ? held : type == 2 ? 405 : 210;
    if (held != 0) *mhz -= std::strtoul(behaviour("below_lock").c_str(), nullptr, 0);
    return Success;
}

int nvmlDeviceGetMaxClockInfo(void*, int type, unsigned* mhz) { return *mhz = type == 2 ? 6251 : 2040, Success; }

int nvmlDeviceGetTotalEccErrors(void*, int type, int, unsigned long long* count) {
    *count = type == 1 ? std::strtoull(behaviour("uncorrected").c_str(), nullptr, 0) : 0;
    return Success;
}

int nvmlDeviceGetComputeRunningProcesses_v3(void*, unsigned* count, ProcessInfo* infos) {
    std::istringstream pids(behaviour("processes"));
    unsigned found = 0;
    for (unsigned pid; pids >> pid; found++)
        if (found < *count) infos[found] = {pid, 1ull << 20, 0xffffffff, 0xffffffff};
    bool fits = found <= *count;
    *count = found;
    return fits ? Success : InsufficientSize;
}

int nvmlDeviceGetCpuAffinity(void*, unsigned words, unsigned long* set) {
    std::memset(set, 0, words * sizeof *set);
    set[0] = 0x5;
    return Success;
}

int nvmlDeviceSetGpuLockedClocks(void*, unsigned low, unsigned high) {
    return low == high ? change("lock graphics", 0, low) : InvalidArgument;
}

int nvmlDeviceSetMemoryLockedClocks(void*, unsigned low, unsigned high) {
    return low == high ? change("lock memory", 1, low) : InvalidArgument;
}

int nvmlDeviceResetGpuLockedClocks(void*) { return change("unlock graphics", 0, 0); }
int nvmlDeviceResetMemoryLockedClocks(void*) { return change("unlock memory", 1, 0); }
}
