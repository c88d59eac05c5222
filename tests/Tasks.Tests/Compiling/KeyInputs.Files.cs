namespace PerfGate.Tasks.Tests.Compiling;

/// <content>Files that the compiler reads.</content>
internal static partial class KeyInputs
{
    private static Dictionary<string, KeyInput> FilesThatAreRead =>
        new()
        {
            ["a header on -I"] = Header("-I third"),
            ["a header on -isystem"] = Header("-isystem third"),
            ["a header on -idirafter"] = Header("-idirafter third"),
            ["a header in an include directory of the project"] = new(
                f => f.IncludeDirectories.Add("third"),
                f => f.Factor("third", 3.5)
            ),
            ["a header that -include names"] = Header("-include third/factor.h -I third"),
            ["a header that -imacros names"] = Header("-imacros third/factor.h -I third"),
            ["a header that calls itself a system header"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Write("third/factor.h", "#pragma GCC system_header\n#define FACTOR 2.5f\n");
                },
                f => f.Replace("third/factor.h", "2.5f", "3.5f")
            ),
            ["a header below a sysroot"] = new(
                f =>
                {
                    f.Flags = "--sysroot=root";
                    f.Factor("root/usr/include", 2.5);
                },
                f => f.Factor("root/usr/include", 3.5)
            ),
            ["a header behind a link"] = new(
                f =>
                {
                    f.Flags = "-I links";
                    f.Factor("other", 3.5);
                    f.Link("links/factor.h", "../third/factor.h");
                },
                f => f.Link("links/factor.h", "../other/factor.h")
            ),
            ["an include directory behind a link"] = new(
                f =>
                {
                    f.Flags = "-I link";
                    f.Factor("other", 3.5);
                    f.Link("link", "third");
                },
                f => f.Link("link", "other")
            ),
            ["a header that only an array in it ties to the kernel"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Write("kernels/pool.cuh", "extern __shared__ float pool[];\n");
                    f.Replace(
                        "kernels/scale.cu",
                        "#include <factor.h>",
                        "#include <factor.h>\n#ifdef NOWHERE\n#include \"pool.cuh\"\n#endif\n"
                    );
                },
                f => f.Replace("kernels/pool.cuh", "float", "double")
            )
            {
                Shows = false,
            },
            ["data that .incbin names"] = new(
                f =>
                {
                    f.Flags = "-I third";
                    f.Write("kernels/table.bin", "abcd");
                    f.Replace(
                        "kernels/scale.cu",
                        "#include",
                        // Retained: the linker leaves out what no kernel uses.
                        "asm(\".pushsection .rodata.table,\\\"aR\\\"\\n.inc\" \"bin \\\"kernels/table.bin\\\"\\n\""
                            + " \".popsection\");\n#include"
                    );
                },
                f => f.Write("kernels/table.bin", "efgh")
            )
            {
                EveryTime = c => c.Contains("clang", StringComparison.Ordinal),
            },
            ["a precompiled header that appears"] = new(
                f => f.Flags = "-I third",
                f => f.Write("include/perfgate_host.h.gch", "not one")
            )
            {
                Shows = false,
            },
        };
}
