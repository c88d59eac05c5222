using System.Collections.Immutable;
using Microsoft.Build.Utilities;
using PerfGate.Core.Diagnostics;
using PerfGate.Core.Files;
using PerfGate.Core.Kernels;

namespace PerfGate.Tasks.Compiling;

/// <summary>What compiling with nvcc for one architecture has in common, whatever comes of it.</summary>
/// <param name="nvcc">nvcc.</param>
/// <param name="architecture">The architecture: <c>sm_90</c>.</param>
/// <param name="setup">What all compilers of a build share.</param>
internal abstract class NvccCompiler(Compiler nvcc, string architecture, CompilerSetup setup)
    : ModuleCompiler(nvcc, setup)
{
    /// <inheritdoc/>
    public override string Architecture => architecture;

    /// <summary>A command line that begins with what each has: the step, the architecture and the flags.</summary>
    /// <param name="step">What nvcc is to make, as an option.</param>
    protected CommandLineBuilder Begin(string step)
    {
        var arguments = new CommandLineBuilder();
        arguments.AppendSwitch(step);
        arguments.AppendSwitchIfNotNull("-arch=", architecture);
        foreach (var flag in Flags)
            arguments.AppendTextUnquoted(" " + flag);
        if (!string.IsNullOrEmpty(Options.HostCompiler))
            arguments.AppendSwitchIfNotNull("-ccbin ", Options.HostCompiler);
        return arguments;
    }

    /// <summary>A command line as the question what nvcc would run.</summary>
    protected static CommandLineBuilder DryRun(CommandLineBuilder arguments)
    {
        arguments.AppendSwitch("--dryrun");
        return arguments;
    }

    /// <summary>A compilation that succeeded, with all that nvcc read.</summary>
    /// <param name="kernels">The functions.</param>
    /// <param name="diagnostics">Warnings.</param>
    /// <param name="unit">A file that PerfGate wrote for nvcc and that is no input, absolute.</param>
    /// <param name="dependencies">The list that nvcc wrote: what one of its passes reads.</param>
    /// <param name="question">Asks what it runs. Its other passes are then asked one by one.</param>
    protected Compilation Compiled(
        ImmutableArray<CompiledKernel> kernels,
        IReadOnlyList<Diagnostic> diagnostics,
        string unit,
        string dependencies,
        CommandLineBuilder question)
    {
        var passes = Probe.ReadByPasses(
            Compiler, question, Path.Combine(Path.GetDirectoryName(dependencies)!, "pass.d"));
        return new(
            kernels,
            [
                .. DependencyFile
                    .Parse(InputFile.Text(dependencies, FileLimit.CompilerNote))
                    .Concat(passes ?? [])
                    .Where(d => Paths.Absolute(d) != unit),
            ],
            diagnostics,
            Assembled: true)
        {
            Untraceable = passes is null ? $"{Compiler.Path} does not say with --dryrun how it preprocesses" : null,
        };
    }
}
