namespace Holdfast.Hosting.Health;

/// <summary>How far this machine's clock is from Slack's, in words.</summary>
internal static class ClockOffset
{
    public const string Remedy = "have the clock set by NTP (timedatectl set-ntp true)";

    /// <summary>Nobody sets such a clock: timers ring at the wrong minute, and at five minutes signatures of webhooks are refused.</summary>
    private static readonly TimeSpan Wrong = TimeSpan.FromSeconds(60);

    /// <summary>Whether a clock is so far off that nobody can have set it.</summary>
    public static bool IsWrong(TimeSpan offset) => offset.Duration() > Wrong;

    public static string Describe(TimeSpan offset) => $"{Words(offset.Duration())} {(offset > TimeSpan.Zero ? "ahead of" : "behind")} Slack's";

    private static string Words(TimeSpan size) => size < TimeSpan.FromMinutes(2) ? $"{size.TotalSeconds:0} s" : $"{size:d\\.hh\\:mm\\:ss} (days.hours:minutes:seconds)";
}
