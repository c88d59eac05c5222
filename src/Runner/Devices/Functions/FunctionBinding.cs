using System.Runtime.InteropServices;
using System.Text;

namespace PerfGate.Runner.Devices.Functions;

/// <summary>
/// A C++ function with its arguments laid out in native memory, and the state that its set-up made. The other side is
/// <c>perfgate/benchmark.h</c>.
/// </summary>
internal sealed unsafe class FunctionBinding : IDisposable
{
    private const int ErrorCapacity = 1024;

    // What begins it and the largest state, as benchmark.h has them.
    private const int StateBytes = (int)Alignment + 4096;
    private const nuint Alignment = 128;

    private readonly delegate* unmanaged[Cdecl]<NativeCall*, byte*, int, int> _function;
    private readonly string _name;
    private readonly KernelLaunch _launch;
    private readonly NativeCall* _call;
    private readonly byte* _state;
    private readonly byte* _error;
    private readonly byte[] _asSetUp = new byte[StateBytes];
    private bool _disposed;

    /// <summary>Lays out the arguments; nothing is called yet.</summary>
    /// <param name="name">The function's name, for messages.</param>
    /// <param name="function">Its address: <c>int (perfgate_call*, char*, int)</c>.</param>
    /// <param name="launch">Its arguments and needs.</param>
    /// <param name="addressOf">The address of a buffer on the device.</param>
    /// <param name="stream">The stream that it queues its work on; 0 on the host device.</param>
    /// <param name="threads">OS threads that share the blocks of kernels on the host device.</param>
    public FunctionBinding(
        string name,
        nint function,
        KernelLaunch launch,
        Func<IDeviceBuffer, ulong> addressOf,
        nint stream,
        uint threads
    )
    {
        var needs = launch.Function ?? throw new ArgumentException("the launch is that of a kernel", nameof(launch));
        (_name, _launch) = (name, launch);
        _function = (delegate* unmanaged[Cdecl]<NativeCall*, byte*, int, int>)function;
        var slots = launch.Arguments.Select(a => (Math.Max(a.Size, sizeof(ulong)) + 15) / 16 * 16).ToArray();
        var table = (launch.Arguments.Length * sizeof(void*)) + 15;
        var bytes = StateBytes + ErrorCapacity + sizeof(NativeCall) + table + slots.Sum() + (int)Alignment;
        _state = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        NativeMemory.Clear(_state, (nuint)bytes);
        _error = _state + StateBytes;
        _call = (NativeCall*)(_error + ErrorCapacity);
        var arguments = (void**)(_call + 1);
        var value = (byte*)(((nuint)arguments + (nuint)table) & ~(nuint)15);
        for (var i = 0; i < slots.Length; i++)
        {
            arguments[i] = value;
            launch.Arguments[i].Write(new(value, launch.Arguments[i].Size), addressOf);
            value += slots[i];
        }

        *_call = new()
        {
            Arguments = arguments,
            Stream = stream,
            Scratch = addressOf(needs.Scratch),
            ScratchBytes = (ulong)needs.ScratchBytes,
            State = _state,
            StateBytes = StateBytes,
            Threads = threads,
        };
    }

    /// <summary>
    /// Calls the set-up function, where there is one. The buffers hold rubbish then, so that it cannot compute results
    /// ahead of the time.
    /// </summary>
    /// <exception cref="DeviceException">It threw.</exception>
    public void SetUp()
    {
        if (Do(Phase.HasSetUp) == Outcome.Done)
            return;
        const byte Byte = IDeviceBuffer.GuardByte;
        ReadOnlySpan<byte> rubbish = [Byte, Byte, Byte, Byte];
        var given = _launch.Arguments.SelectMany(a => a.Addresses.Select(b => b.Buffer).Append(a.Buffer!));
        foreach (var buffer in given.OfType<IDeviceBuffer>().Distinct())
            buffer.Fill(rubbish);
        Require(Phase.SetUp);
        new ReadOnlySpan<byte>(_state, StateBytes).CopyTo(_asSetUp);
    }

    /// <summary>Puts the state back to what the set-up made of it.</summary>
    public void Reset() => _asSetUp.CopyTo(new Span<byte>(_state, StateBytes));

    /// <summary>Calls the function.</summary>
    /// <exception cref="DeviceException">
    /// <see cref="DeviceFault.InvalidLaunch"/>: it asks for what it cannot have.
    /// <see cref="DeviceFault.KernelFailed"/>: it threw.
    /// </exception>
    public void Call() => Require(Phase.Call);

    public void Dispose()
    {
        if (_disposed)
            return;
        Reset();
        _ = Do(Phase.TearDown);
        _disposed = true;
        NativeMemory.AlignedFree(_state);
    }

    private void Require(Phase phase)
    {
        var outcome = Do(phase);
        if (outcome == Outcome.Done)
            return;
        var text = Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(_error));
        throw new DeviceException(
            outcome == Outcome.Failed ? DeviceFault.KernelFailed : DeviceFault.InvalidLaunch,
            $"{(phase == Phase.SetUp ? "the set-up of " : "")}{_name}: {text}"
        );
    }

    private Outcome Do(Phase phase)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _error[0] = 0;
        _call->Phase = phase;
        return (Outcome)_function(_call, _error, ErrorCapacity);
    }

    private enum Phase : uint
    {
        HasSetUp,
        SetUp,
        Call,
        TearDown,
    }

    private enum Outcome
    {
        Done,
        Failed,
        Refused,
        SetUpFollows,
    }

    /// <summary><c>struct perfgate_call</c> of <c>perfgate/benchmark.h</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct NativeCall
    {
        public void** Arguments;
        public nint Stream;
        public ulong Scratch;
        public ulong ScratchBytes;
        public byte* State;
        public ulong StateBytes;
        public Phase Phase;
        public uint Threads;
    }
}
