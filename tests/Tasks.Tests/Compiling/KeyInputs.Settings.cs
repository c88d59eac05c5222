namespace PerfGate.Tasks.Tests.Compiling;

/// <content>Files that flags and settings name.</content>
internal static partial class KeyInputs
{
    private static Dictionary<string, KeyInput> FilesOfSettings => new()
    {
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
        ["a configuration file"] =
            Settings("--config settings/clang.cfg", "settings/clang.cfg") with { Only = "clang++" },
        ["a specs file"] = new(
            f => { f.Flags = "-I third -specs=extra.specs"; f.Write("extra.specs", "*cc1_options:\n+ -DUNUSED\n\n"); },
            f => f.Write("extra.specs", "*cc1_options:\n+ -ffinite-math-only -O0\n\n")) { Only = "g++" },
        ["a plugin"] = new(
            f => { f.Flags = "-I third -fplugin=./plugin.so"; Plugin(f, 1); }, f => Plugin(f, 2)) { Shows = false },
        ["an archive"] = new(
            f =>
            {
                Archive(f, "2.5f");
                WrapLink(f, "lib/libhelper.a");
                Help(f);
            },
            f => Archive(f, "3.5f")),
        ["an archive that -l names"] = new(
            f =>
            {
                Archive(f, "2.5f");
                WrapLink(f, "-Llib -lhelper");
                Help(f);
            },
            f => Archive(f, "3.5f")),
        ["a member of a thin archive"] = new(
            f =>
            {
                Helper(f, "2.5f");
                f.Run("ar", "rcDT", "lib/libhelper.a", "lib/helper.o");
                WrapLink(f, "-Llib -lhelper");
                Help(f);
            },
            f => Helper(f, "3.5f")),
        ["a file that a library names to the linker"] = new(
            f =>
            {
                Helper(f, "2.5f");
                f.Write("lib/libhelper.so", $"INPUT ( \"{f.At("lib/helper.o")}\" )\n");
                WrapLink(f, "-Llib -lhelper");
                Help(f);
            },
            f => Helper(f, "3.5f")),
        ["a version script of the linker"] = new(
            f =>
            {
                f.Flags = "-I third";
                WrapLink(f, "-Wl,--version-script=exports.map");
                f.Write("exports.map", "ONE { global: *; };\n");
            },
            f => f.Write("exports.map", "TWO { global: *; };\n")),
    };
}
