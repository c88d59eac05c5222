namespace PerfGate.Tasks.Tests.Compiling;

/// <content>The programs that really run.</content>
internal static partial class KeyInputs
{
    private static Dictionary<string, KeyInput> Programs => new()
    {
        ["a wrapper"] = new(
            f => { f.Factor("other", 3.5); f.Wrap($"exec {f.Driver} \"$@\" -Ithird\n"); },
            f => f.Wrap($"exec {f.Driver} \"$@\" -Iother\n")),
        ["a wrapper that rewrites the source"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Script("tools/real", $"exec {f.Driver} \"$@\"\n");
                f.Wrap("exec tools/real \"$@\"\n");
            },
            f => f.Script("tools/real", $"case \"$*\" in *-###*|*-E*) exec {f.Driver} \"$@\";; esac\n" +
                $"exec {f.Driver} \"$@\" -DFACTOR_=1 -fno-inline -O0\n")),
        ["the flags that a wrapper reads from a file"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Write("tools/flags", "-Ithird");
                f.Wrap($"exec {f.Driver} $(cat \"$(dirname \"$0\")/flags\") \"$@\"\n");
            },
            f => f.Write("tools/flags", "-Iother")),
        ["a wrapper that knows the sources by name"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Write("settings/scale.cu.flags", "-Ithird\n");
                f.Write("settings/scale.ref.cpp.flags", "-Ithird\n");
                f.Wrap("for n in scale.cu scale.ref.cpp; do case \"$*\" in *$n*) more=$(cat settings/$n.flags);; " +
                    "*unit*) more=$(cat settings/*.flags);; esac; done\n" +
                    $"exec {f.Driver} $more \"$@\"\n");
            },
            f =>
            {
                f.Write("settings/scale.cu.flags", "-Iother\n");
                f.Write("settings/scale.ref.cpp.flags", "-Iother\n");
            }),
        ["a link to the compiler"] = new(
            f =>
            {
                f.Factor("other", 3.5);
                f.Script("tools/one", $"exec {f.Driver} \"$@\" -Ithird\n");
                f.Script("tools/two", $"exec {f.Driver} \"$@\" -Iother\n");
                f.Link("tools/cxx", "one");
                f.Compiler = f.At("tools/cxx");
            },
            f => f.Link("tools/cxx", "two")),
        ["another compiler earlier on the PATH"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Compiler = Path.GetFileName(f.Driver);
                f.Set("PATH", $"{f.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}");
            },
            f => f.Script("bin/" + Path.GetFileName(f.Driver), $"exec {f.Driver} \"$@\" -O0\n")),
        ["the assembler below -B"] = new(
            f => { f.Flags = "-I third -Btools/"; Assembler(f, "tools/as", "s/XXXX/YYYY/"); },
            f => Assembler(f, "tools/as", "s/mulss/addss/")) { Only = "g++" },
        ["an assembler that appears below -B"] = new(
            f => { f.Flags = "-I third -Btools/"; f.Write("tools/readme", ""); },
            f => Assembler(f, "tools/as", "s/mulss/addss/")) { Only = "g++" },
        ["a linker that appears on COMPILER_PATH"] = new(
            f => { f.Flags = "-I third"; f.Write("tools/readme", ""); f.Set("COMPILER_PATH", f.At("tools")); },
            f => f.Script("tools/ld", "exec /usr/bin/ld \"$@\" -z nodelete\n")) { Only = "g++" },
        ["the linker's script"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Script("tools/ld", "exec /usr/bin/ld \"$@\"\n");
                f.Set("COMPILER_PATH", f.At("tools"));
            },
            f => f.Script("tools/ld", "exec /usr/bin/ld \"$@\" -z nodelete\n")) { Only = "g++" },
    };
}
