#include <algorithm>
#include <cstdint>

namespace
{
// In words of 4 bytes: location, 257 indices of children or records, 257 keys, whether it is a leaf, how many keys it
// has. Child k holds the keys from the k-th on.
void write_node(int64_t* nodes, int64_t node, bool leaf, int64_t count, int64_t first_child, int64_t first_key,
                int64_t step)
{
    int64_t* at = nodes + 517 * node;
    std::fill(at, at + 517, 0);
    at[0] = node;
    for (int64_t k = 0; k < 257; k++)
    {
        at[1 + k] = k < count ? first_child + k : 0;
        at[258 + k] = k <= count ? first_key + k * step : INT32_MAX;
    }
    at[515] = leaf;
    at[516] = count;
}
} // namespace

// The keys are 0, 1, 2 and so on, that of record i is i.
void btree_nodes(int64_t* nodes, int root)
{
    write_node(nodes, 0, false, root, 1, 0, 65536);
    for (int64_t i = 0; i < root; i++)
        write_node(nodes, 1 + i, false, 256, 1 + root + 256 * i, 65536 * i, 256);
    for (int64_t i = 0; i < 256 * root; i++)
        write_node(nodes, 1 + root + i, true, 256, 256 * i, 256 * i, 1);
}

void btree_expected(const int64_t* records, const int64_t* keys, int64_t* answers, int queries)
{
    for (int i = 0; i < queries; i++)
        answers[i] = records[keys[i]];
}
