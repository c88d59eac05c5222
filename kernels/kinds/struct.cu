// Structs as arguments: an image with its address and size, and the weights of a 3 x 3 filter.
struct Image
{
    const float* pixels;
    int width, height;
};

struct Weights
{
    float of[9];
};

// Pixels outside of the image count as those at its edge.
__global__ void blur(Image image, Weights weights, float* __restrict__ y)
{
    const int column = blockIdx.x * blockDim.x + threadIdx.x;
    const int row = blockIdx.y * blockDim.y + threadIdx.y;
    if (column >= image.width || row >= image.height)
        return;
    float sum = 0;
#pragma unroll
    for (int k = 0; k < 9; k++)
    {
        const int from_row = min(max(row + k / 3 - 1, 0), image.height - 1);
        const int from_column = min(max(column + k % 3 - 1, 0), image.width - 1);
        sum += weights.of[k] * image.pixels[from_row * image.width + from_column];
    }
    y[row * image.width + column] = sum;
}
