#include <cstdint>
#include <vector>

// Node i has edges to i + 1 and to random nodes. The search begins at node 0.
void bfs_graph(int64_t* nodes, int64_t* edges, const double* noise, int64_t* front, int64_t* next, int64_t* visited,
               int64_t* cost, int n, int degree)
{
    for (int64_t node = 0; node < n; node++)
    {
        nodes[2 * node] = degree * node;
        nodes[2 * node + 1] = degree;
        for (int64_t edge = degree * node; edge < degree * (node + 1); edge++)
            edges[edge] = int64_t(noise[edge] * n) % n;
        edges[degree * node] = (node + 1) % n;
        front[node] = visited[node] = node == 0;
        next[node] = 0;
        cost[node] = node == 0 ? 0 : -1;
    }
}

void bfs_expected(const int64_t* nodes, const int64_t* edges, int64_t* cost, int n)
{
    std::vector<int64_t> queue{0};
    for (size_t at = 0; at < queue.size() && queue.size() <= size_t(n); at++)
        for (int64_t edge = nodes[2 * queue[at]]; edge < nodes[2 * queue[at]] + nodes[2 * queue[at] + 1]; edge++)
            if (cost[edges[edge]] < 0)
            {
                cost[edges[edge]] = cost[queue[at]] + 1;
                queue.push_back(edges[edge]);
            }
}
