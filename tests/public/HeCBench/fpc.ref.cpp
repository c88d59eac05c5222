#include <cstdint>
#include <cstdlib>

// Words of 32 bits, of each kind that the compression knows, and others.
void make_values(const double* noise, int64_t* values, int n)
{
    for (int i = 0; i < n; i++)
    {
        const uint32_t random = static_cast<uint32_t>(noise[i] * 4294967295.0);
        const uint32_t byte = random >> 24;
        switch (i % 8)
        {
        case 0: values[i] = 0; break;
        case 1: values[i] = byte; break;
        case 2: values[i] = random >> 16; break;
        case 3: values[i] = random & 0xffff0000; break;
        case 4: values[i] = byte << 16 | byte; break;
        case 5: values[i] = byte * 0x01010101u; break;
        case 6: values[i] = static_cast<uint32_t>(-static_cast<int32_t>(byte)); break;
        default: values[i] = random; break;
        }
    }
}

// Bytes after the compression of frequent patterns.
void size_expected(const int64_t* values, int64_t* size, int n)
{
    for (int i = 0; i < n; i++)
    {
        const uint32_t word = static_cast<uint32_t>(values[i]);
        const int64_t magnitude = std::llabs(static_cast<int32_t>(word));
        const uint32_t low = word & 0xffff;
        const uint32_t high = word >> 16;
        if (magnitude <= 0xff)
            *size += 1;
        else if (magnitude <= 0xffff || low == 0 || (low <= 0xff && high <= 0xff))
            *size += 2;
        else if (word == (word & 0xff) * 0x01010101u)
            *size += 1;
        else
            *size += 4;
    }
}
