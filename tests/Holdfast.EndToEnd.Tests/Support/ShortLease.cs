namespace Holdfast.EndToEnd.Tests.Support;

/// <summary>A lease as short as calls of two seconds allow, for tests that outlast it.</summary>
internal static class ShortLease
{
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(6);

    public static IReadOnlyList<(string Key, string Value)> Settings { get; } = [("Slack:RequestTimeout", "00:00:02"), ("Workers:Lease", $"{Length:c}")];
}
