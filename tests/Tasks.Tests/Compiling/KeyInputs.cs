namespace PerfGate.Tasks.Tests.Compiling;

/// <summary>The kinds of input, by name.</summary>
internal static partial class KeyInputs
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

    public static IReadOnlyDictionary<string, KeyInput> All { get; } = new[]
    {
        FilesThatAreRead,
        PlacesWithoutFile,
        Variables,
        FilesOfSettings,
        Programs,
    }.SelectMany(kind => kind).ToDictionary(StringComparer.Ordinal);

    private static KeyInput Header(string flags) => new(f => f.Flags = flags, f => f.Factor("third", 3.5));

    private static KeyInput Settings(string flags, string file) => new(
        f => { f.Flags = flags; f.Factor("other", 3.5); f.Write(file, "-Ithird\n"); }, f => f.Write(file, "-Iother\n"));

    private static KeyInput Variable(string name) => new(
        f => { f.Factor("other", 3.5); f.Set(name, f.At("third")); }, f => f.Set(name, f.At("other")));

    private static KeyInput Flags(string variable) => new(
        f => f.Flags = "-I third", f => f.Set(variable, f.At("third") + "/")) { Shows = false };

    private static KeyInput Asked(
        string condition, string before = "", string flags = "", bool everyTime = false) => new(
        f => Ask(f, condition, before, flags),
        f => f.Write("kernels/tuned.h", "#define FACTOR 3.5f\n")) { EveryTime = _ => everyTime };

    private static void Ask(KeyFolder folder, string condition, string before, string flags)
    {
        folder.Flags = "-I third -I kernels" + flags;
        folder.Write("kernels/scale.cu", before + Asks.Replace("ASKED", condition, StringComparison.Ordinal));
    }

    private static void Assembler(KeyFolder folder, string path, string edit) =>
        folder.Script(path, $"for word; do case \"$word\" in *.s) sed -i {edit} \"$word\";; esac; done\n" +
            "exec /usr/bin/as \"$@\"\n");

    // The link alone gets more words.
    private static void WrapLink(KeyFolder folder, string words) => folder.Wrap(
        $"case \"$*\" in *-shared*) exec {folder.Driver} \"$@\" {words};; esac\nexec {folder.Driver} \"$@\"\n");

    private static void Plugin(KeyFolder folder, int version)
    {
        folder.Write("plugin.cpp", $"extern \"C\" {{ int plugin_is_GPL_compatible; int version = {version}; " +
            "int plugin_init(void*, void*) { return 0; } }\n");
        folder.Run(folder.Driver, "-shared", "-fPIC", "plugin.cpp", "-o", "plugin.so");
    }

    private static void Helper(KeyFolder folder, string factor)
    {
        folder.Write("lib/helper.cpp", $"float helper() {{ return {factor}; }}\n");
        folder.Run(folder.Driver, "-fPIC", "-O2", "-c", "lib/helper.cpp", "-o", "lib/helper.o");
    }

    private static void Archive(KeyFolder folder, string factor)
    {
        Helper(folder, factor);
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
