using PerfGate.Core.Judgement;

namespace PerfGate.Core.Tests.Judgement;

/// <summary>Which files decide how the gate runs, as docs/policy.md lists them.</summary>
public class WatchedFilesTests
{
    [Theory]
    [InlineData(".github/workflows/gate.yml")]
    [InlineData(".github/CODEOWNERS")]
    [InlineData(".gitlab-ci.yml")]
    [InlineData("ci/azure-pipelines.yml")]
    [InlineData("Jenkinsfile")]
    [InlineData(".circleci/config.yml")]
    [InlineData(".gitlab/ci/gate.yml")]
    [InlineData(".azuredevops/gate.yml")]
    [InlineData(".buildkite/pipeline.yml")]
    [InlineData(".woodpecker/gate.yml")]
    [InlineData("bitbucket-pipelines.yml")]
    [InlineData(".travis.yml")]
    [InlineData("appveyor.yml")]
    [InlineData(".drone.yml")]
    public void A_workflow_decides_whether_the_gate_runs(string path) =>
        Assert.Equal(WatchedKind.Workflow, WatchedFiles.Of(path));

    [Theory]
    [InlineData("kernels/kernels.csproj")]
    [InlineData("kernels/cuda/global.json")]
    [InlineData("kernels/kernels.proj")]
    [InlineData("Directory.Build.props")]
    [InlineData("build/flags.TARGETS")]
    [InlineData("nvcc.rsp")]
    [InlineData("Gate.sln")]
    [InlineData("Gate.slnx")]
    [InlineData("global.json")]
    [InlineData("src/NuGet.config")]
    [InlineData("packages.lock.json")]
    [InlineData("own.tasks")]
    [InlineData("Gate.slnf")]
    [InlineData("kernels/kernels.csproj.user")]
    [InlineData(".config/dotnet-tools.json")]
    [InlineData("msbuild.runtimeconfig.json")]
    public void A_build_file_decides_what_is_built(string path) =>
        Assert.Equal(WatchedKind.Build, WatchedFiles.Of(path));

    [Theory]
    [InlineData("kernels/softmax.cu")]
    [InlineData("kernels/softmax.bench.json")]
    [InlineData("docs/.github.md")]
    [InlineData("kernels/.github/notes.md")]
    [InlineData("jenkinsfile.md")]
    [InlineData("data/global.json.txt")]
    public void Other_files_decide_nothing(string path) => Assert.Null(WatchedFiles.Of(path));
}
