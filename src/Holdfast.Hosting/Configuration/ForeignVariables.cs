using System.Text.RegularExpressions;
using Holdfast.Jobs.Processes;

namespace Holdfast.Hosting.Configuration;

/// <summary>
/// Variables with Holdfast's prefix that are no settings. Kubernetes gives every container the addresses of all services of its
/// namespace, and a service may be named holdfast, or holdfast-redis; images set their own; and a job of ours is marked by one.
/// Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
/// </summary>
internal static partial class ForeignVariables
{
    private static readonly string[] Others = ["HOLDFAST_HOME", "HOLDFAST_VERSION", ProcessOrder.Marker];

    /// <summary>Whether one of them is.</summary>
    public static bool Contain(string name, string value) =>
        Others.Contains(name, StringComparer.Ordinal)
        // A setting has two underscores behind its section; a service has none that stand together.
        || (!name.Contains("__", StringComparison.Ordinal) && (OfService().IsMatch(name) || (Port().IsMatch(name) && Address().IsMatch(value))));

    [GeneratedRegex("^HOLDFAST_([A-Z0-9_]+_)?(SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex OfService();

    [GeneratedRegex("^HOLDFAST_([A-Z0-9_]+_)?PORT$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Port();

    /// <summary>By its value: a port that is a number may have been meant for a setting.</summary>
    [GeneratedRegex("^(tcp|udp|sctp)://", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Address();
}
