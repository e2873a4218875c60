namespace Holdfast.Configuration;

/// <summary>
/// Finds where user and password end in an address. People paste passwords as they are, with <c>@</c>, <c>/</c> and <c>?</c> in them, and
/// a split at the wrong place takes a part of the password for a host, a parameter, a database: for what is shown.
/// </summary>
public static class UserInfo
{
    /// <summary>More than any address has.</summary>
    private const int MaxLength = 8_192;

    /// <summary>Tries every place, and passes when the rest makes sense at one of them only.</summary>
    /// <param name="text">What stands behind the scheme.</param>
    /// <param name="read">Reads user and password (null for none) and what follows them, or throws a <see cref="FormatException"/>.</param>
    /// <exception cref="FormatException">It makes sense nowhere, or at several places. The message quotes nothing.</exception>
    public static T Read<T>(string text, Func<string?, string, T> read)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(read);
        if (text.Length > MaxLength)
            throw new FormatException($"is longer than {MaxLength} characters.");
        var readings = new List<T>();
        FormatException? problem = null;
        for (var at = -1; at == -1 || at < text.Length && text[at] == '@'; at = Next(text, at))
        {
            try
            {
                readings.Add(read(at < 0 ? null : text[..at], text[(at + 1)..]));
            }
            catch (FormatException e)
            {
                // Of all places the last is the likeliest: a host has no "@".
                problem = e;
            }
        }

        return readings.Count switch
        {
            1 => readings[0],
            0 => throw problem!,
            _ => throw new FormatException("can be read in more than one way: in user, password and parameters write \"@\" as %40, \"/\" as %2F, \":\" as %3A, \"?\" as %3F and \"#\" as %23."),
        };
    }

    private static int Next(string text, int at) => text.IndexOf('@', at + 1) is var next and >= 0 ? next : text.Length;
}
