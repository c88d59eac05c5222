// Spreads the rows of a reference result over the cores: attention at full size is 69 billion operations.
#pragma once

#include <algorithm>
#include <thread>
#include <vector>

template <class Body>
void parallel_rows(long rows, Body body)
{
    const long workers = std::min(rows, std::max(1L, (long)std::thread::hardware_concurrency()));
    std::vector<std::thread> threads;
    for (long worker = 0; worker < workers; worker++)
    {
        threads.emplace_back([=] {
            for (long row = rows * worker / workers; row < rows * (worker + 1) / workers; row++)
                body(row);
        });
    }
    for (std::thread& thread : threads)
        thread.join();
}
