using PerfGate.Core.Declarations;
using PerfGate.Core.Measurements;

namespace PerfGate.Core.Tests.Judgement;

/// <content>The edits that are judged.</content>
public sealed partial class CheckEditJudgingTests
{
    private static CaseDeclaration Base { get; } =
        new()
        {
            Buffers =
            [
                new("x", "f32", 4096, "normal(0, 1)"),
                new("y", "f32", 4096, "poison"),
                new("scratch", "f32", 64, "poison"),
            ],
            Launches = [new("silu", "32", "128", 0, "x, y, scratch, i32 4096")],
            Flops = 8192,
            Outputs = [new("y", 1e-5)],
            Expected = new()
            {
                Kind = ExpectedKind.Function,
                Name = "silu_ref",
                Source = "kernels/silu.ref.cpp",
                Arguments = "x, y, i32 4096",
                Digest = "d1",
                CodeHash = "c1",
            },
        };

    public static TheoryData<string, CheckEditKind, string> Weakening() =>
        new()
        {
            { "looser", CheckEditKind.Bound, "the relative bound of output y was loosened from 1e-5 to 10" },
            { "no bound", CheckEditKind.Bound, "the relative bound of output y, 1e-5, was taken out" },
            { "dropped", CheckEditKind.Outputs, "output y is no longer compared" },
            {
                "other code",
                CheckEditKind.Expected,
                "the expected-output function silu_ref in kernels/silu.ref.cpp changed"
            },
            {
                "other function",
                CheckEditKind.Expected,
                "relu_ref in kernels/silu.ref.cpp instead of silu_ref in kernels/silu.ref.cpp"
            },
            {
                "other kind",
                CheckEditKind.Expected,
                "the outputs of silu_fast instead of silu_ref in kernels/silu.ref.cpp"
            },
            { "other fill", CheckEditKind.Fill, "x is filled with constant 0 instead of normal(0, 1)" },
            {
                "prepared scratch",
                CheckEditKind.Fill,
                "scratch is filled with function silu_ref(x, scratch, i32 4096), 0123 instead of poison"
            },
            {
                "prepared buffer",
                CheckEditKind.Buffers,
                "there is a new buffer answers (4096 f32, filled with file 0123)"
            },
            { "other scalar", CheckEditKind.ExpectedArguments, "gets (x, y, i32 2048) instead of (x, y, i32 4096)" },
        };

    private static CaseDeclaration Edited(string how) =>
        how switch
        {
            "looser" => Base with { Outputs = [new("y", 10)] },
            "no bound" => Base with { Outputs = [new("y", null, 1)] },
            "dropped" => Base with { Outputs = [] },
            "other code" => Base with { Expected = Base.Expected with { Digest = "d2", CodeHash = "c2" } },
            "other function" => Base with
            {
                Expected = Base.Expected with { Name = "relu_ref", CodeHash = "c2", Digest = "d2" },
            },
            "other kind" => Base with
            {
                Expected = new() { Kind = ExpectedKind.Benchmark, Name = "silu_fast" },
            },
            "other fill" => Base with
            {
                Buffers = Base.Buffers.SetItem(0, Base.Buffers[0] with { Fill = "constant 0" }),
            },
            "prepared scratch" => Base with
            {
                Buffers = Base.Buffers.SetItem(
                    2, Base.Buffers[2] with { Fill = "function silu_ref(x, scratch, i32 4096), 0123" }),
            },
            "prepared buffer" => Base with
            {
                Buffers = Base.Buffers.Add(new("answers", "f32", 4096, "file 0123")),
            },
            "other scalar" => Base with { Expected = Base.Expected with { Arguments = "x, y, i32 2048" } },
            "tighter" => Base with { Outputs = [new("y", 1e-6)] },
            "one more output" => Base with { Outputs = [.. Base.Outputs, new("scratch", 1e-5)] },
            "comment" => Base with { Expected = Base.Expected with { Digest = "d1" } },
            "same machine code" => Base with { Expected = Base.Expected with { Digest = "d2" } },
            "block" => Base with { Launches = [new("silu", "64", "64", 1024, "x, y, scratch, i32 4096")] },
            "split" => Base with
            {
                Launches = [new("silu_a", "32", "128", 0, "x, scratch"), new("silu_b", "32", "128", 0, "scratch, y")],
            },
            "launch scalar" => Base with { Launches = [new("silu", "32", "128", 0, "x, y, scratch, i32 8")] },
            "no scratch" => Base with { Buffers = Base.Buffers.RemoveAt(2) },
            "scratch fill" => Base with
            {
                Buffers = Base.Buffers.SetItem(2, Base.Buffers[2] with { Fill = "constant 0" }),
            },
            "seed" => Base with { Seed = 7 },
            "macros" => Base with { Defines = "TILE=32" },
            "work is stated" => Base with { Bytes = 1 },
            "renamed" => Base with
            {
                Buffers = Base.Buffers.SetItem(1, Base.Buffers[1] with { Name = "out" }),
                Outputs = [new("out", 1e-5)],
                Launches = [new("silu", "32", "128", 0, "x, out, scratch, i32 4096")],
                Expected = Base.Expected with { Arguments = "x, out, i32 4096" },
            },
            "half" => Base with
            {
                Buffers =
                [
                    new("x", "f32", 2048, "normal(0, 1)"),
                    new("y", "f32", 2048, "poison"),
                    new("scratch", "f32", 64, "poison"),
                ],
                Launches = [new("silu", "16", "128", 0, "x, y, scratch, i32 2048")],
                Flops = 4096,
                Expected = Base.Expected with { Arguments = "x, y, i32 2048" },
            },
            "type" => Base with { Buffers = Base.Buffers.SetItem(0, Base.Buffers[0] with { Type = "f16" }) },
            "flops" => Base with { Flops = 4096 },
            _ => throw new ArgumentOutOfRangeException(nameof(how), how, "no such edit"),
        };
}
