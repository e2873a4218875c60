using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Timers.Times;

/// <summary>Time zones by their IANA names. On Linux they come with the system's package <c>tzdata</c>.</summary>
public static class TimeZones
{
    private const int MaxLength = 64;

    /// <summary>Finds a zone.</summary>
    /// <param name="id">Its IANA name, for instance <c>Europe/Berlin</c>.</param>
    /// <param name="zone">The zone, when there is one of that name.</param>
    public static bool TryFind([NotNullWhen(true)] string? id, [NotNullWhen(true)] out TimeZoneInfo? zone)
    {
        zone = null;
        return id is not null && IsName(id) && TimeZoneInfo.TryFindSystemTimeZoneById(id, out zone);
    }

    /// <summary>A zone is read from a file of its name: what is not a zone's name must not become a path.</summary>
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxLength && name[0] != '/' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+');
}
