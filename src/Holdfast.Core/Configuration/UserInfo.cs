namespace Holdfast.Configuration;

/// <summary>
/// Finds where user and password end in an address. People paste passwords as they are, with <c>@</c>, <c>/</c> and <c>?</c> in them, and
/// a split at the wrong place takes a part of the password for a host, a parameter, a database: for what is shown.
/// </summary>
public static class UserInfo
{
    /// <summary>More than any address has.</summary>
    private const int MaxLength = 8_192;

    /// <summary>Splits at the last <c>@</c>, since a host has none, and passes when the text makes sense with no other split.</summary>
    /// <param name="text">What stands behind the scheme.</param>
    /// <param name="read">Reads user and password (null for none) and what follows them, or throws a <see cref="FormatException"/>.</param>
    /// <exception cref="FormatException">It makes no sense, or more than one. The message quotes nothing.</exception>
    public static T Read<T>(string text, Func<string?, string, T> read)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(read);
        if (text.Length > MaxLength)
            throw new FormatException($"is longer than {MaxLength} characters.");
        var last = text.LastIndexOf('@');
        var reading = ReadAt(last);

        // A parameter with an "@" in it looks like that: all before it is no password then, and what follows no host.
        for (var at = -1; at < last; at = text.IndexOf('@', at + 1))
        {
            if (IsReadAt(at))
                throw new FormatException("can be read in more than one way: in user, password and parameters write \"@\" as %40, \"/\" as %2F, \":\" as %3A, \"?\" as %3F and \"#\" as %23.");
        }

        return reading;

        T ReadAt(int at) => read(at < 0 ? null : text[..at], text[(at + 1)..]);

        bool IsReadAt(int at)
        {
            try
            {
                ReadAt(at);
                return true;
            }
            catch (FormatException)
            {
                // As it should be.
                return false;
            }
        }
    }
}
