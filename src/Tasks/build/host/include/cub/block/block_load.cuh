// cub::BlockLoad and cub::BlockStore: each thread has items that follow each other, or with the STRIPED algorithms
// every X-th. How a GPU gets them there makes no difference to what they are.
#pragma once

#include "../util_type.cuh"

namespace cub
{
enum BlockLoadAlgorithm
{
    BLOCK_LOAD_DIRECT,
    BLOCK_LOAD_STRIPED,
    BLOCK_LOAD_VECTORIZE,
    BLOCK_LOAD_TRANSPOSE,
    BLOCK_LOAD_WARP_TRANSPOSE,
    BLOCK_LOAD_WARP_TRANSPOSE_TIMESLICED,
};

enum BlockStoreAlgorithm
{
    BLOCK_STORE_DIRECT,
    BLOCK_STORE_STRIPED,
    BLOCK_STORE_VECTORIZE,
    BLOCK_STORE_TRANSPOSE,
    BLOCK_STORE_WARP_TRANSPOSE,
    BLOCK_STORE_WARP_TRANSPOSE_TIMESLICED,
};

namespace details
{
template <int Threads, int Items>
inline int place_of_item(int item, bool striped)
{
    return striped ? item * Threads + rank_in_block() : rank_in_block() * Items + item;
}
} // namespace details

template <class T, int X, int Items, BlockLoadAlgorithm Algorithm = BLOCK_LOAD_DIRECT, int Y = 1, int Z = 1, int = 0>
class BlockLoad
{
public:
    struct TempStorage
    {
    };

    BlockLoad() {}
    explicit BlockLoad(TempStorage&) {}

    template <class From> void Load(From from, T (&items)[Items])
    {
        for (int i = 0; i < Items; i++)
            items[i] = from[place(i)];
    }
    template <class From> void Load(From from, T (&items)[Items], int valid)
    {
        for (int i = 0; i < Items; i++)
        {
            if (place(i) < valid)
                items[i] = from[place(i)];
        }
    }
    template <class From, class Default> void Load(From from, T (&items)[Items], int valid, Default other)
    {
        for (int i = 0; i < Items; i++)
            items[i] = place(i) < valid ? T(from[place(i)]) : T(other);
    }

private:
    static int place(int item)
    {
        return details::place_of_item<X * Y * Z, Items>(item, Algorithm == BLOCK_LOAD_STRIPED);
    }
};

template <class T, int X, int Items, BlockStoreAlgorithm Algorithm = BLOCK_STORE_DIRECT, int Y = 1, int Z = 1, int = 0>
class BlockStore
{
public:
    struct TempStorage
    {
    };

    BlockStore() {}
    explicit BlockStore(TempStorage&) {}

    template <class To> void Store(To to, T (&items)[Items]) { Store(to, items, X * Y * Z * Items); }
    template <class To> void Store(To to, T (&items)[Items], int valid)
    {
        for (int i = 0; i < Items; i++)
        {
            int const at
                = details::place_of_item<X * Y * Z, Items>(i, Algorithm == BLOCK_STORE_STRIPED);
            if (at < valid)
                to[at] = items[i];
        }
    }
};
} // namespace cub
