using System.Globalization;

namespace Holdfast.Verbs;

/// <summary>What was typed behind a verb.</summary>
/// <param name="Values">By parameter; those that were not typed are missing.</param>
/// <param name="By">Who typed it, as far as is known, for whoever reads it later.</param>
public sealed record VerbCall(IReadOnlyDictionary<string, IReadOnlyList<string>> Values, string By)
{
    /// <summary>Where it is done.</summary>
    public VerbPlace Place { get; init; }

    /// <summary>Whether a server is, or may be, at work on the store: then what is ordered can be waited for.</summary>
    public bool IsServed => Place != VerbPlace.Alone;

    /// <summary>Where it goes on; null for its beginning. What <see cref="VerbReply.Next"/> was.</summary>
    public string? Next { get; init; }

    /// <summary>A value; null where none was typed.</summary>
    /// <param name="name">The parameter.</param>
    public string? Text(string name) => Values.TryGetValue(name, out var values) && values is [var value, ..] ? value : null;

    /// <summary>All values.</summary>
    /// <param name="name">The parameter.</param>
    public IReadOnlyList<string> All(string name) => Values.GetValueOrDefault(name, []);

    /// <summary>Whether a flag was typed.</summary>
    /// <param name="name">The parameter.</param>
    public bool Has(string name) => Values.ContainsKey(name);

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="usual">What it is where none was typed.</param>
    /// <param name="least">The least.</param>
    /// <param name="most">The most.</param>
    /// <exception cref="VerbException">It is no such number.</exception>
    public int Number(string name, int usual, int least, int most)
    {
        if (Text(name) is not { } text)
            return usual;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new VerbException(string.Create(CultureInfo.InvariantCulture, $"--{name} must be a whole number from {least} to {most}.")) { IsUsage = true };
    }

    /// <summary>A moment: a date or a time of UTC (<c>2026-11-30</c>, <c>2026-11-30T08:00Z</c>), or how long ago (<c>90m</c>, <c>12h</c>, <c>7d</c>).</summary>
    /// <param name="name">The parameter.</param>
    /// <param name="now">The present.</param>
    /// <returns>Null where none was typed.</returns>
    /// <exception cref="VerbException">It is none.</exception>
    public DateTimeOffset? Moment(string name, DateTimeOffset now)
    {
        if (Text(name) is not { } text)
            return null;
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count <= 100_000)
        {
            switch (char.ToLowerInvariant(text[^1]))
            {
                case 'm':
                    return now - TimeSpan.FromMinutes(count);
                case 'h':
                    return now - TimeSpan.FromHours(count);
                case 'd':
                    return now - TimeSpan.FromDays(count);
            }
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment
            : throw new VerbException($"--{name} must be a date (2026-11-30), a time of UTC (2026-11-30T08:00Z) or how long ago (90m, 12h, 7d).") { IsUsage = true };
    }
}

/// <summary>Where a verb is done.</summary>
public enum VerbPlace
{
    /// <summary>In a process of its own, on a store that nobody works on.</summary>
    Alone,

    /// <summary>In a process of its own, on a store that workers share.</summary>
    Shared,

    /// <summary>In the server.</summary>
    Server,
}
