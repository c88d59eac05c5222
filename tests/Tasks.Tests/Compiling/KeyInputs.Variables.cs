namespace PerfGate.Tasks.Tests.Compiling;

/// <content>Variables of the environment, and the clock.</content>
internal static partial class KeyInputs
{
    private static Dictionary<string, KeyInput> Variables =>
        new()
        {
            ["CPATH"] = Variable("CPATH"),
            ["CPLUS_INCLUDE_PATH"] = Variable("CPLUS_INCLUDE_PATH"),
            ["a header that appears on CPATH"] = new(
                f => f.Set("CPATH", $"{f.At("early")}:{f.At("third")}"),
                f => f.Factor("early", 3.5)
            ),
            ["LIBRARY_PATH"] = Flags("LIBRARY_PATH"),
            ["LD_RUN_PATH"] = Flags("LD_RUN_PATH") with { Shows = true },
            ["LD_LIBRARY_PATH"] = Flags("LD_LIBRARY_PATH"),
            ["GCC_EXEC_PREFIX"] = Flags("GCC_EXEC_PREFIX") with { Only = "clang++" },
            ["SOURCE_DATE_EPOCH"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Set("SOURCE_DATE_EPOCH", "0");
                    f.Replace("kernels/scale.cu", "*= FACTOR", "*= FACTOR + __DATE__[10]");
                },
                f => f.Set("SOURCE_DATE_EPOCH", "800000000")
            )
            {
                Only = "g++",
                EveryTime = _ => true,
            },
            ["COMPILER_PATH"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    Assembler(f, "other/as", "s/XXXX/YYYY/");
                    Assembler(f, "tools/as", "s/mulss/addss/");
                    f.Set("COMPILER_PATH", f.At("other"));
                },
                f => f.Set("COMPILER_PATH", f.At("tools"))
            )
            {
                Only = "g++",
            },
            ["CCC_OVERRIDE_OPTIONS"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Factor("other", 3.5);
                    f.Set("CCC_OVERRIDE_OPTIONS", "# +-O1");
                },
                f => f.Set("CCC_OVERRIDE_OPTIONS", "# ^-Iother")
            )
            {
                Only = "clang++",
            },
            ["a variable that a wrapper reads"] = new(
                f =>
                {
                    f.Wrap($"exec {f.Driver} $MORE \"$@\"\n");
                    f.Factor("other", 3.5);
                    f.Set("MORE", "-Ithird");
                },
                f => f.Set("MORE", "-Iother")
            ),
            ["a header of a clock"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Replace("kernels/scale.cu", "*= FACTOR", "*= FACTOR + __TIMESTAMP__[15] + __TIMESTAMP__[18]");
                    // Not the time of now, whose digits could have the same sum.
                    File.SetLastWriteTimeUtc(f.At("kernels/scale.cu"), new DateTime(2001, 2, 3, 4, 0, 0));
                },
                f => File.SetLastWriteTimeUtc(f.At("kernels/scale.cu"), new DateTime(2001, 2, 3, 4, 55, 29))
            )
            {
                EveryTime = _ => true,
            },
        };
}
