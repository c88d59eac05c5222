// Row 77. It needs PyTorch's headers. The macros leave out variants that are not used here, which take long to compile.
#define FLASHATTENTION_DISABLE_ALIBI
#define FLASHATTENTION_DISABLE_DROPOUT
#define FLASHATTENTION_DISABLE_LOCAL
#define FLASHATTENTION_DISABLE_SOFTCAP

#include <perfgate/benchmark.h>

#include <c10/cuda/CUDAException.h>

// PyTorch's own check is a function of its libraries.
#undef C10_CUDA_CHECK
#define C10_CUDA_CHECK(call)                                                                                           \
    do                                                                                                                 \
    {                                                                                                                  \
        if (const cudaError_t error = (call); error != cudaSuccess)                                                    \
            throw std::runtime_error(cudaGetErrorString(error));                                                       \
    } while (false)

#include "Dao-AILab/flash-attention/csrc/flash_attn/src/flash_fwd_hdim64_fp16_sm80.cu"

#include <cmath>

// Attention without a mask. The tensors are batch x length x heads x 64, as FlashAttention's own function passes them.
PERFGATE_BENCHMARK(flash_fwd)(perfgate::Call& call, void* q, void* k, void* v, void* y, float* sums, int batch,
                              int length, int heads)
{
    constexpr int Size = 64;
    const float scale = 1.0f / 8;
    flash::Flash_fwd_params params{};
    params.q_ptr = q;
    params.k_ptr = k;
    params.v_ptr = v;
    params.o_ptr = y;
    params.softmax_lse_ptr = sums;
    for (auto* stride : { &params.q_head_stride, &params.k_head_stride, &params.v_head_stride, &params.o_head_stride })
        *stride = Size;
    for (auto* stride : { &params.q_row_stride, &params.k_row_stride, &params.v_row_stride, &params.o_row_stride })
        *stride = heads * Size;
    for (auto* stride :
         { &params.q_batch_stride, &params.k_batch_stride, &params.v_batch_stride, &params.o_batch_stride })
        *stride = static_cast<int64_t>(length) * heads * Size;
    params.b = batch;
    params.h = params.h_k = heads;
    params.h_h_k_ratio = 1;
    params.seqlen_q = params.seqlen_k = length;
    params.seqlen_q_rounded = params.seqlen_k_rounded = (length + 127) / 128 * 128;
    params.d = params.d_rounded = Size;
    params.scale_softmax = scale;
    params.scale_softmax_log2 = scale * static_cast<float>(M_LOG2E);
    params.p_dropout = 1;
    params.p_dropout_in_uint8_t = 255;
    params.rp_dropout = 1;
    params.scale_softmax_rp_dropout = scale;
    params.window_size_left = params.window_size_right = -1;
    params.is_seqlens_k_cumulative = true;
    params.num_splits = 1;
    flash::run_mha_fwd_<cutlass::half_t, Size, false>(params, call.stream());
}
