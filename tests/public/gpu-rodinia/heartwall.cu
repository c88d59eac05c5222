// Row 19 of the table in README.md. main.cu needs a library for video files, so its constants and what it computes for
// them are here. Buffers hold what each point has for itself; 51 structs hold their addresses. As main.cu does for each
// frame, a call copies constants.
#include <perfgate/benchmark.h>

#include <math.h>

#include "yuhc/gpu-rodinia/cuda/heartwall/define.c"

__constant__ params_common_change d_common_change;
__constant__ params_common d_common;
__constant__ params_unique d_unique[ALL_POINTS];

#include "yuhc/gpu-rodinia/cuda/heartwall/kernel.cu"

#include <stdexcept>

namespace
{
void check(cudaError_t error)
{
    if (error != cudaSuccess)
        throw std::runtime_error(cudaGetErrorString(error));
}

// What the constants are to hold, and where the device has it.
struct Constants
{
    params_common_change change;
    params_common sizes;
    params_unique points[ALL_POINTS];
};

struct Plan
{
    Constants* constants;
};

// The sizes of the pictures of a point: of its template, of what is searched, and of what follows from both.
params_common sizes_of(int frame_rows)
{
    params_common sizes{};
    sizes.sSize = 40;
    sizes.tSize = 25;
    sizes.maxMove = 10;
    sizes.no_frames = 2;
    sizes.frame_rows = sizes.frame_cols = frame_rows;
    sizes.endoPoints = ENDO_POINTS;
    sizes.epiPoints = EPI_POINTS;
    sizes.allPoints = ALL_POINTS;
    const int in = sizes.in_rows = sizes.in_cols = 2 * sizes.tSize + 1;
    sizes.in_elem = in * in;
    const int searched = sizes.in2_rows = sizes.in2_cols = 2 * sizes.sSize + 1;
    sizes.in2_elem = searched * searched;
    const int both = sizes.conv_rows = sizes.conv_cols = in + searched - 1;
    sizes.conv_elem = both * both;
    sizes.in2_pad_add_rows = sizes.in2_pad_add_cols = in;
    const int padded = sizes.in2_pad_cumv_rows = sizes.in2_pad_cumv_cols = searched + 2 * in;
    sizes.in2_pad_cumv_elem = padded * padded;
    sizes.in2_pad_cumv_sel_rowlow = 1 + in;
    sizes.in2_pad_cumv_sel_collow = 1;
    sizes.in2_pad_cumv_sel_rows = both;
    sizes.in2_pad_cumv_sel_cols = padded;
    sizes.in2_pad_cumv_sel_elem = both * padded;
    sizes.in2_pad_cumv_sel2_rowlow = sizes.in2_pad_cumv_sel2_collow = 1;
    sizes.in2_sub_cumh_rows = both;
    sizes.in2_sub_cumh_cols = padded;
    sizes.in2_sub_cumh_elem = both * padded;
    sizes.in2_sub_cumh_sel_rowlow = 1;
    sizes.in2_sub_cumh_sel_collow = 1 + in;
    sizes.in2_sub_cumh_sel_rows = sizes.in2_sub_cumh_sel_cols = both;
    sizes.in2_sub_cumh_sel_elem = both * both;
    sizes.in2_sub_cumh_sel2_rowlow = sizes.in2_sub_cumh_sel2_collow = 1;
    sizes.in2_sub2_rows = sizes.in2_sub2_cols = both;
    sizes.in2_sub2_elem = both * both;
    sizes.in2_sqr_rows = sizes.in2_sqr_cols = searched;
    sizes.in2_sqr_elem = searched * searched;
    sizes.in_sqr_rows = sizes.in_sqr_cols = in;
    sizes.in_sqr_elem = in * in;
    sizes.tMask_rows = sizes.tMask_cols = both;
    sizes.tMask_elem = both * both;
    sizes.mask_rows = sizes.mask_cols = sizes.maxMove;
    sizes.mask_conv_rows = sizes.mask_conv_cols = both;
    sizes.mask_conv_elem = both * both;
    sizes.mask_conv_ioffset = sizes.mask_conv_joffset = sizes.maxMove / 2;
    return sizes;
}
} // namespace

PERFGATE_SETUP(heartwall)(perfgate::SetUp& setup, float* frame, int* row, int* column, int* new_row, int* new_column,
                          float* templates, float* convolved, float* work, int frame_rows, int work_count)
{
    Constants constants{};
    constants.change = {frame, 1};
    const params_common& sizes = constants.sizes = sizes_of(frame_rows);
    for (int i = 0; i < ALL_POINTS; i++)
    {
        // The points of the inner wall come first.
        const int group = i < ENDO_POINTS ? 0 : ENDO_POINTS;
        params_unique& point = constants.points[i];
        point.point_no = i - group;
        point.d_Row = row + group;
        point.d_Col = column + group;
        point.d_tRowLoc = new_row + sizes.no_frames * group;
        point.d_tColLoc = new_column + sizes.no_frames * group;
        point.d_T = templates + sizes.in_elem * group;
        point.in_pointer = sizes.in_elem * point.point_no;
        point.d_conv = convolved + sizes.conv_elem * i;
        float* free = work + work_count * i;
        const auto take = [&](int count) { return free += count, free - count; };
        point.d_in2 = take(sizes.in2_elem);
        point.d_in2_pad_cumv = take(sizes.in2_pad_cumv_elem);
        point.d_in2_pad_cumv_sel = take(sizes.in2_pad_cumv_sel_elem);
        point.d_in2_sub_cumh = take(sizes.in2_sub_cumh_elem);
        point.d_in2_sub_cumh_sel = take(sizes.in2_sub_cumh_sel_elem);
        point.d_in2_sub2 = take(sizes.in2_sub2_elem);
        point.d_in2_sqr = take(sizes.in2_sqr_elem);
        point.d_in2_sqr_sub2 = take(sizes.in2_sub2_elem);
        point.d_in_sqr = take(sizes.in_sqr_elem);
        point.d_tMask = take(sizes.tMask_elem);
        point.d_mask_conv = take(sizes.mask_conv_elem);
        if (free > work + work_count * (i + 1))
            throw std::runtime_error("WORK is too small");
    }
    Plan& plan = setup.state<Plan>();
    check(cudaMalloc(&plan.constants, sizeof constants));
    check(cudaMemcpy(plan.constants, &constants, sizeof constants, cudaMemcpyHostToDevice));
    setup.at_end<Plan>([](Plan& plan) { cudaFree(plan.constants); });
}

PERFGATE_BENCHMARK(heartwall)(perfgate::Call& call, float*, int*, int*, int*, int*, float*, float*, float*, int, int)
{
    const Constants* from = call.state<Plan>().constants;
    const auto kind = cudaMemcpyDeviceToDevice;
    check(cudaMemcpyToSymbolAsync(d_common_change, &from->change, sizeof from->change, 0, kind, call.stream()));
    check(cudaMemcpyToSymbolAsync(d_common, &from->sizes, sizeof from->sizes, 0, kind, call.stream()));
    check(cudaMemcpyToSymbolAsync(d_unique, from->points, sizeof from->points, 0, kind, call.stream()));
    call.launch(kernel, ALL_POINTS, NUMBER_THREADS, 0);
}
