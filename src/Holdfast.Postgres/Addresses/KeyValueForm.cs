using System.Text;

namespace Holdfast.Postgres.Addresses;

/// <summary>
/// libpq's pairs: <c>host=db dbname=x password='with a blank'</c>.
/// Source: https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-KEYWORD-VALUE
/// </summary>
internal static class KeyValueForm
{
    /// <summary>The pairs; null when it is something else, which Npgsql's own form is to be told from: that has semicolons between them.</summary>
    /// <exception cref="FormatException">It is of this form and wrong.</exception>
    public static List<(string Name, string Value)>? Read(string text)
    {
        var pairs = new List<(string Name, string Value)>();
        for (var at = 0; Skip(text, ref at);)
        {
            if (ReadPair(text, ref at) is not { } pair)
                return null;
            pairs.Add(pair);
        }

        var known = pairs.ConvertAll(static pair => (Name: AddressParameters.Find(pair.Name), pair.Value));
        if (known.Find(static pair => pair.Name is "host" or "hostaddr").Value is not { } host || host.AsSpan().IndexOfAny(";=") >= 0)
            return null;
        if (known.FindIndex(static pair => pair.Name is null) is >= 0 and var unknown)
            throw new FormatException(AddressParameters.Unknown(pairs[unknown].Name, unknown + 1));

        // libpq takes the last. But it is what comes out when a password with a blank is written without its quotes.
        return known.DistinctBy(static pair => pair.Name, StringComparer.Ordinal).Count() == known.Count
            ? known.ConvertAll(static pair => (pair.Name!, pair.Value))
            : throw new FormatException("gives a parameter twice. A value with blanks stands in single quotes.");
    }

    private static (string Name, string Value)? ReadPair(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] != '=' && !char.IsWhiteSpace(text[at]))
            at++;
        var name = text[start..at];
        if (!Skip(text, ref at) || text[at] != '=')
            return null;
        at++;
        return !Skip(text, ref at) ? (name, "") : ReadValue(text, ref at) is { } value ? (name, value) : null;
    }

    /// <summary>In quotes up to the closing one, else up to a blank; a backslash before a sign takes it as it is. Null where a quote is not closed.</summary>
    private static string? ReadValue(string text, ref int at)
    {
        var value = new StringBuilder();
        var isQuoted = text[at] == '\'';
        if (isQuoted)
            at++;
        for (; at < text.Length; at++)
        {
            if (isQuoted ? text[at] == '\'' : char.IsWhiteSpace(text[at]))
            {
                at += isQuoted ? 1 : 0;
                return value.ToString();
            }

            if (text[at] == '\\' && at + 1 < text.Length)
                at++;
            value.Append(text[at]);
        }

        return isQuoted ? null : value.ToString();
    }

    /// <summary>Passes blanks over. False at the end.</summary>
    private static bool Skip(string text, ref int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at]))
            at++;
        return at < text.Length;
    }
}
