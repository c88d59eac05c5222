using System.Security.Cryptography;
using System.Text;
using PerfGate.Core.Campaigns;
using PerfGate.Core.Judgement;
using PerfGate.Core.Kernels;
using PerfGate.Runner.Measuring;

namespace PerfGate.Runner.Campaigns;

/// <summary>Where a session of a campaign runs, and with what: what all of its lines have in common.</summary>
/// <param name="Session">Names the session.</param>
/// <param name="Device">The device's model as a file name.</param>
/// <param name="Model">The device's model.</param>
/// <param name="Host">Digest of the host's name.</param>
/// <param name="Gpu">Digest of the GPU's UUID; null on the host device.</param>
/// <param name="Driver">The driver's version; null on the host device.</param>
/// <param name="Compiler">The compiler and its version.</param>
/// <param name="Commit">The commit of the kernels; null if it is not known.</param>
internal sealed record CampaignPlace(
    string Session,
    string Device,
    string Model,
    string Host,
    string? Gpu,
    string? Driver,
    string Compiler,
    string? Commit
)
{
    // Enough to tell machines apart, and nobody's name.
    private const int DigestLength = 12;

    /// <summary>The place of a session that begins now.</summary>
    /// <param name="device">What a worker said of the device.</param>
    /// <param name="compiler">What compiled the kernels.</param>
    /// <param name="commit">The commit of the kernels; null if it is not known.</param>
    public static CampaignPlace Here(WorkerResult device, CompilerDescription compiler, string? commit) =>
        new(
            Guid.NewGuid().ToString("N")[..DigestLength],
            device.DeviceSlug,
            device.DeviceName,
            Digest(Environment.MachineName),
            device.Gpu is { } gpu ? Digest(gpu.Uuid) : null,
            device.Gpu?.DriverVersion,
            $"{compiler.Name} {compiler.Version}",
            commit
        );

    /// <summary>A line about a case, but for the gate that it is of.</summary>
    /// <param name="judged">The judgement of the case.</param>
    /// <param name="clockMhz">The clock of the GPU, MHz.</param>
    public CampaignRecord Line(CaseJudgement judged, int? clockMhz) =>
        new()
        {
            Gate = 0,
            Cases = 0,
            Kind = CampaignKind.Aa,
            Case = judged.Name,
            Benchmark = judged.Name.Split('/')[0],
            Verdict = judged.Verdict,
            Effect = Rounded(judged.Ratio - 1),
            Interval = judged.RatioInterval is { } interval ? [.. interval.Select(r => Rounded(r - 1)!.Value)] : null,
            Tolerance = Rounded(judged.Tolerance),
            Runs = judged.Runs,
            ReferenceNs = judged.ReferenceNs is { } ns ? Math.Round(ns, 2) : null,
            Seconds = 0,
            At = default,
            Session = Session,
            Device = Device,
            Model = Model,
            Host = Host,
            Gpu = Gpu,
            Driver = Driver,
            ClockMhz = clockMhz,
            Compiler = Compiler,
            Commit = Commit,
            PerfGateVersion = EnvironmentRecord.Version(),
        };

    // A millionth is a hundredth of the smallest spread that was ever seen.
    private static double? Rounded(double? value) => value is { } v ? Math.Round(v, 6) : null;

    private static string Digest(string name) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..DigestLength];
}
