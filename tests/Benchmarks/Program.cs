using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Running;
using PerfGate.Benchmarks;
using PerfGate.Benchmarks.Figures;

if (args is ["report-folder", ..])
    return ReportFolderCommand.Create().Parse(args[1..]).Invoke();
if (args is ["shard-folders", ..])
    return ShardFoldersCommand.Create().Parse(args[1..]).Invoke();
if (args is ["compile-step", ..])
    return CompileStepCommand.Create().Parse(args[1..]).Invoke();
if (args is ["figures", ..])
    return FiguresCommand.Create().Parse(args[1..]).Invoke();
if (args is ["example", ..])
    return ExampleCommand.Create().Parse(args[1..]).Invoke();
if (args is ["tune-replay", ..])
    return TuneReplayCommand.Create().Parse(args[1..]).Invoke();
BenchmarkSwitcher
    .FromAssembly(typeof(Program).Assembly)
    .Run(args, DefaultConfig.Instance.WithOptions(ConfigOptions.JoinSummary));
return 0;
