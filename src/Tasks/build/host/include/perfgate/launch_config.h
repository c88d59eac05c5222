// Launches by a configuration: cudaLaunchKernelEx. The members gridDim and blockDim have the names that the copy of a
// source gives to such members (Core/Kernels/Scanning/ShadowedBuiltIns.cs), for the built-ins are macros.
#pragma once

struct cudaAccessPolicyWindow
{
    void* base_ptr;
    std::size_t num_bytes;
    float hitRatio;
    enum cudaAccessProperty { cudaAccessPropertyNormal, cudaAccessPropertyStreaming, cudaAccessPropertyPersisting }
        hitProp, missProp;
};
typedef cudaAccessPolicyWindow::cudaAccessProperty cudaAccessProperty;
#define cudaAccessPropertyNormal cudaAccessPolicyWindow::cudaAccessPropertyNormal
#define cudaAccessPropertyStreaming cudaAccessPolicyWindow::cudaAccessPropertyStreaming
#define cudaAccessPropertyPersisting cudaAccessPolicyWindow::cudaAccessPropertyPersisting

enum cudaLaunchAttributeID
{
    cudaLaunchAttributeIgnore = 0,
    cudaLaunchAttributeAccessPolicyWindow = 1,
    cudaLaunchAttributeCooperative = 2,
    cudaLaunchAttributeSynchronizationPolicy = 3,
    cudaLaunchAttributeClusterDimension = 4,
    cudaLaunchAttributeClusterSchedulingPolicyPreference = 5,
    cudaLaunchAttributeProgrammaticStreamSerialization = 6,
    cudaLaunchAttributeProgrammaticEvent = 7,
    cudaLaunchAttributePriority = 8
};
union cudaLaunchAttributeValue
{
    char pad[64];
    cudaAccessPolicyWindow accessPolicyWindow;
    int cooperative;
    struct { unsigned x, y, z; } clusterDim;
    int programmaticStreamSerializationAllowed;
    int priority;
};
struct cudaLaunchAttribute { cudaLaunchAttributeID id; cudaLaunchAttributeValue val; };
struct cudaLaunchConfig_t
{
    dim3 perfgate_gridDim, perfgate_blockDim;
    std::size_t dynamicSmemBytes;
    cudaStream_t stream;
    cudaLaunchAttribute* attrs;
    unsigned numAttrs;
};

template <class... Parameters, class... Arguments>
inline cudaError_t cudaLaunchKernelEx(
    const cudaLaunchConfig_t* config, void (*kernel)(Parameters...), Arguments&&... arguments)
{
    bool cooperative = false;
    for (unsigned i = 0; i < config->numAttrs; i++)
    {
        cudaLaunchAttribute const& attribute = config->attrs[i];
        if (attribute.id == cudaLaunchAttributeCooperative)
            cooperative = attribute.val.cooperative != 0;
        auto const& cluster = attribute.val.clusterDim;
        if (attribute.id == cudaLaunchAttributeClusterDimension && cluster.x * cluster.y * cluster.z > 1)
            return perfgate::unsupported("a cluster of blocks");
    }
    std::tuple<std::remove_cv_t<std::remove_reference_t<Parameters>>...> const values(
        std::forward<Arguments>(arguments)...);
    return perfgate::run_call(
        {config->perfgate_gridDim, config->perfgate_blockDim, config->dynamicSmemBytes}, "of a function pointer",
        [&] { std::apply(kernel, values); }, cooperative);
}

// Dependent launches: the one before has ended when a kernel begins.
inline void cudaGridDependencySynchronize() {}
inline void cudaTriggerProgrammaticLaunchCompletion() {}
