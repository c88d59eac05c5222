namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>The kinds of input, by name.</summary>
internal static class KeyInputs
{
    private const string Asks = """
        #ifdef __has_include
        #if ASKED
        #include "tuned.h"
        #endif
        #endif
        #ifndef FACTOR
        #define FACTOR 2.5f
        #endif
        __global__ void scale(float* x, int n)
        {
            x[n] *= FACTOR;
        }

        """;

    public static IReadOnlyDictionary<string, KeyInput> All { get; } = new Dictionary<string, KeyInput>
    {
        // Files that are read.
        ["a header on -I"] = Header("-I third"),
        ["a header on -isystem"] = Header("-isystem third"),
        ["a header on -idirafter"] = Header("-idirafter third"),
        ["a header in an include directory of the project"] = new(
            f => f.IncludeDirectories.Add("third"),
            f => f.Factor("third", 3.5)),
        ["a header that -include names"] = Header("-include third/factor.h -I third"),
        ["a header that -imacros names"] = Header("-imacros third/factor.h -I third"),
        ["a header that calls itself a system header"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Write("third/factor.h", "#pragma GCC system_header\n#define FACTOR 2.5f\n");
            },
            f => f.Replace("third/factor.h", "2.5f", "3.5f")),
        ["a header below a sysroot"] = new(
            f => { f.Flags = "--sysroot=root"; f.Factor("root/usr/include", 2.5); },
            f => f.Factor("root/usr/include", 3.5)),
        ["a header behind a link"] = new(
            f =>
            {
                f.Flags = "-I links";
                f.Factor("other", 3.5);
                f.Link("links/factor.h", "../third/factor.h");
            },
            f => f.Link("links/factor.h", "../other/factor.h")),
        ["an include directory behind a link"] = new(
            f => { f.Flags = "-I link"; f.Factor("other", 3.5); f.Link("link", "third"); },
            f => f.Link("link", "other")),
        ["a header that only an array in it ties to the kernel"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Write("kernels/pool.cuh", "extern __shared__ float pool[];\n");
                f.Replace("kernels/scale.cu", "#include <factor.h>", "#include <factor.h>\n#ifdef NOWHERE\n#include \"pool.cuh\"\n#endif\n");
            },
            f => f.Replace("kernels/pool.cuh", "float", "double")) { Shows = false },
        ["data that .incbin names"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Write("kernels/table.bin", "abcd");
                f.Replace("kernels/scale.cu", "#include", "asm(\".inc\" \"bin \\\"kernels/table.bin\\\"\");\n#include");
            },
            f => f.Write("kernels/table.bin", "efgh")) { EveryTime = true },
        ["a precompiled header that appears"] = new(
            f => f.Flags = "-I third", f => f.Write("include/perfgate_host.h.gch", "not one")) { Shows = false },

        // Places where nothing was found.
        ["a header that appears earlier on the path"] = new(
            f => f.Flags = "-I early -I third",
            f => f.Factor("early", 3.5)),
        ["a header that appears earlier on -isystem"] = new(
            f => f.Flags = "-isystem early -isystem third",
            f => f.Factor("early", 3.5)),
        ["a header that appears in a folder of its own name"] = new(
            f =>
            {
                f.Flags = "-I early -I third";
                f.Factor("third/a/b", 2.5);
                f.Replace("kernels/scale.cu", "<factor.h>", "<a/b/factor.h>");
                f.Write("early/a/readme", "");
            },
            f => f.Factor("early/a/b", 3.5)),
        ["a header that appears beside the source"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Replace("kernels/scale.cu", "<factor.h>", "\"factor.h\"");
            },
            f => f.Factor("kernels", 3.5)),
        ["a header that appears beside the header that includes it"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Write("kernels/deep/all.cuh", "# /* here */ include /* it is */ \"factor.h\"\n");
                f.Replace("kernels/scale.cu", "<factor.h>", "\"deep/all.cuh\"");
            },
            f => f.Factor("kernels/deep", 3.5)),
        ["a header that goes"] = new(
            f => { f.Flags = "-I early -I third"; f.Factor("early", 3.5); }, f => File.Delete(f.At("early/factor.h"))),
        ["a header whose name a macro makes"] = new(
            f =>
            {
                f.Flags = "-I early -I third";
                f.Replace("kernels/scale.cu", "#include <factor.h>", "#define NAME <factor.h>\n#include NAME");
            },
            f => f.Factor("early", 3.5)),
        ["a header that -include names and that appears here"] = new(
            f =>
            {
                f.Flags = "-I third -include factor.h";
                f.Replace("kernels/scale.cu", "#include <factor.h>\n", "");
            },
            f => f.Write("factor.h", "#define FACTOR 3.5f\n")),
        ["a header that #include_next finds"] = new(
            f =>
            {
                f.Flags = "-I first -I early -I third";
                f.Write("first/factor.h", "#include_next <factor.h>\n");
            },
            f => f.Factor("early", 3.5)),
        ["__has_include"] = Asked("__has_include(\"tuned.h\")"),
        ["__has_include in brackets"] = Asked("__has_include(<tuned.h>)"),
        ["__has_include over two lines"] = Asked("__has_inc\\\nlude(\"tuned.h\")"),
        ["__has_include in a macro"] = Asked("MAY(\"tuned.h\")", "#define CAN(x) __has_include(x)\n#define MAY(y) CAN(y)\n"),
        ["__has_include of a macro"] = Asked("__has_include(NAME)", "#define NAME \"tuned.h\"\n"),
        ["__has_include of a macro of the command line"] = Asked("__has_include(NAME)", flags: " -DNAME=\\\"tuned.h\\\""),
        ["__has_include of a name that is put together"] = Asked("__has_include(NAME)", "#define TEXT(x) #x\n#define NAME TEXT(tuned.h)\n", everyTime: true),
        ["__has_include of a file that goes"] = new(
            f => { Ask(f, "__has_include(\"tuned.h\")", "", ""); f.Write("kernels/tuned.h", "#define FACTOR 3.5f\n"); },
            f => File.Delete(f.At("kernels/tuned.h"))),

        // Variables.
        ["CPATH"] = Variable("CPATH"),
        ["CPLUS_INCLUDE_PATH"] = Variable("CPLUS_INCLUDE_PATH"),
        ["a header that appears on CPATH"] = new(
            f => f.Set("CPATH", $"{f.At("early")}:{f.At("third")}"), f => f.Factor("early", 3.5)),
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
            f => f.Set("SOURCE_DATE_EPOCH", "800000000")) { Only = "g++", EveryTime = true },
        ["COMPILER_PATH"] = new(
            f =>
            {
                f.Flags = "-I third";
                Assembler(f, "other/as", "s/XXXX/YYYY/");
                Assembler(f, "tools/as", "s/mulss/addss/");
                f.Set("COMPILER_PATH", f.At("other"));
            },
            f => f.Set("COMPILER_PATH", f.At("tools"))) { Only = "g++" },
        ["CCC_OVERRIDE_OPTIONS"] = new(
            f => { f.Flags = "-I third"; f.Factor("other", 3.5); f.Set("CCC_OVERRIDE_OPTIONS", "# +-O1"); },
            f => f.Set("CCC_OVERRIDE_OPTIONS", "# ^-Iother")) { Only = "clang++" },
        ["a variable that a wrapper reads"] = new(
            f =>
            {
                f.Wrap($"exec {f.Driver} $MORE \"$@\"\n");
                f.Factor("other", 3.5);
                f.Set("MORE", "-Ithird");
            },
            f => f.Set("MORE", "-Iother")),
        ["a header of a clock"] = new(
            f =>
            {
                f.Flags = "-I third";
                f.Replace("kernels/scale.cu", "*= FACTOR", "*= FACTOR + __TIMESTAMP__[15] + __TIMESTAMP__[18]");
            },
            f => File.SetLastWriteTimeUtc(f.At("kernels/scale.cu"), new(2001, 2, 3, 4, 55, 29, DateTimeKind.Utc))) { EveryTime = true },

        // Files that settings name.
        ["a response file"] = Settings("@settings/flags", "settings/flags"),
        ["a response file in a response file"] = new(
            f =>
            {
                f.Flags = "@outer";
                f.Write("outer", "@settings/flags");
                f.Write("settings/flags", "-Ithird");
                f.Factor("other", 3.5);
            },
            f => f.Write("settings/flags", "-Iother")),
        ["a response file of a wrapper"] = new(
            f =>
            {
                f.Wrap($"exec {f.Driver} @settings/flags \"$@\"\n");
                f.Write("settings/flags", "-Ithird");
                f.Factor("other", 3.5);
            },
            f => f.Write("settings/flags", "-Iother")),
        ["a configuration file"] = Settings("--config settings/clang.cfg", "settings/clang.cfg") with { Only = "clang++" },
        ["a specs file"] = new(
            f => { f.Flags = "-I third -specs=extra.specs"; f.Write("extra.specs", "*cc1_options:\n+ -DUNUSED\n\n"); },
            f => f.Write("extra.specs", "*cc1_options:\n+ -ffinite-math-only -O0\n\n")) { Only = "g++" },
        ["a plugin"] = new(
            f => { f.Flags = "-I third -fplugin=./plugin.so"; Plugin(f, 1); }, f => Plugin(f, 2)) { Shows = false },
        ["an archive"] = new(
            f =>
            {
                Archive(f, "2.5f");
                f.Wrap($"case \"$*\" in *-shared*) exec {f.Driver} \"$@\" lib/libhelper.a;; esac\nexec {f.Driver} \"$@\"\n");
                Help(f);
            },
            f => Archive(f, "3.5f")),
        ["an archive that -l names"] = new(
            f =>
            {
                Archive(f, "2.5f");
                f.Wrap($"case \"$*\" in *-shared*) exec {f.Driver} \"$@\" -Llib -lhelper;; esac\nexec {f.Driver} \"$@\"\n");
                Help(f);
            },
            f => Archive(f, "3.5f")),
        ["a version script of the linker"] = new(
            f =>
            {
                f.Wrap($"case \"$*\" in *-shared*) exec {f.Driver} \"$@\" -Wl,--version-script=exports.map;; esac\nexec {f.Driver} -Ithird \"$@\"\n");
                f.Write("exports.map", "ONE { global: *; };\n");
            },
            f => f.Write("exports.map", "TWO { global: *; };\n")),

        // Programs.
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
            f => f.Script("tools/real", $"case \"$*\" in *-###*|*-E*) exec {f.Driver} \"$@\";; esac\nexec {f.Driver} \"$@\" -DFACTOR_=1 -fno-inline -O0\n")),
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
                f.Wrap($"for w; do :; done\nfor n in scale.cu scale.ref.cpp; do case \"$*\" in *$n*) more=$(cat settings/$n.flags);; *unit*) more=$(cat settings/*.flags);; esac; done\nexec {f.Driver} $more \"$@\"\n");
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

    private static KeyInput Header(string flags) => new(f => f.Flags = flags, f => f.Factor("third", 3.5));

    private static KeyInput Settings(string flags, string file) => new(
        f => { f.Flags = flags; f.Factor("other", 3.5); f.Write(file, "-Ithird\n"); }, f => f.Write(file, "-Iother\n"));

    private static KeyInput Variable(string name) => new(
        f => { f.Factor("other", 3.5); f.Set(name, f.At("third")); }, f => f.Set(name, f.At("other")));

    private static KeyInput Flags(string variable) => new(
        f => f.Flags = "-I third", f => f.Set(variable, f.At("third") + "/")) { Shows = false };

    private static KeyInput Asked(string condition, string before = "", string flags = "", bool everyTime = false) => new(
        f => Ask(f, condition, before, flags),
        f => f.Write("kernels/tuned.h", "#define FACTOR 3.5f\n")) { EveryTime = everyTime };

    private static void Ask(KeyFolder folder, string condition, string before, string flags)
    {
        folder.Flags = "-I third -I kernels" + flags;
        folder.Write("kernels/scale.cu", before + Asks.Replace("ASKED", condition, StringComparison.Ordinal));
    }

    private static void Assembler(KeyFolder folder, string path, string edit) =>
        folder.Script(path, $"for word; do case \"$word\" in *.s) sed -i {edit} \"$word\";; esac; done\nexec /usr/bin/as \"$@\"\n");

    private static void Plugin(KeyFolder folder, int version)
    {
        folder.Write("plugin.cpp", $"extern \"C\" {{ int plugin_is_GPL_compatible; int version = {version}; int plugin_init(void*, void*) {{ return 0; }} }}\n");
        folder.Run(folder.Driver, "-shared", "-fPIC", "plugin.cpp", "-o", "plugin.so");
    }

    private static void Archive(KeyFolder folder, string factor)
    {
        folder.Write("lib/helper.cpp", $"float helper() {{ return {factor}; }}\n");
        folder.Run(folder.Driver, "-fPIC", "-O2", "-c", "lib/helper.cpp", "-o", "lib/helper.o");
        File.Delete(folder.At("lib/libhelper.a"));
        folder.Run("ar", "rcD", "lib/libhelper.a", "lib/helper.o");
    }

    private static void Help(KeyFolder folder)
    {
        folder.Flags = "-I third";
        folder.Replace("kernels/scale.cu", "__global__", "float helper();\n__global__");
        folder.Replace("kernels/scale.cu", "FACTOR", "helper()");
    }
}
